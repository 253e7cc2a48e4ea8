//! Answers over HTTP: plain words to a person, field and code to a partner, one log line to an operator.
//!
//! Which to use when: [`problem`] for anything that is not the asker's to mend field by field; `422` bodies are made by
//! the handler that knows the fields; [`unavailable`] for a port that failed, which is also the only place that logs it.

use crate::PortError;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequestContext;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, IF_MATCH, RETRY_AFTER};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use serde::Serialize;
use words::problems;

/// A JSON answer that no cache keeps.
pub fn json<T: Serialize>(status: StatusCode, value: &T) -> Response<Body> {
    match serde_json::to_string(value) {
        Ok(body) => answer(status, "application/json", body),
        Err(_) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            problems::answer_not_written(),
        ),
    }
}

/// A page that no cache keeps.
pub fn page(status: StatusCode, html: String) -> Response<Body> {
    answer(status, "text/html; charset=utf-8", html)
}

/// A problem document (RFC 9457) with a title in plain words.
pub fn problem(status: StatusCode, title: &str) -> Response<Body> {
    let body =
        serde_json::json!({"type": "about:blank", "title": title, "status": status.as_u16()});
    answer(status, "application/problem+json", body.to_string())
}

/// The answer to a port that failed: 503 with `Retry-After`, or 500 where asking again will not help. Logs the cause.
pub fn unavailable(error: &PortError, reference: Option<&str>) -> Response<Body> {
    tracing::error!(cause = %error, case.reference = reference, "a request failed");
    match error {
        PortError::Transient(_) => {
            let mut answer = problem(StatusCode::SERVICE_UNAVAILABLE, problems::try_again());
            answer
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("2"));
            answer
        }
        PortError::Permanent(_) => {
            problem(StatusCode::INTERNAL_SERVER_ERROR, problems::our_fault())
        }
    }
}

/// An answer with a body; never cached, never sniffed.
pub fn answer(status: StatusCode, content_type: &'static str, body: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        "x-content-type-options",
        HeaderValue::from_static("nosniff"),
    );
    answer
}

/// The bytes of a body.
pub fn body_bytes(body: &Body) -> &[u8] {
    match body {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        // No body, or a kind of body that this version of the library does not have yet.
        _ => &[],
    }
}

/// The bytes of a body that has at most so many, or `None` where it has more.
pub fn body_within(body: &Body, most: usize) -> Option<&[u8]> {
    let bytes = body_bytes(body);
    (bytes.len() <= most).then_some(bytes)
}

/// The version of the case that the sender has seen: `If-Match: "7"`.
pub fn if_match(request: &Request) -> Option<u32> {
    let value = request.headers().get(IF_MATCH)?.to_str().ok()?;
    value.trim().trim_matches('"').parse().ok()
}

/// The content type that the sender gave, before the edge moved it out of the way.
///
/// The edge hides the content type from the API, so that it hands the body over as bytes and bytes that are not UTF-8
/// can be told from text (see `ShiftContentType` in the template).
pub fn content_type(request: &Request) -> Option<&str> {
    let shifted = request.headers().get("x-hub-content-type");
    shifted
        .or_else(|| request.headers().get(CONTENT_TYPE))
        .and_then(|value| value.to_str().ok())
}

/// Who is signed in, as API Gateway's authorizer has checked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The account's identifier.
    pub subject: String,
    /// The name that they sign in with, where the token says it.
    pub username: Option<String>,
    /// The groups it is in: its roles.
    pub groups: Vec<String>,
}

impl Staff {
    /// How a read of theirs is written down: for whom they read, and their account. The person is told the one and never
    /// the other.
    pub fn reading_for(&self, role: &str) -> String {
        format!("{role}/{}", self.subject)
    }

    /// Whether the account has the role.
    pub fn has_role(&self, role: &str) -> bool {
        self.groups.iter().any(|group| group == role)
    }

    /// The provider that the account works for.
    pub fn provider(&self) -> Option<&str> {
        self.groups
            .iter()
            .find_map(|group| group.strip_prefix("provider-"))
    }

    /// Whether the police employ whoever has the account, whatever else they are: then they have the limits of the police
    /// (CA4).
    pub fn is_employed_by_police(&self) -> bool {
        ["employer-police", "police"]
            .iter()
            .any(|group| self.has_role(group))
    }

    /// The provider that the account helps as a volunteer (CA27).
    pub fn volunteers_for(&self) -> Option<&str> {
        self.groups
            .iter()
            .find_map(|group| group.strip_prefix("volunteer-"))
    }
}

/// Who is signed in, or `None` where no authorizer has spoken.
pub fn staff(request: &Request) -> Option<Staff> {
    let RequestContext::ApiGatewayV2(context) = request.request_context_ref()? else {
        return None;
    };
    let claims = claims(context)?;
    let subject = claims.get("sub")?.clone();
    let username = claims.get("username").cloned();
    let groups = claims
        .get("cognito:groups")
        .map(|groups| read_groups(groups))
        .unwrap_or_default();
    Some(Staff {
        subject,
        username,
        groups,
    })
}

fn claims(
    context: &ApiGatewayV2httpRequestContext,
) -> Option<&std::collections::HashMap<String, String>> {
    Some(&context.authorizer.as_ref()?.jwt.as_ref()?.claims)
}

/// API Gateway writes a list claim as `[a b]`; others as JSON, or with commas.
fn read_groups(text: &str) -> Vec<String> {
    text.trim_matches(['[', ']'])
        .split([' ', ','])
        .map(|group| group.trim_matches('"'))
        .filter(|group| !group.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The address from which the request came, as the edge saw it.
pub fn client_address(request: &Request) -> String {
    if let Some(viewer) = request
        .headers()
        .get("x-hub-asker")
        .and_then(|v| v.to_str().ok())
    {
        // The port changes with every connection.
        return viewer
            .rsplit_once(':')
            .map_or(viewer, |(address, _)| address)
            .to_owned();
    }
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => {
            context.http.source_ip.clone().unwrap_or_default()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_however_the_gateway_writes_them() {
        for text in [
            "[coordinator provider-safe]",
            "[\"coordinator\",\"provider-safe\"]",
            "coordinator, provider-safe",
        ] {
            assert_eq!(
                read_groups(text),
                ["coordinator", "provider-safe"],
                "{text}"
            );
        }
        assert!(read_groups("[]").is_empty());
    }
}
