//! Every day: whose time to be forgotten has come. What the day orders, `react` does, who alone knows under which keys a
//! person is remembered; what it did not do is ordered again the next day.

use crate::Ports;
use application::{Decision, Execution, OnConflict};
use domain::retention::keeping;
use events::Reference;
use events::case::{Actor, Case, CaseChange};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::ExpiredCase;
use std::sync::Arc;

/// As many as a page of the list has.
const PAGE: usize = 100;
/// How many cases are ordered in one day: as many as can be done before the function's time is over. The rest is first
/// the next day.
const MOST: usize = 1_000;

/// Orders that everybody is forgotten whose time has passed, and says how many there were. One that fails does not stop the
/// others.
///
/// # Errors
/// [`PortError`] where the list cannot be read, or the last one that failed: the next day tries again.
pub async fn each_day<P: Ports>(ports: &P, now: Timestamp) -> Result<usize, PortError> {
    let mut after: Option<ExpiredCase> = None;
    let (mut count, mut failed) = (0, None);
    while count < MOST {
        let page = ports.expired(now, after.as_ref()).await?;
        for (_, reference) in &page {
            if let Err(error) = order(ports, reference, now).await {
                tracing::error!(case.reference = %reference, cause = %error, "a case could not be ordered to be forgotten");
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
        "more cases are to be forgotten than one day can; the rest is for the next"
    );
    failed.map_or(Ok(count), Err)
}

/// Orders that the case be forgotten, where that still is so.
async fn order<P: Ports>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let execution = Execution {
        ports,
        now,
        action: "the clock ordered that it be forgotten",
        on_conflict: OnConflict::LeaveForNextRun,
    };
    let decide = |case: Arc<Case>| async move {
        let over = keeping(&case).is_some_and(|keeping| keeping.until <= now);
        let order = over.then(|| CaseChange::ToBeErased { by: said_by(&case) });
        Ok::<_, PortError>(Decision::of(order.into_iter().collect()))
    };
    execution
        .run(|| ports.case(reference), decide)
        .await
        .map(|_| ())
}

/// Who said so first; where nobody did, its time did.
fn said_by(case: &Case) -> Actor {
    case.erasing
        .as_ref()
        .map_or(Actor::Machine, |erasing| erasing.by.clone())
}
