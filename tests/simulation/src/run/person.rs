//! What people do: they send a referral, look at their own page, say which council they live in.

use super::Run;
use super::http::{hear, post, with};
use events::Reference;
use events::case::{TaskKind, What};
use lambda_http::{Body, Request, Response};
use platform::keys::Keys;
use rand::Rng;
use serde_json::json;

/// The hub's secret.
const SECRET: &str = "a secret for the simulation";

impl Run {
    /// A referral is sent, perhaps not for the first time.
    pub(super) async fn post(&mut self, id: &str) {
        let submission = self.sent[id].clone();
        let mut request = post("/referrals", &submission.document, "");
        if let Some(token) = &submission.token {
            request = with(request, "authorization", &format!("Bearer {token}"));
        }
        let room = refer::Context {
            ports: &self.twin,
            keys: Keys::new(SECRET),
            assets: &self.assets,
            secure: true,
        };
        let heard = hear(
            &self.twin,
            refer::handle(&room, request, self.now, self.chance.random()),
        )
        .await;
        let status = heard.status;
        self.tell(&format!(
            "a {} referral is posted: {status}",
            submission.kind
        ));
        match status {
            200 | 201 => {
                let reference: Reference = heard.body["reference"]
                    .as_str()
                    .unwrap()
                    .parse()
                    .expect("a reference");
                if let Some(word) = heard.body["memorable_word"].as_str() {
                    self.words.insert(reference.clone(), word.to_owned());
                }
                let before = self.accepted.insert(id.to_owned(), reference.clone());
                assert!(
                    before.is_none_or(|before| before == reference),
                    "a repeat got another reference"
                );
            }
            _ if heard.nothing() => {}
            other => panic!("a good referral was answered with {other}: {}", heard.text),
        }
    }

    /// The right words open the page whenever the hub answers at all; who is asked for a council says one, or nonsense.
    pub(super) async fn someone_looks_at_their_page(&mut self) {
        let asked: Vec<&Reference> = self
            .words
            .keys()
            .filter(|reference| self.is_asked(reference))
            .collect();
        let among: Vec<&Reference> = if asked.is_empty() || self.chance.random_bool(0.3) {
            self.words.keys().collect()
        } else {
            asked
        };
        if among.is_empty() {
            return;
        }
        let reference = among[self.chance.random_range(0..among.len())].clone();
        let tells = self.chance.random_bool(0.6);
        let councils = &self.twin.profile().local_authorities;
        let here = councils[self.chance.random_range(0..councils.len())]
            .code
            .clone();
        let (council, means) = match self.chance.random_range(0..6) {
            0..=2 => (here.clone(), Some(Some(here))),
            3..=4 => ("elsewhere".to_owned(), Some(None)),
            _ => ("atlantis".to_owned(), None),
        };
        let before = self.home(&reference);
        if let Some(means) = means.filter(|_| tells) {
            self.deeds
                .councils
                .entry(reference.clone())
                .or_default()
                .push(means);
        }
        let path = if tells { "/me/council" } else { "/me/progress" };
        let ask =
            json!({"reference": reference, "word": self.words[&reference], "council": council});
        // A finger taps twice.
        let twice = self.chance.random_bool(0.2);
        let one = hear(&self.twin, self.page(post(path, &ask, "")));
        let heard = if twice {
            tokio::join!(one, hear(&self.twin, self.page(post(path, &ask, "")))).0
        } else {
            one.await
        };
        let said = if tells {
            format!("tells of council {council}")
        } else {
            "looks at their page".to_owned()
        };
        self.tell(&format!(
            "the person of {reference} {said}: {}",
            heard.status
        ));
        assert!(
            heard.status == 200 || heard.nothing(),
            "the right words were answered with {}",
            heard.status
        );
        let after = self.home(&reference);
        let known = council != "atlantis" && tells;
        assert!(
            known || after == before,
            "a home was told by saying nothing"
        );
        // What somebody closed rests, whatever is said on the page.
        let over = self.twin.state().cases[&reference]
            .ended
            .as_ref()
            .is_some_and(|ended| ended.said);
        let told = heard.status == 200 && known && before.0 && !over;
        assert!(
            !told || !after.0,
            "a council was told, answered and is not recorded"
        );
        assert!(
            before.0 || after == before,
            "a home that was known was changed"
        );
    }

    /// Somebody tries words that are not theirs, for a case or for none, and rarely once: they see nothing, and wait for it.
    pub(super) async fn somebody_guesses(&mut self) {
        let known = self.any_case().filter(|_| self.chance.random_bool(0.9));
        let reference = known
            .as_ref()
            .map_or("22222222", Reference::as_str)
            .to_owned();
        let ask = match self.chance.random_range(0..4) {
            0 => json!({"pass": "made.up.pass"}),
            _ => {
                json!({"reference": reference, "word": "three wrong words", "contact": {"channels": []}})
            }
        };
        let path = [
            "/me/progress",
            "/me/export",
            "/me/change-contact",
            "/me/withdraw",
        ][self.chance.random_range(0..4)];
        let version = |known: &Reference| self.twin.state().cases[known].version;
        let before = known.as_ref().map(version);
        let mut told = Vec::new();
        for _ in 0..self.chance.random_range(1..12) {
            let waited = self.twin.state().waits.len();
            let heard = hear(&self.twin, self.page(post(path, &ask, ""))).await;
            let closed = ask["pass"].is_string();
            let expected = heard.status == if closed { 410 } else { 404 };
            assert!(
                heard.nothing() || expected,
                "wrong words were answered with {}: {}",
                heard.status,
                heard.text
            );
            let waits = self.twin.state().waits.len() > waited;
            assert!(
                closed || heard.nothing() || waits,
                "wrong words cost nothing"
            );
            told.push(heard.status);
        }
        self.tell(&format!(
            "somebody guesses the words of {reference} at {path}: {told:?}"
        ));
        let Some(known) = known else { return };
        let state = self.twin.state();
        let raised = state.events[&known].len() - before.map_or(0, |before| before as usize);
        let noticed =
            state.events[&known]
                .iter()
                .rev()
                .take(raised)
                .all(|event| match &event.what {
                    What::TaskGiven(given) => given.kind == TaskKind::WrongWords,
                    _ => false,
                });
        assert!(noticed && raised <= 1, "{known}: wrong words did something");
        drop(state);
        if raised == 1 {
            self.happened("somebody's guesses are noticed");
        }
    }

    pub(super) async fn page(&self, request: Request) -> Response<Body> {
        let room = mine::Context {
            ports: &self.twin,
            keys: Keys::new(SECRET),
            assets: &self.assets,
        };
        mine::handle(&room, request, self.now).await
    }

    /// Whether the person is asked for a council, and what is known of it.
    fn home(&self, reference: &Reference) -> (bool, Option<String>) {
        let state = self.twin.state();
        let received = &state.cases[reference].received;
        (received.ask_council, received.local_authority.clone())
    }

    fn is_asked(&self, reference: &Reference) -> bool {
        self.home(reference).0
    }
}
