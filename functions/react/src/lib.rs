//! The case event stream: a received case goes to providers' queues or to the coordinators, and is acknowledged; where a
//! provider says no or nothing, the hub looks for another.
//!
//! Every step may be done again: the append is refused where the case has moved on, an offer's repeat has the same id,
//! an update is claimed before it is sent.

use domain::answer::offer;
use domain::fold::{append_all, open};
use domain::matching::Loads;
use domain::routing::{limited, route};
use events::Reference;
use events::case::{Case, CaseEvent, Onward, OnwardState, Routing, What};
use events::offer::CloudEvent;
use events::profile::Profile;
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{
    Age, AppendEvents, Appended, OfferToProvider, ReadCase, ReadDirectory, ReadLoads, RequestUpdate, Timer,
};

/// How often a case is routed anew when it moves under the hub's hands.
const TRIES: usize = 4;

/// What reacting needs of the world.
pub trait Ports: ReadDirectory + ReadCase + ReadLoads + AppendEvents + OfferToProvider + RequestUpdate {}
impl<P: ReadDirectory + ReadCase + ReadLoads + AppendEvents + OfferToProvider + RequestUpdate> Ports for P {}

/// Does what follows from one case event. `hub` is the address at which providers reach the hub.
///
/// # Errors
/// [`PortError`] of the port that failed; the event is to come again.
pub async fn handle<P: Ports>(ports: &P, hub: &str, event: CaseEvent, now: Timestamp) -> Result<(), PortError> {
    match &event.what {
        What::Received(received) => {
            let (case, _) = open(event.reference.clone(), (**received).clone(), event.at);
            settle(ports, hub, case, event.seq, now).await?;
            acknowledge(ports, &event.reference, received.acknowledge_at, now).await
        }
        What::Expired { onward } => {
            let Some(case) = ports.case(&event.reference).await? else { return Ok(()) };
            take_back(ports, hub, &case, onward, event.at).await?;
            settle(ports, hub, case, event.seq, now).await
        }
        What::Declined { .. } => {
            let Some(case) = ports.case(&event.reference).await? else { return Ok(()) };
            settle(ports, hub, case, event.seq, now).await
        }
        What::Matched(_)
        | What::Offered(_)
        | What::GivenToCoordinators { .. }
        | What::Accepted { .. }
        | What::UpdateNeedsPerson { .. } => Ok(()),
    }
}

/// Asks for the acknowledgement, once its time has come.
async fn acknowledge<P: Ports>(
    ports: &P,
    reference: &Reference,
    at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), PortError> {
    match at {
        Some(at) if at <= now => {
            let request = UpdateRequest { reference: reference.clone(), kind: UpdateKind::Acknowledgement };
            ports.request_update(&request).await
        }
        // Not yet, where the timer of `settle` will ask; or never.
        _ => Ok(()),
    }
}

/// Looks for services where the hub has to, and puts on its provider's queue whatever is on offer and was offered after
/// the event number `after`: what was offered before was sent before.
///
/// # Errors
/// [`PortError`] of the port that failed; nothing is lost by asking again.
pub async fn settle<P: Ports>(ports: &P, hub: &str, case: Case, after: u32, now: Timestamp) -> Result<(), PortError> {
    let profile = ports.profile().await?;
    let case = routed(ports, &profile, case, now).await?;
    let on_offer = |onward: &&Onward| onward.state == OnwardState::Offered && onward.seq > after;
    for onward in case.onwards.iter().filter(on_offer) {
        let event = CloudEvent::offered(&profile.area, offer(&case, &onward.offered, hub), onward.since);
        ports.offer(&event).await?;
    }
    Ok(())
}

/// Tells a provider that an offer stands no more.
async fn take_back<P: Ports>(ports: &P, hub: &str, case: &Case, onward: &str, at: Timestamp) -> Result<(), PortError> {
    let Some(onward) = case.onward(onward) else { return Ok(()) };
    let area = &ports.profile().await?.area;
    ports.offer(&CloudEvent::withdrawn(area, offer(case, &onward.offered, hub), at)).await
}

/// The case once it is routed: by this call, or by whoever was faster.
async fn routed<P: Ports>(ports: &P, profile: &Profile, mut case: Case, now: Timestamp) -> Result<Case, PortError> {
    let mut age = Age::Recent;
    for _ in 0..TRIES {
        let whats = route(&case, profile, &loads(ports, profile, &case, age, now).await?, now);
        if whats.is_empty() {
            return Ok(case);
        }
        let (after, events) =
            append_all(&case, whats, now).map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
        match ports.append(&after, &events, timer(&case, now).as_ref()).await? {
            Appended::Done => {
                tracing::info!(case.reference = %after.reference, owner = %after.owner.kind, "a case was routed");
                return Ok(after);
            }
            // Somebody was faster, or this is a second delivery: what stands is what counts.
            Appended::Stale => {
                let stands = ports.case(&case.reference).await?;
                case = stands.ok_or_else(|| PortError::Lasting("the case is gone".to_owned()))?;
            }
            // Another case took the last place: whoever has room now is looked for.
            Appended::Full => age = Age::Now,
        }
    }
    Err(PortError::Passing("a case moved while it was routed".to_owned()))
}

/// How busy the services are; read only where the hub has to look for services and one of them is limited.
async fn loads<P: Ports>(
    ports: &P,
    profile: &Profile,
    case: &Case,
    age: Age,
    now: Timestamp,
) -> Result<Loads, PortError> {
    let limited = limited(profile, now);
    if case.match_by.is_none() || case.received.routing != Routing::ToProviders || limited.is_empty() {
        return Ok(Loads::default());
    }
    ports.loads(&limited, age).await
}

/// What asks for the acknowledgement later, set when the case is first routed.
fn timer(case: &Case, now: Timestamp) -> Option<Timer> {
    let at = case.received.acknowledge_at.filter(|at| *at > now && !case.routed())?;
    Some(Timer { reference: case.reference.clone(), kind: UpdateKind::Acknowledgement, at })
}
