//! The events a case is made of. They hold nothing personal: who the person is stays in `people`.
//!
//! The event items are also the outbox: the table's stream carries them to `react` and `figures`.
//!
//! The set is closed and has a version, [`CaseEvent::VERSION`], which every event says in `v`. A new event, a new code of a
//! closed set or a field that has to be there raises it; a field that may be missing does not. Old events are read for ever:
//! one without `v` is of version 1. A function that meets a newer one than it knows waits until it is replaced itself.
//! `events/samples/case-event.NAME.json` has an example of each.

mod change;
mod decisions;
mod lifecycle;
mod onward;
mod person;
mod reasons;
mod received;
mod safeguarding;
mod state;
mod task;
mod triage;

pub use change::CaseChange;
pub use decisions::{
    ChoiceReason, Chosen, ConflictClearedReason, HandOn, HandOnBasis, HandOnReason, ReferOn,
    ReferOnReason, ReferredOn, WindDownReason,
};
pub use lifecycle::{
    Actor, CloseReason, Closed, Ended, Erasing, Joined, Paused, ReopenReason, UpliftReason,
    Uplifted,
};
pub use onward::{DeclineReason, LeftOut, Matched, Offered, Onward, OnwardState};
pub use person::{
    Complaint, ComplaintAbout, ComplaintStep, ConsentChanged, ContactChangeReason, ContactChanged,
    Feedback,
};
pub use reasons::{CoordinatorReason, NotSentReason};
pub use received::{Received, Routing};
pub use safeguarding::{
    Criterion, Disclosed, DisclosedScope, DisclosedTo, Disclosure, DisclosureApproved,
    DisclosureReason, Pathway, PathwayRecord, PathwayTaken,
};
pub use state::{Case, CaseFile, Hold, Owner, OwnerKind, Update};
pub use task::{Task, TaskDone, TaskGiven, TaskKind, TaskOutcome};
pub use triage::{Sighting, TriageFinding, Triaged};

use crate::Reference;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    /// The version of the set of events that it was written in.
    #[serde(default = "first_version")]
    pub v: u32,
    /// The case.
    pub reference: Reference,
    /// Its place in the case, from 1, without gaps.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: CaseChange,
}

impl CaseEvent {
    /// The version of the set of events that this code writes, and the newest that it reads.
    pub const VERSION: u32 = 1;

    /// What makes this event one and the same however often it is delivered.
    pub fn id(&self) -> String {
        format!("{}.{}", self.reference, self.seq)
    }
}

/// The version of an event, whatever else it says: of one that is newer than this code only that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct EventVersion {
    /// The version.
    #[serde(default = "first_version")]
    pub v: u32,
}

impl EventVersion {
    /// Whether this code does not know that version yet.
    pub const fn is_newer(self) -> bool {
        self.v > CaseEvent::VERSION
    }
}

/// What was written before events said their version.
const fn first_version() -> u32 {
    1
}
