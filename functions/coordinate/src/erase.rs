//! Deleting what says who a person is, because they asked for it, or somebody who may ask for them.
//!
//! A coordinator orders it; `react` does it, who alone knows under which keys a person is remembered. What is left are the
//! events, which say what was done and not for whom.

use crate::{Ports, StaffRequest};
use application::{Decision, OnConflict, Refusal};
use events::Reference;
use events::case::{Actor, Case, CaseChange};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::http::{body_within, json};
use serde::Deserialize;

/// A reference and no more; more bytes than this are not read.
const MOST_BYTES: usize = 256;

/// What cannot be undone is said twice: the body names the case once more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    reference: String,
}

/// `POST /hub/cases/{reference}/erase`: 202 where it is to be deleted, 200 where it was before; 409 while the case is open or
/// a legal hold is on it, which wins over anyone who asks.
pub(crate) async fn erase<P: Ports>(
    asked: &StaffRequest<'_, P>,
    reference: &str,
    body: &Body,
) -> Result<Response<Body>, Refusal> {
    if !names(body, reference) {
        return Err(Refusal::invalid(
            "This cannot be undone: name the case once more, under reference",
        ));
    }
    let outcome = asked
        .execute(
            reference,
            "a coordinator ordered that it be forgotten",
            OnConflict::Retry,
            |case| async move {
                if case.erased_at.is_some() || case.erasing.is_some() {
                    return Ok(Decision::nothing(()));
                }
                let by = Actor::Coordinator {
                    account: asked.who.subject.clone(),
                };
                Ok(Decision::of(vec![CaseChange::ToBeErased { by }]))
            },
        )
        .await
        .map_err(|refusal| refusal.introduced_by("This cannot be deleted yet"))?;
    Ok(ordered(&outcome.state))
}

/// Whether it is done, or being done.
fn ordered(case: &Case) -> Response<Body> {
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
    let order =
        body_within(body, MOST_BYTES).and_then(|bytes| serde_json::from_slice::<Order>(bytes).ok());
    let named = order.and_then(|order| order.reference.parse::<Reference>().ok());
    named.is_some() && named == reference.parse().ok()
}
