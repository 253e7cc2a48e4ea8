//! People send a referral, look at their page, and do something on it. Some commands are impossible.

use super::Run;
use super::requests::{Answer, answer_of, form, post, with};
use crate::people;
use events::Reference;
use events::case::{AccessStep, Actor, Case, CaseChange, ChoiceReason, ComplaintAbout, TaskKind};
use events::referral::Scope;
use events::update::UpdateKind;
use jiff::SignedDuration;
use lambda_http::{Body, Request, Response};
use platform::keys::Keys;
use rand::Rng;
use serde_json::{Value, json};
use twins::SECRET;

/// The weeks of quiet that a page offers, and one value that it does not.
const WEEKS: [u8; 5] = [1, 2, 4, 12, 3];

impl Run {
    /// A referral is sent, perhaps again.
    pub(super) async fn post(&mut self, id: &str) {
        let submission = self.sent[id].clone();
        let mut request = post("/referrals", &submission.document, "");
        if let Some(token) = &submission.token {
            request = with(request, "authorization", &format!("Bearer {token}"));
        }
        request = with(request, "x-hub-asker", &submission.asker);
        let room = refer::Context {
            ports: &self.twin,
            keys: Keys::new(SECRET),
            assets: &self.assets,
            secure: true,
        };
        let heard = answer_of(
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
                let before = self.accepted.insert(id.to_owned(), reference.clone());
                assert!(
                    before.is_none_or(|before| before == reference),
                    "a repeat got another reference"
                );
                self.hear_openers(&reference, &submission.kind, &heard.body);
                if submission.asker == people::FLOODER {
                    self.hear_flood(&submission.document, status, heard.body);
                }
            }
            _ if heard.is_lost() => {}
            // A repeat makes no new case of somebody who was erased.
            409 => {
                let reference = self.erased_case_of(id);
                self.count("a repeat after an erasure is refused");
                let before = self.accepted.insert(id.to_owned(), reference.clone());
                assert!(before.is_none_or(|before| before == reference));
            }
            other => panic!("a good referral was answered with {other}: {}", heard.text),
        }
    }

    /// The erased case that an earlier try of the submission made.
    fn erased_case_of(&self, id: &str) -> Reference {
        let state = self.twin.state();
        let made = state.stream.iter().find(|event| match &event.what {
            CaseChange::Received(received) => received.submission == id,
            _ => false,
        });
        let reference = made.expect("a good referral was refused").reference.clone();
        assert!(
            state.cases[&reference].has_only_remains(),
            "a good referral was refused"
        );
        reference
    }

    /// The right words open the page whenever the hub answers. A person who is asked for a council gives one, or
    /// nonsense.
    pub(super) async fn view_page(&mut self) {
        self.put_old_words_aside();
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
            self.actions
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
        let one = answer_of(&self.twin, self.page(post(path, &ask, "")));
        let heard = if twice {
            tokio::join!(one, answer_of(&self.twin, self.page(post(path, &ask, "")))).0
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
        let after_call = heard.status == 403 && self.opens_after_call(&reference)
            || heard.status == 429 && self.has_to_wait();
        // The page asks again where the answer is no council.
        let asks_again = heard.status == 422 && tells && council == "atlantis";
        assert!(
            heard.status == 200 || asks_again || heard.is_lost() || after_call,
            "the right words were answered with {}",
            heard.status
        );
        let after = self.home(&reference);
        let told = heard.text.contains("set_aside") || heard.text.contains("set-aside");
        assert!(!told, "a page says that the case was set aside");
        let known = council != "atlantis" && tells;
        assert!(
            known || after == before,
            "a home was told by saying nothing"
        );
        // A closed case rests, whatever the page sends.
        let over = self.twin.state().cases[&reference]
            .lifecycle
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

    /// Somebody tries wrong words, for a case or for an unknown reference, often repeatedly. They see nothing, and have
    /// to wait.
    pub(super) async fn guess_words(&mut self) {
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
        for _ in 0..self.chance.random_range(1..30) {
            let waited = self.twin.state().waits.len();
            let request = self.asked_elsewhere(post(path, &ask, ""));
            let heard = answer_of(&self.twin, self.page(request)).await;
            let closed = ask["pass"].is_string();
            let after_call = known
                .as_ref()
                .is_none_or(|known| self.opens_after_call(known));
            let expected = match heard.status {
                403 => after_call,
                429 => self.has_to_wait(),
                status => status == if closed { 410 } else { 404 },
            };
            self.note_guess();
            if let Some(known) = known.as_ref().filter(|_| !closed) {
                self.count_guess(known);
            }
            assert!(
                heard.is_lost() || expected,
                "wrong words were answered with {}: {}",
                heard.status,
                heard.text
            );
            let waits = self.twin.state().waits.len() > waited;
            assert!(
                closed || heard.is_lost() || waits,
                "wrong words cost nothing"
            );
            told.push(heard.status);
        }
        self.tell(&format!(
            "somebody guesses the words of {reference} at {path}: {told:?}"
        ));
        let Some(known) = known else { return };
        let state = self.twin.state();
        let raised = (state.cases[&known].version - before.unwrap_or(0)) as usize;
        let noticed =
            state.events[&known]
                .iter()
                .rev()
                .take(raised)
                .all(|event| match &event.what {
                    CaseChange::TaskGiven(task) => task.kind == TaskKind::WrongWords,
                    _ => false,
                });
        assert!(noticed && raised <= 1, "{known}: wrong words did something");
        drop(state);
        if raised == 1 {
            self.count("somebody's guesses are noticed");
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

    /// Whether the person is asked for a council, and which is known.
    fn home(&self, reference: &Reference) -> (bool, Option<String>) {
        let state = self.twin.state();
        let received = &state.cases[reference].received;
        (received.ask_council, received.local_authority.clone())
    }

    fn is_asked(&self, reference: &Reference) -> bool {
        self.home(reference).0
    }

    /// A person does something on their page. Some commands are impossible.
    pub(super) async fn person_acts(&mut self) {
        self.put_old_words_aside();
        // Few people were handed on by a coordinator. They can withdraw that consent too.
        let handed_on = |case: &Case| {
            case.support
                .live()
                .any(|onward| onward.offered.hand_on.is_some())
        };
        let few = self
            .any_case_that(handed_on)
            .filter(|of| self.words.contains_key(of));
        let few = few.filter(|_| self.chance.random_bool(0.3));
        let Some(reference) = few.or_else(|| self.any_own_case()) else {
            return;
        };
        let k = self.chance.random_range(0..60_usize);
        let (act, body) = match self.chance.random_range(0..21) {
            0 => ("withdraw", json!({})),
            1 => ("reopen", json!({})),
            2..=3 => ("pause", json!({"weeks": WEEKS[k % WEEKS.len()]})),
            4 => ("resume", json!({})),
            5..=6 => (
                "change-contact",
                json!({"contact": self.otherwise(&reference), "old_mail_safe": k % 2 == 0}),
            ),
            7..=9 => ("agree", json!({"scope": self.agreed_to()})),
            10 => (
                "refuse",
                json!({"provider": self.a_provider_of(&reference), "reason": ChoiceReason::Asked}),
            ),
            11 => {
                let words = format!("Own words of {reference}, a complaint.");
                (
                    "complain",
                    json!({"about": ComplaintAbout::ALL[k % 2], "words": words}),
                )
            }
            12 | 18 => {
                let at =
                    self.now + SignedDuration::from_mins(i64::try_from(k * 97).expect("minutes"));
                let here = at.to_zoned(jiff::tz::get!("Europe/London"));
                // Few people have safe hours, and hardly any at night.
                let time = if k % 3 == 0 { "03:30" } else { "%H:%M" };
                let (day, time) = (
                    here.strftime("%Y-%m-%d").to_string(),
                    here.strftime(time).to_string(),
                );
                ("call", json!({"day": day, "time": time}))
            }
            13..=14 => (
                "say",
                json!({"words": format!("Own words of {reference}, said on the page.")}),
            ),
            15 => ("feedback", json!({"helped": k % 7, "felt_safe": 5})),
            16 => {
                let waits = |case: &Case| !case.contact.unconfirmed.is_empty();
                let of = self
                    .any_case_that(waits)
                    .filter(|of| self.words.contains_key(of))
                    .unwrap_or(reference);
                let code = self.code_for(&of);
                self.send_command(&of, "confirm-contact", json!({"code": code}))
                    .await;
                return;
            }
            17 => (["restorative-justice", "panel", "delete"][k % 3], json!({})),
            19 if k % 3 == 0 => ("close-page", json!({})),
            _ => {
                let id: u128 = self.chance.random();
                ("new-words", json!({"id": format!("{id:032x}")}))
            }
        };
        if self.send_command(&reference, act, body).await {
            self.try_old_page(&reference).await;
        }
    }

    /// Somebody else has the person's words and phone. They put their own address in place of all that were safe, and
    /// stop everything, or read the code that was sent to them.
    pub(super) async fn somebody_else_acts(&mut self) {
        self.put_old_words_aside();
        let Some(reference) = self.any_own_case() else {
            return;
        };
        let number = self.witness.records[&reference].contact.changes;
        let address = format!("{reference}.{number}.other@example.org");
        let contact = json!({"channels": [
            {"kind": "email", "safe": true, "address": address},
            {"kind": "online", "safe": true},
        ]});
        let still_safe = self.chance.random_bool(0.2);
        let body = json!({"contact": contact, "old_mail_safe": still_safe});
        self.send_command(&reference, "change-contact", body).await;
        match self.chance.random_range(0..3) {
            _ if !self.access_of(&reference).1 => {}
            0 => {
                self.send_command(&reference, "withdraw", json!({})).await;
            }
            1 => {
                self.send_command(&reference, "agree", json!({"scope": []}))
                    .await;
            }
            _ => {}
        }
        self.count("somebody else changes the ways of contact");
    }

    /// The code in the last mail of that case that had one.
    fn code_for(&self, reference: &Reference) -> String {
        let state = self.twin.state();
        let sent = state.mails.iter().any(|mail| {
            mail.update.reference == *reference && mail.update.kind == UpdateKind::ConfirmContact
        });
        let person = state.people.get(reference);
        let code = person.and_then(|person| person.pointer("/page_change/code"));
        // Anyone who reads the mail knows its code.
        let read = |code: &Value| {
            let address = code["address"].as_str();
            let came = |mail: &twins::Mail| Some(mail.to.as_str()) == address;
            let text = code["code"].as_str().unwrap_or_default().to_owned();
            state.mails.iter().any(came).then_some(text)
        };
        code.filter(|_| sent)
            .and_then(read)
            .unwrap_or_else(|| "000 000 000".to_owned())
    }

    /// A person does something with their words or with a page's pass, perhaps tapping twice, and retries lost answers.
    /// What is answered as done is done, and once. Returns whether other words open the page now, or nothing does.
    async fn send_command(&mut self, reference: &Reference, act: &str, mut body: Value) -> bool {
        let before = self.twin.state().events[reference].len();
        let (access, _) = self.access_of(reference);
        let old = self.chance.random_bool(0.1);
        let version = self.version_of(reference).await;
        let seen = self.versions.entry(reference.clone()).or_default();
        if !version.is_empty() && !seen.contains(&version) {
            seen.push(version);
        }
        // Some pages are older than what was done since.
        let version = match seen.as_slice() {
            [] => String::new(),
            [first, ..] if old => first.clone(),
            [.., last] => last.clone(),
        };
        body["version"] = json!(version);
        // Somebody has the page open in another tab.
        if matches!(act, "new-words" | "close-page")
            && let Some(pass) = self.pass_of(reference).await
        {
            self.copy_pass(reference, &pass);
        }
        let pass = if self.chance.random_bool(0.3) {
            self.pass_of(reference).await
        } else {
            None
        };
        match pass {
            Some(pass) => {
                self.copy_pass(reference, &pass);
                body["pass"] = json!(pass);
            }
            None => {
                (body["reference"], body["word"]) = (json!(reference), json!(self.words[reference]))
            }
        }
        let path = format!("/me/{act}");
        let twice = self.chance.random_bool(0.15);
        let ask = || answer_of(&self.twin, self.page(post(&path, &body, "")));
        let mut heard = Vec::new();
        if twice {
            let (one, two) = tokio::join!(ask(), ask());
            heard = vec![one, two];
        }
        while heard.len() < 4 && heard.last().is_none_or(Answer::is_lost) {
            heard.push(ask().await);
        }
        let told: Vec<u16> = heard.iter().map(|heard| heard.status).collect();
        self.tell(&format!(
            "the person of {reference}: {act} with {body}: {told:?}"
        ));
        for refused in heard
            .iter()
            .filter(|heard| matches!(heard.status, 409 | 422))
        {
            let why = refused.body["title"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            self.count(&format!("refused: {why}"));
        }
        // What closed the page, or changed the words, cannot be sent again; and after very many guesses nothing opens it.
        let (now, _) = self.access_of(reference);
        let after_call = self.opens_after_call(reference);
        let has_to_wait = self.has_to_wait();
        let expected = |status: &u16| match status {
            404 | 410 => now != access,
            403 => after_call,
            // A try that broke off was counted and not taken back.
            429 => has_to_wait || heard.iter().any(Answer::is_lost),
            status => matches!(status, 200 | 409 | 422 | 502 | 503),
        };
        if told.contains(&404) {
            self.count_guess(reference);
        }
        assert!(
            told.iter().all(expected),
            "the right words were answered with {told:?} to {act}"
        );
        self.hear_new_words(reference, &heard);
        let state = self.twin.state();
        let added = state.events[reference][before..]
            .iter()
            .filter(|event| adds_on_repeat(&event.what))
            .count();
        assert!(added <= 1, "{reference}: {act} was done {added} times");
        if told.contains(&200) {
            let person = state.people.get(reference);
            assert!(
                shows_effect(act, &body, &state.cases[reference], person),
                "{act} was answered as done and is not"
            );
        }
        drop(state);
        if told.contains(&200) {
            self.count(&format!("done: {act}"));
        }
        now != access
    }

    /// The version in the page that their words open, unless the answer is lost.
    async fn version_of(&self, reference: &Reference) -> String {
        let ask = json!({"reference": reference, "word": self.words[reference]});
        let page = answer_of(&self.twin, self.page(post("/me/progress", &ask, ""))).await;
        page.body["version"].as_str().unwrap_or_default().to_owned()
    }

    /// The pass in a page that their words open.
    async fn pass_of(&self, reference: &Reference) -> Option<String> {
        let words = format!(
            "reference={reference}&word={}",
            self.words[reference].replace(' ', "+")
        );
        let page = answer_of(&self.twin, self.page(form("/me/progress", words)))
            .await
            .text;
        let (_, from) = page.split_once("name=\"pass\" value=\"")?;
        from.split_once('"').map(|(pass, _)| pass.to_owned())
    }

    /// Another way of contact becomes safe, or none. An address belongs to one person at a time, so that a leak shows
    /// whose it is.
    pub(super) fn otherwise(&mut self, reference: &Reference) -> Value {
        let mut contact = people::contact(&mut self.chance);
        let number = self.witness.records[reference].contact.changes;
        let channels = contact["channels"].as_array_mut().into_iter().flatten();
        for (place, channel) in channels
            .enumerate()
            .filter(|(_, channel)| channel["kind"] == "email")
        {
            channel["address"] = json!(format!("{reference}.{number}.{place}@example.org"));
        }
        contact
    }

    /// Consent to everything, to nothing, or to something between.
    pub(super) fn agreed_to(&mut self) -> Vec<Scope> {
        let usual = vec![Scope::Assess, Scope::ShareWithProviders, Scope::Updates];
        match self.chance.random_range(0..5) {
            0..=1 => usual,
            2 => vec![Scope::Assess],
            3 => Vec::new(),
            _ => Scope::ALL
                .iter()
                .copied()
                .filter(|_| self.chance.random_bool(0.6))
                .collect(),
        }
    }

    /// A provider that was asked about the case, or another one.
    fn a_provider_of(&mut self, reference: &Reference) -> String {
        let state = self.twin.state();
        let onwards = &state.cases[reference].support.onwards;
        match onwards.len() {
            0 => "nobody".to_owned(),
            many => onwards[self.chance.random_range(0..many)]
                .offered
                .provider
                .clone(),
        }
    }

    /// A random case whose page somebody can open.
    fn any_own_case(&mut self) -> Option<Reference> {
        let known = self
            .words
            .keys()
            .filter(|reference| self.witness.records.contains_key(reference));
        let all: Vec<&Reference> = known.collect();
        if all.is_empty() {
            None
        } else {
            Some(all[self.chance.random_range(0..all.len())].clone())
        }
    }

    /// A random case.
    pub(super) fn any_case(&mut self) -> Option<Reference> {
        let all: Vec<&Reference> = self.witness.records.keys().collect();
        if all.is_empty() {
            None
        } else {
            Some(all[self.chance.random_range(0..all.len())].clone())
        }
    }

    /// A random case that meets the condition.
    pub(super) fn any_case_that(&mut self, holds: impl Fn(&Case) -> bool) -> Option<Reference> {
        let state = self.twin.state();
        let all: Vec<&Reference> = state
            .cases
            .values()
            .filter(|case| holds(case))
            .map(|case| &case.reference)
            .collect();
        if all.is_empty() {
            None
        } else {
            Some(all[self.chance.random_range(0..all.len())].clone())
        }
    }
}

/// Whether doing it twice would add something twice.
fn adds_on_repeat(what: &CaseChange) -> bool {
    match what {
        CaseChange::TaskGiven(task) => matches!(task.kind, TaskKind::Call | TaskKind::ReadWords),
        CaseChange::Complained { by, .. } => *by == Actor::Person,
        CaseChange::FeedbackGiven(_) => true,
        CaseChange::AccessChanged(changed) => changed.what == AccessStep::NewWords,
        _ => false,
    }
}

/// Whether the case shows the effect of that command.
fn shows_effect(act: &str, body: &Value, case: &Case, person: Option<&Value>) -> bool {
    let waits = |kind| case.coordination.open_tasks().any(|task| task.kind == kind);
    match act {
        "withdraw" => case
            .lifecycle
            .ended
            .as_ref()
            .is_some_and(|ended| ended.said),
        "reopen" => case.lifecycle.ended.is_none(),
        "pause" => case.contact.paused_until.is_some(),
        "resume" => case.contact.paused_until.is_none(),
        "change-contact" => person.is_some_and(|person| person["contact"] == body["contact"]),
        "confirm-contact" => {
            person.is_some_and(|person| person.pointer("/page_change/code").is_none())
        }
        "refuse" => !case
            .support
            .live()
            .any(|onward| body["provider"] == onward.offered.provider.as_str()),
        "agree" => {
            let shares = body["scope"]
                .as_array()
                .is_some_and(|scope| scope.contains(&json!("share-with-providers")));
            shares
                || !case
                    .support
                    .live()
                    .any(|onward| onward.offered.hand_on.is_none())
        }
        "complain" => !case.coordination.complaints.is_empty(),
        "call" => waits(TaskKind::Call),
        "say" => waits(TaskKind::ReadWords),
        "restorative-justice" => waits(TaskKind::RestorativeJustice),
        "panel" => waits(TaskKind::Panel),
        "delete" => waits(TaskKind::Deletion),
        "close-page" => !case.has_open_page(),
        _ => true,
    }
}
