//! Pause, closing, reopening, merging, named coordinators, raised tiers and deletion.

use super::*;
use crate::case::commands::Refused;
use crate::case::commands::lifecycle::{close, reopen, uplift};
use crate::case::commands::tasks::{assign, finish_task};
use crate::case::readers::coordinator_left;
use events::assessment::{Risk, Tier};
use events::care::{Act, Point, Scores};
use events::case::{
    Actor, Closed, Joined, Paused, ReferOnReason, ReferredOn, ReopenReason, UpliftReason, Uplifted,
};
use events::case::{TaskGiven, TaskKind, TaskOutcome, Triaged};
use events::justice::{PromiseId, RuleCode};

pub(super) fn paused(until: i64) -> CaseChange {
    CaseChange::Paused(Paused {
        until: at(until),
        by: Actor::Person,
    })
}

pub(super) fn closed(why: CloseReason) -> CaseChange {
    CaseChange::Closed(Closed {
        why,
        into: None,
        by: Actor::Person,
    })
}

pub(super) fn reopened() -> CaseChange {
    CaseChange::Reopened {
        why: ReopenReason::Asked,
        by: Actor::Person,
    }
}

pub(super) fn raised(tier: Option<Tier>, risk: Option<Risk>) -> CaseChange {
    CaseChange::Uplifted(Uplifted {
        tier,
        risk,
        reason: UpliftReason::Judgement,
        by: "someone".to_owned(),
    })
}

pub(super) fn assigned(to: &str) -> CaseChange {
    CaseChange::Assigned {
        to: to.to_owned(),
        by: "someone".to_owned(),
    }
}

pub(super) fn task(kind: TaskKind, due: i64) -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind,
        from: None,
        due: at(due),
    })
}

/// An offer to take over from another.
pub(super) fn moved(number: usize, from: usize) -> CaseChange {
    let CaseChange::Offered(offer) = offered(number, 240) else {
        panic!("an offer")
    };
    CaseChange::Offered(Offered {
        moved_from: Some(format!("one-{from}")),
        ..offer
    })
}

/// The case after those events at their minutes.
pub(super) fn after(steps: Vec<(i64, CaseChange)>) -> Case {
    let mut case = case();
    for (minute, what) in steps {
        let name = what.name();
        append(&mut case, what, at(minute))
            .unwrap_or_else(|illegal| panic!("{name} at {minute}: {illegal}"));
    }
    case
}

pub(super) fn refuses(case: &Case, what: CaseChange, minute: i64, why: IllegalChange) {
    assert_eq!(append_all(case, vec![what], at(minute)), Err(why));
}

/// One provider has had the case since minute 2, and has to make first contact by minute 600.
pub(super) fn had() -> Vec<(i64, CaseChange)> {
    vec![(0, matched()), (0, offered(1, 240)), (2, accepted(1, 600))]
}

#[test]
fn quiet_makes_a_first_contact_wait_and_ends_a_pursuit() {
    let late = [had(), vec![(601, given(CoordinatorReason::Overdue, 700))]].concat();
    assert_eq!(after(late.clone()).owner.kind, OwnerKind::Coordinators);
    let case = after([late, vec![(650, paused(9_000))]].concat());
    assert_eq!(
        (case.owner.kind, case.owner.due),
        (OwnerKind::Provider, at(9_000))
    );
    let case = after([had(), vec![(10, paused(300))]].concat());
    assert_eq!(
        case.owner.due,
        at(600),
        "a quiet that ends before it changes nothing"
    );
}

#[test]
fn after_the_quiet_a_service_has_two_working_days() {
    let case = after([had(), vec![(10, paused(9_000))]].concat());
    assert_eq!(
        overdue(&case, at(8_999))
            .iter()
            .filter(|what| matches!(what, CaseChange::Resumed { .. }))
            .count(),
        0
    );
    assert!(overdue(&case, at(9_000)).contains(&CaseChange::Resumed { by: Actor::Machine }));
    let case = after(
        [
            had(),
            vec![
                (10, paused(9_000)),
                (9_000, CaseChange::Resumed { by: Actor::Machine }),
            ],
        ]
        .concat(),
    );
    // From Sunday, the 29th of November, to Tuesday at five.
    assert_eq!(case.owner.due.to_string(), "2026-12-01T17:00:00Z");
    assert_eq!(case.contact.paused_until, None);
}

