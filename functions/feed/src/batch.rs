//! One batch of rows: parse them, store them, report them, and then save a checkpoint.
//!
//! A batch may run again until its checkpoint is saved. A stored row is recognised by its submission. Its reference,
//! which is derived from the file and the line, shows whether this row stored the case.

use crate::object_keys::part_key;
use crate::report::{RowError, RowOnlyCode, RowOutcome, count, write_row};
use crate::row_parser::{RowParser, RowReferral};
use crate::row_reader::{Next, RowReader};
use crate::{Ports, ReadLimits};
use application::intake::{
    Accepted, Connection, Incoming, Intake, needs_consent, references, sent_before, take_in,
};
use events::Reference;
use futures_util::future::join_all;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Checkpoint, CheckpointOutcome, EventKey, Pace, Part};
use std::time::Duration;

/// The number of the event with which a case begins.
const FIRST: u32 = 1;

/// How a batch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BatchEnd {
    /// The file has more rows.
    MoreRows,
    /// The file ended.
    EndOfFile,
    /// Another file replaced this one. The remaining rows are lost.
    FileReplaced,
    /// Another reader is ahead in this file.
    OtherReader,
}

/// A row's line number, with its referral or its errors.
type ParsedRow = (u64, Result<RowReferral, Vec<RowError>>);

/// What all batches of a file have in common.
pub(crate) struct Batches<'a, P, C> {
    pub(crate) ports: &'a P,
    pub(crate) parser: &'a RowParser<'a>,
    /// The id of the file.
    pub(crate) file: &'a str,
    pub(crate) limits: ReadLimits,
    pub(crate) clock: C,
}

/// Processes one batch from the checkpoint on, and saves the checkpoint after it.
pub(crate) async fn process<P: Ports, C: Fn() -> Timestamp>(
    batches: &Batches<'_, P, C>,
    source: &mut RowReader<'_, P>,
    checkpoint: &mut Checkpoint,
) -> Result<BatchEnd, PortError> {
    let Batches {
        ports,
        parser,
        file,
        limits,
        ..
    } = *batches;
    let now = (batches.clock)();
    let mut after = Checkpoint {
        version: checkpoint.version + 1,
        ..checkpoint.clone()
    };
    let mut report = Vec::new();
    let mut end = BatchEnd::MoreRows;
    let mut together: Vec<ParsedRow> = Vec::with_capacity(limits.concurrency);
    for _ in 0..limits.batch_rows {
        let row = match source.next().await? {
            Next::Some(row) => row,
            Next::End => {
                end = BatchEnd::EndOfFile;
                break;
            }
            Next::Gone => {
                end = BatchEnd::FileReplaced;
                break;
            }
        };
        (after.at, after.line) = (row.end, row.next_line);
        let parsed = parser.parse(&row);
        // The first row of a submission wins, so a second one in the batch waits until the first is stored.
        if together.len() >= limits.concurrency
            || together.iter().any(|(_, other)| same_row(other, &parsed))
        {
            store(batches, &mut together, &mut after, &mut report, now).await?;
        }
        together.push((row.line, parsed));
    }
    store(batches, &mut together, &mut after, &mut report, now).await?;
    if after.at == checkpoint.at {
        return Ok(end);
    }
    let part = Part {
        from: checkpoint.at,
        to: after.at,
    };
    ports.keep_report(&part_key(file, part), report).await?;
    after.parts.push(part);
    if ports.keep_checkpoint(file, &after, now).await? == CheckpointOutcome::Stale {
        return Ok(BatchEnd::OtherReader);
    }
    *checkpoint = after;
    Ok(end)
}

