//! A death that was recorded by mistake: all promises are restored, as if nobody had recorded it.

use crate::journey::Journey;
use domain::case::commands::lifecycle::reopen;
use domain::promise::{newly_broken, standing};
use events::assessment::Tier;
use events::case::{Actor, CaseChange, ReopenReason, TaskGiven, TaskKind, TaskOutcome};
use events::justice::{Agency, PromiseStatus, Step};
use jiff::{SignedDuration, Timestamp};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn somebody() -> Actor {
    Actor::Coordinator {
        account: "someone".to_owned(),
    }
}

fn reopened(journey: &mut Journey, why: ReopenReason, hours: i64) {
    journey.wait(hours);
    journey.happen(reopen(journey.case(), why, somebody(), journey.now()));
}

/// A person with enhanced rights on a Monday: somebody was arrested, a complaint to the police, two
/// tasks.
fn owed_much() -> Journey {
    let mut journey = Journey::begin(Tier::Enhanced, at("2026-11-23T10:00:00Z"));
    journey.step(Step::Arrested, 0);
    journey.step(Step::ComplaintMade, 0);
    for (kind, hours) in [(TaskKind::Call, 3), (TaskKind::NameCoordinator, 30)] {
        let due = journey.now() + SignedDuration::from_hours(hours);
        journey.happen(vec![CaseChange::TaskGiven(TaskGiven {
            kind,
            from: None,
            due,
        })]);
    }
    journey
}

#[test]
fn promises_and_tasks_are_restored() {
    let mut journey = owed_much();
    let before = journey.case().clone();
    journey.wait(1);
    journey.die();
    assert!(
        journey
            .case()
            .justice
            .promises
            .iter()
            .all(|promise| promise.kept_at.or(promise.released_at).is_some())
    );
    assert_eq!(journey.case().coordination.open_tasks().count(), 0);
    reopened(&mut journey, ReopenReason::ClosedInError, 1);
    assert_eq!(journey.case().justice.promises, before.justice.promises);
    assert_eq!(
        journey.case().coordination.tasks,
        before.coordination.tasks,
        "and nobody is asked twice to name somebody"
    );
}

#[test]
fn what_was_due_meanwhile_is_seen_to_be_broken() {
    let mut journey = owed_much();
    journey.die();
    reopened(&mut journey, ReopenReason::ClosedInError, 24);
    let broken: Vec<_> = newly_broken(journey.case(), journey.now())
        .iter()
        .map(CaseChange::name)
        .collect();
    assert_eq!(broken, ["promise-broken"], "the call");
    assert_eq!(
        standing(journey.promise("arrested"), journey.now()),
        PromiseStatus::DueSoon
    );
}

#[test]
fn steps_after_a_mistaken_death_count() {
    let mut journey = owed_much();
    journey.die();
    journey.step(Step::Charged, 2);
    journey.step(Step::ComplaintAcknowledged, 1);
    let charged_at = journey.when(Step::Charged);
    assert!(
        journey
            .case()
            .justice
            .promises
            .iter()
            .all(|promise| promise.code.rule.as_str() != "charged")
    );
    reopened(&mut journey, ReopenReason::ClosedInError, 1);
    let charged = journey.promise("charged");
    assert_eq!(
        (charged.from, charged.due),
        (charged_at, at("2026-11-24T17:00:00Z"))
    );
    assert_eq!(charged.timed_by, journey.case().version);
    assert_eq!(
        standing(journey.promise("complaint-acknowledged"), journey.now()),
        PromiseStatus::Kept
    );
    let mut codes: Vec<_> = journey
        .case()
        .justice
        .promises
        .iter()
        .map(|promise| &promise.code)
        .collect();
    codes.sort();
    assert!(
        codes.windows(2).all(|pair| pair[0] != pair[1]),
        "each once: {codes:?}"
    );
}

#[test]
fn what_was_let_go_for_another_reason_stays_so() {
    let mut journey = owed_much();
    let dropped = journey.case().coordination.tasks[0].task;
    let (outcome, by) = (TaskOutcome::NotNeeded, "someone".to_owned());
    journey.happen(vec![CaseChange::TaskDone(events::case::TaskDone {
        way: None,
        task: dropped,
        outcome,
        by,
    })]);
    journey.die();
    reopened(&mut journey, ReopenReason::ClosedInError, 0);
    assert!(
        journey
            .case()
            .coordination
            .open_tasks()
            .all(|task| task.task != dropped)
    );
}

/// The hub's command refuses to reopen for another reason after a death, but a stored case with
/// such an event still loads.
#[test]
fn nobody_who_was_released_stands_before_who_owes_it_now() {
    let mut journey = owed_much();
    journey.die();
    let other = *ReopenReason::ALL
        .iter()
        .find(|why| **why != ReopenReason::ClosedInError)
        .unwrap();
    reopened(&mut journey, other, 1);
    journey.step_by(Step::ComplaintMade, 1, Agency::Police);
    journey.step_by(Step::ComplaintAcknowledged, 1, Agency::Police);
    assert_eq!(
        standing(journey.promise("complaint-acknowledged"), journey.now()),
        PromiseStatus::Kept
    );
}
