//! What staff decide: providers answer offers, coordinators act.

use super::http::{hear, post};
use super::{HUB, Run};
use crate::witness::Stand;
use events::Reference;
use events::case::{DeclineReason, HandOnBasis, WhyChosen, WhyCleared, WhyHandedOn};
use rand::Rng;
use serde_json::json;

impl Run {
    /// A provider reads a message on its queue, any it ever got, and says yes or no.
    pub(super) async fn a_provider_answers(&mut self) {
        let open = self.chance.random_bool(0.7);
        let offers: Vec<(String, String)> = {
            let state = self.twin.state();
            let messages = state.queues.values().flatten();
            let wanted = messages.filter(|message| {
                let given = self
                    .witness
                    .accounts
                    .get(&message.subject)
                    .map(|account| &account.onwards);
                let stand = given
                    .and_then(|onwards| onwards.get(&message.data.onward))
                    .map(|given| given.stand);
                !open || stand == Some(Stand::Asked)
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
        let one = hear(
            &self.twin,
            provide::handle(&self.twin, HUB, ask(), self.now),
        );
        // At the same moment the clock may find that the offer has lapsed, or a colleague may answer too.
        let heard = match self.chance.random_range(0..6) {
            0 => {
                let other = hear(
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
        // A no after a yes is for the coordinators; a person who is being supported or was cannot be accepted anew.
        let known = matches!(status, 200 | 410) || heard.nothing() || (status == 409 && !yes);
        assert!(known, "{answer} was answered with {status}");
        let state = self.twin.state();
        let onward = state
            .cases
            .values()
            .find_map(|case| case.onward(code))
            .expect("an onward referral");
        let as_said = !yes || status != 200 || onward.state == events::case::OnwardState::Accepted;
        assert!(
            as_said,
            "{code} was accepted, answered and is {}",
            onward.state
        );
    }

    /// A coordinator clears a conflict, notes what somebody wants, or hands a case on; sometimes what cannot be done.
    pub(super) async fn a_coordinator_acts(&mut self) {
        let references: Vec<Reference> = self.twin.state().cases.keys().cloned().collect();
        if references.is_empty() {
            return;
        }
        let reference = references[self.chance.random_range(0..references.len())].clone();
        let services = &self.twin.profile().services;
        let service = services[self.chance.random_range(0..services.len())]
            .code
            .clone();
        let mut other = services[self.chance.random_range(0..services.len())]
            .code
            .clone();
        // Who has had enough says so of a service that they have.
        let live: Vec<String> = {
            let state = self.twin.state();
            state.cases[&reference]
                .live()
                .map(|onward| onward.offered.service.clone())
                .collect()
        };
        if !live.is_empty() && self.chance.random_bool(0.6) {
            other = live[self.chance.random_range(0..live.len())].clone();
        }
        let hub = self.chance.random_bool(0.5);
        let (what, body) = match self.chance.random_range(0..6) {
            0 => ("clear-conflict", json!({"reason": WhyCleared::SpokenAlone})),
            1 => (
                "choice",
                json!({"wanted": [service], "unwanted": [other], "reason": WhyChosen::Asked}),
            ),
            2 => (
                "choice",
                json!({"wanted": [], "unwanted": [other], "reason": WhyChosen::NotReady}),
            ),
            _ => {
                let service = if hub {
                    "next-hub-service"
                } else {
                    "far-national-service"
                };
                let (basis, reason) = (HandOnBasis::Consent, WhyHandedOn::LivesThere);
                (
                    "hand-on",
                    json!({"service": service, "basis": basis, "reason": reason}),
                )
            }
        };
        let request = post(
            &format!("/hub/cases/{reference}/{what}"),
            &body,
            "coordinator",
        );
        let heard = hear(
            &self.twin,
            coordinate::handle(&self.twin, request, self.now),
        )
        .await;
        self.tell(&format!(
            "a coordinator: {what} of {reference} with {body}: {}",
            heard.status
        ));
        assert!(
            matches!(heard.status, 200 | 409 | 422) || heard.nothing(),
            "{what} was answered with {}",
            heard.status
        );
    }
}
