//! Reads the daily file of the police. Each good row becomes a case that awaits consent; each bad row is reported by
//! its line.
//!
//! First the whole file is validated, before anything is stored: the sender, the size, the encoding, the header, the
//! quotation marks and the number of rows. A file that fails is refused as a whole. Then the rows are processed in
//! batches, with a checkpoint after each batch. If a reader stops, the next one continues from the last checkpoint
//! and recognises the rows that it meets again.
//!
//! `events/feed/README.md` describes the file and the report.

mod batch;
mod csv;
mod message;
mod object_keys;
mod report;
mod row_parser;
mod row_reader;
mod validation;

pub use message::keys_in;
pub use object_keys::Format;
pub use report::{Position, Refusal};

pub use validation::{MAX_FILE_BYTES, MAX_ROWS};

use batch::{BatchEnd, Batches};
use domain::calendar::london_today;
use jiff::Timestamp;
use object_keys::{Dropped, part_key};
use platform::PortError;
use platform::ports::{
    AcceptReferral, Checkpoint, CheckpointOutcome, Counts, FeedFile, ForgetFeed, KeepCheckpoint,
    KeepReport, Pause, ReactLater, ReadDirectory, ReadFeed, ReadKeys,
};
use report::{write_read, write_refused, write_replaced};
use row_parser::RowParser;
use row_reader::{OpenFile, RowReader};
use std::num::NonZeroU32;
use validation::{FileCheck, FileLayout, Refused};

pub trait Ports:
    AcceptReferral
    + ReadDirectory
    + ReadKeys
    + ReadFeed
    + ForgetFeed
    + KeepReport
    + KeepCheckpoint
    + ReactLater
    + Pause
{
}
impl<P> Ports for P where
    P: AcceptReferral
        + ReadDirectory
        + ReadKeys
        + ReadFeed
        + ForgetFeed
        + KeepReport
        + KeepCheckpoint
        + ReactLater
        + Pause
{
}

/// How much is read and stored at a time.
#[derive(Clone, Copy, Debug)]
pub struct ReadLimits {
    /// Bytes in each request to the bucket.
    pub chunk_bytes: u64,
    /// Rows between two checkpoints.
    pub batch_rows: u32,
    /// Rows that are stored concurrently.
    pub concurrency: usize,
    /// New cases in a second, at most. What comes from people and partners in the meantime finds room.
    pub rows_per_second: NonZeroU32,
}

impl ReadLimits {
    /// A batch takes seconds and a few megabytes of memory.
    pub const USUAL: Self = Self {
        chunk_bytes: 1 << 20,
        batch_rows: 500,
        concurrency: 8,
        rows_per_second: NonZeroU32::MIN.saturating_add(19),
    };
}

/// How far a reader got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// This reader has nothing left to do.
    Finished,
    /// The time ran out. The next reader continues.
    OutOfTime,
}

