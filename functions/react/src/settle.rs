//! Routing a case: what was found in the hub's memory, the care package, the offers on the providers' queues.

use crate::memory::{Nothing, Recall, Recalled};
use domain::answer::offer;
use domain::case::apply::{IllegalMove, append_all};
use domain::case::commands::routing::{limited_services, route};
use domain::matching::Loads;
use events::case::{Case, Onward, OnwardState, What};
use events::offer::CloudEvent;
use events::profile::Profile;
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{
    Age, AppendEvents, Appended, Beside, OfferToProvider, ReadCase, ReadDirectory, ReadLoads,
    RequestUpdate, Timer,
};

/// How often a case is routed anew when it, or what it is routed by, moves under the hub's hands.
const TRIES: usize = 4;

/// What routing needs of the world. It reads nothing that says who the person is.
pub trait Routing:
    ReadDirectory + ReadCase + ReadLoads + AppendEvents + OfferToProvider + RequestUpdate + Sync
{
}
impl<
    P: ReadDirectory + ReadCase + ReadLoads + AppendEvents + OfferToProvider + RequestUpdate + Sync,
> Routing for P
{
}

/// Looks for services where the hub has to, and puts on its provider's queue whatever is on offer and was offered after
/// the event number `after`: what was offered before was sent before.
///
/// # Errors
/// [`PortError`] of the port that failed; nothing is lost by asking again.
pub async fn settle<P: Routing>(
    ports: &P,
    hub: &str,
    case: Case,
    after: u32,
    now: Timestamp,
) -> Result<(), PortError> {
    settle_with(ports, &Nothing, hub, case, after, now).await
}

/// The same, by what `memory` recalls of the person and the place.
pub(crate) async fn settle_with<P: Routing>(
    ports: &P,
    memory: &impl Recall,
    hub: &str,
    case: Case,
    after: u32,
    now: Timestamp,
) -> Result<(), PortError> {
    let profile = ports.profile().await?;
    let case = routed(ports, memory, &profile, case, now).await?;
    send(ports, hub, &case, |onward| onward.seq > after).await
}

/// Puts those onward referrals that are on offer on their providers' queues.
pub(crate) async fn send<P: Routing>(
    ports: &P,
    hub: &str,
    case: &Case,
    which: impl Fn(&Onward) -> bool,
) -> Result<(), PortError> {
    let area = &ports.profile().await?.area;
    let on_offer = case
        .onwards
        .iter()
        .filter(|onward| onward.state == OnwardState::Offered && which(onward));
    for onward in on_offer {
        let event = CloudEvent::offered(area, offer(case, &onward.offered, hub), onward.since);
        ports.offer(&event).await?;
    }
    Ok(())
}

/// The case once it is routed: by this call, or by whoever was faster.
async fn routed<P: Routing>(
    ports: &P,
    memory: &impl Recall,
    profile: &Profile,
    mut case: Case,
    now: Timestamp,
) -> Result<Case, PortError> {
    let mut age = Age::Recent;
    for _ in 0..TRIES {
        // Nobody is left who could be recognised.
        let recalled = if case.triage.is_none() && case.erased_at.is_none() {
            memory.recall(&case).await?
        } else {
            None
        };
        let Recalled { triaged, sightings } = recalled.unwrap_or_default();
        let illegal = |illegal: IllegalMove| PortError::Lasting(illegal.to_string());
        // What was found counts when the case is routed.
        let found: Vec<What> = triaged.map(What::Triaged).into_iter().collect();
        let (known, mut events) = append_all(&case, found, now).map_err(illegal)?;
        let loads = loads(ports, profile, &known, age, now).await?;
        let (after, routed) =
            append_all(&known, route(&known, profile, &loads, now), now).map_err(illegal)?;
        events.extend(routed);
        if events.is_empty() {
            return Ok(case);
        }
        let timer = timer(&case, now);
        match ports
            .append(
                &after,
                &events,
                Beside {
                    timer: timer.as_ref(),
                    sightings: &sightings,
                    ..Beside::default()
                },
            )
            .await?
        {
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
            // Another case of the same person or place came at the same moment: it is an earlier one now.
            Appended::Behind => {}
        }
    }
    Err(PortError::Passing(
        "a case moved while it was routed".to_owned(),
    ))
}

/// How busy the services are; read only where the hub has to look for services and one of them is limited.
async fn loads<P: Routing>(
    ports: &P,
    profile: &Profile,
    case: &Case,
    age: Age,
    now: Timestamp,
) -> Result<Loads, PortError> {
    let limited = limited_services(profile, now);
    let looks = case.match_by.is_some() && case.routing() == events::case::Routing::ToProviders;
    if !looks || limited.is_empty() {
        return Ok(Loads::default());
    }
    ports.loads(&limited, age).await
}

/// What asks for the acknowledgement later, set when the case is first routed.
fn timer(case: &Case, now: Timestamp) -> Option<Timer> {
    let at = case
        .received
        .acknowledge_at
        .filter(|at| *at > now && !case.routed)?;
    let (reference, kind) = (case.reference.clone(), UpdateKind::Acknowledgement);
    Some(Timer::of(
        &UpdateRequest {
            reference,
            kind,
            about: UpdateRequest::FIRST,
        },
        at,
    ))
}
