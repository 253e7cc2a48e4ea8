//! A case is its events: how each changes it, and which it refuses.

mod hold;

use crate::care::{self, IllegalAct};
use crate::justice::Refusal;
use crate::promise::{self, NotKept};
use crate::routing::hub_due;
use events::Reference;
use events::care::Act;
use events::case::{
    Case, CaseEvent, Hold, Onward, OnwardState, Owner, OwnerKind, Received, Routing, Task, What, WhyCoordinators,
};
use jiff::Timestamp;
use std::fmt;

/// Why an event does not follow from a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IllegalMove {
    /// A case is received once, first.
    AlreadyReceived,
    /// The case has no such onward referral.
    NoSuchOnward,
    /// The onward referral is no longer on offer.
    NotOnOffer,
    /// The service has the case already, or is being asked.
    ServiceHasIt,
    /// The council is known, or was never asked for.
    HomeKnown,
    /// The provider has not said yes, or the support is over.
    NotAccepted,
    /// What was done does not follow from what was done before.
    Care(IllegalAct),
    /// The step of the justice system cannot be recorded.
    Progress(Refusal),
    /// The promise is not kept or broken by that.
    Promise(NotKept),
}

impl fmt::Display for IllegalMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyReceived => "the case has been received already",
            Self::NoSuchOnward => "the case has no such onward referral",
            Self::NotOnOffer => "the onward referral is no longer on offer",
            Self::ServiceHasIt => "the service has the case already, or is being asked",
            Self::HomeKnown => "the council is known already",
            Self::NotAccepted => "the provider has not said yes to it, or the support is over",
            Self::Care(illegal) => return illegal.fmt(f),
            Self::Progress(refusal) => return refusal.fmt(f),
            Self::Promise(reason) => return reason.fmt(f),
        })
    }
}

impl std::error::Error for IllegalMove {}

/// A new case and its first event. Until it is routed the hub owns it, for minutes.
pub fn open(reference: Reference, received: Received, at: Timestamp) -> (Case, CaseEvent) {
    let event =
        CaseEvent { reference: reference.clone(), seq: 1, at, what: What::Received(Box::new(received.clone())) };
    let due = hub_due(at);
    let case = Case {
        reference,
        version: 1,
        opened_at: at,
        received,
        owner: Owner { kind: OwnerKind::Hub, provider: None, due },
        match_by: Some(due),
        routed: false,
        refused: false,
        hold: None,
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
    };
    (case, event)
}

/// The case after `what`, and the event that says so.
///
/// # Errors
/// [`IllegalMove`] where it does not follow; the case is unchanged.
pub fn append(case: &mut Case, what: What, at: Timestamp) -> Result<CaseEvent, IllegalMove> {
    match &what {
        What::Received(_) => return Err(IllegalMove::AlreadyReceived),
        What::Triaged(triaged) => case.triage = Some(triaged.clone()),
        What::Matched(matched) => {
            looked(case);
            case.unmet.clone_from(&matched.unmet);
            case.unserved.clone_from(&matched.unserved);
        }
        What::Offered(offered) => {
            if case.live().any(|onward| onward.offered.service == offered.service) {
                return Err(IllegalMove::ServiceHasIt);
            }
            case.onwards.push(Onward::new(offered.clone(), case.version + 1, at));
            hold::asked(case, offered.hand_on.is_some());
        }
        What::GivenToCoordinators { why, due } => {
            hold::given(case, Hold { why: *why, due: *due }, at);
        }
        What::Accepted { onward, first_contact_by, .. } => {
            on_offer(case, onward, OnwardState::Accepted, at)?.first_contact_by = Some(*first_contact_by);
        }
        What::Declined { onward, why, .. } => {
            on_offer(case, onward, OnwardState::Declined, at)?.declined = Some(*why);
            case.refused = true;
            case.match_by = Some(hub_due(at));
        }
        What::Expired { onward } => {
            on_offer(case, onward, OnwardState::Expired, at)?;
            case.refused = true;
            case.match_by = Some(hub_due(at));
        }
        What::Withdrawn { onward } => {
            moved(case, onward, &[OnwardState::Offered, OnwardState::Accepted], OnwardState::Withdrawn, at)?;
            case.match_by = Some(hub_due(at));
            hold::done(case);
        }
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
            hold::spoken(case);
            case.match_by = Some(hub_due(at));
        }
        What::Cared { onward, act, .. } => cared(case, onward, act, at)?,
        What::HomeTold { local_authority } => home_told(case, local_authority.as_ref(), at)?,
        What::UpdateNeedsPerson { kind, why, due } => case.tasks.push(Task { kind: *kind, why: *why, due: *due }),
        What::Progress(progress) => promise::record(case, progress, at).map_err(IllegalMove::Progress)?,
        What::PromiseKept(kept) => promise::settle(case, kept).map_err(IllegalMove::Promise)?,
        What::PromiseBroken { promise } => {
            promise::mark_broken(case, promise, at).map_err(IllegalMove::Promise)?;
        }
        What::NotesRequested(request) => case.notes_requests.push(request.clone()),
    }
    case.owner = case.owned().unwrap_or(Owner { kind: OwnerKind::Nobody, provider: None, due: at });
    case.version += 1;
    Ok(CaseEvent { reference: case.reference.clone(), seq: case.version, at, what })
}

