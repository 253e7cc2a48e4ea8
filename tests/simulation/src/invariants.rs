//! What must hold whatever happens.

use crate::Run;
use domain::gate::{Decision, decide};
use events::case::{OnwardState, OwnerKind, Routing, What, WhyNotSent};
use events::referral::Referral;
use events::update::UpdateKind;
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
        let live = case.onwards.iter().filter(|o| o.state != OnwardState::Expired).count();
        assert!(live <= 1, "a case has two live onward referrals");
        let events = &state.events[&case.reference];
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "an event is missing or twice");
        assert_eq!(events.len(), case.version as usize, "the fold and the events differ");
        let folded = fold(events);
        assert_eq!(&folded, case, "the stored state is not the fold of the events");
    }
    nothing_is_sent_that_the_gate_did_not_allow(run, &state);
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
        match case.received.routing {
            Routing::ToCoordinators(_) => {
                assert!(case.onwards.is_empty(), "{} was offered and must not be", case.reference);
                assert_eq!(case.owner.kind, OwnerKind::Coordinators);
            }
            Routing::ToProviders => {
                let messages: Vec<_> =
                    state.queues.values().flatten().filter(|message| message.subject == case.reference).collect();
                let ids: BTreeSet<_> = messages.iter().map(|message| &message.id).collect();
                assert_eq!(case.onwards.len(), 1, "{} was offered to nobody", case.reference);
                // An offer that lapsed before its message could be sent was never on the queue; the coordinators have it.
                let lapsed = case.onwards[0].state == OnwardState::Expired;
                assert!(ids.len() == 1 || (lapsed && ids.is_empty()), "{} is on no queue", case.reference);
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

/// At most one mail for each case, and only where the answers allow one at some hour.
fn nothing_is_sent_that_the_gate_did_not_allow(run: &Run, state: &twins::State) {
    let mut allowed: BTreeMap<String, usize> = BTreeMap::new();
    for person in state.people.values() {
        let referral: Referral = serde_json::from_value(person.clone()).expect("a stored referral");
        // Noon of a working day is in every window that the people of a run have.
        let noon = "2026-11-23T12:00:00Z".parse().expect("a moment");
        let address = match decide(UpdateKind::Acknowledgement, &referral, noon) {
            Decision::Send(permitted) => permitted.address().to_owned(),
            Decision::Wait(at) => match decide(UpdateKind::Acknowledgement, &referral, at) {
                Decision::Send(permitted) => permitted.address().to_owned(),
                _ => continue,
            },
            Decision::Never => continue,
        };
        *allowed.entry(address).or_default() += 1;
    }
    for mail in &state.mails {
        let left =
            allowed.get_mut(&mail.to).unwrap_or_else(|| panic!("a mail went where none may go\n{}", run.story.text()));
        assert!(*left > 0, "somebody was told twice");
        *left -= 1;
    }
}

/// Nothing reaches a provider's queue but what the person, or a recorded override, let go there.
fn nobody_is_offered_who_did_not_agree(state: &twins::State) {
    for message in state.queues.values().flatten() {
        let case = &state.cases[&message.subject];
        assert_eq!(case.received.routing, Routing::ToProviders, "{} was not to be shared", case.reference);
    }
}
