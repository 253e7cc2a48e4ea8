//! A case is its events: how each changes it, and which it refuses.

mod asked;
mod hold;
mod illegal;
mod owed;
mod safety;
mod support;
mod task;
mod whole;

pub use illegal::IllegalMove;
pub use owed::owing;
pub(crate) use owed::task_code;
pub use support::{LoadChange, load_changes};

use crate::promise;
use crate::routing::hub_due;
use events::Reference;
use events::case::{
    Case, CaseEvent, Chosen, Ended, Owner, OwnerKind, Received, Routing, What, WhyClosed,
};
use jiff::Timestamp;

/// A new case and its first event. Until it is routed the hub owns it, for minutes.
pub fn open(reference: Reference, received: Received, at: Timestamp) -> (Case, CaseEvent) {
    let event = CaseEvent {
        v: CaseEvent::VERSION,
        reference: reference.clone(),
        seq: 1,
        at,
        what: What::Received(Box::new(received.clone())),
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
        match_by: Some(due),
        routed: false,
        refused: false,
        holds: Vec::new(),
        why_coordinators: None,
        triage: None,
        conflict_cleared: false,
        wanted: Vec::new(),
        unwanted: Vec::new(),
        onwards: Vec::new(),
        unmet: Vec::new(),
        unserved: Vec::new(),
        tasks: Vec::new(),
        progress: Vec::new(),
        promises: Vec::new(),
        notes_requests: Vec::new(),
        paused_until: None,
        ended: None,
        joined: Vec::new(),
        contact_changed: false,
        updates_taken_back: false,
        unsafe_since: None,
        elsewhere,
        coordinator: None,
        handovers: 0,
        uplifts: Vec::new(),
        pathways: Vec::new(),
        disclosures: Vec::new(),
        complaints: Vec::new(),
        legal_hold: false,
        ended_before: false,
        erasing: None,
        erased_at: None,
    };
    (case, event)
}

