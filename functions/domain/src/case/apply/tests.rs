//! The owner of a case, whatever happens to its onward referrals.

mod any;
mod coordinator_queue;
mod lifecycle;
mod person;
mod promises;
mod uplift;

use super::*;
use crate::case::commands::clock::overdue;
use events::care::{Act, ContactOutcome, Outcome, RecoveryStage};
use events::case::{CloseReason, CoordinatorReason};
use events::case::{DeclineReason, Matched, Offered, OnwardState, OwnerKind, TaskKind};
use events::referral::{ChannelKind, Modality};
use jiff::SignedDuration;
use proptest::prelude::*;

fn at(minutes: i64) -> Timestamp {
    "2026-11-23T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

/// The sample case, just received.
fn case() -> Case {
    let sample = include_str!("../../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    open(event.reference, *received, at(0)).0
}

fn matched() -> CaseChange {
    CaseChange::Matched(Matched {
        left: Vec::new(),
        unmet: Vec::new(),
        newly_unmet: Vec::new(),
        unserved: Vec::new(),
        local_authority: None,
    })
}

fn offered(number: usize, accept_by: i64) -> CaseChange {
    CaseChange::Offered(Offered {
        onward: format!("one-{number}"),
        provider: format!("provider-{number}"),
        service: format!("service-{number}"),
        needs: Vec::new(),
        accept_by: at(accept_by),
        reasons: Vec::new(),
        capacity: None,
        hand_on: None,
        referred_on: None,
        moved_from: None,
    })
}

fn accepted(number: usize, first_contact: i64) -> CaseChange {
    CaseChange::Accepted {
        onward: format!("one-{number}"),
        provider: format!("provider-{number}"),
        first_contact_by: at(first_contact),
    }
}

fn declined(number: usize) -> CaseChange {
    CaseChange::Declined {
        onward: format!("one-{number}"),
        provider: format!("provider-{number}"),
        why: DeclineReason::NoCapacity,
    }
}

fn given(why: CoordinatorReason, due: i64) -> CaseChange {
    CaseChange::GivenToCoordinators { why, due: at(due) }
}

fn check(changes: Vec<CaseChange>, owner: OwnerKind, provider: Option<&str>, due: i64) {
    let (case, _) = append_all(&case(), changes, at(1)).unwrap();
    assert_eq!(
        case.owner,
        Owner {
            kind: owner,
            provider: provider.map(str::to_owned),
            due: at(due)
        }
    );
}

#[test]
fn the_first_that_was_asked_has_it_until_somebody_accepts() {
    check(
        vec![matched(), offered(1, 240), offered(2, 60)],
        OwnerKind::Queue,
        Some("provider-1"),
        60,
    );
    check(
        vec![matched(), offered(1, 240), offered(2, 60), accepted(2, 900)],
        OwnerKind::Provider,
        Some("provider-2"),
        240,
    );
}

#[test]
fn after_a_decline_the_hub_searches_within_two_minutes() {
    check(vec![offered(1, 240), declined(1)], OwnerKind::Hub, None, 3);
    check(
        vec![offered(1, 240), offered(2, 60), declined(1)],
        OwnerKind::Queue,
        Some("provider-2"),
        3,
    );
}

#[test]
fn a_hold_lasts_until_the_case_is_offered() {
    let nobody = vec![
        matched(),
        offered(1, 240),
        offered(2, 60),
        declined(1),
        given(CoordinatorReason::NoService, 500),
    ];
    check(nobody.clone(), OwnerKind::Coordinators, None, 500);
    check(
        [nobody.clone(), vec![accepted(2, 900)]].concat(),
        OwnerKind::Coordinators,
        None,
        500,
    );
    check(
        [nobody, vec![offered(3, 240)]].concat(),
        OwnerKind::Queue,
        Some("provider-2"),
        60,
    );
}

#[test]
fn coordinators_follow_up_a_late_first_contact() {
    let (mut case, _) = append_all(
        &case(),
        vec![matched(), offered(1, 240), accepted(1, 900)],
        at(1),
    )
    .unwrap();
    assert_eq!(overdue(&case, at(899)), Vec::new());
    let late = overdue(&case, at(900));
    assert!(matches!(
        late.as_slice(),
        [CaseChange::GivenToCoordinators {
            why: CoordinatorReason::Overdue,
            ..
        }]
    ));
    for what in late {
        append(&mut case, what, at(900)).unwrap();
    }
    assert_eq!(
        (case.owner.kind, case.clock_due()),
        (OwnerKind::Coordinators, None)
    );
    for what in overdue(&case, at(10_000)) {
        let chased =
            matches!(&what, CaseChange::TaskGiven(given) if given.kind == TaskKind::ChasePromise);
        let seen = chased || matches!(what, CaseChange::PromiseBroken { .. });
        assert!(
            seen,
            "pursued once; what was promised is seen to be broken, and that nobody looked is asked after"
        );
        append(&mut case, what, at(10_000)).unwrap();
    }
    assert_eq!(overdue(&case, at(10_001)), Vec::new());
    append(&mut case, offered(2, 1_000), at(901)).unwrap();
    assert_eq!(
        (case.owner.kind, case.clock_due()),
        (OwnerKind::Coordinators, Some(at(1_000)))
    );
}

#[test]
fn each_offer_lapses_on_its_own() {
    let (case, _) = append_all(&case(), vec![offered(1, 240), offered(2, 60)], at(1)).unwrap();
    assert_eq!(
        overdue(&case, at(60)),
        vec![CaseChange::Expired {
            onward: "one-2".to_owned()
        }]
    );
    let lapsed = |what: &CaseChange| matches!(what, CaseChange::Expired { .. });
    assert_eq!(
        overdue(&case, at(240))
            .iter()
            .filter(|what| lapsed(what))
            .count(),
        2
    );
}

#[test]
fn a_service_has_one_offer_and_one_answer() {
    let refused = |changes: Vec<CaseChange>| append_all(&case(), changes, at(1)).unwrap_err();
    assert_eq!(
        refused(vec![offered(1, 240), offered(1, 240)]),
        IllegalChange::ServiceHasIt
    );
    assert_eq!(
        refused(vec![offered(1, 240), accepted(1, 900), declined(1)]),
        IllegalChange::NotOnOffer
    );
    assert_eq!(
        refused(vec![offered(1, 240), accepted(2, 900)]),
        IllegalChange::NoSuchOnward
    );
}

proptest! {
    /// After any sequence of events, somebody owns the case, by the earliest due time.
    #[test]
    fn a_case_is_never_without_an_owner(steps in proptest::collection::vec((0..6_u8, 1..5_usize, 1..500_i64), 0..20)) {
        let mut case = case();
        for (minute, (kind, number, later)) in (1..).zip(steps) {
            let now = at(minute);
            let what = match kind {
                0 => vec![offered(number, minute + later)],
                1 => vec![accepted(number, minute + later)],
                2 => vec![declined(number), given(CoordinatorReason::NoService, minute + later)],
                3 => vec![given(CoordinatorReason::NoService, minute + later)],
                4 => vec![CaseChange::Expired { onward: format!("one-{number}") }],
                _ => overdue(&case, now),
            };
            if let Ok((after, _)) = append_all(&case, what, now) {
                case = after;
            }
            prop_assert_eq!(case.owned(), Some(case.owner.clone()));
            prop_assert!(!case.coordination.holds.is_empty() || case.clock_due() == Some(case.owner.due));
        }
    }
}

fn cared(act: Act) -> CaseChange {
    CaseChange::Cared {
        onward: "one-1".to_owned(),
        provider: "provider-1".to_owned(),
        act,
    }
}

#[test]
fn a_provider_has_a_due_time_until_support_ends() {
    let mut case = case();
    append(&mut case, matched(), at(0)).unwrap();
    append(&mut case, offered(1, 60), at(0)).unwrap();
    assert_eq!(
        append(
            &mut case,
            cared(Act::StageReached {
                stage: RecoveryStage::Inform
            }),
            at(1)
        ),
        Err(IllegalChange::NotAccepted)
    );
    append(&mut case, accepted(1, 600), at(2)).unwrap();
    assert_eq!(case.owner.due, at(600));
    append(
        &mut case,
        cared(Act::SessionHeld {
            modality: Modality::Phone,
            minutes: 30,
        }),
        at(3),
    )
    .unwrap();
    assert!(
        case.owner.due > at(600),
        "the first contact is made: the next thing is due later"
    );
    append(
        &mut case,
        cared(Act::Closed {
            outcome: Outcome::Declined,
        }),
        at(4),
    )
    .unwrap();
    assert_eq!(case.owner.kind, OwnerKind::Nobody);
    assert_eq!(case.clock_due(), None);
}

#[test]
fn the_coordinators_pursue_a_late_contact_until_it_is_made() {
    let mut case = case();
    append(&mut case, matched(), at(0)).unwrap();
    append(&mut case, offered(1, 60), at(0)).unwrap();
    append(&mut case, accepted(1, 600), at(2)).unwrap();
    append(&mut case, given(CoordinatorReason::Overdue, 700), at(601)).unwrap();
    assert_eq!(case.owner.kind, OwnerKind::Coordinators);
    let reached = Act::ContactTried {
        by: ChannelKind::Phone,
        outcome: ContactOutcome::Reached,
    };
    append(&mut case, cared(reached), at(602)).unwrap();
    assert_eq!(case.owner.kind, OwnerKind::Provider);
}

fn reached(number: usize) -> CaseChange {
    let act = Act::ContactTried {
        by: ChannelKind::Phone,
        outcome: ContactOutcome::Reached,
    };
    CaseChange::Cared {
        onward: format!("one-{number}"),
        provider: format!("provider-{number}"),
        act,
    }
}

/// The first provider has it and is late, at minute 600.
fn late() -> Vec<CaseChange> {
    vec![matched(), offered(1, 240), offered(2, 240), accepted(1, 1)]
}

#[test]
fn an_unmet_need_stays_held_when_a_late_provider_acts() {
    let unmet = [
        late(),
        vec![declined(2), given(CoordinatorReason::NoService, 500)],
    ]
    .concat();
    check(
        [unmet.clone(), vec![given(CoordinatorReason::Overdue, 700)]].concat(),
        OwnerKind::Coordinators,
        None,
        500,
    );
    let both = vec![given(CoordinatorReason::Overdue, 700), reached(1)];
    check([unmet, both].concat(), OwnerKind::Coordinators, None, 500);
}

#[test]
fn an_unwanted_late_provider_is_not_followed_up() {
    let (case, _) = append_all(
        &case(),
        [late(), vec![given(CoordinatorReason::Overdue, 700)]].concat(),
        at(1),
    )
    .unwrap();
    assert_eq!(case.owner.kind, OwnerKind::Coordinators);
    let (case, _) = append_all(
        &case,
        vec![
            CaseChange::Withdrawn {
                onward: "one-1".to_owned(),
            },
            matched(),
        ],
        at(2),
    )
    .unwrap();
    assert_eq!(
        (case.owner.kind, case.owner.provider.as_deref()),
        (OwnerKind::Queue, Some("provider-2"))
    );
}

#[test]
fn a_safety_hold_stays_until_coordinators_act() {
    for why in [CoordinatorReason::Unsafe, CoordinatorReason::NotReached] {
        let found = [late(), vec![given(why, 500), declined(2)]].concat();
        let (case, _) = append_all(&case(), found.clone(), at(1)).unwrap();
        assert_eq!(
            case.support.match_by,
            Some(at(3)),
            "the hub still looks for somebody who meets what was refused"
        );
        let others = vec![matched(), offered(3, 240)];
        check(
            [found.clone(), others].concat(),
            OwnerKind::Coordinators,
            None,
            500,
        );
        let (case, _) = append_all(&case, vec![chosen()], at(2)).unwrap();
        assert_eq!(
            case.owner.kind,
            OwnerKind::Provider,
            "a coordinator has spoken to the person"
        );
    }
}

#[test]
fn a_providers_finding_does_not_end_the_search() {
    let before = [late(), vec![declined(2)]].concat();
    let (case, _) = append_all(
        &case(),
        [before, vec![given(CoordinatorReason::Unsafe, 500)]].concat(),
        at(1),
    )
    .unwrap();
    assert_eq!(
        (case.support.match_by, case.support.refused),
        (Some(at(3)), true)
    );
}

fn chosen() -> CaseChange {
    CaseChange::Chosen(Chosen {
        wanted: Vec::new(),
        unwanted: vec!["service-2".to_owned()],
        reason: events::case::ChoiceReason::NotReady,
        by: "someone".to_owned(),
    })
}
