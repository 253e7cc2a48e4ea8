//! The promises of the hub and its services: kept, broken or dropped, and never lost.

use super::lifecycle::{after, assigned, closed, had, moved, paused, refuses, task};
use super::*;
use crate::promise::{NotKept, is_broken, newly_broken, newly_near, standing};
use events::case::{
    Actor, ComplaintAbout, ComplaintStep, Criterion, HandOnBasis, Pathway, PathwayTaken, TaskDone,
    TaskKind, TaskOutcome,
};
use events::justice::{Promise, PromiseOwner, PromiseStatus};
use events::referral::SourceKind;

fn promise<'a>(case: &'a Case, code: &str) -> &'a Promise {
    case.justice
        .promises
        .iter()
        .find(|promise| promise.code == code)
        .unwrap_or_else(|| panic!("{code} is owed by nobody"))
}

fn stands(steps: Vec<(i64, CaseChange)>, code: &str, minute: i64) -> PromiseStatus {
    standing(promise(&after(steps), code), at(minute))
}

fn withdrawn(number: usize) -> CaseChange {
    CaseChange::Withdrawn {
        onward: format!("one-{number}"),
    }
}

fn complained(about: ComplaintAbout) -> CaseChange {
    CaseChange::Complained {
        about,
        by: Actor::Person,
    }
}

fn answered(complaint: u32, step: ComplaintStep) -> CaseChange {
    CaseChange::ComplaintAnswered {
        complaint,
        step,
        by: "someone".to_owned(),
    }
}

#[test]
fn any_answer_keeps_the_promise_to_answer() {
    let asked = vec![(0, offered(1, 240))];
    assert_eq!(promise(&after(asked.clone()), "answer.2").due, at(240));
    for answer in [accepted(1, 600), declined(1)] {
        assert_eq!(
            stands([asked.clone(), vec![(10, answer)]].concat(), "answer.2", 10),
            PromiseStatus::Kept
        );
    }
    let silent = [
        asked,
        vec![(
            240,
            CaseChange::Expired {
                onward: "one-1".to_owned(),
            },
        )],
    ]
    .concat();
    assert_eq!(
        stands(silent.clone(), "answer.2", 241),
        PromiseStatus::Broken
    );
    let broken = CaseChange::PromiseBroken {
        promise: "answer.2".parse().unwrap(),
    };
    assert_eq!(newly_broken(&after(silent), at(241)), [broken]);
}

#[test]
fn an_attempt_keeps_the_first_contact_promise() {
    assert_eq!(promise(&after(had()), "first-contact.3").due, at(600));
    let tried = Act::ContactTried {
        by: ChannelKind::Phone,
        outcome: ContactOutcome::NoAnswer,
    };
    for (act, kept) in [
        (tried, PromiseStatus::Kept),
        (
            Act::SessionHeld {
                modality: Modality::Phone,
                minutes: 30,
            },
            PromiseStatus::Kept,
        ),
        (
            Act::StageReached {
                stage: RecoveryStage::Inform,
            },
            PromiseStatus::DueSoon,
        ),
        (
            Act::Closed {
                outcome: Outcome::Declined,
            },
            PromiseStatus::Released,
        ),
    ] {
        assert_eq!(
            stands(
                [had(), vec![(10, cared(act))]].concat(),
                "first-contact.3",
                10
            ),
            kept
        );
    }
}

#[test]
fn what_nobody_wants_any_more_is_released() {
    assert_eq!(
        stands(
            [had(), vec![(10, withdrawn(1))]].concat(),
            "first-contact.3",
            900
        ),
        PromiseStatus::Released
    );
    assert_eq!(
        stands(
            vec![(0, offered(1, 240)), (9, withdrawn(1))],
            "answer.2",
            900
        ),
        PromiseStatus::Released
    );
    let over = CaseChange::HandedOver {
        onward: "one-1".to_owned(),
        to: "one-2".to_owned(),
    };
    let moved = [
        had(),
        vec![(5, moved(2, 1)), (6, accepted(2, 700)), (6, over)],
    ]
    .concat();
    assert_eq!(
        stands(moved.clone(), "first-contact.3", 900),
        PromiseStatus::Released
    );
    assert_eq!(
        stands(moved, "first-contact.5", 900),
        PromiseStatus::Broken,
        "the one who took over owes it now"
    );
}

