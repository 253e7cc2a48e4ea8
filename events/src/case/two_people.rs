//! What two people do together: one member of the hub's team proposes it, and another approves it.

use super::MergeReason;
use crate::Reference;
use crate::closed_set::closed_set;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What nobody does alone, because it cannot be undone.
    pub enum ProposedAct {
        /// Delete everything that identifies the person.
        Erase = "erase",
        /// Merge the case into another of the same person, which continues.
        Merge = "merge",
    }
}

/// A coordinator proposed something that another has to approve. Nothing is done yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// What the approver decides about.
    pub act: ProposedAct,
    /// The case that continues, for a merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Reference>,
    /// Why the newer case continues, for a merge that needs a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<MergeReason>,
    /// The account that must approve it. `None` if any other coordinator of the hub may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    /// When the approver must have looked.
    pub approve_by: Timestamp,
    /// The coordinator's account.
    pub by: String,
}

/// Another coordinator agreed to what was proposed. It is done by the events that follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalApproved {
    /// The number of the event that proposed it.
    pub proposal: u32,
    /// The approver's account.
    pub by: String,
}

/// A proposal, as the case keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The number of the event that proposed it, and of the approver's task.
    pub proposal: u32,
    /// What the approver decides about.
    pub act: ProposedAct,
    /// The case that continues, for a merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Reference>,
    /// Why the newer case continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<MergeReason>,
    /// The account that must approve it. `None` if any other coordinator of the hub may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    /// The account of the coordinator who proposed it.
    pub by: String,
    /// When it was proposed.
    pub at: Timestamp,
    /// When it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
    /// Whether the case has changed since, so that it cannot be approved any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lapsed: bool,
}
