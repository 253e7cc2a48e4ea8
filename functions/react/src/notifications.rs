//! What the person is to be told of an event: asked for, never sent from here.

use domain::notifications::{When, kind_of, when};
use events::case::{CaseChange, CaseEvent};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{ReadCase, RequestUpdate, SetTimer, Timer};

/// Asks for it now, or sets the clock to ask with all else that is new by then. A second delivery asks for the same, which
/// is told once.
pub(crate) async fn request<P>(
    ports: &P,
    event: &CaseEvent,
    now: Timestamp,
) -> Result<(), PortError>
where
    P: ReadCase + RequestUpdate + SetTimer,
{
    // Of a task the case knows what it was.
    if kind_of(&event.what).is_none() && !matches!(event.what, CaseChange::TaskDone(_)) {
        return Ok(());
    }
    let Some(case) = ports.case(&event.reference).await? else {
        return Ok(());
    };
    match when(&case, event, now) {
        When::Never => Ok(()),
        When::Now(request) => ports.request_update(&request).await,
        When::Then(request, at) => ports.set_timer(&Timer::of(&request, at)).await,
    }
}
