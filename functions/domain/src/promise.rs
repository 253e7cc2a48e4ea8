//! Promises: who owes the person what, by when, on what authority, and what became of it.
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

/// Where the promise stands at `now`.
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

/// When there is little time left: from 09:00 on the working day before the due day, on the due day itself, or at once,
/// whichever is the first that lies within the promise's own time.
pub fn warn_at(promise: &Promise) -> Timestamp {
    warned_between(promise.from, promise.due).unwrap_or(promise.from)
}

/// When whoever owes a promise is warned: [`warn_at`], where that leaves them time; nothing where it would be at once.
pub fn warned_between(from: Timestamp, due: Timestamp) -> Option<Timestamp> {
    let mornings = [
        opening_of_the_working_day_before(due),
        opening_of_the_day(due),
    ];
    mornings
        .into_iter()
        .find(|morning| *morning > from && *morning < due)
}

/// What has to be said at `now` of the promises whose time comes near: each once, and not of what is late already.
pub fn newly_near(case: &Case, now: Timestamp) -> Vec<CaseChange> {
    let near = case.promises.iter().filter(|promise| is_near(promise, now));
    near.map(|promise| CaseChange::PromiseNear {
        promise: promise.code.clone(),
    })
    .collect()
}

/// Whether its time comes near and whoever owes it is still to be warned.
fn is_near(promise: &Promise, now: Timestamp) -> bool {
    let warn = promise.warned_at.is_none() && promise.warn_at.is_some_and(|at| at <= now);
    promise.is_watched() && warn && !is_broken(promise, now)
}

/// The promises that were made, or whose time was moved, after the version `before` and that run past the bank holidays that
/// are known: somebody has to bring those up to date. They stand all the same, counted by weekdays, and are marked as not
/// verified.
pub fn past_the_calendar(after: &Case, before: u32) -> impl Iterator<Item = &Promise> {
    let since = move |promise: &&Promise| promise.timed_by > before;
    after
        .promises
        .iter()
        .filter(since)
        .filter(|promise| !calendar_reaches(promise.from, promise.due))
}

/// What has to be said of the promises that are broken at `now` and were not seen to be: each once.
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

/// Marks the promise as kept at `at`, as the event `proof` says. What was kept stays as it was kept first, and what nobody
/// owed any more stays released.
pub fn keep(promise: &mut Promise, at: Timestamp, proof: u32) {
    if promise.kept_at.is_none() && promise.released_at.is_none() {
        promise.kept_at = Some(at);
        promise.proof = Some(proof);
    }
}
