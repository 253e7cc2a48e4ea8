//! Broken promises of justice agencies: one task covers everything that breaks while it is open.

use super::journey::Journey;
use domain::case::apply::append_all;
use domain::case::commands::clock::overdue;
use domain::case::deadlines::case_due;
use events::assessment::Tier;
use events::case::{
    Actor, Case, CaseChange, Erasing, Erasure, TaskDone, TaskGiven, TaskKind, TaskOutcome,
};
use events::justice::Step;
use jiff::Timestamp;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A case with standard rights. Somebody was arrested on a Monday, and released on bail two days
/// later.
fn arrested() -> Case {
    let mut journey = Journey::begin(Tier::Standard, at("2026-11-23T10:00:00Z"));
    journey.step(Step::Arrested, 0);
    journey.step(Step::BailedOrUnderInvestigation, 48);
    let mut case = journey.case().clone();
    case.support.match_by = None;
    case
}

/// The clock's findings at `now`, and the case after them.
fn passes(case: &Case, now: &str) -> (Case, Vec<TaskGiven>) {
    let now = at(now);
    let (after, events) = append_all(case, overdue(case, now), now).unwrap();
    let given = |what| {
        if let CaseChange::TaskGiven(given) = what {
            Some(given)
        } else {
            None
        }
    };
    (
        after,
        events
            .into_iter()
            .filter_map(|event| given(event.what))
            .collect(),
    )
}

#[test]
fn coordinators_follow_up_an_agencys_broken_promise() {
    let (case, given) = passes(&arrested(), "2026-12-01T10:00:00Z");
    let due = case_due(&case, at("2026-12-01T10:00:00Z"));
    assert_eq!(
        given,
        [TaskGiven {
            kind: TaskKind::ChasePromise,
            from: None,
            due
        }]
    );
    assert_eq!(case.owner.due, due, "they have it, and a time");
    assert_eq!(passes(&case, "2026-12-01T10:01:00Z").1, [], "once");
}

#[test]
fn one_task_covers_promises_that_break_together() {
    let (case, _) = passes(&arrested(), "2026-12-01T10:00:00Z");
    let (both, given) = passes(&case, "2026-12-09T10:00:00Z");
    let broken = |case: &Case| {
        case.justice
            .promises
            .iter()
            .filter(|one| one.owner.is_justice() && one.broken_at.is_some())
            .count()
    };
    assert!(
        broken(&both) > broken(&case),
        "the bail was not told either"
    );
    assert_eq!(given, []);
    let task = case
        .coordination
        .open_tasks()
        .find(|task| task.kind == TaskKind::ChasePromise)
        .unwrap()
        .task;
    let done = CaseChange::TaskDone(TaskDone {
        way: None,
        task,
        outcome: TaskOutcome::Done,
        by: "someone".to_owned(),
    });
    let (asked, _) = append_all(&case, vec![done], at("2026-12-01T12:00:00Z")).unwrap();
    assert_eq!(passes(&asked, "2026-12-09T10:00:00Z").1.len(), 1);
}

#[test]
fn nobody_is_chased_for_somebody_who_is_to_be_forgotten() {
    let mut case = arrested();
    case.lifecycle.erasure = Erasure::Requested(Erasing {
        since: at("2026-11-30T10:00:00Z"),
        by: Actor::Machine,
    });
    let now = at("2026-12-01T10:00:00Z");
    assert!(
        overdue(&case, now)
            .iter()
            .all(|what| !matches!(what, CaseChange::TaskGiven(_)))
    );
}

#[test]
fn the_hubs_own_broken_promises_are_followed_up() {
    for (kind, chased) in [
        (TaskKind::Call, 1),
        (TaskKind::ConsiderMarac, 0),
        (TaskKind::ChasePromise, 0),
    ] {
        let mut case = Journey::begin(Tier::Standard, at("2026-11-23T10:00:00Z"))
            .case()
            .clone();
        case.support.match_by = None;
        let given = CaseChange::TaskGiven(TaskGiven {
            kind,
            from: None,
            due: at("2026-11-24T17:00:00Z"),
        });
        let (case, _) = append_all(&case, vec![given], at("2026-11-23T11:00:00Z")).unwrap();
        let (_, given) = passes(&case, "2026-11-25T10:00:00Z");
        assert_eq!(given.len(), chased, "{kind}");
    }
}
