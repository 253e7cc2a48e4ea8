//! What must hold whatever happens.

use crate::Run;
use events::assessment::{Flag, Tier};
use events::case::{Found, OnwardState, OwnerKind, Routing, What, WhyNotSent};
use events::update::UpdateKind;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// After every step.
pub(crate) fn always(run: &Run) {
    let state = run.twin.state();
    assert!(state.graves.is_empty(), "a record was put aside: {:?}", state.graves);
    // Each accepted referral is exactly one case.
    let references: BTreeSet<_> = run.accepted.values().collect();
    assert_eq!(references.len(), run.accepted.len(), "two submissions share a case");
    for reference in references {
        assert!(state.cases.contains_key(reference), "an accepted referral is no case");
    }
    assert!(state.cases.len() <= run.sent.len(), "there are more cases than submissions");
    for case in state.cases.values() {
        let services: Vec<_> = case.live().map(|onward| &onward.offered.service).collect();
        let once: BTreeSet<_> = services.iter().collect();
        assert_eq!(once.len(), services.len(), "a service has a case twice");
        let unwanted = case.live().any(|onward| case.unwanted.contains(&onward.offered.service));
        assert!(!unwanted, "{} is with a service that the person does not want", case.reference);
        // Somebody always has to act, and either the clock looks by then or the coordinators have it.
        assert!(case.clock_due().is_some() || case.hold.is_some(), "{} waits for nobody", case.reference);
        assert_eq!(case.owned().as_ref(), Some(&case.owner), "the owner is not the one that follows");
        assert!(case.clock_due().is_none_or(|due| case.hold.is_some() || case.owner.due == due), "a time is missed");
        let events = &state.events[&case.reference];
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "an event is missing or twice");
        assert_eq!(events.len(), case.version as usize, "the fold and the events differ");
        let folded = fold(events);
        assert_eq!(&folded, case, "the stored state is not the fold of the events");
    }
    loads_are_the_live_onward_referrals(&state, run);
    nothing_is_sent_that_the_answers_do_not_allow(&state);
    nobody_is_offered_who_did_not_agree(&state);
}

/// At the end, when the world has healed and nothing is left to deliver.
pub(crate) fn at_rest(run: &Run) {
    always(run);
    let state = run.twin.state();
    assert_eq!(run.accepted.len(), run.sent.len(), "someone who kept trying was never answered");
    assert_eq!(state.cases.len(), run.sent.len(), "each accepted referral is exactly one case");
    for case in state.cases.values() {
        assert!(case.owner.kind != OwnerKind::Hub, "{} reached no owner", case.reference);
        assert!(case.match_by.is_none(), "{} was not matched again", case.reference);
        match case.routing() {
            Routing::ToCoordinators(_) => {
                let handed_on = case.onwards.iter().all(|onward| onward.offered.hand_on.is_some());
                assert!(handed_on, "{} was offered and must not be", case.reference);
                assert!(case.owner.kind == OwnerKind::Coordinators || case.live().next().is_some());
            }
            Routing::ToProviders => {
                // Who does not want the service for everyone may be left with nobody; then the coordinators have it.
                let refused_all = !case.unwanted.is_empty() && case.owner.kind == OwnerKind::Coordinators;
                assert!(!case.onwards.is_empty() || refused_all, "{} was offered to nobody", case.reference);
                let messages = state.queues.values().flatten().filter(|message| message.subject == case.reference);
                let ids: BTreeSet<&str> = messages.map(|message| message.id.as_str()).collect();
                for onward in &case.onwards {
                    let (code, state) = (&onward.offered.onward, onward.state);
                    // An offer that lapsed before its message could be sent was never on the queue.
                    let sent = ids.contains(format!("{code}.offered").as_str());
                    let ended = matches!(state, OnwardState::Expired | OnwardState::Withdrawn);
                    assert!(sent || ended, "{code} is on no queue");
                    let taken_back = ids.contains(format!("{code}.withdrawn").as_str());
                    assert_eq!(taken_back, ended, "{code} is {state}");
                }
            }
        }
        // Whoever may be written to was written to, or somebody has the task.
        if case.received.acknowledge_at.is_some() {
            let update = state.updates.get(&(case.reference.clone(), UpdateKind::Acknowledgement));
            let sent = update.is_some_and(|(update, _)| update.sent_at.is_some());
            let task = case.tasks.iter().any(|task| task.why == WhyNotSent::NotConfirmed);
            assert!(sent ^ task, "{}: acknowledged {sent}, task {task}", case.reference);
        }
    }
    each_person_and_place_is_found_again(&state);
    let received: u64 =
        state.counters.iter().filter(|((_, name), _)| name == "received").map(|(_, count)| *count).sum();
    assert_eq!(received, state.cases.len() as u64, "the counters are not the events");
    assert!(state.timers.is_empty(), "a timer was never acted on");
}

fn fold(events: &[events::case::CaseEvent]) -> events::case::Case {
    let What::Received(received) = events[0].what.clone() else { panic!("a case begins with a referral") };
    let (mut case, _) = domain::fold::open(events[0].reference.clone(), *received, events[0].at);
    for event in &events[1..] {
        domain::fold::append(&mut case, event.what.clone(), event.at).expect("what was stored follows");
    }
    case
}

