//! The documents and lists, over HTTP.

use crate::nothing_here;
use domain::directory::{BadParameter, Directory, List, Query, View};
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CACHE_CONTROL, HeaderValue};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{answer, json};
use serde::Serialize;

/// How long the edge may keep a list that everyone may see: a profile is loaded now and then, and a day has an end.
const KEPT: &str = "public, max-age=300";

/// Answers what stands after the beginning of the API's address.
pub(crate) fn answer_to(
    directory: &Directory<'_>,
    path: &[&str],
    request: &Request,
) -> Response<Body> {
    let list = |list: List| listed(directory, list, request);
    match path {
        ["services"] => list(List::Services),
        ["services", id] => one(directory.service(id)),
        ["service_at_locations"] => list(List::AtLocations),
        ["service_at_locations", id] => one(directory.at_location(id)),
        ["taxonomies"] => list(List::Taxonomies),
        ["taxonomies", id] => one(directory.taxonomy(id)),
        ["taxonomy_terms"] => list(List::Terms),
        ["taxonomy_terms", id] => one(directory.term(id)),
        _ => nothing_here(),
    }
}

fn one(document: Option<impl Serialize>) -> Response<Body> {
    document.map_or_else(nothing_here, |document| json(StatusCode::OK, &document))
}

fn listed(directory: &Directory<'_>, list: List, request: &Request) -> Response<Body> {
    let parameters = request.query_string_parameters();
    let query = match Query::read(list, |name| parameters.first(name)) {
        Ok(query) => query,
        Err(bad) => return refused(bad),
    };
    let page = match list {
        List::Services => json(StatusCode::OK, &directory.services_page(&query)),
        List::AtLocations => match directory.at_locations_page(&query) {
            Ok(page) => json(StatusCode::OK, &page),
            Err(bad) => return refused(bad),
        },
        List::Taxonomies => json(StatusCode::OK, &directory.taxonomies_page(&query)),
        List::Terms => json(StatusCode::OK, &directory.terms_page(&query)),
    };
    if directory.view == View::Public && query.postcode.is_none() {
        kept(page)
    } else {
        page
    }
}

/// An answer that the edge may keep. One that was asked with a postcode is kept nowhere.
fn kept(mut answer: Response<Body>) -> Response<Body> {
    if answer.status() == StatusCode::OK {
        answer
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static(KEPT));
    }
    answer
}

/// 400, with the parameter's name; never with what was given.
fn refused(bad: BadParameter) -> Response<Body> {
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
