//! Consent and contact details.

use super::lifecycle::{after, closed, had, refuses, reopened, task};
use super::*;
use crate::case::commands::consent::change_consent;
use crate::gate::ContactStatus;
use events::assessment::AutomaticContact;
use events::case::{
    Actor, ContactChangeReason, ContactChanged, Disclosed, DisclosedScope, DisclosedTo,
    DisclosureApproved, DisclosureReason, HandOn, HandOnBasis, HandOnReason, TaskDone, TaskKind,
    TaskOutcome,
};
use events::profile::Profile;
use events::referral::{Basis, Frequency, GivenBy, Scope};

fn profile() -> Profile {
    let text = include_str!("../../../../../../infra/areas/thames-valley/profile.json");
    serde_json::from_str(text).unwrap()
}

/// The person's consent to sharing, as events.
fn says(case: &Case, yes: bool) -> Vec<CaseChange> {
    let scope = if yes {
        vec![Scope::Assess, Scope::ShareWithProviders]
    } else {
        vec![Scope::Assess]
    };
    change_consent(
        case,
        &profile(),
        Some(Basis::Consent),
        Some(GivenBy::Person),
        scope,
        Actor::Person,
    )
}

fn handed_on(number: usize) -> CaseChange {
    handed_on_by(number, HandOnBasis::SeriousHarmOverride)
}

fn handed_on_by(number: usize, basis: HandOnBasis) -> CaseChange {
    let CaseChange::Offered(offer) = offered(number, 240) else {
        panic!("an offer")
    };
    let reason = HandOnReason::SeriousHarm;
    CaseChange::Offered(Offered {
        hand_on: Some(HandOn {
            basis,
            reason,
            by: "someone".to_owned(),
        }),
        ..offer
    })
}

#[test]
fn withdrawn_consent_withdraws_offers_and_needs_a_look() {
    let case = after([had(), vec![(5, handed_on(2))]].concat());
    let (case, events) = append_all(&case, says(&case, false), at(6)).unwrap();
    assert_eq!(
        events.len(),
        2,
        "an offer that a coordinator handed on has separate grounds"
    );
    assert_eq!(
        case.support.onward("one-1").unwrap().state,
        OnwardState::Withdrawn
    );
    assert_eq!(
        case.support.onward("one-2").unwrap().state,
        OnwardState::Offered
    );
    assert_eq!(
        case.routing(),
        Routing::ToCoordinators(CoordinatorReason::NotToBeShared)
    );
    assert_eq!(
        case.support.match_by,
        Some(at(8)),
        "the hub sees that it must not look"
    );
}

#[test]
fn a_consented_transfer_is_withdrawn_with_consent() {
    let by_consent = || handed_on_by(2, HandOnBasis::Consent);
    let case_of = |changes: Vec<CaseChange>| append_all(&case(), changes, at(1)).unwrap().0;
    // The person had agreed to sharing with services, and withdraws it.
    let shared = case_of(vec![by_consent()]);
    let (after, _) = append_all(&shared, says(&shared, false), at(2)).unwrap();
    assert_eq!(after.support.onwards[0].state, OnwardState::Withdrawn);
    // The person had agreed to this one transfer, in a call, and changes something else.
    let alone = case_of(
        says(&case(), false)
            .into_iter()
            .chain([by_consent()])
            .collect(),
    );
    let basis = (Some(Basis::Consent), Some(GivenBy::Person));
    let says = |scope| change_consent(&alone, &profile(), basis.0, basis.1, scope, Actor::Person);
    let (after, _) = append_all(&alone, says(vec![Scope::Assess, Scope::Updates]), at(3)).unwrap();
    assert_eq!(after.support.onwards[0].state, OnwardState::Offered);
    let (after, _) = append_all(&alone, says(Vec::new()), at(3)).unwrap();
    assert_eq!(
        after.support.onwards[0].state,
        OnwardState::Withdrawn,
        "they take all of it back"
    );
}

