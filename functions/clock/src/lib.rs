//! Every minute: whose time has passed. The clock is the hub's promise-keeping, and it also catches a lost message.

use domain::fold::append_all;
use domain::routing::{coordinators_due, overdue};
use events::Reference;
use events::case::{Case, OwnerKind, Update, What, WhyNotSent};
use events::update::UpdateRequest;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Agenda, Due};

/// What the clock needs of the world: all that routing needs, and the agenda.
pub trait Ports: react::Ports + Agenda {}
impl<P: react::Ports + Agenda> Ports for P {}

/// Acts on everything that is due, and says how much there was. One thing that fails does not stop the others.
///
/// # Errors
/// [`PortError`] where the agenda cannot be read, or the last one that failed: the next minute tries again.
pub async fn handle<P: Ports>(ports: &P, hub: &str, now: Timestamp) -> Result<usize, PortError> {
    let due = ports.due(now).await?;
    let count = due.len();
    let mut outcome = Ok(count);
    for item in due {
        let acted = match &item {
            Due::Case(reference) => case_is_due(ports, hub, reference, now).await,
            Due::Timer(timer) => timer_is_due(ports, timer).await,
            Due::Claim(reference, update) => claim_is_due(ports, reference, update, now).await,
        };
        if let Err(error) = acted {
            tracing::error!(cause = %error, due = ?kind_of(&item), "something due could not be done");
            outcome = Err(error);
        }
    }
    outcome
}

/// An owner let the time pass: the hub routes, a provider's offer lapses, and the coordinators get what nobody has.
async fn case_is_due<P: Ports>(ports: &P, hub: &str, reference: &Reference, now: Timestamp) -> Result<(), PortError> {
    let Some(case) = ports.case(reference).await? else { return Ok(()) };
    if case.owner.due > now {
        return Ok(());
    }
    if case.owner.kind == OwnerKind::Hub {
        tracing::warn!(case.reference = %reference, "a case was not routed in time; the clock routes it");
        return react::settle(ports, hub, case, now).await;
    }
    let whats = overdue(&case, &*ports.profile().await?, now);
    append(ports, &case, whats, now).await
}

/// A window opens: the update may be asked for.
async fn timer_is_due<P: Ports>(ports: &P, timer: &platform::ports::Timer) -> Result<(), PortError> {
    // Asked first, forgotten after: a crash between asks twice, and the claim lets one through.
    ports.request_update(&UpdateRequest { reference: timer.reference.clone(), kind: timer.kind }).await?;
    ports.forget_timer(timer).await
}

/// An update was claimed and never recorded: it is never sent again by a machine; someone finds out.
async fn claim_is_due<P: Ports>(
    ports: &P,
    reference: &Reference,
    update: &Update,
    now: Timestamp,
) -> Result<(), PortError> {
    if let Some(case) = ports.case(reference).await? {
        let known = case.tasks.iter().any(|task| task.kind == update.kind && task.why == WhyNotSent::NotConfirmed);
        if !known {
            let due = coordinators_due(&case.received.assessment, now);
            let task = What::UpdateNeedsPerson { kind: update.kind, why: WhyNotSent::NotConfirmed, due };
            append(ports, &case, vec![task], now).await?;
        }
    }
    ports.settle_claim(reference, update.kind).await
}

async fn append<P: Ports>(ports: &P, case: &Case, whats: Vec<What>, now: Timestamp) -> Result<(), PortError> {
    if whats.is_empty() {
        return Ok(());
    }
    let (after, events) = append_all(case, whats, now).map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
    match ports.append(&after, &events, None).await? {
        platform::ports::Appended::Done => {
            tracing::warn!(case.reference = %after.reference, owner = %after.owner.kind, "the clock moved a case");
            Ok(())
        }
        // The case moved by itself in the meantime. If something is still due, the next minute sees it.
        platform::ports::Appended::Stale => Err(PortError::Passing("a case moved while the clock looked".to_owned())),
    }
}

fn kind_of(due: &Due) -> &'static str {
    match due {
        Due::Case(_) => "case",
        Due::Timer(_) => "timer",
        Due::Claim(..) => "claim",
    }
}
