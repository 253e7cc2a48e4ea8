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
/// A receipt also says what was asked as long as this before it. What was asked earlier was told, or could not be.
const LATELY: SignedDuration = SignedDuration::from_hours(24);

/// What happens to a receipt that has to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It says this. Empty if none of it holds any longer.
    Says(Vec<Notification>),
    /// The person has just had one, so it waits.
    Waits(Timestamp),
    /// The receipt for something that they asked later says it too.
    InLater,
}

/// What happens to the receipt `request` at `now`. Each receipt says what it is about, however long it had to wait for the
/// person's hours.
pub fn receipt(file: &CaseFile, request: &UpdateRequest, now: Timestamp) -> Receipt {
    let Some(own) = event_of(file, request.about) else {
        return Receipt::Says(Vec::new());
    };
    // One that no longer holds is never sent, and says nothing else either.
    let last = file
        .events
        .iter()
        .rfind(|event| content_alone(file, event, now).is_some());
    if last.is_some_and(|last| last.seq > own.seq && is_shortly_before(own, last)) {
        return Receipt::InLater;
    }
    let others: Vec<&Update> = file
        .updates
        .iter()
        .filter(|update| update.kind == UpdateKind::AsAsked && update.about != own.seq)
        .collect();
    let before = others.iter().map(|update| update.claimed_at).max();
    if let Some(next) = before.map(|at| at + APART).filter(|next| *next > now) {
        return Receipt::Waits(next);
    }
    let mut said = Vec::new();
    for event in &file.events {
        let is_in_it = event.seq <= own.seq && is_shortly_before(event, own);
        if is_in_it && !others.iter().any(|update| says(file, update, event)) {
            said.extend(content_alone(file, event, now).filter(|one| !said.contains(one)));
        }
    }
    Receipt::Says(said)
}

/// Whether the update is about the event: alone, or as a receipt together with a later one.
pub(super) fn says(file: &CaseFile, update: &Update, event: &CaseEvent) -> bool {
    let together = || {
        update.kind == UpdateKind::AsAsked
            && update.about > event.seq
            && !matches!(event.what, CaseChange::Resumed { .. })
            && event_of(file, update.about).is_some_and(|own| is_shortly_before(event, own))
    };
    update.about == event.seq || together()
}

fn event_of(file: &CaseFile, number: u32) -> Option<&CaseEvent> {
    file.events.iter().find(|event| event.seq == number)
}

fn is_shortly_before(event: &CaseEvent, later: &CaseEvent) -> bool {
    event.at > later.at - LATELY
}

/// What a receipt says of the event, if it leads to one and still holds. The end of a pause is told in a digest.
fn content_alone(file: &CaseFile, event: &CaseEvent, now: Timestamp) -> Option<Notification> {
    let is_receipt = !matches!(event.what, CaseChange::Resumed { .. })
        && kind_of(&event.what) == Some(UpdateKind::AsAsked)
        && is_news(&file.case, event, UpdateKind::AsAsked);
    let alone = UpdateRequest {
        reference: file.case.reference.clone(),
        kind: UpdateKind::AsAsked,
        about: event.seq,
    };
    content_of(file, &alone, now).filter(|_| is_receipt)
}
