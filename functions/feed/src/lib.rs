//! The daily file of the police: a row becomes a case that awaits consent, and a row that cannot is told by its line.
//!
//! A file is judged twice. First as a whole, before anything is stored: is it of a sender that may send files, at most
//! 64 MB, text, a header that the contract knows, quotation marks in their places, at most 100,000 rows? What is wrong as
//! a whole is refused as a whole. Then row by row, in legs, each ended by a checkpoint: whatever stops a reader, the next
//! one goes on from there, and a row that it meets again is recognised.
//!
//! `events/feed/README.md` says how a file is written and what its report says.

mod cells;
mod leg;
mod lines;
mod message;
mod place;
mod report;
mod row;
mod source;
mod survey;

pub use lines::Format;
pub use message::keys_in;
pub use report::{Refusal, Where};
pub use survey::{MOST_FILE_BYTES, MOST_ROWS};

use domain::calendar::london_today;
use jiff::Timestamp;
use leg::Led;
use place::{Dropped, part_key};
use platform::PortError;
use platform::ports::{
    AcceptReferral, Checkpoint, Counts, FeedFile, KeepCheckpoint, KeepReport, Kept, ReadDirectory,
    ReadFeed, ReadKeys,
};
use report::{tell_read, tell_refused, tell_replaced};
use row::Desk;
use source::{Open, Source};
use survey::{Refused, Survey, Surveyed};

/// What reading a file needs of the world.
pub trait Ports:
    AcceptReferral + ReadDirectory + ReadKeys + ReadFeed + KeepReport + KeepCheckpoint
{
}
impl<P: AcceptReferral + ReadDirectory + ReadKeys + ReadFeed + KeepReport + KeepCheckpoint> Ports
    for P
{
}

/// How much is done at a time.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How many bytes are asked for at once.
    pub piece: u64,
    /// How many rows lie between two checkpoints.
    pub rows_a_leg: u32,
    /// How many rows are stored side by side.
    pub at_once: usize,
}

impl Pace {
    /// A leg takes seconds; what is held is a few megabytes.
    pub const USUAL: Self = Self {
        piece: 1 << 20,
        rows_a_leg: 500,
        at_once: 16,
    };
}

/// How far a reader has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Nothing is left to do for this reader.
    TheEnd,
    /// There is more to read, by a next one.
    TheTime,
}

/// Reads the file under `key`, from where the last reader came to, until it ends or `clock` says that it is `until`.
///
/// # Errors
/// [`PortError`] of the port that failed, where this reader has not come a step further; a next one may.
pub async fn read<P: Ports>(
    ports: &P,
    key: &str,
    pace: Pace,
    clock: impl Fn() -> Timestamp,
    until: Timestamp,
) -> Result<Reached, PortError> {
    let Some(dropped) = Dropped::at(key) else {
        tracing::error!("a file lies where no sender may drop one; it was left unread");
        return Ok(Reached::TheEnd);
    };
    // 1. What lies there, and whether somebody has begun to read it.
    let Some(file) = ports.feed_file(key).await? else {
        finish_what_was_replaced(ports, &dropped, None, clock()).await?;
        tracing::warn!(
            feed.sender = dropped.code,
            "a file was gone before it was read"
        );
        return Ok(Reached::TheEnd);
    };
    let id = dropped.id(&file);
    finish_what_was_replaced(ports, &dropped, Some(&id), clock()).await?;
    let begun = ports.checkpoint(&id).await?;
    if begun.as_ref().is_some_and(|checkpoint| checkpoint.done) {
        return Ok(Reached::TheEnd);
    }
    // 2. Who sends it, and how its rows are written.
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
                .refuse((Refusal::SenderNotKnown, Where::default()), clock())
                .await;
        }
        (_, None) => {
            return reader
                .refuse((Refusal::UnknownKindOfFile, Where::default()), clock())
                .await;
        }
        (Some(sender), Some(format)) => (sender, format),
    };
    let open = Open {
        ports,
        dropped: &dropped,
        file: &file,
        format,
        piece: pace.piece,
    };
    // 3. The whole of it, before the first row is stored.
    let (mut checkpoint, header) = match begun {
        Some(checkpoint) => (checkpoint, Survey::header(open).await?),
        None => {
            let surveyed = match Survey::of(&open).await? {
                Some(Ok(surveyed)) => surveyed,
                Some(Err(refused)) => return reader.refuse(refused, clock()).await,
                None => return Ok(Reached::TheEnd),
            };
            let checkpoint = first(&surveyed, clock());
            ports
                .keep_report(&dropped.begun(), id.clone().into_bytes())
                .await?;
            if ports.keep_checkpoint(&id, &checkpoint, clock()).await? == Kept::Stale {
                return Ok(Reached::TheEnd);
            }
            (checkpoint, surveyed.header)
        }
    };
    // 4. Its rows, leg by leg, and then the report.
    let keys = ports.keys().await?;
    let desk = Desk::of(sender, &keys, header, london_today(checkpoint.begun_at));
    let mut source = Source::from(open, checkpoint.at, checkpoint.line);
    let mut came_further = false;
    loop {
        let gone = leg::go(
            ports,
            &desk,
            &mut source,
            &id,
            &mut checkpoint,
            pace,
            clock(),
        )
        .await;
        let ended = match gone {
            Ok(Led::ToTheEnd) => reader.tell(&checkpoint, clock()).await.map(|()| true),
            Ok(Led::ToAnother) => replaced(ports, &dropped, &id, &checkpoint, clock())
                .await
                .map(|()| true),
            Ok(Led::Nowhere) => Ok(true),
            Ok(Led::On) => Ok(false),
            Err(error) => Err(error),
        };
        match ended {
            Ok(true) => return Ok(Reached::TheEnd),
            Ok(false) => came_further = true,
            // What was reached is kept: a next reader begins there, and its failures are counted anew.
            Err(PortError::Transient(cause)) if came_further => {
                tracing::warn!(
                    feed.file = id,
                    cause,
                    "reading a file failed for now; it goes on"
                );
                return Ok(Reached::TheTime);
            }
            Err(error) => return Err(error),
        }
        if clock() >= until {
            return Ok(Reached::TheTime);
        }
    }
}