#[test]
fn a_safety_concern_lasts_until_contact_is_confirmed() {
    let contact = |why, by| {
        CaseChange::ContactChanged(ContactChanged {
            unconfirmed: Vec::new(),
            sends_code: false,
            tells_before: false,
            check_by: None,
            safe_channels: Vec::new(),
            frequency: None,
            contact: AutomaticContact {
                automatic: None,
                task: true,
            },
            mail_moved: false,
            why,
            by,
        })
    };
    let withdrawn = CaseChange::Withdrawn {
        onward: "one-1".to_owned(),
    };
    let found = after(
        [
            had(),
            vec![(5, given(CoordinatorReason::Unsafe, 600)), (6, withdrawn)],
        ]
        .concat(),
    );
    let number = found.version + 1;
    let done = |outcome| {
        CaseChange::TaskDone(TaskDone {
            way: None,
            task: number,
            outcome,
            by: "someone".to_owned(),
        })
    };
    let looked = || CaseChange::Looked {
        why: CoordinatorReason::Unsafe,
        by: "someone".to_owned(),
    };
    let coordinator = || Actor::Coordinator {
        account: "someone".to_owned(),
    };
    assert_eq!(found.contact.unsafe_since, Some(at(5)));
    for (changes, still) in [
        (vec![], true),
        (vec![closed(CloseReason::NotReached), reopened()], true),
        (vec![task(TaskKind::Panel, 900), looked()], true),
        (vec![handed_on(2)], true),
        (
            vec![contact(ContactChangeReason::Bounced, Actor::Machine)],
            true,
        ),
        (
            vec![task(TaskKind::Call, 900), done(TaskOutcome::NotReached)],
            true,
        ),
        (
            vec![task(TaskKind::Panel, 900), done(TaskOutcome::Done)],
            true,
        ),
        (
            vec![contact(ContactChangeReason::Asked, Actor::Person)],
            true,
        ),
        (
            vec![contact(ContactChangeReason::FoundOut, coordinator())],
            false,
        ),
        (
            vec![task(TaskKind::Call, 900), done(TaskOutcome::Done)],
            false,
        ),
        (
            vec![task(TaskKind::Letter, 900), done(TaskOutcome::Done)],
            false,
        ),
        (
            vec![task(TaskKind::CheckContact, 900), done(TaskOutcome::Done)],
            false,
        ),
    ] {
        let (case, _) = append_all(&found, changes.clone(), at(7)).unwrap();
        assert_eq!(case.contact.unsafe_since.is_some(), still, "{changes:?}");
        // Closing or withdrawing a case is not a conversation with the person.
        let over = crate::case::commands::lifecycle::close(
            &case,
            CloseReason::Withdrew,
            None,
            Actor::Person,
        );
        let (over, _) = append_all(&case, over, at(8)).unwrap();
        assert_eq!(
            ContactStatus::of(&over) == ContactStatus::Unsafe,
            still,
            "{changes:?}, and closed"
        );
    }
}

#[test]
fn consent_cannot_end_while_somebody_has_the_case_by_it() {
    let case = after(had());
    let what = says(&case, false).pop().unwrap();
    refuses(&case, what, 6, IllegalChange::StillLive);
}

#[test]
fn nothing_is_offered_that_the_person_does_not_share() {
    let (case, _) = append_all(&case(), says(&case(), false), at(1)).unwrap();
    refuses(&case, offered(1, 240), 2, IllegalChange::NotToBeShared);
    append_all(&case, vec![handed_on(1)], at(2))
        .expect("a coordinator has separate grounds for handing on");
    let (case, _) = append_all(&case, says(&case, true), at(3)).unwrap();
    append_all(&case, vec![offered(1, 240)], at(4)).expect("they agreed again");
}

