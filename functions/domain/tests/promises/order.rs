//! Which step may follow which, and who may record it.

use crate::journey::Journey;
use domain::justice::{Refusal, check, describe, needs, recorders};
use domain::promise::{NotKept, kept_event};
use events::assessment::Tier;
use events::justice::{Agency, NotificationMethod, Progress, Step};
use jiff::{SignedDuration, Timestamp};

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn step(step: Step, at: Timestamp, recorded_by: Agency) -> Progress {
    Progress {
        id: "id".to_owned(),
        step,
        at,
        heard_at: None,
        recorded_by,
    }
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn refusal(journey: &Journey, progress: &Progress) -> Option<Refusal> {
    check(journey.case(), progress, journey.now()).err()
}

#[test]
fn a_sentence_before_a_charge_is_refused_with_the_reason() {
    let journey = Journey::begin(Tier::Standard, now());
    let sentence = step(Step::Sentenced, now(), Agency::WitnessCare);
    let refusal = refusal(&journey, &sentence).unwrap();
    assert_eq!(refusal, Refusal::Needs(&[Step::Charged]));
    assert_eq!(refusal.to_string(), words::refusals::step_needs("charged"));
}

#[test]
fn impossible_times_are_refused() {
    let mut journey = Journey::begin(Tier::Standard, now());
    journey.step(Step::CrimeReported, 0);
    journey.step(Step::Charged, 72);
    let cases = [
        (
            step(Step::Arrested, journey.now() + hours(1), Agency::Police),
            Refusal::InTheFuture,
        ),
        (
            step(Step::Arrested, now() - hours(24), Agency::Police),
            Refusal::BeforeTheReport,
        ),
        (
            step(Step::HearingSet, now() + hours(24), Agency::WitnessCare),
            Refusal::BeforeWhatItNeeds(&[Step::Charged]),
        ),
        (
            step(Step::Charged, journey.now(), Agency::Police),
            Refusal::RecordedAlready,
        ),
        (
            step(Step::Charged, now() + hours(80), Agency::WitnessCare),
            Refusal::NotYours(Agency::Police),
        ),
        (
            step(Step::HearingSet, journey.now(), Agency::Police),
            Refusal::NotYours(Agency::WitnessCare),
        ),
    ];
    for (progress, expected) in cases {
        assert_eq!(refusal(&journey, &progress), Some(expected), "{progress:?}");
    }
    let heard = Progress {
        heard_at: Some(journey.now() - hours(2)),
        ..step(Step::Verdict, journey.now() - hours(1), Agency::WitnessCare)
    };
    assert_eq!(refusal(&journey, &heard), Some(Refusal::HeardTooEarly));
    // On the day of the report somebody may be arrested before the report is written.
    assert_eq!(
        refusal(
            &journey,
            &step(Step::Arrested, now() - hours(5), Agency::Police)
        ),
        None
    );
}

#[test]
fn the_number_of_steps_is_limited() {
    let mut journey = Journey::begin(Tier::Standard, now());
    journey.step(Step::Charged, 0);
    // A court's decisions are the steps that make most promises.
    for _ in 0..199 {
        journey.step(Step::CourtBailDecided, 1);
    }
    let one_more = step(Step::Arrested, journey.now() - hours(300), Agency::Police);
    assert_eq!(refusal(&journey, &one_more), Some(Refusal::TooMany));
    let stored = serde_json::to_string(journey.case()).unwrap();
    assert!(
        stored.len() < 350_000,
        "{} bytes; an item holds 400,000",
        stored.len()
    );
}

#[test]
fn every_step_has_a_recorder_and_possible_predecessors() {
    for (place, step) in Step::ALL.iter().enumerate() {
        assert!(!recorders(*step).is_empty() && !describe(*step).is_empty());
        let before =
            |needed: &Step| Step::ALL.iter().position(|one| one == needed).unwrap() < place;
        assert!(
            needs(*step).is_empty() || needs(*step).iter().any(before),
            "{step}"
        );
    }
}

#[test]
fn only_its_owner_keeps_a_promise() {
    let mut journey = Journey::begin(Tier::Standard, now());
    journey.step(Step::CrimeReported, 0);
    journey.step(Step::Charged, 1);
    journey.step(Step::Verdict, 1);
    let keep = |rule: &str, how, at: Timestamp, by| {
        let code = journey.promise(rule).code.clone();
        kept_event(
            journey.case(),
            "id".to_owned(),
            &code.to_string(),
            how,
            at,
            by,
            journey.now(),
        )
        .map(|kept| kept.in_time)
    };
    let at = journey.now();
    assert_eq!(
        keep("charged", NotificationMethod::Phone, at, Agency::Police),
        Ok(true)
    );
    assert_eq!(
        keep(
            "charged",
            NotificationMethod::Phone,
            at,
            Agency::WitnessCare
        ),
        Err(NotKept::NotYours)
    );
    assert_eq!(
        keep(
            "charged",
            NotificationMethod::CourtNotice,
            at,
            Agency::Police
        ),
        Err(NotKept::WrongWay)
    );
    assert_eq!(
        keep(
            "charged",
            NotificationMethod::Phone,
            at + hours(1),
            Agency::Police
        ),
        Err(NotKept::InTheFuture)
    );
    assert_eq!(
        keep(
            "charged",
            NotificationMethod::Phone,
            at - hours(24),
            Agency::Police
        ),
        Err(NotKept::TooEarly)
    );
    assert_eq!(
        keep(
            "verdict-court",
            NotificationMethod::CourtNotice,
            at,
            Agency::Police
        ),
        Err(NotKept::NotYours)
    );
    assert_eq!(
        keep(
            "verdict-court",
            NotificationMethod::Phone,
            at,
            Agency::WitnessCare
        ),
        Err(NotKept::WrongWay)
    );
    assert_eq!(
        keep(
            "verdict-court",
            NotificationMethod::CourtNotice,
            at,
            Agency::WitnessCare
        ),
        Ok(true)
    );
    let by_step = Err(NotKept::RecordTheStep(Step::NeedsAssessed));
    assert_eq!(
        keep(
            "needs-assessment",
            NotificationMethod::Phone,
            at,
            Agency::Police
        ),
        by_step
    );
    assert_eq!(
        keep(
            "compensation-claim",
            NotificationMethod::Phone,
            at,
            Agency::Police
        ),
        Err(NotKept::ThePersonsOwn)
    );
    assert_eq!(
        keep("referral", NotificationMethod::Phone, at, Agency::Police),
        Err(NotKept::KeptAlready)
    );
}
