//! Support notes: always refused, always registered, and a coordinator sees to it.

use crate::{JusticeRequest, Ports};
use application::{Decision, Execution, OnConflict, Refusal};
use domain::case::deadlines::case_due;
use events::Reference;
use events::case::{Case, CaseChange, CloseReason, TaskGiven, TaskKind};
use events::justice::{NotesRequest, NotesRequestReason};
use jiff::Timestamp;
use lambda_http::{Body, Response};
use platform::PortError;
use std::sync::Arc;

/// How many requests for notes are registered in one case; any more are in the log only, so that nobody can fill up a case.
const MOST_REQUESTS: usize = 100;

/// `POST /police/cases/{reference}/request-notes`: always refused, in the same words whether there is such a case or
/// not, and registered where there is, also in one that these agencies may not see.
pub(crate) async fn refuse<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    reference: &str,
    id: String,
    reason: NotesRequestReason,
) -> Result<Response<Body>, Refusal> {
    let request = NotesRequest {
        id,
        reason,
        asked_by: asked.agency,
    };
    let reference = reference.parse::<Reference>().ok();
    tracing::warn!(
        case.reference = reference.as_ref().map(Reference::as_str),
        by = asked.who.subject,
        agency = %asked.agency,
        reason = %request.reason,
        "support notes were asked for and refused"
    );
    if let Some(reference) = reference {
        register(asked, &reference, &request).await?;
    }
    Err(Refusal::forbidden(words::police::no_notes()))
}

async fn register<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    reference: &Reference,
    request: &NotesRequest,
) -> Result<(), PortError> {
    let execution = Execution {
        ports: asked.ports,
        now: asked.now,
        action: "a request for support notes was registered",
        on_conflict: OnConflict::Retry,
    };
    let decide = |case: Arc<Case>| async move {
        let requests = &case.notes_requests;
        let known = requests.iter().any(|known| known.id == request.id);
        if known || requests.len() >= MOST_REQUESTS {
            return Ok(Decision::nothing(()));
        }
        let requested = CaseChange::NotesRequested(request.clone());
        let alert = alert(&case, asked.now);
        Ok::<_, PortError>(Decision::of(
            std::iter::once(requested).chain(alert).collect(),
        ))
    };
    execution
        .run(|| asked.ports.case(reference), decide)
        .await
        .map(|_| ())
}

/// A coordinator sees that notes were asked for, and to it that they stay private: one task, however often they are asked
/// for until it is done. Not where nobody is left whose notes they could be.
fn alert(case: &Case, now: Timestamp) -> Option<CaseChange> {
    let known = case.has_open_task(TaskKind::NotesRequest);
    let died = case
        .ended
        .as_ref()
        .is_some_and(|ended| ended.why == CloseReason::Died);
    let task = TaskGiven {
        kind: TaskKind::NotesRequest,
        from: None,
        due: case_due(case, now),
    };
    (!known && !died && case.erased_at.is_none()).then_some(CaseChange::TaskGiven(task))
}
