//! What is passed on from one service to another: a provider refers a person on, a service is wound down.

use super::http::{get, hear, post, with};
use super::providers::Work;
use super::{HUB, Run};
use crate::witness::Stand;
use events::case::{OnwardState, WhyCoordinators, WhyReferredOn, WhyWoundDown};
use events::referral::NeedCode;
use rand::Rng;
use serde_json::{Value, json};

impl Run {
    /// A provider refers a person on to a service that it is shown, or to any; or a coordinator winds a service down.
    pub(super) async fn a_provider_passes_on(&mut self) {
        let Some(work) = self.some_work() else { return };
        if self.chance.random_bool(0.4) {
            return self
                .a_service_is_wound_down(&work.given.offered.service)
                .await;
        }
        let group = work.group(if self.chance.random_bool(0.1) {
            "volunteer"
        } else {
            "provider"
        });
        let path = format!("/provider/onwards/{}/refer-on", work.code);
        let heard = hear(
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
        let reason = WhyReferredOn::ALL[self.chance.random_range(0..WhyReferredOn::ALL.len())];
        let body = json!({"service": body["service"], "needs": body["needs"], "reason": reason, "agreed": agreed});
        let may = agreed && shown.is_some() && group.starts_with("provider");
        self.refers_on(&work, &group, &body, may).await;
    }

    /// The person is referred on, perhaps by two taps, and again where nothing is heard: once, or not at all.
    async fn refers_on(&mut self, work: &Work, group: &str, body: &Value, may: bool) {
        let path = format!("/provider/onwards/{}/refer-on", work.code);
        let old = self.chance.random_bool(0.1);
        let version = self.twin.state().cases[&work.reference].version;
        let seen = format!("\"{}\"", if old { version - 1 } else { version });
        let ask = || {
            let request = with(post(&path, body, group), "if-match", &seen);
            hear(
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
        let onwards = now.onwards.iter().rev().take(made);
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
        // What was shown as possible is possible, while nothing moves.
        let may = may && !old && work.given.stand == Stand::Has;
        let refused = matches!(told[..], [status] if ![200, 502, 503].contains(&status));
        assert!(
            !may || !refused,
            "{}: a choice that was shown was answered with {told:?}",
            work.code
        );
        if made == 1 {
            self.happened("a provider refers on");
        }
    }

    /// A coordinator has a service wound down, batch by batch, again where nothing is heard. Whoever it supports has another
    /// that is asked, or is looked at; whom it was only asked about it is asked no more.
    async fn a_service_is_wound_down(&mut self, service: &str) {
        let services = &self.twin.profile().services;
        let other = services[self.chance.random_range(0..services.len())]
            .code
            .clone();
        let to = Some(other).filter(|other| other != service && self.chance.random_bool(0.5));
        let reason = WhyWoundDown::ALL[self.chance.random_range(0..WhyWoundDown::ALL.len())];
        let mut body = json!({"service": service, "to": to, "reason": reason});
        let (mut told, mut clean) = (Vec::new(), true);
        for _ in 0..12 {
            let request = post("/hub/wind-downs", &body, "coordinator");
            let heard = hear(
                &self.twin,
                coordinate::handle(&self.twin, request, self.now),
            )
            .await;
            assert!(
                heard.status == 200 || heard.nothing(),
                "a wind-down was answered with {}",
                heard.status
            );
            told.push(heard.status);
            if heard.nothing() {
                continue;
            }
            clean &= heard.body["failed"] == json!([]);
            body["next"] = heard.body["next"].clone();
            if body["next"].is_null() {
                break;
            }
        }
        self.tell(&format!(
            "a coordinator winds {service} down, to {to:?}: {told:?}"
        ));
        if told.last() != Some(&200) || !body["next"].is_null() {
            return;
        }
        let state = self.twin.state();
        let mut moved = false;
        for case in state.cases.values().filter(|_| clean) {
            for onward in case
                .live()
                .filter(|onward| onward.offered.service == service)
            {
                let code = &onward.offered.onward;
                assert!(
                    onward.state == OnwardState::Accepted,
                    "{code} is asked by a service that is wound down"
                );
                let asked = case
                    .live()
                    .any(|other| other.offered.moved_from.as_ref() == Some(code));
                let seen = asked || case.held(WhyCoordinators::NoService);
                assert!(
                    seen,
                    "{code} is left with a service that is wound down, and nobody sees it"
                );
                moved |= asked;
            }
        }
        drop(state);
        if moved {
            self.happened("a provider winds down");
        }
    }
}
