//! HTTP responses: a title in plain words, codes for partners, and a log line for operators.
//!
//! Use [`problem`] for anything that the sender cannot correct field by field. The handler that knows the fields
//! makes a `422`. Use [`unavailable`] for a port that failed. It is the only place that logs this.

use crate::PortError;
use crate::config::Settings;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequestContext;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, IF_MATCH, RETRY_AFTER};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use serde::Serialize;
use std::fmt;
use std::future::Future;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
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

    /// Every name of the account, the main one first.
    pub fn names(&self) -> Vec<&str> {
        std::iter::once(self.subject.as_str())
            .chain(self.username.as_deref())
            .collect()
    }

    /// Whether the list has the account under one of its names. The sign-in service ignores case.
    pub fn is_one_of(&self, accounts: &[String]) -> bool {
        let names = self.names();
        accounts
            .iter()
            .any(|one| names.iter().any(|name| name.eq_ignore_ascii_case(one)))
    }

    /// Whether the account has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.groups.iter().any(|group| group == role)
    }

    /// The provider that employs the account's owner. An account that is also a volunteer's has the narrower view of a
    /// volunteer, and an account of two providers has none.
    pub fn provider(&self) -> Option<&str> {
        self.only_provider().filter(|_| !self.is_volunteer())
    }

    /// The provider that the account's owner helps as a volunteer (CA27).
    pub fn volunteers_for(&self) -> Option<&str> {
        self.only_provider().filter(|_| self.is_volunteer())
    }

    fn is_volunteer(&self) -> bool {
        self.groups
            .iter()
            .any(|group| group.starts_with("volunteer-"))
    }

    fn only_provider(&self) -> Option<&str> {
        let mut codes = self.groups.iter().filter_map(|group| {
            let employed = group.strip_prefix("provider-");
            employed.or_else(|| group.strip_prefix("volunteer-"))
        });
        let first = codes.next()?;
        codes.all(|code| code == first).then_some(first)
    }

    /// Whether it is known who employs the account's owner (CA4). Until it is, a coordinator sees no case.
    pub fn has_employer(&self) -> bool {
        ["employer-hub", "employer-police"]
            .iter()
            .any(|group| self.has_role(group))
    }

    /// Whether the account's owner is employed by the police. The limits of the police then apply, whatever other
    /// roles the account has (CA4).
    pub fn is_employed_by_police(&self) -> bool {
        ["employer-police", "police"]
            .iter()
            .any(|group| self.has_role(group))
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

/// The address of the client, as the edge saw it. [`Edge`] refuses what did not come through the edge.
pub fn client_address(request: &Request) -> String {
    let viewer = request.headers().get("x-hub-asker");
    if let Some(viewer) = viewer.and_then(|viewer| viewer.to_str().ok()) {
        return network(viewer);
    }
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => {
            network(context.http.source_ip.as_deref().unwrap_or_default())
        }
        _ => String::new(),
    }
}

/// The connection whose referrals are counted, or `None` if nothing is counted: on a laptop every program and test has
/// the same address. The edge always says who asks. If it ever did not, all would count as one.
pub fn counted_asker(request: &Request, is_local: bool) -> Option<String> {
    let viewer = request.headers().get("x-hub-asker");
    match viewer.and_then(|viewer| viewer.to_str().ok()) {
        Some(viewer) if is_loopback(viewer) => None,
        Some(viewer) => Some(network(viewer)),
        None => (!is_local).then(|| "unknown".to_owned()),
    }
}

fn is_loopback(address: &str) -> bool {
    let with_port = address.parse().map(|address: SocketAddr| address.ip());
    let ip = with_port.or_else(|_| address.parse::<IpAddr>());
    ip.is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// What one client can be recognised by: an IPv4 address, or the first half of an IPv6 address, because a connection
/// at home has the whole second half. The port changes with every connection.
fn network(address: &str) -> String {
    let with_port = address.parse().map(|address: SocketAddr| address.ip());
    let Ok(ip) = with_port.or_else(|_| address.parse::<IpAddr>()) else {
        return address.to_owned();
    };
    match ip.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let half = u128::from(six) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(half))
        }
    }
}

/// Knows what comes through the edge, by a header that only the edge can set.
///
/// The API also has its own address, without the web ACL and the headers of the edge. Anyone who calls it there could
/// also say who asks. Two values are accepted, so that the edge can change from one to the other.
#[derive(Clone)]
pub struct Edge(Vec<String>);

impl fmt::Debug for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Edge(…)")
    }
}

impl Edge {
    /// The values that the edge may send: the setting `EDGE_SECRETS`, separated by commas.
    ///
    /// # Errors
    /// [`PortError::Permanent`] if the setting is missing or a value is short.
    pub fn from_settings(settings: &Settings) -> Result<Self, PortError> {
        let values: Vec<String> = settings
            .get("EDGE_SECRETS")?
            .split(',')
            .map(str::to_owned)
            .collect();
        if values.iter().any(|value| value.len() < 32) {
            return Err(PortError::Permanent(
                "the setting EDGE_SECRETS has a short value".to_owned(),
            ));
        }
        Ok(Self(values))
    }

