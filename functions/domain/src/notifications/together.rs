//! Receipts for what a person asked within a few minutes are one letter.
//!
//! The first receipt goes immediately, because it shows the person that somebody asked in their name. What follows soon
//! waits, and one letter says all of it that still holds. A mailbox that gets letter after letter attracts attention.

use super::{Notification, content_of, is_news, kind_of};
use events::case::{CaseChange, CaseEvent, CaseFile, Update};
use events::update::{UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};

/// How long after a receipt the next one waits. No receipt is promised by a time.
pub const APART: SignedDuration = SignedDuration::from_mins(15);
/// What was asked earlier was told, or could not be.
const LATELY: SignedDuration = SignedDuration::from_hours(24);

/// What becomes of a receipt that is to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It says this. Empty if nothing of it holds any longer.
    Says(Vec<Notification>),
    /// The person has just had one, so it waits.
    Waits(Timestamp),
    /// The receipt for something that they asked later says it too.
    InLater,
}

/// What becomes of the receipt `request` at `now`.
pub fn receipt(file: &CaseFile, request: &UpdateRequest, now: Timestamp) -> Receipt {
    let asked = |event: &&CaseEvent| is_receipt(file, event);
    let last = file.events.iter().rfind(asked);
    if last.is_some_and(|last| last.seq > request.about) {
        return Receipt::InLater;
    }
    let others = file
        .updates
        .iter()
        .filter(|update| update.kind == UpdateKind::AsAsked && update.about != request.about);
    let (mut told, mut before) = (0, None);
    for update in others {
        told = told.max(update.about);
        before = before.max(Some(update.claimed_at));
    }
    if let Some(next) = before.map(|at| at + APART).filter(|next| *next > now) {
        return Receipt::Waits(next);
    }
    let new = |event: &&CaseEvent| event.seq > told && event.at > now - LATELY;
    let mut says = Vec::new();
    for event in file.events.iter().filter(asked).filter(new) {
        let alone = UpdateRequest {
            about: event.seq,
            ..request.clone()
        };
        says.extend(content_of(file, &alone, now).filter(|one| !says.contains(one)));
    }
    Receipt::Says(says)
}

/// Whether the update is about the event: alone, or as a receipt together with a later one.
pub(super) fn says(update: &Update, event: &CaseEvent) -> bool {
    let together = update.kind == UpdateKind::AsAsked
        && update.about > event.seq
        && event.at > update.claimed_at - LATELY;
    update.about == event.seq || together
}

/// Whether the event leads to a receipt of its own. The end of a pause is told in a digest.
fn is_receipt(file: &CaseFile, event: &CaseEvent) -> bool {
    !matches!(event.what, CaseChange::Resumed { .. })
        && kind_of(&event.what) == Some(UpdateKind::AsAsked)
        && is_news(&file.case, event, UpdateKind::AsAsked)
}
