//! Requests in the form that API Gateway gives them, and the caller's view of the answers.

use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::http::Method;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use serde_json::Value;
use std::collections::HashMap;
use twins::Twin;

/// The answer that a caller gets.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    /// The body as JSON, or null.
    pub(crate) body: Value,
}

impl Answer {
    /// Whether the answer was lost, so that the caller cannot know what was done.
    pub(crate) fn is_lost(&self) -> bool {
        matches!(self.status, 502 | 503)
    }
}

/// The answer of a function. If its process dies, the gateway answers.
pub(crate) async fn answer_of(
    twin: &Twin,
    function: impl Future<Output = Response<Body>>,
) -> Answer {
    // A handler's future is large, and a run nests many of them.
    let Some(answer) = twin.outlive(Box::pin(function)).await else {
        return Answer {
            status: 502,
            text: String::new(),
            body: Value::Null,
        };
    };
    let text = match answer.body() {
        Body::Text(text) => text.clone(),
        _ => String::new(),
    };
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer {
        status: answer.status().as_u16(),
        text,
        body,
    }
}

/// A request by an account in those groups; anonymous if there are none.
pub(crate) fn request(method: Method, path: &str, body: Option<&Value>, groups: &str) -> Request {
    let request = lambda_http::http::Request::builder()
        .method(method)
        .uri(format!("https://hub.example.net{path}"))
        .header("content-type", "application/json")
        .body(body.map_or(Body::Empty, |body| Body::from(body.to_string())))
        .expect("a request")
        .with_raw_http_path(path);
    if groups.is_empty() {
        request
    } else {
        request.with_request_context(signed_in(SOMEONE, groups))
    }
}

/// The account that signs in by default.
pub(crate) const SOMEONE: &str = "someone";

/// The same request from another account.
pub(crate) fn by_account(request: Request, account: &str, groups: &str) -> Request {
    request.with_request_context(signed_in(account, groups))
}

/// A GET by an account in those groups.
pub(crate) fn get(path: &str, groups: &str) -> Request {
    request(Method::GET, path, None, groups)
}

/// A POST by an account in those groups.
pub(crate) fn post(path: &str, body: &Value, groups: &str) -> Request {
    request(Method::POST, path, Some(body), groups)
}

/// A POST of a form.
pub(crate) fn form(path: &str, fields: String) -> Request {
    let mut request = request(Method::POST, path, None, "");
    *request.body_mut() = Body::from(fields);
    with(request, "content-type", "application/x-www-form-urlencoded")
}

/// The same request with one more header.
pub(crate) fn with(mut request: Request, name: &'static str, value: &str) -> Request {
    request
        .headers_mut()
        .insert(name, value.parse().expect("a header"));
    request
}

/// The context that API Gateway's authorizer adds.
fn signed_in(account: &str, groups: &str) -> RequestContext {
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    jwt.claims = HashMap::from([
        ("sub".to_owned(), account.to_owned()),
        ("cognito:groups".to_owned(), format!("[{groups}]")),
    ]);
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    RequestContext::ApiGatewayV2(context)
}
