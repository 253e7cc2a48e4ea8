//! One leg of a file: some rows are judged and stored, told in a part of the report, and then done with.
//!
//! Until the checkpoint behind a leg is kept, the leg may be done again: a stored row is recognised by its submission,
//! and that this very row stored it by its reference, which the file and the line make.

use crate::place::part_key;
use crate::report::{Ended, OnlyRow, Wrong, count, tell_row};
use crate::row::{Desk, Good};
use crate::source::{Next, Source};
use crate::{Pace, Ports};
use application::intake::{Accepted, Incoming, Intake, references, take_in};
use futures_util::future::join_all;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Checkpoint, Kept, Part};

/// Where a leg has led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Led {
    /// Further; there is more.
    On,
    /// To the end of the file.
    ToTheEnd,
    /// To where another file came in its place: the rest of it is gone.
    ToAnother,
    /// Nowhere: somebody else reads it.
    Nowhere,
}

/// A row on its way: its line, and the referral in it or what is wrong.
type Judged = (u64, Result<Good, Vec<Wrong>>);

/// Goes one leg from the checkpoint, and keeps the checkpoint that it has come to.
pub(crate) async fn go<P: Ports>(
    ports: &P,
    desk: &Desk<'_>,
    source: &mut Source<'_, P>,
    file: &str,
    checkpoint: &mut Checkpoint,
    pace: Pace,
    now: Timestamp,
) -> Result<Led, PortError> {
    let mut after = Checkpoint {
        version: checkpoint.version + 1,
        ..checkpoint.clone()
    };
    let mut report = Vec::new();
    let mut led = Led::On;
    let mut together: Vec<Judged> = Vec::with_capacity(pace.at_once);
    for _ in 0..pace.rows_a_leg {
        let row = match source.next().await? {
            Next::Some(row) => row,
            Next::End => {
                led = Led::ToTheEnd;
                break;
            }
            Next::Gone => {
                led = Led::ToAnother;
                break;
            }
        };
        (after.at, after.line) = (row.end, row.next_line);
        let judged = desk.judge(&row);
        // The first row of a name counts: the second waits until the first is stored.
        if together.len() >= pace.at_once
            || together.iter().any(|(_, other)| same_row(other, &judged))
        {
            store(
                ports,
                desk,
                file,
                &mut together,
                &mut after,
                &mut report,
                now,
            )
            .await?;
        }
        together.push((row.line, judged));
    }
    store(
        ports,
        desk,
        file,
        &mut together,
        &mut after,
        &mut report,
        now,
    )
    .await?;
    if after.at == checkpoint.at {
        return Ok(led);
    }
    let part = Part {
        from: checkpoint.at,
        to: after.at,
    };
    ports.keep_report(&part_key(file, part), report).await?;
    after.parts.push(part);
    if ports.keep_checkpoint(file, &after, now).await? == Kept::Stale {
        return Ok(Led::Nowhere);
    }
    *checkpoint = after;
    Ok(led)
}

/// Stores rows side by side, and tells and counts them in their order.
async fn store<P: Ports>(
    ports: &P,
    desk: &Desk<'_>,
    file: &str,
    together: &mut Vec<Judged>,
    after: &mut Checkpoint,
    report: &mut Vec<u8>,
    now: Timestamp,
) -> Result<(), PortError> {
    let rows = together.drain(..);
    let stored = rows.map(|(line, judged)| async move {
        match judged {
            Ok(good) => {
                let ended = store_one(ports, desk, file, line, &good, now).await?;
                Ok::<_, PortError>((line, ended))
            }
            Err(wrong) => Ok((line, Ended::Bad(wrong))),
        }
    });
    for row in join_all(stored).await {
        let (line, ended) = row?;
        tell_row(report, line, &ended);
        count(&mut after.counts, &ended);
    }
    Ok(())
}

async fn store_one<P: Ports>(
    ports: &P,
    desk: &Desk<'_>,
    file: &str,
    line: u64,
    good: &Good,
    now: Timestamp,
) -> Result<Ended, PortError> {
    let chance = desk.keys.row_chance(file, line);
    let incoming = Incoming {
        submission: &good.submission,
        document: &good.document,
        referral: &good.referral,
        tell_tier: true,
    };
    Ok(match take_in(ports, incoming, now, chance).await? {
        Intake::OtherContent => Ended::Bad(vec![Wrong::row(OnlyRow::OtherContent)]),
        Intake::Accepted(Accepted { answer, first }) => {
            // Stored before, but by this row: the process ended before that was written down.
            if first || references(chance).any(|own| own == answer.reference) {
                Ended::New(answer.reference)
            } else {
                Ended::Known(answer.reference)
            }
        }
    })
}

fn same_row(one: &Result<Good, Vec<Wrong>>, other: &Result<Good, Vec<Wrong>>) -> bool {
    matches!((one, other), (Ok(one), Ok(other)) if one.submission == other.submission)
}
