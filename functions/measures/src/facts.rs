//! The anonymous facts of one case.
//!
//! A fact is coarse: the month, closed codes, and bands in place of times. It holds no reference, no account, no text and
//! no exact time. It can be made again from the events at any moment, so a repeated or late delivery changes nothing.

use crate::dimension::{Dimension, ELSEWHERE, NONE, POLICE_OPT_IN, POLICE_TRANSFER, UNKNOWN};
use crate::{onward, person};
use domain::calendar::london_today;
use events::assessment::Specialism;
use events::care::{Act, Outcome};
use events::case::{Case, CaseChange, CaseEvent, CloseReason, DeclineReason, Onward, OnwardState};
use events::justice::{Promise, PromiseOwner};
use events::profile::ConsentModel;
use events::referral::{Basis, NeedCode, SourceKind};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted. Each is a different number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Cases that continue on their own. A case that was merged into another, or entered in error, is nobody.
    People,
    /// Waits of people until the first offer, in the month after the one in which it was made. So a quarter of them is no
    /// part of a quarter of [`Self::People`], and neither gives away what the other hides.
    WaitsForOffer,
    /// The same until a service first accepted.
    WaitsForAcceptance,
    /// The same until a service first reached the person.
    WaitsForContact,
    /// Needs that people named: somebody with three needs counts three times.
    Needs,
    /// Specialisms that people need, apart from restorative justice, which has a breakdown of people.
    Specialisms,
    /// Onward referrals: each offer to a service.
    Onwards,
    /// Acceptances, in the month in which first contact is due.
    Contacts,
    /// Supports under an onward referral that ended, in that month.
    Endings,
    /// Supports that were measured at the beginning and at the end, in the month after the one in which they ended. So a
    /// quarter of them is no part of a quarter of [`Self::Endings`], and neither gives away what the other hides.
    Journeys,
    /// Times that a search left a service out because it was full: each person and service once.
    TurnedAway,
    /// Sessions that services held.
    Sessions,
    /// Promises to people, those of the Victims' Code and the hub's own.
    Promises,
    /// Needs that a search for services left unmet for the first time.
    Gaps,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 14] = [
        Self::People,
        Self::WaitsForOffer,
        Self::WaitsForAcceptance,
        Self::WaitsForContact,
        Self::Needs,
        Self::Specialisms,
        Self::Onwards,
        Self::Contacts,
        Self::Endings,
        Self::Journeys,
        Self::TurnedAway,
        Self::Sessions,
        Self::Promises,
        Self::Gaps,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::WaitsForOffer => "waits-for-offer",
            Self::WaitsForAcceptance => "waits-for-acceptance",
            Self::WaitsForContact => "waits-for-contact",
            Self::Needs => "needs",
            Self::Specialisms => "specialisms",
            Self::Onwards => "onwards",
            Self::Contacts => "contacts",
            Self::Endings => "endings",
            Self::Journeys => "journeys",
            Self::TurnedAway => "turned-away",
            Self::Sessions => "sessions",
            Self::Promises => "promises",
            Self::Gaps => "gaps",
        }
    }
}

/// One thing that is counted, and its codes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub measure: Measure,
    /// The month in London that it belongs to, such as `2026-11`.
    pub month: String,
    /// Its codes.
    pub codes: BTreeMap<Dimension, String>,
}

