//! Diaries: what a person writes for themselves alone. The store holds only what the person's words have locked.

use super::{AppendOutcome, PortError};
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use std::future::Future;

/// A locked diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diary {
    /// It grows by one with each change.
    pub version: u32,
    /// What only the person's words open.
    pub sealed: Vec<u8>,
}

/// Keeps the diaries, apart from cases and people.
pub trait Diaries {
    /// The diary of a case, if it has one.
    fn diary(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<Diary>, PortError>> + Send;
    /// Stores a diary in place of the version before it; version 1 needs that there is none. `until` is when the store
    /// deletes it by itself. Changes nothing and returns [`AppendOutcome::Stale`] if there is another version, or if the
    /// case is no longer at the version of `case`, so that nothing is written during an erasure.
    fn keep_diary(
        &self,
        case: &Case,
        diary: &Diary,
        until: Option<Timestamp>,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
    /// Deletes the diary of a case.
    fn delete_diary(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}
