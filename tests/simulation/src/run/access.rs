//! What opens the pages: words, codes and passes, those that are still good and those that are not. A person changes their
//! words, a coordinator gives new ones, and somebody keeps the old ones and tries them.

use super::Run;
use super::requests::{Answer, answer_of, post, with};
use domain::case::commands::person::MOST_WRONG_WORDS;
use events::Reference;
use events::case::{AccessStep, CaseChange, TaskKind};
use jiff::{SignedDuration, Timestamp};
use lambda_http::Request;
use rand::Rng;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What opens a page: the fields of a request that name the case and open it.
#[derive(Clone, Debug, PartialEq)]
struct Opener(Value);

/// What people hold that opens pages.
#[derive(Default)]
pub(super) struct Openers {
    /// The number of the access when each person's words were given.
    given_for: BTreeMap<Reference, u32>,
    /// The codes that partners were given.
    codes: BTreeMap<Reference, String>,
    /// The passes in pages that somebody else has seen, with the number of the access at that time.
    seen_passes: Vec<(Reference, u32, String)>,
    /// What opens nothing any more.
    old: Vec<(Reference, Opener)>,
    /// How many wrong words were sent for each number of the access.
    guesses: BTreeMap<(Reference, u32), u32>,
    /// When the last of them was sent.
    last_guess: Option<Timestamp>,
}

impl Run {
    /// How often the access to a page was changed, and whether the page is open, counted from the events.
    pub(super) fn access_of(&self, reference: &Reference) -> (u32, bool) {
        let state = self.twin.state();
        let (mut number, mut open) = (0, true);
        for event in &state.events[reference] {
            match &event.what {
                CaseChange::AccessChanged(changed) => {
                    number += 1;
                    open = changed.what != AccessStep::Closed;
                }
                CaseChange::Erased { .. } => open = false,
                _ => {}
            }
        }
        (number, open)
    }

    /// What the sender of a referral is given. The police are given nothing, and only the person is given words.
    pub(super) fn hear_openers(&mut self, reference: &Reference, kind: &str, body: &Value) {
        let (word, code) = (&body["memorable_word"], &body["opening_code"]);
        let police = ["police", "british-transport-police", "action-fraud"].contains(&kind);
        assert!(
            !police || word.is_null() && code.is_null(),
            "{kind} was given what opens a person's page"
        );
        assert!(
            kind == "self" || word.is_null(),
            "a partner was given the words"
        );
        assert!(
            kind != "self" || code.is_null(),
            "a person was given a code"
        );
        if let Some(word) = word.as_str() {
            // They are of the first number, however late the answer comes.
            self.words.insert(reference.clone(), word.to_owned());
            self.openers.given_for.insert(reference.clone(), 0);
        }
        if let Some(code) = code.as_str() {
            self.openers
                .codes
                .insert(reference.clone(), code.to_owned());
        }
        self.put_old_words_aside();
    }

    /// Somebody is told new words.
    pub(super) fn learn_words(&mut self, reference: &Reference, words: &str) {
        let (number, _) = self.access_of(reference);
        let opener = Opener(json!({"reference": reference, "word": words}));
        let old = self.openers.old.contains(&(reference.clone(), opener));
        assert!(!old, "{reference}: the new words are old ones");
        let before = self.words.insert(reference.clone(), words.to_owned());
        self.openers.given_for.insert(reference.clone(), number);
        if let Some(before) = before.filter(|before| before != words) {
            self.openers.old.push((
                reference.clone(),
                Opener(json!({"reference": reference, "word": before})),
            ));
        }
    }

    /// The words that open nothing any more are kept by somebody else.
    pub(super) fn put_old_words_aside(&mut self) {
        let over: Vec<Reference> = self
            .words
            .keys()
            .filter(|reference| {
                let (number, open) = self.access_of(reference);
                !open || self.openers.given_for.get(*reference) != Some(&number)
            })
            .cloned()
            .collect();
        for reference in over {
            let words = self.words.remove(&reference);
            let opener = Opener(json!({"reference": reference, "word": words}));
            self.openers.old.push((reference, opener));
        }
    }

    /// Somebody looks over the person's shoulder and copies the pass.
    pub(super) fn copy_pass(&mut self, reference: &Reference, pass: &str) {
        let (number, _) = self.access_of(reference);
        self.openers
            .seen_passes
            .push((reference.clone(), number, pass.to_owned()));
    }

    /// Whether so many wrong words were sent that only a call opens the page.
    pub(super) fn opens_after_call(&self, reference: &Reference) -> bool {
        let (number, _) = self.access_of(reference);
        let sent = self.openers.guesses.get(&(reference.clone(), number));
        sent.is_some_and(|sent| *sent >= MOST_WRONG_WORDS)
    }

    /// Whether somebody guessed so lately that all who ask from the same address may have to wait. A fault may keep the
    /// right words among the guesses.
    pub(super) fn has_to_wait(&self) -> bool {
        let lately = |at: Timestamp| self.now.duration_since(at) <= SignedDuration::from_mins(15);
        self.openers.last_guess.is_some_and(lately)
            || self.twin.state().try_kept_at.is_some_and(lately)
    }

