//! When a case is forgotten, and when it is not.

use super::*;
use crate::case::apply::{append, append_all, open};
use crate::case::commands::lifecycle::close;
use events::care::{Act, ContactOutcome};
use events::case::{
    Actor, CaseChange, CaseEvent, ComplaintAbout, ComplaintStep, Offered, ReopenReason, TaskDone,
    TaskGiven, TaskOutcome,
};
use events::justice::{Agency, Kept, NotificationMethod, Progress};
use events::referral::{ChannelKind, Modality, SourceKind};
use proptest::prelude::*;

fn hour(hours: i64) -> Timestamp {
    "2026-11-23T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

/// The sample case, just received from the police.
fn case() -> Case {
    let sample = include_str!("../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(mut received) = event.what else {
        panic!("the sample is a received case")
    };
    received.source = SourceKind::Police;
    open(event.reference, *received, hour(0)).0
}

fn offered() -> CaseChange {
    CaseChange::Offered(Offered {
        onward: "one-1".to_owned(),
        provider: "one".to_owned(),
        service: "service".to_owned(),
        needs: Vec::new(),
        accept_by: hour(100),
        reasons: Vec::new(),
        capacity: None,
        hand_on: None,
        referred_on: None,
        moved_from: None,
    })
}

fn accepted() -> CaseChange {
    CaseChange::Accepted {
        onward: "one-1".to_owned(),
        provider: "one".to_owned(),
        first_contact_by: hour(200),
    }
}

fn cared(act: Act) -> CaseChange {
    CaseChange::Cared {
        onward: "one-1".to_owned(),
        provider: "one".to_owned(),
        act,
    }
}

fn tried(outcome: ContactOutcome) -> CaseChange {
    cared(Act::ContactTried {
        by: ChannelKind::Phone,
        outcome,
    })
}

fn over(outcome: Outcome) -> CaseChange {
    cared(Act::Closed { outcome })
}

fn session() -> CaseChange {
    cared(Act::SessionHeld {
        modality: Modality::Phone,
        minutes: 30,
    })
}

fn after(mut case: Case, changes: Vec<CaseChange>, at: Timestamp) -> Case {
    for what in changes {
        append(&mut case, what, at).unwrap();
    }
    case
}

/// The case, closed for that reason at that hour after `changes`.
fn closed(changes: Vec<CaseChange>, why: CloseReason, at: i64) -> Case {
    let case = after(case(), changes, hour(1));
    let events = close(&case, why, None, Actor::Machine);
    after(case, events, hour(at))
}

fn check(case: &Case, class: Class, until: &str) {
    assert_eq!(
        keeping(case),
        Some(Keeping {
            class,
            until: until.parse().unwrap()
        })
    );
}

#[test]
fn cases_without_support_have_short_periods() {
    check(
        &closed(vec![], CloseReason::Withdrew, 2),
        Class::NoTakeUp,
        "2027-01-05T00:00:00Z",
    );
    let said_no = vec![
        offered(),
        accepted(),
        tried(ContactOutcome::Reached),
        over(Outcome::Declined),
    ];
    check(
        &closed(said_no, CloseReason::NoMoreNeeds, 2),
        Class::NoTakeUp,
        "2027-01-05T00:00:00Z",
    );
    check(
        &closed(vec![], CloseReason::NotReached, 2),
        Class::NotReached,
        "2027-05-23T23:00:00Z",
    );
    let silence = vec![
        offered(),
        accepted(),
        tried(ContactOutcome::NoAnswer),
        over(Outcome::NotReached),
    ];
    check(
        &closed(silence, CloseReason::SupportOver, 2),
        Class::NotReached,
        "2027-05-23T23:00:00Z",
    );
}

#[test]
fn supported_people_and_complaints_are_kept_six_years() {
    let helped = vec![offered(), accepted(), session()];
    check(
        &closed(
            [helped.clone(), vec![over(Outcome::Declined)]].concat(),
            CloseReason::Withdrew,
            2,
        ),
        Class::Supported,
        "2032-11-24T00:00:00Z",
    );
    // A case can end without anybody closing it.
    let case = after(
        case(),
        [vec![offered()], helped[1..].to_vec()].concat(),
        hour(1),
    );
    let mut case = case;
    case.support.match_by = None;
    append(&mut case, over(Outcome::Declined), hour(2)).unwrap();
    check(&case, Class::Supported, "2032-11-24T00:00:00Z");
    let complained = CaseChange::Complained {
        about: ComplaintAbout::Service,
        by: Actor::Person,
    };
    let mut case = closed(vec![complained], CloseReason::Withdrew, 2);
    assert_eq!(keeping(&case), None, "the reply is still owed");
    let complaint = case.coordination.complaints[0].complaint;
    let replied = CaseChange::ComplaintAnswered {
        complaint,
        step: ComplaintStep::Replied,
        by: "someone".to_owned(),
    };
    append(&mut case, replied, hour(240)).unwrap();
    check(&case, Class::Complaint, "2032-12-04T00:00:00Z");
}

#[test]
fn open_tasks_prevent_deletion() {
    let task = |kind| {
        CaseChange::TaskGiven(TaskGiven {
            kind,
            from: None,
            due: hour(30),
        })
    };
    for kind in TaskKind::ALL {
        let case = closed(vec![task(*kind)], CloseReason::Withdrew, 2);
        let gone = [
            TaskKind::Deletion,
            TaskKind::NameCoordinator,
            TaskKind::ApproveErasure,
        ]
        .contains(kind);
        assert_eq!(keeping(&case).is_some(), gone, "{kind}");
    }
    let mut case = closed(vec![task(TaskKind::Call)], CloseReason::Withdrew, 2);
    let done = TaskDone {
        way: None,
        task: case.coordination.tasks[0].task,
        outcome: TaskOutcome::NotReached,
        by: "someone".to_owned(),
    };
    append(&mut case, CaseChange::TaskDone(done), hour(7 * 24)).unwrap();
    check(&case, Class::NoTakeUp, "2027-01-12T00:00:00Z");
}

#[test]
fn a_broken_police_promise_is_kept_like_a_complaint() {
    let arrested = Progress {
        id: "one".to_owned(),
        step: Step::Arrested,
        at: hour(1),
        heard_at: None,
        recorded_by: Agency::Police,
    };
    let owed = closed(
        vec![CaseChange::Progress(arrested)],
        CloseReason::Withdrew,
        2,
    );
    assert_eq!(keeping(&owed), None);
    let promise = owed
        .justice
        .promises
        .iter()
        .find(|one| one.owner == PromiseOwner::Police)
        .unwrap()
        .code
        .clone();
    let kept = Kept {
        id: "two".to_owned(),
        promise: promise.clone(),
        how: NotificationMethod::Phone,
        at: hour(24),
        recorded_by: Agency::Police,
        in_time: true,
    };
    let told = after(owed.clone(), vec![CaseChange::PromiseKept(kept)], hour(24));
    check(&told, Class::NoTakeUp, "2027-01-06T00:00:00Z");
    let broken = after(
        owed,
        vec![CaseChange::PromiseBroken { promise }],
        hour(24 * 14),
    );
    check(&broken, Class::NoTakeUp, "2032-12-08T00:00:00Z");
}

#[test]
fn a_legal_hold_prevents_deletion() {
    let held = |on| CaseChange::LegalHold {
        on,
        by: "someone".to_owned(),
    };
    let asked = CaseChange::ToBeErased { by: Actor::Person };
    let case = after(
        closed(vec![], CloseReason::Withdrew, 2),
        vec![held(true)],
        hour(3),
    );
    assert_eq!(keeping(&case), None);
    assert!(append_all(&case, vec![asked.clone()], hour(4)).is_err());
    let lifted = after(case, vec![held(false), asked.clone()], hour(5));
    assert_eq!(keeping(&lifted).map(|keeping| keeping.until), Some(hour(5)));
    let held_again = after(lifted, vec![held(true)], hour(6));
    assert_eq!(
        (
            keeping(&held_again),
            held_again.lifecycle.erasure.requested()
        ),
        (None, None),
        "what was to be deleted is not"
    );
    assert!(
        append_all(
            &held_again,
            vec![CaseChange::Erased { by: Actor::Person }],
            hour(7)
        )
        .is_err()
    );
}

#[test]
fn a_reopened_case_is_not_deleted() {
    let asked = CaseChange::ToBeErased { by: Actor::Person };
    let case = after(
        closed(vec![], CloseReason::Withdrew, 2),
        vec![asked.clone(), asked.clone()],
        hour(3),
    );
    let reopened = CaseChange::Reopened {
        why: ReopenReason::Asked,
        by: Actor::Person,
    };
    let case = after(case, vec![reopened], hour(4));
    assert_eq!(
        (
            keeping(&case),
            case.lifecycle.erasure.requested(),
            case.lifecycle.ended_before
        ),
        (None, None, true)
    );
    assert!(append_all(&case, vec![asked], hour(5)).is_err());
}

#[test]
fn deletion_ends_every_task() {
    let task = |kind| {
        CaseChange::TaskGiven(TaskGiven {
            kind,
            from: None,
            due: hour(30),
        })
    };
    let case = closed(
        vec![task(TaskKind::Deletion), task(TaskKind::Call)],
        CloseReason::Withdrew,
        2,
    );
    let case = after(
        case,
        vec![
            CaseChange::ToBeErased { by: Actor::Person },
            CaseChange::Erased { by: Actor::Person },
        ],
        hour(3),
    );
    let outcomes: Vec<_> = case
        .coordination
        .tasks
        .iter()
        .map(|task| task.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Some(TaskOutcome::Done), Some(TaskOutcome::NotNeeded)]
    );
    assert_eq!(
        (keeping(&case), case.lifecycle.erasure.done_at()),
        (None, Some(hour(3)))
    );
    let complained = CaseChange::Complained {
        about: ComplaintAbout::Service,
        by: Actor::Person,
    };
    for what in [
        complained,
        task(TaskKind::Call),
        CaseChange::ToBeErased { by: Actor::Machine },
    ] {
        assert!(append_all(&case, vec![what], hour(4)).is_err());
    }
}