/// The facts of a case, from its state and its events. A case that was entered in error, or merged into another, still
/// has its offers, sessions and promises, because they happened.
pub fn facts(case: &Case, events: &[CaseEvent]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let month = month(case.opened_at);
    let of_case = of_case(case, events);
    let mut add = |measure, month: &str, codes: BTreeMap<Dimension, String>| {
        facts.push(Fact {
            measure,
            month: month.to_owned(),
            codes,
        });
    };
    let district = BTreeMap::from([(Dimension::District, district(case))]);
    if is_person(case) {
        add(Measure::People, &month, of_case);
        for (measure, dimension, ended) in waits(case, events) {
            let mut codes = district.clone();
            let took = ended.duration_since(case.opened_at);
            codes.insert(dimension, band(took).to_owned());
            add(measure, &month_after(ended), codes);
        }
        for need in &case.received.needs {
            let mut codes = district.clone();
            codes.insert(Dimension::Need, need.code.as_str().to_owned());
            codes.insert(Dimension::Met, met(case, need.code).to_owned());
            add(Measure::Needs, &month, codes);
        }
        let specialisms = case.received.assessment.specialisms.iter();
        for specialism in specialisms.filter(|one| **one != Specialism::RestorativeJustice) {
            let served = if case.support.unserved.contains(specialism) {
                "no-specialist"
            } else if case.support.routed {
                "specialist-found"
            } else {
                "not-searched"
            };
            let mut codes = district.clone();
            codes.insert(Dimension::Specialism, specialism.as_str().to_owned());
            codes.insert(Dimension::Served, served.to_owned());
            add(Measure::Specialisms, &month, codes);
        }
    }
    for onward in &case.support.onwards {
        let at = offered_at(onward, events).unwrap_or(onward.since);
        let mut own = district.clone();
        own.insert(Dimension::Provider, onward.offered.provider.clone());
        let mut codes = own.clone();
        let answer = onward
            .declined
            .map_or(onward.state.as_str(), DeclineReason::as_str);
        codes.insert(Dimension::Answer, answer.to_owned());
        add(Measure::Onwards, &self::month(at), codes);
        if let Some((due, kept)) = onward::first_contact(case, onward, events) {
            let mut codes = own.clone();
            codes.insert(Dimension::FirstContact, kept.to_owned());
            add(Measure::Contacts, &self::month(due), codes);
        }
        if let Some(outcome) = onward::outcome(onward) {
            own.insert(Dimension::Outcome, outcome.to_owned());
            own.insert(Dimension::Distance, onward::distance(onward).to_owned());
            add(Measure::Endings, &self::month(onward.since), own);
            if let Some(areas) = onward::distances(onward) {
                let areas = areas.map(|(dimension, code)| (dimension, code.to_owned()));
                add(
                    Measure::Journeys,
                    &month_after(onward.since),
                    BTreeMap::from(areas),
                );
            }
        }
    }
    for (service, at) in onward::turned_away(events) {
        let mut codes = district.clone();
        codes.insert(
            Dimension::AfterFull,
            onward::after_full(case, service).to_owned(),
        );
        codes.insert(Dimension::Service, service.to_owned());
        add(Measure::TurnedAway, &self::month(at), codes);
    }
    let mut seen = BTreeSet::new();
    for event in events {
        match &event.what {
            CaseChange::Cared {
                provider,
                act: Act::SessionHeld { modality, minutes },
                ..
            } => {
                let mut codes = district.clone();
                codes.insert(Dimension::Provider, provider.clone());
                codes.insert(Dimension::Modality, modality.as_str().to_owned());
                codes.insert(Dimension::Length, onward::length(*minutes).to_owned());
                let first = if seen.insert(provider) {
                    "first-session"
                } else {
                    "later-session"
                };
                codes.insert(Dimension::First, first.to_owned());
                add(Measure::Sessions, &self::month(event.at), codes);
            }
            CaseChange::Matched(matched) => {
                for need in &matched.newly_unmet {
                    let home = matched.local_authority.as_deref().unwrap_or(UNKNOWN);
                    let codes = BTreeMap::from([
                        (Dimension::District, home.to_owned()),
                        (Dimension::Need, need.as_str().to_owned()),
                    ]);
                    add(Measure::Gaps, &self::month(event.at), codes);
                }
            }
            _ => {}
        }
    }
    let owed = |promise: &&Promise| promise.owner != PromiseOwner::Person;
    for promise in case.justice.promises.iter().filter(owed) {
        let codes = BTreeMap::from([
            (Dimension::Agency, promise.owner.as_str().to_owned()),
            (Dimension::Kept, kept(promise).to_owned()),
        ]);
        add(Measure::Promises, &self::month(promise.due), codes);
    }
    facts.sort();
    facts
}

/// The facts of a case after its erasure, when only the remains are stored, from what was counted `before`. The remains still say whether
/// the case counts as a person.
pub fn facts_after_erasure(before: &[Fact], remains: &Case) -> Vec<Fact> {
    let of_person = |measure| {
        matches!(
            measure,
            Measure::People
                | Measure::WaitsForOffer
                | Measure::WaitsForAcceptance
                | Measure::WaitsForContact
                | Measure::Needs
                | Measure::Specialisms
        )
    };
    let counts = is_person(remains);
    let stays = |fact: &&Fact| counts || !of_person(fact.measure);
    before.iter().filter(stays).cloned().collect()
}

/// Whether the case counts as a person. One that was entered in error, or merged into another, does not.
fn is_person(case: &Case) -> bool {
    !matches!(
        case.lifecycle.ended.as_ref().map(|ended| ended.why),
        Some(CloseReason::Duplicate | CloseReason::EnteredInError)
    )
}

/// The codes of the case itself.
fn of_case(case: &Case, events: &[CaseEvent]) -> BTreeMap<Dimension, String> {
    let ended = case.lifecycle.ended.as_ref();
    let (tier, risk) = person::rights_and_risk(case, events);
    let codes = [
        (Dimension::Route, route(case, events)),
        (Dimension::Tier, tier),
        (Dimension::Risk, risk),
        (Dimension::Stage, stage(case)),
        (
            Dimension::Ending,
            ended.map_or("open", |ended| ended.why.as_str()),
        ),
        (Dimension::Repeat, person::repeat(case, events)),
        (Dimension::Restorative, person::restorative(case)),
        (
            Dimension::Touchpoint,
            case.received.touchpoint.as_deref().unwrap_or(NONE),
        ),
    ];
    let codes = codes.map(|(dimension, code)| (dimension, code.to_owned()));
    let mut codes = BTreeMap::from(codes);
    codes.insert(Dimension::District, district(case));
    codes
}

/// The month in London.
fn month(at: Timestamp) -> String {
    month_of(london_today(at))
}

