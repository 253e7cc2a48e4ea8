//! Deletes a person's identifying data at their request, or at the request of somebody who may ask for them.
//!
//! A coordinator orders the deletion. `react` deletes, because only `react` knows the keys of the remembered person.
//! The events stay, because they say what was done but do not identify the person.

use domain::case::commands::Refused;
use events::Reference;
use events::case::{Actor, Case, CaseChange};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::http::json;

/// Orders the deletion. The order repeats the case's reference. Returns no event if it was ordered before.
pub(crate) fn order(
    case: &Case,
    named_again: &Reference,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    if *named_again != case.reference {
        return Err(Refused::Wrong(words::coordinator::name_case_again()));
    }
    if case.lifecycle.is_forgotten() {
        return Ok(Vec::new());
    }
    let by = Actor::Coordinator {
        account: by.to_owned(),
    };
    Ok(vec![CaseChange::ToBeErased { by }])
}

/// 202 while the deletion is running, 200 after it.
pub(crate) fn ordered(case: &Case) -> Response<Body> {
    let status = if case.lifecycle.erasure.is_done() {
        StatusCode::OK
    } else {
        StatusCode::ACCEPTED
    };
    let since = case
        .lifecycle
        .erasure
        .requested()
        .map(|erasing| erasing.since);
    let answer = serde_json::json!({"reference": case.reference, "to_be_erased_since": since, "erased_at": case.lifecycle.erasure.done_at()});
    json(status, &answer)
}