#[test]
fn every_class_has_a_rule_with_its_source() {
    let policy = policy().unwrap();
    for class in [
        Class::NoTakeUp,
        Class::NotReached,
        Class::Supported,
        Class::Complaint,
    ] {
        let rule = policy
            .rules
            .iter()
            .find(|rule| rule.class == class)
            .unwrap();
        assert!(!rule.source.is_empty() && rule.verified, "{class:?}");
    }
    assert_eq!(policy.rules.len(), 4);
}

/// One of the things that can happen to a case.
fn anything(kind: u8) -> CaseChange {
    match kind {
        0 => offered(),
        1 => accepted(),
        2 => session(),
        3 => tried(ContactOutcome::Reached),
        4 => over(Outcome::Declined),
        5 => over(Outcome::NotReached),
        6 => CaseChange::Closed(events::case::Closed {
            why: CloseReason::Withdrew,
            into: None,
            by: Actor::Person,
        }),
        7 => CaseChange::Closed(events::case::Closed {
            why: CloseReason::NotReached,
            into: None,
            by: Actor::Machine,
        }),
        8 => CaseChange::Reopened {
            why: ReopenReason::Asked,
            by: Actor::Person,
        },
        9 => CaseChange::LegalHold {
            on: true,
            by: "someone".to_owned(),
        },
        10 => CaseChange::LegalHold {
            on: false,
            by: "someone".to_owned(),
        },
        11 => CaseChange::Complained {
            about: ComplaintAbout::Service,
            by: Actor::Person,
        },
        12 => CaseChange::ComplaintAnswered {
            complaint: 3,
            step: ComplaintStep::Replied,
            by: "someone".to_owned(),
        },
        13 => CaseChange::TaskGiven(TaskGiven {
            kind: TaskKind::Call,
            from: None,
            due: hour(10_000),
        }),
        14 => CaseChange::ToBeErased { by: Actor::Person },
        _ => CaseChange::Withdrawn {
            onward: "one-1".to_owned(),
        },
    }
}

