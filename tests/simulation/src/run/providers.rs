//! What providers do once they have said yes: some work to the end, some fall silent, some tap twice.

use super::http::{Heard, get, hear, post, with};
use super::{HUB, Run};
use crate::deeds::Tap;
use crate::witness::{Given, Stand};
use events::Reference;
use events::care::{Act, ContactOutcome, Outcome, Point, RecoveryStage, Scores};
use events::referral::{ChannelKind, Modality};
use rand::Rng;
use serde_json::{Value, json};

/// An onward referral on somebody's desk.
#[derive(Clone)]
pub(super) struct Work {
    pub(super) reference: Reference,
    pub(super) code: String,
    pub(super) given: Given,
}

impl Work {
    /// Whether its provider does nothing, ever.
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
        format!("{kind}-{}", self.given.offered.provider)
    }
}

impl Run {
    /// Any onward referral, most often one that somebody has.
    pub(super) fn some_work(&mut self) -> Option<Work> {
        let has = self.chance.random_bool(0.8);
        let all: Vec<Work> = self
            .work()
            .filter(|work| !has || work.given.stand == Stand::Has)
            .collect();
        if all.is_empty() {
            None
        } else {
            Some(all[self.chance.random_range(0..all.len())].clone())
        }
    }

    fn work(&self) -> impl Iterator<Item = Work> {
        self.witness.onwards().map(|(reference, code, given)| Work {
            reference: reference.clone(),
            code: code.clone(),
            given: given.clone(),
        })
    }

    /// One of a provider's staff or volunteers looks, does something and records it; or writes a note.
    pub(super) async fn a_provider_works(&mut self) {
        let Some(work) = self.some_work().filter(|work| !work.silent()) else {
            return;
        };
        if self.chance.random_bool(0.2) {
            return self.a_note_is_written(&work).await;
        }
        let volunteer = self.chance.random_bool(0.25);
        let heard = self.looks(&work, volunteer).await;
        let act = if self.chance.random_bool(0.6) {
            next_act(&work.given, self.chance.random())
        } else {
            self.any_act()
        };
        let mut seen = match heard.body["version"].as_u64() {
            Some(version) => u32::try_from(version).expect("a version"),
            None => self.twin.state().cases[&work.reference].version,
        };
        // A page that was left open.
        if self.chance.random_bool(0.15) {
            seen = self.chance.random_range(0..=seen);
        }
        self.records(&work, volunteer, seen, act).await;
    }

    /// Everybody who is not silent does the next thing for each person they have.
    pub(super) async fn everyone_works(&mut self) {
        let work: Vec<Work> = self
            .work()
            .filter(|work| work.given.stand == Stand::Has && !work.silent())
            .collect();
        for work in work {
            let seen = self.looks(&work, false).await.body["version"]
                .as_u64()
                .expect("a healed world answers");
            let act = next_act(&work.given, self.chance.random());
            self.records(&work, false, u32::try_from(seen).expect("a version"), act)
                .await;
        }
        crate::invariants::always(self);
    }

    /// What its provider is shown.
    pub(super) async fn looks(&mut self, work: &Work, volunteer: bool) -> Heard {
        let group = work.group(if volunteer { "volunteer" } else { "provider" });
        let heard = hear(
            &self.twin,
            provide::handle(&self.twin, HUB, get(&work.path(""), &group), self.now),
        )
        .await;
        self.tell(&format!("{group} looks at {}: {}", work.code, heard.status));
        // What another has taken over its provider sees as it sees what it closed.
        let over =
            work.given.closed().is_some() || work.given.handed_over || work.given.transferred;
        let expected = if work.given.stand == Stand::Ended && !over {
            410
        } else {
            200
        };
        assert!(
            heard.status == expected || heard.nothing(),
            "{} was answered with {}",
            work.code,
            heard.status
        );
        if heard.status == 200 {
            self.judge_view(work, volunteer, &heard);
        }
        heard
    }

