//! A world with cases, and requests to it.

use domain::case::apply::{append_all, open};
use events::Reference;
use events::case::{Case, CaseChange};
use jiff::Timestamp;
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::http::Method;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt};
use platform::ports::{AcceptReferral, AppendEvents, NewCase, SideWrites};
use serde_json::{Value, json};
use std::collections::HashMap;
use twins::{Faults, Twin, sample};

pub const NOW: &str = "2026-11-23T10:00:00Z";
/// The account that asks.
pub const ME: &str = "7c0f6a52-1f5e-4c7b-9a0e-0f5b3f6f1a11";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn world() -> Twin {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    twin.state().staff = vec![
        sample::staff("boss", &["coordinator", "employer-hub"]),
        sample::staff("another", &["coordinator", "employer-hub"]),
        sample::staff("of-the-police", &["coordinator", "employer-police"]),
        sample::staff("a-provider", &["provider-safe"]),
        sample::staff("an-officer", &["police"]),
    ];
    twin
}

/// What the person sent, as stored.
pub fn document(number: u64) -> Value {
    json!({
        "id": format!("00000000-0000-4000-8000-{number:012x}"),
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "how": "form",
                    "scope": ["assess", "share-with-providers"]},
        "person": {"role": "victim", "name": "Quiet Robin", "date_of_birth": "1990-01-02"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}]},
        "residence": {"postcode": "RG1 1AA"},
    })
}

/// A case of that number, changed before it is received.
pub async fn given(twin: &Twin, number: u64, change: impl FnOnce(&mut NewCase)) -> Case {
    let mut new = sample::new_case(number, at(NOW));
    new.person = document(number);
    change(&mut new);
    let (case, event) = open(new.case.reference, new.case.received, at(NOW));
    (new.case, new.event) = (case, event);
    twin.accept(&new).await.unwrap();
    new.case
}

/// The case after that.
pub async fn happens(twin: &Twin, reference: &Reference, changes: Vec<CaseChange>) -> Case {
    let (after, events) = append_all(&stored(twin, reference), changes, at(NOW)).unwrap();
    twin.append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    after
}

pub fn stored(twin: &Twin, reference: &Reference) -> Case {
    twin.state().cases[reference].clone()
}

/// An account, and the name that it signs in with.
pub type Account = (&'static str, &'static str);
/// The account that asks if no other is named.
const MYSELF: Account = (ME, "me");

/// The account in these groups. The hub employs a coordinator if no other employer is named.
fn signed_in((account, username): Account, groups: &str) -> RequestContext {
    let groups = if groups == "coordinator" {
        "coordinator employer-hub"
    } else {
        groups
    };
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    let claims = [
        ("sub", account),
        ("username", username),
        ("cognito:groups", groups),
    ];
    jwt.claims = claims
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    RequestContext::ApiGatewayV2(context)
}

fn request(
    who: Account,
    groups: &str,
    path: &str,
    body: Option<&Value>,
    seen: Option<u32>,
) -> Request {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut builder = lambda_http::http::Request::builder()
        .method(if body.is_some() {
            Method::POST
        } else {
            Method::GET
        })
        .uri(format!("https://hub.example.net{path}"));
    if let Some(seen) = seen {
        builder = builder.header("if-match", format!("\"{seen}\""));
    }
    // The account that asks by default always says why. That is recorded only where it is needed.
    if who == MYSELF {
        builder = builder.header("x-hub-reason", "legal-duty");
    }
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let query: HashMap<String, Vec<String>> = pairs
        .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
        .collect();
    builder
        .body(body.map_or(Body::Empty, |body| Body::from(body.to_string())))
        .unwrap()
        .with_query_string_parameters(query)
        .with_raw_http_path(path)
        .with_request_context(signed_in(who, groups))
}

/// Status and body of one request.
pub async fn ask(
    twin: &Twin,
    groups: &str,
    path: &str,
    body: Option<Value>,
    seen: Option<u32>,
) -> (u16, Value) {
    ask_as(twin, MYSELF, groups, path, body, seen).await
}

/// The same, of somebody else.
pub async fn ask_as(
    twin: &Twin,
    who: Account,
    groups: &str,
    path: &str,
    body: Option<Value>,
    seen: Option<u32>,
) -> (u16, Value) {
    let answer = coordinate::handle(
        twin,
        request(who, groups, path, body.as_ref(), seen),
        at(NOW),
    )
    .await;
    let Body::Text(text) = answer.body() else {
        panic!("no text")
    };
    (
        answer.status().as_u16(),
        serde_json::from_str(text).unwrap(),
    )
}

/// A coordinator's move, of no version in particular.
pub async fn act(twin: &Twin, case: &Case, what: &str, body: Value) -> (u16, Value) {
    ask(
        twin,
        "coordinator",
        &format!("/hub/cases/{}/{what}", case.reference),
        Some(body),
        None,
    )
    .await
}

/// The same, of the version that stands.
pub async fn act_on_what_stands(twin: &Twin, case: &Case, what: &str, body: Value) -> (u16, Value) {
    let seen = stored(twin, &case.reference).version;
    ask(
        twin,
        "coordinator",
        &format!("/hub/cases/{}/{what}", case.reference),
        Some(body),
        Some(seen),
    )
    .await
}

/// The colleague who approves.
pub const BOSS: Account = ("b4e0c3f1-8a55-4f0e-8f3b-5d0c9a7e2b44", "boss");

/// Proposes to merge the case of the version that stands, and a colleague approves it. The answer that refuses it, or the
/// last one.
pub async fn merged(twin: &Twin, case: &Case, body: Value) -> (u16, Value) {
    let proposed = act_on_what_stands(twin, case, "merge", body).await;
    if proposed.0 != 200 {
        return proposed;
    }
    approved(twin, BOSS, case, "approve-merge")
        .await
        .unwrap_or(proposed)
}

/// Approves the open proposal of the case; `None` if there is none.
pub async fn approved(
    twin: &Twin,
    who: Account,
    case: &Case,
    command: &str,
) -> Option<(u16, Value)> {
    let stands = stored(twin, &case.reference);
    let number = stands.coordination.open_proposals().next()?.proposal;
    let path = format!("/hub/cases/{}/{command}", case.reference);
    let body = json!({"proposal": number});
    Some(ask_as(twin, who, "coordinator", &path, Some(body), None).await)
}
