//! A client of a running hub, as its users reach it: over HTTP, with tokens, and through the local AWS.
//!
//! `cargo hub test api` starts a hub and writes its address to the file that `HUB_STATUS` names.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "test support: what is not there stops the test"
)]

pub mod accounts;
mod area;
pub mod case_events;
pub mod journey;
mod operator;

pub use area::{police, service};
pub use operator::Turn;

use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The running hub.
pub static HUB: LazyLock<Hub> = LazyLock::new(Hub::find);

/// The output of `cargo hub status --json` (contract, "The local stack").
#[derive(Debug, Deserialize)]
pub struct Hub {
    pub area: String,
    /// The address of the site.
    pub site: String,
    /// The address of the API.
    pub api: String,
    /// The address of the list of sent mail.
    pub mailbox: String,
    /// The address of the local AWS.
    pub endpoint: String,
    pub region: String,
    /// Demo users by role.
    pub users: BTreeMap<String, User>,
    /// Partners by source kind.
    pub partners: BTreeMap<String, Partner>,
    /// Queues by provider.
    pub queues: BTreeMap<String, Queue>,
    /// Where partners drop files, by source kind.
    pub feeds: BTreeMap<String, Feed>,
}

/// A demo user.
#[derive(Debug, Deserialize)]
pub struct User {
    pub username: String,
    pub password: String,
}

/// A partner's client.
#[derive(Debug, Deserialize)]
pub struct Partner {
    pub client_id: String,
    pub client_secret: String,
    /// The address that issues its tokens.
    pub token_url: String,
    /// The scope that it asks for.
    pub scope: String,
}

/// A provider's queue, and the key that reads only this queue.
#[derive(Debug, Deserialize)]
pub struct Queue {
    pub url: String,
    pub access_key_id: String,
    pub secret_access_key: String,
}

/// Where a partner drops files, and the key that opens only its folders.
#[derive(Debug, Deserialize)]
pub struct Feed {
    pub bucket: String,
    /// The folder for dropped files.
    pub folder: String,
    /// The folder of their reports.
    pub reports: String,
    pub access_key_id: String,
    pub secret_access_key: String,
}

/// An answer of the hub.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Headers in lower case. Of several with one name, the last.
    pub headers: BTreeMap<String, String>,
    pub text: String,
}

