//! How long the hub knows who a person is, and erasure.
//!
//! An erasure ends with the remains: the case is noted in the register of erased cases, and everything that is stored
//! about it is replaced by three events in weeks. [`erase_again`] goes through the register after a restore.
//!
//! When a case is closed, the store gets the date from which it may delete the personal data. When the case is
//! reopened, the date is removed. Erasure happens here, because only this function has the keys under which a person
//! is remembered. First it deletes the person's words and the notes. Then one transaction deletes the memory and the
//! document, and stores the event. Each step can be repeated, and fails if the case has changed.

use crate::Ports;
use crate::memory::Memory;
use application::{Decision, Document, Execution, OnConflict, retry};
use domain::case::commands::lifecycle::close;
use domain::retention::{keeping, remains};
use events::Reference;
use events::case::{Actor, Case, CaseChange, CaseEvent, CloseReason};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::AppendOutcome;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who lifts a hold that a restore brought back.
const AFTER_A_RESTORE: &str = "after-a-restore";

/// Handles the consequences of one case event for retention.
pub(crate) async fn follow<P: Ports>(
    ports: &P,
    event: &CaseEvent,
    now: Timestamp,
) -> Result<(), PortError> {
    match &event.what {
        CaseChange::ToBeErased { .. } => erase(ports, &event.reference, now).await,
        CaseChange::Erased { .. } => {
            erase_late_writes(ports, &event.reference).await?;
            leave_remains(ports, &event.reference).await
        }
        what if what.may_change_retention() => set_expiry(ports, &event.reference).await,
        _ => Ok(()),
    }
}

/// Tells the store from when it may delete the case's personal data, or that it may not.
async fn set_expiry<P: Ports>(ports: &P, reference: &Reference) -> Result<(), PortError> {
    retry("the retention period was stored", || async move {
        let Some(case) = ports.case(reference).await? else {
            return Ok(Some(()));
        };
        let from = keeping(&case).map(|keeping| keeping.net());
        // A case that was never closed has no date, and an erased case has no data.
        if (from.is_none() && !case.lifecycle.ended_before) || case.lifecycle.erasure.is_done() {
            return Ok(Some(()));
        }
        Ok(stored(ports.expire(&case, from).await?))
    })
    .await
}

/// Deletes everything that says who the person is. Does nothing if that is done or no longer wanted.
async fn erase<P: Ports>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let execution = Execution {
        ports,
        now,
        action: "personal data was deleted",
        on_conflict: OnConflict::Retry,
    };
    // Delete words and notes first, and only while the case is at the version that was read.
    let read = || async move {
        retry("words and notes were deleted", || async move {
            let Some(case) = ports.case(reference).await? else {
                return Ok(Some(None));
            };
            if case.lifecycle.erasure.requested().is_none() {
                return Ok(Some(None));
            }
            let forgotten = ports.forget_words_and_notes(&case).await?;
            Ok::<_, PortError>(stored(forgotten).map(|()| Some(case)))
        })
        .await
    };
    let decide = |case: Arc<Case>| async move {
        let Some(erasing) = case.lifecycle.erasure.requested() else {
            return Ok(Decision::nothing(()));
        };
        let sightings = memory(ports, &case).await?.without(&case.reference).await?;
        let erased = CaseChange::Erased {
            by: erasing.by.clone(),
        };
        Ok::<_, PortError>(
            Decision::of(vec![erased])
                .document(Document::Erased)
                .sightings(sightings),
        )
    };
    execution.run(read, decide).await.map(|_| ())
}

/// Deletes a note that a provider was writing during the erasure.
async fn erase_late_writes<P: Ports>(ports: &P, reference: &Reference) -> Result<(), PortError> {
    retry("words and notes were deleted", || async move {
        let Some(case) = ports.case(reference).await? else {
            return Ok(Some(()));
        };
        Ok(stored(ports.forget_words_and_notes(&case).await?))
    })
    .await
}