/// Reads the file under `key` from its last checkpoint on, until it ends or `clock` reaches `until`.
///
/// # Errors
/// [`PortError`] of the port that failed, if this reader has not finished a batch. Another reader may succeed.
pub async fn read<P: Ports>(
    ports: &P,
    key: &str,
    limits: ReadLimits,
    clock: impl Fn() -> Timestamp,
    until: Timestamp,
) -> Result<Progress, PortError> {
    let Some(dropped) = Dropped::at(key) else {
        tracing::error!("a file is in a place that belongs to no sender; it was not read");
        return Ok(Progress::Finished);
    };
    // 1. Find the file, and whether a reader has started it.
    let Some(file) = ports.feed_file(key).await? else {
        // A message that is delivered again after the file was read and deleted.
        if was_read(ports, &dropped).await? {
            return Ok(Progress::Finished);
        }
        close_replaced(ports, &dropped, None, clock()).await?;
        tracing::warn!(
            feed.sender = dropped.code,
            "a file disappeared before it was read"
        );
        return Ok(Progress::Finished);
    };
    let id = dropped.id(&file);
    close_replaced(ports, &dropped, Some(&id), clock()).await?;
    let started = ports.checkpoint(&id).await?;
    if started.as_ref().is_some_and(|checkpoint| checkpoint.done) {
        // The reader that finished may have died before it deleted the file. A refused file stays for its sender.
        if started.is_some_and(|checkpoint| checkpoint.at > 0) {
            ports.forget_feed(key, &file.tag).await?;
        }
        return Ok(Progress::Finished);
    }
    // 2. Find the sender and the format.
    let profile = ports.profile().await?;
    let reader = Reader {
        ports,
        dropped: &dropped,
        file: &file,
        id: &id,
    };
    let (sender, format) = match (dropped.sender(&profile), dropped.format()) {
        (None, _) => {
            return reader
                .refuse((Refusal::SenderNotKnown, Position::default()), clock())
                .await;
        }
        (_, None) => {
            return reader
                .refuse((Refusal::UnknownKindOfFile, Position::default()), clock())
                .await;
        }
        (Some(sender), Some(format)) => (sender, format),
    };
    let open = OpenFile {
        ports,
        dropped: &dropped,
        file: &file,
        format,
        chunk_bytes: limits.chunk_bytes,
    };
    // 3. Validate the whole file before the first row is stored.
    let (mut checkpoint, header) = match started {
        Some(checkpoint) => (checkpoint, FileCheck::header(open).await?),
        None => {
            let layout = match FileCheck::of(&open).await? {
                Some(Ok(layout)) => layout,
                Some(Err(refused)) => return reader.refuse(refused, clock()).await,
                None => return Ok(Progress::Finished),
            };
            let checkpoint = first(&layout, clock());
            ports
                .keep_report(&dropped.begun(), id.clone().into_bytes())
                .await?;
            if ports.keep_checkpoint(&id, &checkpoint, clock()).await? == CheckpointOutcome::Stale {
                return Ok(Progress::Finished);
            }
            (checkpoint, layout.header)
        }
    };
    // 4. Process the rows in batches, then write the report.
    let keys = ports.keys().await?;
    let parser = RowParser::of(sender, &keys, header, london_today(checkpoint.begun_at));
    let mut source = RowReader::from(open, checkpoint.at, checkpoint.line);
    let batches = Batches {
        ports,
        parser: &parser,
        file: &id,
        limits,
        clock: &clock,
    };
    let mut progressed = false;
    loop {
        let end = batch::process(&batches, &mut source, &mut checkpoint).await;
        let ended = match end {
            Ok(BatchEnd::EndOfFile) => reader.finish(&checkpoint, clock()).await.map(|()| true),
            Ok(BatchEnd::FileReplaced) => {
                report_replaced(ports, &dropped, &id, &checkpoint, clock())
                    .await
                    .map(|()| true)
            }
            Ok(BatchEnd::OtherReader) => Ok(true),
            Ok(BatchEnd::MoreRows) => Ok(false),
            Err(error) => Err(error),
        };
        match ended {
            Ok(true) => return Ok(Progress::Finished),
            Ok(false) => progressed = true,
            // The checkpoint is saved. The next reader starts there, with a new count of failures.
            Err(PortError::Transient(cause)) if progressed => {
                tracing::warn!(
                    feed.file = id,
                    cause,
                    "reading a file failed and will continue"
                );
                return Ok(Progress::OutOfTime);
            }
            Err(error) => return Err(error),
        }
        if clock() >= until {
            return Ok(Progress::OutOfTime);
        }
    }
}

/// The checkpoint before the first row.
fn first(layout: &FileLayout, now: Timestamp) -> Checkpoint {
    Checkpoint {
        version: 1,
        begun_at: now,
        at: layout.at,
        line: layout.line,
        counts: Counts::default(),
        parts: Vec::new(),
        done: false,
    }
}

/// Whether the file that was last started under this name was read to its end.
async fn was_read<P: Ports>(ports: &P, dropped: &Dropped<'_>) -> Result<bool, PortError> {
    let Some(started) = ports.report(&dropped.begun()).await? else {
        return Ok(false);
    };
    let started = ports.checkpoint(&String::from_utf8_lossy(&started)).await?;
    Ok(started.is_some_and(|checkpoint| checkpoint.done))
}

