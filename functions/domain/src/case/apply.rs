//! Applies events to a case, and refuses events that its state does not allow.

mod access;
mod coordinator_queue;
mod illegal;
mod lifecycle;
mod person;
mod promises;
mod reassessment;
mod safeguarding;
mod support;
mod tasks;
mod two_people;

pub use illegal::IllegalChange;
pub use promises::owing_onward;
pub(crate) use promises::task_promise;
pub use support::{LoadChange, load_changes};

use crate::case::deadlines::hub_due;
use crate::promise;
use events::Reference;
use events::case::{
    Access, Case, CaseChange, CaseEvent, Chosen, ContactLimits, Coordination, Justice, Lifecycle,
    Owner, OwnerKind, Received, Routing, Support,
};
use jiff::Timestamp;

/// Creates a case with its first event. The hub owns it until it is routed, which takes minutes.
pub fn open(reference: Reference, received: Received, at: Timestamp) -> (Case, CaseEvent) {
    let event = CaseEvent {
        v: CaseEvent::VERSION,
        reference: reference.clone(),
        seq: 1,
        at,
        what: CaseChange::Received(Box::new(received.clone())),
    };
    let due = hub_due(at);
    let elsewhere = received.elsewhere;
    let case = Case {
        reference,
        version: 1,
        opened_at: at,
        received,
        owner: Owner {
            kind: OwnerKind::Hub,
            provider: None,
            due,
        },
        triage: None,
        support: Support {
            match_by: Some(due),
            elsewhere,
            ..Support::default()
        },
        coordination: Coordination::default(),
        contact: ContactLimits::default(),
        access: Access::default(),
        justice: Justice::default(),
        lifecycle: Lifecycle::default(),
    };
    (case, event)
}

/// Builds the case from its stored events, oldest first. Of an erased case some numbers are missing.
///
/// # Errors
/// [`IllegalChange`] if the acceptance is not the first event, or a later one does not fit.
pub fn replay(events: &[CaseEvent]) -> Result<Case, IllegalChange> {
    let [first, later @ ..] = events else {
        return Err(IllegalChange::AlreadyReceived);
    };
    let CaseChange::Received(received) = &first.what else {
        return Err(IllegalChange::AlreadyReceived);
    };
    let (mut case, _) = open(first.reference.clone(), (**received).clone(), first.at);
    for event in later {
        case.version = event.seq.saturating_sub(1);
        append(&mut case, event.what.clone(), event.at)?;
    }
    Ok(case)
}

/// Applies `what`, and returns the new case and its event.
///
/// # Errors
/// [`IllegalChange`] if the case does not allow the change. The returned case must not be used then:
/// [`append_all`] keeps the old one.
pub fn append(
    case: &mut Case,
    what: CaseChange,
    at: Timestamp,
) -> Result<CaseEvent, IllegalChange> {
    check_allowed(case, &what)?;
    apply(case, &what, at)?;
    if changes_what_was_proposed(&what) {
        two_people::lapse(case, at);
    }
    let owner = case.owned();
    update_ended(case, owner.is_some(), at);
    case.owner = owner.unwrap_or(Owner {
        kind: OwnerKind::Nobody,
        provider: None,
        due: at,
    });
    case.version += 1;
    Ok(CaseEvent {
        v: CaseEvent::VERSION,
        reference: case.reference.clone(),
        seq: case.version,
        at,
        what,
    })
}

/// Applies all of `changes`, and returns the new case and its events. If one change is not allowed,
/// nothing changes.
///
/// # Errors
/// [`IllegalChange`] of the first change that is not allowed.
pub fn append_all(
    case: &Case,
    changes: Vec<CaseChange>,
    at: Timestamp,
) -> Result<(Case, Vec<CaseEvent>), IllegalChange> {
    let mut after = case.clone();
    let events = changes
        .into_iter()
        .map(|what| append(&mut after, what, at))
        .collect::<Result<_, _>>()?;
    Ok((after, events))
}

