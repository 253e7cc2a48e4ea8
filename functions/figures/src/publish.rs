//! Publishes figures, each day. The function that shows them reads only what was published, and no exact count.
//!
//! A quarter is published once and for all, a month after it ends, so that what happened at its end has been counted.
//! Until then its figures are provisional: they are replaced each day, and rounded, so that the difference of two days
//! says little about any one person.

use domain::calendar::london_today;
use events::profile::Profile;
use jiff::Timestamp;
use jiff::civil::Date;
use measures::{Cell, ELSEWHERE, OTHER, QUESTIONS, TOTAL};
use platform::PortError;
use platform::ports::{KeepReleases, ReadCounters, ReadDirectory, ReadReleases, Standing};
use suppression::{
    Breakdown, Cube, Dimension, Edition, Family, Fault, Month, Period, Policy, Published, Question,
    Rounding, Span,
};

/// The ports that publishing needs.
pub trait Ports: ReadCounters + ReadDirectory + ReadReleases + KeepReleases {}
impl<P: ReadCounters + ReadDirectory + ReadReleases + KeepReleases> Ports for P {}

/// How many quarters before this one are looked at. One that was missed, because nothing ran, is published later.
const BACK: usize = 4;
/// What provisional figures are rounded to.
const PROVISIONAL: Rounding = Rounding::Nearest(5);

/// Publishes the quarters that have closed, and provisional figures of the others.
///
/// # Errors
/// [`PortError`] of a port, or if the counters do not fit the declared questions.
pub async fn publish<P: Ports>(ports: &P, now: Timestamp) -> Result<(), PortError> {
    let quarters = quarters(london_today(now));
    let months: Vec<Month> = quarters
        .iter()
        .flat_map(|quarter| quarter.months())
        .collect();
    let keys: Vec<String> = QUESTIONS
        .iter()
        .flat_map(|question| months.iter().map(|month| question.key(&month.to_string())))
        .collect();
    let counters = ports.counters(&keys).await?;
    let begun = |month: &&Month| {
        let counted =
            |question: &measures::Question| counters.get(&question.key(&month.to_string()));
        QUESTIONS
            .iter()
            .filter_map(counted)
            .any(|cells| !cells.is_empty())
    };
    let Some(first) = months.iter().find(begun) else {
        return Ok(());
    };
    let from = Period::of(*first, Span::Quarter).first();
    let profile = ports.profile().await?;
    let mut cube = Cube::new(family(&profile).map_err(fault)?, from);
    for question in QUESTIONS {
        for month in &months {
            let cells = counters.get(&question.key(&month.to_string()));
            for (name, count) in cells.into_iter().flatten() {
                add(&mut cube, &question, *month, name, *count)?;
            }
        }
    }

    let finals: Vec<String> = keys_of(&quarters, Standing::Final);
    let earlier = Published::of(ports.releases(&finals).await?.into_values());
    let today = london_today(now);
    let edition = |policy, closed, earlier| Edition {
        policy,
        closed,
        earlier,
        within: None,
    };
    let policy = Policy {
        threshold: Policy::OFFICE
            .threshold
            .max(profile.figures.hidden_below.unwrap_or_default()),
        ..Policy::OFFICE
    };
    let closed = month_of(today.saturating_sub(jiff::Span::new().months(2)));
    let all = suppression::publish(&cube, edition(policy, closed, &earlier)).map_err(fault)?;
    keep(ports, &all, &earlier, Standing::Final).await?;
    let rounded = Policy {
        rounding: PROVISIONAL,
        ..policy
    };
    let running = quarters.last().map_or(closed, |quarter| quarter.last());
    let with_provisional =
        suppression::publish(&cube, edition(rounded, running, &all)).map_err(fault)?;
    keep(ports, &with_provisional, &all, Standing::Provisional).await
}

/// Keeps the releases that `before` does not have.
async fn keep<P: Ports>(
    ports: &P,
    published: &Published,
    before: &Published,
    standing: Standing,
) -> Result<(), PortError> {
    let new = published
        .releases()
        .filter(|release| before.release(release.question(), release.unit()).is_none());
    for release in new {
        let question = QUESTIONS
            .iter()
            .find(|question| question.name == release.question());
        if let Some(question) = question {
            let key = standing.key(question, &release.unit().to_string());
            ports.keep_release(&key, release, standing).await?;
        }
    }
    Ok(())
}

