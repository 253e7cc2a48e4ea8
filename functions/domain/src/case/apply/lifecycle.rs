//! Applies changes to the lifecycle of a case: pause, closing, reopening, merging, deletion and its
//! named coordinator.

use super::illegal::IllegalChange;
use super::{coordinator_queue, promises, tasks};
use crate::calendar::end_of_working_day_after;
use crate::case::deadlines::hub_due;
use crate::promise;
use events::assessment::{Risk, Tier};
use events::case::{
    Actor, Case, CloseReason, Closed, Ended, Erasing, Erasure, Joined, OnwardState, Paused,
    ReopenReason, Routing, TaskKind, Uplifted,
};
use events::justice::{PromiseId, RuleCode};
use jiff::Timestamp;

/// How many working days after a pause somebody contacts the person again.
const AFTER_QUIET: u32 = 2;

/// Starts a pause. Nobody has to reach the person before it ends.
pub(super) fn pause(case: &mut Case, paused: &Paused, at: Timestamp) -> Result<(), IllegalChange> {
    if paused.until <= at {
        return Err(IllegalChange::NoPause);
    }
    case.contact.paused_until = Some(paused.until);
    for onward in case
        .support
        .onwards
        .iter_mut()
        .filter(|onward| onward.state == OnwardState::Accepted)
    {
        onward.quiet_until = Some(paused.until);
        onward.pursued = false;
    }
    promises::move_for_pause(case, at);
    coordinator_queue::release_overdue(case, at);
    Ok(())
}

/// Ends the pause. The providers contact the person again within [`AFTER_QUIET`] working days.
pub(super) fn resume(case: &mut Case, at: Timestamp) -> Result<(), IllegalChange> {
    let until = case
        .contact
        .paused_until
        .take()
        .ok_or(IllegalChange::NoPause)?;
    let by = end_of_working_day_after(at, AFTER_QUIET);
    for onward in case
        .support
        .onwards
        .iter_mut()
        .filter(|onward| onward.state == OnwardState::Accepted)
    {
        onward.quiet_until = Some(by);
    }
    // The clock may notice the end late. Nobody had to make contact before that.
    promises::move_for_pause(case, until.min(at));
    Ok(())
}

/// Closes the case. Live onward referrals have to be withdrawn first, so the providers know
/// already.
///
/// Promises of the hub and providers are dropped. If the person has died, all promises are dropped.
/// A person who wants no support still hears about the justice journey (Code right 6). Tasks remain
/// until somebody does them, unless the person has died: nobody calls or writes to them.
pub(super) fn close(case: &mut Case, closed: &Closed, at: Timestamp) -> Result<(), IllegalChange> {
    if case.support.live().next().is_some() {
        return Err(IllegalChange::StillLive);
    }
    coordinator_queue::release_all(case, at);
    case.support.match_by = None;
    case.contact.paused_until = None;
    case.support.refused = false;
    let (owed, open) = (promises::not_released(case), tasks::open_numbers(case));
    tasks::drop_naming(case, at);
    if closed.why == CloseReason::Died {
        tasks::drop_all(case, at);
    }
    promises::release_support(case, closed.why == CloseReason::Died, at);
    let not_released = promises::not_released(case);
    let mut released: Vec<_> = owed.difference(&not_released).cloned().collect();
    released.sort_by_cached_key(PromiseId::to_string);
    // It may have ended by itself before.
    let before = case.lifecycle.ended.take();
    let mut dropped = before.map_or_else(Vec::new, |before| before.dropped);
    dropped.extend(open.difference(&tasks::open_numbers(case)).copied());
    case.lifecycle.ended = Some(Ended {
        why: closed.why,
        at,
        into: closed.into.clone(),
        said: true,
        released,
        dropped,
    });
    Ok(())
}

/// Ends the case, because nothing is left to do. That its coordinator's account was closed is kept for the case that
/// continues.
pub(super) fn end_by_itself(case: &mut Case, at: Timestamp) {
    let open = tasks::open_numbers(case);
    tasks::drop_naming(case, at);
    let mut dropped: Vec<u32> = Vec::new();
    if case.coordination.coordinator.is_some() {
        dropped.extend(open.difference(&tasks::open_numbers(case)).copied());
    }
    case.lifecycle.ended = Some(Ended {
        why: CloseReason::SupportOver,
        at,
        into: None,
        said: false,
        released: Vec::new(),
        dropped,
    });
}

/// Continues the case, because something is left to do again. Promises that were released stay so.
pub(super) fn continue_by_itself(case: &mut Case) {
    if let Some(ended) = case.lifecycle.ended.take() {
        tasks::reopen(case, &ended.dropped);
    }
}

