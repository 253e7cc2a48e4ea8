//! Support notes: always refused, always registered, and a coordinator sees to it.

use crate::{Asker, Ports, TRIES};
use domain::case::apply::append_all;
use domain::case::deadlines::case_due;
use events::Reference;
use events::case::{Case, TaskGiven, TaskKind, What, WhyClosed};
use events::justice::NotesRequest;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::problem;
use platform::ports::{Appended, Beside};

/// How many requests for notes are registered in one case; any more are in the log only, so that nobody can fill up a case.
const MOST_REQUESTS: usize = 100;

/// Why support notes are refused, whoever asks and whatever for.
const NO_NOTES: &str = "Support notes are not given. Since January 2026 a request for them is presumed to be neither \
                        necessary nor proportionate. This request has been registered.";

/// `POST /police/cases/{reference}/request-notes`: always refused, in the same words whether there is such a case or
/// not, and registered where there is, also in one that these askers may not see.
pub(crate) async fn no_notes<P: Ports>(
    ports: &P,
    asker: &Asker,
    reference: &str,
    request: &NotesRequest,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    let refused = || problem(StatusCode::FORBIDDEN, NO_NOTES);
    let parsed = reference.parse::<Reference>().ok();
    let by = &asker.who.subject;
    tracing::warn!(
        case.reference = parsed.as_ref().map(Reference::as_str),
        by,
        agency = %asker.agency,
        reason = %request.reason,
        "support notes were asked for and refused"
    );
    let Some(reference) = parsed else {
        return Ok(refused());
    };
    for _ in 0..TRIES {
        let Some(case) = ports.case(&reference).await? else {
            return Ok(refused());
        };
        let known = case
            .notes_requests
            .iter()
            .any(|known| known.id == request.id);
        if known || case.notes_requests.len() >= MOST_REQUESTS {
            return Ok(refused());
        }
        let whats = std::iter::once(What::NotesRequested(request.clone()))
            .chain(alert(&case, now))
            .collect();
        let (after, events) = append_all(&case, whats, now)
            .map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
        if ports.append(&after, &events, Beside::default()).await? == Appended::Done {
            return Ok(refused());
        }
    }
    Err(PortError::Passing(
        "a case kept moving while a request for notes was registered".to_owned(),
    ))
}

/// A coordinator sees that notes were asked for, and to it that they stay private: one task, however often they are asked
/// for until it is done. Not where nobody is left whose notes they could be.
fn alert(case: &Case, now: Timestamp) -> Option<What> {
    let known = case
        .open_tasks()
        .any(|task| task.kind == TaskKind::NotesRequest);
    let died = case
        .ended
        .as_ref()
        .is_some_and(|ended| ended.why == WhyClosed::Died);
    let task = TaskGiven {
        kind: TaskKind::NotesRequest,
        from: None,
        due: case_due(case, now),
    };
    (!known && !died && case.erased_at.is_none()).then_some(What::TaskGiven(task))
}
