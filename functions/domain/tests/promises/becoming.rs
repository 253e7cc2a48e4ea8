//! The outcome of a promise: kept, kept late, broken, waiting, lapsed.

use crate::journey::Journey;
use domain::promise::{
    NotKept, Track, is_broken, kept_event, newly_broken, newly_near, standing, timeline, warn_at,
};
use events::assessment::Tier;
use events::case::CaseChange;
use events::justice::{Agency, NotificationMethod, PromiseOwner, PromiseStatus, Step};
use jiff::Timestamp;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A journey of a person with standard rights from a Monday morning.
fn monday() -> Journey {
    Journey::begin(Tier::Standard, at("2026-11-23T10:00:00Z"))
}

fn status_at(journey: &Journey, rule: &str, now: &str) -> PromiseStatus {
    standing(journey.promise(rule), at(now))
}

#[test]
fn a_promise_becomes_due_soon_then_broken() {
    let mut journey = monday();
    journey.step(Step::Arrested, 0);
    for (now, expected) in [
        ("2026-11-23T10:00:00Z", PromiseStatus::Open),
        ("2026-11-27T08:59:59Z", PromiseStatus::Open),
        ("2026-11-27T09:00:00Z", PromiseStatus::DueSoon),
        ("2026-11-30T17:00:00Z", PromiseStatus::DueSoon),
        ("2026-11-30T17:00:01Z", PromiseStatus::Broken),
    ] {
        assert_eq!(status_at(&journey, "arrested", now), expected, "{now}");
    }
    assert!(is_broken(
        journey.promise("arrested"),
        at("2026-12-01T09:00:00Z")
    ));
    journey.hear_and_tell(24 * 8);
    assert_eq!(
        status_at(&journey, "arrested", "2026-12-02T09:00:00Z"),
        PromiseStatus::KeptLate
    );
}

#[test]
fn asking_first_is_due_before_the_referral() {
    let ask_first = |steps: &[(Step, i64)]| {
        let mut journey = Journey::by_themselves(at("2026-11-23T10:00:00Z"));
        journey.step(Step::CrimeReported, 0);
        steps
            .iter()
            .for_each(|(step, hours)| journey.step(*step, *hours));
        let promise = journey.promise("ask-first").clone();
        (promise.due, standing(&promise, journey.now()))
    };
    let (asked, referred) = (Step::AskedBeforeReferral, Step::ReferredToSupport);
    let monday_noon = at("2026-11-23T12:00:00Z");
    assert_eq!(
        ask_first(&[]).0,
        at("2026-11-25T17:00:00Z"),
        "while nobody referred them"
    );
    assert_eq!(
        ask_first(&[(asked, 1), (referred, 1)]),
        (monday_noon, PromiseStatus::Kept)
    );
    assert_eq!(
        ask_first(&[(asked, 2), (referred, 0)]),
        (monday_noon, PromiseStatus::Kept),
        "in one visit"
    );
    // Referred on Monday at noon and asked on Tuesday: within two working days of the report, but
    // after the referral.
    assert_eq!(
        ask_first(&[(referred, 2), (asked, 24)]),
        (monday_noon, PromiseStatus::KeptLate)
    );
    assert_eq!(
        ask_first(&[(referred, 2), (Step::NeedsAssessed, 1)]),
        (monday_noon, PromiseStatus::Broken)
    );
    // A second referral changes nothing if the person was asked before the first.
    assert_eq!(
        ask_first(&[(asked, 1), (referred, 1), (referred, 30)]),
        (monday_noon, PromiseStatus::Kept)
    );
}

#[test]
fn an_earlier_referral_sets_the_limit_for_asking() {
    let mut journey = Journey::by_themselves(at("2026-11-23T10:00:00Z"));
    journey.step(Step::ReferredToSupport, 0);
    journey.step(Step::CrimeReported, 1);
    assert_eq!(journey.promise("ask-first").due, at("2026-11-23T10:00:00Z"));
    assert_eq!(
        status_at(&journey, "ask-first", "2026-11-23T11:00:00Z"),
        PromiseStatus::Broken
    );
}

#[test]
fn an_agency_answers_only_its_own_complaint() {
    let mut journey = monday();
    journey.step_by(Step::ComplaintMade, 0, Agency::Police);
    journey.step_by(Step::ComplaintMade, 1, Agency::WitnessCare);
    journey.step_by(Step::ComplaintAcknowledged, 1, Agency::WitnessCare);
    let kept = |journey: &Journey| -> Vec<(PromiseOwner, bool)> {
        let complaints = journey
            .case()
            .justice
            .promises
            .iter()
            .filter(|one| one.code.rule.as_str() == "complaint-acknowledged");
        complaints
            .map(|one| (one.owner, one.kept_at.is_some()))
            .collect()
    };
    assert_eq!(
        kept(&journey),
        [
            (PromiseOwner::Police, false),
            (PromiseOwner::WitnessCare, true)
        ]
    );
    journey.step_by(Step::ComplaintAcknowledged, 1, Agency::Police);
    assert_eq!(
        kept(&journey),
        [
            (PromiseOwner::Police, true),
            (PromiseOwner::WitnessCare, true)
        ]
    );
}

