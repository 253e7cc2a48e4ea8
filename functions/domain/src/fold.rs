//! A case is its events: how each changes it, and which it refuses.

use crate::justice::Refusal;
use crate::promise::{self, NotKept};
use crate::routing::hub_due;
use events::Reference;
use events::case::{Case, CaseEvent, Onward, OnwardState, Owner, OwnerKind, Received, Task, What};
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
    let case = Case {
        reference,
        version: 1,
        opened_at: at,
        received,
        owner: Owner { kind: OwnerKind::Hub, provider: None, due: hub_due(at) },
        why_coordinators: None,
        onwards: Vec::new(),
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
        What::Offered(offered) => {
            case.owner =
                Owner { kind: OwnerKind::Queue, provider: Some(offered.provider.clone()), due: offered.accept_by };
            case.onwards.push(Onward { offered: offered.clone(), state: OnwardState::Offered, since: at });
        }
        What::GivenToCoordinators { why, due } => {
            case.owner = Owner { kind: OwnerKind::Coordinators, provider: None, due: *due };
            case.why_coordinators = Some(*why);
        }
        What::Accepted { onward, provider, first_contact_by } => {
            settle(case, onward, OnwardState::Accepted, at)?;
            case.owner = Owner { kind: OwnerKind::Provider, provider: Some(provider.clone()), due: *first_contact_by };
        }
        What::Expired { onward } => settle(case, onward, OnwardState::Expired, at)?,
        What::UpdateNeedsPerson { kind, why, due } => case.tasks.push(Task { kind: *kind, why: *why, due: *due }),
        What::Progress(progress) => promise::record(case, progress, at).map_err(IllegalMove::Progress)?,
        What::PromiseKept(kept) => promise::settle(case, kept).map_err(IllegalMove::Promise)?,
        What::PromiseBroken { promise } => {
            promise::mark_broken(case, promise, at).map_err(IllegalMove::Promise)?;
        }
        What::NotesRequested(request) => case.notes_requests.push(request.clone()),
    }
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

fn settle(case: &mut Case, code: &str, state: OnwardState, at: Timestamp) -> Result<(), IllegalMove> {
    let onward =
        case.onwards.iter_mut().find(|onward| onward.offered.onward == code).ok_or(IllegalMove::NoSuchOnward)?;
    if onward.state != OnwardState::Offered {
        return Err(IllegalMove::NotOnOffer);
    }
    onward.state = state;
    onward.since = at;
    Ok(())
}
