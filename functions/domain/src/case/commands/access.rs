//! Changes of the access to the person's page.

use super::Refused;
use crate::case::access::ends_for_good;
use events::case::{AccessChanged, AccessStep, Actor, Case, CaseChange, ContactChanged};
use events::referral::ChannelKind;

/// Gives the person new words: on their page, or from a coordinator in a call, who also opens a page that was closed.
/// The same `id` again is the same request and changes nothing.
///
/// # Errors
/// [`Refused`] if what identifies the person was deleted, or the case goes on elsewhere.
pub fn new_words(case: &Case, id: Option<String>, by: Actor) -> Result<Vec<CaseChange>, Refused> {
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    if ends_for_good(case) {
        return Err(Refused::NotNow(words::refusals::page_ended()));
    }
    Ok(vec![changed(AccessStep::NewWords, id, by)])
}

/// The first use of the code that a partner handed over: the person gets words, and the code opens nothing again.
pub fn use_code() -> Vec<CaseChange> {
    vec![changed(AccessStep::CodeUsed, None, Actor::Person)]
}

/// Closes the page until a coordinator gives new words. Returns no event if it is closed.
pub fn close_page(case: &Case, by: Actor) -> Vec<CaseChange> {
    let closed = case
        .has_open_page()
        .then(|| changed(AccessStep::Closed, None, by));
    closed.into_iter().collect()
}

/// Closes the page if the person, or someone who spoke to them, no longer calls it safe.
pub(super) fn close_if_not_safe(case: &Case, changed: &CaseChange) -> Vec<CaseChange> {
    let CaseChange::ContactChanged(ContactChanged {
        safe_channels, by, ..
    }) = changed
    else {
        return Vec::new();
    };
    let was_safe = case.received.safe_channels.contains(&ChannelKind::Online);
    if was_safe && !safe_channels.contains(&ChannelKind::Online) {
        close_page(case, by.clone())
    } else {
        Vec::new()
    }
}

fn changed(what: AccessStep, id: Option<String>, by: Actor) -> CaseChange {
    CaseChange::AccessChanged(AccessChanged { what, id, by })
}

#[cfg(test)]
mod tests;
