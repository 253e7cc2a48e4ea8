//! Signed calls to the local AWS, for cases where the command line would take half a second each and an SDK crate would
//! be too large.

use crate::aws::{LOCAL_KEY, REGION};
use crate::http::{Answer, Http};
use anyhow::{Context, Result, bail};
use aws_sdk_dynamodb::config::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Method, Request};
use serde_json::{Value, json};
use std::time::SystemTime;

/// Where the mark of the last deployment is stored.
const MARK: &str = "/hub/deployed";

/// A client of the local AWS.
#[derive(Clone, Debug)]
pub struct LocalApi {
    endpoint: String,
    http: Http,
}

impl LocalApi {
    /// A client of the emulator at `endpoint`.
    pub fn at(endpoint: &str) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            http: Http::new(),
        }
    }

    /// Calls Cognito's user pools.
    ///
    /// # Errors
    /// The call fails: the sentence ends with the error's type.
    pub async fn cognito(&self, action: &str, request: Value) -> Result<Value> {
        self.json(
            "cognito-idp",
            &format!("AWSCognitoIdentityProviderService.{action}"),
            request,
        )
        .await
    }

    /// The mark that the last deployment left in the emulator's state.
    ///
    /// # Errors
    /// The local AWS does not answer.
    pub async fn mark(&self) -> Result<Option<String>> {
        match self
            .json("ssm", "AmazonSSM.GetParameter", json!({"Name": MARK}))
            .await
        {
            Ok(answer) => Ok(answer["Parameter"]["Value"].as_str().map(str::to_owned)),
            Err(error) if error.to_string().contains("ParameterNotFound") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Leaves a mark in the emulator's state. If a kill has lost the state, it has also lost the mark.
    ///
    /// # Errors
    /// The call fails.
    pub async fn set_mark(&self, mark: &str) -> Result<()> {
        let request = json!({"Name": MARK, "Value": mark, "Type": "String", "Overwrite": true});
        self.json("ssm", "AmazonSSM.PutParameter", request).await?;
        Ok(())
    }

    /// Calls Lambda's event source mappings. `path` is what follows the collection's path.
    ///
    /// # Errors
    /// The call fails.
    pub async fn event_sources(
        &self,
        method: Method,
        path: &str,
        request: Option<Value>,
    ) -> Result<Value> {
        let path = format!("/2015-03-31/event-source-mappings/{path}");
        let body = request
            .map(|request| request.to_string())
            .unwrap_or_default();
        let answer = self
            .signed(
                "lambda",
                method,
                &path,
                &[("content-type", "application/json")],
                body,
            )
            .await?;
        read("the event source mappings", &answer)
    }

    /// Makes an access key for a user, and returns its id and its secret.
    ///
    /// # Errors
    /// The call fails.
    pub async fn access_key(&self, user: &str) -> Result<(String, String)> {
        let form = crate::http::form(&[
            ("Action", "CreateAccessKey"),
            ("UserName", user),
            ("Version", "2010-05-08"),
        ]);
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = self
            .signed("iam", Method::POST, "/", &headers, form)
            .await?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let between = |tag: &str| {
            let (_, rest) = text.split_once(&format!("<{tag}>"))?;
            Some(rest.split_once(&format!("</{tag}>"))?.0.to_owned())
        };
        between("AccessKeyId")
            .zip(between("SecretAccessKey"))
            .with_context(|| format!("No access key was made for {user}"))
    }

    async fn json(&self, service: &str, target: &str, request: Value) -> Result<Value> {
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target),
        ];
        let answer = self
            .signed(service, Method::POST, "/", &headers, request.to_string())
            .await?;
        read(target, &answer)
    }

    async fn signed(
        &self,
        service: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<Answer> {
        let url = format!("{}{path}", self.endpoint);
        let identity = Credentials::new(LOCAL_KEY, LOCAL_KEY, None, None, "local").into();
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name(service)
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let signable = SignableRequest::new(
            method.as_str(),
            &url,
            headers.iter().copied(),
            SignableBody::Bytes(body.as_bytes()),
        )?;
        let (instructions, _) = sign(signable, &parameters)?.into_parts();
        let mut builder = Request::builder().method(method).uri(&url);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let mut request = builder.body(Full::new(Bytes::from(body)))?;
        instructions.apply_to_request_http1x(&mut request);
        self.http.send(request).await
    }
}

fn read(what: &str, answer: &Answer) -> Result<Value> {
    if answer.status.is_success() {
        return Ok(if answer.body.is_empty() {
            json!({})
        } else {
            answer.json()
        });
    }
    let problem = answer.json();
    let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    bail!(
        "The local AWS refused {what}: {} {}",
        text("__type"),
        text("message")
    )
}
