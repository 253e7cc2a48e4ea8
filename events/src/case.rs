//! The events of a case. They hold nothing personal: the person's identity stays in `people`.
//!
//! The event items are also the outbox: the table's stream delivers them to `react` and `figures`.
//!
//! The set of events is closed and versioned. Every event carries its version in `v`
//! ([`CaseEvent::VERSION`]). A new event, a new code of a closed set or a new required field raises
//! the version. A new optional field does not. All old events stay readable, and an event without
//! `v` has version 1. A function that meets a newer version waits until it is updated itself.
//! `events/samples/case-event.NAME.json` has an example of each event.

mod access;
mod change;
mod decisions;
mod lifecycle;
mod offer_reason;
mod onward;
mod person;
mod readers;
mod reasons;
mod reassessed;
mod received;
mod safeguarding;
mod state;
mod stored;
mod task;
mod triage;
mod two_people;

pub use access::{Access, AccessChanged, AccessStep};
pub use change::CaseChange;
pub use decisions::{
    ChoiceReason, Chosen, ConflictClearedReason, HandOn, HandOnBasis, HandOnReason, ReferOn,
    ReferOnReason, ReferredOn, SetAsideStep, WindDownReason,
};
pub use lifecycle::{
    Actor, CloseReason, Closed, Ended, Erasing, Joined, MergeReason, Paused, ReopenReason,
    UpliftReason, Uplifted,
};
pub use offer_reason::{OfferReason, StoredOfferReason};
pub use onward::{DeclineReason, LeftOut, Matched, Offered, Onward, OnwardState};
pub use person::{
    Complaint, ComplaintAbout, ComplaintStep, ConsentChanged, ContactChangeReason, ContactChanged,
    Feedback,
};
pub use readers::{LimitReason, LookMark, LookReason, ReaderStep, Readers, ReadersChanged};
pub use reasons::{CoordinatorReason, NotSentReason};
pub use reassessed::{AnswerPart, Answered, Known, ReassessReason, Reassessed, Reassessment};
pub use received::{Received, Routing};
pub use safeguarding::{
    Criterion, Disclosed, DisclosedScope, DisclosedTo, Disclosure, DisclosureApproved,
    DisclosureReason, Pathway, PathwayRecord, PathwayTaken,
};
pub use state::{
    Case, CaseFile, ContactLimits, Coordination, Erasure, Hold, Justice, Lifecycle, Owner,
    OwnerKind, Support, Update,
};
pub use task::{Task, TaskDone, TaskGiven, TaskKind, TaskOutcome};
pub use triage::{SeenHome, Sighting, TriageFinding, Triaged};
pub use two_people::{Proposal, ProposalApproved, Proposed, ProposedAct};

use crate::Reference;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    /// The version of the event set with which it was written.
    #[serde(default = "first_version")]
    pub v: u32,
    /// The case's reference.
    pub reference: Reference,
    /// Its number in the case, from 1, without gaps. Of an erased case, only the first event and the last two are kept.
    pub seq: u32,
    /// When it happened.
    pub at: Timestamp,
    /// The change.
    pub what: CaseChange,
}

impl CaseEvent {
    /// The newest version of the event set that this code reads, and the version that it writes.
    pub const VERSION: u32 = 4;

    /// The idempotency key: the same however often the event is delivered.
    pub fn id(&self) -> String {
        format!("{}.{}", self.reference, self.seq)
    }
}

/// The version of an event. It is all that this code can read of a newer event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct EventVersion {
    /// The version of the event set.
    #[serde(default = "first_version")]
    pub v: u32,
}

impl EventVersion {
    /// Whether this code does not know that version yet.
    pub const fn is_newer(self) -> bool {
        self.v > CaseEvent::VERSION
    }
}

/// The version of events that were written without one.
const fn first_version() -> u32 {
    1
}
