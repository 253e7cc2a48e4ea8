//! The case event stream: a received case goes to providers' queues or to the coordinators, and is acknowledged; where a
//! provider says no or nothing, the hub looks for another.
//!
//! Every step may be done again: the append is refused where the case has moved on, an offer's repeat has the same id,
//! an update is claimed before it is sent.

mod memory;
mod settle;

pub use settle::{Routing, settle};

use domain::answer::offer;
use domain::fold::open;
use events::Reference;
use events::case::{Case, CaseEvent, What};
use events::offer::CloudEvent;
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use memory::Memory;
use platform::PortError;
use platform::ports::{HaveKeys, ReadPerson, ReadSightings, RequestUpdate};

/// What reacting needs of the world: all that routing needs, and to recognise a person.
pub trait Ports: Routing + ReadPerson + ReadSightings + HaveKeys + RequestUpdate {}
impl<P: Routing + ReadPerson + ReadSightings + HaveKeys + RequestUpdate> Ports for P {}

/// Does what follows from one case event. `hub` is the address at which providers reach the hub.
///
/// # Errors
/// [`PortError`] of the port that failed; the event is to come again.
pub async fn handle<P: Ports>(ports: &P, hub: &str, event: CaseEvent, now: Timestamp) -> Result<(), PortError> {
    match &event.what {
        What::Received(received) => {
            let (case, _) = open(event.reference.clone(), (**received).clone(), event.at);
            let memory = Memory::of(ports, &case).await?;
            settle::settle_with(ports, &memory, hub, case, event.seq, now).await?;
            acknowledge(ports, &event.reference, received.acknowledge_at, now).await
        }
        What::Expired { onward } | What::Withdrawn { onward } => {
            let Some(case) = ports.case(&event.reference).await? else { return Ok(()) };
            take_back(ports, hub, &case, onward, event.at).await?;
            settle(ports, hub, case, event.seq, now).await
        }
        What::Declined { .. } | What::ConflictCleared { .. } | What::Chosen(_) | What::HomeTold { .. } => {
            let Some(case) = ports.case(&event.reference).await? else { return Ok(()) };
            settle(ports, hub, case, event.seq, now).await
        }
        // What the hub matched it has sent. What a coordinator hands on, this sends.
        What::Offered(offered) if offered.hand_on.is_some() => {
            let Some(case) = ports.case(&event.reference).await? else { return Ok(()) };
            settle::send(ports, hub, &case, |onward| onward.seq == event.seq).await
        }
        What::Triaged(_)
        | What::Matched(_)
        | What::Offered(_)
        | What::GivenToCoordinators { .. }
        | What::Accepted { .. }
        | What::Cared { .. }
        | What::UpdateNeedsPerson { .. }
        | What::Progress(_)
        | What::PromiseKept(_)
        | What::PromiseBroken { .. }
        | What::NotesRequested(_) => Ok(()),
    }
}

/// Asks for the acknowledgement, once its time has come.
async fn acknowledge<P: RequestUpdate>(
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
        // Not yet, where the timer that routing sets will ask; or never.
        _ => Ok(()),
    }
}

/// Tells a provider that an offer stands no more.
async fn take_back<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    onward: &str,
    at: Timestamp,
) -> Result<(), PortError> {
    let Some(onward) = case.onward(onward) else { return Ok(()) };
    let area = &ports.profile().await?.area;
    ports.offer(&CloudEvent::withdrawn(area, offer(case, &onward.offered, hub), at)).await
}
