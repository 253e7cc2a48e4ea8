//! `/hub`: the coordinators' view of a case, with who the person is. Every read is written down.

use events::Reference;
use events::case::CaseFile;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{Staff, json, problem, staff, unavailable};
use platform::ports::{AuditRead, ReadCaseFile, ReadPerson};
use serde_json::Value;

/// What serving coordinators needs of the world.
pub trait Ports: ReadCaseFile + ReadPerson + AuditRead {}
impl<P: ReadCaseFile + ReadPerson + AuditRead> Ports for P {}

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else { return problem(StatusCode::UNAUTHORIZED, "Please sign in") };
    if !who.has_role("coordinator") {
        return problem(StatusCode::FORBIDDEN, "Only a coordinator may see this");
    }
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (request.method(), parts.as_slice()) {
        (&Method::GET, ["hub", "cases", reference]) => match case(ports, &who, reference, now).await {
            Ok(answer) => answer,
            Err(error) => unavailable(&error, Some(reference)),
        },
        _ => problem(StatusCode::NOT_FOUND, "There is nothing at this address"),
    }
}

/// `GET /hub/cases/{reference}`: all that is known of a case.
async fn case<P: Ports>(ports: &P, who: &Staff, reference: &str, now: Timestamp) -> Result<Response<Body>, PortError> {
    let Ok(reference) = reference.parse::<Reference>() else { return Ok(no_such_case()) };
    let Some(file) = ports.case_file(&reference).await? else { return Ok(no_such_case()) };
    ports.audit(&reference, &who.subject, now).await?;
    let person = ports.person(&reference).await?;
    Ok(json(StatusCode::OK, &view(&file, person)))
}

/// The contract's `assessment`, `local_authority` and `referral`, and where the case stands.
fn view(file: &CaseFile, referral: Option<Value>) -> Value {
    let case = &file.case;
    serde_json::json!({
        "reference": case.reference,
        "opened_at": case.opened_at,
        "assessment": case.received.assessment,
        "local_authority": case.received.local_authority,
        "referral": referral,
        "owner": case.owner,
        "why_coordinators": case.why_coordinators,
        "onwards": case.onwards,
        "tasks": case.tasks,
        "updates": file.updates,
        "events": file.events,
    })
}

fn no_such_case() -> Response<Body> {
    problem(StatusCode::NOT_FOUND, "There is no such case")
}
