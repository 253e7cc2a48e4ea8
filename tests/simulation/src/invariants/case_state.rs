//! A case as a whole: over or not, quiet or not, whose it is.

use crate::witness::{CaseRecord, Stage, Witness};
use events::case::{Case, OwnerKind};
use twins::State;

/// The state says what was recorded; what is closed rests; who takes over from another does so alone.
pub(super) fn a_case_is_what_was_said_of_it(record: &CaseRecord, case: &Case) {
    let reference = &case.reference;
    let ended = case.ended.as_ref().map(|ended| (ended.why, ended.said));
    assert_eq!(
        ended, record.lifecycle.ended,
        "{reference} is over, and it is not, or otherwise"
    );
    assert_eq!(
        case.paused_until, record.contact.quiet_until,
        "{reference} is quiet at another time"
    );
    assert_eq!(
        (case.tier(), case.risk()),
        record.raised_to(),
        "{reference} was raised to something else, or lowered"
    );
    assert_eq!(
        (&case.coordinator, case.handovers),
        (&record.coordinators.named, record.coordinators.handovers),
        "{reference} is another's"
    );
    let open: Vec<u32> = case.open_tasks().map(|task| task.task).collect();
    assert_eq!(
        open,
        record
            .coordinators
            .tasks
            .keys()
            .copied()
            .collect::<Vec<_>>(),
        "{reference}: other things are to be done"
    );
    assert_eq!(
        case.erased_at.is_some(),
        record.lifecycle.erased,
        "{reference}: somebody is known, or is not"
    );
    // An open case is somebody's; a closed one only where something is still to be done by hand.
    let open = record.lifecycle.ended.is_none();
    assert!(
        !open || case.owner.kind != OwnerKind::Nobody,
        "{reference} is open and nobody's"
    );
    let by_hand = matches!(case.owner.kind, OwnerKind::Nobody | OwnerKind::Coordinators);
    assert!(
        !record.closed() || by_hand && record.coordinators.held.is_empty(),
        "{reference} is closed and goes on"
    );
    for (code, referral) in record
        .onwards
        .iter()
        .filter(|(_, referral)| referral.stage == Stage::Accepted)
    {
        let from = referral
            .offered
            .moved_from
            .as_ref()
            .map(|from| &record.onwards[from]);
        assert!(
            from.is_none_or(|from| !from.is_live()),
            "{code} was taken over and two have it"
        );
    }
    let shared = |referral: &&crate::witness::OnwardReferral| {
        referral.is_live() && referral.offered.hand_on.is_none()
    };
    assert!(
        record.routing.shared || !record.onwards.values().any(|referral| shared(&referral)),
        "{reference} is not to be shared"
    );
}

/// Once somebody is deleted, nothing says who they were or what they said.
pub(super) fn of_whom_is_deleted_nothing_is_left(state: &State, witness: &Witness) {
    for (reference, _) in witness
        .records
        .iter()
        .filter(|(_, record)| record.lifecycle.erased)
    {
        assert!(
            !state.people.contains_key(reference),
            "{reference} is deleted and still known"
        );
        let words = state.words.keys().any(|(whose, _)| whose == reference);
        assert!(
            !words,
            "{reference} is deleted and their words are still there"
        );
    }
}

/// Once all is delivered, nothing that providers noted of them is left, and the hub does not know them again.
pub(super) fn of_whom_is_deleted_nothing_is_remembered(state: &State, witness: &Witness) {
    for (reference, _) in witness
        .records
        .iter()
        .filter(|(_, record)| record.lifecycle.erased)
    {
        let notes = state.notes.keys().any(|(whose, ..)| whose == reference);
        assert!(
            !notes,
            "{reference} is deleted and what was noted of them is still there"
        );
        let known = state
            .sightings
            .values()
            .flatten()
            .any(|seen| seen.reference == *reference);
        assert!(!known, "{reference} is deleted and would be known again");
    }
}
