//! Restorative justice is offered again at the steps of the justice system that the area's profile names (AS16).

use crate::routing::Routing;
use application::{Decision, Execution, OnConflict};
use domain::case::commands::person::offer_restorative_justice_again as again;
use events::case::{Case, CaseEvent};
use events::justice::Step;
use events::referral::RestorativeJusticeWish;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::ReadPerson;
use serde_json::Value;
use std::sync::Arc;

/// Gives a coordinator the task, if the step is one of them and the person may want to hear about it. A repeated delivery
/// of the event gives no second one.
///
/// # Errors
/// [`PortError`] of the port that failed. The stream delivers the event again.
pub(crate) async fn offer_again<P: Routing + ReadPerson>(
    ports: &P,
    event: &CaseEvent,
    step: Step,
    now: Timestamp,
) -> Result<(), PortError> {
    let profile = ports.profile().await?;
    if !profile.restorative_justice_after.contains(&step) {
        return Ok(());
    }
    let document = ports.person(&event.reference).await?;
    let said = document
        .as_ref()
        .and_then(|document| document.pointer("/wishes/restorative_justice"))
        .and_then(Value::as_str)
        .and_then(RestorativeJusticeWish::parse);
    let execution = Execution {
        ports,
        now,
        action: "restorative justice is offered again",
        on_conflict: OnConflict::Retry,
    };
    let decide = |case: Arc<Case>| async move {
        Ok::<_, PortError>(Decision::of(again(&case, said, event.seq, now)))
    };
    execution
        .run(|| ports.case(&event.reference), decide)
        .await?;
    Ok(())
}
