//! The events a case is made of. They hold nothing personal: who the person is stays in `people`.
//!
//! The event items are also the outbox: the table's stream carries them to `react` and `figures`.

mod asked;
mod moves;
mod onward;
mod received;
mod safety;
mod state;
mod task;
mod triage;
mod what;
mod whole;
mod why;

pub use asked::{
    Complaint, ComplaintAbout, ComplaintStep, ConsentChanged, ContactChanged, Feedback, WhyContactChanged,
};
pub use moves::{
    Chosen, HandOn, HandOnBasis, ReferOn, ReferredOn, WhyChosen, WhyCleared, WhyHandedOn, WhyReferredOn, WhyWoundDown,
};
pub use onward::{DeclineReason, LeftOut, Matched, Offered, Onward, OnwardState};
pub use received::{Received, Routing};
pub use safety::{Criterion, Disclosed, DisclosedScope, DisclosedTo, Pathway, PathwayTaken, Taken, WhyDisclosed};
pub use state::{Case, CaseFile, Hold, Owner, OwnerKind, Update};
pub use task::{Task, TaskDone, TaskGiven, TaskKind, TaskOutcome};
pub use triage::{Found, Sighting, Triaged};
pub use what::What;
pub use whole::{By, Closed, Ended, Erasing, Joined, Paused, Uplifted, WhyClosed, WhyReopened, WhyUplifted};
pub use why::{WhyCoordinators, WhyNotSent};

use crate::Reference;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    /// The case.
    pub reference: Reference,
    /// Its place in the case, from 1, without gaps.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

impl CaseEvent {
    /// What makes this event one and the same however often it is delivered.
    pub fn id(&self) -> String {
        format!("{}.{}", self.reference, self.seq)
    }
}
