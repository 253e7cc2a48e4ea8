//! Providers answer offers, support people and refer them on. Some are silent, some tap twice.

use super::requests::{Answer, answer_of, get, post, with};
use super::{HUB, Run};
use crate::actions::Tap;
use crate::witness::{OnwardReferral, Stage};
use events::Reference;
use events::care::{Act, ContactOutcome, Outcome, Point, RecoveryStage, Scores};
use events::case::{DeclineReason, ReferOnReason};
use events::referral::{ChannelKind, Modality, NeedCode};
use rand::Rng;
use serde_json::{Value, json};

/// An onward referral that a provider has.
#[derive(Clone)]
pub(super) struct Work {
    pub(super) reference: Reference,
    pub(super) code: String,
    pub(super) referral: OnwardReferral,
}

impl Work {
    /// Whether its provider never does anything.
    fn silent(&self) -> bool {
        self.code
            .bytes()
            .map(u32::from)
            .sum::<u32>()
            .is_multiple_of(4)
    }

    fn path(&self, what: &str) -> String {
        format!("/provider/onwards/{}{what}", self.code)
    }

    pub(super) fn group(&self, kind: &str) -> String {
        format!("{kind}-{}", self.referral.offered.provider)
    }
}

impl Run {
    /// A random onward referral, most often an active one.
    pub(super) fn random_work(&mut self) -> Option<Work> {
        let has = self.chance.random_bool(0.8);
        let all: Vec<Work> = self
            .work()
            .filter(|work| !has || work.referral.stage == Stage::Accepted)
            .collect();
        if all.is_empty() {
            None
        } else {
            Some(all[self.chance.random_range(0..all.len())].clone())
        }
    }

    fn work(&self) -> impl Iterator<Item = Work> {
        self.witness
            .onwards()
            .map(|(reference, code, referral)| Work {
                reference: reference.clone(),
                code: code.clone(),
                referral: referral.clone(),
            })
    }

    /// A member of a provider's staff or a volunteer looks, does something and records it, or writes a note.
    pub(super) async fn provider_works(&mut self) {
        let Some(work) = self.random_work().filter(|work| !work.silent()) else {
            return;
        };
        if self.chance.random_bool(0.2) {
            return self.write_note(&work).await;
        }
        let volunteer = self.chance.random_bool(0.25);
        let heard = self.view(&work, volunteer).await;
        let act = if self.chance.random_bool(0.6) {
            next_act(&work.referral, self.chance.random())
        } else {
            self.random_act()
        };
        let mut seen = match heard.body["version"].as_u64() {
            Some(version) => u32::try_from(version).expect("a version"),
            None => self.twin.state().cases[&work.reference].version,
        };
        // A page that was left open.
        if self.chance.random_bool(0.15) {
            seen = self.chance.random_range(0..=seen);
        }
        self.record_act(&work, volunteer, seen, act).await;
    }

    /// Every provider that is not silent does the next act for each of its people.
    pub(super) async fn every_provider_works(&mut self) {
        let work: Vec<Work> = self
            .work()
            .filter(|work| work.referral.stage == Stage::Accepted && !work.silent())
            .collect();
        for work in work {
            let seen = self.view(&work, false).await.body["version"]
                .as_u64()
                .expect("an answer after the faults ended");
            let act = next_act(&work.referral, self.chance.random());
            self.record_act(&work, false, u32::try_from(seen).expect("a version"), act)
                .await;
        }
        crate::invariants::always(self);
    }

    /// The view of its provider.
    pub(super) async fn view(&mut self, work: &Work, volunteer: bool) -> Answer {
        let group = work.group(if volunteer { "volunteer" } else { "provider" });
        let heard = answer_of(
            &self.twin,
            provide::handle(&self.twin, HUB, get(&work.path(""), &group), self.now),
        )
        .await;
        self.tell(&format!("{group} looks at {}: {}", work.code, heard.status));
        // After a hand-over the former provider sees the case as a closed one.
        let over = work.referral.outcome().is_some()
            || work.referral.handed_over
            || work.referral.transferred;
        let expected = if work.referral.stage == Stage::Ended && !over {
            410
        } else {
            200
        };
        assert!(
            heard.status == expected || heard.is_lost(),
            "{} was answered with {}",
            work.code,
            heard.status
        );
        if heard.status == 200 {
            self.judge_view(work, volunteer, &heard);
        }
        heard
    }

