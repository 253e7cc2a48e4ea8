//! Every day: orders the erasure of the cases whose retention period has ended. `react` carries the orders out,
//! because only it has the keys under which a person is remembered. An order that was not carried out is repeated the
//! next day.

use crate::Ports;
use application::{Decision, Execution, OnConflict};
use domain::retention::keeping;
use events::Reference;
use events::case::{Actor, Case, CaseChange};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::ExpiredCase;
use std::sync::Arc;

/// The size of a full page of the list.
const PAGE: usize = 100;
/// Cases that are ordered in one day, so that the function finishes in time. The rest comes first the next day.
const MAX_PER_DAY: usize = 1_000;

/// Orders the erasure of every case whose retention period has ended, and returns how many there were. If one fails,
/// the others continue.
///
/// # Errors
/// [`PortError`] if the list cannot be read, or that of the last case that failed. The next day tries again.
pub async fn each_day<P: Ports>(ports: &P, now: Timestamp) -> Result<usize, PortError> {
    let mut after: Option<ExpiredCase> = None;
    let (mut count, mut failed) = (0, None);
    while count < MAX_PER_DAY {
        let page = ports.expired(now, after.as_ref()).await?;
        for (_, reference) in &page {
            if let Err(error) = order(ports, reference, now).await {
                tracing::error!(case.reference = %reference, cause = %error, "the erasure of a case could not be ordered");
                failed = Some(error);
            }
        }
        count += page.len();
        if page.len() < PAGE {
            return failed.map_or(Ok(count), Err);
        }
        after = page.into_iter().next_back();
    }
    tracing::warn!(
        count,
        "more cases have expired than one day can process; the rest follows the next day"
    );
    failed.map_or(Ok(count), Err)
}

/// Orders the erasure of the case, if its period is still over.
async fn order<P: Ports>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let execution = Execution {
        ports,
        now,
        action: "the clock ordered its erasure",
        on_conflict: OnConflict::LeaveForNextRun,
    };
    let decide = |case: Arc<Case>| async move {
        let over = keeping(&case).is_some_and(|keeping| keeping.until <= now);
        let order = over.then(|| CaseChange::ToBeErased {
            by: ordered_by(&case),
        });
        Ok::<_, PortError>(Decision::of(order.into_iter().collect()))
    };
    execution
        .run(|| ports.case(reference), decide)
        .await
        .map(|_| ())
}

/// The person or the coordinator who asked for the erasure first, or the machine if nobody asked.
fn ordered_by(case: &Case) -> Actor {
    case.lifecycle
        .erasure
        .requested()
        .map_or(Actor::Machine, |erasing| erasing.by.clone())
}