#[test]
fn short_promises_are_warned_on_their_day() {
    let mut journey = Journey::begin(Tier::Enhanced, at("2026-11-23T10:00:00Z"));
    journey.step(Step::Arrested, 0);
    assert_eq!(
        warn_at(journey.promise("arrested")),
        at("2026-11-24T09:00:00Z")
    );
    journey.step(Step::CrimeReported, 0);
    assert_eq!(
        warn_at(journey.promise("needs-assessment")),
        at("2026-11-23T10:00:00Z")
    );
}

#[test]
fn witness_cares_clock_starts_with_the_courts_notice() {
    let mut journey = monday();
    journey.step(Step::Charged, 0);
    journey.step(Step::Verdict, 0);
    let waiting = journey.promise("verdict").clone();
    assert_eq!(
        standing(&waiting, at("2027-02-01T10:00:00Z")),
        PromiseStatus::Waiting
    );
    assert_eq!(
        journey.promise("verdict-court").due,
        at("2026-11-30T17:00:00Z")
    );
    assert_eq!(waiting.due, at("2026-12-01T17:00:00Z"), "at the latest");
    let early = kept_event(
        journey.case(),
        "id".to_owned(),
        &waiting.code.to_string(),
        NotificationMethod::Phone,
        journey.now(),
        Agency::WitnessCare,
        journey.now(),
    );
    assert_eq!(early, Err(NotKept::Waiting));
    // The court gives notice after two days. The day after next is a working day later.
    journey.hear_and_tell(48);
    assert_eq!(journey.promise("verdict").from, at("2026-11-25T10:00:00Z"));
    assert_eq!(journey.promise("verdict").due, at("2026-11-26T17:00:00Z"));
    assert_eq!(
        status_at(&journey, "verdict", "2027-02-01T10:00:00Z"),
        PromiseStatus::Kept
    );
}

#[test]
fn a_second_clock_is_verified_by_its_actual_days() {
    // The latest possible due time is after the last known bank holiday, but the court is quick.
    let mut quick = Journey::begin(Tier::Standard, at("2028-12-20T10:00:00Z"));
    quick.step(Step::Charged, 0);
    quick.step(Step::Verdict, 0);
    assert!(!quick.promise("verdict").verified);
    quick.hear_and_tell(24);
    assert_eq!(
        (
            quick.promise("verdict").due,
            quick.promise("verdict").verified
        ),
        (at("2028-12-22T17:00:00Z"), true)
    );
    // The latest possible due time is before the last known bank holiday, but the court is late.
    let mut late = Journey::begin(Tier::Standard, at("2028-12-18T10:00:00Z"));
    late.step(Step::Charged, 0);
    late.step(Step::Verdict, 0);
    assert!(late.promise("verdict").verified);
    late.hear_and_tell(24 * 16);
    assert_eq!(
        (
            late.promise("verdict").due,
            late.promise("verdict").verified
        ),
        (at("2029-01-04T17:00:00Z"), false)
    );
}

#[test]
fn enhanced_rights_shorten_later_promises() {
    let mut journey = monday();
    journey.step(Step::Arrested, 0);
    journey.uplift();
    journey.step(Step::InterviewedUnderCaution, 0);
    assert_eq!(
        journey.promise("arrested").due,
        at("2026-11-30T17:00:00Z"),
        "enhanced rights do not change an earlier promise"
    );
    assert_eq!(
        journey.promise("interviewed-under-caution").due,
        at("2026-11-24T17:00:00Z")
    );
}

#[test]
fn nobody_is_made_to_tell_somebody_who_has_died() {
    let mut journey = monday();
    journey.step(Step::Charged, 0);
    journey.die();
    let owed = journey.case().justice.promises.len();
    journey.step(Step::Verdict, 48);
    assert_eq!(
        (
            journey.case().justice.promises.len(),
            journey.case().justice.progress.len()
        ),
        (owed, 2),
        "recorded, and owed to nobody"
    );
    assert_eq!(newly_broken(journey.case(), at("2027-06-01T10:00:00Z")), []);
}