/// Of all cases of one person but the first, each is found to have an earlier one; of all cases at one place but the
/// first two, each is part of a pattern. Read off the documents: the same person has the same birthday and home there.
fn each_person_and_place_is_found_again(state: &twins::State) {
    let mut people: BTreeMap<String, Vec<&events::case::Case>> = BTreeMap::new();
    let mut places: BTreeMap<String, Vec<&events::case::Case>> = BTreeMap::new();
    for (reference, document) in &state.people {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (born, home) = (text(&document["person"]["date_of_birth"]), text(&document["residence"]["postcode"]));
        if born.len() == 10 && !home.is_empty() {
            let name = text(&document["person"]["name"]).replace(['-', '\'', ' '], "").to_lowercase();
            let home = home.replace(' ', "").to_lowercase();
            people.entry(format!("{name} {born} {home}")).or_default().push(&state.cases[reference]);
        }
        let place = text(&document["incident"]["postcode"]).replace(' ', "").to_lowercase();
        if !place.is_empty() {
            places.entry(place).or_default().push(&state.cases[reference]);
        }
    }
    let finds = |case: &events::case::Case, what| case.triage.as_ref().is_some_and(|t| t.found.contains(&what));
    for cases in people.values() {
        let found = cases.iter().filter(|case| finds(case, Found::EarlierReferral)).count();
        assert_eq!(found, cases.len() - 1, "a person was not found again");
        let raised = |case: &&events::case::Case| case.tier() == Tier::Enhanced;
        assert!(cases.iter().filter(|c| finds(c, Found::EarlierReferral)).all(raised), "a tier was not raised");
    }
    for cases in places.values() {
        let found = cases.iter().filter(|case| finds(case, Found::RepeatPlace)).count();
        assert_eq!(found, cases.len().saturating_sub(2), "a pattern was not found");
    }
}

/// What each limited service holds is what providers have or are asked about, and never more than it can.
fn loads_are_the_live_onward_referrals(state: &twins::State, run: &Run) {
    for service in &run.twin.profile().services {
        let Some(capacity) = service.capacity else { continue };
        let live = |case: &events::case::Case| case.live().filter(|o| o.offered.service == service.code).count();
        let held: usize = state.cases.values().map(live).sum();
        let counted = state.loads.get(&service.code).copied().unwrap_or(0) as usize;
        assert_eq!(counted, held, "{} holds {held} and counts {counted}", service.code);
        assert!(held <= capacity as usize, "{} holds {held} of {capacity}", service.code);
    }
}

/// At most one mail for each case, only to the first address that the person called safe, within its hours, and none
/// where they asked for silence or were never asked. Read off the document itself, so that a gate that errs is seen.
fn nothing_is_sent_that_the_answers_do_not_allow(state: &twins::State) {
    let mut allowed: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for person in state.people.values() {
        let silent = person["contact"]["frequency"] == "only-when-asked";
        let unasked = person["consent"]["basis"] == "awaiting-consent";
        let channels = person["contact"]["channels"].as_array().expect("channels");
        let first = channels.iter().find(|channel| channel["kind"] == "email" && channel["safe"] == true);
        if let Some(channel) = first.filter(|_| !silent && !unasked) {
            allowed.entry(channel["address"].as_str().expect("an address")).or_default().push(channel);
        }
    }
    for mail in &state.mails {
        let channels = allowed.get_mut(mail.to.as_str()).expect("a mail went where none may go");
        let open = channels.iter().position(|channel| is_open(channel, mail.at));
        channels.remove(open.expect("somebody was told twice, or at an hour that is not safe"));
    }
}

/// Whether `at` lies in the channel's hours and days, in London.
fn is_open(channel: &Value, at: Timestamp) -> bool {
    let here = at.to_zoned(jiff::tz::get!("Europe/London"));
    let time = here.strftime("%H:%M").to_string();
    let day = here.strftime("%a").to_string().to_lowercase();
    channel["from"].as_str().is_none_or(|from| from <= time.as_str())
        && channel["until"].as_str().is_none_or(|until| time.as_str() < until)
        && channel["days"].as_array().is_none_or(|days| days.iter().any(|one| *one == day.as_str()))
}

/// Nothing reaches a provider's queue but what the person, or a recorded override, let go there. Read off the document.
fn nobody_is_offered_who_did_not_agree(state: &twins::State) {
    for message in state.queues.values().flatten() {
        let case = &state.cases[&message.subject];
        let guarded = case.received.assessment.has(Flag::GuardianConflict);
        assert!(!guarded || case.conflict_cleared, "{} waits for a conflict to be cleared", message.subject);
        // A coordinator hands on upon a ground of its own.
        if case.onward(&message.data.onward).is_some_and(|onward| onward.offered.hand_on.is_some()) {
            continue;
        }
        let consent = &state.people[&message.subject]["consent"];
        let basis = consent["basis"].as_str();
        let shared = consent["scope"].as_array().is_some_and(|scope| scope.iter().any(|s| s == "share-with-providers"));
        assert!(
            shared && matches!(basis, Some("consent" | "serious-harm-override")),
            "{} was not to be shared",
            message.subject
        );
    }
}

/// Once everything was delivered in a healed world: what is on offer is on its provider's queue.
pub(crate) fn delivered(run: &Run) {
    always(run);
    let state = run.twin.state();
    for case in state.cases.values() {
        for onward in case.onwards.iter().filter(|onward| onward.state == OnwardState::Offered) {
            let queue = state.queues.get(&onward.offered.provider).map(Vec::as_slice).unwrap_or_default();
            let queued = queue.iter().any(|message| message.data.onward == onward.offered.onward);
            assert!(queued, "{} is on offer and on no queue", onward.offered.onward);
        }
    }
}
