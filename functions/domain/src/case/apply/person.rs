//! Applies the changes that the person makes, and their complaints.

use super::illegal::IllegalChange;
use super::{coordinator_queue, promises, tasks};
use crate::case::deadlines::hub_due;
use crate::case::sharing::rests_on_its_own;
use events::case::{
    Actor, Case, Complaint, ComplaintAbout, ComplaintStep, ConsentChanged, ContactChanged,
    CoordinatorReason, Routing,
};
use events::justice::Kept;
use events::referral::Scope;
use jiff::Timestamp;

/// Records the person's council, or that it is in another area, from their page or a call.
///
/// The hub searches again: more services are available now that the home is known, and coordinators
/// transfer a person who lives elsewhere (AS23, CA21). Support that began here continues. Nothing
/// new is offered to a person who lives elsewhere.
pub(super) fn set_home(
    case: &mut Case,
    council: Option<&String>,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    if !case.received.ask_council
        && (case.received.local_authority.is_some() || case.support.elsewhere)
    {
        return Err(IllegalChange::HomeKnown);
    }
    case.received.ask_council = false;
    case.received.local_authority = council.cloned();
    case.support.elsewhere = council.is_none();
    let guarded =
        case.received.routing == Routing::ToCoordinators(CoordinatorReason::GuardianConflict);
    let offered = case.routing() == Routing::ToProviders;
    if council.is_none() && (offered || guarded) {
        case.received.routing = Routing::ToCoordinators(CoordinatorReason::OutsideArea);
    }
    if offered || (council.is_none() && guarded) {
        case.support.match_by = Some(hub_due(at));
    }
    Ok(())
}

/// Changes how the person can be contacted.
pub(super) fn change_contact(case: &mut Case, changed: &ContactChanged, at: Timestamp) {
    let contact = &mut case.contact;
    match changed.by {
        // It may not have been the person.
        Actor::Person => {
            contact.page_changed_at = Some(at);
            for kind in &case.received.safe_channels {
                if !changed.safe_channels.contains(kind) && !contact.safe_before.contains(kind) {
                    contact.safe_before.push(*kind);
                }
            }
        }
        // What a coordinator recorded is confirmed.
        Actor::Coordinator { .. } => {
            contact.page_changed_at = None;
            contact.safe_before.clear();
        }
        Actor::Machine | Actor::Provider { .. } => {}
    }
    contact.unconfirmed.clone_from(&changed.unconfirmed);
    if let Some(due) = changed.check_by {
        tasks::check_change(case, due, at);
    }
    case.received
        .safe_channels
        .clone_from(&changed.safe_channels);
    case.received.frequency = changed.frequency;
    case.received.assessment.contact = changed.contact;
    case.contact.changed = true;
    // Neither a returned mail nor a change on the page makes anything safe that was not safe before.
    if matches!(changed.by, Actor::Coordinator { .. }) {
        case.contact.unsafe_since = None;
    }
}

/// Changes the person's consent. The hub searches again, or ends the holds that no longer apply.
pub(super) fn change_consent(
    case: &mut Case,
    changed: &ConsentChanged,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let shared = changed.routing != Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    if !shared
        && case
            .support
            .live()
            .any(|onward| !rests_on_its_own(case, onward, &changed.scope))
    {
        return Err(IllegalChange::StillLive);
    }
    let before = case.routing();
    let told_before =
        case.contact.updates_taken_back || case.received.scope.contains(&Scope::Updates);
    case.contact.updates_taken_back = told_before && !changed.scope.contains(&Scope::Updates);
    case.received.basis = changed.basis;
    case.received.given_by = changed.given_by;
    case.received.scope.clone_from(&changed.scope);
    case.received.routing = changed.routing;
    if case.routing() != before && case.lifecycle.ended.is_none() {
        case.support.match_by = Some(hub_due(at));
        coordinator_queue::release_after_consent(case, at);
    }
    Ok(())
}

/// Records a complaint, and promises the answers by their legal limits (Code right 12).
pub(super) fn add_complaint(case: &mut Case, about: ComplaintAbout, at: Timestamp) {
    let complaint = case.version + 1;
    case.coordination.complaints.push(Complaint {
        complaint,
        about,
        at,
        acknowledged_at: None,
        replied_at: None,
    });
    promises::promise_complaint(case, about, at);
}

/// Records that a complaint was acknowledged or answered. A reply also counts as an
/// acknowledgement.
pub(super) fn answer_complaint(
    case: &mut Case,
    number: u32,
    step: ComplaintStep,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let found = case
        .coordination
        .complaints
        .iter_mut()
        .find(|complaint| complaint.complaint == number);
    let complaint = found.ok_or(IllegalChange::NoSuchComplaint)?;
    let said_before = match step {
        ComplaintStep::Acknowledged => complaint.acknowledged_at.is_some(),
        ComplaintStep::Replied => complaint.replied_at.is_some(),
    };
    if said_before {
        return Err(IllegalChange::NoSuchComplaint);
    }
    complaint.acknowledged_at.get_or_insert(at);
    if step == ComplaintStep::Replied {
        complaint.replied_at = Some(at);
    }
    promises::keep_complaint(case, number, step, at);
    Ok(())
}

/// Records that a justice agency told the person. If it was about a complaint, the complaint moves
/// to that stage.
pub(super) fn record_agency_answer(case: &mut Case, kept: &Kept) {
    let Some((number, step)) = promises::complaint_step(&kept.promise) else {
        return;
    };
    let Some(complaint) = case
        .coordination
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