/// The case after `what`, and the event that says so.
///
/// # Errors
/// [`IllegalMove`] where it does not follow; the case is then not to be used any more: [`append_all`] keeps the old one.
pub fn append(case: &mut Case, what: What, at: Timestamp) -> Result<CaseEvent, IllegalMove> {
    allowed(case, &what)?;
    apply(case, &what, at)?;
    let owner = case.owned();
    ended_or_not(case, owner.is_some(), at);
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

/// The case after all of `whats`, and the events that say so; nothing changes where one of them does not follow.
///
/// # Errors
/// [`IllegalMove`] of the first that does not follow.
pub fn append_all(
    case: &Case,
    whats: Vec<What>,
    at: Timestamp,
) -> Result<(Case, Vec<CaseEvent>), IllegalMove> {
    let mut after = case.clone();
    let events = whats
        .into_iter()
        .map(|what| append(&mut after, what, at))
        .collect::<Result<_, _>>()?;
    Ok((after, events))
}

/// Whether anything of the kind may happen to the case as it stands. What somebody closed has to be reopened before it
/// is worked on; the justice journey, what the person says and what is owed to them go on beside it.
fn allowed(case: &Case, what: &What) -> Result<(), IllegalMove> {
    let works_on_it = match what {
        What::Received(_) => return Err(IllegalMove::AlreadyReceived),
        What::Matched(_)
        | What::Offered(_)
        | What::GivenToCoordinators { .. }
        | What::Looked { .. }
        | What::Accepted { .. }
        | What::Declined { .. }
        | What::Cared { .. }
        | What::Expired { .. }
        | What::Withdrawn { .. }
        | What::HandedOver { .. }
        | What::Transferred { .. }
        | What::ConflictCleared { .. }
        | What::Chosen(_)
        | What::HomeTold { .. }
        | What::Paused(_)
        | What::Joined(_)
        | What::Uplifted(_)
        | What::Closed(_) => true,
        // The hub remembers whoever comes, also where the case was closed before it had looked.
        What::Triaged(_)
        | What::Reopened { .. }
        | What::Resumed { .. }
        | What::Assigned { .. }
        | What::PathwayTaken(_)
        | What::PathwayAcknowledged { .. }
        | What::Disclosed(_)
        | What::DisclosureApproved(_)
        | What::TaskGiven(_)
        | What::TaskDone(_)
        | What::UpdateNeedsPerson { .. }
        | What::ContactChanged(_)
        | What::ConsentChanged(_)
        | What::Complained { .. }
        | What::ComplaintAnswered { .. }
        | What::FeedbackGiven(_)
        | What::LegalHold { .. }
        | What::ToBeErased { .. }
        | What::Erased { .. }
        | What::Progress(_)
        | What::PromiseKept(_)
        | What::PromiseNear { .. }
        | What::PromiseBroken { .. }
        | What::NotesRequested(_) => false,
    };
    if works_on_it && case.ended.as_ref().is_some_and(|ended| ended.said) {
        return Err(IllegalMove::Ended);
    }
    if case.erased_at.is_some() && (works_on_it || of_a_person(what)) {
        return Err(IllegalMove::Erased);
    }
    Ok(())
}

/// Whether it needs somebody whom the case is about: who can be told, asked or answered.
const fn of_a_person(what: &What) -> bool {
    matches!(
        what,
        What::Reopened { .. }
            | What::ContactChanged(_)
            | What::ConsentChanged(_)
            | What::Complained { .. }
            | What::FeedbackGiven(_)
            | What::Disclosed(_)
            | What::DisclosureApproved(_)
            | What::TaskGiven(_)
            | What::UpdateNeedsPerson { .. }
            | What::ToBeErased { .. }
    )
}

fn apply(case: &mut Case, what: &What, at: Timestamp) -> Result<(), IllegalMove> {
    match what {
        What::Received(_) => return Err(IllegalMove::AlreadyReceived),
        What::Triaged(triaged) => case.triage = Some(triaged.clone()),
        What::Matched(matched) => {
            looked(case);
            case.unmet.clone_from(&matched.unmet);
            case.unserved.clone_from(&matched.unserved);
        }
        What::Offered(offered) => support::offered(case, offered, at)?,
        What::GivenToCoordinators { why, due } => hold::given(case, *why, *due, at),
        What::Looked { why, .. } => hold::looked_at(case, *why, at)?,
        What::Accepted {
            onward,
            first_contact_by,
            ..
        } => support::accepted(case, onward, *first_contact_by, at)?,
        What::Declined { onward, why, .. } => support::declined(case, onward, *why, at)?,
        What::Expired { onward } => support::expired(case, onward, at)?,
        What::Withdrawn { onward } => support::withdrawn(case, onward, at)?,
        What::HandedOver { onward, to } => support::handed_over(case, onward, to, at)?,
        What::Transferred { onward } => support::transferred(case, onward, at)?,
        What::Cared { onward, act, .. } => support::cared(case, onward, act, at)?,
        What::ConflictCleared { .. } => {
            case.conflict_cleared = true;
            if case.routing() == Routing::ToProviders {
                case.match_by = Some(hub_due(at));
            }
        }
        What::Chosen(chosen) => {
            case.wanted.retain(|code| !chosen.unwanted.contains(code));
            case.unwanted.retain(|code| !chosen.wanted.contains(code));
            add(&mut case.wanted, &chosen.wanted);
            add(&mut case.unwanted, &chosen.unwanted);
            // Who chose on their own page was not spoken to: what was not safe is still to be looked at.
            if chosen.by != Chosen::BY_PERSON {
                hold::spoken(case, at);
            }
            case.match_by = Some(hub_due(at));
        }
        What::HomeTold { local_authority } => asked::home_told(case, local_authority.as_ref(), at)?,
        What::UpdateNeedsPerson { kind, why, due } => {
            task::tell_person(case, *kind, *why, *due, at)
        }
        What::Progress(progress) => {
            promise::record(case, progress, at).map_err(IllegalMove::Progress)?
        }
        What::PromiseKept(kept) => {
            promise::settle(case, kept).map_err(IllegalMove::Promise)?;
            asked::told(case, kept);
        }
        What::PromiseNear { promise } => {
            promise::mark_warned(case, promise, at).map_err(IllegalMove::Promise)?
        }
        What::PromiseBroken { promise } => {
            promise::mark_broken(case, promise, at).map_err(IllegalMove::Promise)?
        }
        What::NotesRequested(request) => case.notes_requests.push(request.clone()),
        What::Paused(paused) => whole::paused(case, paused, at)?,
        What::Resumed { .. } => whole::resumed(case, at)?,
        What::Closed(closed) => whole::closed(case, closed, at)?,
        What::Reopened { why, .. } => whole::reopened(case, *why, at)?,
        What::Joined(joined) => whole::joined(case, joined, at)?,
        What::Assigned { to, .. } => whole::assigned(case, to, at)?,
        What::Uplifted(uplifted) => whole::uplifted(case, uplifted, at)?,
        What::PathwayTaken(taken) => safety::taken(case, taken, at)?,
        What::PathwayAcknowledged { pathway, .. } => safety::acknowledged(case, *pathway, at)?,
        What::Disclosed(disclosed) => safety::disclosed(case, disclosed, at)?,
        What::DisclosureApproved(approved) => {
            safety::approved(case, approved, at)?;
            hold::nothing_left(case, at);
        }
        What::TaskGiven(given) => task::given(case, given, at),
        What::TaskDone(done) => {
            task::done(case, done, at)?;
            hold::nothing_left(case, at);
        }
        What::ContactChanged(changed) => asked::contact_changed(case, changed),
        What::ConsentChanged(changed) => asked::consent_changed(case, changed, at)?,
        What::Complained { about, .. } => asked::complained(case, *about, at),
        What::ComplaintAnswered {
            complaint, step, ..
        } => asked::answered(case, *complaint, *step, at)?,
        What::FeedbackGiven(_) => {}
        What::LegalHold { on, .. } if case.legal_hold == *on => return Err(IllegalMove::HeldSo),
        What::LegalHold { on, .. } => whole::held(case, *on),
        What::ToBeErased { by } => whole::to_be_erased(case, by, at)?,
        What::Erased { .. } => whole::erased(case, at)?,
    }
    Ok(())
}

/// A case is over where nobody has anything to do any more, and goes on where somebody has again; but what somebody
/// closed stays closed, whatever there is still to be done beside it.
fn ended_or_not(case: &mut Case, owned: bool, at: Timestamp) {
    let said = case.ended.as_ref().is_some_and(|ended| ended.said);
    if !owned && case.ended.is_none() {
        let (why, released, dropped) = (WhyClosed::SupportOver, Vec::new(), Vec::new());
        case.ended = Some(Ended {
            why,
            at,
            into: None,
            said: false,
            released,
            dropped,
        });
        task::nobody_to_name(case, at);
    } else if owned && !said {
        case.ended = None;
    }
    case.ended_before |= case.ended.is_some();
    if case.ended.is_none() {
        // What goes on is not deleted.
        case.erasing = None;
    }
}

/// The hub has looked for services, or has seen that it must not.
fn looked(case: &mut Case) {
    case.match_by = None;
    case.routed = true;
    case.refused = false;
}

/// Those that are not yet in the list, each once.
fn add(list: &mut Vec<String>, more: &[String]) {
    for code in more {
        if !list.contains(code) {
            list.push(code.clone());
        }
    }
}

#[cfg(test)]
mod tests;
