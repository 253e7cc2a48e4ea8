//! How long who a person is is kept, and forgetting it.
//!
//! When a case is over, the store is told from when on it may delete what says who the person is; when it goes on, that is
//! taken back. What has to be deleted is deleted here, because only here are the keys known under which a person is
//! remembered: first what they said and what was noted of them, then in one transaction the memory of them, their document
//! and, last of all, the event that says so. Each step may be done again, and each only as the case is then.

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

/// Does what one case event has for a consequence.
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

/// Tells the store from when on it may delete by itself, or that it may not.
async fn set_expiry<P: Ports>(ports: &P, reference: &Reference) -> Result<(), PortError> {
    retry("the store was told how long to keep it", || async move {
        let Some(case) = ports.case(reference).await? else {
            return Ok(Some(()));
        };
        let from = keeping(&case).map(|keeping| keeping.net());
        // A case that was never over has nothing that expires; one that is forgotten has nothing left.
        if (from.is_none() && !case.ended_before) || case.erased_at.is_some() {
            return Ok(Some(()));
        }
        Ok(stored(ports.expire(&case, from).await?))
    })
    .await
}

/// Deletes all that says who the person is; nothing where that was done, or is not wanted any more.
async fn erase<P: Ports>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let execution = Execution {
        ports,
        now,
        action: "who a case was about was deleted",
        on_conflict: OnConflict::Retry,
    };
    // Words and notes go before the case is decided on, and only while it is as it was read.
    let read = || async move {
        retry("words and notes were deleted", || async move {
            let Some(case) = ports.case(reference).await? else {
                return Ok(Some(None));
            };
            if case.erasing.is_none() {
                return Ok(Some(None));
            }
            let forgotten = ports.forget_words_and_notes(&case).await?;
            Ok::<_, PortError>(stored(forgotten).map(|()| Some(case)))
        })
        .await
    };
    let decide = |case: Arc<Case>| async move {
        let Some(erasing) = &case.erasing else {
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

/// Deletes what a provider was just writing down while the rest was deleted.
async fn erase_late_writes<P: Ports>(ports: &P, reference: &Reference) -> Result<(), PortError> {
    retry("words and notes were deleted", || async move {
        let Some(case) = ports.case(reference).await? else {
            return Ok(Some(()));
        };
        Ok(stored(ports.forget_words_and_notes(&case).await?))
    })
    .await
}

/// Nothing where the case moved: then it is tried again.
fn stored(appended: AppendOutcome) -> Option<()> {
    (appended == AppendOutcome::Stored).then_some(())
}

/// The memory of who the case is about. A document that cannot be read must still be deleted: then what is remembered is
/// left, which says neither who nor where, until it counts no more.
async fn memory<'a, P: Ports>(ports: &'a P, case: &Case) -> Result<Memory<'a, P>, PortError> {
    match Memory::of(ports, case).await {
        Err(PortError::Permanent(cause)) => {
            tracing::error!(case.reference = %case.reference, cause, "the memory of a person could not be looked for");
            Ok(Memory::nothing(ports))
        }
        memory => memory,
    }
}