/// Notes the erasure in the register, and replaces everything that is left of the case by its remains.
async fn leave_remains<P: Ports>(ports: &P, reference: &Reference) -> Result<(), PortError> {
    retry("the remains were left", || async move {
        let Some(case) = ports.case(reference).await? else {
            return Ok(Some(()));
        };
        let Some(remains) = remains(&case)? else {
            return Ok(Some(()));
        };
        // Before anything is lost: a restore must find the case here.
        let week = remains.case.lifecycle.erasure.done_at();
        let week = week.unwrap_or(remains.case.opened_at);
        ports
            .register_erasure(reference, week, remains.until)
            .await?;
        Ok(stored(ports.leave_remains(&case, &remains).await?))
    })
    .await
}

/// What one call of [`erase_again`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedAgain {
    /// The cases that a restore had brought back, and that were erased again.
    pub erased: usize,
    /// The other cases of the page. What a restore may have brought back of a person was deleted.
    pub checked: usize,
    /// The cases that failed. Another call tries them again.
    pub failed: Vec<Reference>,
    /// Where the next call continues. `None` at the end.
    pub next: Option<Reference>,
}

/// Erases the people in the register again, after a restore: one page of it. A call can be repeated.
///
/// # Errors
/// [`PortError`] if the register cannot be read.
pub async fn erase_again<P: Ports>(
    ports: &P,
    after: Option<&Reference>,
    now: Timestamp,
) -> Result<ErasedAgain, PortError> {
    let page = ports.erasures(after).await?;
    let mut done = ErasedAgain {
        next: page.last().cloned(),
        ..ErasedAgain::default()
    };
    for reference in page {
        match erase_restored(ports, &reference, now).await {
            Ok(true) => done.erased += 1,
            Ok(false) => done.checked += 1,
            Err(error) => {
                tracing::error!(case.reference = %reference, cause = %error, "a restored case could not be erased again");
                done.failed.push(reference);
            }
        }
    }
    Ok(done)
}

/// Erases a case that a restore brought back, in whatever state it was then. Returns whether it was not erased.
async fn erase_restored<P: Ports>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
) -> Result<bool, PortError> {
    let execution = Execution {
        ports,
        now,
        action: "a restored case was ordered to be erased",
        on_conflict: OnConflict::Retry,
    };
    let decide = |case: Arc<Case>| async move { Ok::<_, PortError>(Decision::of(again(&case))) };
    let outcome = execution.run(|| ports.case(reference), decide).await?;
    let back = outcome.is_some_and(|outcome| !outcome.state.lifecycle.erasure.is_done());
    if back {
        erase(ports, reference, now).await?;
    }
    leave_remains(ports, reference).await?;
    Ok(back)
}

/// The changes that order it: a hold was lifted, and the case closed, before it was erased the first time.
fn again(case: &Case) -> Vec<CaseChange> {
    let erasure = &case.lifecycle.erasure;
    if erasure.is_done() || erasure.requested().is_some() {
        return Vec::new();
    }
    let held = case.lifecycle.legal_hold.then(|| CaseChange::LegalHold {
        on: false,
        by: AFTER_A_RESTORE.to_owned(),
    });
    let by = Actor::Machine;
    let closed = if case.lifecycle.ended.is_none() {
        close(case, CloseReason::EnteredInError, None, by.clone())
    } else {
        Vec::new()
    };
    held.into_iter()
        .chain(closed)
        .chain([CaseChange::ToBeErased { by }])
        .collect()
}

/// `None` if the case has changed, so that [`retry`] tries again.
fn stored(appended: AppendOutcome) -> Option<()> {
    (appended == AppendOutcome::Stored).then_some(())
}

/// The memory for the case. A document that cannot be read must still be deleted. Its memory then stays until it
/// expires, and it does not identify the person.
async fn memory<'a, P: Ports>(ports: &'a P, case: &Case) -> Result<Memory<'a, P>, PortError> {
    match Memory::of(ports, case).await {
        Err(PortError::Permanent(cause)) => {
            tracing::error!(case.reference = %case.reference, cause, "the memory of a person could not be found");
            Ok(Memory::nothing(ports))
        }
        memory => memory,
    }
}
