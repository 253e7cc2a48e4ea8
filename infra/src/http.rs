//! A plain HTTP client for addresses on this machine.

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// A complete answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON; null if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

#[derive(Clone, Debug)]
pub struct Http(Client<HttpConnector, Full<Bytes>>);

impl Http {
    /// A client that reuses its connections.
    pub fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self(Client::builder(TokioExecutor::new()).build(connector))
    }

    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// The server cannot be reached.
    pub async fn send(&self, request: Request<Full<Bytes>>) -> Result<Answer> {
        let whither = request
            .uri()
            .authority()
            .map(ToString::to_string)
            .unwrap_or_default();
        let silent = || format!("Nothing answers at {whither}");
        let answer = self.0.request(request).await.with_context(silent)?;
        let status = answer.status();
        let body = answer
            .into_body()
            .collect()
            .await
            .with_context(silent)?
            .to_bytes();
        Ok(Answer { status, body })
    }

    /// GET, with a bearer token if there is one.
    ///
    /// # Errors
    /// See [`Self::send`].
    pub async fn get(&self, url: &str, token: Option<&str>) -> Result<Answer> {
        self.send(request(Method::GET, url, token, None)?).await
    }

    /// POST of a body with that content type, and with a bearer token if there is one.
    ///
    /// # Errors
    /// See [`Self::send`].
    pub async fn post(
        &self,
        url: &str,
        token: Option<&str>,
        kind: &str,
        body: String,
    ) -> Result<Answer> {
        self.send(request(Method::POST, url, token, Some((kind, body)))?)
            .await
    }
}

fn request(
    method: Method,
    url: &str,
    token: Option<&str>,
    content: Option<(&str, String)>,
) -> Result<Request<Full<Bytes>>> {
    let mut builder = Request::builder().method(method).uri(url);
    if let Some(token) = token {
        builder = builder.header("authorization", format!("Bearer {token}"));
    }
    let body = match content {
        Some((kind, body)) => {
            builder = builder.header("content-type", kind);
            Bytes::from(body)
        }
        None => Bytes::new(),
    };
    builder
        .body(Full::new(body))
        .with_context(|| format!("{url} is not an address"))
}

/// Encodes `name=value` pairs as the body of a form.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(byte).to_string()
                }
                _ => format!("%{byte:02X}"),
            })
            .collect::<String>()
    };
    pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_every_byte() {
        assert_eq!(
            form(&[("a/b", "c&d=é"), ("e", "")]),
            "a%2Fb=c%26d%3D%C3%A9&e="
        );
    }
}
