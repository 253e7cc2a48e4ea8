//! What must hold whatever happens, judged by what was submitted and recorded.

mod case_state;
mod messages;
mod promises;
mod sightings;

pub(crate) use messages::Mail;

use crate::Run;
use crate::witness::{CaseRecord, Stage, Witness};
use events::assessment::Flag;
use events::case::{Case, CaseChange, CaseEvent, OnwardState, OwnerKind, Routing, TaskKind};
use events::update::{UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use twins::State;

/// More events than any case of a run has that comes to rest.
const MANY: usize = 300;

/// After every step.
pub(crate) fn always(run: &mut Run) {
    let state = run.twin.state();
    assert!(
        state.dead_letters.is_empty(),
        "a record was put aside: {:?}",
        state.dead_letters
    );
    // Each accepted referral is exactly one case.
    let references: BTreeSet<_> = run.accepted.values().collect();
    assert_eq!(
        references.len(),
        run.accepted.len(),
        "two submissions share a case"
    );
    for reference in references {
        assert!(
            state.cases.contains_key(reference),
            "an accepted referral is no case"
        );
    }
    assert!(
        state.cases.len() <= run.sent.len(),
        "there are more cases than submissions"
    );
    for reference in run.witness.look(&state) {
        let record = &run.witness.records[&reference];
        let case = &state.cases[&reference];
        assert!(record.event_count < MANY, "{reference} never comes to rest");
        let unwanted = case
            .live()
            .any(|onward| case.unwanted.contains(&onward.offered.service));
        assert!(
            !unwanted,
            "{reference} is with a service that the person does not want"
        );
        the_owner_is_who_has_to_act(record, case);
        a_danger_that_is_offered_is_looked_at(case, &state.events[&reference]);
        promises::each_step_makes_what_it_owes(record, case);
        promises::what_is_kept_or_broken_was_recorded(record, case);
        promises::what_the_hub_owes_is_what_was_recorded(record, case);
        case_state::a_case_is_what_was_said_of_it(record, case);
        run.actions
            .each_act_was_done_by_somebody_once(record, &reference);
        run.actions
            .a_council_is_what_the_person_said(record, &reference);
    }
    let forgotten = |reference: &_| run.witness.records[reference].lifecycle.ever_erasing;
    run.actions.each_note_is_kept_once(&state, forgotten);
    loads_are_the_live_onward_referrals(&state, &run.witness, run.twin.profile());
    messages::nothing_is_sent_that_the_answers_do_not_allow(&state, &run.witness, &mut run.mail);
    messages::nobody_is_offered_who_did_not_agree(&state, &run.witness, &mut run.heard);
    case_state::of_whom_is_deleted_nothing_is_left(&state, &run.witness);
}

/// A case of danger or suicide risk that the hub offers to a service has a task for a coordinator to look within 15 minutes.
fn a_danger_that_is_offered_is_looked_at(case: &Case, events: &[CaseEvent]) {
    let flags = &case.received.assessment.flags;
    let danger = [Flag::ImmediateDanger, Flag::SuicideRisk];
    if !flags.iter().any(|flag| danger.contains(flag)) {
        return;
    }
    let by_hub = |event: &&CaseEvent| match &event.what {
        CaseChange::Offered(offered) => offered.hand_on.is_none() && offered.referred_on.is_none(),
        _ => false,
    };
    let Some(first) = events.iter().find(by_hub) else {
        return;
    };
    let by = first.at + SignedDuration::from_mins(15);
    let looks = events.iter().any(|event| match &event.what {
        CaseChange::TaskGiven(task) => task.kind == TaskKind::LookAtDanger && task.due <= by,
        _ => false,
    });
    assert!(looks, "{} is in danger and nobody looks", case.reference);
}

/// Somebody always has to act, by a time; nobody only where nothing is under way, held or looked for.
fn the_owner_is_who_has_to_act(record: &CaseRecord, case: &Case) {
    let (kind, due, providers) = record.owner();
    let owner = &case.owner;
    assert_eq!(
        owner.kind, kind,
        "{} is with the wrong owner",
        case.reference
    );
    assert!(
        due.is_none_or(|due| due == owner.due),
        "{} is due at another time",
        case.reference
    );
    let supported = record.supported();
    let left = owner.kind == OwnerKind::Nobody && !supported && !record.closed();
    assert!(!left, "{} was left and nobody had helped", case.reference);
    assert!(
        record.coordinators.findings.is_empty(),
        "{}: what a provider found nobody was given",
        case.reference
    );
    assert!(
        !record.lifecycle.death_reported,
        "{}: a provider heard of a death that nobody finds out about",
        case.reference
    );
    assert!(
        !record.coordinators.must_chase,
        "{}: an agency broke its word and nobody asks why",
        case.reference
    );
    let provider = owner.provider.as_deref();
    assert!(
        provider.map_or(providers.is_empty(), |who| providers.contains(who)),
        "{provider:?} owns a case"
    );
    let live = record
        .onwards
        .values()
        .filter(|referral| referral.is_live());
    let stored: BTreeSet<&str> = case
        .live()
        .map(|onward| onward.offered.onward.as_str())
        .collect();
    assert_eq!(
        live.map(|referral| referral.offered.onward.as_str())
            .collect::<BTreeSet<_>>(),
        stored,
        "what is live differs"
    );
}

/// What each limited service holds is what providers have or are asked about, and never more than it can.
fn loads_are_the_live_onward_referrals(
    state: &State,
    witness: &Witness,
    profile: &events::profile::Profile,
) {
    for service in &profile.services {
        let Some(capacity) = service.capacity else {
            continue;
        };
        let held = witness
            .onwards()
            .filter(|(.., referral)| referral.is_live() && referral.offered.service == service.code)
            .count();
        let counted = state.loads.get(&service.code).copied().unwrap_or(0) as usize;
        assert_eq!(
            counted, held,
            "{} holds {held} and counts {counted}",
            service.code
        );
        assert!(
            held <= capacity as usize,
            "{} holds {held} of {capacity}",
            service.code
        );
    }
}

/// After the clock has done all that it found: nobody's time has passed unseen.
pub(crate) fn after_the_clock(run: &mut Run, now: Timestamp) {
    always(run);
    let state = run.twin.state();
    for (reference, record) in &run.witness.records {
        assert!(
            record.routing.search_by.is_none_or(|by| by > now),
            "{reference} was to be matched by now"
        );
        for (code, referral) in record
            .onwards
            .iter()
            .filter(|(_, referral)| referral.is_live() && !referral.pursued)
        {
            assert!(
                referral.due() > now,
                "{code} was to be acted on by {}, and nobody pursues it",
                referral.due()
            );
        }
        promises::nothing_is_broken_unseen(record, &state.cases[reference], now);
        promises::nobody_forgets_what_they_owe(record, reference, now);
        assert!(
            record.contact.quiet_until.is_none_or(|until| until > now),
            "{reference}: a quiet did not end"
        );
    }
    assert!(
        state.timers.values().all(|at| *at > now),
        "a timer was not acted on"
    );
}

/// Once everything was delivered in a healed world: what is on offer is on its provider's queue.
pub(crate) fn delivered(run: &mut Run) {
    always(run);
    let state = run.twin.state();
    for (_, code, referral) in run
        .witness
        .onwards()
        .filter(|(.., referral)| referral.stage == Stage::Offered)
    {
        let queue = state
            .queues
            .get(&referral.offered.provider)
            .map(Vec::as_slice)
            .unwrap_or_default();
        assert!(
            queue.iter().any(|message| message.data.onward == *code),
            "{code} is on offer and on no queue"
        );
    }
}

/// When the world has healed, offers have lapsed and nothing is left to deliver.
pub(crate) fn at_rest(run: &mut Run) {
    always(run);
    let state = run.twin.state();
    assert_eq!(
        run.accepted.len(),
        run.sent.len(),
        "someone who kept trying was never answered"
    );
    assert_eq!(
        state.cases.len(),
        run.sent.len(),
        "each accepted referral is exactly one case"
    );
    for case in state.cases.values() {
        let record = &run.witness.records[&case.reference];
        assert!(
            case.owner.kind != OwnerKind::Hub,
            "{} reached no owner",
            case.reference
        );
        assert!(
            record.routing.search_by.is_none(),
            "{} was not matched again",
            case.reference
        );
        match case.routing() {
            // Somebody said that it is over, before or after anything came of it.
            _ if record.closed() => {}
            // What was offered before the person took it back was rightly offered then.
            Routing::ToCoordinators(_) if record.routing.consent_changed => {}
            Routing::ToCoordinators(_) => {
                // What a coordinator handed on its provider may pass on.
                let passed_on = |one: &events::case::Offered| {
                    one.referred_on.is_some() || one.moved_from.is_some()
                };
                let own = |o: &events::case::Onward| {
                    o.offered.hand_on.is_none() && !passed_on(&o.offered)
                };
                let offered =
                    case.onwards.iter().any(own) && record.routing.council_given.is_none();
                assert!(!offered, "{} was offered and must not be", case.reference);
                let handed_on = !case.onwards.is_empty();
                assert!(
                    handed_on || case.owner.kind == OwnerKind::Coordinators,
                    "{} is with nobody",
                    case.reference
                );
            }
            Routing::ToProviders => {
                // Who does not want the service for everyone may be left with nobody; then the coordinators have it.
                let refused_all =
                    !case.unwanted.is_empty() && case.owner.kind == OwnerKind::Coordinators;
                assert!(
                    !case.onwards.is_empty() || refused_all,
                    "{} was offered to nobody",
                    case.reference
                );
            }
        }
        messages::each_offer_was_sent_and_taken_back_when_it_lapsed(&state, case);
        // What is over expires, some time after it has to be forgotten; nothing else does.
        let net = domain::retention::keeping(case).map(|keeping| keeping.net());
        assert_eq!(
            state.expires.get(&case.reference).copied(),
            net,
            "{} expires at another time",
            case.reference
        );
        // Each person who may be written to was written to, or somebody has the task.
        let said = ["contact-changed", "consent-changed", "paused", "closed"];
        let as_first_said = !said
            .iter()
            .any(|name| record.events_by_name.contains_key(name));
        if case.received.acknowledge_at.is_some()
            && as_first_said
            && record.lifecycle.died.is_none()
            && !record.lifecycle.erased
            && !record.lifecycle.death_checked
        {
            let (reference, kind) = (case.reference.clone(), UpdateKind::Acknowledgement);
            let request = UpdateRequest {
                reference,
                kind,
                about: UpdateRequest::FIRST,
            };
            let sent = state
                .updates
                .get(&request)
                .is_some_and(|(update, _)| update.sent_at.is_some());
            let task = case.tasks.iter().any(|task| task.update == Some(kind));
            // Where a mail came back somebody tells the person what may not have reached them.
            let once = if run.mail.came_back(&case.reference) {
                sent || task
            } else {
                sent ^ task
            };
            assert!(once, "{}: acknowledged {sent}, task {task}", case.reference);
        }
    }
    let documents = run
        .accepted
        .iter()
        .map(|(id, reference)| (reference, &run.sent[id].document));
    sightings::each_person_and_place_is_found_again(&state, documents);
    the_counters_are_the_events(&state, &run.witness);
    case_state::of_whom_is_deleted_nothing_is_remembered(&state, &run.witness);
    messages::what_was_claimed_was_sent_or_is_somebodys_task(&state, &run.witness);
    assert!(
        state.timers.values().all(|at| *at > state.now),
        "a timer was never acted on"
    );
}

/// In the end, when those who work have worked and those who are silent have been silent for weeks.
pub(crate) fn in_the_end(run: &mut Run) {
    at_rest(run);
    let state = run.twin.state();
    for case in state.cases.values() {
        let ended = case.owner.kind == OwnerKind::Nobody;
        let nothing = case
            .onwards
            .iter()
            .all(|o| !matches!(o.state, OnwardState::Offered | OnwardState::Accepted));
        assert!(
            !ended || nothing,
            "{} is nobody's and somebody has it",
            case.reference
        );
        // A person who wants quiet is left alone, also by the services that support them.
        let seen =
            ended || case.owner.kind == OwnerKind::Coordinators || case.owner.due > state.now;
        assert!(
            seen,
            "{} is with a silent {} and nobody sees it",
            case.reference, case.owner.kind
        );
    }
}

/// Each event is counted once, by its name, and each promise that was kept as in time or late.
fn the_counters_are_the_events(state: &State, witness: &Witness) {
    let counted = |name: &str| -> u64 {
        state
            .counters
            .iter()
            .filter(|((_, counter), _)| counter == name)
            .map(|(_, count)| *count)
            .sum()
    };
    let names: BTreeSet<&str> = witness
        .records
        .values()
        .flat_map(|record| record.events_by_name.keys().copied())
        .collect();
    for name in names {
        let recorded: u64 = witness
            .records
            .values()
            .filter_map(|record| record.events_by_name.get(name))
            .sum();
        assert_eq!(
            counted(name),
            recorded,
            "the counters of {name} are not the events"
        );
    }
    let kept: Vec<bool> = witness
        .records
        .values()
        .flat_map(promises::kept_in_time)
        .collect();
    let in_time = kept.iter().filter(|in_time| **in_time).count() as u64;
    assert_eq!(
        counted("promise-kept.when.in-time"),
        in_time,
        "kept in time and kept late are mixed up"
    );
    assert_eq!(
        counted("promise-kept.when.late"),
        kept.len() as u64 - in_time,
        "kept in time and kept late are mixed up"
    );
}