    /// Somebody sent wrong words.
    pub(super) fn note_guess(&mut self) {
        self.openers.last_guess = Some(self.now);
    }

    /// Counts wrong words that may have been counted.
    pub(super) fn count_guess(&mut self, reference: &Reference) {
        let (number, _) = self.access_of(reference);
        self.note_guess();
        *self
            .openers
            .guesses
            .entry((reference.clone(), number))
            .or_default() += 1;
    }

    /// Each try comes from somewhere else.
    pub(super) fn asked_elsewhere(&mut self, request: Request) -> Request {
        let number: u32 = self.chance.random();
        with(request, "x-hub-asker", &format!("{number}:4711"))
    }

    /// A person enters the code that a partner handed over, perhaps after somebody else did. It opens the page once.
    pub(super) async fn use_code(&mut self) {
        let all: Vec<Reference> = self.openers.codes.keys().cloned().collect();
        if all.is_empty() {
            return;
        }
        let reference = all[self.chance.random_range(0..all.len())].clone();
        let before = self.access_of(&reference);
        let code = &self.openers.codes[&reference];
        let body = json!({"reference": reference, "word": code});
        let request = self.asked_elsewhere(post("/me/progress", &body, ""));
        let heard = answer_of(&self.twin, self.page(request)).await;
        self.tell(&format!(
            "the code of {reference} is entered: {}",
            heard.status
        ));
        let after = self.access_of(&reference);
        let opened = heard.status == 200;
        assert!(
            !opened || before == (0, true) && after == (1, true),
            "{reference}: a code opened what it must not"
        );
        if !opened && !heard.is_lost() {
            assert_eq!(
                before, after,
                "{reference}: a code changed what it did not open"
            );
            self.count_guess(&reference);
        }
        if opened {
            self.count("a code opens a page");
            let words = heard.body["memorable_word"].as_str().expect("words");
            self.learn_words(&reference, words);
        } else if before != (0, true) {
            self.count("a used code opens nothing");
        }
    }

    /// Somebody tries words or a page from before the access was changed.
    pub(super) async fn try_old_words(&mut self) {
        self.put_old_words_aside();
        let passes: Vec<(Reference, Opener)> = self
            .openers
            .seen_passes
            .iter()
            .filter(|(reference, number, _)| self.access_of(reference) != (*number, true))
            .map(|(reference, _, pass)| (reference.clone(), Opener(json!({"pass": pass}))))
            .collect();
        let among = if passes.is_empty() || self.chance.random_bool(0.5) {
            &self.openers.old
        } else {
            &passes
        };
        if among.is_empty() {
            return;
        }
        let (reference, opener) = among[self.chance.random_range(0..among.len())].clone();
        self.try_old(reference, opener).await;
    }

    /// The same page, in another tab, right after the access was changed on this one.
    pub(super) async fn try_old_page(&mut self, reference: &Reference) {
        let now = self.access_of(reference);
        let seen = self.openers.seen_passes.iter().rev();
        let mut old = seen.filter(|(of, number, _)| of == reference && (*number, true) != now);
        if let Some((reference, _, pass)) = old.next().cloned() {
            self.try_old(reference, Opener(json!({"pass": pass}))).await;
        }
    }

    async fn try_old(&mut self, reference: Reference, Opener(mut body): Opener) {
        let path = [
            "/me/progress",
            "/me/export",
            "/me/access",
            "/me/withdraw",
            "/me/new-words",
            "/me/council",
        ][self.chance.random_range(0..6)];
        let version = self.twin.state().cases[&reference].version;
        body["version"] = json!(version);
        let request = self.asked_elsewhere(post(path, &body, ""));
        let heard = answer_of(&self.twin, self.page(request)).await;
        self.tell(&format!(
            "somebody tries what opened the page of {reference} before, at {path}: {}",
            heard.status
        ));
        let refused = matches!(heard.status, 403 | 404 | 410 | 429);
        assert!(
            refused || heard.is_lost(),
            "{reference}: old words opened a page: {}",
            heard.status
        );
        if body["word"].is_string() {
            self.count_guess(&reference);
        }
        let state = self.twin.state();
        let noticed = |event: &events::case::CaseEvent| match &event.what {
            CaseChange::TaskGiven(task) => task.kind == TaskKind::WrongWords,
            _ => false,
        };
        // By number: of an erased case only the remains are left.
        let mut new = state.events[&reference]
            .iter()
            .filter(|event| event.seq > version);
        assert!(new.all(noticed), "{reference}: old words did something");
        drop(state);
        if refused {
            self.count("old words open nothing");
        }
    }

    /// The answers to a request for new words. All of them have the same words.
    pub(super) fn hear_new_words(&mut self, reference: &Reference, heard: &[Answer]) {
        let mut words: Vec<&str> = heard
            .iter()
            .filter_map(|heard| heard.body["memorable_word"].as_str())
            .collect();
        words.dedup();
        assert!(words.len() <= 1, "{reference} has two kinds of words");
        if let Some(words) = words.first() {
            self.learn_words(reference, words);
        }
    }
}
