//! Requests the updates that an event calls for. They are never sent from here.

use domain::notifications::{When, code_to_send, kind_of, when};
use events::case::{Case, CaseChange, CaseEvent};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{ReadCase, RequestUpdate, SetTimer, Timer};

/// Requests the update now, or sets a timer for a digest. If the event is delivered twice, the second request is the
/// same and is sent once. `known` is the case, if it was just read or stored. Whether something may be sent is decided
/// again when it is sent.
pub(crate) async fn request<P>(
    ports: &P,
    event: &CaseEvent,
    known: Option<Case>,
    now: Timestamp,
) -> Result<(), PortError>
where
    P: ReadCase + RequestUpdate + SetTimer,
{
    if let CaseChange::ContactChanged(_) = event.what
        && let Some(case) = ports.case(&event.reference).await?
        && let Some(request) = code_to_send(&case, event)
    {
        ports.request_update(&request).await?;
    }
    // Only the case knows what kind of task was done.
    if kind_of(&event.what).is_none() && !matches!(event.what, CaseChange::TaskDone(_)) {
        return Ok(());
    }
    let current = match known {
        Some(case) => Some(case),
        None => ports.case(&event.reference).await?,
    };
    let Some(case) = current else {
        return Ok(());
    };
    match when(&case, event, now) {
        When::Never => Ok(()),
        When::Now(request) => ports.request_update(&request).await,
        When::Then(request, at) => ports.set_timer(&Timer::of(&request, at)).await,
    }
}