#[test]
fn ending_a_pause_early_brings_contact_forward() {
    let case = after(
        [
            had(),
            vec![
                (10, paused(50_000)),
                (20, CaseChange::Resumed { by: Actor::Person }),
            ],
        ]
        .concat(),
    );
    assert_eq!(case.owner.due.to_string(), "2026-11-25T17:00:00Z");
    let promise = case
        .justice
        .promises
        .iter()
        .find(|promise| promise.code == "first-contact.3")
        .unwrap();
    assert_eq!(
        promise.due, case.owner.due,
        "what the person is told is what the service is held to"
    );
}

#[test]
fn an_impossible_pause_is_refused() {
    refuses(&case(), paused(10), 10, IllegalChange::NoPause);
    refuses(
        &case(),
        CaseChange::Resumed { by: Actor::Person },
        10,
        IllegalChange::NoPause,
    );
}

#[test]
fn other_due_work_follows_the_end_of_a_pause() {
    let case = after(vec![
        (0, matched()),
        (0, offered(1, 240)),
        (10, paused(300)),
    ]);
    let due = overdue(&case, at(300));
    assert!(due.contains(&CaseChange::Resumed { by: Actor::Machine }));
    assert!(
        due.contains(&CaseChange::Expired {
            onward: "one-1".to_owned()
        }),
        "{due:?}"
    );
}

#[test]
fn live_onward_referrals_block_closing() {
    let case = after([had(), vec![(5, offered(2, 240))]].concat());
    refuses(
        &case,
        closed(CloseReason::Withdrew),
        6,
        IllegalChange::StillLive,
    );
    let events = close(&case, CloseReason::Withdrew, None, Actor::Person);
    let (case, _) = append_all(&case, events, at(6)).unwrap();
    assert_eq!(case.support.live().count(), 0);
    assert_eq!(
        (case.owner.kind, case.clock_due()),
        (OwnerKind::Nobody, None)
    );
    assert!(
        case.lifecycle
            .ended
            .as_ref()
            .is_some_and(|ended| ended.said && ended.why == CloseReason::Withdrew)
    );
}

#[test]
fn what_is_closed_rests_until_it_is_reopened() {
    let case = after(vec![(1, closed(CloseReason::Withdrew))]);
    for what in [
        matched(),
        offered(1, 240),
        given(CoordinatorReason::NoService, 240),
        chosen(),
        paused(240),
        raised(Some(Tier::Enhanced), Some(Risk::High)),
        closed(CloseReason::SupportOver),
        CaseChange::HomeTold {
            local_authority: None,
        },
        CaseChange::Joined(Joined {
            reason: None,
            from: Reference::from_number(7),
            needs: Vec::new(),
            specialisms: Vec::new(),
            unwanted: Vec::new(),
            updates_taken_back: false,
            by: "someone".to_owned(),
        }),
    ] {
        refuses(&case, what, 2, IllegalChange::Ended);
    }
    let (case, _) = append_all(&case, vec![reopened()], at(2)).unwrap();
    assert_eq!(
        (
            case.owner.kind,
            case.owner.due,
            case.lifecycle.ended.is_none()
        ),
        (OwnerKind::Hub, at(4), true)
    );
    refuses(&case, reopened(), 3, IllegalChange::NotEnded);
}

#[test]
fn who_was_closed_before_the_hub_had_looked_is_remembered() {
    let triaged = Triaged {
        check_by: None,
        found: Vec::new(),
        tier: Tier::Enhanced,
        earlier: Vec::new(),
    };
    let case = after(vec![
        (1, closed(CloseReason::Withdrew)),
        (2, CaseChange::Triaged(triaged)),
    ]);
    assert_eq!(
        (case.tier(), case.owner.kind),
        (Tier::Enhanced, OwnerKind::Nobody)
    );
}

#[test]
fn tasks_in_a_closed_case_do_not_reopen_it() {
    let case = after(vec![
        (1, closed(CloseReason::Withdrew)),
        (2, task(TaskKind::Deletion, 900)),
    ]);
    assert_eq!(
        (case.owner.kind, case.owner.due),
        (OwnerKind::Coordinators, at(900))
    );
    assert!(case.lifecycle.ended.is_some_and(|ended| ended.said));
}

