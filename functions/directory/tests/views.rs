//! Which view answers whom.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use directory::Context;
use frontend::Assets;
use jiff::Timestamp;
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::http::Method;
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt, Response};
use serde_json::Value;
use std::collections::HashMap;

use twins::{Faults, Twin, sample};

/// The context that API Gateway's authorizer leaves. Without groups nobody is signed in.
fn context(groups: Option<&str>) -> RequestContext {
    let mut context = ApiGatewayV2httpRequestContext::default();
    if let Some(groups) = groups {
        let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
        let claims = [("sub", "someone"), ("cognito:groups", groups)];
        jwt.claims = claims
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect::<HashMap<_, _>>();
        let mut authorizer = ApiGatewayRequestAuthorizer::default();
        authorizer.jwt = Some(jwt);
        context.authorizer = Some(authorizer);
    }
    RequestContext::ApiGatewayV2(context)
}

/// The response to a `GET` by someone with these groups.
fn get(path: &str, query: &[(&str, &str)], groups: Option<&str>) -> Response<Body> {
    send(Method::GET, path, query, groups, Body::Empty)
}

/// The response to the form of the public page.
fn search(form: &str) -> Response<Body> {
    send(
        Method::POST,
        "/directory/search",
        &[],
        None,
        Body::from(form),
    )
}

fn send(
    method: Method,
    path: &str,
    query: &[(&str, &str)],
    groups: Option<&str>,
    body: Body,
) -> Response<Body> {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    let query: HashMap<String, Vec<String>> = query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    let request = lambda_http::http::Request::builder()
        .method(method)
        .uri(format!("https://hub.example.net{path}"))
        .body(body)
        .unwrap()
        .with_raw_http_path(path)
        .with_query_string_parameters(query)
        .with_request_context(context(groups));
    let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let context = Context {
        ports: &twin,
        assets: &Assets::unhashed(),
    };
    runtime.block_on(directory::handle(&context, request, now))
}

fn body(answer: &Response<Body>) -> Value {
    match answer.body() {
        Body::Text(text) => serde_json::from_str(text).unwrap(),
        _ => Value::Null,
    }
}

fn text(answer: &Response<Body>) -> &str {
    match answer.body() {
        Body::Text(text) => text,
        _ => "",
    }
}

fn header<'a>(answer: &'a Response<Body>, name: &str) -> &'a str {
    answer
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[test]
fn the_edge_caches_lists_and_documents_but_no_postcode_search() {
    let services = get("/open-referral/services", &[], None);
    assert_eq!(services.status(), 200);
    assert_eq!(header(&services, "cache-control"), "public, max-age=300");
    let listed = body(&services);
    assert!(listed["total_items"].as_u64().unwrap() > 5);
    let id = listed["contents"][0]["id"].as_str().unwrap();
    let document = get(&format!("/open-referral/services/{id}"), &[], None);
    assert_eq!(header(&document, "cache-control"), "public, max-age=300");
    let unknown = get("/open-referral/services/unknown", &[], None);
    assert_eq!(
        (unknown.status().as_u16(), header(&unknown, "cache-control")),
        (404, "no-store")
    );
    let near = get(
        "/open-referral/service_at_locations",
        &[("postcode", "OX16 4FP")],
        None,
    );
    assert_eq!(
        (near.status().as_u16(), header(&near, "cache-control")),
        (200, "no-store")
    );
}

#[test]
fn a_bad_parameter_is_named_without_its_value() {
    let answer = get(
        "/open-referral/service_at_locations",
        &[("postcode", "ZZ99 9ZZ")],
        None,
    );
    assert_eq!(answer.status(), 400);
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    assert_eq!(body(&answer)["parameter"], "postcode");
    assert!(!body(&answer).to_string().contains("ZZ99"));
    let answer = get("/open-referral/services", &[("per_page", "101")], None);
    assert_eq!(
        (answer.status().as_u16(), &body(&answer)["parameter"]),
        (400, &Value::from("per_page"))
    );
}

#[test]
fn each_view_needs_its_role() {
    for (path, groups, status) in [
        ("/police/directory/services", Some("[police]"), 200),
        ("/police/directory/services", Some("[provider-refuge]"), 403),
        ("/police/directory/services", Some("[coordinator]"), 403),
        ("/police/directory/services", None, 401),
        (
            "/provider/directory/services",
            Some("[provider-refuge]"),
            200,
        ),
        ("/provider/directory/services", Some("[coordinator]"), 200),
        ("/provider/directory/services", Some("[police]"), 403),
        (
            "/provider/directory/services",
            Some("[volunteer-refuge]"),
            403,
        ),
        ("/provider/directory/services", None, 401),
        ("/police/directory", Some("[police]"), 404),
        ("/open-referral/nothing", None, 404),
    ] {
        assert_eq!(
            get(path, &[], groups).status(),
            status,
            "{path} as {groups:?}"
        );
    }
}

#[test]
fn staff_see_more_services_and_their_contracts() {
    let public = body(&get(
        "/open-referral/services",
        &[("per_page", "100")],
        None,
    ));
    let police = get(
        "/police/directory/services",
        &[("per_page", "100")],
        Some("[police]"),
    );
    assert_eq!(header(&police, "cache-control"), "no-store");
    let police = body(&police);
    assert!(police["total_items"].as_u64() > public["total_items"].as_u64());
    let first = &police["contents"][0];
    assert!(
        first["hub"]["contract"]["from"].is_string() && first["hub"]["referral"]["how"].is_string()
    );
    assert!(
        public["contents"]
            .as_array()
            .unwrap()
            .iter()
            .all(|service| service.get("hub").is_none())
    );
    let path = format!(
        "/police/directory/services/{}",
        first["id"].as_str().unwrap()
    );
    let document = body(&get(&path, &[], Some("[police]")));
    assert!(
        document["funding"]
            .as_array()
            .is_some_and(|funding| !funding.is_empty()),
        "{document}"
    );
}

#[test]
fn a_search_shows_matches_and_is_not_cached() {
    let found = search("postcode=ox16+4fp&need=trouble-sleeping&council=");
    assert_eq!(
        (found.status().as_u16(), header(&found, "cache-control")),
        (200, "no-store")
    );
    assert!(text(&found).contains("Emotional support near you"));
    assert_eq!(search("").status(), 200, "nothing is asked");
}

#[test]
fn an_unusable_postcode_keeps_the_choices() {
    for postcode in ["nonsense", "ZZ99+9ZZ"] {
        let again = search(&format!("postcode={postcode}&need=trouble-sleeping"));
        assert_eq!(
            (again.status().as_u16(), header(&again, "cache-control")),
            (422, "no-store"),
            "{postcode}"
        );
        assert!(
            text(&again).contains("trouble-sleeping\" selected"),
            "{}",
            text(&again)
        );
        let chosen = search(&format!("postcode={postcode}&council=E07000177"));
        assert_eq!(
            chosen.status(),
            200,
            "the council that was chosen is the way on"
        );
    }
}

#[test]
fn a_body_that_is_not_a_form_is_refused() {
    assert_eq!(search(&"a=b&".repeat(2_000)).status(), 400);
}