    /// Before acceptance and after the end, nothing says who the person is. A volunteer sees no address, and nothing
    /// that the person wrote.
    fn judge_view(&self, work: &Work, volunteer: bool, heard: &Answer) {
        let state = self.twin.state();
        let Some(person) = state.people.get(&work.reference) else {
            return;
        };
        let channels = person["contact"]["channels"].as_array().expect("channels");
        let has = work.referral.stage == Stage::Accepted;
        let shows = |secret: &Value| {
            secret
                .as_str()
                .is_some_and(|secret| heard.text.contains(secret))
        };
        for channel in channels {
            let may = has && channel["safe"] == true;
            assert!(
                may || !shows(&channel["address"]),
                "{} shows an address that it must not",
                work.code
            );
        }
        let may = has && !volunteer;
        let (words, home) = (
            &person["wishes"]["own_words"],
            &person["residence"]["postcode"],
        );
        assert!(
            may || !shows(words),
            "{} shows somebody's own words",
            work.code
        );
        assert!(
            may || !shows(home),
            "{} shows where somebody lives",
            work.code
        );
        assert!(
            !may || words.is_null() || shows(words),
            "{} hides what its provider needs",
            work.code
        );
        // No volunteer sees the person's scores.
        let came = if volunteer {
            Value::Null
        } else {
            work.referral.distance()
        };
        if work.referral.stage != Stage::Offered {
            let told = &heard.body["care"]["distance_travelled"];
            assert_eq!(*told, came, "{} shows a wrong outcome", work.code);
        }
    }

    /// An act is recorded, perhaps with two taps at the same time, and sent again after a lost answer.
    async fn record_act(&mut self, work: &Work, volunteer: bool, seen: u32, act: Act) {
        let group = work.group(if volunteer { "volunteer" } else { "provider" });
        let body = serde_json::to_value(&act).expect("an act");
        let (path, version) = (work.path("/acts"), format!("\"{seen}\""));
        let ask = || {
            let request = with(post(&path, &body, &group), "if-match", &version);
            answer_of(
                &self.twin,
                provide::handle(&self.twin, HUB, request, self.now),
            )
        };
        let before = self.twin.state().cases[&work.reference].version;
        let tap = Tap {
            onward: work.code.clone(),
            seen,
            act: act.clone(),
            told: false,
        };
        self.actions
            .taps
            .entry(work.reference.clone())
            .or_default()
            .push(tap);
        let (mut heard, mut others) = (Vec::new(), 0);
        if self.chance.random_bool(0.2) {
            let (one, two) = tokio::join!(ask(), ask());
            (heard, others) = (vec![one, two], 1);
        }
        while heard.len() < 4 && heard.last().is_none_or(Answer::is_lost) {
            heard.push(ask().await);
        }
        let told: Vec<u16> = heard.iter().map(|heard| heard.status).collect();
        self.tell(&format!(
            "{group} records {body} for {} as of {seen}: {told:?}",
            work.code
        ));
        let forbidden =
            volunteer && !matches!(act, Act::ContactTried { .. } | Act::SessionHeld { .. });
        let follows = work.referral.stage == Stage::Accepted && work.referral.allows(&act);
        for status in told
            .iter()
            .copied()
            .filter(|status| ![502, 503].contains(status))
        {
            let expected = match status {
                200 => !forbidden && follows && seen == before,
                403 => forbidden,
                409 => !forbidden && !follows && seen == before,
                // Somebody was faster, perhaps the other tap.
                412 => !forbidden && (seen != before || told.len() > 1),
                _ => false,
            };
            assert!(
                expected,
                "{}: {act:?} as of {seen} of {before} was answered with {status}",
                work.code
            );
        }
        let yes = told.iter().filter(|status| **status == 200).count();
        assert!(
            yes <= 1,
            "{}: one tap was recorded {yes} times, {others} of them at the same time",
            work.code
        );
        if yes == 1 {
            let taps = self.actions.taps.get_mut(&work.reference).expect("the tap");
            taps.last_mut().expect("the tap").told = true;
        }
    }