/// Reopens the case, so that the hub searches for services again. If it was closed by mistake,
/// promises and tasks that the closing dropped are restored with their old due times. Justice steps
/// that were recorded after a mistaken death make the promises that they would have made.
pub(super) fn reopen(
    case: &mut Case,
    why: ReopenReason,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let ended = case.lifecycle.ended.take().ok_or(IllegalChange::NotEnded)?;
    if why == ReopenReason::ClosedInError {
        promises::restore(case, &ended.released);
        tasks::reopen(case, &ended.dropped);
        if ended.why == CloseReason::Died {
            promise::catch_up(case, ended.at);
        }
    }
    case.support.match_by = Some(hub_due(at));
    Ok(())
}

/// Merges another case of the same person into this one. The needs, weights and refusals of the
/// other case apply here. The providers of the other case were withdrawn, so the hub searches again
/// for everything that was needed.
pub(super) fn join(case: &mut Case, joined: &Joined, at: Timestamp) -> Result<(), IllegalChange> {
    if joined.from == case.reference || case.lifecycle.joined.contains(&joined.from) {
        return Err(IllegalChange::JoinedAlready);
    }
    case.lifecycle.joined.push(joined.from.clone());
    for need in &joined.needs {
        match case
            .received
            .needs
            .iter_mut()
            .find(|known| known.code == need.code)
        {
            Some(known) => known.weight = known.weight.max(need.weight),
            None => case.received.needs.push(*need),
        }
    }
    let specialisms = &mut case.received.assessment.specialisms;
    specialisms.extend(&joined.specialisms);
    specialisms.sort_unstable();
    specialisms.dedup();
    let unwanted = joined
        .unwanted
        .iter()
        .filter(|code| !case.support.unwanted.contains(code))
        .cloned()
        .collect::<Vec<_>>();
    case.support.unwanted.extend(unwanted);
    case.contact.updates_taken_back |= joined.updates_taken_back;
    if case.routing() == Routing::ToProviders {
        case.support.match_by = Some(hub_due(at));
    }
    Ok(())
}

/// Names a coordinator. Each change of coordinator counts as a handover (AS8).
pub(super) fn assign_coordinator(
    case: &mut Case,
    to: &str,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    if case.coordination.coordinator.as_deref() == Some(to) {
        return Err(IllegalChange::NamedAlready);
    }
    case.coordination.handovers += u32::from(case.coordination.coordinator.is_some());
    case.coordination.coordinator = Some(to.to_owned());
    tasks::finish_naming(case, at);
    forget_dropped_naming(case);
    Ok(())
}

/// Somebody was named in a case that is over, so the task for it is not restored.
fn forget_dropped_naming(case: &mut Case) {
    let naming: Vec<u32> = case
        .coordination
        .tasks
        .iter()
        .filter(|task| task.kind == TaskKind::NameCoordinator)
        .map(|task| task.task)
        .collect();
    if let Some(ended) = &mut case.lifecycle.ended {
        ended.dropped.retain(|number| !naming.contains(number));
        ended
            .released
            .retain(|code| code.rule != RuleCode::TASK || !naming.contains(&code.event_number));
    }
}

/// Raises the tier or the risk, and never lowers it. The hub then searches with the new values.
pub(super) fn uplift(
    case: &mut Case,
    uplifted: &Uplifted,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let tier = uplifted.tier.is_some_and(|tier: Tier| tier > case.tier());
    let risk = uplifted.risk.is_some_and(|risk: Risk| risk > case.risk());
    if !tier && !risk {
        return Err(IllegalChange::NothingRaised);
    }
    case.coordination.uplifts.push(uplifted.clone());
    if risk {
        coordinator_queue::bring_forward(case, at);
    }
    if case.support.routed && case.routing() == Routing::ToProviders {
        case.support.match_by = Some(hub_due(at));
    }
    Ok(())
}

/// Sets or lifts the legal hold. A hold also stops a deletion that was already requested.
pub(super) fn set_legal_hold(case: &mut Case, on: bool) {
    case.lifecycle.legal_hold = on;
    if on {
        case.lifecycle.erasure.cancel();
    }
}

/// Requests deletion of everything that identifies the person. A repeated request keeps the first
/// one's date.
pub(super) fn schedule_erasure(
    case: &mut Case,
    by: &Actor,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    may_be_erased(case)?;
    if case.lifecycle.erasure.requested().is_none() {
        case.lifecycle.erasure = Erasure::Requested(Erasing {
            since: at,
            by: by.clone(),
        });
    }
    Ok(())
}

/// Records the deletion, and ends all tasks, because there is no longer a person to do them for.
pub(super) fn record_erasure(case: &mut Case, at: Timestamp) -> Result<(), IllegalChange> {
    may_be_erased(case)?;
    case.lifecycle.erasure = Erasure::Done(at);
    tasks::finish_deletion(case, at);
    Ok(())
}

/// A legal hold takes precedence. The hub does not delete a person whose support is still running.
fn may_be_erased(case: &Case) -> Result<(), IllegalChange> {
    if case.lifecycle.erasure.is_done() {
        return Err(IllegalChange::Erased);
    }
    if case.lifecycle.legal_hold || case.lifecycle.ended.is_none() {
        return Err(IllegalChange::NotToBeErased);
    }
    Ok(())
}
