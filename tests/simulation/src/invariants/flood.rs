//! What must hold while somebody floods the hub: nobody else waits for it, and nobody's mailbox is filled.

use crate::Run;
use crate::people::FLOODER;
use crate::witness::CaseRecord;
use events::Reference;
use events::case::{Case, Update};
use events::update::{UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use platform::ports::Lane;
use std::collections::{BTreeMap, BTreeSet};
use twins::{Mail, State};

/// For how long a letter counts.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// For how long a letter is tried again that the mail service refuses.
const TRIED: SignedDuration = SignedDuration::from_hours(4);

/// The letters that were sent lately to each address: when, of which case, which kind, and whether it took the room that
/// the address has.
#[derive(Default)]
pub(crate) struct Letters(BTreeMap<String, Vec<(Timestamp, Reference, UpdateKind, bool)>>);

/// All addresses that a case ever called safe.
pub(crate) type Addresses = BTreeMap<Reference, BTreeSet<String>>;

/// Only referrals of a flood are set aside. Nothing is reserved for them, and they are in a separate lane.
pub(super) fn check_set_aside(run: &Run, record: &CaseRecord, case: &Case) {
    let aside = record.coordinators.aside;
    assert_eq!(case.set_aside().is_some(), aside, "{}", case.reference);
    let urgent = Lane::of(case) != Lane::SetAside;
    assert_eq!(urgent, !aside, "{} is in another lane", case.reference);
    if !aside {
        return;
    }
    let mut came = run
        .accepted
        .iter()
        .filter(|(_, reference)| **reference == case.reference);
    if let Some((id, _)) = came.next() {
        assert_eq!(run.sent[id].asker, FLOODER, "somebody else was set aside");
    }
    assert!(
        case.support.onwards.is_empty(),
        "a place is reserved for {}, which was set aside",
        case.reference
    );
    assert!(
        case.triage.is_none(),
        "the hub remembers what was set aside"
    );
}

/// An address that nobody confirmed gets one letter within a day of those that a sender can cause. Other letters are only
/// of a case that wrote there before.
pub(super) fn check_letters_to_address(record: &CaseRecord, mail: &Mail, seen: &mut Letters) {
    let received = record.received.as_ref().expect("a referral");
    if !received.counted || record.contact.address_confirmed {
        return;
    }
    let (reference, kind) = (&mail.update.reference, mail.update.kind);
    let letters = seen.0.entry(mail.to.clone()).or_default();
    letters.retain(|(at, ..)| mail.at.duration_since(*at) < DAY);
    let own = letters.iter().any(|(_, of, ..)| of == reference);
    let told_change = letters
        .iter()
        .any(|(_, of, kind, _)| of == reference && *kind == UpdateKind::ContactChanged);
    let takes_room = !own
        || match kind {
            UpdateKind::Acknowledgement
            | UpdateKind::AsAsked
            | UpdateKind::ConfirmContact
            | UpdateKind::Digest => true,
            UpdateKind::ContactChanged => told_change,
            _ => false,
        };
    let room_taken = letters.iter().any(|(.., took)| *took);
    assert!(
        !(takes_room && room_taken),
        "{} got {kind} of {reference} at {}, within a day of {letters:?}",
        mail.to,
        mail.at
    );
    letters.push((mail.at, reference.clone(), kind, takes_room));
}

/// Whether another update was claimed for the same mailbox, or a letter sent there, within the day before this one, so that
/// it may be left out. What was claimed for a case that is erased since is gone, and the letter is known. `addresses` are
/// all that each case ever had.
pub(crate) fn had_a_letter(
    state: &State,
    addresses: &Addresses,
    request: &UpdateRequest,
    update: &Update,
) -> bool {
    let none = BTreeSet::new();
    let of = |reference: &Reference| addresses.get(reference).unwrap_or(&none);
    let own = of(&request.reference);
    let lately = |at: Timestamp| {
        at <= update.claimed_at + TRIED && update.claimed_at.duration_since(at) <= DAY
    };
    let claimed = state.updates.iter().any(|(other, (claimed, _))| {
        let same = other.reference == request.reference || !of(&other.reference).is_disjoint(own);
        other != request && same && lately(claimed.claimed_at)
    });
    let mut mails = state.mails.iter();
    let sent =
        mails.any(|mail| mail.update != *request && own.contains(&mail.to) && lately(mail.at));
    state.cases[&request.reference].received.counted && (claimed || sent)
}