/// The month in London after that one.
fn month_after(at: Timestamp) -> String {
    let first = london_today(at).first_of_month();
    month_of(first.saturating_add(jiff::Span::new().months(1)))
}

fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn district(case: &Case) -> String {
    match &case.received.local_authority {
        Some(code) => code.clone(),
        None if case.support.elsewhere => ELSEWHERE.to_owned(),
        None => UNKNOWN.to_owned(),
    }
}

/// Who sent the person. Somebody whom the police sent before anybody had asked them was transferred, whatever their
/// council's consent model, and stays so if they agree later.
fn route(case: &Case, events: &[CaseEvent]) -> &'static str {
    let unasked = || {
        events.iter().any(|event| {
            matches!(&event.what, CaseChange::Received(received)
                if received.basis == Some(Basis::AwaitingConsent))
        })
    };
    match (case.received.source, case.received.consent_model) {
        (SourceKind::Police, _) if unasked() => POLICE_TRANSFER,
        (SourceKind::Police, Some(ConsentModel::AutomaticTransfer)) => POLICE_TRANSFER,
        (SourceKind::Police, Some(ConsentModel::OptIn)) => POLICE_OPT_IN,
        (SourceKind::Police, None) => "police-unknown",
        (other, _) => other.as_str(),
    }
}

/// The waits of the person that are over, and when each ended.
fn waits(
    case: &Case,
    events: &[CaseEvent],
) -> impl Iterator<Item = (Measure, Dimension, Timestamp)> {
    let first = |wanted: fn(&CaseChange) -> bool| {
        let mut found = events.iter().filter(|event| wanted(&event.what));
        found.next().map(|event| event.at)
    };
    let offered = first(|what| matches!(what, CaseChange::Offered(_)));
    let accepted = first(|what| matches!(what, CaseChange::Accepted { .. }));
    let onwards = case.support.onwards.iter();
    let reached = onwards.filter_map(|onward| onward.care.reached_at).min();
    [
        (Measure::WaitsForOffer, Dimension::ToOffer, offered),
        (
            Measure::WaitsForAcceptance,
            Dimension::ToAcceptance,
            accepted,
        ),
        (Measure::WaitsForContact, Dimension::ToContact, reached),
    ]
    .into_iter()
    .filter_map(|(measure, dimension, ended)| Some((measure, dimension, ended?)))
}

/// The furthest stage of any onward referral.
fn stage(case: &Case) -> &'static str {
    let of = |onward: &Onward| {
        if onward.care.outcome == Some(Outcome::Completed) {
            5
        } else if onward.care.sessions > 0 {
            4
        } else if onward.care.reached_at.is_some() {
            3
        } else if onward.was_accepted() {
            2
        } else {
            1
        }
    };
    match case.support.onwards.iter().map(of).max() {
        None => "received",
        Some(1) => "offered",
        Some(2) => "accepted",
        Some(3) => "reached",
        Some(4) => "supported",
        Some(_) => "completed",
    }
}

/// Whether a service has the need. The universal service takes everybody, so a need that only it has may still lack a
/// service for it (TV15, DC6, CA25).
fn met(case: &Case, need: NeedCode) -> &'static str {
    let has = |onward: &&Onward| onward.offered.needs.contains(&need);
    let mut universal = false;
    for onward in case.support.onwards.iter().filter(has) {
        if !onward.was_accepted() || onward.state == OnwardState::HandedOver {
            continue;
        }
        if !onward::is_universal(onward) {
            return "service-for-it";
        }
        universal = true;
    }
    let offered = |onward: &Onward| onward.state == OnwardState::Offered;
    if universal {
        "universal-only"
    } else if case.support.onwards.iter().filter(has).any(offered) {
        "on-offer"
    } else if case.support.unmet.contains(&need) {
        "no-service"
    } else {
        "not-settled"
    }
}

/// Whether a promise was kept, without asking what time it is: a promise is broken when the hub found it broken.
fn kept(promise: &Promise) -> &'static str {
    match promise.kept_at {
        Some(at) if at <= promise.due => "kept",
        Some(_) => "kept-late",
        None if promise.released_at.is_some() => "released",
        None if promise.broken_at.is_some() => "broken",
        None if promise.waits_for.is_some() => "waiting",
        None => "open",
    }
}

/// When the onward referral was offered.
fn offered_at(onward: &Onward, events: &[CaseEvent]) -> Option<Timestamp> {
    let offers = |event: &&CaseEvent| matches!(&event.what, CaseChange::Offered(offered) if offered.onward == onward.offered.onward);
    events.iter().find(offers).map(|event| event.at)
}

fn band(took: SignedDuration) -> &'static str {
    match took.as_secs() {
        ..=3_600 => "within-1-hour",
        3_601..=14_400 => "within-4-hours",
        14_401..=86_400 => "within-1-day",
        86_401..=172_800 => "within-2-days",
        172_801..=432_000 => "within-5-days",
        432_001..=864_000 => "within-10-days",
        _ => "later",
    }
}