#[test]
fn a_broken_promise_stays_visible_after_release() {
    let gone = [
        had(),
        vec![(601, withdrawn(1)), (601, closed(CloseReason::Withdrew))],
    ]
    .concat();
    let case = after(gone);
    assert_eq!(promise(&case, "first-contact.3").released_at, None);
    assert!(is_broken(promise(&case, "first-contact.3"), at(601)));
    assert_eq!(
        newly_broken(&case, at(601)),
        [CaseChange::PromiseBroken {
            promise: "first-contact.3".parse().unwrap()
        }]
    );
    let lapsed = vec![
        (0, offered(1, 240)),
        (
            241,
            CaseChange::Expired {
                onward: "one-1".to_owned(),
            },
        ),
    ];
    let case = after([lapsed, vec![(241, closed(CloseReason::Died))]].concat());
    assert!(is_broken(promise(&case, "answer.2"), at(241)));
}

#[test]
fn a_quiet_moves_no_promise_whose_time_has_passed() {
    let case = after([had(), vec![(601, paused(9_000))]].concat());
    assert!(is_broken(promise(&case, "first-contact.3"), at(601)));
}

#[test]
fn what_a_quiet_moves_is_warned_of_again() {
    let by = 3 * 24 * 60;
    let accepted = vec![(0, matched()), (0, offered(1, 240)), (2, accepted(1, by))];
    let warned = CaseChange::PromiseNear {
        promise: "first-contact.3".parse().unwrap(),
    };
    assert_eq!(
        newly_near(&after(accepted.clone()), at(by - 10)),
        std::slice::from_ref(&warned)
    );
    let moved = [
        accepted,
        vec![(by - 10, warned.clone()), (by - 5, paused(4 * by))],
    ]
    .concat();
    assert_eq!(newly_near(&after(moved.clone()), at(by)), []);
    assert_eq!(newly_near(&after(moved), at(4 * by - 10)), [warned]);
}

#[test]
fn a_pause_moves_the_first_contact() {
    let case = after(vec![
        (0, matched()),
        (0, offered(1, 240)),
        (1, paused(9_000)),
        (2, accepted(1, 600)),
    ]);
    assert_eq!(promise(&case, "first-contact.3").due, at(9_000));
    assert_eq!(case.owner.due, at(9_000));
}

#[test]
fn each_hold_promises_one_look() {
    let twice = vec![
        (1, given(CoordinatorReason::NoService, 500)),
        (2, given(CoordinatorReason::NoService, 700)),
        (3, given(CoordinatorReason::Unsafe, 600)),
    ];
    let case = after(twice.clone());
    let codes: Vec<String> = { case.justice.promises.iter() }
        .map(|promise| promise.code.to_string())
        .collect();
    assert_eq!(
        (codes, case.owner.due),
        (vec!["look.2".to_owned(), "look.4".to_owned()], at(500))
    );
    let offered = after([twice.clone(), vec![(4, offered(1, 240))]].concat());
    assert_eq!(
        standing(promise(&offered, "look.2"), at(4)),
        PromiseStatus::Kept
    );
    assert_eq!(
        standing(promise(&offered, "look.4"), at(4)),
        PromiseStatus::DueSoon,
        "an offer is no answer to that"
    );
    let over = after([twice, vec![(4, closed(CloseReason::NoMoreNeeds))]].concat());
    assert!(
        over.justice
            .promises
            .iter()
            .all(|promise| standing(promise, at(900)) == PromiseStatus::Kept)
    );
}