impl Answer {
    /// The body as JSON; `null` if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Hub {
    fn find() -> Self {
        let path = std::env::var("HUB_STATUS")
            .expect("HUB_STATUS names no running hub: use `cargo hub test api`");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Sends a request and returns any answer.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.api)
        };
        // A coordinator of the tests says why they open any case. An empty reason is not sent.
        let of_case = url.contains("/hub/cases/");
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if of_case && headers.iter().all(|(name, _)| *name != "x-hub-reason") {
            request = request.header("x-hub-reason", "quality-check");
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let mut answer = agent
            .run(request.body(body).expect("a request"))
            .expect("an answer");
        Answer {
            status: answer.status().as_u16(),
            headers: answer
                .headers()
                .iter()
                .map(|(name, value)| {
                    (
                        name.as_str().to_owned(),
                        value.to_str().unwrap_or_default().to_owned(),
                    )
                })
                .collect(),
            text: answer.body_mut().read_to_string().unwrap_or_default(),
        }
    }

    /// Posts a referral, with the token of its source kind if it needs one.
    pub fn post(&self, referral: &Value) -> Answer {
        let kind = referral["source"]["kind"].as_str().unwrap_or("self");
        let token = (kind != "self").then(|| format!("Bearer {}", self.partner_token(kind)));
        let mut headers = vec![("content-type", "application/json")];
        if let Some(token) = &token {
            headers.push(("authorization", token));
        }
        self.send(
            "POST",
            "/referrals",
            &headers,
            referral.to_string().as_bytes(),
        )
    }

    /// A bearer token that may submit referrals of that kind.
    pub fn partner_token(&self, kind: &str) -> String {
        let partner = &self.partners[kind];
        let form = form(&[
            ("grant_type", "client_credentials"),
            ("client_id", &partner.client_id),
            ("client_secret", &partner.client_secret),
            ("scope", &partner.scope),
        ]);
        let answer = self.send(
            "POST",
            &partner.token_url,
            &[("content-type", "application/x-www-form-urlencoded")],
            form.as_bytes(),
        );
        answer.json()["access_token"]
            .as_str()
            .unwrap_or_else(|| panic!("no token: {answer:?}"))
            .to_owned()
    }

    /// A bearer token of a demo user from `cargo hub token ROLE`. It is requested once and valid for a whole run.
    pub fn token(&self, role: &str) -> String {
        static KNOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(role.to_owned())
            .or_insert_with(|| Self::new_token(role))
            .clone()
    }

    fn new_token(role: &str) -> String {
        hub(&["token", role]).trim().to_owned()
    }

    /// Sends a request as a demo user.
    pub fn ask(&self, token: &str, method: &str, path: &str) -> Answer {
        self.send(
            method,
            path,
            &[("authorization", &format!("Bearer {token}"))],
            b"",
        )
    }

    /// Posts JSON as a demo user.
    pub fn post_as(&self, token: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    /// New words for the person of a case, which a coordinator says to them.
    pub fn new_words(&self, reference: &str) -> String {
        let path = format!("/hub/cases/{reference}/new-words");
        let answer = self.post_as(&self.token("coordinator"), &path, &serde_json::json!({}));
        answer.json()["memorable_word"]
            .as_str()
            .unwrap_or_else(|| panic!("no words: {answer:?}"))
            .to_owned()
    }

    /// Every sent mail, as the mailbox shows it.
    pub fn mails(&self) -> Vec<Value> {
        let accounts = self.send("GET", &self.mailbox, &[], b"").json();
        let lists = accounts["messages"]
            .as_object()
            .expect("the mailbox")
            .values();
        lists
            .flat_map(|list| list.as_array().cloned().unwrap_or_default())
            .collect()
    }

    /// The events about a case on providers' queues that nobody has removed. Removes none.
    pub fn offers(&self, reference: &str) -> Vec<Value> {
        let all = self
            .send(
                "GET",
                &format!("{}/_ministack/sqs/messages", self.endpoint),
                &[],
                b"",
            )
            .json();
        let accounts = all["messages"].as_object().expect("the queues").values();
        let queues = accounts.flat_map(|account| {
            account[&self.region]
                .as_object()
                .cloned()
                .unwrap_or_default()
        });
        queues
            .filter(|(url, _)| url.contains("-provider-"))
            .flat_map(|(_, list)| list.as_array().cloned().unwrap_or_default())
            .filter_map(|message| serde_json::from_str::<Value>(message["Body"].as_str()?).ok())
            .filter(|event| event["subject"] == reference)
            .collect()
    }
}

/// The lines of a file of `tests/data`. Each gets new ids, so that runs do not collide.
pub fn lines(file: &str) -> Vec<Value> {
    let path = format!("{}/../data/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_str(&with_new_ids(line)).unwrap())
        .collect()
}

/// The same text with another UUID for each of its UUIDs.
fn with_new_ids(line: &str) -> String {
    let mut text = line.to_owned();
    let starts = 0..line.len().saturating_sub(35);
    let found: BTreeSet<&str> = starts
        .filter_map(|start| line.get(start..start + 36))
        .filter(|part| part.as_bytes()[8] == b'-' && uuid::Uuid::parse_str(part).is_ok())
        .collect();
    for id in found {
        text = text.replace(id, &uuid::Uuid::new_v4().to_string());
    }
    text
}

/// Fields as a browser's form sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
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
        .map(|(name, value)| format!("{}={}", coded(name), coded(value)))
        .collect();
    pairs.join("&")
}

/// A referral that a person could send: a name, a separate page, consent, and whatever `more` says.
pub fn person(more: &Value) -> Value {
    let mut referral = serde_json::json!({
        "id": uuid::Uuid::new_v4().to_string(),
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "how": "form",
                    "scope": ["assess", "share-with-providers", "updates"]},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": [{"kind": "online", "safe": true}], "preferred": "online"},
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        referral[name] = value.clone();
    }
    referral
}

/// Runs the hub command, as an operator, and returns what it says.
pub fn hub(arguments: &[&str]) -> String {
    let program = std::env::var_os("HUB_COMMAND")
        .expect("HUB_COMMAND names no hub command: use `cargo hub test api`");
    let output = std::process::Command::new(program)
        .args(arguments)
        .output()
        .expect("the hub command");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{wrong}");
    said
}

/// A new id.
pub fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Waits until `found` returns something, for ten seconds: twice what the contract allows.
pub fn soon<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < end, "{what} did not come about");
        std::thread::sleep(Duration::from_millis(100));
    }
}
