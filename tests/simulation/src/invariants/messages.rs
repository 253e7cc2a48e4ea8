//! What leaves the hub: mail to people, and messages to providers.

use crate::witness::Witness;
use events::Reference;
use events::assessment::Flag;
use events::case::{Actor, Case, CaseChange, ContactChangeReason, OnwardState};
use events::offer::{CloudEvent, Offer, WITHDRAWN};
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use twins::State;

/// The mail that was judged so far, and the mail that was returned.
#[derive(Default)]
pub(crate) struct Mail {
    judged: usize,
    told: BTreeSet<UpdateRequest>,
    returned: BTreeSet<Reference>,
    stopped: BTreeSet<(Reference, String)>,
    /// How many events of each case were followed, for the addresses below.
    followed: BTreeMap<Reference, usize>,
    /// The addresses that the person called safe when they were referred, or that were confirmed since.
    confirmed: BTreeMap<Reference, BTreeSet<String>>,
    /// Those that were confirmed before the page changed them, and may be told about it.
    before: BTreeMap<Reference, BTreeSet<String>>,
    /// The addresses that each case ever called safe.
    pub(crate) ever: super::flood::Addresses,
    /// The letters that count for their address.
    letters: super::flood::Letters,
    /// The addresses that were sent a code.
    coded: BTreeMap<Reference, Vec<String>>,
}

impl Mail {
    /// Records that a mail of that case was returned, from that address for ever if there is one.
    pub(crate) fn comes_back(&mut self, reference: Reference, for_ever: Option<String>) {
        self.stopped
            .extend(for_ever.map(|address| (reference.clone(), address)));
        self.returned.insert(reference);
    }

    /// Whether any mail of that case was returned.
    pub(crate) fn came_back(&self, reference: &Reference) -> bool {
        self.returned.contains(reference)
    }
}

/// Follows which addresses are confirmed. A change on the page takes addresses away and confirms none. A coordinator
/// confirms all that are safe, and a code the address that it was sent to.
pub(super) fn follow_contacts(state: &State, seen: &mut Mail) {
    for (reference, events) in &state.events {
        let from = seen.followed.entry(reference.clone()).or_default();
        let Some(person) = state.people.get(reference) else {
            // The events of an erased case are replaced by fewer.
            *from = events.len();
            continue;
        };
        let safe: BTreeSet<String> = channels(person)
            .filter(|channel| channel["kind"] == "email" && channel["safe"] == true)
            .filter_map(|channel| channel["address"].as_str().map(str::to_owned))
            .collect();
        seen.ever
            .entry(reference.clone())
            .or_default()
            .extend(safe.iter().cloned());
        let confirmed = seen.confirmed.entry(reference.clone()).or_default();
        for event in &events[*from..] {
            match &event.what {
                CaseChange::Received(_) => confirmed.clone_from(&safe),
                CaseChange::ContactChanged(changed) => {
                    let before = seen.before.entry(reference.clone()).or_default();
                    before.extend(confirmed.iter().cloned());
                    match (&changed.by, changed.why) {
                        (Actor::Coordinator { .. }, _) => confirmed.clone_from(&safe),
                        (Actor::Person, ContactChangeReason::Confirmed) => {
                            let coded = seen.coded.get(reference).and_then(|all| all.last());
                            let coded = coded.expect("a code was entered that nobody was sent");
                            confirmed.insert(coded.clone());
                        }
                        _ => confirmed.retain(|address| safe.contains(address)),
                    }
                }
                _ => {}
            }
        }
        *from = events.len();
    }
}

