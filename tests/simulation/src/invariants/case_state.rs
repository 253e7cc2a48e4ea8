//! A case as a whole: closed or open, paused or not, and its owner.

use crate::witness::{CaseRecord, Stage, Witness};
use events::Reference;
use events::case::{Case, OwnerKind};
use twins::State;

/// The state agrees with what was recorded. A closed case rests. A service that takes over does so alone.
pub(super) fn check_case_state(record: &CaseRecord, case: &Case) {
    let reference = &case.reference;
    let ended = case
        .lifecycle
        .ended
        .as_ref()
        .map(|ended| (ended.why, ended.said));
    assert_eq!(
        ended, record.lifecycle.ended,
        "{reference}: closed or open does not agree"
    );
    assert_eq!(
        case.contact.paused_until, record.contact.quiet_until,
        "{reference} is paused until another time"
    );
    assert_eq!(
        (case.tier(), case.risk()),
        record.raised_to(),
        "{reference} has another tier or risk"
    );
    let learned: Vec<u32> = record.assessed.iter().skip(1).map(|one| one.0).collect();
    let kept = case.coordination.reassessments.iter();
    assert!(
        kept.clone().map(|one| one.number).eq(learned),
        "{reference} does not keep what was known before"
    );
    assert!(
        kept.zip(&record.assessed)
            .all(|(one, before)| (one.before.tier, one.before.risk) == (before.1, before.2)),
        "{reference} keeps another version than the one before"
    );
    assert_eq!(
        record.must_look_at_danger, None,
        "{reference}: a danger was learned and nobody looks"
    );
    assert_eq!(
        (&case.coordination.coordinator, case.coordination.handovers),
        (&record.coordinators.named, record.coordinators.handovers),
        "{reference} has another coordinator"
    );
    let open: Vec<u32> = case
        .coordination
        .open_tasks()
        .map(|task| task.task)
        .collect();
    assert_eq!(
        open,
        record
            .coordinators
            .tasks
            .keys()
            .copied()
            .collect::<Vec<_>>(),
        "{reference} has other tasks"
    );
    let open = !record.access.closed && !record.lifecycle.erased;
    assert_eq!(
        (case.access.generation, case.has_open_page()),
        (record.access.changes, open),
        "{reference}: other words open its page"
    );
    let must_close = record.access.must_close;
    assert_eq!(must_close, None, "{reference}: its page is open");
    assert_eq!(
        case.lifecycle.erasure.is_done(),
        record.lifecycle.erased,
        "{reference}: known or deleted does not agree"
    );
    // An open case has an owner. A closed one has one only while something must still be done by hand.
    let open = record.lifecycle.ended.is_none();
    assert!(
        !open || case.owner.kind != OwnerKind::Nobody,
        "{reference} is open without an owner"
    );
    let by_hand = matches!(case.owner.kind, OwnerKind::Nobody | OwnerKind::Coordinators);
    assert!(
        !record.closed() || by_hand && record.coordinators.held.is_empty(),
        "{reference} is closed and active"
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

/// After a deletion nothing says who the person was or what they said.
pub(super) fn check_deleted_people(state: &State, witness: &Witness) {
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

/// After everything is delivered, no provider's note about them is left, and the hub does not recognise them.
pub(super) fn check_deletion_is_complete(state: &State, witness: &Witness) {
    let waiting = state
        .cases
        .values()
        .find(|case| case.lifecycle.erasure.requested().is_some())
        .map(|case| &case.reference);
    assert_eq!(waiting, None, "a case must be deleted and is still known");
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
        check_remains(state, reference);
    }
}

/// Nothing that is stored says when anything happened to the week, who did it, or what it was about.
fn check_remains(state: &State, reference: &Reference) {
    let case = &state.cases[reference];
    assert!(
        case.has_only_remains() && case.owner.kind == OwnerKind::Nobody,
        "{reference} is deleted and its case is not"
    );
    assert!(
        state.erasures.contains_key(reference) && state.remains_until.contains_key(reference),
        "{reference} is not in the register of erased cases"
    );
    let left = state.updates.keys().any(|of| of.reference == *reference)
        || state.timers.keys().any(|of| of.reference == *reference);
    assert!(!left, "{reference} is deleted and its letters are not");
    let answered = state
        .submissions
        .values()
        .flatten()
        .any(|(_, answer)| answer.reference == *reference);
    assert!(!answered, "{reference} is deleted and its answer is not");
    let events = serde_json::to_value(&state.events[reference]).expect("JSON");
    let [received, ..] = events.as_array().map(Vec::as_slice).unwrap_or_default() else {
        panic!("{reference} has no events");
    };
    assert_eq!(
        (
            &received["what"]["submission"],
            &received["what"]["language"]
        ),
        (&"".into(), &"und".into())
    );
}