#[test]
fn an_automatic_end_is_undone_by_new_work() {
    let over = cared(Act::Closed {
        outcome: Outcome::Declined,
    });
    let case = after([had(), vec![(4, over), (5, task(TaskKind::Call, 900))]].concat());
    assert_eq!(
        (case.owner.kind, case.lifecycle.ended),
        (OwnerKind::Coordinators, None)
    );
}

#[test]
fn another_takes_over_only_when_it_has_said_yes() {
    let over = CaseChange::HandedOver {
        onward: "one-1".to_owned(),
        to: "one-2".to_owned(),
    };
    let moving = [had(), vec![(5, moved(2, 1))]].concat();
    refuses(
        &after(moving.clone()),
        over.clone(),
        6,
        IllegalChange::NotAccepted,
    );
    let case = after([moving, vec![(6, accepted(2, 700)), (6, over)]].concat());
    assert_eq!(
        (case.support.live().count(), case.owner.provider.as_deref()),
        (1, Some("provider-2"))
    );
    let old = case.support.onward("one-1").unwrap();
    assert_eq!(old.state, OnwardState::HandedOver);
    // A provider that was asked separately does not take over.
    let both = [had(), vec![(5, offered(2, 240)), (6, accepted(2, 700))]].concat();
    let over = CaseChange::HandedOver {
        onward: "one-1".to_owned(),
        to: "one-2".to_owned(),
    };
    refuses(&after(both), over, 6, IllegalChange::NotAccepted);
}

#[test]
fn each_onward_referral_has_a_code_of_its_own() {
    refuses(
        &after(vec![(0, offered(1, 240)), (1, declined(1))]),
        offered(1, 240),
        2,
        IllegalChange::KnownOnward,
    );
}

#[test]
fn only_who_has_a_person_can_refer_them_on() {
    let CaseChange::Offered(offer) = offered(2, 240) else {
        panic!("an offer")
    };
    let on = ReferredOn {
        from: "one-1".to_owned(),
        reason: ReferOnReason::OtherNeed,
        by: "provider-1".to_owned(),
        agreed_at: None,
    };
    let what = CaseChange::Offered(Offered {
        referred_on: Some(on),
        ..offer
    });
    refuses(
        &after(vec![(0, offered(1, 240))]),
        what.clone(),
        1,
        IllegalChange::NotAccepted,
    );
    let case = after([had(), vec![(5, what)]].concat());
    assert_eq!(case.support.live().count(), 2, "both go on");
}

#[test]
fn a_merge_happens_once_and_brings_the_needs() {
    let other = include_str!("../../../../../../events/samples/case-event.joined.json");
    let event: CaseEvent = serde_json::from_str(other).unwrap();
    let CaseChange::Joined(joined) = event.what else {
        panic!("the sample is a joined case")
    };
    let (before, now) = (
        case(),
        after(vec![
            (0, matched()),
            (1, CaseChange::Joined(joined.clone())),
        ]),
    );
    assert!(joined.needs.iter().all(|need| {
        now.received
            .needs
            .iter()
            .any(|known| known.code == need.code)
    }));
    assert!(
        before
            .received
            .needs
            .iter()
            .all(|need| now.received.needs.contains(need)),
        "nothing is lost"
    );
    refuses(
        &now,
        CaseChange::Joined(joined.clone()),
        2,
        IllegalChange::JoinedAlready,
    );
    let itself = Joined {
        reason: None,
        from: now.reference.clone(),
        ..joined
    };
    refuses(
        &now,
        CaseChange::Joined(itself),
        2,
        IllegalChange::JoinedAlready,
    );
}

#[test]
fn each_time_somebody_else_is_named_is_a_handover() {
    let case = after(vec![
        (0, task(TaskKind::NameCoordinator, 900)),
        (1, assigned("one")),
    ]);
    assert_eq!(
        (
            case.coordination.coordinator.as_deref(),
            case.coordination.handovers
        ),
        (Some("one"), 0)
    );
    assert_eq!(
        case.coordination.open_tasks().count(),
        0,
        "naming somebody was the task"
    );
    refuses(&case, assigned("one"), 2, IllegalChange::NamedAlready);
    let (case, _) = append_all(&case, vec![assigned("two"), assigned("one")], at(2)).unwrap();
    assert_eq!(
        (
            case.coordination.coordinator.as_deref(),
            case.coordination.handovers
        ),
        (Some("one"), 2)
    );
}

