//! Forgetting who a person was, once their case is over and its time has passed.

use super::{AppendOutcome, PortError};
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use std::future::Future;

/// Sees to it that what says who a person is is kept no longer than it may be.
pub trait Forget {
    /// From when on the store itself deletes the person's document, words and notes; nothing: it does not. Changes nothing
    /// and says [`AppendOutcome::Stale`] where the case is not at the version of `case` any more, so that what was concluded from
    /// an ended case cannot reach one that goes on.
    fn expire(
        &self,
        case: &Case,
        from: Option<Timestamp>,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
    /// Deletes what the person said and what providers noted, with the same condition. The document stays: it alone says
    /// under which keys the case is remembered.
    fn forget_words_and_notes(
        &self,
        case: &Case,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
}

/// Where a list of what has to be forgotten was left.
pub type ExpiredCase = (Timestamp, Reference);

/// Reads which cases are to be forgotten.
pub trait ReadExpired {
    /// The cases whose time has passed at `now`, those that had to go first first, from `after` on; at most 100. Fewer are
    /// the last.
    fn expired(
        &self,
        now: Timestamp,
        after: Option<&ExpiredCase>,
    ) -> impl Future<Output = Result<Vec<ExpiredCase>, PortError>> + Send;
}
