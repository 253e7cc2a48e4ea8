//! Checks partners' tokens: signature, issuer, expiry and scope, with `jsonwebtoken`.

use super::Hub;
use crate::PortError;
use crate::ports::{CheckToken, TokenHolder};
use aws_smithy_http_client::default_connector;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// The scope of a partner's token (contract).
const SUBMIT: &str = "referrals/submit";
/// How long to wait before unknown keys are looked up again.
const FRESH: Duration = Duration::from_secs(60);

/// The issuer's public keys.
#[derive(Debug, Default)]
pub(super) struct IssuerKeys(Mutex<Option<(Instant, JwkSet)>>);

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    token_use: String,
    #[serde(default)]
    scope: String,
}

impl Claims {
    /// Who may submit referrals, if the hub issued a token with these claims.
    fn holder(self) -> TokenHolder {
        let may_submit =
            self.token_use == "access" && self.scope.split(' ').any(|scope| scope == SUBMIT);
        if may_submit && !self.client_id.is_empty() {
            TokenHolder::Partner(self.client_id)
        } else {
            TokenHolder::NoPartner
        }
    }
}

impl CheckToken for Hub {
    async fn holder_of(&self, token: &str) -> Result<TokenHolder, PortError> {
        let Some(kid) = decode_header(token).ok().and_then(|header| header.kid) else {
            return Ok(TokenHolder::Nobody);
        };
        let Some(key) = self
            .issuer_keys
            .find(&kid, self.setting("TOKEN_KEYS_URL")?)
            .await?
        else {
            return Ok(TokenHolder::Nobody);
        };
        let mut rules = Validation::new(Algorithm::RS256);
        rules.set_issuer(&[self.setting("TOKEN_ISSUER")?]);
        rules.set_required_spec_claims(&["exp", "iss"]);
        // Cognito's access tokens have no audience. The client is looked up in the directory instead.
        rules.validate_aud = false;
        let token = decode::<Claims>(token, &key, &rules);
        Ok(token.map_or(TokenHolder::Nobody, |token| token.claims.holder()))
    }
}

impl IssuerKeys {
    /// The key with this name. If it is unknown, the keys are read again, at most once a minute.
    async fn find(&self, kid: &str, url: &str) -> Result<Option<DecodingKey>, PortError> {
        let mut kept = self.0.lock().await;
        let known = |keys: &Option<(Instant, JwkSet)>| {
            keys.as_ref()
                .and_then(|(_, set)| set.find(kid))
                .and_then(|jwk| DecodingKey::from_jwk(jwk).ok())
        };
        if let Some(key) = known(&kept) {
            return Ok(Some(key));
        }
        if kept.as_ref().is_none_or(|(read, _)| read.elapsed() > FRESH) {
            *kept = Some((Instant::now(), fetch(url).await?));
        }
        Ok(known(&kept))
    }
}

async fn fetch(url: &str) -> Result<JwkSet, PortError> {
    let unreachable =
        || PortError::Transient("the token issuer's keys could not be read".to_owned());
    let settings = HttpConnectorSettings::builder()
        .connect_timeout(Duration::from_secs(2))
        .read_timeout(Duration::from_secs(3))
        .build();
    // The timeouts need an async sleep.
    let sleep = aws_smithy_async::rt::sleep::default_async_sleep();
    let connector = default_connector(&settings, sleep).ok_or_else(unreachable)?;
    let request = HttpRequest::get(url)
        .map_err(|_| PortError::Permanent("the issuer's address is not a URL".to_owned()))?;
    let answer = connector.call(request).await.map_err(|_| unreachable())?;
    if !answer.status().is_success() {
        return Err(unreachable());
    }
    let bytes = ByteStream::new(answer.into_body())
        .collect()
        .await
        .map_err(|_| unreachable())?;
    serde_json::from_slice(&bytes.into_bytes()).map_err(|_| unreachable())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_token_with_the_scope_is_a_partners() {
        let holder = |claims| {
            serde_json::from_value::<Claims>(claims)
                .map(Claims::holder)
                .unwrap()
        };
        let partner = json!({"client_id": "tvp", "token_use": "access", "scope": SUBMIT});
        assert_eq!(holder(partner), TokenHolder::Partner("tvp".to_owned()));
        for claims in [
            json!({"client_id": "staff", "token_use": "access", "scope": "openid"}),
            json!({"client_id": "staff", "token_use": "access"}),
            json!({"client_id": "tvp", "token_use": "id", "scope": SUBMIT}),
            json!({"token_use": "access", "scope": SUBMIT}),
            json!({"token_use": "id", "sub": "somebody"}),
        ] {
            assert_eq!(holder(claims.clone()), TokenHolder::NoPartner, "{claims}");
        }
    }
}
