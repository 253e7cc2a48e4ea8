//! The encrypted cookie that carries the confirmation from the redirect to its page, and before that recognises a form that
//! is sent again. Nothing is in a URL.

use crate::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::answer::Next;
use events::Reference;
use jiff::{SignedDuration, Timestamp};
use lambda_http::Request;
use lambda_http::http::HeaderMap;
use lambda_http::http::header::COOKIE;
use platform::keys::sha256;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How long the confirmation can be opened (contract).
const KEPT: SignedDuration = SignedDuration::from_mins(10);
/// A name that gives nothing away. Over TLS its prefix keeps other hosts of the domain from setting the cookie; a
/// browser refuses that name from a laptop, which has no TLS. The edge deletes the cookie under the same name (`Leave` in
/// the template).
fn name(secure: bool) -> &'static str {
    if secure { "__Host-s" } else { "s" }
}

/// What the browser sends with each try to send one form. Without scripts a page has no id, so the first answer gives the
/// browser this: the same answers with it are one submission, however often the button is pressed. It is random and says
/// nothing about the person or the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sending {
    /// 32 hexadecimal characters.
    pub sending: String,
    pub until: Timestamp,
}

impl Sending {
    /// The start of sending a form.
    pub(crate) fn begin(now: Timestamp) -> Self {
        let random: [u8; 16] = rand::random();
        Self {
            sending: random.iter().map(|byte| format!("{byte:02x}")).collect(),
            until: until(now),
        }
    }

    /// The submission's id for those answers: the same for the same answers, and nobody without the cookie can make it.
    /// What the person said is something new is another submission.
    pub(crate) fn id(&self, answers: &Value, is_new: bool) -> String {
        let mut answers = answers.clone();
        if let Value::Object(fields) = &mut answers {
            fields.remove("id");
        }
        let new = if is_new { "new" } else { "" };
        let answers = events::ijson::canonical(&answers);
        let hash = sha256(&format!("{}\n{new}\n{answers}", self.sending));
        let id = u128::from_str_radix(&hash[..32], 16).unwrap_or_default();
        uuid::Builder::from_random_bytes(id.to_be_bytes())
            .into_uuid()
            .to_string()
    }
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
    /// That of the form that was sent, so that it can be sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sending: Option<String>,
    pub until: Timestamp,
}

/// What the cookie can hold, and until when.
pub(crate) trait Kept: Serialize + DeserializeOwned {
    fn until(&self) -> Timestamp;
}

impl Kept for Sent {
    fn until(&self) -> Timestamp {
        self.until
    }
}

impl Kept for Sending {
    fn until(&self) -> Timestamp {
        self.until
    }
}

/// The moment from which a confirmation that is made now can no longer be opened.
pub(crate) fn until(now: Timestamp) -> Timestamp {
    now + KEPT
}

/// The `Set-Cookie` header with `kept`, or `None` if it cannot be sealed.
pub(crate) fn cookie(kept: &impl Kept, key: &[u8; 32], secure: bool) -> Option<String> {
    let nonce: [u8; 24] = rand::random();
    let text = serde_json::to_vec(kept).ok()?;
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

/// What is in the browser's cookies, if the hub sealed it, it has not expired, and it is of that kind. Cookies of others may
/// be in any encoding, and in several headers.
pub(crate) fn open<K: Kept>(
    headers: &HeaderMap,
    key: &[u8; 32],
    secure: bool,
    now: Timestamp,
) -> Option<K> {
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
    let kept: K = serde_json::from_slice(&text).ok()?;
    (now < kept.until()).then_some(kept)
}

/// What is in the cookie of a request, if it is of that kind.
pub(crate) fn of<P, K: Kept>(
    context: &Context<'_, P>,
    request: &Request,
    now: Timestamp,
) -> Option<K> {
    context
        .keys
        .seals()
        .find_map(|key| open(request.headers(), &key, context.secure, now))
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
            sending: None,
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
        let read = |cookies: &HeaderMap, key: &[u8; 32], now| open::<Sent>(cookies, key, true, now);
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
            open::<Sent>(&headers(&[value(&on_a_laptop)]), &[7; 32], true, now),
            None
        );
        assert_eq!(
            open(&headers(&[value(&on_a_laptop)]), &[7; 32], false, now),
            Some(sent(now))
        );
    }

    #[test]
    fn the_same_answers_are_one_submission_only_for_the_same_browser() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let (one, other) = (Sending::begin(now), Sending::begin(now));
        let answers = serde_json::json!({"source": {"kind": "self"}, "person": {"name": "Robin"}});
        let mut with_id = answers.clone();
        with_id["id"] = "anything".into();
        let mut more = answers.clone();
        more["person"]["name"] = "Robin B".into();
        let id = one.id(&answers, false);
        assert_eq!(id, one.id(&with_id, false));
        assert!(uuid::Uuid::parse_str(&id).is_ok());
        for another in [
            one.id(&more, false),
            one.id(&answers, true),
            other.id(&answers, false),
        ] {
            assert_ne!(id, another);
        }
    }

    #[test]
    fn what_only_begins_to_be_sent_confirms_nothing() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let sending = Sending::begin(now);
        let set = cookie(&sending, &[7; 32], true).unwrap();
        let cookies = headers(&[value(&set)]);
        assert_eq!(open::<Sent>(&cookies, &[7; 32], true, now), None);
        assert_eq!(open(&cookies, &[7; 32], true, now), Some(sending));
        assert_eq!(open::<Sending>(&cookies, &[7; 32], true, now + KEPT), None);
        let sent = Sent {
            sending: Some("0f".to_owned()),
            ..sent(now)
        };
        let set = cookie(&sent, &[7; 32], true).unwrap();
        let again: Option<Sending> = open(&headers(&[value(&set)]), &[7; 32], true, now);
        assert_eq!(again.map(|again| again.sending), sent.sending);
    }
}
