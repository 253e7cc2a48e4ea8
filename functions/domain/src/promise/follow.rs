//! Changes a case after a step was recorded, the person was told, or a time limit passed. The fold of a case calls it.

use super::made::{no_later_than, set_due};
use super::{
    Edition, Person, Rule, code_edition, done, due, is_broken, is_near, keep, promises_for,
};
use crate::calendar::london_today;
use crate::justice::{Refusal, check};
use events::case::{Case, CloseReason};
use events::justice::{
    Agency, Kept, NotificationMethod, Progress, Promise, PromiseId, PromiseOwner, PromiseProof,
    Recorded, RuleCode, Step,
};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::fmt;

/// Why a record does not keep a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// The case has no such promise.
    NoSuchPromise,
    /// It is kept already.
    KeptAlready,
    /// Nobody owes it any longer.
    Released,
    /// Another agency owes it.
    NotYours,
    /// It is the person's own time limit for an action.
    ThePersonsOwn,
    /// Somebody else has to act first.
    Waiting,
    /// Only a recorded step keeps it. Telling the person does not.
    RecordTheStep(Step),
    /// Only a court's notice keeps a court's promise, and a court's notice keeps no other promise.
    WrongWay,
    /// The time is in the future.
    InTheFuture,
    /// The time is before the day on which the promise starts.
    TooEarly,
    /// The event is too early, nobody owes the promise any longer, or the event was recorded before.
    NotSo,
}

impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchPromise => "the case has no such promise",
            Self::KeptAlready => "the promise is kept already",
            Self::Released => "nobody owes that any more",
            Self::NotYours => "another agency owes that",
            Self::ThePersonsOwn => "that is the person's own time to act; nobody owes it",
            Self::Waiting => "the court's notice has to reach witness care first",
            Self::RecordTheStep(step) => {
                return write!(f, "record the step {step} instead: it keeps the promise");
            }
            Self::WrongWay => {
                "a court's notice is how a court keeps its part, and nobody else theirs"
            }
            Self::InTheFuture => "that moment is in the future",
            Self::TooEarly => "that was before there was anything to tell",
            Self::NotSo => {
                "its time has not come, or nobody owes it any more, or that was said before"
            }
        })
    }
}

impl std::error::Error for NotKept {}

/// Adds a step to the case. The step keeps some promises and makes others.
///
/// # Errors
/// [`Refusal`] if the step cannot come next. The case is then unchanged.
pub fn record(case: &mut Case, progress: &Progress, now: Timestamp) -> Result<(), Refusal> {
    check(case, progress, now)?;
    let recorded = Recorded {
        seq: case.version + 1,
        recorded_at: now,
        progress: progress.clone(),
    };
    follow(case, &recorded);
    case.justice.progress.push(recorded);
    Ok(())
}

/// Corrects the case after a mistaken death, which was recorded at `since`. The steps recorded from then on now make
/// and keep the promises that they would have made and kept without the mistake.
pub(crate) fn catch_up(case: &mut Case, since: Timestamp) {
    let before = case
        .justice
        .progress
        .iter()
        .take_while(|recorded| recorded.recorded_at < since)
        .count();
    for recorded in case.justice.progress.split_off(before) {
        follow(case, &recorded);
        case.justice.progress.push(recorded);
    }
}

/// Marks the promises that a step keeps, and adds those that it makes. Nothing is marked or added twice.
fn follow(case: &mut Case, recorded: &Recorded) {
    let (progress, seq) = (&recorded.progress, case.version + 1);
    let edition = code_edition(london_today(progress.at));
    let made = edition.map_or_else(Vec::new, |edition| newly_made(case, recorded, edition));
    let proven = case
        .justice
        .promises
        .iter()
        .filter(|promise| promise.proof == Some(recorded.seq));
    let mut settled: BTreeSet<RuleCode> = proven.map(|promise| promise.code.rule.clone()).collect();
    for promise in &mut case.justice.promises {
        let rule = rule_behind(promise);
        // If the agency that recorded the first step owes the promise, only that agency can keep it.
        let theirs = rule.is_none_or(|rule| rule.owed_by(progress.recorded_by) == promise.owner);
        let owed = promise.kept_at.is_none() && promise.released_at.is_none();
        let fulfilled = owed && theirs && promise.kept_by == Some(progress.step);
        // One answer keeps one promise: the oldest of its kind.
        if fulfilled && settled.insert(promise.code.rule.clone()) {
            keep(promise, progress.at, recorded.seq);
        }
        if let Some(rule) = rule.filter(|rule| rule.before == Some(progress.step)) {
            no_later_than(promise, progress.at, rule.verified, seq);
        }
    }
    case.justice
        .promises
        .extend(made.into_iter().map(|promise| Promise {
            timed_by: seq,
            ..promise
        }));
}

/// The rule of the Code that made the promise. `None` if the hub or a service made it.
fn rule_behind(promise: &Promise) -> Option<&'static Rule> {
    code_edition(london_today(promise.from))?.rule(promise.code.rule.as_str())
}

/// The promises that the step makes. A promise that is owed only once is not made a second time. A person who died gets
/// no new promises, because a bereaved relative has a separate case with separate rights.
fn newly_made(case: &Case, recorded: &Recorded, edition: &Edition) -> Vec<Promise> {
    if case
        .lifecycle
        .ended
        .as_ref()
        .is_some_and(|ended| ended.why == CloseReason::Died)
    {
        return Vec::new();
    }
    let once = |rule: &str| edition.rules.iter().any(|one| one.once && one.code == rule);
    let promised = |rule: &str| {
        case.justice
            .promises
            .iter()
            .any(|promise| promise.code.rule.as_str() == rule)
    };
    let known = |promise: &Promise| {
        case.justice
            .promises
            .iter()
            .any(|one| one.code == promise.code)
    };
    let again = |promise: &Promise| {
        known(promise) || (once(promise.code.rule.as_str()) && promised(promise.code.rule.as_str()))
    };
    let assessment = &case.received.assessment;
    let person = Person {
        tier: case.tier(),
        specialisms: &assessment.specialisms,
    };
    let mut made = promises_for(recorded, person, &done(case), edition);
    made.retain(|promise| !again(promise));
    made
}

