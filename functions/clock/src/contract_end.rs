//! Every night: the cases that are still with a service whose contract has ended. Nobody stays with a service that no
//! longer exists (AS24).

use crate::Ports;
use application::{Decision, Execution, OnConflict, Outcome, current_loads};
use domain::calendar::london_today;
use domain::case::commands::wind_down::{WindDown, wind_down};
use events::Reference;
use events::case::{Case, OnwardState, WindDownReason};
use events::profile::{Profile, Service};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::PortError;
use platform::ports::Freshness;
use std::sync::Arc;

/// The run starts at this hour in London and repeats for this many minutes. What one minute does not finish is left
/// for the next, and then for the next night.
const HOUR: i8 = 3;
const MINUTES: i8 = 5;

/// Whether this is one of the minutes of the nightly run.
pub(crate) fn is_time(now: Timestamp) -> bool {
    let here = now.to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));
    here.hour() == HOUR && here.minute() < MINUTES
}

/// Asks other services to take over from every service that has ended, or tells the coordinators. If one case fails,
/// the others continue.
///
/// # Errors
/// [`PortError`] if a worklist cannot be read, or that of the last case that failed.
pub(crate) async fn wind_down_ended_services<P: Ports>(
    ports: &P,
    now: Timestamp,
) -> Result<(), PortError> {
    let profile = ports.profile().await?;
    let today = london_today(now);
    let mut outcome = Ok(());
    for service in profile
        .services
        .iter()
        .filter(|service| service.until.is_some_and(|until| until < today))
    {
        for state in [OnwardState::Offered, OnwardState::Accepted] {
            let mut after = None;
            loop {
                let page = ports
                    .worklist(&service.provider, state, after.as_ref())
                    .await?;
                for (reference, onward) in &page.rows {
                    if onward.offered.service == service.code
                        && let Err(error) =
                            hand_over(ports, &profile, service, reference, now).await
                    {
                        tracing::error!(case.reference = %reference, cause = %error, "a case is still with a service whose contract has ended");
                        outcome = Err(error);
                    }
                }
                match page.next {
                    None => break,
                    next => after = next,
                }
            }
        }
    }
    outcome
}

async fn hand_over<P: Ports>(
    ports: &P,
    profile: &Profile,
    service: &Service,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let execution = Execution {
        ports,
        now,
        action: "the contract of its service has ended",
        on_conflict: OnConflict::LeaveForNextRun,
    };
    let decide = |case: Arc<Case>| async move {
        let loads = current_loads(ports, profile, Freshness::Now, now).await?;
        let down = WindDown {
            service: &service.code,
            to: None,
            reason: WindDownReason::ContractEnds,
        };
        let (changes, wound_down) = wind_down(&case, profile, &loads, down, now)?;
        Ok::<_, PortError>(Decision::with_result(changes, wound_down))
    };
    let outcome = execution.run(|| ports.case(reference), decide).await?;
    if let Some(outcome) = outcome.filter(Outcome::is_stored) {
        let wound_down = outcome.result;
        tracing::warn!(case.reference = %reference, ?wound_down, "a case was taken back from a service whose contract has ended");
    }
    Ok(())
}
