//! The events a case is made of. They hold nothing personal: who the person is stays in `people`.
//!
//! The event items are also the outbox: the table's stream carries them to `react` and `figures`.

mod moves;
mod onward;
mod received;
mod state;
mod triage;

pub use moves::{Chosen, HandOn, HandOnBasis, WhyChosen, WhyCleared, WhyHandedOn};
pub use onward::{DeclineReason, LeftOut, Matched, Offered, Onward, OnwardState};
pub use received::{Received, Routing};
pub use state::{Case, CaseFile, Hold, Owner, OwnerKind, Task, Update};
pub use triage::{Found, Sighting, Triaged};

use crate::Reference;
use crate::care::Act;
use crate::closed_set::closed_set;
use crate::justice::{Kept, NotesRequest, Progress};
use crate::update::UpdateKind;
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

/// What happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum What {
    /// A referral was accepted.
    Received(Box<Received>),
    /// The hub looked in its own memory.
    Triaged(Triaged),
    /// The hub looked for services.
    Matched(Matched),
    /// The case was offered to a provider, for some of its needs.
    Offered(Offered),
    /// The coordinators own it.
    GivenToCoordinators {
        /// Why.
        why: WhyCoordinators,
        /// By when one of them must have looked.
        due: Timestamp,
    },
    /// A provider accepted an onward referral.
    Accepted {
        /// Which.
        onward: String,
        /// Whose.
        provider: String,
        /// By when the provider makes first contact.
        first_contact_by: Timestamp,
    },
    /// A provider said no: what it was asked for is matched again.
    Declined {
        /// Which.
        onward: String,
        /// Whose.
        provider: String,
        /// Why.
        why: DeclineReason,
    },
    /// A provider did something under an onward referral that it accepted.
    Cared {
        /// Which.
        onward: String,
        /// Whose.
        provider: String,
        /// What it did.
        act: Act,
    },
    /// An offer was not answered in time: what it was for is matched again.
    Expired {
        /// Which.
        onward: String,
    },
    /// An onward referral was taken back, because the person does not want it.
    Withdrawn {
        /// Which.
        onward: String,
    },
    /// A coordinator found that a conflict stands no longer in the way.
    ConflictCleared {
        /// Why.
        reason: WhyCleared,
        /// The coordinator's account.
        by: String,
    },
    /// The person chose.
    Chosen(Chosen),
    /// The person said where they live, because nobody knew their postcode.
    HomeTold {
        /// The council, by code; nothing where it is another area's.
        local_authority: Option<String>,
    },
    /// The person could not be told by a machine: someone has to find a safe way.
    UpdateNeedsPerson {
        /// What they should be told.
        kind: UpdateKind,
        /// Why no machine may, or could.
        why: WhyNotSent,
        /// By when someone must have looked.
        due: Timestamp,
    },
    /// The police or witness care recorded a step of the justice system.
    Progress(Progress),
    /// The person was told what was promised, or a court's notice came.
    PromiseKept(Kept),
    /// The time of a promise passed, and it was not kept.
    PromiseBroken {
        /// The promise's code.
        promise: String,
    },
    /// A police role asked for support notes, and was refused.
    NotesRequested(NotesRequest),
}

impl What {
    /// The event's name, as the stream's filter and the figures know it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Received(_) => "received",
            Self::Triaged(_) => "triaged",
            Self::Matched(_) => "matched",
            Self::Offered(_) => "offered",
            Self::GivenToCoordinators { .. } => "given-to-coordinators",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Cared { .. } => "cared",
            Self::HomeTold { .. } => "home-told",
            Self::Expired { .. } => "expired",
            Self::Withdrawn { .. } => "withdrawn",
            Self::ConflictCleared { .. } => "conflict-cleared",
            Self::Chosen(_) => "chosen",
            Self::UpdateNeedsPerson { .. } => "update-needs-person",
            Self::Progress(_) => "progress",
            Self::PromiseKept(_) => "promise-kept",
            Self::PromiseBroken { .. } => "promise-broken",
            Self::NotesRequested(_) => "notes-requested",
        }
    }

    /// The onward referral that it made or changed.
    pub fn onward(&self) -> Option<&str> {
        match self {
            Self::Offered(offered) => Some(&offered.onward),
            Self::Accepted { onward, .. }
            | Self::Declined { onward, .. }
            | Self::Cared { onward, .. }
            | Self::Expired { onward }
            | Self::Withdrawn { onward } => Some(onward),
            Self::Received(_)
            | Self::Triaged(_)
            | Self::Matched(_)
            | Self::GivenToCoordinators { .. }
            | Self::ConflictCleared { .. }
            | Self::Chosen(_)
            | Self::HomeTold { .. }
            | Self::UpdateNeedsPerson { .. }
            | Self::Progress(_)
            | Self::PromiseKept(_)
            | Self::PromiseBroken { .. }
            | Self::NotesRequested(_) => None,
        }
    }
}

closed_set! {
    /// Why the coordinators own a case.
    pub enum WhyCoordinators {
        /// No consent, no basis, or a basis that does not reach providers.
        NotToBeShared = "not-to-be-shared",
        /// The person lives in another area.
        OutsideArea = "outside-area",
        /// Whoever signed may be the danger.
        GuardianConflict = "guardian-conflict",
        /// No service took it: also in the unmet-need register.
        NoService = "no-service",
        /// Whoever owned it let the time pass.
        Overdue = "overdue",
        /// A provider found that it was not safe to go on.
        Unsafe = "unsafe",
        /// A provider gave up reaching the person.
        NotReached = "not-reached",
    }
}

closed_set! {
    /// Why a machine did not tell the person.
    pub enum WhyNotSent {
        /// No channel that a machine can use was called safe.
        NoSafeChannel = "no-safe-channel",
        /// The mail service refused it, or its answer was lost: it is never sent again by a machine.
        NotConfirmed = "not-confirmed",
    }
}
