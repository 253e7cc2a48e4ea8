//! A case as a timeline with two tracks, support and justice (KE4).

use super::{standing, text};
use crate::justice::describe;
use events::case::{Case, OnwardState};
use events::justice::{Promise, PromiseOwner, PromiseStatus};
use jiff::Timestamp;
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    Support,
    /// The police, the courts and probation.
    Justice,
}

/// Something that happened or is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moment {
    pub track: Track,
    /// When it happened. For a promise, when it is due.
    pub at: Timestamp,
    /// What, in plain words to the person.
    pub what: String,
    /// The state of a promise. `None` for an event in the past.
    pub standing: Option<PromiseStatus>,
}

/// Past events and promises, in order of time. At the same time, past events come first.
///
/// A promise that was kept in time is left out, because the step that kept it is listed. A broken promise is never
/// hidden.
pub fn timeline(case: &Case, now: Timestamp) -> Vec<Moment> {
    let mut moments = support(case);
    moments.extend(case.justice.progress.iter().map(|recorded| Moment {
        track: Track::Justice,
        at: recorded.progress.at,
        what: describe(recorded.progress.step).to_owned(),
        standing: None,
    }));
    moments.extend(
        case.justice
            .promises
            .iter()
            .filter_map(|promise| promised(promise, now)),
    );
    moments.sort_by_key(|moment| (moment.at, moment.standing.is_some()));
    moments
}

fn promised(promise: &Promise, now: Timestamp) -> Option<Moment> {
    let status = standing(promise, now);
    let track = if promise.owner.is_justice() {
        Track::Justice
    } else {
        Track::Support
    };
    let courts = promise.owner == PromiseOwner::Court
        && status != PromiseStatus::Broken
        && status != PromiseStatus::KeptLate;
    // Until it is late, the court's part concerns only the witness care unit.
    let shown = !matches!(status, PromiseStatus::Kept | PromiseStatus::Released) && !courts;
    shown.then(|| Moment {
        track,
        at: promise.due,
        what: text(promise).into_owned(),
        standing: Some(status),
    })
}

fn support(case: &Case) -> Vec<Moment> {
    let happened = |at, what: &str| Moment {
        track: Track::Support,
        at,
        what: what.to_owned(),
        standing: None,
    };
    let mut moments = vec![happened(case.opened_at, words::timeline::case_opened())];
    for onward in case
        .support
        .onwards
        .iter()
        .filter(|onward| onward.state == OnwardState::Accepted)
    {
        moments.push(happened(onward.since, words::timeline::accepted()));
    }
    moments
}
