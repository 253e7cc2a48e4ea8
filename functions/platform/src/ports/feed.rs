//! Files that bulk senders drop, their reports and their checkpoints.

use super::PortError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::time::Duration;

/// A dropped file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFile {
    /// Its size in bytes.
    pub size: u64,
    /// A tag that changes with the content.
    pub tag: String,
    /// When it was dropped, to the second.
    pub dropped_at: Timestamp,
}

/// Reads dropped files in chunks.
pub trait ReadFeed {
    /// The file under `key`, or `None` if there is none.
    fn feed_file(
        &self,
        key: &str,
    ) -> impl Future<Output = Result<Option<FeedFile>, PortError>> + Send;
    /// Up to `most` bytes of the file from byte `from` on, which must be within it. `None` if the file under `key` no
    /// longer has this tag.
    fn feed_bytes(
        &self,
        key: &str,
        tag: &str,
        from: u64,
        most: u64,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, PortError>> + Send;
}

/// Deletes dropped files.
pub trait ForgetFeed {
    /// Deletes the file under `key`, if it still has this tag. A file that is gone is no error.
    fn forget_feed(
        &self,
        key: &str,
        tag: &str,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Stores reports about files.
pub trait KeepReport {
    /// Stores a report under `key`, and replaces an older one.
    fn keep_report(
        &self,
        key: &str,
        body: Vec<u8>,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// The report under `key`, or `None`.
    fn report(&self, key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, PortError>> + Send;
}

/// The outcomes of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that became a case.
    pub new: u32,
    /// Rows that were a case already.
    pub known: u32,
    /// Rows that were refused.
    pub bad: u32,
}

/// A part of a file, with a separate report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The first byte.
    pub from: u64,
    /// The byte after the last one.
    pub to: u64,
}

/// How far a file has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The number of this checkpoint, from 1.
    pub version: u32,
    /// When reading began. Every row is checked against its date.
    pub begun_at: Timestamp,
    /// Rows before this byte are done.
    pub at: u64,
    /// The line that begins at that byte, from 1.
    pub line: u64,
    /// The outcomes of the rows before it.
    pub counts: Counts,
    /// The parts with the reports of those rows.
    pub parts: Vec<Part>,
    /// Whether the report is complete and nothing is left to do.
    pub done: bool,
}

/// The outcome of [`KeepCheckpoint::keep_checkpoint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckpointOutcome {
    /// The checkpoint is stored, now or by an earlier attempt.
    Stored,
    /// Another reader of the file is ahead. Nothing was stored. Leave the file to that reader.
    Stale,
}

/// Stores how far each file has been read.
pub trait KeepCheckpoint {
    /// The latest checkpoint of a file, or `None` if no reader has started.
    fn checkpoint(
        &self,
        file: &str,
    ) -> impl Future<Output = Result<Option<Checkpoint>, PortError>> + Send;
    /// Stores a checkpoint, if the stored one has the version before it.
    fn keep_checkpoint(
        &self,
        file: &str,
        checkpoint: &Checkpoint,
        now: Timestamp,
    ) -> impl Future<Output = Result<CheckpointOutcome, PortError>> + Send;
}

/// Waits, so that a file takes its share and leaves the rest.
pub trait Pause {
    /// Waits for that time.
    fn pause(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// Continues a file in another invocation.
pub trait ContinueFeed {
    /// Requests that the file under `key` is read further.
    fn continue_feed(&self, key: &str) -> impl Future<Output = Result<(), PortError>> + Send;
}