#[test]
fn each_task_is_promised_and_done_once() {
    for kind in TaskKind::ALL.iter().filter(|kind| !kind.is_hidden()) {
        let case = after(vec![(1, task(*kind, 500))]);
        let promise = promise(&case, "task.2");
        assert_eq!((promise.owner, promise.due), (PromiseOwner::Hub, at(500)));
        assert!(
            words::render(&promise.what, &[]).is_some(),
            "{}",
            promise.what
        );
        let done = |task| {
            CaseChange::TaskDone(TaskDone {
                way: None,
                task,
                outcome: TaskOutcome::Done,
                by: "someone".to_owned(),
            })
        };
        refuses(&case, done(1), 2, IllegalChange::NoSuchTask);
        let (case, _) = append_all(&case, vec![done(2)], at(2)).unwrap();
        assert_eq!(
            standing(&case.justice.promises[0], at(2)),
            PromiseStatus::Kept
        );
        refuses(&case, done(2), 3, IllegalChange::NoSuchTask);
    }
}

#[test]
fn a_hidden_task_promises_nothing_and_keeps_no_case_open() {
    let [plain, hidden] = [vec![], vec![(3, task(TaskKind::CheckStopped, 500))]].map(|more| {
        let ended = vec![(2, closed(CloseReason::Withdrew))];
        after([ended, more].concat())
    });
    assert_eq!(hidden.justice.promises, plain.justice.promises);
    assert_eq!(hidden.owner.kind, OwnerKind::Nobody);
    assert!(
        crate::coordinator_queue::place(&hidden).is_some(),
        "the coordinators have it"
    );
    assert_eq!(
        crate::retention::keeping(&hidden),
        None,
        "nothing is deleted before"
    );
    assert!(crate::retention::keeping(&plain).is_some());
}

#[test]
fn nobody_is_named_for_a_case_that_is_over() {
    let name = (1, task(TaskKind::NameCoordinator, 500));
    let over = cared(Act::Closed {
        outcome: Outcome::Declined,
    });
    for end in [
        vec![(2, closed(CloseReason::Withdrew))],
        [had(), vec![(4, over)]].concat(),
    ] {
        let case = after([vec![name.clone()], end].concat());
        assert_eq!(
            (case.coordination.open_tasks().count(), case.owner.kind),
            (0, OwnerKind::Nobody)
        );
        assert_eq!(
            standing(promise(&case, "task.2"), at(900)),
            PromiseStatus::Released
        );
    }
    assert_eq!(
        stands(vec![name, (3, assigned("one"))], "task.2", 900),
        PromiseStatus::Kept
    );
}

#[test]
fn a_meeting_that_has_a_case_acknowledges_it_once() {
    let taken = |pathway| {
        CaseChange::PathwayTaken(PathwayTaken {
            pathway,
            criterion: Criterion::Repeat,
            basis: HandOnBasis::Consent,
            acknowledge_by: at(500),
            by: "someone".to_owned(),
        })
    };
    let acknowledged = |pathway| CaseChange::PathwayAcknowledged {
        pathway,
        by: "someone".to_owned(),
    };
    let case = after(vec![(1, taken(Pathway::Marac))]);
    assert_eq!(promise(&case, "pathway.2").due, at(500));
    refuses(&case, taken(Pathway::Marac), 2, IllegalChange::PathwayTaken);
    refuses(
        &case,
        acknowledged(Pathway::Mash),
        2,
        IllegalChange::NoSuchPathway,
    );
    let (case, _) = append_all(
        &case,
        vec![taken(Pathway::Mash), acknowledged(Pathway::Marac)],
        at(2),
    )
    .unwrap();
    assert_eq!(
        standing(promise(&case, "pathway.2"), at(900)),
        PromiseStatus::Kept
    );
    assert_eq!(
        standing(promise(&case, "pathway.3"), at(900)),
        PromiseStatus::Broken
    );
    refuses(
        &case,
        acknowledged(Pathway::Marac),
        3,
        IllegalChange::NoSuchPathway,
    );
    append_all(&case, vec![taken(Pathway::Marac)], at(3))
        .expect("it can be put to it again, once it was there");
}

