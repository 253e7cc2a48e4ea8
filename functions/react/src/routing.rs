//! Routes a case: looks into the hub's memory, makes a care package, and puts the offers on the providers' queues.

use crate::memory::{NoMemory, Recall, Recalled};
use application::{Decision, Execution, OnConflict, current_loads};
use domain::answer::offer;
use domain::case::apply::append_all;
use domain::case::commands::routing as matching;
use domain::matching::Loads;
use events::case::{Case, CaseChange, Onward, OnwardState};
use events::offer::CloudEvent;
use events::profile::Profile;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{
    AppendEvents, Freshness, OfferToProvider, ReadCase, ReadDirectory, ReadLoads, RequestUpdate,
};
use std::sync::Arc;

/// The ports of routing. None of them says who the person is.
pub trait Routing:
    ReadDirectory + ReadCase + ReadLoads + AppendEvents + OfferToProvider + RequestUpdate + Sync
{
}
impl<
    P: ReadDirectory + ReadCase + ReadLoads + AppendEvents + OfferToProvider + RequestUpdate + Sync,
> Routing for P
{
}

/// Looks for services if that is the hub's task, and sends the current offers that are newer than event number
/// `after`. Older offers were sent before.
///
/// # Errors
/// [`PortError`] of the port that failed. The call can be repeated.
pub async fn route_case<P: Routing>(
    ports: &P,
    hub: &str,
    case: Case,
    after: u32,
    now: Timestamp,
) -> Result<(), PortError> {
    let routed = route_with_memory(ports, &NoMemory, hub, case, after, now);
    routed.await.map(drop)
}

/// Routes the case, taking into account what `memory` says about the person and the place. Returns its stored
/// state.
pub(crate) async fn route_with_memory<P: Routing>(
    ports: &P,
    memory: &impl Recall,
    hub: &str,
    case: Case,
    after: u32,
    now: Timestamp,
) -> Result<Case, PortError> {
    let profile = ports.profile().await?;
    let case = route(ports, memory, &profile, case, now).await?;
    send_offers(ports, hub, &case, |onward| onward.seq > after).await?;
    Ok(case)
}

/// Puts the current offers selected by `wanted` on their providers' queues.
pub(crate) async fn send_offers<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    wanted: impl Fn(&Onward) -> bool,
) -> Result<(), PortError> {
    let area = &ports.profile().await?.area;
    let on_offer = case
        .support
        .onwards
        .iter()
        .filter(|onward| onward.state == OnwardState::Offered && wanted(onward));
    for onward in on_offer {
        let event = CloudEvent::offered(area, offer(case, &onward.offered, hub), onward.since);
        ports.offer(&event).await?;
    }
    Ok(())
}

/// Returns the routed case, whether this call or a faster one routed it.
async fn route<P: Routing>(
    ports: &P,
    memory: &impl Recall,
    profile: &Profile,
    case: Case,
    now: Timestamp,
) -> Result<Case, PortError> {
    let reference = case.reference.clone();
    let execution = Execution {
        ports,
        now,
        action: "the hub routed the case",
        // Another call may have been faster, a service may be full, or another case of the same person may have been
        // stored. The decision is made again with what is stored now.
        on_conflict: OnConflict::Retry,
    };
    let mut age = Freshness::Recent;
    let decide = |case: Arc<Case>| {
        // The first attempt may use loads that are a few seconds old. A second attempt reads them again.
        let age = std::mem::replace(&mut age, Freshness::Now);
        async move {
            // After erasure there is nobody to recognise.
            let recalled = if case.triage.is_none() && !case.lifecycle.erasure.is_done() {
                memory.recall(&case, now).await?
            } else {
                None
            };
            let Recalled {
                triaged,
                sightings,
                is_searched_for,
            } = recalled.unwrap_or_default();
            // Routing uses what the memory found.
            let mut changes: Vec<CaseChange> =
                triaged.map(CaseChange::Triaged).into_iter().collect();
            let (known, _) = append_all(&case, changes.clone(), now)?;
            let loads = loads(ports, profile, &known, age, now).await?;
            changes.extend(matching::route(&known, profile, &loads, now));
            Ok::<_, PortError>(Decision::with_result(changes, is_searched_for).sightings(sightings))
        }
    };
    execution
        .run_from(case, || ports.case(&reference), decide)
        .await?
        .map(|outcome| {
            // An operator looks for the sender. A task for the coordinators would be about the person.
            if outcome.is_stored() && outcome.result {
                tracing::warn!("one name and date of birth came with many homes");
            }
            outcome.state
        })
        .ok_or_else(|| PortError::Permanent("the case is gone".to_owned()))
}

/// Reads the loads only if the hub has to look for services and one of them has a limit.
async fn loads<P: Routing>(
    ports: &P,
    profile: &Profile,
    case: &Case,
    age: Freshness,
    now: Timestamp,
) -> Result<Loads, PortError> {
    let looks = case.support.match_by.is_some()
        && case.set_aside().is_none()
        && case.routing() == events::case::Routing::ToProviders;
    if looks {
        current_loads(ports, profile, age, now).await
    } else {
        Ok(Loads::default())
    }
}
