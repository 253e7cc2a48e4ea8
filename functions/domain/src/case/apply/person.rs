//! What the person tells, changes and complains of.

use super::illegal::IllegalMove;
use super::{coordinator_queue, promises};
use crate::case::deadlines::hub_due;
use crate::case::sharing::rests_on_its_own;
use events::case::{
    Actor, Case, Complaint, ComplaintAbout, ComplaintStep, ConsentChanged, ContactChanged,
    CoordinatorReason, Routing,
};
use events::justice::Kept;
use events::referral::Scope;
use jiff::Timestamp;

/// The person said which council they live in, or that it is another area's; asked for by their page, or in a call.
///
/// The hub looks again: more can be offered now that the home is known, and whoever lives elsewhere is handed on by a
/// person (AS23, CA21). What was begun here goes on; nothing new is offered here.
pub(super) fn set_home(
    case: &mut Case,
    council: Option<&String>,
    at: Timestamp,
) -> Result<(), IllegalMove> {
    if !case.received.ask_council && (case.received.local_authority.is_some() || case.elsewhere) {
        return Err(IllegalMove::HomeKnown);
    }
    case.received.ask_council = false;
    case.received.local_authority = council.cloned();
    case.elsewhere = council.is_none();
    let guarded =
        case.received.routing == Routing::ToCoordinators(CoordinatorReason::GuardianConflict);
    let offered = case.routing() == Routing::ToProviders;
    if council.is_none() && (offered || guarded) {
        case.received.routing = Routing::ToCoordinators(CoordinatorReason::OutsideArea);
    }
    if offered || (council.is_none() && guarded) {
        case.match_by = Some(hub_due(at));
    }
    Ok(())
}

/// How the person may be reached is another way now.
pub(super) fn change_contact(case: &mut Case, changed: &ContactChanged) {
    case.received
        .safe_channels
        .clone_from(&changed.safe_channels);
    case.received.frequency = changed.frequency;
    case.received.assessment.contact = changed.contact;
    case.contact_changed = true;
    // That a mail came back makes nothing safe that was not.
    if matches!(changed.by, Actor::Person | Actor::Coordinator { .. }) {
        case.unsafe_since = None;
    }
}

/// What the person agreed to is another thing now: the hub looks again, or takes its hands off.
pub(super) fn change_consent(
    case: &mut Case,
    changed: &ConsentChanged,
    at: Timestamp,
) -> Result<(), IllegalMove> {
    let shared = changed.routing != Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    if !shared
        && case
            .live()
            .any(|onward| !rests_on_its_own(case, onward, &changed.scope))
    {
        return Err(IllegalMove::StillLive);
    }
    let before = case.routing();
    let told_before = case.updates_taken_back || case.received.scope.contains(&Scope::Updates);
    case.updates_taken_back = told_before && !changed.scope.contains(&Scope::Updates);
    case.received.basis = changed.basis;
    case.received.given_by = changed.given_by;
    case.received.scope.clone_from(&changed.scope);
    case.received.routing = changed.routing;
    if case.routing() != before && case.ended.is_none() {
        case.match_by = Some(hub_due(at));
        coordinator_queue::release_after_consent(case, at);
    }
    Ok(())
}

/// The person complained: by when they hear is promised at once (Code right 12).
pub(super) fn add_complaint(case: &mut Case, about: ComplaintAbout, at: Timestamp) {
    let complaint = case.version + 1;
    case.complaints.push(Complaint {
        complaint,
        about,
        at,
        acknowledged_at: None,
        replied_at: None,
    });
    promises::promise_complaint(case, about, at);
}

/// A complaint was acknowledged, or replied to: who has a reply knows that it is there.
pub(super) fn answer_complaint(
    case: &mut Case,
    number: u32,
    step: ComplaintStep,
    at: Timestamp,
) -> Result<(), IllegalMove> {
    let found = case
        .complaints
        .iter_mut()
        .find(|complaint| complaint.complaint == number);
    let complaint = found.ok_or(IllegalMove::NoSuchComplaint)?;
    let said_before = match step {
        ComplaintStep::Acknowledged => complaint.acknowledged_at.is_some(),
        ComplaintStep::Replied => complaint.replied_at.is_some(),
    };
    if said_before {
        return Err(IllegalMove::NoSuchComplaint);
    }
    complaint.acknowledged_at.get_or_insert(at);
    if step == ComplaintStep::Replied {
        complaint.replied_at = Some(at);
    }
    promises::keep_complaint(case, number, step, at);
    Ok(())
}

/// An agency of justice says that it told the person: where that was about a complaint, the complaint has come so far.
pub(super) fn record_agency_answer(case: &mut Case, kept: &Kept) {
    let Some((number, step)) = promises::complaint_step(&kept.promise) else {
        return;
    };
    let Some(complaint) = case
        .complaints
        .iter_mut()
        .find(|complaint| complaint.complaint == number)
    else {
        return;
    };
    complaint.acknowledged_at.get_or_insert(kept.at);
    if step == ComplaintStep::Replied {
        complaint.replied_at.get_or_insert(kept.at);
    }
    promises::keep_complaint(case, number, step, kept.at);
}
