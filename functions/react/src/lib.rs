//! The case event stream: a received case goes to a provider's queue or to the coordinators, and is acknowledged.
//!
//! Every step may be done again: the append is refused where the case has moved on, an offer's repeat has the same id,
//! an update is claimed before it is sent.

use domain::answer::offer;
use domain::fold::{append_all, open};
use domain::routing::route;
use events::case::{Case, CaseEvent, OnwardState, What};
use events::offer::CloudEvent;
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{AppendEvents, Appended, OfferToProvider, ReadCase, ReadDirectory, RequestUpdate, Timer};

/// What reacting needs of the world.
pub trait Ports: ReadDirectory + ReadCase + AppendEvents + OfferToProvider + RequestUpdate {}
impl<P: ReadDirectory + ReadCase + AppendEvents + OfferToProvider + RequestUpdate> Ports for P {}

/// Does what follows from one case event. `hub` is the address at which providers reach the hub.
///
/// # Errors
/// [`PortError`] of the port that failed; the event is to come again.
pub async fn handle<P: Ports>(ports: &P, hub: &str, event: CaseEvent, now: Timestamp) -> Result<(), PortError> {
    let What::Received(received) = event.what else { return Ok(()) };
    let acknowledge_at = received.acknowledge_at;
    let (case, _) = open(event.reference, *received, event.at);
    let reference = case.reference.clone();
    settle(ports, hub, case, now).await?;
    match acknowledge_at {
        Some(at) if at <= now => {
            ports.request_update(&UpdateRequest { reference, kind: UpdateKind::Acknowledgement }).await
        }
        // Not yet, where the timer of `settle` will ask; or never.
        _ => Ok(()),
    }
}

/// Routes a case that nobody has routed yet, and puts on its provider's queue whatever is on offer.
///
/// # Errors
/// [`PortError`] of the port that failed; nothing is lost by asking again.
pub async fn settle<P: Ports>(ports: &P, hub: &str, case: Case, now: Timestamp) -> Result<(), PortError> {
    let profile = ports.profile().await?;
    let case = routed(ports, &profile, case, now).await?;
    for onward in case.onwards.iter().filter(|onward| onward.state == OnwardState::Offered) {
        let event = CloudEvent::offered(&profile.area, offer(&case, &onward.offered, hub), onward.since);
        ports.offer(&event).await?;
    }
    Ok(())
}

/// The case once it is routed: by this call, or by whoever was faster.
async fn routed<P: Ports>(
    ports: &P,
    profile: &events::profile::Profile,
    case: Case,
    now: Timestamp,
) -> Result<Case, PortError> {
    let whats = route(&case, profile, now);
    if whats.is_empty() {
        return Ok(case);
    }
    let (after, events) = append_all(&case, whats, now).map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
    let later = case.received.acknowledge_at.filter(|at| *at > now);
    let timer = later.map(|at| Timer { reference: case.reference.clone(), kind: UpdateKind::Acknowledgement, at });
    match ports.append(&after, &events, timer.as_ref()).await? {
        Appended::Done => {
            tracing::info!(case.reference = %after.reference, owner = %after.owner.kind, "a case was routed");
            Ok(after)
        }
        // Somebody was faster, or this is a second delivery: what stands is what counts.
        Appended::Stale => {
            ports.case(&case.reference).await?.ok_or_else(|| PortError::Lasting("the case is gone".to_owned()))
        }
    }
}
