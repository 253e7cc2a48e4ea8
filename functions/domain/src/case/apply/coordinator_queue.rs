//! What the coordinators hold of a case, and what takes it off their hands.

use super::illegal::IllegalMove;
use super::promises;
use crate::case::deadlines::case_due;
use events::case::{Case, CoordinatorReason, Hold, Onward, OnwardState, TaskKind};
use jiff::Timestamp;

/// They are given the case, for one more reason. What they hold already stays theirs: a provider that is late beside a need
/// that nobody meets is one thing more.
pub(super) fn add(case: &mut Case, why: CoordinatorReason, due: Timestamp, at: Timestamp) {
    case.why_coordinators = Some(why);
    match why {
        CoordinatorReason::Overdue => {
            let late =
                |onward: &&mut Onward| onward.state == OnwardState::Accepted && onward.overdue(at);
            case.onwards
                .iter_mut()
                .filter(late)
                .for_each(|onward| onward.pursued = true);
        }
        // What a provider found says nothing of whether the hub still has to look for somebody else.
        CoordinatorReason::Unsafe => case.unsafe_since = Some(at),
        CoordinatorReason::NotReached | CoordinatorReason::NothingLeft => {}
        CoordinatorReason::NotToBeShared
        | CoordinatorReason::OutsideArea
        | CoordinatorReason::GuardianConflict
        | CoordinatorReason::NoService => mark_looked_for_services(case),
    }
    // Given twice for one reason, it is to be looked at by the time that was said first.
    if !case.held(why) {
        case.holds.push(Hold {
            why,
            due,
            seq: case.version + 1,
        });
        promises::promise_look(case, due, at);
    }
}

/// The hub has looked for services, or has seen that it must not.
pub(super) fn mark_looked_for_services(case: &mut Case) {
    case.match_by = None;
    case.routed = true;
    case.refused = false;
}

/// A task is done, and where it was the last and nobody has supported the person, that is no end. The coordinators have the
/// case again, until one of them closes it with a reason or gives another task (DC7).
pub(super) fn add_if_nothing_left(case: &mut Case, at: Timestamp) {
    let settled = case.onwards.iter().any(Onward::settled);
    if case.ended.is_none() && !settled && case.owned().is_none() {
        let due = case_due(case, at);
        add(case, CoordinatorReason::NothingLeft, due, at);
    }
}

/// The risk is higher than was known: what they hold is looked at by the clock of that, where it is the sooner (AS10).
pub(super) fn bring_forward(case: &mut Case, at: Timestamp) {
    let due = case_due(case, at);
    let late: Vec<u32> = case
        .holds
        .iter()
        .filter(|hold| hold.due > due)
        .map(|hold| hold.seq)
        .collect();
    case.holds
        .iter_mut()
        .for_each(|hold| hold.due = hold.due.min(due));
    for seq in late {
        promises::bring_look_forward(case, seq, due);
    }
}

/// A service is asked: that is what they were given the case for, or they hand it on themselves. But a late provider is
/// pursued until it acts, and what the hub offers by itself is no answer to what is not safe.
pub(super) fn release_offered(case: &mut Case, handed_on: bool, at: Timestamp) {
    release(case, at, |why| match why {
        CoordinatorReason::Unsafe | CoordinatorReason::NotReached => handed_on,
        CoordinatorReason::Overdue => false,
        CoordinatorReason::NotToBeShared
        | CoordinatorReason::OutsideArea
        | CoordinatorReason::GuardianConflict
        | CoordinatorReason::NoService
        | CoordinatorReason::NothingLeft => true,
    });
}

/// A coordinator has spoken to the person, or found out why nobody can.
pub(super) fn release_after_contact(case: &mut Case, at: Timestamp) {
    release(case, at, |why| {
        matches!(
            why,
            CoordinatorReason::Unsafe | CoordinatorReason::NotReached
        )
    });
}

/// The person agreed to more, or to less: what nobody had agreed to is looked at anew.
pub(super) fn release_after_consent(case: &mut Case, at: Timestamp) {
    release(case, at, |why| why == CoordinatorReason::NotToBeShared);
}

/// A provider that may have been late has acted, or has the case no more.
pub(super) fn release_overdue(case: &mut Case, at: Timestamp) {
    let pursued = case.live().any(|onward| onward.pursued);
    release(case, at, |why| {
        why == CoordinatorReason::Overdue && !pursued
    });
}

/// Somebody has taken over: where all is met, that is what the coordinators were given the case for.
pub(super) fn release_no_service(case: &mut Case, at: Timestamp) {
    let met = case.unmet.is_empty();
    release(case, at, |why| why == CoordinatorReason::NoService && met);
}

/// A coordinator has looked, and a task says what happens next: what was held is never simply let go. A late provider is
/// pursued until it acts or the case is taken back from it.
pub(super) fn mark_looked_at(
    case: &mut Case,
    why: CoordinatorReason,
    at: Timestamp,
) -> Result<(), IllegalMove> {
    if !case.held(why) {
        return Err(IllegalMove::NotHeld);
    }
    if why == CoordinatorReason::Overdue {
        return Err(IllegalMove::StillLate);
    }
    if !case
        .open_tasks()
        .any(|task| task.kind != TaskKind::NameCoordinator)
    {
        return Err(IllegalMove::NothingPlanned);
    }
    release(case, at, |held| held == why);
    Ok(())
}

/// A coordinator has closed the case, or the person has.
pub(super) fn release_all(case: &mut Case, at: Timestamp) {
    release(case, at, |_| true);
}

/// Takes off their hands what `off` says. That they looked keeps what was promised.
fn release(case: &mut Case, at: Timestamp, off: impl Fn(CoordinatorReason) -> bool) {
    let gone: Vec<u32> = case
        .holds
        .iter()
        .filter(|hold| off(hold.why))
        .map(|hold| hold.seq)
        .collect();
    case.holds.retain(|hold| !off(hold.why));
    for seq in gone {
        promises::keep_look(case, seq, at);
    }
}
