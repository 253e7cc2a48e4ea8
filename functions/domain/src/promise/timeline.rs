//! A case as one line of time with two tracks: support, and justice (KE4).

use super::standing;
use crate::justice::said;
use events::case::{Case, OnwardState};
use events::justice::{Promise, PromiseOwner, PromiseStatus};
use jiff::Timestamp;
use serde::Serialize;

/// Which of the two journeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// The hub and its services.
    Support,
    /// The police, the courts and probation.
    Justice,
}

/// One thing on the line: it happened, or it is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// Which journey.
    pub track: Track,
    /// When it happened; for a promise, by when it is due.
    pub at: Timestamp,
    /// What, in plain words to the person.
    pub what: String,
    /// Where a promise stands; nothing for what happened.
    pub standing: Option<PromiseStatus>,
}

/// Everything that happened and that is promised, in the order of time; at one moment what happened comes first.
///
/// A promise that was kept in time is not listed again beside what it was about, unless it was late: a broken promise
/// is never hidden.
pub fn timeline(case: &Case, now: Timestamp) -> Vec<Moment> {
    let mut moments = support(case);
    moments.extend(case.progress.iter().map(|recorded| Moment {
        track: Track::Justice,
        at: recorded.progress.at,
        what: said(recorded.progress.step).to_owned(),
        standing: None,
    }));
    moments.extend(
        case.promises
            .iter()
            .filter_map(|promise| promised(promise, now)),
    );
    moments.sort_by_key(|moment| (moment.at, moment.standing.is_some()));
    moments
}

fn promised(promise: &Promise, now: Timestamp) -> Option<Moment> {
    let stands = standing(promise, now);
    let track = if promise.owner.is_justice() {
        Track::Justice
    } else {
        Track::Support
    };
    let courts = promise.owner == PromiseOwner::Court
        && stands != PromiseStatus::Broken
        && stands != PromiseStatus::KeptLate;
    // The court's part is witness care's affair until it is late.
    let shown = !matches!(stands, PromiseStatus::Kept | PromiseStatus::Released) && !courts;
    shown.then(|| Moment {
        track,
        at: promise.due,
        what: promise.what.clone(),
        standing: Some(stands),
    })
}

fn support(case: &Case) -> Vec<Moment> {
    let happened = |at, what: &str| Moment {
        track: Track::Support,
        at,
        what: what.to_owned(),
        standing: None,
    };
    let mut moments = vec![happened(case.opened_at, "We got what was sent about you")];
    for onward in case
        .onwards
        .iter()
        .filter(|onward| onward.state == OnwardState::Accepted)
    {
        moments.push(happened(onward.since, "A service said yes"));
    }
    moments
}
