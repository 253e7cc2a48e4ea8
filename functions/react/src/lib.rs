//! Reacts to the stream of case events. A new case is offered to providers or given to the coordinators, and
//! acknowledged. If a provider declines or does not answer, the hub looks for another.
//!
//! Every step can be repeated: an append fails if the case has changed, a repeated offer has the same id, and an
//! update is claimed before it is sent.

mod memory;
mod notifications;
mod restorative;
mod retention;
mod routing;

pub use retention::{ErasedAgain, erase_again};
pub use routing::{Routing, route_case};

use domain::answer::offer;
use domain::case::apply::{open, owing_onward};
use events::case::{Case, CaseChange, CaseEvent, Offered, Onward, OnwardState, Received};
use events::justice::PromiseId;
use events::offer::CloudEvent;
use jiff::Timestamp;
use memory::Memory;
use platform::PortError;
use platform::ports::{
    EventKey, Forget, ReadEvent, ReadKeys, ReadPerson, ReadSightings, RegisterErasures, SetTimer,
};

/// All ports of routing, and those that recognise a person, erase a person and set timers.
pub trait Ports:
    Routing + ReadPerson + ReadSightings + ReadKeys + SetTimer + Forget + RegisterErasures
{
}
impl<P> Ports for P where
    P: Routing + ReadPerson + ReadSightings + ReadKeys + SetTimer + Forget + RegisterErasures
{
}

/// Handles one case event. `hub` is the URL under which providers reach the hub.
///
/// # Errors
/// [`PortError`] of the port that failed. The stream delivers the event again.
pub async fn handle<P: Ports>(
    ports: &P,
    hub: &str,
    event: CaseEvent,
    now: Timestamp,
) -> Result<(), PortError> {
    let routed = match &event.what {
        CaseChange::Received(received) => {
            Some(Box::pin(receive(ports, hub, &event, received, now)).await?)
        }
        _ => {
            Box::pin(update_helpers(ports, hub, &event, now)).await?;
            None
        }
    };
    notifications::request(ports, &event, routed, now).await?;
    retention::follow(ports, &event, now).await
}

/// Handles a stored event out of turn: from the slow lane, or again after an operator has fixed why it failed.
///
/// The event is read again and not taken from a message or a stream, so that nothing comes back of a person who was
/// erased in the meantime. The case is read again too, as always, so that a late event does what is still to do.
///
/// # Errors
/// [`PortError`] of the port that failed. The queue delivers the message again.
pub async fn handle_later<P: Ports + ReadEvent>(
    ports: &P,
    hub: &str,
    key: &EventKey,
    now: Timestamp,
) -> Result<(), PortError> {
    let Some(event) = ports.event(key).await? else {
        tracing::info!(case.reference = %key.reference, event = key.seq, "an event to react to is no longer stored");
        return Ok(());
    };
    tracing::info!(case.reference = %key.reference, event = key.seq, "an event of the slow lane is handled");
    handle(ports, hub, event, now).await
}

/// Routes a new case. Returns its stored state.
async fn receive<P: Ports>(
    ports: &P,
    hub: &str,
    event: &CaseEvent,
    received: &Received,
    now: Timestamp,
) -> Result<Case, PortError> {
    let (case, _) = open(event.reference.clone(), received.clone(), event.at);
    // The memory must not fill with referrals that nobody has looked at.
    let memory = match case.set_aside() {
        Some(_) => Memory::nothing(ports),
        None => Memory::of(ports, &case).await?,
    };
    routing::route_with_memory(ports, &memory, hub, case, event.seq, now).await
}

