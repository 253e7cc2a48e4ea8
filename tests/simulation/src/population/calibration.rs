//! The published numbers that a population follows, and a comparison with what was played.

use super::{Plan, Played};
use jiff::civil::Date;
use measures::{Dimension, Measure};

/// A published number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    /// The number: a count of a year, or a share.
    pub number: f64,
    /// Where it was published.
    pub by: &'static str,
}

/// A published number, and the one that was played.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub what: &'static str,
    pub published: Published,
    pub played: f64,
    /// By how much the two may differ: chance, and the people who are still on their way at the end.
    pub within: f64,
}

impl Comparison {
    /// Whether the two agree.
    pub fn holds(&self) -> bool {
        (self.played - self.published.number).abs() <= self.within
    }
}

const THAMES_VALLEY: &str = "Thames Valley, first year of Victims First";
const LEICESTERSHIRE: &str = "Leicestershire, first year of Victim First";
const AVON_SOMERSET: &str = "Avon and Somerset, first year of Lighthouse";
const NATIONAL: &str = "Victim Support, England and Wales, 2019/20";
const AUDIT: &str = "an audited sample of 118 automatic referrals";

/// How many are referred to a hub, and how their ways end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Funnel {
    /// People who are referred in a year.
    pub(super) referrals: Published,
    /// The share who get further support.
    pub(super) supported: Published,
    /// The share with enhanced rights.
    pub(super) enhanced: Published,
    /// The share under 25 years.
    pub(super) under_25: Published,
    /// The share whose details are wrong.
    pub(super) wrong_details: Published,
    /// The share who do not answer, and for whom it is not safe to leave a message.
    pub(super) no_safe_message: Published,
    /// The share who decline.
    pub(super) declined: Published,
    /// The share of referrals that repeat a person.
    pub(super) duplicates: Published,
}

const fn published(number: f64, by: &'static str) -> Published {
    Published { number, by }
}

impl Funnel {
    /// The funnel of an area: its own published numbers, and those of another hub where it has none.
    pub(super) fn of(area: &str) -> Self {
        let county = Self {
            referrals: published(9_434.0, LEICESTERSHIRE),
            supported: published(2_030.0 / 9_434.0, LEICESTERSHIRE),
            enhanced: published(0.52, AVON_SOMERSET),
            under_25: published(6_000.0 / 18_000.0, THAMES_VALLEY),
            wrong_details: published(132.0 / 9_434.0, LEICESTERSHIRE),
            no_safe_message: published(423.0 / 9_434.0, LEICESTERSHIRE),
            declined: published(1_979.0 / 9_434.0, LEICESTERSHIRE),
            duplicates: published(5.0 / 118.0, AUDIT),
        };
        match area {
            "thames-valley" => Self {
                referrals: published(18_000.0, THAMES_VALLEY),
                supported: published(2_000.0 / 18_000.0, THAMES_VALLEY),
                ..county
            },
            "avon-somerset" => Self {
                referrals: published(25_000.0, AVON_SOMERSET),
                ..county
            },
            "devon-cornwall" => Self {
                supported: published(112_586.0 / 730_515.0, NATIONAL),
                ..county
            },
            _ => county,
        }
    }

    /// How many people are expected on that day. Nobody has published the seasons: weekdays, summers and a slow growth
    /// are assumed.
    pub(super) fn on(&self, day: Date, from: Date) -> f64 {
        let year = f64::from(day.day_of_year()) / 365.0;
        // Most in July, fewest in January.
        let season = 1.0 + 0.12 * (std::f64::consts::TAU * (year - 0.29)).sin();
        let weekday = match day.weekday().to_monday_zero_offset() {
            0..=4 => 1.15,
            _ => 0.625,
        };
        let growth = 1.0 + 0.03 * days(from, day) / 365.0;
        self.referrals.number / 365.0 * season * weekday * growth
    }
}

fn days(from: Date, until: Date) -> f64 {
    f64::from(from.until(until).map_or(0, |span| span.get_days()))
}

/// Compares the play with the published numbers.
pub(super) fn compare(funnel: &Funnel, plan: &Plan, played: &Played) -> Vec<Comparison> {
    let happened = |what: &str| played.happened.get(what).copied().unwrap_or_default() as f64;
    let facts = played.facts();
    let people = || facts.iter().filter(|fact| fact.measure == Measure::People);
    let enhanced = people()
        .filter(|fact| {
            fact.codes
                .get(&Dimension::Tier)
                .is_some_and(|tier| tier.starts_with("enhanced"))
        })
        .count() as f64;
    let (everybody, people) = (happened("referred"), people().count() as f64);
    let years = days(plan.from, plan.until) / 365.0;
    let expected = funnel.referrals.number * plan.scale;
    // Three standard errors of a share, and what the play cannot hit exactly.
    let share = |what, published: Published, count: f64, of: f64, more: f64| {
        let share = published.number;
        Comparison {
            what,
            published,
            played: count / of.max(1.0),
            within: 3.0 * (share * (1.0 - share) / of.max(1.0)).sqrt() + more,
        }
    };
    let of_all =
        |what, published, happens, more| share(what, published, happened(happens), everybody, more);
    vec![
        Comparison {
            what: "people referred in a year, at this scale",
            published: published(expected, funnel.referrals.by),
            played: everybody / years.max(0.01),
            // Chance, the assumed growth, and years that begin in another season.
            within: 3.0 * (expected / years.max(0.01)).sqrt() + expected * 0.12,
        },
        of_all("under 25", funnel.under_25, "under 25", 0.02),
        share(
            "with enhanced rights",
            funnel.enhanced,
            enhanced,
            people,
            0.04,
        ),
        of_all(
            "with further support",
            funnel.supported,
            "with a session",
            0.04,
        ),
        of_all("declined", funnel.declined, "life: declined", 0.01),
        of_all(
            "wrong details",
            funnel.wrong_details,
            "life: wrong-details",
            0.005,
        ),
        of_all(
            "no answer, and no message is safe",
            funnel.no_safe_message,
            "life: no-safe-message",
            0.01,
        ),
        of_all("referred twice", funnel.duplicates, "referred twice", 0.01),
    ]
}