#[test]
fn a_complaint_has_two_working_day_limits() {
    // The police may not know of a case that they did not refer.
    for (about, source, owner) in [
        (
            ComplaintAbout::Service,
            SourceKind::Police,
            PromiseOwner::Hub,
        ),
        (
            ComplaintAbout::Code,
            SourceKind::Police,
            PromiseOwner::Police,
        ),
        (
            ComplaintAbout::Code,
            SourceKind::SelfReferral,
            PromiseOwner::Hub,
        ),
    ] {
        let mut case = case();
        case.received.source = source;
        let (case, _) = append_all(&case, vec![complained(about)], at(1)).unwrap();
        let [first, second] = case.justice.promises.as_slice() else {
            panic!("two promises")
        };
        assert_eq!((first.owner, second.owner), (owner, owner));
        assert_eq!(first.due.to_string(), "2026-12-07T17:00:00Z");
        assert_eq!(second.due.to_string(), "2026-12-21T17:00:00Z");
    }
    let case = after(vec![(1, complained(ComplaintAbout::Service))]);
    refuses(
        &case,
        answered(1, ComplaintStep::Replied),
        2,
        IllegalChange::NoSuchComplaint,
    );
    let (acknowledged, _) =
        append_all(&case, vec![answered(2, ComplaintStep::Acknowledged)], at(2)).unwrap();
    refuses(
        &acknowledged,
        answered(2, ComplaintStep::Acknowledged),
        3,
        IllegalChange::NoSuchComplaint,
    );
    assert_eq!(
        standing(promise(&acknowledged, "complaint-acknowledged.2"), at(3)),
        PromiseStatus::Kept
    );
    assert_eq!(
        standing(promise(&acknowledged, "complaint-replied.2"), at(3)),
        PromiseStatus::Open
    );
    let (replied, _) = append_all(&case, vec![answered(2, ComplaintStep::Replied)], at(2)).unwrap();
    assert!(
        replied
            .justice
            .promises
            .iter()
            .all(|promise| standing(promise, at(3)) == PromiseStatus::Kept),
        "who has a reply knows"
    );
    refuses(
        &replied,
        answered(2, ComplaintStep::Acknowledged),
        3,
        IllegalChange::NoSuchComplaint,
    );
}

#[test]
fn complaints_and_tasks_outlast_the_case_not_the_person() {
    let open = vec![
        (1, complained(ComplaintAbout::Service)),
        (2, task(TaskKind::Call, 500)),
    ];
    let case = after([open.clone(), vec![(3, closed(CloseReason::Withdrew))]].concat());
    assert!(
        case.justice
            .promises
            .iter()
            .all(|promise| promise.released_at.is_none())
    );
    let case = after([open, vec![(3, closed(CloseReason::Died))]].concat());
    assert!(
        case.justice
            .promises
            .iter()
            .all(|promise| promise.released_at == Some(at(3)))
    );
}

#[test]
fn nobody_keeps_what_nobody_owes_any_more() {
    let told = CaseChange::PromiseKept(events::justice::Kept {
        id: "one".to_owned(),
        promise: "complaint-replied.2".parse().unwrap(),
        how: events::justice::NotificationMethod::Letter,
        at: at(4),
        recorded_by: events::justice::Agency::Police,
        in_time: true,
    });
    let died = after(vec![
        (1, complained(ComplaintAbout::Code)),
        (3, closed(CloseReason::Died)),
    ]);
    refuses(&died, told, 4, IllegalChange::Promise(NotKept::Released));
}

#[test]
fn a_false_broken_or_near_event_is_refused() {
    let broken = || CaseChange::PromiseBroken {
        promise: "first-contact.3".parse().unwrap(),
    };
    let near = || CaseChange::PromiseNear {
        promise: "first-contact.3".parse().unwrap(),
    };
    let not_so = IllegalChange::Promise(NotKept::NotSo);
    refuses(&after(had()), broken(), 600, not_so);
    refuses(&after(had()), near(), 10, not_so);
    let kept = after([had(), vec![(9, reached(1))]].concat());
    refuses(&kept, broken(), 900, not_so);
    let seen = after([had(), vec![(601, broken())]].concat());
    refuses(&seen, broken(), 602, not_so);
    refuses(&seen, near(), 602, not_so);
    assert_eq!(
        standing(promise(&seen, "first-contact.3"), at(700)),
        PromiseStatus::Broken
    );
}