/// Stores rows concurrently and puts their cases on the slow lane, then reports and counts them in file order. It takes
/// as long as so many rows may take, so that a file leaves room for people who wait for an answer.
async fn store<P: Ports, C: Fn() -> Timestamp>(
    batches: &Batches<'_, P, C>,
    together: &mut Vec<ParsedRow>,
    after: &mut Checkpoint,
    report: &mut Vec<u8>,
    now: Timestamp,
) -> Result<(), PortError> {
    let Batches {
        ports,
        parser,
        file,
        ..
    } = *batches;
    let began = (batches.clock)();
    let rows = together.drain(..);
    let stored = rows.map(|(line, parsed)| async move {
        let ended = match parsed {
            Ok(referral_row) => store_one(ports, parser, file, line, &referral_row, now).await,
            Err(wrong) => Ok(RowOutcome::Refused(wrong)),
        };
        (line, ended)
    });
    let (stored, failed) = without_bad_rows(file, join_all(stored).await);
    // After a crash the rows of this batch are stored again, and are new once more. So none is left out.
    let new: Vec<EventKey> = stored
        .iter()
        .filter_map(|(_, outcome)| new_case(outcome))
        .map(|reference| EventKey {
            reference: reference.clone(),
            seq: FIRST,
        })
        .collect();
    if !new.is_empty() {
        ports.react_later(&new).await?;
        let least = Duration::from_secs(new.len() as u64) / batches.limits.rows_per_second.get();
        let took = (batches.clock)().duration_since(began).unsigned_abs();
        ports.pause(least.saturating_sub(took)).await;
    }
    // The neighbours of a row that failed are on the slow lane by now.
    if let Some(error) = failed {
        return Err(error);
    }
    for (line, ended) in &stored {
        write_row(report, *line, ended);
        count(&mut after.counts, ended);
    }
    Ok(())
}

/// Refuses each row that can never be stored. If all fail in that way, the hub is at fault and not the rows. Also returns
/// the first error that ends the batch.
fn without_bad_rows(
    file: &str,
    rows: Vec<(u64, Result<RowOutcome, PortError>)>,
) -> (Vec<(u64, RowOutcome)>, Option<PortError>) {
    let never = |row: &&(u64, Result<_, _>)| matches!(row.1, Err(PortError::Permanent(_)));
    let hub_fails = rows.len() > 1 && rows.iter().filter(never).count() == rows.len();
    let (mut stored, mut failed) = (Vec::with_capacity(rows.len()), None);
    for (line, outcome) in rows {
        match outcome {
            Ok(outcome) => stored.push((line, outcome)),
            Err(PortError::Permanent(cause)) if !hub_fails => {
                tracing::error!(
                    feed.file = file,
                    line,
                    cause,
                    "a row that can never be stored was refused"
                );
                let wrong = vec![RowError::row(RowOnlyCode::NotStored)];
                stored.push((line, RowOutcome::Refused(wrong)));
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    (stored, failed)
}

/// The case that a row became.
fn new_case(outcome: &RowOutcome) -> Option<&Reference> {
    match outcome {
        RowOutcome::New(reference, _) => Some(reference),
        RowOutcome::Known(..) | RowOutcome::Refused(_) => None,
    }
}

async fn store_one<P: Ports>(
    ports: &P,
    parser: &RowParser<'_>,
    file: &str,
    line: u64,
    referral_row: &RowReferral,
    now: Timestamp,
) -> Result<RowOutcome, PortError> {
    let profile = ports.profile().await?;
    let chance = parser.keys.row_chance(file, line);
    let incoming = Incoming {
        submission: &referral_row.submission,
        document: &referral_row.document,
        referral: &referral_row.referral,
        tell_tier: true,
        contact_left_out: !referral_row.left_out.is_empty(),
        connection: Connection::default(),
        pace: Pace::Slow,
    };
    let left_out = referral_row.left_out.clone();
    // A row that was taken before the switch stays taken.
    let taken = if needs_consent(&referral_row.referral, &profile, parser.today)? {
        sent_before(ports, &referral_row.submission, &referral_row.document).await?
    } else {
        Some(take_in(ports, incoming, now, chance).await?)
    };
    let Some(taken) = taken else {
        let refused = RowError::row(RowOnlyCode::SwitchedToConsent);
        return Ok(RowOutcome::Refused(vec![refused]));
    };
    Ok(match taken {
        Intake::OtherContent => RowOutcome::Refused(vec![RowError::row(RowOnlyCode::OtherContent)]),
        Intake::Accepted(Accepted { answer, first }) => {
            // An earlier reader stored this row and ended before it saved that.
            if first || references(chance).any(|own| own == answer.reference) {
                RowOutcome::New(answer.reference, left_out)
            } else {
                RowOutcome::Known(answer.reference, left_out)
            }
        }
    })
}

fn same_row(
    one: &Result<RowReferral, Vec<RowError>>,
    other: &Result<RowReferral, Vec<RowError>>,
) -> bool {
    matches!((one, other), (Ok(one), Ok(other)) if one.submission == other.submission)
}
