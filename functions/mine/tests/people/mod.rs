//! A person with a case, on the twins, who asks for their pages.
#![allow(dead_code, reason = "each test file uses its own part")]

use domain::assess::automatic_contact;
use domain::case::apply::{append_all, open};
use events::Reference;
use events::case::{Case, CaseChange};
use events::parse;
use events::referral::ChannelKind;
use frontend::Assets;
use jiff::Timestamp;
use lambda_http::http::Method;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::keys::Keys;
use platform::ports::AcceptReferral;
use serde_json::{Value, json};
use twins::{Faults, Twin, sample};

/// A Monday morning.
pub const NOW: &str = "2026-11-23T10:00:00Z";
const SECRET: &str = "a secret for the person's page";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A world with one person in it.
pub struct World {
    pub twin: Twin,
    pub reference: Reference,
    pub word: String,
    /// What a partner would have handed over.
    pub code: String,
    pub now: Timestamp,
    /// The address that asks.
    pub asker: Option<String>,
    assets: Assets,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub json: Value,
    pub disposition: String,
    pub retry_after: String,
}

/// An email by day and a phone in the afternoon, both safe; a letter that is not.
pub fn document() -> Value {
    json!({
        "id": "00000000-0000-4000-8000-000000000001",
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "how": "form",
                    "scope": ["assess", "share-with-providers", "updates"]},
        "person": {"role": "victim", "name": "Quiet Robin"},
        "contact": {
            "channels": [
                {"kind": "email", "safe": true, "address": "robin@example.org"},
                {"kind": "phone", "safe": true, "address": "07700 900123", "from": "13:00", "until": "16:00"},
                {"kind": "letter", "safe": false, "address": "1 High Street"}
            ],
            "frequency": "every-change"
        },
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "wishes": {"own_words": "the green door"}
    })
}

impl World {
    /// The person of [`document`], just received.
    pub async fn new() -> Self {
        Self::of(document()).await
    }

    pub async fn of(document: Value) -> Self {
        let now = at(NOW);
        let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
        let mut new = sample::new_case(1, now);
        let referral = parse::referral(&document, "2026-11-23".parse().unwrap()).unwrap();
        let received = &mut new.case.received;
        let consent = referral.consent.as_ref();
        received.source = referral.source.kind;
        received.basis = consent.and_then(|consent| consent.basis);
        received.given_by = consent.and_then(|consent| consent.given_by);
        received.scope = consent
            .map(|consent| consent.scope.clone())
            .unwrap_or_default();
        received.frequency = referral.contact.frequency;
        received.needs = referral.needs.clone();
        received.assessment.contact = automatic_contact(&referral);
        received.safe_channels = vec![ChannelKind::Email, ChannelKind::Phone];
        received.routing =
            domain::case::sharing::routing(consent, &received.assessment, None, twin.profile());
        let (case, event) = open(new.case.reference, new.case.received, now);
        (new.case, new.event, new.person) = (case, event, document);
        twin.accept(&new).await.unwrap();
        let keys = Keys::new(SECRET);
        let word = keys.word(&new.submission, 0).text();
        let code = keys.opening_code(&new.submission).text();
        Self {
            twin,
            reference: new.case.reference,
            word,
            code,
            now,
            asker: None,
            assets: Assets::unhashed(),
        }
    }

    /// The current case.
    pub fn case(&self) -> Case {
        self.twin.state().cases[&self.reference].clone()
    }

    /// The stored document.
    pub fn person(&self) -> Value {
        self.twin.state().people[&self.reference].clone()
    }

    /// Something happens to the case.
    pub fn happens(&self, changes: Vec<CaseChange>) {
        let (after, events) = append_all(&self.case(), changes, self.now).expect("it follows");
        let mut state = self.twin.state();
        state.cases.insert(self.reference.clone(), after);
        state
            .events
            .entry(self.reference.clone())
            .or_default()
            .extend(events.iter().cloned());
        state.stream.extend(events);
    }

