//! Applies the changes to onward referrals: offered, answered, active and over.

use super::illegal::IllegalChange;
use super::{coordinator_queue, promises};
use crate::care;
use crate::case::deadlines::hub_due;
use events::care::Act;
use events::case::{
    Case, CaseEvent, CoordinatorReason, DeclineReason, Offered, Onward, OnwardState, Routing,
};
use events::referral::{Need, NeedCode};
use jiff::Timestamp;

/// Adds an offer.
pub(super) fn offer(
    case: &mut Case,
    offered: &Offered,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    if case
        .support
        .live()
        .any(|onward| onward.offered.service == offered.service)
    {
        return Err(IllegalChange::ServiceHasIt);
    }
    if case.support.onward(&offered.onward).is_some() {
        return Err(IllegalChange::KnownOnward);
    }
    if case.set_aside().is_some() {
        return Err(IllegalChange::SetAside);
    }
    // A transfer by a coordinator has its own ground.
    let agreed = case.routing() != Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    if !agreed && offered.hand_on.is_none() {
        return Err(IllegalChange::NotToBeShared);
    }
    let stays = offered
        .referred_on
        .as_ref()
        .map(|on| &on.from)
        .or(offered.moved_from.as_ref());
    if let Some(from) = stays {
        let has = case
            .support
            .onward(from)
            .is_some_and(|onward| onward.state == OnwardState::Accepted);
        if !has {
            return Err(IllegalChange::NotAccepted);
        }
    }
    // Needs that the current provider found are needs of the case too.
    if offered.referred_on.is_some() {
        let known = |need: &NeedCode| case.received.needs.iter().any(|known| known.code == *need);
        let new: Vec<Need> = { offered.needs.iter() }
            .filter(|need| !known(need))
            .map(|need| Need {
                code: *need,
                weight: None,
            })
            .collect();
        case.received.needs.extend(new);
    }
    let hidden_from = case.coordination.readers.excluded.clone();
    case.support.onwards.push(Onward {
        hidden_from,
        ..Onward::new(offered.clone(), case.version + 1, at)
    });
    promises::promise_answer(case, offered.accept_by, at);
    // After an onward move the person already has a provider, so this offer does not resolve a
    // hold.
    if stays.is_none() {
        coordinator_queue::release_offered(case, offered.hand_on.is_some(), at);
    }
    Ok(())
}

/// Accepts an offer. If it replaces another, [`events::case::CaseChange::HandedOver`] follows.
pub(super) fn accept(
    case: &mut Case,
    code: &str,
    first_contact_by: Timestamp,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let quiet = case.contact.paused_until;
    let onward = change_state(
        case,
        code,
        &[OnwardState::Offered],
        OnwardState::Accepted,
        at,
    )?;
    onward.first_contact_by = Some(first_contact_by);
    onward.quiet_until = quiet;
    let seq = onward.seq;
    promises::keep_answer(case, seq, at);
    promises::promise_first_contact(
        case,
        seq,
        quiet.map_or(first_contact_by, |quiet| quiet.max(first_contact_by)),
        at,
    );
    Ok(())
}

/// Declines an offer. The hub searches again for its needs.
pub(super) fn decline(
    case: &mut Case,
    code: &str,
    why: DeclineReason,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let onward = change_state(
        case,
        code,
        &[OnwardState::Offered],
        OnwardState::Declined,
        at,
    )?;
    onward.declined = Some(why);
    let seq = onward.seq;
    promises::keep_answer(case, seq, at);
    match_again(case, at);
    Ok(())
}

/// Expires an offer. The promise to answer remains, so that it counts as broken.
pub(super) fn expire(case: &mut Case, code: &str, at: Timestamp) -> Result<(), IllegalChange> {
    change_state(
        case,
        code,
        &[OnwardState::Offered],
        OnwardState::Expired,
        at,
    )?;
    match_again(case, at);
    Ok(())
}

fn match_again(case: &mut Case, at: Timestamp) {
    case.support.refused = true;
    case.support.match_by = Some(hub_due(at));
}

/// Withdraws an offer, because the person does not want it or the support that it would replace is
/// over.
pub(super) fn withdraw(case: &mut Case, code: &str, at: Timestamp) -> Result<(), IllegalChange> {
    let live = [OnwardState::Offered, OnwardState::Accepted];
    let withdrawn = change_state(case, code, &live, OnwardState::Withdrawn, at)?;
    let (seq, from) = (withdrawn.seq, withdrawn.offered.moved_from.clone());
    promises::release_offer(case, seq, at);
    let over = from.and_then(|from| {
        case.support
            .onward(&from)
            .map(|onward| onward.state == OnwardState::Closed)
    });
    if over != Some(true) {
        case.support.match_by = Some(hub_due(at));
    }
    coordinator_queue::release_overdue(case, at);
    Ok(())
}

