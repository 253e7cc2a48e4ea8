//! What a person does on their own page in the middle of it all: quiet, another way to be reached, no more sharing, an end.

use super::Run;
use super::http::{Heard, form, hear, post};
use crate::people;
use events::Reference;
use events::case::{By, Case, ComplaintAbout, TaskKind, What, WhyChosen};
use events::referral::Scope;
use jiff::SignedDuration;
use rand::Rng;
use serde_json::{Value, json};

/// The quiets that a page offers, and one that it does not.
const WEEKS: [u8; 5] = [1, 2, 4, 12, 3];

impl Run {
    /// A person does something on their own page; sometimes what cannot be done.
    pub(super) async fn a_person_asks(&mut self) {
        // Whom a coordinator handed on is few, and may take that back like all the rest.
        let handed_on = |case: &Case| case.live().any(|onward| onward.offered.hand_on.is_some());
        let few = self
            .any_case_that(handed_on)
            .filter(|of| self.words.contains_key(of));
        let few = few.filter(|_| self.chance.random_bool(0.3));
        let Some(reference) = few.or_else(|| self.any_own_case()) else {
            return;
        };
        let k = self.chance.random_range(0..60_usize);
        let (act, body) = match self.chance.random_range(0..17) {
            0 => ("withdraw", json!({})),
            1 => ("reopen", json!({})),
            2..=3 => ("pause", json!({"weeks": WEEKS[k % WEEKS.len()]})),
            4 => ("resume", json!({})),
            5..=6 => (
                "change-contact",
                json!({"contact": self.otherwise(&reference)}),
            ),
            7..=9 => ("agree", json!({"scope": self.agreed_to()})),
            10 => (
                "refuse",
                json!({"provider": self.a_provider_of(&reference), "reason": WhyChosen::Asked}),
            ),
            11 => {
                let words = format!("Own words of {reference}, a complaint.");
                (
                    "complain",
                    json!({"about": ComplaintAbout::ALL[k % 2], "words": words}),
                )
            }
            12 => {
                let at =
                    self.now + SignedDuration::from_mins(i64::try_from(k * 97).expect("minutes"));
                let here = at.to_zoned(jiff::tz::get!("Europe/London"));
                let (day, time) = (
                    here.strftime("%Y-%m-%d").to_string(),
                    here.strftime("%H:%M").to_string(),
                );
                ("call", json!({"day": day, "time": time}))
            }
            13..=14 => (
                "say",
                json!({"words": format!("Own words of {reference}, said on the page.")}),
            ),
            15 => ("feedback", json!({"helped": k % 7, "felt_safe": 5})),
            _ => (["restorative-justice", "panel", "delete"][k % 3], json!({})),
        };
        self.does(&reference, act, body).await;
    }

    /// A person does something, by their words or by the pass of a page, perhaps with two taps, and again where nothing is
    /// heard. What is answered as done is done; and once.
    async fn does(&mut self, reference: &Reference, act: &str, mut body: Value) {
        let before = self.twin.state().events[reference].len();
        let old = if self.chance.random_bool(0.1) {
            self.chance.random_range(0..=before)
        } else {
            0
        };
        body["version"] = json!(before - old);
        let pass = if self.chance.random_bool(0.3) {
            self.pass_of(reference).await
        } else {
            None
        };
        match pass {
            Some(pass) => body["pass"] = json!(pass),
            None => {
                (body["reference"], body["word"]) = (json!(reference), json!(self.words[reference]))
            }
        }
        let path = format!("/me/{act}");
        let twice = self.chance.random_bool(0.15);
        let ask = || hear(&self.twin, self.page(post(&path, &body, "")));
        let mut heard = Vec::new();
        if twice {
            let (one, two) = tokio::join!(ask(), ask());
            heard = vec![one, two];
        }
        while heard.len() < 4 && heard.last().is_none_or(Heard::nothing) {
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
            self.happened(&format!("refused: {why}"));
        }
        let expected = |status: &u16| matches!(status, 200 | 409 | 422 | 502 | 503);
        assert!(
            told.iter().all(expected),
            "the right words were answered with {told:?} to {act}"
        );
        let state = self.twin.state();
        let added = state.events[reference][before..]
            .iter()
            .filter(|event| adds(&event.what))
            .count();
        assert!(added <= 1, "{reference}: {act} was done {added} times");
        if told.contains(&200) {
            let person = state.people.get(reference);
            assert!(
                is_done(act, &body, &state.cases[reference], person),
                "{act} was answered as done and is not"
            );
        }
        drop(state);
        if told.contains(&200) {
            self.happened(&format!("done: {act}"));
        }
    }

