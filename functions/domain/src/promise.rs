//! Promises: who owes the person what, when it is due, on what authority, and whether it was kept.
//!
//! The hub works out the duties of the Victims' Code from a recorded step and the edition in force on that day
//! ([`promises_for`]). So nobody enters them by hand, and none is forgotten. A step or telling the person keeps a
//! promise ([`keep`]). A promise that is not kept in time is broken, and stays visible as broken.

mod follow;
mod limit;
mod made;
mod rules;
mod timeline;

pub(crate) use follow::catch_up;
pub use follow::{NotKept, answers_for, kept_event, mark_broken, mark_warned, record, settle};
pub use limit::limit_in_words;
pub(crate) use made::set_due;
pub use made::{Done, Person, calendar_reaches, done, due, make_named, promises_for};
pub use rules::{Edition, First, Limits, Rule, Status, code_edition, in_force};
pub use timeline::{Moment, Track, timeline};

use crate::calendar::{opening_of_the_day, opening_of_the_working_day_before};
use events::case::{Case, CaseChange};
use events::justice::{Promise, PromiseOwner, PromiseStatus};
use jiff::Timestamp;
use std::borrow::Cow;

/// What is promised, in plain words to the person. Old cases store the sentence itself; newer cases store its key.
pub fn text(promise: &Promise) -> Cow<'_, str> {
    words::kept(&promise.what)
}

/// The state of the promise at `now`.
pub fn standing(promise: &Promise, now: Timestamp) -> PromiseStatus {
    match promise.kept_at {
        Some(at) if at <= promise.due => PromiseStatus::Kept,
        Some(_) => PromiseStatus::KeptLate,
        None if promise.released_at.is_some() => PromiseStatus::Released,
        None if promise.waits_for.is_some() => PromiseStatus::Waiting,
        None if now > promise.due && promise.owner == PromiseOwner::Person => PromiseStatus::Lapsed,
        None if now > promise.due => PromiseStatus::Broken,
        None if now >= warn_at(promise) => PromiseStatus::DueSoon,
        None => PromiseStatus::Open,
    }
}

/// Whether it is overdue and not kept.
pub fn is_broken(promise: &Promise, now: Timestamp) -> bool {
    standing(promise, now) == PromiseStatus::Broken
}

/// When the promise is nearly due: 09:00 on the working day before the due day, or 09:00 on the due day. It is the
/// first of these that is within the time of the promise. If there is none, it is the start of the promise.
pub fn warn_at(promise: &Promise) -> Timestamp {
    warned_between(promise.from, promise.due).unwrap_or(promise.from)
}

/// When the owner of a promise is warned. `None` if there is no such morning between `from` and `due`.
pub fn warned_between(from: Timestamp, due: Timestamp) -> Option<Timestamp> {
    let mornings = [
        opening_of_the_working_day_before(due),
        opening_of_the_day(due),
    ];
    mornings
        .into_iter()
        .find(|morning| *morning > from && *morning < due)
}

/// One event for each promise that is nearly due at `now`. An overdue promise gets none.
pub fn newly_near(case: &Case, now: Timestamp) -> Vec<CaseChange> {
    let near = case
        .justice
        .promises
        .iter()
        .filter(|promise| is_near(promise, now));
    near.map(|promise| CaseChange::PromiseNear {
        promise: promise.code.clone(),
    })
    .collect()
}

/// Whether it is nearly due and its owner has not been warned.
fn is_near(promise: &Promise, now: Timestamp) -> bool {
    let warn = promise.warned_at.is_none() && promise.warn_at.is_some_and(|at| at <= now);
    promise.is_watched() && warn && !is_broken(promise, now)
}

/// The promises that were made or moved after the version `before` and that run past the known bank holidays. Somebody has
/// to update the list of bank holidays. Until then these promises count weekdays and are marked as not verified.
pub fn past_the_calendar(after: &Case, before: u32) -> impl Iterator<Item = &Promise> {
    let since = move |promise: &&Promise| promise.timed_by > before;
    after
        .justice
        .promises
        .iter()
        .filter(since)
        .filter(|promise| !calendar_reaches(promise.from, promise.due))
}

/// One event for each promise that is broken at `now` and has no such event yet.
pub fn newly_broken(case: &Case, now: Timestamp) -> Vec<CaseChange> {
    let broken = case
        .justice
        .promises
        .iter()
        .filter(|promise| promise.is_watched() && is_broken(promise, now));
    broken
        .map(|promise| CaseChange::PromiseBroken {
            promise: promise.code.clone(),
        })
        .collect()
}

/// Marks the promise as kept at `at`, with the event `proof`. A promise that was kept earlier keeps its first time, and a
/// released promise stays released.
pub fn keep(promise: &mut Promise, at: Timestamp, proof: u32) {
    if promise.kept_at.is_none() && promise.released_at.is_none() {
        promise.kept_at = Some(at);
        promise.proof = Some(proof);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::justice::{PromiseId, RuleCode};

    fn promise(what: &str) -> Promise {
        let from = Timestamp::UNIX_EPOCH;
        let id = PromiseId::new(RuleCode::FIRST_CONTACT, 2);
        make_named(id, what, PromiseOwner::Provider, "a promise", from, from, 2)
    }

    #[test]
    fn a_promise_keeps_a_key_and_shows_its_words() {
        let promise = promise(words::promises::FIRST_CONTACT);
        assert_eq!(promise.what, "promises.first-contact");
        assert_eq!(text(&promise), words::promises::first_contact());
    }

    #[test]
    fn a_sentence_of_an_older_case_is_still_shown() {
        let sentence = "The service tries to reach you, only in a way you said is safe";
        let stored = serde_json::to_string(&promise(sentence)).unwrap();
        let read: Promise = serde_json::from_str(&stored).unwrap();
        assert_eq!(text(&read), sentence);
    }
}
