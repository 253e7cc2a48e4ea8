//! The files that bulk senders drop, and how far each was read.

use super::PortError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// A dropped file as it lies there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFile {
    /// Its size in bytes.
    pub size: u64,
    /// The tag of its content: another content has another.
    pub tag: String,
    /// When it was dropped, by the second.
    pub dropped_at: Timestamp,
}

/// Reads dropped files, a piece at a time.
pub trait ReadFeed {
    /// The file under `key`, or `None` where there is none.
    fn feed_file(
        &self,
        key: &str,
    ) -> impl Future<Output = Result<Option<FeedFile>, PortError>> + Send;
    /// At most `most` bytes of the file from byte `from`, which lies within it; `None` where what lies there is no longer
    /// the file of that tag.
    fn feed_bytes(
        &self,
        key: &str,
        tag: &str,
        from: u64,
        most: u64,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, PortError>> + Send;
}

/// Keeps what the sender is told about a file.
pub trait KeepReport {
    /// Keeps it under `key`, in place of what was there.
    fn keep_report(
        &self,
        key: &str,
        body: Vec<u8>,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// What is kept under `key`, or `None`.
    fn report(&self, key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, PortError>> + Send;
}

/// How many rows ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that became a case.
    pub new: u32,
    /// Rows that were a case already.
    pub known: u32,
    /// Rows that were refused.
    pub bad: u32,
}

/// A stretch of a file whose rows are reported in an object of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The first byte of the stretch.
    pub from: u64,
    /// The byte after its last.
    pub to: u64,
}

/// How far a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// How often it was written, from 1.
    pub version: u32,
    /// When reading began. Its date is the day by which every row is judged.
    pub begun_at: Timestamp,
    /// Every byte before this one is done with.
    pub at: u64,
    /// The line, from 1, that begins there.
    pub line: u64,
    /// How the rows before it ended.
    pub counts: Counts,
    /// Where they are reported.
    pub parts: Vec<Part>,
    /// Whether the sender has been told, and nothing is left to do.
    pub done: bool,
}

/// What became of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckpointOutcome {
    /// It is stored, now or before.
    Stored,
    /// Another reader of the same file has gone on meanwhile: nothing is stored; leave the file to that one.
    Stale,
}

/// Keeps how far each file was read.
pub trait KeepCheckpoint {
    /// How far the file of that id was read, or `None` where nobody has begun.
    fn checkpoint(
        &self,
        file: &str,
    ) -> impl Future<Output = Result<Option<Checkpoint>, PortError>> + Send;
    /// Stores it, where the one that is stored has the version before its own.
    fn keep_checkpoint(
        &self,
        file: &str,
        checkpoint: &Checkpoint,
        now: Timestamp,
    ) -> impl Future<Output = Result<CheckpointOutcome, PortError>> + Send;
}

/// Has a file read on by a next invocation.
pub trait ContinueFeed {
    /// Asks for the file under `key` to be read on.
    fn continue_feed(&self, key: &str) -> impl Future<Output = Result<(), PortError>> + Send;
}
