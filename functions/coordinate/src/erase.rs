//! Deletes a person's identifying data at their request, or at the request of somebody who may ask for them.
//!
//! A coordinator proposes the deletion, and another approves it. `react` deletes, because only `react` knows the keys of
//! the remembered person. The events stay, because they say what was done but do not identify the person.

use domain::case::commands::Refused;
use domain::case::commands::two_people::{Proposing, may_be_erased, propose as propose_it};
use events::Reference;
use events::case::{Case, CaseChange, ProposedAct};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::http::json;

/// Proposes the deletion. The proposal repeats the case's reference. Returns no event if the deletion was ordered before.
pub(crate) fn propose(
    case: &Case,
    named_again: &Reference,
    approver: Option<String>,
    names: &[&str],
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    if *named_again != case.reference {
        return Err(Refused::Wrong(words::coordinator::name_case_again()));
    }
    if case.lifecycle.is_forgotten() {
        return Ok(Vec::new());
    }
    may_be_erased(case)?;
    let proposing = Proposing {
        act: ProposedAct::Erase,
        into: None,
        reason: None,
        approver,
    };
    propose_it(case, proposing, names, now)
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