/// The checkpoint before the first row.
fn first(surveyed: &Surveyed, now: Timestamp) -> Checkpoint {
    Checkpoint {
        version: 1,
        begun_at: now,
        at: surveyed.at,
        line: surveyed.line,
        counts: Counts::default(),
        parts: Vec::new(),
        done: false,
    }
}

/// The file of that name that was begun last, where it is another one than lies there now and nobody read it to its end.
async fn finish_what_was_replaced<P: Ports>(
    ports: &P,
    dropped: &Dropped<'_>,
    lies_there: Option<&str>,
    now: Timestamp,
) -> Result<(), PortError> {
    let Some(begun) = ports.report(&dropped.begun()).await? else {
        return Ok(());
    };
    let begun = String::from_utf8_lossy(&begun);
    if lies_there == Some(&*begun) {
        return Ok(());
    }
    match ports.checkpoint(&begun).await? {
        Some(checkpoint) if !checkpoint.done => {
            replaced(ports, dropped, &begun, &checkpoint, now).await
        }
        _ => Ok(()),
    }
}

/// Tells the sender how far a file was read before another came in its place, under a name of its own: the report of the
/// other is not to hide it.
async fn replaced<P: Ports>(
    ports: &P,
    dropped: &Dropped<'_>,
    id: &str,
    checkpoint: &Checkpoint,
    now: Timestamp,
) -> Result<(), PortError> {
    let mut report = Vec::new();
    tell_replaced(
        &mut report,
        checkpoint.begun_at,
        checkpoint.line,
        checkpoint.counts,
    );
    report.extend(rows_told(ports, id, checkpoint).await?);
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
        "another file came in the place of one that was being read: its rest was not read"
    );
    Ok(())
}

/// The lines about the rows that were read, in their order.
async fn rows_told<P: Ports>(
    ports: &P,
    id: &str,
    checkpoint: &Checkpoint,
) -> Result<Vec<u8>, PortError> {
    let mut rows = Vec::new();
    for part in &checkpoint.parts {
        let told = ports.report(&part_key(id, *part)).await?;
        let lost = || PortError::Permanent("a part of a report is not there any more".to_owned());
        rows.extend(told.ok_or_else(lost)?);
    }
    Ok(rows)
}

/// One who reads one file, and tells its sender.
struct Reader<'a, P> {
    ports: &'a P,
    dropped: &'a Dropped<'a>,
    file: &'a FeedFile,
    id: &'a str,
}

impl<P: Ports> Reader<'_, P> {
    /// Tells the sender that nothing was taken, and why.
    async fn refuse(&self, (code, place): Refused, now: Timestamp) -> Result<Reached, PortError> {
        let mut report = Vec::new();
        tell_refused(&mut report, code, place);
        self.ports
            .keep_report(&self.dropped.report(), report)
            .await?;
        let nowhere = Surveyed {
            header: None,
            at: 0,
            line: 1,
        };
        let checkpoint = Checkpoint {
            done: true,
            ..first(&nowhere, now)
        };
        self.ports
            .keep_checkpoint(self.id, &checkpoint, now)
            .await?;
        let (sender, bytes) = (self.dropped.code, self.file.size);
        tracing::warn!(feed.file = self.id, feed.sender = sender, feed.bytes = bytes, code = ?code, "a file was refused whole");
        Ok(Reached::TheEnd)
    }

    /// Tells the sender how every row ended.
    async fn tell(&self, checkpoint: &Checkpoint, now: Timestamp) -> Result<(), PortError> {
        let mut report = Vec::new();
        tell_read(&mut report, checkpoint.begun_at, checkpoint.counts);
        report.extend(rows_told(self.ports, self.id, checkpoint).await?);
        self.ports
            .keep_report(&self.dropped.report(), report)
            .await?;
        let done = Checkpoint {
            version: checkpoint.version + 1,
            done: true,
            ..checkpoint.clone()
        };
        self.ports.keep_checkpoint(self.id, &done, now).await?;
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
