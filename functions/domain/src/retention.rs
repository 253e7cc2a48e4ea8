//! Retention: how long identifying data is kept after a case is over, and when the hub deletes it.
//!
//! The periods are data with their source. Nothing is deleted while a case is open, under a legal
//! hold, or while somebody still owes the person something. The period starts with the last event
//! in the case.

use crate::calendar::midnight_after;
use crate::case::apply::task_promise;
use events::care::Outcome;
use events::case::{Case, CloseReason, Onward, TaskKind};
use events::justice::{Promise, PromiseOwner, Step};
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// `None` if the data does not parse. `tests/shipped_data.rs` fails then, so it cannot be shipped.
static SHIPPED: LazyLock<Option<Policy>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../rules/retention-1.json")).ok());

/// How long after the due date the store itself deletes what the hub has not. It is a safety net
/// for the clock, and never acts before it.
const NET: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How a case ended, as far as that decides its retention period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The person did not take up any support.
    NoTakeUp,
    /// Nobody could reach the person.
    NotReached,
    /// The person was supported.
    Supported,
    /// The person complained.
    Complaint,
}

impl Class {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoTakeUp => "no-take-up",
            Self::NotReached => "not-reached",
            Self::Supported => "supported",
            Self::Complaint => "complaint",
        }
    }
}

/// A length of time by the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    Weeks(u8),
    Months(u8),
    Years(u8),
}

impl Period {
    /// The first midnight in London after the whole period has passed since `from`.
    pub fn after(self, from: Timestamp) -> Timestamp {
        midnight_after(
            from,
            match self {
                Self::Weeks(weeks) => Span::new().weeks(weeks),
                Self::Months(months) => Span::new().months(months),
                Self::Years(years) => Span::new().years(years),
            },
        )
    }
}

/// One published policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub policy: String,
    /// The day from which it is in force.
    pub effective_from: Date,
    /// One rule for each class.
    pub rules: Vec<Rule>,
}

/// The retention period of one class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub class: Class,
    /// The period, counted from the last event in the case.
    pub keep: Period,
    /// What it means, in plain words.
    pub what: String,
    /// The source of the period.
    pub source: String,
    /// Whether the period was checked against that source.
    pub verified: bool,
}

/// The policy in force. `None` if it does not parse, which the tests rule out: nothing would be
/// deleted by age then.
pub fn policy() -> Option<&'static Policy> {
    SHIPPED.as_ref()
}

/// When identifying data is deleted, and the rule that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Keeping {
    /// The class whose rule applies.
    pub class: Class,
    /// When the hub deletes it.
    pub until: Timestamp,
}

impl Keeping {
    /// When the store deletes it by itself, if the hub has not.
    pub fn net(&self) -> Timestamp {
        self.until.checked_add(NET).unwrap_or(Timestamp::MAX)
    }
}

/// When the case is deleted. `None` while that is unknown: the case is open, under a legal hold, or
/// somebody still owes the person something. `None` also after the deletion.
pub fn keeping(case: &Case) -> Option<Keeping> {
    let ended = case
        .lifecycle
        .ended
        .as_ref()
        .filter(|_| !case.lifecycle.erasure.is_done() && !case.lifecycle.legal_hold)?;
    let class = class_of(case, ended.why);
    if let Some(erasing) = case.lifecycle.erasure.requested() {
        return Some(Keeping {
            class,
            until: erasing.since,
        });
    }
    if owes(case) {
        return None;
    }
    let since = settled_at(case).fold(ended.at, Timestamp::max);
    let until = period(class)?.after(since);
    // The person may complain about an agency's failure for as long as complaints are kept.
    let never_done = case
        .justice
        .promises
        .iter()
        .filter(|promise| is_owed(promise) && promise.owner.is_justice());
    let complaint = period(Class::Complaint)?;
    let until = never_done
        .filter_map(|promise| promise.broken_at)
        .map(|at| complaint.after(at))
        .fold(until, Ord::max);
    Some(Keeping { class, until })
}

fn period(class: Class) -> Option<Period> {
    policy()?
        .rules
        .iter()
        .find(|rule| rule.class == class)
        .map(|rule| rule.keep)
}

/// A complaint takes precedence over support, and support over the way in which the case ended.
fn class_of(case: &Case, why: CloseReason) -> Class {
    let to_an_agency = case
        .justice
        .progress
        .iter()
        .any(|recorded| recorded.progress.step == Step::ComplaintMade);
    if to_an_agency || !case.coordination.complaints.is_empty() {
        Class::Complaint
    } else if case.support.onwards.iter().any(was_supported) {
        Class::Supported
    } else if why == CloseReason::NotReached || case.support.onwards.iter().any(not_reached) {
        Class::NotReached
    } else {
        Class::NoTakeUp
    }
}

/// Whether the provider did something for the person, or at least spoke to somebody who did not
/// refuse.
fn was_supported(onward: &Onward) -> bool {
    let care = &onward.care;
    let worked = care.sessions > 0 || !care.measures.is_empty() || care.stage.is_some();
    let spoke = care.reached_at.is_some() && care.outcome != Some(Outcome::Declined);
    worked || spoke || matches!(care.outcome, Some(Outcome::Completed | Outcome::MovedOn))
}

fn not_reached(onward: &Onward) -> bool {
    onward.care.outcome == Some(Outcome::NotReached)
}

/// Whether somebody still has to do something for the person: the hub, whatever it promised, or a
/// justice agency with time left. A broken promise of an agency counts from then on. A promise that
/// waits for somebody else counts when it starts.
fn owes(case: &Case) -> bool {
    // The deletion itself is a task of this kind.
    let to_do = case
        .coordination
        .open_tasks()
        .any(|task| !matches!(task.kind, TaskKind::Deletion | TaskKind::ApproveErasure));
    let task = |promise: &Promise| {
        case.coordination
            .tasks
            .iter()
            .any(|task| task_promise(task.task) == promise.code)
    };
    to_do
        || case.justice.promises.iter().any(|promise| {
            is_owed(promise)
                && match promise.owner {
                    PromiseOwner::Hub => !task(promise),
                    PromiseOwner::Provider | PromiseOwner::Person => false,
                    PromiseOwner::Police
                    | PromiseOwner::Cps
                    | PromiseOwner::Court
                    | PromiseOwner::WitnessCare
                    | PromiseOwner::Probation => promise.broken_at.is_none(),
                }
        })
}

/// Whether the promise is still owed, and has started.
fn is_owed(promise: &Promise) -> bool {
    promise.kept_at.is_none() && promise.released_at.is_none() && promise.waits_for.is_none()
}

/// The times of other actions in the case, besides its support.
fn settled_at(case: &Case) -> impl Iterator<Item = Timestamp> {
    let steps = case
        .justice
        .progress
        .iter()
        .map(|recorded| recorded.recorded_at);
    let promises = case
        .justice
        .promises
        .iter()
        .filter(|promise| promise.owner != PromiseOwner::Person);
    let kept = promises
        .flat_map(|promise| [promise.kept_at, promise.broken_at])
        .flatten();
    let complaints = case
        .coordination
        .complaints
        .iter()
        .flat_map(|one| [Some(one.at), one.acknowledged_at, one.replied_at])
        .flatten();
    let tasks = case
        .coordination
        .tasks
        .iter()
        .filter_map(|task| task.done_at);
    steps.chain(kept).chain(complaints).chain(tasks)
}

mod remains;

pub use remains::{Remains, remains};

#[cfg(test)]
mod tests;