/// Refuses changes that the state of the case never allows, whatever they contain.
fn check_allowed(case: &Case, what: &CaseChange) -> Result<(), IllegalChange> {
    if matches!(what, CaseChange::Received(_)) {
        return Err(IllegalChange::AlreadyReceived);
    }
    if what.works_on_case() && case.lifecycle.is_closed() {
        return Err(IllegalChange::Ended);
    }
    if case.lifecycle.erasure.is_done() && (what.works_on_case() || what.concerns_person()) {
        return Err(IllegalChange::Erased);
    }
    Ok(())
}

/// Whether a case after the change is not the one any more that somebody proposed to erase or merge.
const fn changes_what_was_proposed(what: &CaseChange) -> bool {
    matches!(
        what,
        CaseChange::Closed(_)
            | CaseChange::Reopened { .. }
            | CaseChange::Joined(_)
            | CaseChange::Reassessed(_)
            | CaseChange::ContactChanged(_)
            | CaseChange::ConsentChanged(_)
            | CaseChange::Complained { .. }
            | CaseChange::LegalHold { .. }
    )
}

fn apply(case: &mut Case, what: &CaseChange, at: Timestamp) -> Result<(), IllegalChange> {
    match what {
        CaseChange::Received(_) => return Err(IllegalChange::AlreadyReceived),
        CaseChange::Triaged(triaged) => {
            case.triage = Some(triaged.clone());
            if let Some(due) = triaged.check_by {
                tasks::compare(case, due, at);
            }
        }
        CaseChange::Matched(matched) => {
            coordinator_queue::mark_looked_for_services(case);
            case.support.unmet.clone_from(&matched.unmet);
            case.support.unserved.clone_from(&matched.unserved);
        }
        CaseChange::Offered(offered) => support::offer(case, offered, at)?,
        CaseChange::GivenToCoordinators { why, due } => {
            coordinator_queue::add(case, *why, *due, at)
        }
        CaseChange::Looked { why, .. } => coordinator_queue::mark_looked_at(case, *why, at)?,
        CaseChange::LetThrough { .. } => coordinator_queue::let_through(case, at)?,
        CaseChange::Accepted {
            onward,
            first_contact_by,
            ..
        } => support::accept(case, onward, *first_contact_by, at)?,
        CaseChange::Declined { onward, why, .. } => support::decline(case, onward, *why, at)?,
        CaseChange::Expired { onward } => support::expire(case, onward, at)?,
        CaseChange::Withdrawn { onward } => support::withdraw(case, onward, at)?,
        CaseChange::HandedOver { onward, to } => support::hand_over(case, onward, to, at)?,
        CaseChange::Transferred { onward } => support::transfer(case, onward, at)?,
        CaseChange::Cared { onward, act, .. } => support::record_act(case, onward, act, at)?,
        CaseChange::ConflictCleared { .. } => {
            case.support.conflict_cleared = true;
            if case.routing() == Routing::ToProviders {
                case.support.match_by = Some(hub_due(at));
            }
        }
        CaseChange::Chosen(chosen) => {
            case.support
                .wanted
                .retain(|code| !chosen.unwanted.contains(code));
            case.support
                .unwanted
                .retain(|code| !chosen.wanted.contains(code));
            add(&mut case.support.wanted, &chosen.wanted);
            add(&mut case.support.unwanted, &chosen.unwanted);
            // A choice on the person's own page is not a conversation with them, so concerns about
            // safety remain.
            if chosen.by != Chosen::BY_PERSON {
                coordinator_queue::release_after_contact(case, at);
            }
            case.support.match_by = Some(hub_due(at));
        }
        CaseChange::HomeTold { local_authority } => {
            person::set_home(case, local_authority.as_ref(), at)?
        }
        CaseChange::UpdateNeedsPerson { kind, why, due } => {
            tasks::tell_person(case, *kind, *why, *due, at)
        }
        CaseChange::Progress(progress) => {
            promise::record(case, progress, at).map_err(IllegalChange::Progress)?
        }
        CaseChange::PromiseKept(kept) => {
            promise::settle(case, kept).map_err(IllegalChange::Promise)?;
            person::record_agency_answer(case, kept);
        }
        CaseChange::PromiseNear { promise } => {
            promise::mark_warned(case, promise, at).map_err(IllegalChange::Promise)?
        }
        CaseChange::PromiseBroken { promise } => {
            promise::mark_broken(case, promise, at).map_err(IllegalChange::Promise)?
        }
        CaseChange::NotesRequested(request) => case.justice.notes_requests.push(request.clone()),
        CaseChange::Paused(paused) => lifecycle::pause(case, paused, at)?,
        CaseChange::Resumed { .. } => lifecycle::resume(case, at)?,
        CaseChange::Closed(closed) => lifecycle::close(case, closed, at)?,
        CaseChange::Reopened { why, .. } => lifecycle::reopen(case, *why, at)?,
        CaseChange::Joined(joined) => lifecycle::join(case, joined, at)?,
        CaseChange::Assigned { to, .. } => lifecycle::assign_coordinator(case, to, at)?,
        CaseChange::Uplifted(uplifted) => lifecycle::uplift(case, uplifted, at)?,
        CaseChange::Reassessed(reassessed) => reassessment::reassess(case, reassessed, at)?,
        CaseChange::PathwayTaken(taken) => safeguarding::put_to_meeting(case, taken, at)?,
        CaseChange::PathwayAcknowledged { pathway, .. } => {
            safeguarding::acknowledge_meeting(case, *pathway, at)?
        }
        CaseChange::Disclosed(disclosed) => safeguarding::request_disclosure(case, disclosed, at)?,
        CaseChange::DisclosureApproved(approved) => {
            safeguarding::approve_disclosure(case, approved, at)?;
            coordinator_queue::add_if_nothing_left(case, at);
        }
        CaseChange::Proposed(proposed) => two_people::propose(case, proposed, at)?,
        CaseChange::ProposalApproved(approved) => two_people::approve(case, approved, at)?,
        CaseChange::ReadersChanged(changed) => two_people::change_readers(case, changed),
        CaseChange::TaskGiven(given) => tasks::give(case, given, at),
        CaseChange::GivenQuietly(given) => tasks::give_quietly(case, given, at),
        CaseChange::TaskDone(done) => {
            tasks::finish(case, done, at)?;
            coordinator_queue::add_if_nothing_left(case, at);
        }
        CaseChange::ContactChanged(changed) => person::change_contact(case, changed, at),
        CaseChange::ConsentChanged(changed) => person::change_consent(case, changed, at)?,
        CaseChange::Complained { about, .. } => person::add_complaint(case, *about, at),
        CaseChange::ComplaintAnswered {
            complaint, step, ..
        } => person::answer_complaint(case, *complaint, *step, at)?,
        CaseChange::FeedbackGiven(_) => {}
        CaseChange::AccessChanged(changed) => access::change(case, changed, at)?,
        CaseChange::LegalHold { on, .. } if case.lifecycle.legal_hold == *on => {
            return Err(IllegalChange::HeldSo);
        }
        CaseChange::LegalHold { on, .. } => lifecycle::set_legal_hold(case, *on),
        CaseChange::ToBeErased { by } => lifecycle::schedule_erasure(case, by, at)?,
        CaseChange::Erased { .. } => lifecycle::record_erasure(case, at)?,
    }
    Ok(())
}

/// Ends the case when nothing is left to do, and continues it when there is something again. A case
/// that somebody closed stays closed, whatever work remains on it.
fn update_ended(case: &mut Case, owned: bool, at: Timestamp) {
    let said = case
        .lifecycle
        .ended
        .as_ref()
        .is_some_and(|ended| ended.said);
    if !owned && case.lifecycle.ended.is_none() {
        lifecycle::end_by_itself(case, at);
    } else if owned && !said {
        lifecycle::continue_by_itself(case);
    }
    case.lifecycle.ended_before |= case.lifecycle.ended.is_some();
    if case.lifecycle.ended.is_none() {
        // A case that continues is not deleted.
        case.lifecycle.erasure.cancel();
    }
}

/// Adds the items that the list does not have yet.
fn add(list: &mut Vec<String>, more: &[String]) {
    for code in more {
        if !list.contains(code) {
            list.push(code.clone());
        }
    }
}

#[cfg(test)]
mod tests;
