//! Promises: who owes the person what, by when, on what authority, and whether it was kept.
//!
//! The duties of the Victims' Code are derived: a recorded step and the edition of the Code in force on its day make
//! them ([`promises_for`]), so that they are never entered by hand and never forgotten. A promise is kept by the step
//! that fulfils it or by telling the person ([`keep`]); one that is not is broken, and stays seen as broken.

mod follow;
mod made;
mod rules;
mod timeline;

pub(crate) use follow::catch_up;
pub use follow::{NotKept, answers_for, kept_event, mark_broken, mark_warned, record, settle};
pub(crate) use made::set_due;
pub use made::{Done, Person, calendar_reaches, done, due, make_named, promises_for};
pub use rules::{Edition, First, Limits, Rule, Status, code_edition, in_force};
pub use timeline::{Moment, Track, timeline};

use crate::calendar::{opening_of_the_day, opening_of_the_working_day_before};
use events::case::{Case, CaseChange};
use events::justice::{Promise, PromiseOwner, PromiseStatus};
use jiff::Timestamp;
use std::borrow::Cow;

/// What is promised, in plain words to the person. An old case keeps a sentence where newer ones keep a key.
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

/// Whether its time has passed and it is not kept.
pub fn is_broken(promise: &Promise, now: Timestamp) -> bool {
    standing(promise, now) == PromiseStatus::Broken
}

/// When there is little time left: 09:00 on the working day before the due day, or on the due day itself, or the moment of
/// the promise. It is the first of these that lies within the time of the promise.
pub fn warn_at(promise: &Promise) -> Timestamp {
    warned_between(promise.from, promise.due).unwrap_or(promise.from)
}

/// When the owner of a promise is warned: [`warn_at`], if that leaves them time; `None` if that is immediately.
pub fn warned_between(from: Timestamp, due: Timestamp) -> Option<Timestamp> {
    let mornings = [
        opening_of_the_working_day_before(due),
        opening_of_the_day(due),
    ];
    mornings
        .into_iter()
        .find(|morning| *morning > from && *morning < due)
}

/// The events at `now` for the promises that are nearly due: one for each, and none for a promise that is late already.
pub fn newly_near(case: &Case, now: Timestamp) -> Vec<CaseChange> {
    let near = case.promises.iter().filter(|promise| is_near(promise, now));
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
        .promises
        .iter()
        .filter(since)
        .filter(|promise| !calendar_reaches(promise.from, promise.due))
}

/// The events for the promises that are broken at `now` and have none yet: one for each.
pub fn newly_broken(case: &Case, now: Timestamp) -> Vec<CaseChange> {
    let broken = case
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