    /// A note is written, and sent again in capitals after a lost answer.
    async fn write_note(&mut self, work: &Work) {
        let id = uuid::Builder::from_random_bytes(self.chance.random())
            .into_uuid()
            .to_string();
        let text = format!("what was said, {id}");
        let (path, group) = (work.path("/notes"), work.group("provider"));
        let key = (
            work.reference.clone(),
            work.referral.offered.provider.clone(),
            id.clone(),
        );
        self.actions
            .notes
            .insert(key.clone(), (text.clone(), false));
        let again = self.chance.random_bool(0.3);
        let mut told = Vec::new();
        for id in [id.clone(), id.to_uppercase(), id] {
            let request = post(&path, &json!({"id": id, "text": text}), &group);
            let heard = answer_of(
                &self.twin,
                provide::handle(&self.twin, HUB, request, self.now),
            )
            .await;
            told.push(heard.status);
            if !heard.is_lost() && !again {
                break;
            }
        }
        self.tell(&format!("{group} writes a note on {}: {told:?}", work.code));
        let has = work.referral.stage == Stage::Accepted;
        let may = |status: &u16| {
            let kept = matches!(status, 200 | 201);
            matches!(status, 502 | 503) || (has && kept) || (!has && *status == 409)
        };
        assert!(told.iter().all(may), "a note was answered with {told:?}");
        let new = told.iter().filter(|status| **status == 201).count();
        assert!(new <= 1, "a note was new {new} times: {told:?}");
        if told.iter().any(|status| matches!(status, 200 | 201)) {
            let other = json!({"id": key.2, "text": format!("{text}, or not")});
            let request = post(&path, &other, &group);
            let heard = answer_of(
                &self.twin,
                provide::handle(&self.twin, HUB, request, self.now),
            )
            .await;
            assert!(
                heard.status == 409 || heard.is_lost(),
                "a note that is kept was answered with {} to another text",
                heard.status
            );
            self.actions.notes.insert(key, (text, true));
        }
    }

    fn random_act(&mut self) -> Act {
        let chance = &mut self.chance;
        let mut scores = |most| {
            let mut score = || chance.random_range(0..=most);
            Scores {
                health: score(),
                coping: score(),
                safety: score(),
                reintegration: score(),
                informed: score(),
                justice: score(),
            }
        };
        let (good, bad) = (scores(10), scores(13));
        match self.chance.random_range(0..12) {
            0..=3 => {
                let any =
                    ContactOutcome::ALL[self.chance.random_range(0..ContactOutcome::ALL.len())];
                let outcome = if self.chance.random_bool(0.3) {
                    ContactOutcome::Unsafe
                } else {
                    any
                };
                let by = ChannelKind::ALL[self.chance.random_range(0..ChannelKind::ALL.len())];
                Act::ContactTried { by, outcome }
            }
            4..=5 => Act::SessionHeld {
                modality: Modality::Phone,
                minutes: self.chance.random_range(0..650),
            },
            6..=8 => {
                let point = Point::ALL[self.chance.random_range(0..Point::ALL.len())];
                let scores =
                    [None, Some(good), Some(good), Some(bad)][self.chance.random_range(0..4)];
                Act::Measured {
                    point,
                    scores,
                    needs: None,
                }
            }
            9 => Act::StageReached {
                stage: RecoveryStage::ALL[self.chance.random_range(0..RecoveryStage::ALL.len())],
            },
            10 => Act::Closed {
                outcome: Outcome::NotReached,
            },
            _ => Act::Closed {
                outcome: Outcome::ALL[self.chance.random_range(0..Outcome::ALL.len())],
            },
        }
    }