#[test]
fn a_police_referral_with_consent_records_two_steps() {
    let mut journey = monday();
    journey.step(Step::CrimeReported, 0);
    for rule in ["referral", "ask-first"] {
        assert_eq!(
            (journey.promise(rule).kept_at, journey.promise(rule).proof),
            (Some(at("2026-11-23T10:00:00Z")), Some(1))
        );
    }
    assert_eq!(journey.promise("needs-assessment").kept_at, None);
    journey.step(Step::NeedsAssessed, 1);
    assert_eq!(journey.promise("needs-assessment").proof, Some(3));
}

#[test]
fn one_answer_settles_the_oldest_request_and_not_the_next() {
    let mut journey = monday();
    journey.step(Step::ComplaintMade, 0);
    journey.step(Step::ComplaintMade, 24);
    journey.step(Step::ComplaintAcknowledged, 24);
    let kept: Vec<bool> = journey
        .case()
        .justice
        .promises
        .iter()
        .filter(|promise| promise.code.rule.as_str() == "complaint-acknowledged")
        .map(|promise| promise.kept_at.is_some())
        .collect();
    assert_eq!(kept, [true, false]);
}

#[test]
fn what_is_owed_once_is_not_promised_twice() {
    let mut journey = monday();
    journey.step(Step::VpsOffered, 0);
    journey.step(Step::Charged, 1);
    journey.step(Step::Charged, 1);
    let promises = &journey.case().justice.promises;
    assert_eq!(
        promises
            .iter()
            .filter(|promise| promise.code.rule.as_str() == "vps")
            .count(),
        1
    );
    assert_eq!(
        promises
            .iter()
            .filter(|promise| promise.code.rule.as_str() == "charged")
            .count(),
        2
    );
    assert_eq!(
        journey.promise("vps").kept_at,
        Some(at("2026-11-23T10:00:00Z")),
        "it was done before"
    );
}

#[test]
fn the_persons_own_time_lapses_and_is_nobodys_fault() {
    let mut journey = monday();
    journey.step(Step::NotProsecutedByPolice, 0);
    assert_eq!(
        journey.promise("ask-police-review").due,
        at("2027-02-23T17:00:00Z")
    );
    assert_eq!(
        status_at(&journey, "ask-police-review", "2027-02-24T10:00:00Z"),
        PromiseStatus::Lapsed
    );
    let broken = newly_broken(journey.case(), at("2027-02-24T10:00:00Z"));
    let code = journey.promise("not-prosecuted-by-police").code.clone();
    assert_eq!(broken, [CaseChange::PromiseBroken { promise: code }]);
}

#[test]
fn a_broken_promise_is_said_once_and_stays_seen() {
    let mut journey = monday();
    journey.step(Step::Arrested, 0);
    let mut case = journey.case().clone();
    assert_eq!(
        case.watch_at(),
        case.support.match_by,
        "the hub itself has to act first"
    );
    case.support.match_by = None;
    assert_eq!(
        case.watch_at(),
        Some(at("2026-11-27T09:00:00Z")),
        "the agency that owes it is warned first"
    );
    let near = at("2026-11-27T09:00:00Z");
    for what in newly_near(&case, near) {
        domain::case::apply::append(&mut case, what, near).unwrap();
    }
    assert_eq!(
        (case.justice.promises[0].warned_at, newly_near(&case, near)),
        (Some(near), Vec::new())
    );
    assert_eq!(case.watch_at(), Some(at("2026-11-30T17:00:00Z")));
    let now = at("2026-12-01T10:00:00Z");
    for what in newly_broken(&case, now) {
        domain::case::apply::append(&mut case, what, now).unwrap();
    }
    assert_eq!(case.justice.promises[0].broken_at, Some(now));
    assert_eq!(newly_broken(&case, now), []);
    assert_eq!(
        case.watch_at(),
        None,
        "what was seen is not watched any more"
    );
    assert_eq!(
        standing(&case.justice.promises[0], now),
        PromiseStatus::Broken
    );
}

#[test]
fn the_timeline_is_in_order_and_complete() {
    let mut journey = monday();
    journey.step(Step::Arrested, 2);
    journey.step(Step::Charged, 24);
    let line = timeline(journey.case(), at("2026-12-30T10:00:00Z"));
    assert!(line.is_sorted_by_key(|moment| moment.at));
    assert_eq!(
        (line[0].track, line[1].track),
        (Track::Support, Track::Justice)
    );
    assert_eq!(line[1].what, "Someone was arrested");
    let broken = line
        .iter()
        .filter(|moment| moment.standing == Some(PromiseStatus::Broken))
        .count();
    assert_eq!(
        broken, 3,
        "the arrest, the charge and the statement: {line:?}"
    );
}
