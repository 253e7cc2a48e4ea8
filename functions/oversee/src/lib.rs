//! `/oversight`: what the commissioner's office sees. It sees figures and never a case.
//!
//! It also sees which accounts opened which cases, by reference, so that browsing is noticed.
//!
//! The function's role reads the figures, the list of looks and the area profile. It reaches no table with a case or a person, so a fault
//! here cannot show one. A number that is too small is not shown, because it could point to somebody.

mod looks;
mod unmet;

use application::Refusal;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{problem, staff};
use platform::ports::{ReadDirectory, ReadGaps, ReadLooks};

/// The ports that these requests need.
pub trait Ports: ReadGaps + ReadDirectory + ReadLooks {}
impl<P: ReadGaps + ReadDirectory + ReadLooks> Ports for P {}

/// The group of the accounts that may see figures.
const ROLE: &str = "oversight";

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else {
        return problem(StatusCode::UNAUTHORIZED, words::oversight::sign_in());
    };
    if !who.has_role(ROLE) {
        return problem(StatusCode::FORBIDDEN, words::oversight::only_oversight());
    }
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let outcome = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["oversight", "unmet-needs"]) => {
            unmet::unmet_needs(ports, &request, now).await
        }
        (&Method::GET, ["oversight", "looks"]) => {
            looks::looks(ports, &request, &who.subject, now).await
        }
        _ => Err(Refusal::no_such_address()),
    };
    outcome.unwrap_or_else(|refusal| refusal.response(None))
}