/// Ends an onward referral that another provider has taken over.
pub(super) fn hand_over(
    case: &mut Case,
    code: &str,
    to: &str,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let takes = |onward: &Onward| {
        onward.state == OnwardState::Accepted && onward.offered.moved_from.as_deref() == Some(code)
    };
    if !case.support.onward(to).is_some_and(takes) {
        return Err(IllegalChange::NotAccepted);
    }
    let from = change_state(
        case,
        code,
        &[OnwardState::Accepted],
        OnwardState::HandedOver,
        at,
    )?;
    let (seq, begun) = (from.seq, from.care.beginning().cloned());
    // Progress is measured from the first score, whichever provider took it (DC15).
    let takes = case
        .support
        .onwards
        .iter_mut()
        .find(|onward| onward.offered.onward == to);
    takes
        .into_iter()
        .for_each(|onward| onward.care.begun.clone_from(&begun));
    promises::release_offer(case, seq, at);
    coordinator_queue::release_overdue(case, at);
    coordinator_queue::release_no_service(case, at);
    // The hub checks whether the new provider covers everything that the old one did.
    if case.routing() == Routing::ToProviders {
        case.support.match_by = Some(hub_due(at));
    }
    Ok(())
}

/// Records that the recipient of a transfer accepted and now owns the case.
pub(super) fn transfer(case: &mut Case, code: &str, at: Timestamp) -> Result<(), IllegalChange> {
    if case
        .support
        .onward(code)
        .is_some_and(|onward| onward.offered.hand_on.is_none())
    {
        return Err(IllegalChange::NotHandedOn);
    }
    let seq = change_state(
        case,
        code,
        &[OnwardState::Accepted],
        OnwardState::Closed,
        at,
    )?
    .seq;
    promises::release_offer(case, seq, at);
    coordinator_queue::release_overdue(case, at);
    Ok(())
}

/// Records a provider's action under an onward referral that it accepted.
pub(super) fn record_act(
    case: &mut Case,
    code: &str,
    act: &Act,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let onward = case
        .support
        .onwards
        .iter_mut()
        .find(|onward| onward.offered.onward == code)
        .ok_or(IllegalChange::NoSuchOnward)?;
    if onward.state != OnwardState::Accepted {
        return Err(IllegalChange::NotAccepted);
    }
    care::record(&mut onward.care, act, at).map_err(IllegalChange::Care)?;
    let (over, seq) = (onward.care.outcome.is_some(), onward.seq);
    if over {
        onward.state = OnwardState::Closed;
        onward.since = at;
    }
    if onward.care.reached_at.is_some() || over {
        onward.pursued = false;
    }
    match act {
        Act::ContactTried { .. } | Act::SessionHeld { .. } => {
            promises::keep_first_contact(case, seq, at)
        }
        Act::Closed { .. } => promises::release_offer(case, seq, at),
        Act::Measured { .. } | Act::StageReached { .. } => {}
    }
    coordinator_queue::release_overdue(case, at);
    Ok(())
}

/// The onward referral with a new status, if its status is one of `from`.
fn change_state<'a>(
    case: &'a mut Case,
    code: &str,
    from: &[OnwardState],
    state: OnwardState,
    at: Timestamp,
) -> Result<&'a mut Onward, IllegalChange> {
    let onward = case
        .support
        .onwards
        .iter_mut()
        .find(|onward| onward.offered.onward == code)
        .ok_or(IllegalChange::NoSuchOnward)?;
    if !from.contains(&onward.state) {
        return Err(IllegalChange::NotOnOffer);
    }
    onward.state = state;
    onward.since = at;
    onward.pursued = false;
    Ok(onward)
}

/// The change that an append makes to the load of a service with a limited capacity (KE10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadChange<'a> {
    pub service: &'a str,
    /// The capacity if the service gets one more case, `None` if it gets one fewer.
    pub takes: Option<u32>,
}

/// The changes of load from `events`, where `after` is the case with them applied. There is at most
/// one for each service.
pub fn load_changes<'a>(after: &'a Case, events: &[CaseEvent]) -> Vec<LoadChange<'a>> {
    let first = events.first().map_or(u32::MAX, |event| event.seq);
    let change = |onward: &'a Onward| {
        let capacity = onward.offered.capacity?;
        let service = onward.offered.service.as_str();
        let said = |event: &&CaseEvent| event.what.onward() == Some(onward.offered.onward.as_str());
        events.iter().find(said)?;
        match (onward.seq >= first, onward.live()) {
            (true, true) => Some(LoadChange {
                service,
                takes: Some(capacity),
            }),
            (false, false) => Some(LoadChange {
                service,
                takes: None,
            }),
            // It was counted before, or was added and removed in the same append.
            (false, true) | (true, false) => None,
        }
    };
    after.support.onwards.iter().filter_map(change).collect()
}