    /// The pass in a page that their words open.
    async fn pass_of(&self, reference: &Reference) -> Option<String> {
        let words = format!(
            "reference={reference}&word={}",
            self.words[reference].replace(' ', "+")
        );
        let page = hear(&self.twin, self.page(form("/me/progress", words)))
            .await
            .text;
        let (_, from) = page.split_once("name=\"pass\" value=\"")?;
        from.split_once('"').map(|(pass, _)| pass.to_owned())
    }

    /// Another way to reach the person is safe from now on, or none. An address is one person's at one time, so that it is
    /// known whose it is wherever it turns up.
    pub(super) fn otherwise(&mut self, reference: &Reference) -> Value {
        let mut contact = people::contact(&mut self.chance);
        let number = self.witness.accounts[reference].contact_changed;
        let channels = contact["channels"].as_array_mut().into_iter().flatten();
        for (place, channel) in channels
            .enumerate()
            .filter(|(_, channel)| channel["kind"] == "email")
        {
            channel["address"] = json!(format!("{reference}.{number}.{place}@example.org"));
        }
        contact
    }

    /// All that is asked for, or nothing, or anything between.
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

    /// A provider that was asked about the case, or one that never was.
    fn a_provider_of(&mut self, reference: &Reference) -> String {
        let state = self.twin.state();
        let onwards = &state.cases[reference].onwards;
        match onwards.len() {
            0 => "nobody".to_owned(),
            many => onwards[self.chance.random_range(0..many)]
                .offered
                .provider
                .clone(),
        }
    }

    /// Any case whose page somebody can open.
    fn any_own_case(&mut self) -> Option<Reference> {
        let known = self
            .words
            .keys()
            .filter(|reference| self.witness.accounts.contains_key(reference));
        let all: Vec<&Reference> = known.collect();
        if all.is_empty() {
            None
        } else {
            Some(all[self.chance.random_range(0..all.len())].clone())
        }
    }

    /// Any case.
    pub(super) fn any_case(&mut self) -> Option<Reference> {
        let all: Vec<&Reference> = self.witness.accounts.keys().collect();
        if all.is_empty() {
            None
        } else {
            Some(all[self.chance.random_range(0..all.len())].clone())
        }
    }

    /// Any case of which that holds.
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

/// Whether a second of it would be one too many.
fn adds(what: &What) -> bool {
    match what {
        What::TaskGiven(given) => matches!(given.kind, TaskKind::Call | TaskKind::ReadWords),
        What::Complained { by, .. } => *by == By::Person,
        What::FeedbackGiven(_) => true,
        _ => false,
    }
}

/// Whether the case is as somebody made it who did that.
fn is_done(act: &str, body: &Value, case: &Case, person: Option<&Value>) -> bool {
    let waits = |kind| case.open_tasks().any(|task| task.kind == kind);
    match act {
        "withdraw" => case.ended.as_ref().is_some_and(|ended| ended.said),
        "reopen" => case.ended.is_none(),
        "pause" => case.paused_until.is_some(),
        "resume" => case.paused_until.is_none(),
        "change-contact" => person.is_some_and(|person| person["contact"] == body["contact"]),
        "refuse" => !case
            .live()
            .any(|onward| body["provider"] == onward.offered.provider.as_str()),
        "agree" => {
            let shares = body["scope"]
                .as_array()
                .is_some_and(|scope| scope.contains(&json!("share-with-providers")));
            shares || !case.live().any(|onward| onward.offered.hand_on.is_none())
        }
        "complain" => !case.complaints.is_empty(),
        "call" => waits(TaskKind::Call),
        "say" => waits(TaskKind::ReadWords),
        "restorative-justice" => waits(TaskKind::RestorativeJustice),
        "panel" => waits(TaskKind::Panel),
        "delete" => waits(TaskKind::Deletion),
        _ => true,
    }
}
