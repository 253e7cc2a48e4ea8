//! HTTP responses: a title in plain words, codes for partners, and a log line for operators.
//!
//! Use [`problem`] for anything that the sender cannot correct field by field. The handler that knows the fields
//! makes a `422`. Use [`unavailable`] for a port that failed. It is the only place that logs this.

use crate::PortError;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequestContext;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, IF_MATCH, RETRY_AFTER};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use serde::Serialize;
use words::problems;

/// A JSON response that is never cached.
pub fn json<T: Serialize>(status: StatusCode, value: &T) -> Response<Body> {
    match serde_json::to_string(value) {
        Ok(body) => answer(status, "application/json", body),
        Err(_) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            problems::answer_not_written(),
        ),
    }
}

/// An HTML page that is never cached.
pub fn page(status: StatusCode, html: String) -> Response<Body> {
    answer(status, "text/html; charset=utf-8", html)
}

/// A problem document (RFC 9457) with a title in plain words.
pub fn problem(status: StatusCode, title: &str) -> Response<Body> {
    let body =
        serde_json::json!({"type": "about:blank", "title": title, "status": status.as_u16()});
    answer(status, "application/problem+json", body.to_string())
}

/// The response to a port that failed: 503 with `Retry-After`, or 500 if a retry would fail too. Logs the cause.
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

/// A response that is never cached, and whose content type is never guessed.
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
        // An empty body, or a kind of body that this version of the library does not have.
        _ => &[],
    }
}

/// The bytes of a body, or `None` if there are more than `most`.
pub fn body_within(body: &Body, most: usize) -> Option<&[u8]> {
    let bytes = body_bytes(body);
    (bytes.len() <= most).then_some(bytes)
}

/// The version of the case that the sender read: `If-Match: "7"`.
pub fn if_match(request: &Request) -> Option<u32> {
    let value = request.headers().get(IF_MATCH)?.to_str().ok()?;
    value.trim().trim_matches('"').parse().ok()
}

/// The content type that the sender gave, which the edge moves to another header.
///
/// The edge hides the content type from the API, so that the API passes the body on as bytes. Otherwise bytes that
/// are not UTF-8 would look like text (see `ShiftContentType` in the template).
pub fn content_type(request: &Request) -> Option<&str> {
    let shifted = request.headers().get("x-hub-content-type");
    shifted
        .or_else(|| request.headers().get(CONTENT_TYPE))
        .and_then(|value| value.to_str().ok())
}

/// A signed-in account, from the claims that API Gateway's authorizer has checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The identifier of the account.
    pub subject: String,
    /// The sign-in name, if the token has it.
    pub username: Option<String>,
    /// The groups of the account, which are its roles.
    pub groups: Vec<String>,
}

impl Staff {
    /// The reader in the access log: the role and the account. The person sees the role, and never the account.
    pub fn reading_for(&self, role: &str) -> String {
        format!("{role}/{}", self.subject)
    }

    /// Whether the account has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.groups.iter().any(|group| group == role)
    }

    /// The provider that employs the account's owner.
    pub fn provider(&self) -> Option<&str> {
        self.groups
            .iter()
            .find_map(|group| group.strip_prefix("provider-"))
    }

    /// Whether the account's owner is employed by the police. The limits of the police then apply, whatever other
    /// roles the account has (CA4).
    pub fn is_employed_by_police(&self) -> bool {
        ["employer-police", "police"]
            .iter()
            .any(|group| self.has_role(group))
    }

    /// The provider that the account's owner helps as a volunteer (CA27).
    pub fn volunteers_for(&self) -> Option<&str> {
        self.groups
            .iter()
            .find_map(|group| group.strip_prefix("volunteer-"))
    }
}

/// The signed-in account, or `None` if the request has no checked token.
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

/// API Gateway writes a list claim as `[a b]`. Other gateways write JSON or commas.
fn read_groups(text: &str) -> Vec<String> {
    text.trim_matches(['[', ']'])
        .split([' ', ','])
        .map(|group| group.trim_matches('"'))
        .filter(|group| !group.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The IP address of the client, as the edge saw it.
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
    fn groups_are_read_in_each_format() {
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
