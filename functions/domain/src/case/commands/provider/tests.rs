//! What a provider may answer, and what follows.

use super::*;
use crate::case::apply::{append_all, open};
use crate::case::commands::lifecycle::close;
use events::case::{Actor, CaseEvent, CloseReason, Offered, TaskDone, TaskOutcome};
use jiff::SignedDuration;

const PROVIDER: &str = "of-a";

fn received() -> Case {
    let sample = include_str!("../../../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    open(event.reference, *received, event.at).0
}

fn after(case: &Case, changes: Vec<CaseChange>) -> Case {
    append_all(case, changes, case.opened_at).unwrap().0
}

fn offer(onward: &str, service: &str, now: Timestamp) -> Offered {
    Offered {
        onward: onward.to_owned(),
        provider: format!("of-{service}"),
        service: service.to_owned(),
        needs: Vec::new(),
        accept_by: now + SignedDuration::from_hours(4),
        reasons: Vec::new(),
        capacity: None,
        hand_on: None,
        referred_on: None,
        moved_from: None,
    }
}

/// A case that is offered to one provider, as onward referral `one`.
fn on_offer() -> Case {
    let case = received();
    let now = case.opened_at;
    after(&case, vec![CaseChange::Offered(offer("one", "a", now))])
}

fn yes(case: &Case, onward: &str, provider: &str) -> Result<Vec<CaseChange>, NotAnswered> {
    accept(case, onward, provider, &Clocks::default(), case.opened_at)
}

fn no(case: &Case, why: DeclineReason) -> Result<Vec<CaseChange>, NotAnswered> {
    decline(case, "one", PROVIDER, why, case.opened_at)
}

#[test]
fn a_provider_accepts_once_with_a_contact_deadline() {
    let case = on_offer();
    let changes = yes(&case, "one", PROVIDER).unwrap();
    let due = first_contact_by(&Clocks::default(), case.opened_at);
    let accepted = CaseChange::Accepted {
        onward: "one".to_owned(),
        provider: PROVIDER.to_owned(),
        first_contact_by: due,
    };
    assert_eq!(changes, [accepted]);
    assert_eq!(yes(&after(&case, changes), "one", PROVIDER), Ok(Vec::new()));
}

#[test]
fn another_provider_can_answer_nothing() {
    let case = on_offer();
    let refused = Err(NotAnswered::NoSuchOnward);
    assert_eq!(yes(&case, "one", "of-b"), refused);
    assert_eq!(yes(&case, "two", PROVIDER), refused);
    let why = DeclineReason::NoCapacity;
    assert_eq!(decline(&case, "one", "of-b", why, case.opened_at), refused);
}

#[test]
fn an_offer_is_answered_before_its_time_has_passed() {
    let case = on_offer();
    let late = case.opened_at + SignedDuration::from_hours(4);
    let refused = Err(NotAnswered::NotOnOffer);
    assert_eq!(
        accept(&case, "one", PROVIDER, &Clocks::default(), late),
        refused
    );
    let why = DeclineReason::NoCapacity;
    assert_eq!(decline(&case, "one", PROVIDER, why, late), refused);
    let withdrawn = CaseChange::Withdrawn {
        onward: "one".to_owned(),
    };
    assert_eq!(
        yes(&after(&case, vec![withdrawn]), "one", PROVIDER),
        refused
    );
}

#[test]
fn a_provider_declines_once_and_not_after_it_accepted() {
    let case = on_offer();
    let declined = after(&case, no(&case, DeclineReason::NoCapacity).unwrap());
    assert_eq!(no(&declined, DeclineReason::Duplicate), Ok(Vec::new()));
    assert_eq!(
        yes(&declined, "one", PROVIDER),
        Err(NotAnswered::NotOnOffer)
    );
    let accepted = after(&case, yes(&case, "one", PROVIDER).unwrap());
    assert_eq!(
        no(&accepted, DeclineReason::NoCapacity),
        Err(NotAnswered::Accepted)
    );
}

#[test]
fn an_unsafe_decline_gives_the_case_to_coordinators_once() {
    let case = on_offer();
    let changes = no(&case, DeclineReason::Unsafe).unwrap();
    let looked_at = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::Unsafe,
        due: case_due(&case, case.opened_at),
    };
    assert_eq!(changes[1..], *std::slice::from_ref(&looked_at));
    let after = after(&case, changes);
    assert_eq!(
        follow_up_decline(&after, DeclineReason::Unsafe, case.opened_at),
        None
    );
    // After a coordinator has looked, another provider's report counts again.
    let mut looked = after;
    looked.coordination.holds.clear();
    assert_eq!(
        follow_up_decline(&looked, DeclineReason::Unsafe, case.opened_at),
        Some(looked_at)
    );
}

#[test]
fn wrong_details_are_checked_by_one_task_at_a_time() {
    let case = on_offer();
    let now = case.opened_at;
    let after_no = after(&case, no(&case, DeclineReason::WrongDetails).unwrap());
    assert!(after_no.coordination.has_open_task(TaskKind::CheckContact));
    assert_eq!(
        follow_up_decline(&after_no, DeclineReason::WrongDetails, now),
        None
    );
    let task = after_no.coordination.open_tasks().last().unwrap().task;
    let done = CaseChange::TaskDone(TaskDone {
        way: None,
        task,
        outcome: TaskOutcome::Done,
        by: "ada".to_owned(),
    });
    let checked = after(&after_no, vec![done]);
    assert!(follow_up_decline(&checked, DeclineReason::WrongDetails, now).is_some());
}

#[test]
fn every_other_decline_reveals_nothing() {
    let case = on_offer();
    for why in DeclineReason::ALL {
        let reveals = matches!(why, DeclineReason::Unsafe | DeclineReason::WrongDetails);
        let found = follow_up_decline(&case, *why, case.opened_at);
        assert_eq!(found.is_some(), reveals, "{why}");
    }
}

#[test]
fn a_takeover_ends_the_other_support() {
    let mut case = on_offer();
    case = after(&case, yes(&case, "one", PROVIDER).unwrap());
    let takes_over = Offered {
        moved_from: Some("one".to_owned()),
        ..offer("two", "b", case.opened_at)
    };
    case = after(&case, vec![CaseChange::Offered(takes_over)]);
    let changes = yes(&case, "two", "of-b").unwrap();
    let handed_over = CaseChange::HandedOver {
        onward: "one".to_owned(),
        to: "two".to_owned(),
    };
    assert_eq!(changes[1..], [handed_over]);
    // The other provider has closed its part in the meantime, so there is nothing to hand over.
    let closed = CaseChange::Cared {
        onward: "one".to_owned(),
        provider: PROVIDER.to_owned(),
        act: Act::Closed {
            outcome: Outcome::NoCapacity,
        },
    };
    let alone = after(&case, vec![closed]);
    assert_eq!(yes(&alone, "two", "of-b").unwrap().len(), 1);
}

#[test]
fn a_closed_case_has_nothing_on_offer() {
    let case = on_offer();
    let closed = after(
        &case,
        close(&case, CloseReason::Withdrew, None, Actor::Person),
    );
    assert_eq!(yes(&closed, "one", PROVIDER), Err(NotAnswered::NotOnOffer));
}
