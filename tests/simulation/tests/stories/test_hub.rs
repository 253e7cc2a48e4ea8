//! A hub over the twins, with the actions of everybody who works with it.

use domain::case::apply::append_all;
use domain::case::commands::lifecycle::close;
use events::Reference;
use events::case::{Actor, Case, CaseChange, CloseReason};
use frontend::Assets;
use jiff::{SignedDuration, Timestamp};
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::http::Method;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::keys::Keys;
use platform::ports::{AppendEvents, AppendOutcome, SideWrites, Submission};
use serde_json::{Value, json};
use std::collections::HashMap;
use twins::{Faults, Twin, sample};

/// The address at which providers reach the hub.
pub const HUB: &str = "https://hub.example.net";

/// More deliveries than any story needs.
const MANY: usize = 5_000;

/// A hub, and its current time.
pub struct TestHub {
    pub twin: Twin,
    pub now: Timestamp,
    seen: usize,
    sent: u64,
}

impl TestHub {
    /// A hub of that area without faults, on a Monday morning.
    pub fn of(area: &str) -> Self {
        Self::with(area, Faults::seeded(0, 0))
    }

    /// The same, with faults.
    pub fn with(area: &str, faults: Faults) -> Self {
        let twin = Twin::new(sample::profile(area), faults);
        for kind in events::referral::SourceKind::ALL {
            twin.state()
                .tokens
                .insert(format!("token-{kind}"), format!("client-{kind}"));
            twin.state().clients.insert(format!("client-{kind}"), *kind);
        }
        Self {
            twin,
            now: "2026-11-23T10:00:00Z".parse().unwrap(),
            seen: 0,
            sent: 0,
        }
    }

    /// Time passes.
    pub fn wait(&mut self, time: SignedDuration) {
        self.now += time;
        self.twin.state().now = self.now;
    }

    /// Days pass.
    pub fn days(&mut self, days: i64) {
        self.wait(SignedDuration::from_hours(24 * days));
    }

    /// Sends a referral until it is answered, and returns its reference.
    pub async fn refer(&mut self, document: &Value) -> Reference {
        let (status, body) = self.submit(document).await;
        body["reference"]
            .as_str()
            .unwrap_or_else(|| panic!("{status}: {body}"))
            .parse()
            .unwrap()
    }

    /// Sends a referral until it is answered, and returns the answer.
    pub async fn submit(&mut self, document: &Value) -> (u16, Value) {
        self.sent += 1;
        let kind = document["source"]["kind"].as_str().unwrap();
        let assets = Assets::unhashed();
        for _ in 0..MANY {
            let mut request = request(Method::POST, "/referrals", Some(document), "");
            request.headers_mut().insert(
                "authorization",
                format!("Bearer token-{kind}").parse().unwrap(),
            );
            let keys = Keys::new("a secret of the twins");
            let room = refer::Context {
                ports: &self.twin,
                keys,
                assets: &assets,
                secure: true,
            };
            let answer = self
                .twin
                .outlive(refer::handle(&room, request, self.now, self.sent * 7_919))
                .await;
            let Some((status, body)) = answer.map(|answer| read(&answer)) else {
                continue;
            };
            if status < 500 {
                return (status, body);
            }
        }
        panic!("a referral was never answered")
    }

    /// Delivers everything that is on a stream, at least once, until it is done.
    pub async fn deliver(&mut self) {
        for _ in 0..MANY {
            let next = self.twin.state().stream.get(self.seen).cloned();
            let Some(event) = next else { return };
            let react = self
                .twin
                .outlive(react::handle(&self.twin, HUB, event.clone(), self.now))
                .await;
            let figures = self.twin.outlive(figures::handle(&self.twin, event)).await;
            self.seen += usize::from(matches!((react, figures), (Some(Ok(())), Some(Ok(())))));
        }
        panic!("a stream never came to its end")
    }

    /// Delivers every message of the updates queue.
    pub async fn notify(&mut self) {
        let requests = std::mem::take(&mut self.twin.state().requests);
        for request in requests {
            notify::handle(&self.twin, &request, self.now)
                .await
                .unwrap();
        }
    }

    /// Runs the minute's clock, and delivers what follows.
    pub async fn minute(&mut self) {
        let _ = self
            .twin
            .outlive(clock::handle(&self.twin, HUB, self.now, || true))
            .await;
        self.deliver().await;
    }

    /// Runs the day's clock, and delivers what follows.
    pub async fn day(&mut self) {
        let _ = self
            .twin
            .outlive(clock::each_day(&self.twin, self.now))
            .await;
        self.deliver().await;
    }

