//! The encrypted cookie that carries the confirmation from the redirect to its page. Nothing is in a URL.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::answer::Next;
use events::Reference;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::HeaderMap;
use lambda_http::http::header::COOKIE;
use serde::{Deserialize, Serialize};

/// How long the confirmation can be opened (contract).
const KEPT: SignedDuration = SignedDuration::from_mins(10);
/// A name that gives nothing away. Over TLS its prefix keeps other hosts of the domain from setting the cookie; a
/// browser refuses that name from a laptop, which has no TLS. The edge deletes the cookie under the same name (`Leave` in
/// the template).
fn name(secure: bool) -> &'static str {
    if secure { "__Host-s" } else { "s" }
}

/// What the confirmation page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sent {
    pub reference: Reference,
    /// The submission that it confirms.
    pub submission: String,
    pub word: Option<String>,
    pub next: Vec<Next>,
    /// The names of helplines. A cookie has no room for more.
    pub lines: Vec<String>,
    /// The guides that fit, by slug.
    #[serde(default)]
    pub guides: Vec<String>,
    /// Whether nobody else sees the page, so that it can have the guides' own titles.
    #[serde(default)]
    pub private: bool,
    pub until: Timestamp,
}

/// The moment from which a confirmation that is made now can no longer be opened.
pub(crate) fn until(now: Timestamp) -> Timestamp {
    now + KEPT
}

/// The `Set-Cookie` header with `sent`, or `None` if it cannot be sealed.
pub(crate) fn cookie(sent: &Sent, key: &[u8; 32], secure: bool) -> Option<String> {
    let nonce: [u8; 24] = rand::random();
    let text = serde_json::to_vec(sent).ok()?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), text.as_slice())
        .ok()?;
    let value = URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat());
    Some(format!(
        "{}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}",
        name(secure),
        KEPT.as_secs(),
        tls(secure)
    ))
}

/// The confirmation in the browser's cookies, if the hub sealed it and it has not expired. Cookies of others may be in any
/// encoding, and in several headers.
pub(crate) fn open(
    headers: &HeaderMap,
    key: &[u8; 32],
    secure: bool,
    now: Timestamp,
) -> Option<Sent> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .flat_map(|cookies| cookies.as_bytes().split(|byte| *byte == b';'));
    let value = cookies.map(<[u8]>::trim_ascii).find_map(|cookie| {
        cookie
            .strip_prefix(name(secure).as_bytes())?
            .strip_prefix(b"=")
    })?;
    let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(24)?;
    let text = XChaCha20Poly1305::new(key.into())
        .decrypt(XNonce::from_slice(nonce), sealed)
        .ok()?;
    let sent: Sent = serde_json::from_slice(&text).ok()?;
    (now < sent.until).then_some(sent)
}

fn tls(secure: bool) -> &'static str {
    if secure { "; Secure" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(now: Timestamp) -> Sent {
        Sent {
            reference: Reference::from_number(1),
            submission: "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10".to_owned(),
            word: Some("three plain words".to_owned()),
            next: Vec::new(),
            lines: Vec::new(),
            guides: vec!["sleep".to_owned()],
            private: true,
            until: until(now),
        }
    }

    fn headers(cookies: &[&str]) -> HeaderMap {
        cookies
            .iter()
            .map(|cookies| (COOKIE, cookies.as_bytes().try_into().unwrap()))
            .collect()
    }

    fn value(cookie: &str) -> &str {
        cookie.split(';').next().unwrap()
    }

    #[test]
    fn a_confirmation_opens_for_ten_minutes_with_its_key() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let cookie = cookie(&sent(now), &[7; 32], true).unwrap();
        assert!(!cookie.contains("three"));
        let cookies = headers(&[&format!("other=1; {}", value(&cookie))]);
        let read = |cookies: &HeaderMap, key: &[u8; 32], now| open(cookies, key, true, now);
        assert_eq!(read(&cookies, &[7; 32], now), Some(sent(now)));
        assert_eq!(read(&cookies, &[8; 32], now), None);
        assert_eq!(read(&cookies, &[7; 32], now + KEPT), None);
        assert_eq!(read(&headers(&["__Host-s=AAAA"]), &[7; 32], now), None);
        assert_eq!(read(&headers(&[]), &[7; 32], now), None);
        // Cookies of others hide nothing.
        let strange = headers(&["city=Z\u{fc}rich", "a=1", value(&cookie)]);
        assert_eq!(read(&strange, &[7; 32], now), Some(sent(now)));
    }

    #[test]
    fn over_tls_only_this_host_can_set_the_cookie() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let sealed = |secure| cookie(&sent(now), &[7; 32], secure).unwrap();
        let over_tls = sealed(true);
        assert!(over_tls.starts_with("__Host-s=") && over_tls.contains("; Path=/; "));
        assert!(over_tls.ends_with("; Secure") && !over_tls.contains("Domain"));
        // The name of a laptop is not read over TLS, where another host could have set it.
        let on_a_laptop = sealed(false);
        assert_eq!(
            open(&headers(&[value(&on_a_laptop)]), &[7; 32], true, now),
            None
        );
        assert_eq!(
            open(&headers(&[value(&on_a_laptop)]), &[7; 32], false, now),
            Some(sent(now))
        );
    }
}