/// Nothing is told twice. Each mail went only to the first address that the person calls safe, within its hours. None
/// was sent if they asked for silence or quiet, did not agree or were never asked, or have died, or if a provider found
/// that it was not safe and nobody has spoken to them since. None went to an address from which one was returned.
/// Judged by the answers of that moment, so that a faulty gate is found.
pub(super) fn check_mail_is_allowed(state: &State, witness: &Witness, seen: &mut Mail) {
    for mail in &state.mails[seen.judged..] {
        let (reference, kind) = (&mail.update.reference, mail.update.kind);
        let person = state
            .people
            .get(reference)
            .expect("a mail went to somebody who is not known");
        let record = &witness.records[reference];
        assert!(
            !record.coordinators.aside,
            "{reference} was written to and was set aside"
        );
        super::flood::check_letters_to_address(record, mail, &mut seen.letters);
        let frequency = person["contact"]["frequency"].as_str().unwrap_or_default();
        let unasked = person["consent"]["basis"] == "awaiting-consent";
        assert!(
            frequency != "only-when-asked" && !unasked,
            "{reference} was written to and wants no mail"
        );
        let scope = person["consent"]["scope"].as_array();
        let agreed = scope.is_some_and(|scope| scope.iter().any(|one| one == "updates"));
        assert!(
            agreed || kind == UpdateKind::Acknowledgement,
            "{reference} did not agree to updates about {kind}"
        );
        let at_once = [
            UpdateKind::Acknowledgement,
            UpdateKind::AsAsked,
            UpdateKind::ContactChanged,
            UpdateKind::ConfirmContact,
            UpdateKind::Digest,
        ];
        assert!(
            !matches!(frequency, "weekly" | "monthly") || at_once.contains(&kind),
            "{kind} was told immediately"
        );
        assert!(
            record
                .contact
                .quiet_until
                .is_none_or(|until| until <= mail.at),
            "{reference} was written to and wants quiet"
        );
        assert!(
            record.lifecycle.died.is_none(),
            "{reference} was written to and has died"
        );
        assert!(
            !record.perhaps_died(),
            "{reference} was written to and may have died"
        );
        assert!(
            record.contact.agreed_to_updates != Some(false),
            "{reference} was written to and had withdrawn consent to updates"
        );
        assert!(
            !record.contact.not_safe,
            "{reference} was written to and a provider found that it was not safe"
        );
        let confirmed = &seen.confirmed[reference];
        let is_mail = |channel: &&Value| channel["kind"] == "email" && channel["safe"] == true;
        let is_confirmed = |channel: &&Value| {
            let address = channel["address"].as_str().unwrap_or_default();
            confirmed.contains(address)
        };
        let told = |channel: &&Value| channel["address"] == mail.to.as_str();
        // The address from before is told about the change, and about nothing else.
        let before = seen.before.get(reference);
        let leaves = kind == UpdateKind::ContactChanged
            && before.is_some_and(|before| before.contains(&mail.to));
        let channel = match kind {
            UpdateKind::ConfirmContact => {
                let coded = seen.coded.entry(reference.clone()).or_default();
                assert!(
                    !confirmed.contains(&mail.to),
                    "a code went where none was needed"
                );
                coded.push(mail.to.clone());
                channels(person).filter(is_mail).find(told)
            }
            _ => channels(person)
                .filter(is_mail)
                .find(is_confirmed)
                .filter(told),
        };
        assert!(
            channel.is_some() || leaves,
            "{kind} went to an address that is not safe, or that nobody confirmed"
        );
        let Some(channel) = channel else {
            assert!(
                seen.told.insert(mail.update.clone()),
                "{} was told twice",
                mail.update.key()
            );
            continue;
        };
        assert!(
            is_open(channel, mail.at),
            "{reference} was written to at an hour that is not safe"
        );
        let stopped = seen.stopped.contains(&(reference.clone(), mail.to.clone()));
        assert!(
            !stopped,
            "{reference} was written to where a mail had come back from"
        );
        assert!(
            seen.told.insert(mail.update.clone()),
            "{} was told twice",
            mail.update.key()
        );
    }
    seen.judged = state.mails.len();
}

fn channels(person: &Value) -> impl Iterator<Item = &Value> {
    person["contact"]["channels"]
        .as_array()
        .into_iter()
        .flatten()
}

/// A claimed update was sent, or somebody has the task to tell it. Each mail was claimed before it was sent. If the
/// person has died there is nobody to tell.
pub(super) fn check_claims(state: &State, witness: &Witness, seen: &Mail) {
    for (request, (update, watched)) in &state.updates {
        let record = &witness.records[&request.reference];
        let tasks = &state.cases[&request.reference].coordination.tasks;
        // Somebody tells what a digest holds, or that it may not have arrived.
        let tells = |update| update == request.kind || request.kind == UpdateKind::Digest;
        let task = tasks.iter().any(|task| task.update.is_some_and(tells));
        let gone = record.lifecycle.died.is_some() || record.lifecycle.erased;
        let held_back = super::flood::had_a_letter(state, &seen.ever, request, update);
        assert!(
            update.sent_at.is_some() || task || gone || held_back,
            "{} was not sent and is no task",
            request.key()
        );
        assert!(!watched, "{} is still watched", request.key());
    }
    let claimed = state.mails.iter().all(|mail| {
        state.updates.contains_key(&mail.update)
            || state.cases[&mail.update.reference].has_only_remains()
    });
    assert!(claimed, "something was sent without a claim");
}

/// Whether `at` is within the channel's hours and days in London.
fn is_open(channel: &Value, at: Timestamp) -> bool {
    let here = at.to_zoned(jiff::tz::get!("Europe/London"));
    let time = here.strftime("%H:%M").to_string();
    let day = here.strftime("%a").to_string().to_lowercase();
    channel["from"]
        .as_str()
        .is_none_or(|from| from <= time.as_str())
        && channel["until"]
            .as_str()
            .is_none_or(|until| time.as_str() < until)
        && channel["days"]
            .as_array()
            .is_none_or(|days| days.iter().any(|one| *one == day.as_str()))
}

