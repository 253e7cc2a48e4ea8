//! Erasure of personal data, once a case is closed and its retention period is over.

use super::{AppendOutcome, PortError};
use domain::retention::Remains;
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use std::future::Future;

/// Deletes personal data on time.
pub trait Forget {
    /// Sets the date from which the store deletes the person's document, words, notes and diary. `None` removes the date.
    /// Changes nothing and returns [`AppendOutcome::Stale`] if the case is no longer at the version of `case`, so
    /// that a decision about a closed case cannot affect one that was reopened.
    fn expire(
        &self,
        case: &Case,
        from: Option<Timestamp>,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
    /// Deletes words, notes and diary, under the same condition. The document stays, because only it gives the keys under
    /// which the case is remembered.
    fn forget_words_and_notes(
        &self,
        case: &Case,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
    /// Replaces everything that is stored about an erased case by its remains, under the same condition: its state, its
    /// events, what was offered, sent and read. A document, words, notes and a diary that are still there are deleted too. A
    /// repeat of the submission is refused from now on, and does not name the case. The state is replaced last, so
    /// that a call that was interrupted is repeated.
    fn leave_remains(
        &self,
        case: &Case,
        remains: &Remains,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
}

/// The register of erased cases, from which erasures are repeated after a restore. It is no part of what is restored, and
/// holds references and weeks only.
pub trait RegisterErasures {
    /// Notes that the case was erased in the week that begins at `week`. The store deletes the note at `until`.
    fn register_erasure(
        &self,
        reference: &Reference,
        week: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// The erased cases after `after`, by reference. At most 25; a shorter page is the last.
    fn erasures(
        &self,
        after: Option<&Reference>,
    ) -> impl Future<Output = Result<Vec<Reference>, PortError>> + Send;
}

/// An entry of the list of expired cases: the end of the retention period, and the case. Also the cursor of the list.
pub type ExpiredCase = (Timestamp, Reference);

/// Lists the cases whose retention period has ended.
pub trait ReadExpired {
    /// The cases that expired before `now`, earliest first, from `after` on. At most 100; a shorter page is the last.
    fn expired(
        &self,
        now: Timestamp,
        after: Option<&ExpiredCase>,
    ) -> impl Future<Output = Result<Vec<ExpiredCase>, PortError>> + Send;
}
