//! What the provider of an onward referral did, and whether in the agreed time.

use crate::dimension::Dimension;
use events::care::{Measure, Outcome, Point, Scores};
use events::case::{
    Case, CaseChange, CaseEvent, OfferReason, Onward, OnwardState, StoredOfferReason,
};
use events::justice::{PromiseId, RuleCode};
use events::matching::WhyLeft;
use jiff::Timestamp;

/// Each length of a session, with its shortest and its longest in minutes.
const LENGTHS: [(&str, u64, u64); 7] = [
    ("up-to-15", 1, 15),
    ("up-to-30", 16, 30),
    ("up-to-45", 31, 45),
    ("up-to-60", 46, 60),
    ("up-to-90", 61, 90),
    ("up-to-120", 91, 120),
    ("longer", 121, 600),
];
/// The highest score of the start that is called low, and of the one that is called middle.
const LOW: u8 = 3;
const MIDDLE: u8 = 6;

/// When first contact is due, and whether the provider reached the person by then or tried to. A pause that the person
/// asked for moves it, as it moves the promise: not once the time has passed. `None` if the provider never accepted.
pub(crate) fn first_contact(
    case: &Case,
    onward: &Onward,
    events: &[CaseEvent],
) -> Option<(Timestamp, &'static str)> {
    let agreed = onward.first_contact_by?;
    let code = PromiseId::new(RuleCode::FIRST_CONTACT, onward.seq);
    let mut promises = case.justice.promises.iter();
    let promise = promises.find(|promise| promise.code == code);
    let due = promise.map_or(agreed, |promise| promise.due);
    let paused_late =
        |event: &CaseEvent| matches!(event.what, CaseChange::Paused(_)) && event.at > due;
    // A pause takes back that the coordinators follow it up.
    let overdue = onward.pursued
        || promise.is_some_and(|promise| promise.broken_at.is_some())
        || events.iter().any(paused_late);
    let tried = onward.care.attempts.iter().map(|attempt| attempt.at).min();
    let kept = match onward.care.reached_at {
        Some(at) if at <= due => "reached-in-time",
        _ if tried.is_some_and(|at| at <= due) => "tried-in-time",
        Some(_) => "reached-late",
        None if onward.state != OnwardState::Accepted => "not-reached",
        None if overdue => "overdue",
        None => "waiting",
    };
    Some((due, kept))
}

/// How the support ended. `None` if the provider never accepted, or if the support goes on.
pub(crate) fn outcome(onward: &Onward) -> Option<&'static str> {
    if !onward.was_accepted() {
        return None;
    }
    match (onward.care.outcome, onward.state) {
        (Some(outcome), _) => Some(Outcome::as_str(outcome)),
        (None, OnwardState::Accepted) => None,
        (None, OnwardState::HandedOver) => Some("handed-over"),
        (None, _) => Some("stopped"),
    }
}

/// The person's scores at the beginning and at the end (DC15). After a change of provider the beginning is the first
/// provider's.
fn ends(onward: &Onward) -> (Option<Scores>, Option<Scores>) {
    let of = |measure: &Measure, point| measure.scores.filter(|_| measure.point == point);
    let begun = onward.care.begun.as_ref();
    let measures = &onward.care.measures;
    let start = begun
        .and_then(|measure| measure.scores)
        .or_else(|| measures.iter().find_map(|one| of(one, Point::Beginning)));
    let end = measures.iter().rev().find_map(|one| of(one, Point::End));
    (start, end)
}

/// Distance travelled over all six areas, with the point where the person started.
pub(crate) fn distance(onward: &Onward) -> &'static str {
    let sum = |scores: Scores| -> u32 {
        let scores = scores.all();
        scores.iter().map(|(_, score)| u32::from(*score)).sum()
    };
    match ends(onward) {
        (Some(start), Some(end)) => change(sum(start), sum(end), 6),
        (Some(_), None) => "start-only",
        (None, _) => "not-measured",
    }
}

