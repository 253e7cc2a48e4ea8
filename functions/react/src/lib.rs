//! The case event stream: a received case goes to providers' queues or to the coordinators, and is acknowledged; where a
//! provider says no or nothing, the hub looks for another.
//!
//! Every step may be done again: the append is refused where the case has moved on, an offer's repeat has the same id,
//! an update is claimed before it is sent.

mod memory;
mod notifications;
mod retention;
mod routing;

pub use routing::{Routing, route_case};

use domain::answer::offer;
use domain::case::apply::{open, owing_onward};
use events::case::{Case, CaseChange, CaseEvent, Offered, Onward, OnwardState};
use events::justice::PromiseId;
use events::offer::CloudEvent;
use jiff::Timestamp;
use memory::Memory;
use platform::PortError;
use platform::ports::{Forget, ReadKeys, ReadPerson, ReadSightings, SetTimer};

/// What reacting needs of the world: all that routing needs, to recognise a person, to forget them, and to set the clock.
pub trait Ports: Routing + ReadPerson + ReadSightings + ReadKeys + SetTimer + Forget {}
impl<P: Routing + ReadPerson + ReadSightings + ReadKeys + SetTimer + Forget> Ports for P {}

/// Does what follows from one case event. `hub` is the address at which providers reach the hub.
///
/// # Errors
/// [`PortError`] of the port that failed; the event is to come again.
pub async fn handle<P: Ports>(
    ports: &P,
    hub: &str,
    event: CaseEvent,
    now: Timestamp,
) -> Result<(), PortError> {
    update_helpers(ports, hub, &event, now).await?;
    notifications::request(ports, &event, now).await?;
    retention::follow(ports, &event, now).await
}

/// Does what follows for those who help the person.
async fn update_helpers<P: Ports>(
    ports: &P,
    hub: &str,
    event: &CaseEvent,
    now: Timestamp,
) -> Result<(), PortError> {
    match &event.what {
        CaseChange::Received(received) => {
            let (case, _) = open(event.reference.clone(), (**received).clone(), event.at);
            let memory = Memory::of(ports, &case).await?;
            routing::route_with_memory(ports, &memory, hub, case, event.seq, now).await
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
        // Whoever supports the person has to know how they may be reached from now on, and when not.
        CaseChange::Paused(_) | CaseChange::Resumed { .. } | CaseChange::ContactChanged(_) => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            notify_providers(ports, hub, &case, event, |onward| {
                onward.state == OnwardState::Accepted
            })
            .await
        }
        CaseChange::Uplifted(_) => {
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
        // What the hub matched it has sent. What a coordinator or a provider passes on, this sends.
        CaseChange::Offered(offered) if !is_hub_offer(offered) => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            routing::send_offers(ports, hub, &case, |onward| onward.seq == event.seq).await
        }
        CaseChange::PromiseNear { promise } => {
            let Some(case) = ports.case(&event.reference).await? else {
                return Ok(());
            };
            remind_provider(ports, hub, &case, promise, event).await
        }
        CaseChange::Triaged(_)
        | CaseChange::Matched(_)
        | CaseChange::Offered(_)
        | CaseChange::GivenToCoordinators { .. }
        | CaseChange::Looked { .. }
        | CaseChange::Cared { .. }
        | CaseChange::UpdateNeedsPerson { .. }
        | CaseChange::Progress(_)
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
        | CaseChange::TaskDone(_)
        | CaseChange::Complained { .. }
        | CaseChange::ComplaintAnswered { .. }
        | CaseChange::FeedbackGiven(_)
        | CaseChange::LegalHold { .. }
        | CaseChange::ToBeErased { .. }
        | CaseChange::Erased { .. } => Ok(()),
    }
}

/// Whether the hub itself chose the service.
const fn is_hub_offer(offered: &Offered) -> bool {
    offered.hand_on.is_none() && offered.referred_on.is_none() && offered.moved_from.is_none()
}

/// Reminds the provider that owes what `promise` says; the others who owe something see it on their own lists.
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

/// Tells the provider that referred the person on what became of it, while it supports them: it looks, and sees.
async fn notify_referrer<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    onward: &str,
    event: &CaseEvent,
) -> Result<(), PortError> {
    let referred = case
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

/// Tells those providers that have the case, or are asked, that something of it is another thing now.
async fn notify_providers<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    event: &CaseEvent,
    concerns: impl Fn(&Onward) -> bool,
) -> Result<(), PortError> {
    let area = &ports.profile().await?.area;
    for onward in case.live().filter(|onward| concerns(onward)) {
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

/// Tells a provider that an offer stands no more.
async fn withdraw_offer<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    onward: &str,
    at: Timestamp,
) -> Result<(), PortError> {
    let Some(onward) = case.onward(onward) else {
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