    /// Sends a request as an account of that group, and returns the answer.
    pub async fn ask(
        &self,
        group: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> (u16, Value) {
        let request = request(method, path, body, group);
        let answer = match path.split('/').nth(1) {
            Some("police") => police::handle(&self.twin, request, self.now).await,
            Some("hub") => coordinate::handle(&self.twin, request, self.now).await,
            _ => provide::handle(&self.twin, HUB, request, self.now).await,
        };
        read(&answer)
    }

    /// A page of the person, or a command on it, as JSON or as a form.
    pub async fn page(
        &self,
        reference: &Reference,
        name: &str,
        more: &Value,
        as_json: bool,
    ) -> (u16, String) {
        let received = self.case(reference).received;
        let submission = Submission {
            sender: received.sender,
            id: received.submission,
        };
        let keys = Keys::new("a secret of the twins");
        let word = keys.word(&submission, 0).text();
        let path = format!("/me/{name}");
        let mut body = json!({"reference": reference, "word": word});
        if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
            body.extend(more.clone());
        }
        let mut asked = request(Method::POST, &path, Some(&body), "");
        if !as_json {
            let form = format!("reference={reference}&word={}", word.replace(' ', "+"));
            *asked.body_mut() = Body::from(form);
            let kind = "application/x-www-form-urlencoded".parse().unwrap();
            asked.headers_mut().insert("content-type", kind);
        }
        let assets = Assets::unhashed();
        let room = mine::Context {
            ports: &self.twin,
            keys,
            assets: &assets,
        };
        let answer = mine::handle(&room, asked, self.now).await;
        let text = match answer.body() {
            Body::Text(text) => text.clone(),
            _ => String::new(),
        };
        (answer.status().as_u16(), text)
    }

    /// A coordinator proposes the deletion of the case's person, and another approves it.
    pub async fn erase(&self, reference: &Reference) -> u16 {
        let proposed = self.by_coordinator(
            "someone",
            reference,
            "erase",
            json!({"reference": reference}),
        );
        let proposed = proposed.await;
        let case = self.case(reference);
        let Some(proposal) = case.coordination.open_proposals().next() else {
            return proposed;
        };
        let body = json!({"proposal": proposal.proposal});
        self.by_coordinator("another", reference, "approve-erasure", body)
            .await
    }

    async fn by_coordinator(
        &self,
        account: &str,
        reference: &Reference,
        command: &str,
        body: Value,
    ) -> u16 {
        let path = format!("/hub/cases/{reference}/{command}");
        let who = format!("{account}/coordinator employer-hub");
        self.ask(&who, Method::POST, &path, Some(&body)).await.0
    }

    /// The current state of the case.
    pub fn case(&self, reference: &Reference) -> Case {
        self.twin.state().cases[reference].clone()
    }

    /// Appends an event to the case, with as many attempts as necessary.
    pub async fn append(&self, reference: &Reference, changes: impl Fn(&Case) -> Vec<CaseChange>) {
        for _ in 0..MANY {
            let case = self.case(reference);
            let (after, events) = append_all(&case, changes(&case), self.now).unwrap();
            let appended = self
                .twin
                .outlive(self.twin.append(&after, &events, SideWrites::default()))
                .await;
            if matches!(appended, Some(Ok(AppendOutcome::Stored))) || self.case(reference) == after
            {
                return;
            }
        }
        panic!("a case could not be moved")
    }

    /// Closes the case.
    pub async fn close(&self, reference: &Reference, why: CloseReason) {
        self.append(reference, |case| {
            close(
                case,
                why,
                None,
                Actor::Coordinator {
                    account: "someone".to_owned(),
                },
            )
        })
        .await;
    }
}

/// A referral with every field that identifies a person.
pub fn recognisable_referral(kind: &str, number: u32) -> Value {
    let mut document = json!({
        "id": format!("00000000-0000-4000-8000-{number:012}"),
        "source": {"kind": kind},
        "consent": {"basis": "consent", "given_by": "person", "how": "spoken",
                    "scope": ["assess", "share-with-providers", "updates"]},
        "person": {"role": "victim", "name": "Robin Featherstonehaugh", "date_of_birth": "1980-02-29"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": "robin.f@example.org"}], "preferred": "email"},
        "residence": {"postcode": "OX1 1PT"},
        "incident": {"postcode": "RG1 1AZ", "reported": "yes"},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "wishes": {"own_words": "Nobody at the allotment may know."},
    });
    if kind == "police" {
        document["source"]["code"] = json!("TVP");
    }
    document
}

fn read(answer: &Response<Body>) -> (u16, Value) {
    let text = match answer.body() {
        Body::Text(text) => text.as_str(),
        _ => "",
    };
    (
        answer.status().as_u16(),
        serde_json::from_str(text).unwrap_or(Value::Null),
    )
}

fn request(method: Method, path: &str, body: Option<&Value>, groups: &str) -> Request {
    let (bare, query) = path.split_once('?').unwrap_or((path, ""));
    let query: HashMap<String, Vec<String>> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
        .collect();
    // `another/coordinator employer-hub` is another account of these groups.
    let (account, groups) = groups.split_once('/').unwrap_or(("someone", groups));
    let request = lambda_http::http::Request::builder()
        .header("x-hub-reason", "legal-duty")
        .method(method)
        .uri(format!("{HUB}{path}"))
        .header("content-type", "application/json")
        .body(body.map_or(Body::Empty, |body| Body::from(body.to_string())))
        .unwrap()
        .with_query_string_parameters(query)
        .with_raw_http_path(bare);
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    jwt.claims = HashMap::from([
        ("sub".to_owned(), account.to_owned()),
        ("cognito:groups".to_owned(), format!("[{groups}]")),
    ]);
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    if groups.is_empty() {
        request
    } else {
        request.with_request_context(RequestContext::ApiGatewayV2(context))
    }
}
