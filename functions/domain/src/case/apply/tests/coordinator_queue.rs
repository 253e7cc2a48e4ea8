//! When nothing is left to do, a case ends by itself only if the person was supported.

use super::lifecycle::{after, closed, had, refuses, task};
use super::*;
use events::case::{
    Disclosed, DisclosedScope, DisclosedTo, DisclosureApproved, DisclosureReason, TaskDone,
    TaskKind, TaskOutcome,
};

fn looked(why: CoordinatorReason) -> CaseChange {
    CaseChange::Looked {
        why,
        by: "someone".to_owned(),
    }
}

fn task_done(task: u32) -> CaseChange {
    CaseChange::TaskDone(TaskDone {
        way: None,
        task,
        outcome: TaskOutcome::Done,
        by: "someone".to_owned(),
    })
}

/// The coordinators held a case that no service fits, one of them looked, and the one task is done:
/// events 2 to 6.
fn nobody_helped() -> Vec<(i64, CaseChange)> {
    vec![
        (1, matched()),
        (1, given(CoordinatorReason::NoService, 240)),
        (2, task(TaskKind::Call, 900)),
        (3, looked(CoordinatorReason::NoService)),
        (60, task_done(4)),
    ]
}

#[test]
fn an_unsupported_case_does_not_end_by_itself() {
    let case = after(nobody_helped());
    assert_eq!(
        (case.owner.kind, case.lifecycle.ended.as_ref()),
        (OwnerKind::Coordinators, None)
    );
    assert_eq!(
        case.owner.due,
        crate::case::deadlines::case_due(&case, at(60))
    );
    assert!(case.coordination.held(CoordinatorReason::NothingLeft));
    let promised = case
        .justice
        .promises
        .iter()
        .any(|promise| promise.code == "look.6" && promise.due == case.owner.due);
    assert!(promised, "the person sees who looks, and by when");
}

#[test]
fn nor_with_the_approval_of_a_disclosure() {
    let disclosed = Disclosed {
        to: DisclosedTo::Police,
        reason: DisclosureReason::DangerToLife,
        reader: None,
        scope: vec![DisclosedScope::Concern],
        approver: "another".to_owned(),
        approve_by: Some(at(900)),
        by: "someone".to_owned(),
    };
    let approved = DisclosureApproved {
        disclosure: 4,
        until: at(5_000),
        by: "another".to_owned(),
    };
    let case = after(vec![
        (1, matched()),
        (1, given(CoordinatorReason::NoService, 240)),
        (2, CaseChange::Disclosed(disclosed)),
        (3, looked(CoordinatorReason::NoService)),
        (60, CaseChange::DisclosureApproved(approved)),
    ]);
    assert_eq!(
        (case.owner.kind, case.lifecycle.ended.as_ref()),
        (OwnerKind::Coordinators, None)
    );
    assert!(case.coordination.held(CoordinatorReason::NothingLeft));
}

#[test]
fn coordinators_close_it_or_give_another_task() {
    let case = after(nobody_helped());
    refuses(
        &case,
        looked(CoordinatorReason::NothingLeft),
        61,
        IllegalChange::NothingPlanned,
    );
    let planned = vec![
        task(TaskKind::Letter, 950),
        looked(CoordinatorReason::NothingLeft),
    ];
    let (planned, _) = append_all(&case, planned, at(61)).unwrap();
    assert_eq!(
        (planned.owner.kind, planned.owner.due),
        (OwnerKind::Coordinators, at(950))
    );
    let (over, _) = append_all(&case, vec![closed(CloseReason::NotReached)], at(61)).unwrap();
    assert_eq!(
        (over.owner.kind, over.coordination.holds.len()),
        (OwnerKind::Nobody, 0)
    );
    assert!(
        over.lifecycle
            .ended
            .is_some_and(|ended| ended.why == CloseReason::NotReached)
    );
}

#[test]
fn a_supported_case_ends_with_its_last_task() {
    let over = cared(Act::Closed {
        outcome: Outcome::MovedOn,
    });
    let case = after(
        [
            had(),
            vec![(5, over), (6, task(TaskKind::Call, 900)), (7, task_done(6))],
        ]
        .concat(),
    );
    assert_eq!(case.owner.kind, OwnerKind::Nobody);
    assert!(
        case.lifecycle
            .ended
            .is_some_and(|ended| ended.why == CloseReason::SupportOver && !ended.said)
    );
}

#[test]
fn a_provider_that_gave_up_causes_one_hold() {
    let gave_up = cared(Act::Closed {
        outcome: Outcome::NotReached,
    });
    let given = given(CoordinatorReason::NotReached, 500);
    let case = after([had(), vec![(5, gave_up), (5, given)]].concat());
    let held: Vec<CoordinatorReason> = case
        .coordination
        .holds
        .iter()
        .map(|hold| hold.why)
        .collect();
    assert_eq!(held, [CoordinatorReason::NotReached]);
    let looks = case
        .justice
        .promises
        .iter()
        .filter(|promise| promise.code.rule.as_str() == "look");
    assert_eq!(looks.count(), 1);
}

#[test]
fn an_unsafe_ending_does_not_close_the_case() {
    let not_safe = cared(Act::Closed {
        outcome: Outcome::Unsafe,
    });
    let looked_at = vec![
        (5, not_safe),
        (5, given(CoordinatorReason::Unsafe, 500)),
        (6, task(TaskKind::CheckContact, 900)),
        (7, looked(CoordinatorReason::Unsafe)),
        (8, task_done(7)),
    ];
    let case = after([had(), looked_at].concat());
    assert!(
        case.lifecycle.ended.is_none() && case.coordination.held(CoordinatorReason::NothingLeft)
    );
}
