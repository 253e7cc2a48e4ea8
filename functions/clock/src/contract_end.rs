//! Each night: whom a service still has whose contract is over. Nobody is left with a service that is gone (AS24).

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

/// From when in the night, and how many minutes: what one minute cannot do the next one does, and what none of them does
/// the next night.
const HOUR: i8 = 3;
const MINUTES: i8 = 5;

/// Whether it is the time of the night to look.
pub(crate) fn is_time(now: Timestamp) -> bool {
    let here = now.to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));
    here.hour() == HOUR && here.minute() < MINUTES
}

/// Asks others to take over from every service that has ended, or tells the coordinators. One case that fails does not stop
/// the others.
///
/// # Errors
/// [`PortError`] where a worklist cannot be read, or of the last case that failed.
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
                        tracing::error!(case.reference = %reference, cause = %error, "a case is with a service that is gone");
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
        action: "a service has it whose contract is over",
        on_conflict: OnConflict::LeaveForNextRun,
    };
    let decide = |case: Arc<Case>| async move {
        let loads = current_loads(ports, profile, Freshness::Now, now).await?;
        let down = WindDown {
            service: &service.code,
            to: None,
            reason: WindDownReason::ContractEnds,
        };
        let (changes, became) = wind_down(&case, profile, &loads, down, now)?;
        Ok::<_, PortError>(Decision::with_result(changes, became))
    };
    let outcome = execution.run(|| ports.case(reference), decide).await?;
    if let Some(outcome) = outcome.filter(Outcome::is_stored) {
        let became = outcome.result;
        tracing::warn!(case.reference = %reference, ?became, "a case was with a service whose contract is over");
    }
    Ok(())
}
