//! Keeps the anonymous facts of each case, and the counters over them.
//!
//! An event says only that a case has changed. The facts are made from the whole stored case, and the counters
//! move by the difference to the facts that were counted before, in the same transaction. So a repeated delivery changes
//! nothing, an event that is late or out of order is already counted or is counted now, and a correction, a merge, a
//! reopening or an erasure leaves every sum right. The facts have no reference: their key is a keyed hash.

mod publish;

pub use publish::{family, is_daily, publish};

use application::retry;
use events::case::CaseEvent;
use measures::{changes, every_question, facts, facts_after_erasure};
use platform::PortError;
use platform::ports::{EventKey, FactsOutcome, KeepFacts, KeptFacts, ReadCaseFile, ReadKeys};

/// The ports that counting needs. None reads a person.
pub trait Ports: ReadCaseFile + ReadKeys + KeepFacts {}
impl<P: ReadCaseFile + ReadKeys + KeepFacts> Ports for P {}

/// Counts the present state of the case of an event.
///
/// # Errors
/// [`PortError`] of a port. A repeat changes nothing.
pub async fn handle<P: Ports>(ports: &P, event: CaseEvent) -> Result<(), PortError> {
    count(ports, &EventKey::of(&event)).await
}

/// The same for the key of an event.
///
/// # Errors
/// [`PortError`] of a port. A repeat changes nothing.
pub async fn count<P: Ports>(ports: &P, event: &EventKey) -> Result<(), PortError> {
    let key = &ports.keys().await?.facts(&event.reference);
    // Another delivery of the same case may be quicker.
    retry("it was counted", || async move {
        count_once(ports, key, event).await
    })
    .await
}

/// `None` if another delivery was quicker.
async fn count_once<P: Ports>(
    ports: &P,
    key: &str,
    event: &EventKey,
) -> Result<Option<()>, PortError> {
    let before = ports.facts(key).await?;
    if before
        .as_ref()
        .is_some_and(|kept| kept.version >= event.seq && kept.counted == counted())
    {
        return Ok(Some(()));
    }
    let Some(file) = ports.case_file(&event.reference).await? else {
        return Err(PortError::Permanent(
            "an event has no case to count".to_owned(),
        ));
    };
    let known = before.as_ref();
    // What stays of an erased case no longer says what happened, which was counted when it happened.
    let facts = match known.filter(|_| file.case.has_only_remains()) {
        Some(kept) => facts_after_erasure(&kept.facts, &file.case),
        None => facts(&file.case, &file.events),
    };
    let after = KeptFacts {
        version: file.case.version,
        facts,
        counted: counted(),
    };
    let changes = changes(
        known.map_or(&[], |kept| &kept.facts),
        known.map_or(&[], |kept| &kept.counted),
        &after.facts,
    );
    let version = known.map(|kept| kept.version);
    let kept = ports.keep_facts(key, version, &after, &changes).await?;
    Ok((kept == FactsOutcome::Kept).then_some(()))
}

/// The questions that are counted now.
fn counted() -> Vec<String> {
    every_question().map(|question| question.mark()).collect()
}
