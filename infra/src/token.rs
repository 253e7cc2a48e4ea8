//! Bearer tokens: a demo user gets one with a password, a partner with a client secret.

use crate::http::{Http, form};
use crate::status::Ready;
use anyhow::{Context, Result, bail};
use hyper::body::Bytes;
use hyper::{Method, Request};
use serde_json::json;

/// A token for `role`, or for the partner of `source:KIND`.
///
/// # Errors
/// The role or partner is unknown, or the login refuses.
pub async fn token(ready: &Ready, role: &str) -> Result<String> {
    match role.strip_prefix("source:") {
        Some("self") => bail!("A person who refers themselves needs no token."),
        Some(kind) => of_partner(ready, kind).await,
        None => of_user(ready, role).await,
    }
}

async fn of_partner(ready: &Ready, kind: &str) -> Result<String> {
    let partners = &ready.status.partners;
    let known = || {
        partners
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let partner = partners
        .get(kind)
        .with_context(|| format!("There is no partner `{kind}`: choose one of {}.", known()))?;
    let body = form(&[
        ("grant_type", "client_credentials"),
        ("scope", &partner.scope),
        ("client_id", &partner.client_id),
        ("client_secret", &partner.client_secret),
    ]);
    let answer = Http::new()
        .post(
            &partner.token_url,
            None,
            "application/x-www-form-urlencoded",
            body,
        )
        .await?;
    let token = answer.json()["access_token"].as_str().map(str::to_owned);
    token.with_context(|| {
        format!(
            "The login refuses the partner `{kind}` with status {}",
            answer.status.as_u16()
        )
    })
}

async fn of_user(ready: &Ready, role: &str) -> Result<String> {
    let users = &ready.status.users;
    let known = || {
        users
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let user = users
        .get(role)
        .with_context(|| format!("There is no role `{role}`: choose one of {}.", known()))?;
    let request = json!({
        "ClientId": ready.staff_client,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": user.username, "PASSWORD": user.password}
    });
    let request = Request::builder()
        .method(Method::POST)
        .uri(&ready.status.endpoint)
        .header("content-type", "application/x-amz-json-1.1")
        .header(
            "x-amz-target",
            "AWSCognitoIdentityProviderService.InitiateAuth",
        )
        .body(Bytes::from(request.to_string()).into())?;
    let answer = Http::new().send(request).await?;
    let body = answer.json();
    let token = body["AuthenticationResult"]["AccessToken"]
        .as_str()
        .map(str::to_owned);
    token.with_context(|| {
        format!(
            "The login refuses the user `{role}`: {}",
            body["message"].as_str().unwrap_or("it does not say why")
        )
    })
}
