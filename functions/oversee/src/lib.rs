//! `/oversight`: what the commissioner's office sees. It sees figures and never a case.
//!
//! It also sees which accounts opened which cases, by reference, so that browsing is noticed.
//!
//! The function's role reads what was published, the list of looks and the area profile. It reaches no exact count, no
//! case and no person, so a fault here cannot show one. The page, the CSV and the JSON come from the same tables.

mod csv;
mod dictionary;
mod finding;
mod labels;
mod looks;
mod page;
mod providers;
mod switches;
mod table;
mod view;

use application::Refusal;
use jiff::Timestamp;
use lambda_http::http::header::{CONTENT_DISPOSITION, HeaderValue};
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{answer, json, problem, staff};
use platform::ports::{ReadDirectory, ReadLooks, ReadReleases};
use view::{View, Wanted};

/// The ports that these requests need.
pub trait Ports: ReadReleases + ReadDirectory + ReadLooks {}
impl<P: ReadReleases + ReadDirectory + ReadLooks> Ports for P {}

/// The group of the accounts that may see figures.
const ROLE: &str = "oversight";

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else {
        return problem(StatusCode::UNAUTHORIZED, words::oversight::sign_in());
    };
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    // A provider's staff see the published figures of their provider, and nothing else here (KE8, DC31).
    if let ["oversight", "own", what] = parts.as_slice() {
        let Some(provider) = who.provider() else {
            return problem(
                StatusCode::FORBIDDEN,
                words::oversight_more::only_providers(),
            );
        };
        let outcome = if request.method() == Method::GET {
            own(ports, &request, what, provider, now).await
        } else {
            Err(Refusal::no_such_address())
        };
        return outcome.unwrap_or_else(|refusal| refusal.response(None));
    }
    if !who.has_role(ROLE) {
        return problem(StatusCode::FORBIDDEN, words::oversight::only_oversight());
    }
    let outcome = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["oversight", "looks"]) => {
            looks::looks(ports, &request, &who.subject, now).await
        }
        (&Method::GET, ["oversight", "dictionary"]) => {
            Ok(json(StatusCode::OK, &dictionary::dictionary()))
        }
        (&Method::GET, ["oversight", what]) => match Wanted::of(&request) {
            Ok(wanted) => view::read(ports, &wanted, now)
                .await
                .and_then(|view| present(&view, &request, what)),
            Err(refusal) => Err(refusal),
        },
        _ => Err(Refusal::no_such_address()),
    };
    outcome.unwrap_or_else(|refusal| refusal.response(None))
}

/// `GET /oversight/own/figures` and so on: the same, with the rows of the provider whose staff ask.
async fn own<P: Ports>(
    ports: &P,
    request: &Request,
    what: &str,
    provider: &str,
    now: Timestamp,
) -> Result<Response<Body>, Refusal> {
    let wanted = Wanted::of(request)?.of_whole_area();
    let view = view::read(ports, &wanted, now).await?;
    present(&view.of_provider(provider), request, what)
}

/// A view of `period=2026-Q3&district=E07000178` in one of its forms. Without `period` it is the last quarter that is
/// final, or else the present one; without `district` the whole area.
///
/// - `figures`: every table, as JSON.
/// - `page`: the figures as a part of the page.
/// - `table`: the table `name=stages`, as CSV.
/// - `tables`: every table, as CSV.
fn present(view: &View, request: &Request, what: &str) -> Result<Response<Body>, Refusal> {
    match what {
        "figures" => Ok(json(StatusCode::OK, &view.to_json())),
        "page" => Ok(platform::http::page(StatusCode::OK, page::page(view))),
        "tables" => Ok(file(csv::everything(view))),
        "table" => {
            let query = request.query_string_parameters_ref();
            let name = query.and_then(|query| query.first("name"));
            Ok(match name.and_then(|name| csv::csv(view, name)) {
                Some(text) => file(text),
                None => problem(StatusCode::NOT_FOUND, words::oversight::no_such_table()),
            })
        }
        _ => Err(Refusal::no_such_address()),
    }
}

/// CSV to be kept as a file.
fn file(text: String) -> Response<Body> {
    let mut response = answer(StatusCode::OK, "text/csv; charset=utf-8", text);
    response
        .headers_mut()
        .insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    response
}