/// The keys of the releases of those quarters.
fn keys_of(quarters: &[Period], standing: Standing) -> Vec<String> {
    QUESTIONS
        .iter()
        .flat_map(|question| {
            quarters
                .iter()
                .map(|quarter| standing.key(question, &quarter.to_string()))
        })
        .collect()
}

/// The quarter of that day and those before it, the oldest first.
fn quarters(today: Date) -> Vec<Period> {
    let mut quarters: Vec<Period> = (0..=BACK)
        .map(|back| {
            let months = i32::try_from(back * 3).unwrap_or_default();
            let day = today
                .first_of_month()
                .saturating_sub(jiff::Span::new().months(months));
            Period::of(month_of(day), Span::Quarter)
        })
        .collect();
    quarters.reverse();
    quarters
}

fn month_of(day: Date) -> Month {
    let month = u8::try_from(day.month()).unwrap_or(1);
    Month::new(day.year(), month).unwrap_or_else(|| month_of(Date::ZERO))
}

/// Everything that is published in the area of that profile.
///
/// # Errors
/// [`Fault`] if the declared questions contradict each other.
pub fn family(profile: &Profile) -> Result<Family, Fault> {
    let questions = QUESTIONS.iter().map(|question| Question {
        name: question.name.to_owned(),
        unit: Span::Quarter,
        breakdowns: question
            .breakdowns
            .iter()
            .map(|breakdown| match breakdown.columns {
                Some(columns) => Breakdown::two(
                    dimension(breakdown.rows, profile),
                    dimension(columns, profile),
                ),
                None => Breakdown::one(dimension(breakdown.rows, profile)),
            })
            .collect(),
        by_district: question.by_district,
    });
    let districts = measures::Dimension::District.codes().of(profile);
    Family::new(districts, questions.collect())
}

fn dimension(dimension: measures::Dimension, profile: &Profile) -> Dimension {
    Dimension::new(dimension.as_str(), dimension.codes().of(profile))
}

/// Adds a counter to the cube.
fn add(
    cube: &mut Cube,
    question: &measures::Question,
    month: Month,
    name: &str,
    count: i64,
) -> Result<(), PortError> {
    let wrong = || PortError::Permanent(format!("a counter of `{}` cannot be read", question.name));
    let count = u64::try_from(count).map_err(|_| wrong())?;
    let cell = Cell::parse(name).ok_or_else(wrong)?;
    // A council of another area, and a provider that the profile no longer has, still count.
    let known = cube.family().districts().contains(&cell.district);
    let district = if known {
        cell.district.as_str()
    } else {
        ELSEWHERE
    };
    let district = district.to_owned();
    if cell.breakdown == TOTAL {
        return cube
            .add_total(question.name, month, &district, count)
            .map_err(fault);
    }
    let breakdown = question.breakdown(&cell.breakdown).ok_or_else(wrong)?;
    let row = known_code(cube, question, breakdown.rows, &cell.row);
    let column = match (breakdown.columns, &cell.column) {
        (Some(columns), Some(code)) => {
            Some((columns.as_str(), known_code(cube, question, columns, code)))
        }
        (None, None) => None,
        _ => return Err(wrong()),
    };
    cube.add(
        question.name,
        month,
        &district,
        (breakdown.rows.as_str(), &row),
        column.as_ref().map(|(name, code)| (*name, code.as_str())),
        count,
    )
    .map_err(fault)
}

/// The code, or [`OTHER`] for a provider, service or touchpoint that the profile no longer has.
fn known_code(
    cube: &Cube,
    question: &measures::Question,
    dimension: measures::Dimension,
    code: &str,
) -> String {
    if !dimension.codes().can_lose_a_code() {
        return code.to_owned();
    }
    let questions = cube.family().questions().iter();
    let known = questions
        .filter(|declared| declared.name == question.name)
        .flat_map(|declared| &declared.breakdowns)
        .flat_map(|breakdown| std::iter::once(&breakdown.rows).chain(&breakdown.columns))
        .filter(|declared| declared.name == dimension.as_str())
        .any(|declared| declared.values.iter().any(|value| value == code));
    if known { code } else { OTHER }.to_owned()
}

fn fault(fault: Fault) -> PortError {
    PortError::Permanent(format!("the figures cannot be published: {fault}"))
}

/// What a day's message to the function looks like.
pub fn is_daily(message: &serde_json::Value) -> bool {
    message["tick"] == "day"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarter_of_the_day_and_four_before_it() {
        let names: Vec<String> = quarters("2027-01-31".parse().unwrap())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            names,
            ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]
        );
    }
}