/// Closes the file that was last started under this name, if another file replaced it before it was read to the end.
async fn close_replaced<P: Ports>(
    ports: &P,
    dropped: &Dropped<'_>,
    current: Option<&str>,
    now: Timestamp,
) -> Result<(), PortError> {
    let Some(started) = ports.report(&dropped.begun()).await? else {
        return Ok(());
    };
    let started = String::from_utf8_lossy(&started);
    if current == Some(&*started) {
        return Ok(());
    }
    match ports.checkpoint(&started).await? {
        Some(checkpoint) if !checkpoint.done => {
            report_replaced(ports, dropped, &started, &checkpoint, now).await
        }
        _ => Ok(()),
    }
}

/// Reports how far a file was read before another replaced it. The report has a separate name, so that it does not
/// hide the report of the new file.
async fn report_replaced<P: Ports>(
    ports: &P,
    dropped: &Dropped<'_>,
    id: &str,
    checkpoint: &Checkpoint,
    now: Timestamp,
) -> Result<(), PortError> {
    let mut report = Vec::new();
    write_replaced(
        &mut report,
        checkpoint.begun_at,
        checkpoint.line,
        checkpoint.counts,
    );
    report.extend(row_reports(ports, id, checkpoint).await?);
    ports
        .keep_report(&dropped.report_of_replaced(id), report)
        .await?;
    let done = Checkpoint {
        version: checkpoint.version + 1,
        done: true,
        ..checkpoint.clone()
    };
    ports.keep_checkpoint(id, &done, now).await?;
    let (sender, line) = (dropped.code, checkpoint.line);
    tracing::error!(
        feed.file = id,
        feed.sender = sender,
        line,
        "another file replaced one that was being read; its remaining rows were not read"
    );
    Ok(())
}

/// The report lines of the rows that were read, in file order.
async fn row_reports<P: Ports>(
    ports: &P,
    id: &str,
    checkpoint: &Checkpoint,
) -> Result<Vec<u8>, PortError> {
    let mut rows = Vec::new();
    for part in &checkpoint.parts {
        let part_report = ports.report(&part_key(id, *part)).await?;
        let missing = || PortError::Permanent("a part of a report is missing".to_owned());
        rows.extend(part_report.ok_or_else(missing)?);
    }
    Ok(rows)
}

/// A reader of one file, which reports to its sender.
struct Reader<'a, P> {
    ports: &'a P,
    dropped: &'a Dropped<'a>,
    file: &'a FeedFile,
    id: &'a str,
}

impl<P: Ports> Reader<'_, P> {
    /// Reports that the file is refused, and why.
    async fn refuse(
        &self,
        (code, position): Refused,
        now: Timestamp,
    ) -> Result<Progress, PortError> {
        let mut report = Vec::new();
        write_refused(&mut report, code, position);
        self.ports
            .keep_report(&self.dropped.report(), report)
            .await?;
        let layout = FileLayout {
            header: None,
            at: 0,
            line: 1,
        };
        let checkpoint = Checkpoint {
            done: true,
            ..first(&layout, now)
        };
        self.ports
            .keep_checkpoint(self.id, &checkpoint, now)
            .await?;
        let (sender, bytes) = (self.dropped.code, self.file.size);
        tracing::warn!(feed.file = self.id, feed.sender = sender, feed.bytes = bytes, code = ?code, "a file was refused");
        Ok(Progress::Finished)
    }

    /// Reports the outcome of every row.
    async fn finish(&self, checkpoint: &Checkpoint, now: Timestamp) -> Result<(), PortError> {
        let mut report = Vec::new();
        write_read(&mut report, checkpoint.begun_at, checkpoint.counts);
        report.extend(row_reports(self.ports, self.id, checkpoint).await?);
        self.ports
            .keep_report(&self.dropped.report(), report)
            .await?;
        let done = Checkpoint {
            version: checkpoint.version + 1,
            done: true,
            ..checkpoint.clone()
        };
        self.ports.keep_checkpoint(self.id, &done, now).await?;
        // It names everybody in it, and most of them were not asked yet.
        self.ports
            .forget_feed(self.dropped.key, &self.file.tag)
            .await?;
        let Counts { new, known, bad } = checkpoint.counts;
        tracing::info!(
            feed.file = self.id,
            feed.sender = self.dropped.code,
            new,
            known,
            bad,
            "a file was read"
        );
        Ok(())
    }
}