    /// The hub looks for services and offers the case; the first service says yes.
    pub fn is_helped(&self) -> String {
        let found = domain::case::commands::routing::route(
            &self.case(),
            self.twin.profile(),
            &domain::matching::Loads::default(),
            self.now,
        );
        self.happens(found);
        let first = self.case().support.onwards[0].clone();
        let (onward, provider) = (first.offered.onward, first.offered.provider);
        self.happens(vec![CaseChange::Accepted {
            onward,
            provider: provider.clone(),
            first_contact_by: self.now,
        }]);
        provider
    }

    /// A programme asks, with reference and words.
    pub async fn ask(&self, path: &str, more: Value) -> Answer {
        let mut asked = json!({"reference": self.reference, "word": self.word});
        asked
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.send(path, "application/json", asked.to_string()).await
    }

    /// The version that the page shows now. Empty if nothing opens it.
    pub async fn version(&self) -> String {
        let page = self.ask("progress", json!({})).await;
        page.json["version"].as_str().unwrap_or_default().to_owned()
    }

    /// The same, from the current case.
    pub async fn tell(&self, path: &str, mut more: Value) -> Answer {
        more["version"] = json!(self.version().await);
        self.ask(path, more).await
    }

    /// A browser sends a form, and what the page before it carried.
    pub async fn form(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> Answer {
        let pass = value_of(page, "pass");
        let version = value_of(page, "version");
        let all = [("pass", pass.as_str()), ("version", version.as_str())];
        self.send_form(path, &[&all, fields].concat()).await
    }

    pub async fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let coded = |text: &str| -> String {
            text.bytes()
                .map(|b| {
                    if b.is_ascii_alphanumeric() {
                        char::from(b).to_string()
                    } else {
                        format!("%{b:02X}")
                    }
                })
                .collect()
        };
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, text)| format!("{}={}", coded(name), coded(text)))
            .collect();
        self.send(path, "application/x-www-form-urlencoded", pairs.join("&"))
            .await
    }

    /// The first page, as a browser sees it.
    pub async fn opened(&self) -> String {
        let fields = [
            ("reference", self.reference.as_str()),
            ("word", self.word.as_str()),
        ];
        let answer = self.send_form("progress", &fields).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text
    }

    pub async fn send(&self, path: &str, kind: &str, body: String) -> Answer {
        let request: Request = lambda_http::http::Request::builder()
            .method(Method::POST)
            .uri(format!("https://hub.example.net/me/{path}"))
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap();
        let mut request = request.with_raw_http_path(format!("/me/{path}"));
        if let Some(asker) = &self.asker {
            let asker = format!("{asker}:4711").parse().unwrap();
            request.headers_mut().insert("x-hub-asker", asker);
        }
        let room = mine::Context {
            ports: &self.twin,
            keys: Keys::new(SECRET),
            assets: &self.assets,
        };
        read(mine::handle(&room, request, self.now).await)
    }
}

fn read(response: Response<Body>) -> Answer {
    let status = response.status().as_u16();
    let header = |name| {
        response
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    assert_eq!(header("cache-control"), "no-store");
    let disposition = header("content-disposition");
    let retry_after = header("retry-after");
    let text = match response.into_body() {
        Body::Text(text) => text,
        _ => String::new(),
    };
    Answer {
        status,
        retry_after,
        json: serde_json::from_str(&text).unwrap_or(Value::Null),
        text,
        disposition,
    }
}

/// The value of the first field of that name.
pub fn value_of(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let found = page
        .split(&mark)
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    found
        .unwrap_or_else(|| panic!("the page has no {name}: {page}"))
        .to_owned()
}

impl World {
    /// The words that open the page now.
    pub fn word_now(&self) -> String {
        let case = self.case();
        let submission = platform::ports::Submission::of(&case);
        Keys::new(SECRET)
            .word(&submission, case.access.generation)
            .text()
    }
}
