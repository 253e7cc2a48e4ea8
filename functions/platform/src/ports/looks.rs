//! Looks at cases by members of staff: the log of each case, the list of each account, and how many cases an account
//! opens in an hour.

use super::PortError;
use events::Reference;
use events::case::{LookMark, LookReason};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// A look at a case by a member of staff, or an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The case.
    pub reference: Reference,
    /// When it was opened.
    pub at: Timestamp,
    /// In which role: `coordinator`, `provider-CODE`, `police`, `witness-care`.
    pub role: String,
    /// The account.
    pub account: String,
    /// Why a case was opened that was not theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LookReason>,
    /// What is unusual about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<LookMark>,
}

impl Look {
    /// The reader in the log of the case.
    pub fn reader(&self) -> String {
        format!("{}/{}", self.role, self.account)
    }
}

/// How many cases an account may open within an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookBudget {
    /// With more, somebody is told, and each further look is marked.
    pub alert: u32,
    /// With more, no case is opened any more in this hour.
    pub most: u32,
}

impl Default for LookBudget {
    fn default() -> Self {
        Self {
            alert: 60,
            most: 5_000,
        }
    }
}

/// The cases that an account opened within the current hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// How many they are.
    pub cases: u32,
    /// Whether this case is new among them.
    pub new: bool,
}

/// Writes down who looks at which case.
pub trait AuditRead {
    /// How many cases an account may open.
    ///
    /// # Errors
    /// [`PortError::Permanent`] if a setting is missing.
    fn look_budget(&self) -> Result<LookBudget, PortError>;
    /// Adds the case to those that the account opened in this hour of the clock.
    fn count_opened(
        &self,
        account: &str,
        reference: &Reference,
        now: Timestamp,
    ) -> impl Future<Output = Result<Opened, PortError>> + Send;
    /// Records the look, in the log of the case and under its reader, or in neither. Without a record the look must not
    /// happen.
    fn audit(&self, look: &Look) -> impl Future<Output = Result<(), PortError>> + Send;
    /// Records an attempt to look that was refused, under its reader only.
    fn audit_denied(&self, look: &Look) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Reads who looked at which case, by reader.
pub trait ReadLooks {
    /// The looks and refused attempts of an account since `from`, latest first, at most 1,000.
    fn looks_of(
        &self,
        account: &str,
        from: Timestamp,
    ) -> impl Future<Output = Result<Vec<Look>, PortError>> + Send;
    /// The looks and attempts of any account that have a mark, from `from` until `now`, latest first, at most 1,000.
    fn marked_looks(
        &self,
        from: Timestamp,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<Look>, PortError>> + Send;
}
