//! Deleting what says who a person is, because they asked for it, or somebody who may ask for them.
//!
//! A coordinator orders it. `react` does it, because only `react` knows under which keys a person is remembered. The events
//! are left: they say what was done, not for whom.

use domain::case::commands::Refused;
use events::Reference;
use events::case::{Actor, Case, CaseChange};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::http::json;

/// The order to delete, which names the case again. No event if it was ordered before.
pub(crate) fn order(
    case: &Case,
    named_again: &Reference,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    if *named_again != case.reference {
        return Err(Refused::Wrong(words::coordinator::name_case_again()));
    }
    if case.erased_at.is_some() || case.erasing.is_some() {
        return Ok(Vec::new());
    }
    let by = Actor::Coordinator {
        account: by.to_owned(),
    };
    Ok(vec![CaseChange::ToBeErased { by }])
}

/// 202 while it is being deleted, 200 once it is.
pub(crate) fn ordered(case: &Case) -> Response<Body> {
    let status = if case.erased_at.is_some() {
        StatusCode::OK
    } else {
        StatusCode::ACCEPTED
    };
    let since = case.erasing.as_ref().map(|erasing| erasing.since);
    let answer = serde_json::json!({"reference": case.reference, "to_be_erased_since": since, "erased_at": case.erased_at});
    json(status, &answer)
}
