//! Requests for support notes. Each one is refused and registered, and a coordinator gets a task.

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

/// How many requests for notes are registered in one case. Further requests are only logged, so that nobody can fill up
/// a case.
const MOST_REQUESTS: usize = 20;
/// In how many cases an account may ask for notes within an hour of the clock. No work needs more, and each request is a
/// task for a coordinator.
const MOST_CASES: u32 = 20;

/// `POST /police/cases/{reference}/request-notes`: always refused. The answer is the same whether or not the
/// case exists. If it exists, the request is registered in it, even if these agencies may not see the case.
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
        // Counted before the case is read, so that known and unknown references count alike.
        let asker = format!("notes#{}", asked.who.subject);
        let asked_for = asked
            .ports
            .count_opened(&asker, &reference, asked.now)
            .await?;
        if asked_for.cases > MOST_CASES {
            return Err(Refusal::TooMany(3_600));
        }
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
        let requests = &case.justice.notes_requests;
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

/// A task for a coordinator to keep the notes private. While the task is open, further requests add no second one.
/// There is no task if the person died or was deleted.
fn alert(case: &Case, now: Timestamp) -> Option<CaseChange> {
    let known = case.coordination.has_open_task(TaskKind::NotesRequest);
    let died = case
        .lifecycle
        .ended
        .as_ref()
        .is_some_and(|ended| ended.why == CloseReason::Died);
    let task = TaskGiven {
        kind: TaskKind::NotesRequest,
        from: None,
        due: case_due(case, now),
    };
    (!known && !died && !case.lifecycle.erasure.is_done()).then_some(CaseChange::TaskGiven(task))
}
