//! Access to the person's own page: which words open it, and whether anything does.

use super::Actor;
use crate::closed_set::closed_set;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What happened to the access to the person's page. Each of them ends the words and the open pages from before.
    pub enum AccessStep {
        /// The person, or a coordinator in a call, was given new words.
        NewWords = "new-words",
        /// The code that a partner handed over was used. The person was given words, which the partner does not know.
        CodeUsed = "code-used",
        /// The page was closed. Nobody can open it until a coordinator gives new words.
        Closed = "closed",
    }
}

/// A change of the access to the person's page. The words are never part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessChanged {
    /// What happened.
    pub what: AccessStep,
    /// The sender's own id of the request, so that the same request again gets the same answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who did it.
    pub by: Actor,
}

/// Who can open the person's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// How often it was changed. The words, the code and the open pages of an earlier number open nothing.
    pub generation: u32,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
    /// Whether the page was closed then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

impl Access {
    /// Whether it is what every case begins with.
    pub(super) fn is_first(&self) -> bool {
        *self == Self::default()
    }
}
