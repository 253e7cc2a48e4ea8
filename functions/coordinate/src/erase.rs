//! Deleting what says who a person is, because they asked for it, or somebody who may ask for them.
//!
//! A coordinator orders it; `react` does it, who alone knows under which keys a person is remembered. What is left are the
//! events, which say what was done and not for whom.

use crate::{Desk, Ports, no_such_case};
use domain::case::apply::append_all;
use events::Reference;
use events::case::{By, Case, What};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{json, problem};
use platform::ports::{Appended, Beside};
use serde::Deserialize;

/// How often it is tried again when the case moves under it.
const TRIES: usize = 4;
/// A reference and no more; more bytes than this are not read.
const MOST_BYTES: usize = 256;

/// What cannot be undone is said twice: the body names the case once more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    reference: String,
}

/// `POST /hub/cases/{reference}/erase`: 202 where it is to be deleted, 200 where it was before; 409 while the case is open or
/// a legal hold is on it, which wins over whoever asks.
pub(crate) async fn erase<P: Ports>(
    desk: &Desk<'_, P>,
    reference: &str,
    body: &Body,
) -> Result<Response<Body>, PortError> {
    if !names(body, reference) {
        let title = "This cannot be undone: name the case once more, under reference";
        return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, title));
    }
    for _ in 0..TRIES {
        let Some(case) = desk.case(reference).await? else {
            return Ok(no_such_case());
        };
        if case.erased_at.is_some() || case.erasing.is_some() {
            return Ok(stands(&case));
        }
        let by = By::Coordinator {
            account: desk.who.subject.clone(),
        };
        let (after, events) = match append_all(&case, vec![What::ToBeErased { by }], desk.now) {
            Ok(appended) => appended,
            Err(illegal) => {
                return Ok(problem(
                    StatusCode::CONFLICT,
                    &format!("This cannot be deleted yet: {illegal}"),
                ));
            }
        };
        if desk
            .ports
            .append(&after, &events, Beside::default())
            .await?
            == Appended::Done
        {
            tracing::info!(case.reference = %case.reference, "a coordinator ordered that a case be forgotten");
            return Ok(stands(&after));
        }
    }
    Err(PortError::Passing(
        "a case kept moving while it was ordered to be forgotten".to_owned(),
    ))
}

/// Whether it is done, or being done.
fn stands(case: &Case) -> Response<Body> {
    let status = if case.erased_at.is_some() {
        StatusCode::OK
    } else {
        StatusCode::ACCEPTED
    };
    let since = case.erasing.as_ref().map(|erasing| erasing.since);
    let answer = serde_json::json!({"reference": case.reference, "to_be_erased_since": since, "erased_at": case.erased_at});
    json(status, &answer)
}

fn names(body: &Body, reference: &str) -> bool {
    let bytes: &[u8] = match body {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => return false,
    };
    let order = (bytes.len() <= MOST_BYTES)
        .then(|| serde_json::from_slice::<Order>(bytes).ok())
        .flatten();
    let named = order.and_then(|order| order.reference.parse::<Reference>().ok());
    named.is_some() && named == reference.parse().ok()
}