    /// A provider reads any message that was ever on its queue, and accepts or declines.
    pub(super) async fn provider_answers(&mut self) {
        let open = self.chance.random_bool(0.7);
        let offers: Vec<(String, String)> = {
            let state = self.twin.state();
            let messages = state.queues.values().flatten();
            let wanted = messages.filter(|message| {
                let referral = self
                    .witness
                    .records
                    .get(&message.subject)
                    .map(|record| &record.onwards);
                let stage = referral
                    .and_then(|onwards| onwards.get(&message.data.onward))
                    .map(|referral| referral.stage);
                !open || stage == Some(Stage::Offered)
            });
            wanted
                .map(|message| (message.data.provider.clone(), message.data.onward.clone()))
                .collect()
        };
        if offers.is_empty() {
            return;
        }
        let (provider, code) = &offers[self.chance.random_range(0..offers.len())];
        let yes = self.chance.random_bool(0.6);
        let why = DeclineReason::ALL[self.chance.random_range(0..DeclineReason::ALL.len())];
        let answer = if yes { "accept" } else { "decline" };
        let path = format!("/provider/onwards/{code}/{answer}");
        let group = if self.chance.random_bool(0.1) {
            "volunteer"
        } else {
            "provider"
        };
        let group = format!("{group}-{provider}");
        let ask = || post(&path, &json!({"why": why}), &group);
        let one = answer_of(
            &self.twin,
            provide::handle(&self.twin, HUB, ask(), self.now),
        );
        // At the same moment the offer may lapse, or a colleague may answer too.
        let heard = match self.chance.random_range(0..6) {
            0 => {
                let other = answer_of(
                    &self.twin,
                    provide::handle(&self.twin, HUB, ask(), self.now),
                );
                tokio::join!(one, other).0
            }
            1 => {
                let clock = self
                    .twin
                    .outlive(clock::handle(&self.twin, HUB, self.now, || true));
                tokio::join!(one, clock).0
            }
            _ => one.await,
        };
        let status = heard.status;
        self.tell(&format!("{group} says {answer} to {code}: {status}"));
        if group.starts_with("volunteer") {
            assert!(
                status == 403,
                "a volunteer's {answer} was answered with {status}"
            );
            return;
        }
        // A provider that withdraws after accepting hands the case to the coordinators. A person who is or was
        // supported cannot be accepted again.
        let known = matches!(status, 200 | 410) || heard.is_lost() || (status == 409 && !yes);
        let state = self.twin.state();
        let onward = state
            .cases
            .values()
            .find_map(|case| case.support.onward(code));
        // Nothing is left of what was offered about somebody who was erased.
        let Some(onward) = onward else {
            assert!(status == 404 || heard.is_lost());
            return;
        };
        assert!(known, "{answer} was answered with {status}");
        let as_said = !yes || status != 200 || onward.state == events::case::OnwardState::Accepted;
        assert!(
            as_said,
            "{code} was accepted, answered and is {}",
            onward.state
        );
    }