    /// Before a yes, and when it is over, nothing says who; to a volunteer nothing says where, nor what they wrote.
    fn judge_view(&self, work: &Work, volunteer: bool, heard: &Heard) {
        let state = self.twin.state();
        let Some(person) = state.people.get(&work.reference) else {
            return;
        };
        let channels = person["contact"]["channels"].as_array().expect("channels");
        let has = work.given.stand == Stand::Has;
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
        // How the person is no volunteer reads.
        let came = if volunteer {
            Value::Null
        } else {
            work.given.distance()
        };
        if work.given.stand != Stand::Asked {
            let told = &heard.body["care"]["distance_travelled"];
            assert_eq!(
                *told, came,
                "{} says how far somebody came, and it is not so",
                work.code
            );
        }
    }

    /// An act is recorded, perhaps by two taps at once, and again where nothing was heard.
    async fn records(&mut self, work: &Work, volunteer: bool, seen: u32, act: Act) {
        let group = work.group(if volunteer { "volunteer" } else { "provider" });
        let body = serde_json::to_value(&act).expect("an act");
        let (path, version) = (work.path("/acts"), format!("\"{seen}\""));
        let ask = || {
            let request = with(post(&path, &body, &group), "if-match", &version);
            hear(
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
        self.deeds
            .taps
            .entry(work.reference.clone())
            .or_default()
            .push(tap);
        let (mut heard, mut others) = (Vec::new(), 0);
        if self.chance.random_bool(0.2) {
            let (one, two) = tokio::join!(ask(), ask());
            (heard, others) = (vec![one, two], 1);
        }
        while heard.len() < 4 && heard.last().is_none_or(Heard::nothing) {
            heard.push(ask().await);
        }
        let told: Vec<u16> = heard.iter().map(|heard| heard.status).collect();
        self.tell(&format!(
            "{group} records {body} for {} as of {seen}: {told:?}",
            work.code
        ));
        let forbidden =
            volunteer && !matches!(act, Act::ContactTried { .. } | Act::SessionHeld { .. });
        let follows = work.given.stand == Stand::Has && work.given.may(&act);
        for status in told
            .iter()
            .copied()
            .filter(|status| ![502, 503].contains(status))
        {
            let expected = match status {
                200 => !forbidden && follows && seen == before,
                403 => forbidden,
                409 => !forbidden && !follows && seen == before,
                // Somebody was faster, perhaps this very tap.
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
            "{}: one tap was recorded {yes} times, {others} of them at once",
            work.code
        );
        if yes == 1 {
            let taps = self.deeds.taps.get_mut(&work.reference).expect("the tap");
            taps.last_mut().expect("the tap").told = true;
        }
    }

    /// A note is written, and sent again in capitals where nothing was heard.
    async fn a_note_is_written(&mut self, work: &Work) {
        let id = uuid::Builder::from_random_bytes(self.chance.random())
            .into_uuid()
            .to_string();
        let text = format!("what was said, {id}");
        let (path, group) = (work.path("/notes"), work.group("provider"));
        let key = (
            work.reference.clone(),
            work.given.offered.provider.clone(),
            id.clone(),
        );
        self.deeds.notes.insert(key.clone(), (text.clone(), false));
        let again = self.chance.random_bool(0.3);
        let mut told = Vec::new();
        for id in [id.clone(), id.to_uppercase(), id] {
            let request = post(&path, &json!({"id": id, "text": text}), &group);
            let heard = hear(
                &self.twin,
                provide::handle(&self.twin, HUB, request, self.now),
            )
            .await;
            told.push(heard.status);
            if !heard.nothing() && !again {
                break;
            }
        }
        self.tell(&format!("{group} writes a note on {}: {told:?}", work.code));
        let has = work.given.stand == Stand::Has;
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
            let heard = hear(
                &self.twin,
                provide::handle(&self.twin, HUB, request, self.now),
            )
            .await;
            assert!(
                heard.status == 409 || heard.nothing(),
                "a note that is kept was answered with {} to another text",
                heard.status
            );
            self.deeds.notes.insert(key, (text, true));
        }
    }

    fn any_act(&mut self) -> Act {
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
}

/// What a thorough worker does next: contact, the beginning, support, the end.
fn next_act(given: &Given, minutes: u8) -> Act {
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
    let sessions = given
        .acts
        .iter()
        .filter(|act| matches!(act, Act::SessionHeld { .. }))
        .count();
    if !given.reached() {
        Act::ContactTried {
            by: ChannelKind::Phone,
            outcome: ContactOutcome::Reached,
        }
    } else if !given.measured(Point::Beginning) {
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
    } else if !given.measured(Point::End) {
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