#[test]
fn tier_and_risk_are_raised_and_never_lowered() {
    let mut case = case();
    case.received.assessment.tier = Tier::Standard;
    case.received.assessment.risk = Risk::Medium;
    refuses(
        &case,
        raised(None, Some(Risk::Medium)),
        1,
        IllegalChange::NothingRaised,
    );
    refuses(&case, raised(None, None), 1, IllegalChange::NothingRaised);
    let (case, _) = append_all(&case, vec![raised(None, Some(Risk::High))], at(1)).unwrap();
    let (case, _) = append_all(
        &case,
        vec![raised(Some(Tier::Enhanced), Some(Risk::Standard))],
        at(2),
    )
    .unwrap();
    assert_eq!((case.tier(), case.risk()), (Tier::Enhanced, Risk::High));
    refuses(
        &case,
        raised(Some(Tier::Standard), Some(Risk::Standard)),
        3,
        IllegalChange::NothingRaised,
    );
}

#[test]
fn who_is_raised_to_enhanced_rights_gets_a_coordinator_named() {
    let mut case = case();
    case.received.assessment.tier = Tier::Standard;
    let raise = |tier| Uplifted {
        tier,
        risk: None,
        reason: UpliftReason::Judgement,
        by: "someone".to_owned(),
    };
    let names = |events: &[CaseChange]| {
        events.iter().any(|what| matches!(what, CaseChange::TaskGiven(given) if given.kind == TaskKind::NameCoordinator))
    };
    assert!(names(&uplift(&case, raise(Some(Tier::Enhanced)), at(1))));
    let (named, _) = append_all(&case, vec![assigned("one")], at(1)).unwrap();
    assert!(!names(&uplift(&named, raise(Some(Tier::Enhanced)), at(1))));
}

#[test]
fn the_first_measurement_moves_with_a_takeover() {
    let measured = |onward: usize, point, all: u8| {
        let scores = Scores {
            health: all,
            coping: all,
            safety: all,
            reintegration: all,
            informed: all,
            justice: all,
        };
        let act = Act::Measured {
            point,
            scores: Some(scores),
            needs: None,
        };
        CaseChange::Cared {
            onward: format!("one-{onward}"),
            provider: format!("provider-{onward}"),
            act,
        }
    };
    let over = |from: usize, to: usize| CaseChange::HandedOver {
        onward: format!("one-{from}"),
        to: format!("one-{to}"),
    };
    let first = [had(), vec![(3, measured(1, Point::Beginning, 1))]].concat();
    let second = vec![(4, moved(2, 1)), (5, accepted(2, 600)), (5, over(1, 2))];
    let third = vec![
        (6, moved(3, 2)),
        (7, accepted(3, 600)),
        (7, over(2, 3)),
        (8, measured(3, Point::End, 9)),
    ];
    let case = after([first.clone(), second.clone(), third.clone()].concat());
    let come = |case: &Case| {
        case.support
            .onward("one-3")
            .unwrap()
            .care
            .distance_travelled()
            .map(|areas| areas[0])
    };
    assert_eq!(come(&case), Some(("health", 8)));
    let own = vec![(5, measured(2, Point::Beginning, 4))];
    assert_eq!(
        come(&after([first, second, own, third].concat())),
        Some(("health", 5)),
        "measured anew"
    );
}

#[test]
fn deletion_requires_a_closed_case_without_hold() {
    let erased = CaseChange::Erased { by: Actor::Machine };
    let hold = |on| CaseChange::LegalHold {
        on,
        by: "someone".to_owned(),
    };
    refuses(&case(), erased.clone(), 1, IllegalChange::NotToBeErased);
    let held = after(vec![(1, hold(true)), (2, closed(CloseReason::Withdrew))]);
    refuses(&held, hold(true), 3, IllegalChange::HeldSo);
    refuses(&held, erased.clone(), 3, IllegalChange::NotToBeErased);
    let (case, _) = append_all(&held, vec![hold(false), erased.clone()], at(3)).unwrap();
    refuses(&case, erased, 4, IllegalChange::Erased);
    refuses(&case, reopened(), 4, IllegalChange::Erased);
    refuses(&case, assigned("one"), 4, IllegalChange::Erased);
    refuses(
        &case,
        CaseChange::HomeTold {
            local_authority: None,
        },
        4,
        IllegalChange::Ended,
    );
}

