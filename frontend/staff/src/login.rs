//! Signing in: authorization code with PKCE (RFC 7636), as a public client.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// `/staff/config.json`, written where the site is deployed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    pub authorize_url: String,
    /// Where a code is exchanged for a token.
    pub token_url: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: String,
    /// Where the login ends its own session. Without it the next person at this desk could sign in without a password.
    #[serde(default)]
    pub logout_url: Option<String>,
    /// Where a refresh token is given back.
    #[serde(default)]
    pub revoke_url: Option<String>,
}

impl Config {
    /// Where to send the browser so that the login forgets who signed in, and leads back to this page.
    pub fn logout(&self) -> Option<String> {
        let fields = [
            ("client_id", self.client_id.as_str()),
            ("logout_uri", &self.redirect_uri),
        ];
        Some(format!("{}?{}", self.logout_url.as_ref()?, form(&fields)))
    }

    /// The address and the body that give a refresh token back.
    pub fn revoke(&self, token: &str) -> Option<(&str, String)> {
        let body = form(&[("token", token), ("client_id", &self.client_id)]);
        Some((self.revoke_url.as_deref()?, body))
    }
}

/// The two random strings of one sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Only this browser knows it. It proves that the same browser begins and finishes the sign-in.
    pub verifier: String,
    /// The login returns it with the code. A code without it belongs to another sign-in.
    pub state: String,
}

impl Attempt {
    /// An attempt from 64 random bytes.
    pub fn from_random(bytes: &[u8; 64]) -> Self {
        let (verifier, state) = bytes.split_at(32);
        Self {
            verifier: URL_SAFE_NO_PAD.encode(verifier),
            state: URL_SAFE_NO_PAD.encode(state),
        }
    }

    /// The hash of the verifier, for the login.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }

    /// Where to send the browser.
    pub fn address(&self, config: &Config) -> String {
        let fields = [
            ("response_type", "code"),
            ("client_id", &config.client_id),
            ("redirect_uri", &config.redirect_uri),
            ("scope", &config.scope),
            ("state", &self.state),
            ("code_challenge", &self.challenge()),
            ("code_challenge_method", "S256"),
        ];
        format!("{}?{}", config.authorize_url, form(&fields))
    }

    /// The body that exchanges `code` for a token.
    pub fn exchange(&self, config: &Config, code: &str) -> String {
        form(&[
            ("grant_type", "authorization_code"),
            ("client_id", &config.client_id),
            ("code", code),
            ("redirect_uri", &config.redirect_uri),
            ("code_verifier", &self.verifier),
        ])
    }

    /// The code in the address that the login sent the browser back to, if it is this attempt's.
    pub fn code(&self, query: &str) -> Option<String> {
        let field = |name: &str| {
            query
                .trim_start_matches('?')
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let code = field("code").filter(|_| field("state") == Some(self.state.as_str()))?;
        // A code holds letters, digits and hyphens; anything else is sent back unchanged.
        Some(code.to_owned())
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    pairs.join("&")
}

/// Percent-encoding (RFC 3986). A `%` stays, because the text is already encoded there.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'%' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_matches_the_example_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let attempt = Attempt {
            verifier,
            state: String::new(),
        };
        assert_eq!(
            attempt.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn a_code_from_another_sign_in_is_not_used() {
        let attempt = Attempt::from_random(&[7; 64]);
        let query = format!("?code=abc-1&state={}", attempt.state);
        assert_eq!(attempt.code(&query).as_deref(), Some("abc-1"));
        assert_eq!(attempt.code("?code=abc-1&state=other"), None);
        assert_eq!(attempt.code("?code=abc-1"), None);
        assert_eq!(attempt.code(""), None);
    }

    #[test]
    fn the_address_carries_every_field() {
        let config = Config {
            authorize_url: "https://login.example/oauth2/authorize".to_owned(),
            token_url: String::new(),
            client_id: "id".to_owned(),
            redirect_uri: "https://site.example/staff/".to_owned(),
            scope: "openid hub/staff".to_owned(),
            logout_url: Some("https://login.example/logout".to_owned()),
            revoke_url: None,
        };
        assert_eq!(
            config.logout().as_deref(),
            Some(
                "https://login.example/logout?client_id=id&logout_uri=https%3A%2F%2Fsite.example%2Fstaff%2F"
            )
        );
        assert_eq!(config.revoke("token"), None);
        let address = Attempt::from_random(&[0; 64]).address(&config);
        assert!(address.contains(
            "redirect_uri=https%3A%2F%2Fsite.example%2Fstaff%2F&scope=openid%20hub%2Fstaff"
        ));
        assert!(address.contains("code_challenge_method=S256"));
    }
}
