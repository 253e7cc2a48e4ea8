//! The documents and lists of Open Referral UK.

use crate::not_found;
use domain::directory::{BadParameter, Directory, List, Query, View};
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CACHE_CONTROL, HeaderValue};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{answer, json};
use serde::Serialize;

/// How long the edge may cache what is public. Profiles change rarely, and an answer depends on the day.
const CACHE_FOR_MINUTES: &str = "public, max-age=300";

/// Answers the path after the prefix of the API.
pub(crate) fn respond(
    directory: &Directory<'_>,
    path: &[&str],
    request: &Request,
) -> Response<Body> {
    let list = |list: List| list_page(directory, list, request);
    let answer = match path {
        ["services"] => list(List::Services),
        ["services", id] => document(directory.service(id)),
        ["service_at_locations"] => list(List::AtLocations),
        ["service_at_locations", id] => document(directory.at_location(id)),
        ["taxonomies"] => list(List::Taxonomies),
        ["taxonomies", id] => document(directory.taxonomy(id)),
        ["taxonomy_terms"] => list(List::Terms),
        ["taxonomy_terms", id] => document(directory.term(id)),
        _ => not_found(),
    };
    if directory.view == View::Public
        && request
            .query_string_parameters()
            .first("postcode")
            .is_none()
    {
        cacheable(answer)
    } else {
        answer
    }
}

fn document(document: Option<impl Serialize>) -> Response<Body> {
    document.map_or_else(not_found, |document| json(StatusCode::OK, &document))
}

fn list_page(directory: &Directory<'_>, list: List, request: &Request) -> Response<Body> {
    let parameters = request.query_string_parameters();
    let query = match Query::read(list, |name| parameters.first(name)) {
        Ok(query) => query,
        Err(bad) => return bad_parameter(bad),
    };
    match list {
        List::Services => json(StatusCode::OK, &directory.services_page(&query)),
        List::AtLocations => match directory.at_locations_page(&query) {
            Ok(page) => json(StatusCode::OK, &page),
            Err(bad) => bad_parameter(bad),
        },
        List::Taxonomies => json(StatusCode::OK, &directory.taxonomies_page(&query)),
        List::Terms => json(StatusCode::OK, &directory.terms_page(&query)),
    }
}

/// Lets the edge cache a successful response. A response to a request with a postcode is never cached.
fn cacheable(mut answer: Response<Body>) -> Response<Body> {
    if answer.status() == StatusCode::OK {
        answer
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static(CACHE_FOR_MINUTES));
    }
    answer
}

/// 400 with the name of the parameter, and never its value.
fn bad_parameter(bad: BadParameter) -> Response<Body> {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": words::problems::parameter(format_args!("`{}`", bad.name), bad.must),
        "status": 400,
        "parameter": bad.name,
    });
    answer(
        StatusCode::BAD_REQUEST,
        "application/problem+json",
        body.to_string(),
    )
}