#[test]
fn reopening_names_a_coordinator_for_enhanced_rights() {
    let names = |case: &Case| {
        let events = reopen(case, ReopenReason::Asked, Actor::Person, at(9));
        events.iter().any(|what| matches!(what, CaseChange::TaskGiven(given) if given.kind == TaskKind::NameCoordinator))
    };
    let over = |before: Vec<(i64, CaseChange)>| {
        let case = after(before);
        append_all(
            &case,
            close(&case, CloseReason::Withdrew, None, Actor::Person),
            at(5),
        )
        .unwrap()
        .0
    };
    assert_eq!(case().tier(), Tier::Enhanced);
    assert!(names(&over(Vec::new())));
    assert!(
        !names(&over(vec![(2, assigned("one"))])),
        "the one who was named stays"
    );
}

#[test]
fn a_case_that_is_reopened_does_not_go_back_to_a_coordinator_who_had_left() {
    let left = vec![
        (1, assigned("one")),
        (2, task(TaskKind::NameCoordinator, 900)),
        (3, closed(CloseReason::Withdrew)),
    ];
    let again = |before: Vec<(i64, CaseChange)>, why| {
        let case = after(before);
        let events = reopen(&case, why, Actor::Person, at(9));
        append_all(&case, events, at(9)).unwrap().0
    };
    for why in ReopenReason::ALL {
        let case = again(left.clone(), *why);
        assert!(coordinator_left(&case), "{why}");
        assert_eq!(case.coordination.open_tasks().count(), 1, "{why}");
        let meanwhile = [left.clone(), vec![(4, assigned("two"))]].concat();
        let case = again(meanwhile, *why);
        assert!(!coordinator_left(&case), "{why}");
        let code = PromiseId::new(RuleCode::TASK, 3);
        let mut promises = case.justice.promises.iter();
        let owed = promises.find(|promise| promise.code == code).unwrap();
        assert!(owed.released_at.is_some(), "{why}");
        let named = [
            left[..2].to_vec(),
            vec![(3, assigned("two")), (4, closed(CloseReason::Withdrew))],
        ];
        assert!(!coordinator_left(&again(named.concat(), *why)), "{why}");
    }
}

#[test]
fn a_case_that_ends_by_itself_continues_without_the_coordinator_who_had_left() {
    let over = cared(Act::Closed {
        outcome: Outcome::Declined,
    });
    let left = [
        had(),
        vec![
            (3, assigned("one")),
            (4, task(TaskKind::NameCoordinator, 900)),
            (5, over),
        ],
    ]
    .concat();
    let case = after(left.clone());
    assert!(case.lifecycle.ended.is_some() && !coordinator_left(&case));
    let again = (6, task(TaskKind::Call, 900));
    let case = after([left.clone(), vec![again.clone()]].concat());
    assert!(case.lifecycle.ended.is_none() && coordinator_left(&case));
    let named = vec![(6, assigned("two")), again];
    let case = after([left.clone(), named].concat());
    assert!(case.lifecycle.ended.is_none() && !coordinator_left(&case));
    // Somebody also closes it.
    let case = after([left, vec![(6, closed(CloseReason::NoMoreNeeds))]].concat());
    let events = reopen(&case, ReopenReason::Asked, Actor::Person, at(9));
    let (case, _) = append_all(&case, events, at(9)).unwrap();
    assert!(coordinator_left(&case));
}

#[test]
fn who_takes_their_case_again_has_not_left() {
    let case = after(vec![
        (1, assigned("one")),
        (2, task(TaskKind::NameCoordinator, 900)),
    ]);
    let said = finish_task(&case, 3, TaskOutcome::NotNeeded, None, "one");
    assert!(matches!(said, Err(Refused::NotNow(_))), "{said:?}");
    let taken = assign(&case, "one", "one").unwrap();
    let (after, _) = append_all(&case, taken, at(3)).unwrap();
    assert!(!coordinator_left(&after));
    assert_eq!(after.coordination.handovers, 0);
    assert_eq!(assign(&after, "one", "one"), Ok(Vec::new()));
}

#[test]
fn a_case_without_enhanced_rights_is_not_left_with_a_closed_account() {
    let mut case = case();
    case.received.assessment.tier = Tier::Standard;
    let left = vec![assigned("one"), task(TaskKind::NameCoordinator, 900)];
    let (case, _) = append_all(&case, left, at(1)).unwrap();
    let said = finish_task(&case, 3, TaskOutcome::NotNeeded, None, "two");
    assert!(matches!(said, Err(Refused::NotNow(_))), "{said:?}");
}
