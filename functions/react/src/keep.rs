//! How long who a person is is kept, and forgetting it.
//!
//! When a case is over, the store is told from when on it may delete what says who the person is; when it goes on, that is
//! taken back. What has to be deleted is deleted here, because only here are the keys known under which a person is
//! remembered: first what they said and what was noted of them, then in one transaction the memory of them, their document
//! and, last of all, the event that says so. Each step may be done again, and each only as the case stands.

use crate::Ports;
use crate::memory::Memory;
use domain::case::apply::append_all;
use domain::retention::keeping;
use events::Reference;
use events::case::{Case, CaseEvent, What};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Appended, Beside, People};

/// How often it is tried anew when the case moves meanwhile.
const TRIES: usize = 4;

/// Does what one case event has for a consequence.
pub(crate) async fn after<P: Ports>(
    ports: &P,
    event: &CaseEvent,
    now: Timestamp,
) -> Result<(), PortError> {
    match &event.what {
        What::ToBeErased { .. } => erase(ports, &event.reference, now).await,
        What::Erased { .. } => sweep(ports, &event.reference).await,
        what if what.may_change_retention() => expire(ports, &event.reference).await,
        _ => Ok(()),
    }
}

/// Tells the store from when on it may delete by itself, or that it may not.
async fn expire<P: Ports>(ports: &P, reference: &Reference) -> Result<(), PortError> {
    for _ in 0..TRIES {
        let Some(case) = ports.case(reference).await? else {
            return Ok(());
        };
        let from = keeping(&case).map(|keeping| keeping.net());
        // A case that was never over has nothing that expires; one that is forgotten has nothing left.
        if (from.is_none() && !case.ended_before) || case.erased_at.is_some() {
            return Ok(());
        }
        if ports.expire(&case, from).await? == Appended::Done {
            return Ok(());
        }
    }
    Err(moved())
}

/// Deletes all that says who the person is; nothing where that was done, or is not wanted any more.
async fn erase<P: Ports>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    for _ in 0..TRIES {
        let Some(case) = ports.case(reference).await? else {
            return Ok(());
        };
        let Some(erasing) = &case.erasing else {
            return Ok(());
        };
        if ports.forget_words_and_notes(&case).await? != Appended::Done {
            continue;
        }
        let sightings = memory(ports, &case).await?.without(&case.reference).await?;
        let erased = What::Erased {
            by: erasing.by.clone(),
        };
        let (after, events) = append_all(&case, vec![erased], now)
            .map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
        let beside = Beside {
            sightings: &sightings,
            people: People::Erased(&[]),
            ..Beside::default()
        };
        if ports.append(&after, &events, beside).await? == Appended::Done {
            tracing::info!(case.reference = %reference, "who a case was about is deleted");
            return Ok(());
        }
    }
    Err(moved())
}

/// Deletes what a provider was just writing down while the rest was deleted.
async fn sweep<P: Ports>(ports: &P, reference: &Reference) -> Result<(), PortError> {
    for _ in 0..TRIES {
        let Some(case) = ports.case(reference).await? else {
            return Ok(());
        };
        if ports.forget_words_and_notes(&case).await? == Appended::Done {
            return Ok(());
        }
    }
    Err(moved())
}

/// The memory of who the case is about. A document that cannot be read must still be deleted: then what is remembered is
/// left, which says neither who nor where, until it counts no more.
async fn memory<'a, P: Ports>(ports: &'a P, case: &Case) -> Result<Memory<'a, P>, PortError> {
    match Memory::of(ports, case).await {
        Err(PortError::Lasting(cause)) => {
            tracing::error!(case.reference = %case.reference, cause, "the memory of a person could not be looked for");
            Ok(Memory::nothing(ports))
        }
        memory => memory,
    }
}

fn moved() -> PortError {
    PortError::Passing("a case moved while it was looked to what is kept of it".to_owned())
}
