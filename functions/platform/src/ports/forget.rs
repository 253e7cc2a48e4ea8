//! Erasure of personal data, once a case is closed and its retention period is over.

use super::{AppendOutcome, PortError};
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use std::future::Future;

/// Deletes personal data on time.
pub trait Forget {
    /// Sets the date from which the store deletes the person's document, words and notes. `None` removes the date.
    /// Changes nothing and returns [`AppendOutcome::Stale`] if the case is no longer at the version of `case`, so
    /// that a decision about a closed case cannot affect one that was reopened.
    fn expire(
        &self,
        case: &Case,
        from: Option<Timestamp>,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
    /// Deletes words and notes, under the same condition. The document stays, because only it gives the keys under
    /// which the case is remembered.
    fn forget_words_and_notes(
        &self,
        case: &Case,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
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
