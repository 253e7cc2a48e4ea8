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
mod table;
mod view;

use application::Refusal;
use jiff::Timestamp;
use lambda_http::http::header::{CONTENT_DISPOSITION, HeaderValue};
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{answer, json, problem, staff};
use platform::ports::{ReadDirectory, ReadLooks, ReadReleases};
use view::Wanted;

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
    if !who.has_role(ROLE) {
        return problem(StatusCode::FORBIDDEN, words::oversight::only_oversight());
    }
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let outcome = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["oversight", "looks"]) => {
            looks::looks(ports, &request, &who.subject, now).await
        }
        (&Method::GET, ["oversight", "figures"]) => figures(ports, &request, now).await,
        (&Method::GET, ["oversight", "page"]) => page(ports, &request, now).await,
        (&Method::GET, ["oversight", "table"]) => table_as_csv(ports, &request, now).await,
        (&Method::GET, ["oversight", "dictionary"]) => {
            Ok(json(StatusCode::OK, &dictionary::dictionary()))
        }
        _ => Err(Refusal::no_such_address()),
    };
    outcome.unwrap_or_else(|refusal| refusal.response(None))
}

/// `GET /oversight/figures?period=2026-Q3&district=E07000178`: every table of a quarter. Without `period` it is the
/// last quarter that is final, or else the present one; without `district` the whole area.
async fn figures<P: Ports>(
    ports: &P,
    request: &Request,
    now: Timestamp,
) -> Result<Response<Body>, Refusal> {
    let view = view::read(ports, &Wanted::of(request)?, now).await?;
    Ok(json(StatusCode::OK, &view.to_json()))
}

/// `GET /oversight/page`, with the same choices: the figures as a part of the page.
async fn page<P: Ports>(
    ports: &P,
    request: &Request,
    now: Timestamp,
) -> Result<Response<Body>, Refusal> {
    let view = view::read(ports, &Wanted::of(request)?, now).await?;
    Ok(platform::http::page(StatusCode::OK, page::page(&view)))
}

/// `GET /oversight/table?name=stages`, with the same choices: one table as CSV.
async fn table_as_csv<P: Ports>(
    ports: &P,
    request: &Request,
    now: Timestamp,
) -> Result<Response<Body>, Refusal> {
    let view = view::read(ports, &Wanted::of(request)?, now).await?;
    let query = request.query_string_parameters_ref();
    let name = query.and_then(|query| query.first("name"));
    let wanted = view
        .tables
        .iter()
        .find(|known| Some(known.name.as_str()) == name);
    let Some(wanted) = wanted else {
        return Ok(problem(
            StatusCode::NOT_FOUND,
            words::oversight::no_such_table(),
        ));
    };
    let mut response = answer(
        StatusCode::OK,
        "text/csv; charset=utf-8",
        csv::csv(&view, wanted),
    );
    response
        .headers_mut()
        .insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}
