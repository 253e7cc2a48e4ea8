//! How long the hub knows who a person is, and erasure.
//!
//! When a case is closed, the store gets the date from which it may delete the personal data. When the case is
//! reopened, the date is removed. Erasure happens here, because only this function has the keys under which a person
//! is remembered. First it deletes the person's words and the notes. Then one transaction deletes the memory and the
//! document, and stores the event. Each step can be repeated, and fails if the case has changed.

use crate::Ports;
use crate::memory::Memory;
use application::{Decision, Document, Execution, OnConflict, retry};
use domain::retention::keeping;
use events::Reference;
use events::case::{Case, CaseChange, CaseEvent};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::AppendOutcome;
use std::sync::Arc;

/// Handles the consequences of one case event for retention.
pub(crate) async fn follow<P: Ports>(
    ports: &P,
    event: &CaseEvent,
    now: Timestamp,
) -> Result<(), PortError> {
    match &event.what {
        CaseChange::ToBeErased { .. } => erase(ports, &event.reference, now).await,
        CaseChange::Erased { .. } => erase_late_writes(ports, &event.reference).await,
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