/// The event that records that the person was told, or that the court's notice arrived.
///
/// # Errors
/// [`NotKept`] if that does not keep the promise.
pub fn kept_event(
    case: &Case,
    id: String,
    code: &str,
    how: NotificationMethod,
    at: Timestamp,
    by: Agency,
    now: Timestamp,
) -> Result<Kept, NotKept> {
    // A justice agency must not learn about promises of the hub or a provider.
    let code: PromiseId = code.parse().map_err(|_| NotKept::NoSuchPromise)?;
    let own = |promise: &&Promise| promise.code == code && promise.owner.is_justice();
    let promise = case
        .justice
        .promises
        .iter()
        .find(own)
        .ok_or(NotKept::NoSuchPromise)?;
    may_keep(promise, how, by)?;
    if at > now {
        return Err(NotKept::InTheFuture);
    }
    // Compares days, not times, because people hear a decision in court before the notice is written.
    if london_today(at) < london_today(promise.from) {
        return Err(NotKept::TooEarly);
    }
    Ok(Kept {
        id,
        promise: code,
        how,
        at,
        recorded_by: by,
        in_time: at <= promise.due,
    })
}

/// The owners of the promises that an agency may record as kept. The prosecutor, the courts and probation have no
/// account, so the police and witness care record for them.
pub const fn answers_for(agency: Agency) -> &'static [PromiseOwner] {
    use PromiseOwner::{Court, Cps, Police, Probation, WitnessCare};
    match agency {
        Agency::Police => &[Police, Cps],
        Agency::WitnessCare => &[WitnessCare, Court, Cps, Probation],
    }
}

fn may_keep(promise: &Promise, how: NotificationMethod, by: Agency) -> Result<(), NotKept> {
    if promise.owner == PromiseOwner::Person {
        Err(NotKept::ThePersonsOwn)
    } else if !answers_for(by).contains(&promise.owner) {
        Err(NotKept::NotYours)
    } else if promise.kept_at.is_some() {
        Err(NotKept::KeptAlready)
    } else if promise.released_at.is_some() {
        Err(NotKept::Released)
    } else if promise.waits_for.is_some() {
        Err(NotKept::Waiting)
    } else if let Some(step) = promise.kept_by {
        Err(NotKept::RecordTheStep(step))
    } else if (how == NotificationMethod::CourtNotice) != (promise.owner == PromiseOwner::Court) {
        Err(NotKept::WrongWay)
    } else {
        Ok(())
    }
}

/// Marks the promise as kept. If another promise waits for it, the clock of that promise starts.
///
/// # Errors
/// [`NotKept`] if the case has no such promise, if it is kept already, or if nobody owes it any longer. The case is
/// then unchanged.
pub fn settle(case: &mut Case, kept: &Kept) -> Result<(), NotKept> {
    let proof = case.version + 1;
    let promise = case
        .justice
        .promises
        .iter_mut()
        .find(|one| one.code == kept.promise)
        .ok_or(NotKept::NoSuchPromise)?;
    if promise.kept_at.is_some() {
        return Err(NotKept::KeptAlready);
    }
    if promise.released_at.is_some() {
        return Err(NotKept::Released);
    }
    keep(promise, kept.at, proof);
    promise.told = Some(PromiseProof {
        id: kept.id.clone(),
        how: kept.how,
    });
    let edition = code_edition(london_today(promise.from));
    for waiting in case
        .justice
        .promises
        .iter_mut()
        .filter(|one| one.waits_for.as_ref() == Some(&kept.promise))
    {
        waiting.waits_for = None;
        waiting.from = kept.at;
        let checked = edition.is_some_and(|edition| edition.is_checked(waiting.code.rule.as_str()));
        set_due(waiting, due(waiting.limit, kept.at), checked, proof);
    }
    Ok(())
}

/// Marks the promise as broken at `at`.
///
/// # Errors
/// [`NotKept::NoSuchPromise`], or [`NotKept::NotSo`] if the promise is not broken at `at` or was marked before. The
/// case is then unchanged.
pub fn mark_broken(case: &mut Case, code: &PromiseId, at: Timestamp) -> Result<(), NotKept> {
    let promise = case
        .justice
        .promises
        .iter_mut()
        .find(|one| one.code == *code)
        .ok_or(NotKept::NoSuchPromise)?;
    if !(promise.is_watched() && is_broken(promise, at)) {
        return Err(NotKept::NotSo);
    }
    promise.broken_at = Some(at);
    Ok(())
}

/// Records that the owner of the promise was warned at `at`.
///
/// # Errors
/// [`NotKept::NoSuchPromise`], or [`NotKept::NotSo`] if the promise is not nearly due at `at`, is already overdue, or
/// its owner was warned before. The case is then unchanged.
pub fn mark_warned(case: &mut Case, code: &PromiseId, at: Timestamp) -> Result<(), NotKept> {
    let promise = case
        .justice
        .promises
        .iter_mut()
        .find(|one| one.code == *code)
        .ok_or(NotKept::NoSuchPromise)?;
    if !is_near(promise, at) {
        return Err(NotKept::NotSo);
    }
    promise.warned_at = Some(at);
    Ok(())
}
