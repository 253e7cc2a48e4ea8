//! `/hub`: the coordinators' view of a case, with who the person is, and of the needs that nobody meets; and what they do
//! to a case. Every read of a case and everything done to it is written down.

mod moves;
mod register;
mod view;

use events::Reference;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{Staff, json, problem, staff, unavailable};
use platform::ports::{AppendEvents, AuditRead, ReadCase, ReadCaseFile, ReadDirectory, ReadGaps, ReadPerson};

/// What serving coordinators needs of the world.
pub trait Ports: ReadCase + ReadCaseFile + ReadPerson + ReadDirectory + ReadGaps + AppendEvents + AuditRead {}
impl<P: ReadCase + ReadCaseFile + ReadPerson + ReadDirectory + ReadGaps + AppendEvents + AuditRead> Ports for P {}

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else { return problem(StatusCode::UNAUTHORIZED, "Please sign in") };
    if !who.has_role("coordinator") {
        return problem(StatusCode::FORBIDDEN, "Only a coordinator may see this");
    }
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (outcome, of) = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["hub", "cases", reference]) => (case(ports, &who, reference, now).await, Some(*reference)),
        (&Method::POST, ["hub", "cases", reference, what]) => {
            (moves::act(ports, &who, reference, what, request.body(), now).await, Some(*reference))
        }
        (&Method::GET, ["hub", "unmet-needs"]) => (register::unmet_needs(ports, &request, now).await, None),
        _ => (Ok(problem(StatusCode::NOT_FOUND, "There is nothing at this address")), None),
    };
    outcome.unwrap_or_else(|error| unavailable(&error, of))
}

/// `GET /hub/cases/{reference}`: all that is known of a case.
async fn case<P: Ports>(ports: &P, who: &Staff, reference: &str, now: Timestamp) -> Result<Response<Body>, PortError> {
    let Ok(reference) = reference.parse::<Reference>() else { return Ok(no_such_case()) };
    let Some(file) = ports.case_file(&reference).await? else { return Ok(no_such_case()) };
    ports.audit(&reference, &who.reading_for("coordinator"), now).await?;
    let person = ports.person(&reference).await?;
    let profile = ports.profile().await?;
    Ok(json(StatusCode::OK, &view::case(&file, person, &profile, now)))
}

pub(crate) fn no_such_case() -> Response<Body> {
    problem(StatusCode::NOT_FOUND, "There is no such case")
}