    /// Answers with `handler` what came through the edge, and refuses everything else with 403.
    pub async fn guard<A>(
        &self,
        mut request: Request,
        handler: impl FnOnce(Request) -> A,
    ) -> Response<Body>
    where
        A: Future<Output = Response<Body>>,
    {
        let sent = request.headers_mut().remove("x-hub-edge");
        let sent = sent
            .as_ref()
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let ours = self
            .0
            .iter()
            .fold(false, |ours, value| ours | crate::keys::same(value, sent));
        if ours {
            return handler(request).await;
        }
        tracing::warn!("a request did not come through the edge");
        problem(StatusCode::FORBIDDEN, problems::only_through_the_site())
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

    #[test]
    fn a_home_connection_is_one_asker_whatever_its_address_and_port() {
        for (address, asker) in [
            ("203.0.113.1", "203.0.113.1"),
            ("203.0.113.1:4711", "203.0.113.1"),
            ("2001:db8:0:7::1:2", "2001:db8:0:7::/64"),
            ("2001:db8:0:7:ffff:ffff:ffff:ffff", "2001:db8:0:7::/64"),
            ("[2001:db8:0:7::1:3]:4711", "2001:db8:0:7::/64"),
            ("2001:db8:0:8::1", "2001:db8:0:8::/64"),
            ("::ffff:203.0.113.1", "203.0.113.1"),
            ("", ""),
        ] {
            assert_eq!(network(address), asker);
        }
    }

    fn in_groups(groups: &[&str]) -> Staff {
        Staff {
            subject: "one".to_owned(),
            username: None,
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        }
    }

    #[test]
    fn an_account_has_the_narrower_view_and_one_provider() {
        let both = in_groups(&["provider-x", "volunteer-x"]);
        assert_eq!((both.provider(), both.volunteers_for()), (None, Some("x")));
        let employed = in_groups(&["provider-x"]);
        assert_eq!(
            (employed.provider(), employed.volunteers_for()),
            (Some("x"), None)
        );
        for two in [
            ["provider-x", "provider-y"],
            ["provider-x", "volunteer-y"],
            ["volunteer-x", "volunteer-y"],
        ] {
            let two = in_groups(&two);
            assert_eq!((two.provider(), two.volunteers_for()), (None, None));
        }
    }

    async fn through(edge: &Edge, header: Option<&str>) -> StatusCode {
        let mut request = Request::default();
        if let Some(header) = header {
            let value = HeaderValue::from_str(header).unwrap();
            request.headers_mut().insert("x-hub-edge", value);
        }
        let answered = |request: Request| async move {
            assert!(request.headers().is_empty(), "no handler sees the secret");
            problem(StatusCode::OK, "")
        };
        edge.guard(request, answered).await.status()
    }

    #[tokio::test]
    async fn only_what_the_edge_marks_is_answered() {
        let (now, next) = ("a".repeat(40), "b".repeat(40));
        let both = format!("{now},{next}");
        let edge = Edge::from_settings(&Settings::from([("EDGE_SECRETS", both.as_str())])).unwrap();
        for mark in [&now, &next] {
            assert_eq!(through(&edge, Some(mark)).await, StatusCode::OK);
        }
        for wrong in [None, Some(""), Some(both.as_str()), Some(&now[1..])] {
            assert_eq!(through(&edge, wrong).await, StatusCode::FORBIDDEN);
        }
        for missing in ["", ",", "short", &format!("{now},")] {
            let settings = Settings::from([("EDGE_SECRETS", missing)]);
            assert!(Edge::from_settings(&settings).is_err(), "{missing}");
        }
    }

    #[test]
    fn only_a_loopback_address_is_not_counted() {
        let from = |asker: Option<&str>, is_local| {
            let mut request = lambda_http::http::Request::builder();
            if let Some(asker) = asker {
                request = request.header("x-hub-asker", asker);
            }
            counted_asker(&request.body(Body::Empty).unwrap(), is_local)
        };
        for is_local in [true, false] {
            for loopback in ["127.0.0.1", "127.0.0.1:4711", "::1", "::ffff:127.0.0.1"] {
                assert_eq!(from(Some(loopback), is_local), None, "{loopback}");
            }
            let home = Some("2001:db8::/64".to_owned());
            assert_eq!(from(Some("2001:db8::1:2"), is_local), home);
            assert_eq!(from(Some("2001:db8::3"), is_local), home);
        }
        assert_eq!(from(None, true), None);
        assert!(from(None, false).is_some(), "all count as one");
    }
}