#[test]
fn later_consent_starts_a_search() {
    let (case, _) = append_all(&case(), says(&case(), false), at(1)).unwrap();
    let (case, _) = append_all(
        &case,
        vec![given(CoordinatorReason::NotToBeShared, 500)],
        at(2),
    )
    .unwrap();
    assert_eq!(case.owner.kind, OwnerKind::Coordinators);
    let (case, _) = append_all(&case, says(&case, true), at(3)).unwrap();
    assert_eq!((case.owner.kind, case.owner.due), (OwnerKind::Hub, at(5)));
    assert_eq!(case.justice.promises[0].kept_at, Some(at(3)));
}

#[test]
fn consent_in_a_closed_case_counts_after_reopening() {
    let case = after(vec![(1, closed(CloseReason::Withdrew))]);
    let (case, _) = append_all(&case, says(&case, false), at(2)).unwrap();
    assert_eq!(
        (case.support.match_by, case.owner.kind),
        (None, OwnerKind::Nobody)
    );
    assert_eq!(
        case.routing(),
        Routing::ToCoordinators(CoordinatorReason::NotToBeShared)
    );
}

#[test]
fn a_change_of_contact_counts_from_then_on() {
    let contact = AutomaticContact {
        automatic: None,
        task: true,
    };
    let changed = CaseChange::ContactChanged(ContactChanged {
        unconfirmed: Vec::new(),
        sends_code: false,
        tells_before: false,
        check_by: None,
        safe_channels: vec![ChannelKind::Phone],
        frequency: Some(Frequency::OnlyWhenAsked),
        contact,
        mail_moved: true,
        why: ContactChangeReason::Bounced,
        by: Actor::Machine,
    });
    let case = after(vec![(1, changed)]);
    assert_eq!(case.received.safe_channels, [ChannelKind::Phone]);
    assert_eq!(case.received.frequency, Some(Frequency::OnlyWhenAsked));
    assert_eq!(case.received.assessment.contact, contact);
}

#[test]
fn sharing_without_consent_needs_somebody_else_and_says_what() {
    let disclosed = |approver: &str, scope: Vec<DisclosedScope>| {
        CaseChange::Disclosed(Disclosed {
            to: DisclosedTo::Police,
            reason: DisclosureReason::DangerToLife,
            reader: None,
            scope,
            approver: approver.to_owned(),
            approve_by: Some(at(60)),
            by: "one".to_owned(),
        })
    };
    for (approver, scope) in [
        ("one", vec![DisclosedScope::Concern]),
        (" ", vec![DisclosedScope::Concern]),
        ("two", vec![]),
    ] {
        refuses(
            &case(),
            disclosed(approver, scope),
            1,
            IllegalChange::NotApproved,
        );
    }
    let wished = after(vec![(1, disclosed("two", vec![DisclosedScope::Concern]))]);
    let due = wished.coordination.open_tasks().next().map(|task| task.due);
    assert_eq!(
        (wished.coordination.disclosures[0].in_force(at(1)), due),
        (false, Some(at(60)))
    );
    let approved = |disclosure, by: &str, until| {
        CaseChange::DisclosureApproved(DisclosureApproved {
            disclosure,
            until: at(until),
            by: by.to_owned(),
        })
    };
    refuses(
        &wished,
        approved(2, "one", 90),
        2,
        IllegalChange::NotApproved,
    );
    refuses(
        &wished,
        approved(2, "two", 2),
        2,
        IllegalChange::NotApproved,
    );
    refuses(
        &wished,
        approved(3, "two", 90),
        2,
        IllegalChange::NoSuchDisclosure,
    );
    let (shared, _) = append_all(&wished, vec![approved(2, "two", 90)], at(2)).unwrap();
    assert!(
        shared.coordination.disclosures[0].in_force(at(89))
            && !shared.coordination.disclosures[0].in_force(at(90))
    );
    assert_eq!(
        (
            shared.coordination.open_tasks().count(),
            shared.justice.promises[0].kept_at
        ),
        (0, Some(at(2)))
    );
    refuses(
        &shared,
        approved(2, "two", 90),
        3,
        IllegalChange::NoSuchDisclosure,
    );
}