/// Only what the person or a recorded override allows reaches a provider's queue, and nothing that says who they are.
/// Judged by the document that was sent, and by later consent. `heard` is how much of each queue was judged before.
pub(super) fn check_queue_consent(
    state: &State,
    witness: &Witness,
    heard: &mut BTreeMap<String, usize>,
) {
    for (provider, queue) in &state.queues {
        let from = heard.entry(provider.clone()).or_default();
        for message in &queue[*from..] {
            let person = state.people.get(&message.subject);
            person
                .into_iter()
                .for_each(|person| assert_anonymous(message, person));
            let raised = witness.records[&message.subject].raised_to().0;
            assert!(
                message.data.tier <= raised,
                "{} shows what the hub remembers",
                message.subject
            );
            // Providers may know that somebody no longer needs help.
            if message.kind == WITHDRAWN {
                continue;
            }
            let case = &state.cases[&message.subject];
            // What was sent before the erasure was judged then, or cannot be judged any more.
            if case.has_only_remains() {
                continue;
            }
            let guarded = case.received.assessment.has(Flag::GuardianConflict);
            // The conflict was learned later. Support that was under way continues.
            let supported = conflict_learned(case).is_some_and(|learned| {
                state.events[&message.subject].iter().any(|event| {
                    let accepted = matches!(&event.what,
                        CaseChange::Accepted { onward, .. } if *onward == message.data.onward);
                    accepted && event.seq < learned
                })
            });
            assert!(
                !guarded || case.support.conflict_cleared || supported,
                "{} waits for a conflict to be cleared",
                message.subject
            );
            // A coordinator hands on with a separate basis.
            if case
                .support
                .onward(&message.data.onward)
                .is_some_and(|onward| onward.offered.hand_on.is_some())
            {
                continue;
            }
            let record = &witness.records[&message.subject];
            assert!(
                record.routing.shared,
                "{} is not to be shared",
                message.subject
            );
            let Some(person) = person.filter(|_| !record.routing.consent_changed) else {
                continue;
            };
            let consent = &person["consent"];
            let basis = matches!(
                consent["basis"].as_str(),
                Some("consent" | "serious-harm-override")
            );
            let scope = consent["scope"].as_array();
            let shared =
                scope.is_some_and(|scope| scope.iter().any(|one| one == "share-with-providers"));
            assert!(shared && basis, "{} was not to be shared", message.subject);
        }
        *from = queue.len();
    }
}

/// The number of the last event with which a conflict of interest was learned.
fn conflict_learned(case: &Case) -> Option<u32> {
    let conflicts = [Flag::GuardianConflict, Flag::ConflictCheck];
    let mut learned = case.coordination.reassessments.iter().rev();
    let newly = |flag: &Flag, before: &[Flag], after: &[Flag]| {
        after.contains(flag) && !before.contains(flag)
    };
    let found = learned.find(|one| {
        let mut conflicts = conflicts.iter();
        conflicts.any(|flag| newly(flag, &one.before.flags, &one.after.flags))
    });
    found.map(|one| one.number)
}

fn assert_anonymous(message: &CloudEvent<Offer>, person: &Value) {
    let text = serde_json::to_string(message).expect("a message");
    let own = [
        &person["wishes"]["own_words"],
        &person["residence"]["postcode"],
        &person["incident"]["postcode"],
    ];
    let own = own
        .into_iter()
        .chain(channels(person).map(|channel| &channel["address"]));
    for secret in own.filter_map(Value::as_str) {
        assert!(!text.contains(secret), "a message says who somebody is");
    }
}

/// What was offered was put on its provider's queue, and what lapsed or is not wanted was withdrawn there.
pub(super) fn check_offers_on_queues(state: &State, case: &Case) {
    let messages = state
        .queues
        .values()
        .flatten()
        .filter(|message| message.subject == case.reference);
    let ids: BTreeSet<&str> = messages.map(|message| message.id.as_str()).collect();
    for onward in &case.support.onwards {
        let (code, state) = (&onward.offered.onward, onward.state);
        // An offer that lapsed before its message could be sent was never on the queue.
        let sent = ids.contains(format!("{code}.offered").as_str());
        let ended = matches!(
            state,
            OnwardState::Expired | OnwardState::Withdrawn | OnwardState::HandedOver
        );
        assert!(sent || ended, "{code} is on no queue");
        let taken_back = ids.contains(format!("{code}.withdrawn").as_str());
        assert_eq!(taken_back, ended, "{code} is {state}");
    }
}
