//! What a person asks for in the middle of it all: quiet, another way to be reached, no more sharing, an end.

use super::Run;
use super::desk::Decided;
use crate::people;
use domain::assess::automatic_contact;
use domain::whole::{close, consent};
use events::Reference;
use events::Referral;
use events::case::{
    By, Case, ComplaintAbout, ContactChanged, Feedback, Paused, TaskGiven, TaskKind, What, WhyClosed, WhyContactChanged,
};
use events::referral::{Basis, ChannelKind, GivenBy, Scope};
use jiff::SignedDuration;
use rand::Rng;
use serde_json::{Value, json};

impl Run {
    /// A person asks for something.
    pub(super) async fn a_person_asks(&mut self) {
        let Some(reference) = self.any_case() else { return };
        let (now, k) = (self.now, self.chance.random_range(0..28_i64));
        let hours = SignedDuration::from_hours;
        let task = |kind, from, due| What::TaskGiven(TaskGiven { kind, from, due });
        match self.chance.random_range(0..13) {
            0 => {
                self.decide("the person withdraws", &reference, |case, _| {
                    close(case, WhyClosed::Withdrew, None, By::Person).into()
                })
                .await;
            }
            1..=2 => {
                let until = now + hours(k * 24 + self.chance.random_range(0..20));
                let paused = What::Paused(Paused { until, by: By::Person });
                self.decide("the person wants quiet", &reference, |_, _| paused.clone().into()).await;
            }
            3 => {
                let resumed = What::Resumed { by: By::Person };
                self.decide("the person goes on", &reference, |_, _| resumed.clone().into()).await;
            }
            4..=5 => {
                let contact = people::contact(&mut self.chance);
                self.reached_otherwise(&reference, contact).await;
            }
            6..=7 => self.agrees(&reference, self.twin.state().now.as_second() % 2 == 0 || k % 3 == 0).await,
            8 => {
                let about = ComplaintAbout::ALL[self.chance.random_range(0..2)];
                let text = format!("Own words of {reference}, a complaint.");
                let complained = What::Complained { about, by: By::Person };
                self.decide("the person complains", &reference, |_, _| Decided {
                    words: Some(text.clone()),
                    ..complained.clone().into()
                })
                .await;
            }
            9 => {
                let from = now + hours(1 + k);
                let call = task(TaskKind::Call, Some(from), from + hours(1));
                self.decide("the person asks for a call", &reference, |_, _| call.clone().into()).await;
            }
            10 => {
                let text = format!("Own words of {reference}, said on the page.");
                let read = task(TaskKind::ReadWords, None, now + hours(8));
                self.decide("the person says something", &reference, |_, _| Decided {
                    words: Some(text.clone()),
                    ..read.clone().into()
                })
                .await;
            }
            11 => {
                let given = Feedback { helped: Some(4), had_a_say: None, felt_safe: Some(5), service: None };
                let given = What::FeedbackGiven(given);
                self.decide("the person says how it was", &reference, |_, _| given.clone().into()).await;
            }
            _ => {
                let kinds = [TaskKind::RestorativeJustice, TaskKind::Panel, TaskKind::Deletion];
                let asked = task(kinds[self.chance.random_range(0..kinds.len())], None, now + hours(30));
                self.decide("the person asks", &reference, |_, _| asked.clone().into()).await;
            }
        }
    }

    /// Another way to reach the person is safe from now on, or none.
    async fn reached_otherwise(&mut self, reference: &Reference, mut contact: Value) {
        let number = self.witness.accounts[reference].contact_changed;
        let channels = contact["channels"].as_array_mut().into_iter().flatten();
        for (place, channel) in channels.enumerate().filter(|(_, channel)| channel["kind"] == "email") {
            channel["address"] = json!(format!("{reference}.{number}.{place}@example.org"));
        }
        self.decide("the person is reached otherwise", reference, |_, person| {
            let Some(mut document) = person.cloned() else { return Decided::default() };
            document["contact"] = contact.clone();
            let changed = What::ContactChanged(contact_of(&document));
            Decided { document: Some(document), ..changed.into() }
        })
        .await;
    }

    /// The person takes consent back, or gives it.
    async fn agrees(&mut self, reference: &Reference, yes: bool) {
        let scope =
            if yes { vec![Scope::Assess, Scope::ShareWithProviders, Scope::Updates] } else { vec![Scope::Assess] };
        let twin = self.twin.clone();
        let said = if yes { "the person agrees" } else { "the person takes consent back" };
        self.decide(said, reference, |case, person| {
            let basis = Some(Basis::Consent);
            let given_by = Some(GivenBy::Person);
            let whats = consent(case, twin.profile(), basis, given_by, scope.clone(), By::Person);
            let document = person.map(|person| {
                let mut document = person.clone();
                document["consent"] = json!({"basis": basis, "given_by": given_by, "scope": scope});
                document
            });
            Decided { document, ..whats.into() }
        })
        .await;
    }

    /// Any case.
    pub(super) fn any_case(&mut self) -> Option<Reference> {
        let all: Vec<&Reference> = self.witness.accounts.keys().collect();
        if all.is_empty() { None } else { Some(all[self.chance.random_range(0..all.len())].clone()) }
    }

    /// Any case of which that holds.
    pub(super) fn any_case_that(&mut self, holds: impl Fn(&Case) -> bool) -> Option<Reference> {
        let state = self.twin.state();
        let all: Vec<&Reference> =
            state.cases.values().filter(|case| holds(case)).map(|case| &case.reference).collect();
        if all.is_empty() { None } else { Some(all[self.chance.random_range(0..all.len())].clone()) }
    }
}

fn contact_of(document: &Value) -> ContactChanged {
    let referral: Referral = serde_json::from_value(document.clone()).expect("a referral");
    let mut safe_channels: Vec<ChannelKind> =
        referral.contact.channels.iter().filter(|channel| channel.safe).map(|channel| channel.kind).collect();
    safe_channels.sort();
    safe_channels.dedup();
    let (frequency, contact) = (referral.contact.frequency, automatic_contact(&referral));
    ContactChanged {
        safe_channels,
        frequency,
        contact,
        mail_moved: false,
        why: WhyContactChanged::Asked,
        by: By::Person,
    }
}