/// The case after all of `whats`, and the events that say so; nothing changes where one of them does not follow.
///
/// # Errors
/// [`IllegalMove`] of the first that does not follow.
pub fn append_all(case: &Case, whats: Vec<What>, at: Timestamp) -> Result<(Case, Vec<CaseEvent>), IllegalMove> {
    let mut after = case.clone();
    let events = whats.into_iter().map(|what| append(&mut after, what, at)).collect::<Result<_, _>>()?;
    Ok((after, events))
}

/// The person said which council they live in, or that it is another area's.
///
/// The hub looks again: more can be offered now that the home is known, and whoever lives elsewhere is handed on by a
/// person (AS23, CA21). What was begun here goes on; nothing new is offered here.
fn home_told(case: &mut Case, council: Option<&String>, at: Timestamp) -> Result<(), IllegalMove> {
    if !case.received.ask_council {
        return Err(IllegalMove::HomeKnown);
    }
    case.received.ask_council = false;
    case.received.local_authority = council.cloned();
    let guarded = case.received.routing == Routing::ToCoordinators(WhyCoordinators::GuardianConflict);
    let offered = case.routing() == Routing::ToProviders;
    if council.is_none() && (offered || guarded) {
        case.received.routing = Routing::ToCoordinators(WhyCoordinators::OutsideArea);
    }
    if offered || (council.is_none() && guarded) {
        case.match_by = Some(hub_due(at));
    }
    Ok(())
}

/// What a provider did, under an onward referral that it has.
fn cared(case: &mut Case, code: &str, act: &Act, at: Timestamp) -> Result<(), IllegalMove> {
    let onward =
        case.onwards.iter_mut().find(|onward| onward.offered.onward == code).ok_or(IllegalMove::NoSuchOnward)?;
    if onward.state != OnwardState::Accepted {
        return Err(IllegalMove::NotAccepted);
    }
    care::record(&mut onward.care, act, at).map_err(IllegalMove::Care)?;
    if onward.care.outcome.is_some() {
        onward.state = OnwardState::Closed;
        onward.since = at;
    }
    if onward.care.reached_at.is_some() || onward.care.outcome.is_some() {
        onward.pursued = false;
    }
    hold::done(case);
    Ok(())
}

/// What an append does to the load of a service that can hold so many open cases and no more (KE10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadChange<'a> {
    /// The service's code.
    pub service: &'a str,
    /// Its capacity, where it takes one more; nothing where it has one less.
    pub takes: Option<u32>,
}

/// The changes of load that `events` bring, the case being as it is `after` them. At most one for each service.
pub fn load_changes<'a>(after: &'a Case, events: &[CaseEvent]) -> Vec<LoadChange<'a>> {
    let first = events.first().map_or(u32::MAX, |event| event.seq);
    let change = |onward: &'a Onward| {
        let capacity = onward.offered.capacity?;
        let service = onward.offered.service.as_str();
        let said = |event: &&CaseEvent| event.what.onward() == Some(onward.offered.onward.as_str());
        events.iter().find(said)?;
        match (onward.seq >= first, onward.live()) {
            (true, true) => Some(LoadChange { service, takes: Some(capacity) }),
            (false, false) => Some(LoadChange { service, takes: None }),
            // It was counted before, or came and went at once.
            (false, true) | (true, false) => None,
        }
    };
    after.onwards.iter().filter_map(change).collect()
}

/// The onward referral, which was on offer, in its new state.
fn on_offer<'a>(
    case: &'a mut Case,
    code: &str,
    state: OnwardState,
    at: Timestamp,
) -> Result<&'a mut Onward, IllegalMove> {
    moved(case, code, &[OnwardState::Offered], state, at)
}

/// The onward referral, which was in one of the states `from`, in its new state.
fn moved<'a>(
    case: &'a mut Case,
    code: &str,
    from: &[OnwardState],
    state: OnwardState,
    at: Timestamp,
) -> Result<&'a mut Onward, IllegalMove> {
    let onward =
        case.onwards.iter_mut().find(|onward| onward.offered.onward == code).ok_or(IllegalMove::NoSuchOnward)?;
    if !from.contains(&onward.state) {
        return Err(IllegalMove::NotOnOffer);
    }
    onward.state = state;
    onward.since = at;
    onward.pursued = false;
    Ok(onward)
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
