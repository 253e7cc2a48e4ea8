//! A message on the updates queue: a request to tell the person something, never a permission to.
//!
//! It names a case and a kind, so that the queue holds nothing personal; `notify` asks the gate again, on today's
//! answers, at the moment of sending.

use crate::Reference;
use crate::closed_set::closed_set;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What the person is to be told.
    pub enum UpdateKind {
        /// The hub has the referral and this is what happens next.
        Acknowledgement = "acknowledgement",
    }
}

/// A request to tell the person something, at most once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateRequest {
    /// The case.
    pub reference: Reference,
    /// What to say.
    pub kind: UpdateKind,
}

impl UpdateRequest {
    /// What makes this update one and the same however often it is asked for.
    pub fn key(&self) -> String {
        format!("{}.{}", self.reference, self.kind)
    }
}
