//! Somebody makes up many referrals from one connection, with the address of somebody else, between those of honest people.

use super::Run;
use super::requests::{SOMEONE, answer_of, get, post, with};
use crate::invariants;
use crate::people::made_up;
use events::Reference;
use events::case::CoordinatorReason;
use jiff::Timestamp;
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

/// How many one flood has. The tenth within an hour is set aside.
const FLOOD: usize = 13;

/// What the sender of a flood was answered: when, about which kind of referral, and all that is not about one case.
#[derive(Default)]
pub(super) struct HeardByFlooder(Vec<(Timestamp, bool, Value)>);

impl Run {
    /// All of it within one minute.
    pub(super) async fn flood(&mut self) {
        let mut ids = Vec::new();
        for number in 0..FLOOD {
            let submission = made_up(number % 2 == 0, &mut self.chance);
            let id = submission.document["id"].as_str().unwrap().to_owned();
            self.sent.insert(id.clone(), submission);
            ids.push(id);
        }
        for id in &ids {
            self.post(id).await;
            // A repeat adds nothing.
            if self.chance.random_bool(0.2) {
                self.post(id).await;
            }
            invariants::always(self);
        }
    }

    /// The sender compares the answers: those to a referral that was set aside look like all others.
    pub(super) fn hear_flood(&mut self, document: &Value, status: u16, mut answer: Value) {
        for name in ["reference", "memorable_word"] {
            let known = answer[name].as_str().is_some_and(|text| !text.is_empty());
            assert!(known || status == 200, "an answer has no {name}");
            answer[name] = Value::Null;
        }
        let (now, danger) = (self.now, document["safety"]["in_danger_now"] == true);
        let same = |(at, other, _): &&(Timestamp, bool, Value)| *at == now && *other == danger;
        if let Some((_, _, before)) = self.heard_by_flooder.0.iter().find(same)
            && status == 201
        {
            assert_eq!(*before, answer, "the sender learns that it was set aside");
        }
        if status == 201 {
            self.heard_by_flooder.0.push((now, danger, answer));
        }
    }

    /// The cases that wait because they were set aside.
    fn waiting(&self) -> Vec<(Reference, String)> {
        let state = self.twin.state();
        // The others are still on their way to the coordinators.
        let open = state
            .cases
            .values()
            .filter(|case| case.coordination.held(CoordinatorReason::SetAside));
        open.filter_map(|case| Some((case.reference.clone(), case.set_aside()?.to_owned())))
            .collect()
    }

    /// A coordinator reads the queue, where these cases come after all others, and decides about one of them, or about
    /// all that came from one connection.
    pub(super) async fn coordinator_decides_flood(&mut self) {
        let waiting = self.waiting();
        let Some((reference, mark)) = waiting.choose(&mut self.chance).cloned() else {
            return;
        };
        self.read_queue().await;
        let (what, done) = match self.chance.random_range(0..6) {
            0..=1 => ("let-through", "all of one connection go on"),
            2..=3 => ("close", "all of one connection are closed"),
            _ => {
                let path = format!("/hub/cases/{reference}/let-through");
                let says_why = self.chance.random_bool(0.5);
                let request = post(&path, &json!({}), "coordinator employer-hub");
                let request = if says_why {
                    with(request, "x-hub-reason", "covering")
                } else {
                    request
                };
                let handled = coordinate::handle(&self.twin, request, self.now);
                let heard = answer_of(&self.twin, handled).await;
                self.tell(&format!("{reference} is let through: {}", heard.status));
                let exists = self.exists_for(&reference, SOMEONE, false);
                let expected = match (exists, self.asks_why(&reference, SOMEONE) && !says_why) {
                    (false, _) => 404,
                    (true, true) => 403,
                    (true, false) => 200,
                };
                assert!(
                    heard.status == expected || heard.is_lost(),
                    "{expected}, not {}",
                    heard.text
                );
                if heard.status == 200 {
                    self.count("a case that was set aside goes on");
                }
                return;
            }
        };
        let mut body = json!({"mark": mark, "step": what});
        for _ in 0..20 {
            let request = post("/hub/set-aside", &body, "coordinator employer-hub");
            let handled = coordinate::handle(&self.twin, request, self.now);
            let heard = answer_of(&self.twin, handled).await;
            self.tell(&format!("{what} for one connection: {}", heard.status));
            assert!(heard.status == 200 || heard.is_lost(), "{}", heard.text);
            if heard.is_lost() || heard.body["failed"] != json!([]) {
                return;
            }
            if heard.body["next"].is_null() {
                let left = self.waiting();
                assert!(
                    left.iter().all(|(_, other)| *other != mark),
                    "a case of one connection was left out"
                );
                self.count(done);
                return;
            }
            body["next"] = heard.body["next"].clone();
        }
        panic!("a decision about one connection never ends");
    }

    /// Nobody who came alone stands behind a flood.
    async fn read_queue(&mut self) {
        let (mut path, mut behind) = ("/hub/queue".to_owned(), false);
        for _ in 0..200 {
            let request = get(&path, "coordinator employer-hub");
            let request = with_query(request, &path);
            let handled = coordinate::handle(&self.twin, request, self.now);
            let heard = answer_of(&self.twin, handled).await;
            if heard.is_lost() {
                return;
            }
            for row in heard.body["rows"].as_array().expect("rows") {
                let aside = !row["set_aside"].is_null();
                assert!(
                    aside || !behind,
                    "a case stands behind one that was set aside"
                );
                behind |= aside;
            }
            let Some(next) = heard.body["next"].as_str() else {
                return;
            };
            path = format!("/hub/queue?after={next}");
        }
    }
}

fn with_query(request: lambda_http::Request, path: &str) -> lambda_http::Request {
    use lambda_http::RequestExt as _;
    let Some((_, query)) = path.split_once('?') else {
        return request;
    };
    let (name, value) = query.split_once('=').expect("a parameter");
    let parameters = std::collections::HashMap::from([(name.to_owned(), vec![value.to_owned()])]);
    request
        .with_raw_http_path("/hub/queue")
        .with_query_string_parameters(parameters)
}
