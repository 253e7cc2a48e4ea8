//! The coordinators' holds on a case, and what ends each of them.

use super::illegal::IllegalChange;
use super::promises;
use crate::case::deadlines::{case_due, hub_due};
use events::case::{Case, CoordinatorReason, Hold, Onward, OnwardState, TaskKind};
use jiff::Timestamp;

/// Adds a hold for one more reason. Existing holds remain: a late provider and an unmet need are
/// separate problems.
pub(super) fn add(case: &mut Case, why: CoordinatorReason, due: Timestamp, at: Timestamp) {
    case.coordination.why_coordinators = Some(why);
    match why {
        CoordinatorReason::Overdue => {
            let late =
                |onward: &&mut Onward| onward.state == OnwardState::Accepted && onward.overdue(at);
            case.support
                .onwards
                .iter_mut()
                .filter(late)
                .for_each(|onward| onward.pursued = true);
        }
        // A provider's finding does not answer whether the hub still has to search for another
        // service.
        CoordinatorReason::Unsafe => case.contact.unsafe_since = Some(at),
        CoordinatorReason::NotReached | CoordinatorReason::NothingLeft => {}
        // The hub routes the case when a coordinator lets it go on.
        CoordinatorReason::SetAside => case.support.match_by = None,
        CoordinatorReason::NotToBeShared
        | CoordinatorReason::OutsideArea
        | CoordinatorReason::GuardianConflict
        | CoordinatorReason::NoService => mark_looked_for_services(case),
    }
    // A second hold for the same reason keeps the first due time.
    if !case.coordination.held(why) {
        case.coordination.holds.push(Hold {
            why,
            due,
            seq: case.version + 1,
        });
        promises::promise_look(case, due, at);
    }
}

/// Ends the holds that a search resolves, after the hub has searched or found that it must not.
pub(super) fn mark_looked_for_services(case: &mut Case) {
    case.support.match_by = None;
    case.support.routed = true;
    case.support.refused = false;
}

/// Gives the case back to the coordinators when its last task is done and nobody has supported the
/// person. A coordinator then closes it with a reason or gives another task (DC7).
pub(super) fn add_if_nothing_left(case: &mut Case, at: Timestamp) {
    let settled = case.support.onwards.iter().any(Onward::settled);
    if case.lifecycle.ended.is_none() && !settled && case.owned().is_none() {
        let due = case_due(case, at);
        add(case, CoordinatorReason::NothingLeft, due, at);
    }
}

/// Brings the holds forward when the risk is raised, if the new deadline is sooner (AS10).
pub(super) fn bring_forward(case: &mut Case, at: Timestamp) {
    let due = case_due(case, at);
    let late: Vec<u32> = case
        .coordination
        .holds
        .iter()
        .filter(|hold| hold.due > due)
        .map(|hold| hold.seq)
        .collect();
    case.coordination
        .holds
        .iter_mut()
        .for_each(|hold| hold.due = hold.due.min(due));
    for seq in late {
        promises::bring_look_forward(case, seq, due);
    }
}

/// Brings the holds forward without a word to the person: what they were promised stays.
pub(super) fn bring_forward_quietly(case: &mut Case, at: Timestamp) {
    let due = case_due(case, at);
    let holds = case.coordination.holds.iter_mut();
    holds.for_each(|hold| hold.due = hold.due.min(due));
}

/// Ends holds when a service is asked, because the coordinators held the case for that, or transfer
/// it themselves. Coordinators follow up a late provider until it acts, and an automatic offer does
/// not resolve a concern about safety.
pub(super) fn release_offered(case: &mut Case, handed_on: bool, at: Timestamp) {
    release(case, at, |why| match why {
        CoordinatorReason::Unsafe | CoordinatorReason::NotReached => handed_on,
        CoordinatorReason::Overdue | CoordinatorReason::SetAside => false,
        CoordinatorReason::NotToBeShared
        | CoordinatorReason::OutsideArea
        | CoordinatorReason::GuardianConflict
        | CoordinatorReason::NoService
        | CoordinatorReason::NothingLeft => true,
    });
}

/// Ends holds after a coordinator has spoken to the person, or found out why nobody can.
pub(super) fn release_after_contact(case: &mut Case, at: Timestamp) {
    release(case, at, |why| {
        matches!(
            why,
            CoordinatorReason::Unsafe | CoordinatorReason::NotReached
        )
    });
}

/// Ends the holds about consent when the consent changes, so that they are decided again.
pub(super) fn release_after_consent(case: &mut Case, at: Timestamp) {
    release(case, at, |why| why == CoordinatorReason::NotToBeShared);
}

/// Ends the hold for a late provider that has acted or no longer has the case.
pub(super) fn release_overdue(case: &mut Case, at: Timestamp) {
    let pursued = case.support.live().any(|onward| onward.pursued);
    release(case, at, |why| {
        why == CoordinatorReason::Overdue && !pursued
    });
}

/// Ends the hold for unmet needs after a takeover that leaves no need unmet.
pub(super) fn release_no_service(case: &mut Case, at: Timestamp) {
    let met = case.support.unmet.is_empty();
    release(case, at, |why| why == CoordinatorReason::NoService && met);
}

/// Ends a hold that a coordinator looked at, if a task says what happens next. A late provider is
/// followed up until it acts or the case is withdrawn from it.
pub(super) fn mark_looked_at(
    case: &mut Case,
    why: CoordinatorReason,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    if !case.coordination.held(why) {
        return Err(IllegalChange::NotHeld);
    }
    if why == CoordinatorReason::Overdue {
        return Err(IllegalChange::StillLate);
    }
    if why == CoordinatorReason::SetAside {
        return Err(IllegalChange::SetAside);
    }
    if !case
        .coordination
        .open_tasks()
        .any(|task| task.kind != TaskKind::NameCoordinator && !task.is_hidden())
    {
        return Err(IllegalChange::NothingPlanned);
    }
    release(case, at, |held| held == why);
    Ok(())
}

/// Lets a case go on that was set aside. The hub routes it as if it had just come.
pub(super) fn let_through(case: &mut Case, at: Timestamp) -> Result<(), IllegalChange> {
    if case.set_aside().is_none() {
        return Err(IllegalChange::NotSetAside);
    }
    case.coordination.let_through = true;
    case.support.match_by = Some(hub_due(at));
    release(case, at, |why| why == CoordinatorReason::SetAside);
    Ok(())
}

/// Ends all holds when a coordinator or the person closes the case.
pub(super) fn release_all(case: &mut Case, at: Timestamp) {
    release(case, at, |_| true);
}

/// Ends the holds that `off` selects. The promises to look at them are kept.
fn release(case: &mut Case, at: Timestamp, off: impl Fn(CoordinatorReason) -> bool) {
    let gone: Vec<u32> = case
        .coordination
        .holds
        .iter()
        .filter(|hold| off(hold.why))
        .map(|hold| hold.seq)
        .collect();
    case.coordination.holds.retain(|hold| !off(hold.why));
    for seq in gone {
        promises::keep_look(case, seq, at);
    }
}