proptest! {
    /// After any sequence: never before the shortest period of the policy, never with a hold, never
    /// while the case is open. A deletion that somebody asked for is due immediately.
    #[test]
    fn nothing_is_forgotten_too_early(steps in proptest::collection::vec((0..16_u8, 1..2_000_i64), 0..25)) {
        let mut case = case();
        case.support.match_by = None;
        let mut now = 0;
        for (kind, later) in steps {
            now += later;
            let before = keeping(&case);
            let what = anything(kind);
            let Ok((after, _)) = append_all(&case, vec![what.clone()], hour(now)) else { continue };
            case = after;
            case.support.match_by = None;
            let Some(keeping) = keeping(&case) else { continue };
            prop_assert!(what.may_change_retention() || before == Some(keeping) || case.lifecycle.erasure.requested().is_some());
            prop_assert!(!case.lifecycle.legal_hold && !case.lifecycle.erasure.is_done());
            let ended = case.lifecycle.ended.as_ref().unwrap();
            if case.lifecycle.erasure.requested().is_none() {
                let worked = case.support.onwards.iter().any(|onward| onward.care.sessions > 0);
                let least = if worked || !case.coordination.complaints.is_empty() { 6 * 365 * 24 } else { 6 * 7 * 24 };
                prop_assert!(keeping.until >= ended.at + SignedDuration::from_hours(least));
                prop_assert!(keeping.net() > keeping.until);
            }
        }
    }
}