/// Routes the case, and tells the providers that are concerned.
async fn update_helpers<P: Ports>(
    ports: &P,
    hub: &str,
    event: &CaseEvent,
    now: Timestamp,
) -> Result<(), PortError> {
    match &event.what {
        CaseChange::LetThrough { .. } => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            let memory = Memory::of(ports, &case).await?;
            let routed = routing::route_with_memory(ports, &memory, hub, case, event.seq, now);
            routed.await.map(drop)
        }
        CaseChange::Expired { onward }
        | CaseChange::Withdrawn { onward }
        | CaseChange::HandedOver { onward, .. } => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            withdraw_offer(ports, hub, &case, onward, event.at).await?;
            notify_referrer(ports, hub, &case, onward, event).await?;
            route_case(ports, hub, case, event.seq, now).await
        }
        CaseChange::Declined { onward, .. } => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            notify_referrer(ports, hub, &case, onward, event).await?;
            route_case(ports, hub, case, event.seq, now).await
        }
        CaseChange::Accepted { onward, .. } => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            notify_referrer(ports, hub, &case, onward, event).await
        }
        // The provider that supports the person has to know how and when to reach them.
        CaseChange::Paused(_) | CaseChange::Resumed { .. } | CaseChange::ContactChanged(_) => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            notify_providers(ports, hub, &case, event, |onward| {
                onward.state == OnwardState::Accepted
            })
            .await
        }
        CaseChange::Uplifted(_) | CaseChange::Reassessed(_) => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            notify_providers(ports, hub, &case, event, |onward| onward.seq < event.seq).await?;
            route_case(ports, hub, case, event.seq, now).await
        }
        CaseChange::ConflictCleared { .. }
        | CaseChange::Chosen(_)
        | CaseChange::HomeTold { .. }
        | CaseChange::ConsentChanged(_)
        | CaseChange::Joined(_)
        | CaseChange::Reopened { .. } => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            route_case(ports, hub, case, event.seq, now).await
        }
        // The hub's own offers were sent when it routed the case. This sends the offers of coordinators and
        // providers.
        CaseChange::Offered(offered) if !is_hub_offer(offered) => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            routing::send_offers(ports, hub, &case, |onward| onward.seq == event.seq).await
        }
        CaseChange::Progress(progress) => {
            restorative::offer_again(ports, event, progress.step, now).await
        }
        CaseChange::PromiseNear { promise } => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            remind_provider(ports, hub, &case, promise, event).await
        }
        CaseChange::Received(_)
        | CaseChange::Triaged(_)
        | CaseChange::Matched(_)
        | CaseChange::Offered(_)
        | CaseChange::GivenToCoordinators { .. }
        | CaseChange::Looked { .. }
        | CaseChange::Cared { .. }
        | CaseChange::UpdateNeedsPerson { .. }
        | CaseChange::PromiseKept(_)
        | CaseChange::PromiseBroken { .. }
        | CaseChange::NotesRequested(_)
        | CaseChange::Closed(_)
        | CaseChange::Transferred { .. }
        | CaseChange::Assigned { .. }
        | CaseChange::PathwayTaken(_)
        | CaseChange::PathwayAcknowledged { .. }
        | CaseChange::Disclosed(_)
        | CaseChange::DisclosureApproved(_)
        | CaseChange::TaskGiven(_)
        | CaseChange::GivenQuietly(_)
        | CaseChange::TaskDone(_)
        | CaseChange::Complained { .. }
        | CaseChange::ComplaintAnswered { .. }
        | CaseChange::FeedbackGiven(_)
        | CaseChange::AccessChanged(_)
        | CaseChange::Proposed(_)
        | CaseChange::ProposalApproved(_)
        | CaseChange::ReadersChanged(_)
        | CaseChange::LegalHold { .. }
        | CaseChange::ToBeErased { .. }
        | CaseChange::Erased { .. } => Ok(()),
    }
}

/// Whether the hub chose the service, and no coordinator or provider did.
const fn is_hub_offer(offered: &Offered) -> bool {
    offered.hand_on.is_none() && offered.referred_on.is_none() && offered.moved_from.is_none()
}

/// Reminds the provider that owes the promise. Other parties see it on their own lists.
async fn remind_provider<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    promise: &PromiseId,
    event: &CaseEvent,
) -> Result<(), PortError> {
    let Some(onward) = owing_onward(case, promise) else {
        return Ok(());
    };
    let area = &ports.profile().await?.area;
    ports
        .offer(&CloudEvent::updated(
            area,
            offer(case, &onward.offered, hub),
            event.at,
            event.seq,
        ))
        .await
}

/// Tells the referring provider that its onward referral has changed, while it supports the person.
async fn notify_referrer<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    onward: &str,
    event: &CaseEvent,
) -> Result<(), PortError> {
    let referred = case
        .support
        .onward(onward)
        .and_then(|onward| onward.offered.referred_on.as_ref());
    let Some(referred) = referred else {
        return Ok(());
    };
    notify_providers(ports, hub, case, event, |onward| {
        onward.offered.onward == referred.from
    })
    .await
}

/// Tells the providers selected by `concerns` that the case has changed. Only providers with a live onward
/// referral count.
async fn notify_providers<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    event: &CaseEvent,
    concerns: impl Fn(&Onward) -> bool,
) -> Result<(), PortError> {
    let area = &ports.profile().await?.area;
    for onward in case.support.live().filter(|onward| concerns(onward)) {
        ports
            .offer(&CloudEvent::updated(
                area,
                offer(case, &onward.offered, hub),
                event.at,
                event.seq,
            ))
            .await?;
    }
    Ok(())
}

/// Tells a provider that an offer is withdrawn.
async fn withdraw_offer<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    onward: &str,
    at: Timestamp,
) -> Result<(), PortError> {
    let Some(onward) = case.support.onward(onward) else {
        return Ok(());
    };
    let area = &ports.profile().await?.area;
    ports
        .offer(&CloudEvent::withdrawn(
            area,
            offer(case, &onward.offered, hub),
            at,
        ))
        .await
}