/// Distance travelled in each area. `None` unless both ends were measured.
pub(crate) fn distances(onward: &Onward) -> Option<[(Dimension, &'static str); 6]> {
    let (start, end) = ends(onward);
    let (start, end) = (start?.all(), end?.all());
    let area = |index: usize| change(u32::from(start[index].1), u32::from(end[index].1), 1);
    Some([
        (Dimension::DistanceHealth, area(0)),
        (Dimension::DistanceCoping, area(1)),
        (Dimension::DistanceSafety, area(2)),
        (Dimension::DistanceReintegration, area(3)),
        (Dimension::DistanceInformed, area(4)),
        (Dimension::DistanceJustice, area(5)),
    ])
}

/// The start and the change of a score, or of the sum of `areas` scores. The start is that of the rounded-down mean.
fn change(start: u32, end: u32, areas: u32) -> &'static str {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let mean = start / areas;
    let moved = end.cmp(&start);
    if mean <= u32::from(LOW) {
        match moved {
            Greater => "low-better",
            Equal => "low-same",
            Less => "low-worse",
        }
    } else if mean <= u32::from(MIDDLE) {
        match moved {
            Greater => "middle-better",
            Equal => "middle-same",
            Less => "middle-worse",
        }
    } else {
        match moved {
            Greater => "high-better",
            Equal => "high-same",
            Less => "high-worse",
        }
    }
}

/// The services that a search left out because they were full, each once, and when that happened first (KE10).
pub(crate) fn turned_away(events: &[CaseEvent]) -> Vec<(&str, Timestamp)> {
    let mut full: Vec<(&str, Timestamp)> = Vec::new();
    for event in events {
        let CaseChange::Matched(matched) = &event.what else {
            continue;
        };
        for left in matched.left.iter().filter(|one| one.why == WhyLeft::Full) {
            if !full.iter().any(|(service, _)| *service == left.service) {
                full.push((&left.service, event.at));
            }
        }
    }
    full
}

/// What became of a person whom that service could not take.
pub(crate) fn after_full(case: &Case, service: &str) -> &'static str {
    let onwards = &case.support.onwards;
    let mut accepted = onwards.iter().filter(|onward| onward.was_accepted());
    if accepted.clone().any(|one| one.offered.service == service) {
        "taken-later"
    } else if accepted.any(|one| !is_universal(one)) {
        "another-service"
    } else if onwards.iter().any(|one| one.state == OnwardState::Offered) {
        "on-offer"
    } else {
        "nobody"
    }
}

/// Whether it was offered to the universal service.
pub(crate) fn is_universal(onward: &Onward) -> bool {
    let universal = StoredOfferReason::Reason(OfferReason::Universal);
    onward.offered.reasons.contains(&universal)
}

/// The band of a session's length.
pub(crate) fn length(minutes: u16) -> &'static str {
    let fits = |(_, _, longest): &&(&str, u64, u64)| u64::from(minutes) <= *longest;
    LENGTHS.iter().find(fits).map_or("longer", |band| band.0)
}

/// The shortest and the longest session in minutes that has that length.
pub fn minutes(length: &str) -> Option<(u64, u64)> {
    let band = LENGTHS.iter().find(|(code, _, _)| *code == length)?;
    Some((band.1, band.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dimension::Codes;
    use events::assessment::Specialism;

    fn closed(dimension: Dimension) -> &'static [&'static str] {
        match dimension.codes() {
            Codes::Closed(codes) => codes,
            _ => &[],
        }
    }

    #[test]
    fn each_outcome_of_support_can_be_counted() {
        for outcome in Outcome::ALL {
            assert!(closed(Dimension::Outcome).contains(&outcome.as_str()));
        }
    }

    #[test]
    fn each_specialism_but_restorative_justice_can_be_counted() {
        let counted = closed(Dimension::Specialism);
        for specialism in Specialism::ALL {
            let apart = *specialism == Specialism::RestorativeJustice;
            assert_eq!(counted.contains(&specialism.as_str()), !apart);
        }
    }

    #[test]
    fn lengths_of_sessions_leave_no_gap() {
        let codes: Vec<&str> = LENGTHS.iter().map(|band| band.0).collect();
        assert_eq!(closed(Dimension::Length), codes);
        for minutes in 1..=600 {
            let (least, most) = super::minutes(length(minutes)).unwrap();
            assert!((least..=most).contains(&u64::from(minutes)), "{minutes}");
        }
    }

    #[test]
    fn distance_says_where_it_started() {
        assert_eq!(change(3, 9, 1), "low-better");
        assert_eq!(change(4, 4, 1), "middle-same");
        assert_eq!(change(7, 6, 1), "high-worse");
        assert_eq!(change(23, 24, 6), "low-better");
        assert_eq!(change(24, 24, 6), "middle-same");
        assert_eq!(change(42, 41, 6), "high-worse");
    }
}
