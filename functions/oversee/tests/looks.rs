//! Who opened which cases, as the commissioner's office sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use events::Reference;
use events::case::{LookMark, LookReason};
use jiff::{SignedDuration, Timestamp};
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt};
use platform::ports::Look;
use serde_json::{Value, json};
use std::collections::HashMap;
use twins::{Faults, Twin, sample};

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

async fn ask(twin: &Twin, group: &str, query: &[(&str, &str)]) -> (u16, Value) {
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    jwt.claims = HashMap::from([
        ("sub".to_owned(), "an-overseer".to_owned()),
        ("cognito:groups".to_owned(), group.to_owned()),
    ]);
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    let query: HashMap<String, Vec<String>> = query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    let request = lambda_http::http::Request::builder()
        .uri("https://hub.example.net/oversight/looks")
        .body(Body::Empty)
        .unwrap()
        .with_query_string_parameters(query)
        .with_raw_http_path("/oversight/looks")
        .with_request_context(RequestContext::ApiGatewayV2(context));
    let answer = oversee::handle(twin, request, now()).await;
    let Body::Text(text) = answer.body() else {
        panic!("no text")
    };
    (
        answer.status().as_u16(),
        serde_json::from_str(text).unwrap(),
    )
}

fn world() -> Twin {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    let look = |account: &str, number, days: i64, reason, marks: &[LookMark]| Look {
        reference: Reference::from_number(number),
        at: now() - SignedDuration::from_hours(24 * days),
        role: "coordinator".to_owned(),
        account: account.to_owned(),
        reason,
        marks: marks.to_vec(),
    };
    let covering = Some(LookReason::Covering);
    twin.state().looks = vec![
        look("curious", 1, 1, None, &[]),
        look("curious", 1, 2, covering, &[LookMark::NotTheirs]),
        look("curious", 2, 3, None, &[LookMark::Denied]),
        look("curious", 3, 30, None, &[LookMark::OverBudget]),
        look("usual", 1, 1, None, &[]),
    ];
    twin
}

#[tokio::test]
async fn the_looks_of_an_account_are_listed_with_their_reasons() {
    let twin = world();
    let (status, seen) = ask(&twin, "oversight", &[("account", "curious")]).await;
    assert_eq!((status, &seen["cases"]), (200, &json!(1)));
    let reasons: Vec<&Value> = seen["looks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|look| &look["reason"])
        .collect();
    assert_eq!(reasons, [&Value::Null, &json!("covering"), &Value::Null]);
    let since = [("account", "curious"), ("from", "2026-10-01")];
    let (_, seen) = ask(&twin, "oversight", &since).await;
    assert_eq!(seen["looks"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn unusual_accounts_are_listed_without_an_account() {
    let twin = world();
    let (status, seen) = ask(&twin, "oversight", &[]).await;
    let wanted = json!([{
        "account": "curious", "over_budget": 0, "denied": 1, "not_theirs": 1,
        "last": "2026-11-21T10:00:00Z",
    }]);
    assert_eq!((status, &seen["accounts"]), (200, &wanted));
    assert_eq!(ask(&twin, "oversight", &[("from", "soon")]).await.0, 400);
    assert_eq!(ask(&twin, "coordinator employer-hub", &[]).await.0, 403);
}
