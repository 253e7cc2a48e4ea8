//! One run: a seed, some people, a world that fails, and an end at which everything has come to rest.

mod staff;

use crate::area::scarce;
use crate::invariants;
use crate::people::{Submission, draw};
use events::Reference;
use events::case::CaseEvent;
use frontend::Assets;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::Method;
use lambda_http::{Body, RequestExt, Response};
use platform::PortError;
use platform::keys::Keys;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use twins::{Faults, Twin, sample};

/// Where providers reach the hub of a run.
const HUB: &str = "https://hub.example.net";

/// What happened in a run, in words, oldest first.
#[derive(Debug, Default)]
pub struct Story(Vec<String>);

impl Story {
    /// Tells one more thing.
    pub fn tell(&mut self, line: String) {
        self.0.push(line);
    }

    /// The whole story.
    pub fn text(&self) -> String {
        self.0.join("\n")
    }
}

/// A run of the hub over the twins.
pub struct Run {
    /// The world.
    pub twin: Twin,
    /// What happened.
    pub story: Story,
    /// Every submission that was accepted, with the reference it was answered with.
    pub accepted: BTreeMap<String, Reference>,
    /// The memorable words that were given out, by reference.
    pub words: BTreeMap<Reference, String>,
    /// Every submission that was sent, accepted or not.
    pub sent: BTreeMap<String, Submission>,
    chance: StdRng,
    now: Timestamp,
    assets: Assets,
    /// Events on their way to a consumer: position in the stream, for each.
    delivered: HashMap<&'static str, usize>,
}

impl Run {
    /// A run from a seed; so many in a thousand calls of a port go wrong.
    pub fn seeded(seed: u64, in_a_thousand: u32) -> Self {
        let twin =
            Twin::new(scarce(sample::profile("thames-valley"), seed), Faults::seeded(seed ^ 0xfa17, in_a_thousand));
        for kind in events::referral::SourceKind::ALL {
            twin.state().tokens.insert(format!("token-{kind}"), format!("client-{kind}"));
            twin.state().clients.insert(format!("client-{kind}"), *kind);
        }
        Self {
            twin,
            story: Story::default(),
            accepted: BTreeMap::new(),
            words: BTreeMap::new(),
            sent: BTreeMap::new(),
            chance: StdRng::seed_from_u64(seed),
            now: "2026-11-23T08:00:00Z".parse().expect("a moment"),
            assets: Assets::unhashed(),
            delivered: HashMap::new(),
        }
    }

    /// So many people, in a failing world, until all has come to rest; every promise is checked on the way.
    pub async fn live(&mut self, people: usize, shared: &[Value]) {
        for _ in 0..people {
            let submission = draw(shared, &mut self.chance);
            self.sent.insert(submission.document["id"].as_str().unwrap().to_owned(), submission);
        }
        self.wait(SignedDuration::ZERO);
        let mut posts: Vec<String> = self.sent.keys().cloned().collect();
        // People press the button again when the line drops, and programmes retry.
        posts.extend(posts.clone().into_iter().filter(|_| self.chance.random_bool(0.4)));
        posts.shuffle(&mut self.chance);
        while let Some(id) = posts.pop() {
            self.post(&id).await;
            for _ in 0..self.chance.random_range(0..6) {
                self.step().await;
            }
            invariants::always(self);
        }
        self.come_to_rest().await;
        invariants::at_rest(self);
    }

    /// The world heals, everybody retries, the clock goes on, and nothing is left to deliver.
    async fn come_to_rest(&mut self) {
        self.twin.heal();
        self.story.tell("the world heals".to_owned());
        let unanswered: Vec<String> = self.sent.keys().filter(|id| !self.accepted.contains_key(*id)).cloned().collect();
        for id in unanswered {
            self.post(&id).await;
        }
        for _ in 0..6 {
            self.deliver_all().await;
            self.wait(SignedDuration::from_mins(3));
            self.tick().await;
        }
        invariants::delivered(self);
        // Windows open, offers lapse.
        for _ in 0..4 * 24 {
            self.wait(SignedDuration::from_hours(1));
            self.tick().await;
            self.deliver_all().await;
        }
    }

    async fn step(&mut self) {
        match self.chance.random_range(0..12) {
            0..=3 => self.deliver("react").await,
            4..=5 => self.deliver("figures").await,
            6..=7 => self.tell_someone().await,
            8 => self.a_provider_answers().await,
            9 => self.a_coordinator_acts().await,
            10 => self.someone_looks_at_their_page().await,
            _ => {
                let minutes = self.chance.random_range(1..90);
                self.wait(SignedDuration::from_mins(minutes));
                self.tick().await;
            }
        }
    }

    async fn post(&mut self, id: &str) {
        let submission = self.sent[id].clone();
        let mut request = lambda_http::http::Request::builder()
            .method(Method::POST)
            .uri("https://hub.example.net/referrals")
            .header("content-type", "application/json")
            .body(Body::from(submission.document.to_string()))
            .expect("a request");
        if let Some(token) = &submission.token {
            request.headers_mut().insert("authorization", format!("Bearer {token}").parse().expect("a header"));
        }
        let request = request.with_raw_http_path("/referrals");
        let keys = Keys::new("a secret for the simulation");
        let room = refer::Room { ports: &self.twin, keys, assets: &self.assets, secure: true };
        let answer = refer::handle(&room, request, self.now, self.chance.random()).await;
        let status = answer.status().as_u16();
        self.story.tell(format!("{} a {} referral is posted: {status}", self.now, submission.kind));
        match status {
            200 | 201 => {
                let reference: Reference = body(&answer)["reference"].as_str().unwrap().parse().expect("a reference");
                if let Some(word) = body(&answer)["memorable_word"].as_str() {
                    self.words.insert(reference.clone(), word.to_owned());
                }
                let before = self.accepted.insert(id.to_owned(), reference.clone());
                assert!(before.is_none_or(|before| before == reference), "a repeat got another reference");
            }
            503 => {}
            other => panic!("a good referral was answered with {other}: {}", body(&answer)),
        }
    }

