//! What must always hold, judged by what was submitted and recorded.

mod case_state;
mod flood;
mod messages;
mod promises;
mod sightings;

pub(crate) use flood::had_a_letter;
pub(crate) use messages::Mail;

use crate::Run;
use crate::witness::{CaseRecord, Stage, Witness};
use events::Reference;
use events::assessment::Flag;
use events::case::{
    Case, CaseChange, CaseEvent, CloseReason, CoordinatorReason, OnwardState, OwnerKind, Routing,
    TaskKind,
};
use events::update::{UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use platform::keys::Keys;
use std::collections::BTreeSet;
use twins::State;

/// More events than any case of a run has before it settles.
const MANY: usize = 300;

/// Checks after every step.
pub(crate) fn always(run: &mut Run) {
    let state = run.twin.state();
    assert!(
        state.dead_letters.is_empty(),
        "a record is a dead letter: {:?}",
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
            .support
            .live()
            .any(|onward| case.support.unwanted.contains(&onward.offered.service));
        assert!(
            !unwanted,
            "{reference} is with a service that the person does not want"
        );
        check_owners(record, case);
        check_offered_dangers(case, &state.events[&reference]);
        flood::check_set_aside(&*run, record, case);
        promises::check_promises_of_steps(record, case);
        promises::check_kept_and_broken(record, case);
        promises::check_hub_promises(record, case);
        case_state::check_case_state(record, case);
        run.actions.check_acts(record, &reference);
        run.actions.check_councils(record, &reference);
    }
    check_joined_by_two(&run.witness);
    let forgotten = |reference: &_| run.witness.records[reference].lifecycle.ever_erasing;
    run.actions.check_notes(&state, forgotten);
    check_loads(&state, &run.witness, run.twin.profile());
    messages::follow_contacts(&state, &mut run.mail);
    messages::check_mail_is_allowed(&state, &run.witness, &mut run.mail);
    messages::check_queue_consent(&state, &run.witness, &mut run.heard);
    case_state::check_deleted_people(&state, &run.witness);
}

/// A case takes in another only after somebody proposed it there. Its end there has the approval.
fn check_joined_by_two(witness: &Witness) {
    for (reference, record) in &witness.records {
        for from in &record.lifecycle.joined {
            let Some(other) = witness.records.get(from) else {
                continue;
            };
            let mut proposals = other.coordinators.proposals.values();
            assert!(
                proposals.any(|one| one.into.as_ref() == Some(reference)),
                "{reference} took in {from} and nobody proposed it"
            );
        }
    }
}

/// A case of danger or suicide risk that the hub offers to a service has a task for a coordinator to look within 15 minutes.
fn check_offered_dangers(case: &Case, events: &[CaseEvent]) {
    // A danger that was learned later has its own task.
    let Some(CaseChange::Received(received)) = events.first().map(|event| &event.what) else {
        return;
    };
    let flags = &received.assessment.flags;
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
    // Somebody has spoken to the person before, and the danger is over.
    let over = events.iter().any(|event| match &event.what {
        CaseChange::Reassessed(learned) => {
            let flags = &learned.assessment.flags;
            event.seq < first.seq && !flags.iter().any(|flag| danger.contains(flag))
        }
        _ => false,
    });
    if over {
        return;
    }
    let by = first.at + SignedDuration::from_mins(15);
    let looks = events.iter().any(|event| match &event.what {
        CaseChange::TaskGiven(task) => task.kind == TaskKind::LookAtDanger && task.due <= by,
        _ => false,
    });
    assert!(looks, "{} is in danger and nobody looks", case.reference);
}

/// Somebody always has to act by a time. There is no owner only if nothing is under way, held or looked for.
fn check_owners(record: &CaseRecord, case: &Case) {
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
        "{}: nobody was given what a provider found",
        case.reference
    );
    assert!(
        !record.lifecycle.death_reported,
        "{}: a provider reported a death that nobody checks",
        case.reference
    );
    assert!(
        !record.coordinators.must_look_at_stop,
        "{}: everything stopped suddenly and nobody looks",
        case.reference
    );
    assert!(
        !record.coordinators.must_chase,
        "{}: an agency broke a promise and nobody asks why",
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
        .support
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

/// The count of each limited service is what providers hold or are asked about, and never more than its capacity.
fn check_loads(state: &State, witness: &Witness, profile: &events::profile::Profile) {
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

/// Checks after the clock has done everything that it found: nothing overdue is unseen.
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
        if !state.cases[reference].has_only_remains() {
            promises::check_missed_promises_are_seen(record, &state.cases[reference], now);
            promises::check_warnings(record, reference, now);
            // With an erased person ends whatever they asked for.
            assert!(
                record.contact.quiet_until.is_none_or(|until| until > now),
                "{reference}: a quiet did not end"
            );
        }
    }
    assert!(
        state.timers.values().all(|at| *at > now),
        "a timer was not acted on"
    );
}

/// Checks after everything was delivered without faults: every offer is on its provider's queue.
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

/// Checks after the faults ended, offers have lapsed and nothing is left to deliver.
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
    for case in state.cases.values().filter(|case| !case.has_only_remains()) {
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
            // Somebody ended the case, before or after anything was offered.
            _ if record.closed() => {}
            // An offer from before the person withdrew was right at that time.
            Routing::ToCoordinators(_) if record.routing.consent_changed => {}
            Routing::ToCoordinators(_) => {
                // What a coordinator handed on, its provider may pass on.
                let passed_on = |one: &events::case::Offered| {
                    one.referred_on.is_some() || one.moved_from.is_some()
                };
                // An offer from before something was learned was right at that time.
                let (learned, ..) = *record.assessed.last().expect("an assessment");
                let own = |o: &events::case::Onward| {
                    o.offered.hand_on.is_none() && !passed_on(&o.offered) && o.seq > learned
                };
                let offered =
                    case.support.onwards.iter().any(own) && record.routing.council_given.is_none();
                assert!(!offered, "{} was offered and must not be", case.reference);
                let handed_on = !case.support.onwards.is_empty();
                assert!(
                    handed_on || case.owner.kind == OwnerKind::Coordinators,
                    "{} is with nobody",
                    case.reference
                );
            }
            // It waits until a coordinator lets it go on.
            Routing::ToProviders if record.coordinators.aside => {
                let held = case.coordination.held(CoordinatorReason::SetAside);
                assert!(
                    case.support.onwards.is_empty() && held,
                    "{} was set aside and nobody has it",
                    case.reference
                );
            }
            Routing::ToProviders => {
                // A person who does not want the universal service may be left with nobody. Then the coordinators have
                // the case.
                let refused_all =
                    !case.support.unwanted.is_empty() && case.owner.kind == OwnerKind::Coordinators;
                assert!(
                    !case.support.onwards.is_empty() || refused_all,
                    "{} was offered to nobody",
                    case.reference
                );
            }
        }
        messages::check_offers_on_queues(&state, case);
        // A closed case expires some time after it has to be forgotten; nothing else expires.
        let net = domain::retention::keeping(case).map(|keeping| keeping.net());
        assert_eq!(
            state.expires.get(&case.reference).copied(),
            net,
            "{} expires at another time",
            case.reference
        );
        // Everybody who may be written to was written to, or somebody has the task.
        let said = ["contact-changed", "consent-changed", "paused", "closed"];
        // Where others may see what the hub writes, it writes nothing.
        let unsafe_since =
            record.assessed.len() > 1 && case.received.assessment.contact.automatic.is_none();
        let as_first_said = !unsafe_since
            && !said
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
            let task = case
                .coordination
                .tasks
                .iter()
                .any(|task| task.update == Some(kind));
            // After a returned mail somebody tells the person what may not have reached them.
            let held_back = !sent
                && !task
                && (record.coordinators.aside
                    || state.updates.get(&request).is_some_and(|(update, _)| {
                        had_a_letter(&state, &run.mail.ever, &request, update)
                    }));
            let once = held_back
                || if run.mail.came_back(&case.reference) {
                    sent || task
                } else {
                    sent ^ task
                };
            assert!(
                once,
                "{}: acknowledged {sent}, task {task}, due {:?}",
                case.reference, case.received.acknowledge_at
            );
        }
    }
    let documents = run
        .accepted
        .iter()
        .map(|(id, reference)| (reference, &run.sent[id].document))
        // The hub remembers nobody whom it has set aside.
        .filter(|(reference, _)| !run.witness.records[*reference].coordinators.aside);
    sightings::check_sightings(&state, documents);
    check_counters(&state, &run.witness);
    case_state::check_deletion_is_complete(&state, &run.witness);
    messages::check_claims(&state, &run.witness, &run.mail);
    assert!(
        state.timers.values().all(|at| *at > state.now),
        "a timer was never acted on"
    );
}