    /// A provider refers a person on, to a service that it is shown or to any; or a coordinator winds a service down.
    pub(super) async fn provider_refers_on(&mut self) {
        let Some(work) = self.random_work() else {
            return;
        };
        if self.chance.random_bool(0.4) {
            return self.wind_down_service(&work.referral.offered.service).await;
        }
        let group = work.group(if self.chance.random_bool(0.1) {
            "volunteer"
        } else {
            "provider"
        });
        let path = format!("/provider/onwards/{}/refer-on", work.code);
        let heard = answer_of(
            &self.twin,
            provide::handle(&self.twin, HUB, get(&path, &group), self.now),
        )
        .await;
        let choices = heard.body["choices"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let shown = if choices.is_empty() {
            None
        } else {
            Some(&choices[self.chance.random_range(0..choices.len())])
        };
        let shown = shown.filter(|_| self.chance.random_bool(0.8));
        let agreed = self.chance.random_bool(0.9);
        let body = match shown {
            Some(choice) => json!({"service": choice["service"], "needs": choice["needs"]}),
            None => {
                let services = &self.twin.profile().services;
                let service = services[self.chance.random_range(0..services.len())]
                    .code
                    .clone();
                let need = NeedCode::ALL[self.chance.random_range(0..NeedCode::ALL.len())];
                json!({"service": service, "needs": [need]})
            }
        };
        let reason = ReferOnReason::ALL[self.chance.random_range(0..ReferOnReason::ALL.len())];
        let body = json!({"service": body["service"], "needs": body["needs"], "reason": reason, "agreed": agreed});
        let may = agreed && shown.is_some() && group.starts_with("provider");
        self.refer_on(&work, &group, &body, may).await;
    }

    /// The person is referred on, perhaps with two taps, and again after a lost answer: once, or not at all.
    async fn refer_on(&mut self, work: &Work, group: &str, body: &Value, may: bool) {
        let path = format!("/provider/onwards/{}/refer-on", work.code);
        let old = self.chance.random_bool(0.1);
        let version = self.twin.state().cases[&work.reference].version;
        let seen = format!("\"{}\"", if old { version - 1 } else { version });
        let ask = || {
            let request = with(post(&path, body, group), "if-match", &seen);
            answer_of(
                &self.twin,
                provide::handle(&self.twin, HUB, request, self.now),
            )
        };
        let mut told = Vec::new();
        if self.chance.random_bool(0.2) {
            let (one, two) = tokio::join!(ask(), ask());
            told.extend([one.status, two.status]);
        }
        while told.len() < 4 && told.last().is_none_or(|status| [502, 503].contains(status)) {
            told.push(ask().await.status);
        }
        self.tell(&format!(
            "{group} refers on from {} with {body} as of {seen}: {told:?}",
            work.code
        ));
        let expected =
            |status: &u16| matches!(status, 200 | 403 | 404 | 409 | 410 | 412 | 422 | 502 | 503);
        assert!(
            told.iter().all(expected),
            "referring on was answered with {told:?}"
        );
        let state = self.twin.state();
        let now = &state.cases[&work.reference];
        let made = (now.version - version) as usize;
        let onwards = now.support.onwards.iter().rev().take(made);
        let own = onwards
            .filter_map(|onward| onward.offered.referred_on.as_ref())
            .filter(|on| on.from == work.code);
        let made_own = own.count();
        drop(state);
        assert!(
            made_own == made && made <= 1,
            "{}: one referral was made {made} times",
            work.code
        );
        let yes = told.iter().filter(|status| **status == 200).count();
        assert!(
            yes <= made,
            "{}: it was answered as made {yes} times and is {made} times",
            work.code
        );
        // A choice that was shown must work if nothing has changed.
        let may = may && !old && work.referral.stage == Stage::Accepted;
        let refused = matches!(told[..], [status] if ![200, 502, 503].contains(&status));
        assert!(
            !may || !refused,
            "{}: a choice that was shown was answered with {told:?}",
            work.code
        );
        if made == 1 {
            self.count("a provider refers on");
        }
    }
}

/// The next act of a thorough worker: contact, the beginning, support, the end.
fn next_act(referral: &OnwardReferral, minutes: u8) -> Act {
    let score = minutes % 11;
    let scores = Scores {
        health: score,
        coping: 3,
        safety: score,
        reintegration: 4,
        informed: 5,
        justice: 10 - score,
    };
    let scores = (!minutes.is_multiple_of(5)).then_some(scores);
    let sessions = referral
        .acts
        .iter()
        .filter(|act| matches!(act, Act::SessionHeld { .. }))
        .count();
    if !referral.reached() {
        Act::ContactTried {
            by: ChannelKind::Phone,
            outcome: ContactOutcome::Reached,
        }
    } else if !referral.measured(Point::Beginning) {
        Act::Measured {
            point: Point::Beginning,
            scores,
            needs: None,
        }
    } else if sessions < 2 {
        Act::SessionHeld {
            modality: Modality::Phone,
            minutes: u16::from(minutes) + 1,
        }
    } else if !referral.measured(Point::End) {
        Act::Measured {
            point: Point::End,
            scores,
            needs: None,
        }
    } else {
        Act::Closed {
            outcome: Outcome::Completed,
        }
    }
}