    /// Time passes.
    fn wait(&mut self, time: SignedDuration) {
        self.now += time;
        self.twin.state().now = self.now;
    }

    /// The stream hands over a batch, sometimes from further back: at least once, in order.
    async fn deliver(&mut self, consumer: &'static str) {
        let position = self.delivered.get(consumer).copied().unwrap_or(0);
        let from =
            position.saturating_sub(if self.chance.random_bool(0.2) { self.chance.random_range(0..4) } else { 0 });
        let batch: Vec<CaseEvent> = self.twin.state().stream.iter().skip(from).take(3).cloned().collect();
        let mut done = from;
        let mut events = batch.into_iter().peekable();
        while let Some(event) = events.next() {
            // Two cases may be on two shards of the stream, and be reacted to at the same moment.
            let apart = |other: &CaseEvent| consumer == "react" && other.reference != event.reference;
            let beside = if self.chance.random_bool(0.5) { events.next_if(apart) } else { None };
            let failed = match &beside {
                Some(other) => {
                    let (one, two) = tokio::join!(self.consume(consumer, &event), self.consume(consumer, other));
                    self.told(consumer, &event, one) | self.told(consumer, other, two)
                }
                None => {
                    let one = self.consume(consumer, &event).await;
                    self.told(consumer, &event, one)
                }
            };
            if failed {
                break;
            }
            done += 1 + usize::from(beside.is_some());
        }
        self.delivered.insert(consumer, position.max(done));
    }

    async fn consume(&self, consumer: &str, event: &CaseEvent) -> Result<(), PortError> {
        match consumer {
            "react" => react::handle(&self.twin, HUB, event.clone(), self.now).await,
            _ => figures::handle(&self.twin, event.clone()).await,
        }
    }

    /// Tells how it went, and whether it comes again. What can never succeed is put aside.
    fn told(&mut self, consumer: &str, event: &CaseEvent, outcome: Result<(), PortError>) -> bool {
        let told = if outcome.is_ok() { "done" } else { "fails, comes again" };
        self.story.tell(format!("{} {consumer} gets {} {}: {told}", self.now, event.id(), event.what.name()));
        if let Err(PortError::Lasting(cause)) = &outcome {
            self.twin.state().graves.push(format!("{}: {cause}", event.id()));
            invariants::always(self);
        }
        outcome.is_err()
    }

    /// A message of the updates queue is delivered: any of them, and it stays when it fails, or by bad luck.
    async fn tell_someone(&mut self) {
        let waiting = self.twin.state().requests.len();
        if waiting == 0 {
            return;
        }
        let place = self.chance.random_range(0..waiting);
        let request = self.twin.state().requests[place].clone();
        let outcome = notify::handle(&self.twin, &request, self.now).await;
        self.story.tell(format!("{} notify is asked for {}: ok {}", self.now, request.key(), outcome.is_ok()));
        if outcome.is_ok() && self.chance.random_bool(0.8) {
            self.twin.state().requests.remove(place);
        }
    }

    /// The right words open the page whenever the world answers at all.
    async fn someone_looks_at_their_page(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let place = self.chance.random_range(0..self.words.len());
        let (reference, word) = self.words.iter().nth(place).expect("one of them");
        let ask = serde_json::json!({"reference": reference, "word": word});
        let request = lambda_http::http::Request::builder()
            .method(Method::POST)
            .uri("https://hub.example.net/me/progress")
            .header("content-type", "application/json")
            .body(Body::from(ask.to_string()))
            .expect("a request")
            .with_raw_http_path("/me/progress");
        let keys = Keys::new("a secret for the simulation");
        let room = mine::Room { ports: &self.twin, keys, assets: &self.assets };
        let status = mine::handle(&room, request, self.now).await.status().as_u16();
        self.story.tell(format!("{} someone looks at their page: {status}", self.now));
        assert!(matches!(status, 200 | 503), "the right words were answered with {status}");
    }

    async fn tick(&mut self) {
        let outcome = clock::handle(&self.twin, HUB, self.now).await;
        self.story.tell(format!("{} the clock ticks: {:?}", self.now, outcome.map_err(|error| error.to_string())));
    }

    async fn deliver_all(&mut self) {
        for consumer in ["react", "figures"] {
            while self.delivered.get(consumer).copied().unwrap_or(0) < self.twin.state().stream.len() {
                self.deliver(consumer).await;
            }
        }
        let requests = std::mem::take(&mut self.twin.state().requests);
        for request in requests {
            notify::handle(&self.twin, &request, self.now).await.expect("a healed world answers");
        }
    }
}

/// The JSON of an answer.
fn body(answer: &Response<Body>) -> Value {
    match answer.body() {
        Body::Text(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        _ => Value::Null,
    }
}