/// Checks at the end, when the providers that work have finished and the silent ones have been silent for weeks.
pub(crate) fn in_the_end(run: &mut Run) {
    at_rest(run);
    let state = run.twin.state();
    for case in state.cases.values() {
        let ended = case.owner.kind == OwnerKind::Nobody;
        let nothing = case
            .support
            .onwards
            .iter()
            .all(|o| !matches!(o.state, OnwardState::Offered | OnwardState::Accepted));
        assert!(
            !ended || nothing,
            "{} is nobody's and somebody has it",
            case.reference
        );
        // A person in a quiet time is left alone, also by their services.
        let seen =
            ended || case.owner.kind == OwnerKind::Coordinators || case.owner.due > state.now;
        assert!(
            seen,
            "{} is with a silent {} and nobody sees it",
            case.reference, case.owner.kind
        );
    }
}

/// The counters are what the stored events give when they are counted from the beginning, however often, late or in
/// whatever order the events came. They also agree with what the witness saw. What an erased case was counted as is in its
/// facts only.
fn check_counters(state: &State, witness: &Witness) {
    let questions: Vec<_> = measures::every_question().collect();
    let keys = Keys::new(twins::SECRET);
    let all: Vec<_> = state
        .cases
        .iter()
        .flat_map(|(reference, case)| {
            if case.has_only_remains() {
                let kept = state.facts.get(&keys.facts(reference));
                return kept.map(|kept| kept.facts.clone()).unwrap_or_default();
            }
            measures::facts(case, state.events.get(reference).map_or(&[], Vec::as_slice))
        })
        .collect();
    let mut stored = state.counters.clone();
    for cells in stored.values_mut() {
        cells.retain(|_, count| *count != 0);
    }
    stored.retain(|_, cells| !cells.is_empty());
    let recount = measures::sums(&all, &questions);
    assert_eq!(stored, recount, "the counters are not a recount");
    let recorded = |name: &str| -> i64 {
        let records = witness.records.values();
        let counts = records.filter_map(|record| record.events_by_name.get(name));
        counts.map(|count| *count as i64).sum()
    };
    let counted = |question: &str, total: &str| -> i64 {
        let counters = stored.iter().filter(|(key, _)| {
            key.split_once('.')
                .is_some_and(|(name, _)| name == question)
        });
        let cells = counters.flat_map(|(_, cells)| cells);
        let totals = cells.filter(|(cell, _)| cell.ends_with(total));
        totals.map(|(_, count)| count).sum()
    };
    assert_eq!(state.facts.len() as i64, recorded("received"));
    // If the counting was behind when a case was erased, its last changes were never counted.
    let is_whole = |reference: &Reference| !state.cases[reference].has_only_remains();
    let offered_in_whole: i64 = witness
        .records
        .iter()
        .filter(|(reference, _)| is_whole(reference))
        .filter_map(|(_, record)| record.events_by_name.get("offered"))
        .map(|count| *count as i64)
        .sum();
    let offered = counted("onwards", "/total");
    assert!((offered_in_whole..=recorded("offered")).contains(&offered));
    let ended = |why| {
        let cases = state.cases.values();
        cases
            .filter(|case| {
                case.lifecycle
                    .ended
                    .as_ref()
                    .is_some_and(|ended| ended.why == why)
            })
            .count() as i64
    };
    let nobody = ended(CloseReason::Duplicate) + ended(CloseReason::EnteredInError);
    assert_eq!(counted("people", "/total"), recorded("received") - nobody);
    let kept: Vec<bool> = witness
        .records
        .iter()
        .filter(|(reference, _)| is_whole(reference))
        .flat_map(|(_, record)| promises::kept_in_time(record))
        .collect();
    let in_time = kept.iter().filter(|in_time| **in_time).count() as i64;
    // Other events keep promises too.
    assert!(counted("promises", "/kept") >= in_time);
    assert!(counted("promises", "/kept-late") >= kept.len() as i64 - in_time);
}
