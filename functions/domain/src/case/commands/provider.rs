//! What a provider answers and does, and what each thing leads to.

use crate::case::deadlines::{case_due, first_contact_by};
use events::care::{Act, ContactOutcome, Outcome};
use events::case::{
    Case, CaseChange, CoordinatorReason, DeclineReason, Onward, OnwardState, TaskGiven, TaskKind,
};
use events::profile::Clocks;
use jiff::Timestamp;

/// Why a provider's answer to an offer is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnswered {
    /// The case has no such onward referral to that provider.
    NoSuchOnward,
    /// It is no longer on offer: its time has passed, or it was taken back.
    NotOnOffer,
    /// The provider has accepted it, and cannot decline it any longer.
    Accepted,
}

/// The provider accepts: it makes first contact by a time, and where it takes over from another, the support passes to it
/// now (AS24). Returns no event if it has accepted already.
///
/// # Errors
/// [`NotAnswered`] where the offer is not the provider's to accept, or no longer on offer.
pub fn accept(
    case: &Case,
    onward: &str,
    provider: &str,
    clocks: &Clocks,
    now: Timestamp,
) -> Result<Vec<CaseChange>, NotAnswered> {
    let offer = offer_to(case, onward, provider)?;
    if offer.state == OnwardState::Accepted {
        return Ok(Vec::new());
    }
    if !is_on_offer(offer, now) {
        return Err(NotAnswered::NotOnOffer);
    }
    let accepted = CaseChange::Accepted {
        onward: onward.to_owned(),
        provider: provider.to_owned(),
        first_contact_by: first_contact_by(clocks, now),
    };
    Ok(std::iter::once(accepted)
        .chain(hand_over(case, offer))
        .collect())
}

/// The provider declines, and coordinators look at what that reveals. Returns no event if it has declined already.
///
/// # Errors
/// [`NotAnswered`] where the offer is not the provider's to decline, was accepted, or is no longer on offer.
pub fn decline(
    case: &Case,
    onward: &str,
    provider: &str,
    why: DeclineReason,
    now: Timestamp,
) -> Result<Vec<CaseChange>, NotAnswered> {
    let offer = offer_to(case, onward, provider)?;
    match offer.state {
        OnwardState::Declined => return Ok(Vec::new()),
        OnwardState::Accepted => return Err(NotAnswered::Accepted),
        _ if !is_on_offer(offer, now) => return Err(NotAnswered::NotOnOffer),
        _ => {}
    }
    let declined = CaseChange::Declined {
        onward: onward.to_owned(),
        provider: provider.to_owned(),
        why,
    };
    Ok(std::iter::once(declined)
        .chain(follow_up_decline(case, why, now))
        .collect())
}

fn offer_to<'a>(case: &'a Case, onward: &str, provider: &str) -> Result<&'a Onward, NotAnswered> {
    case.onward(onward)
        .filter(|onward| onward.offered.provider == provider)
        .ok_or(NotAnswered::NoSuchOnward)
}

/// Whether the onward referral can still be answered.
fn is_on_offer(onward: &Onward, now: Timestamp) -> bool {
    onward.state == OnwardState::Offered && onward.offered.accept_by > now
}

/// What a decline reveals beyond itself: that the person is not safe, or has other contact details than the case says. A
/// coordinator looks, and no machine tells the person anything before that. The search for another service goes on
/// beside it.
pub fn follow_up_decline(case: &Case, why: DeclineReason, now: Timestamp) -> Option<CaseChange> {
    let due = case_due(case, now);
    let is_known_as_unsafe = case.unsafe_since.is_some() && case.held(CoordinatorReason::Unsafe);
    match why {
        DeclineReason::Unsafe if !is_known_as_unsafe => Some(CaseChange::GivenToCoordinators {
            why: CoordinatorReason::Unsafe,
            due,
        }),
        DeclineReason::WrongDetails if !case.has_open_task(TaskKind::CheckContact) => {
            Some(CaseChange::TaskGiven(TaskGiven {
                kind: TaskKind::CheckContact,
                from: None,
                due,
            }))
        }
        _ => None,
    }
}

/// The end of the onward referral that `onward` takes over from, where its provider still has it (AS24).
pub fn hand_over(case: &Case, onward: &Onward) -> Option<CaseChange> {
    let from = case.onward(onward.offered.moved_from.as_deref()?)?;
    (from.state == OnwardState::Accepted).then(|| CaseChange::HandedOver {
        onward: from.offered.onward.clone(),
        to: onward.offered.onward.clone(),
    })
}

/// What else follows when a provider does `act` under the onward referral of that code: what is not safe, whom nobody could
/// reach and who is left without help a coordinator looks at, a wrong number is found out about (TV2, TV3), and so is
/// whether somebody has died, of whom a provider heard it: one provider's word closes no case; and who was
/// asked to take over what is over now is asked no more (AS24).
pub fn follow_up(case: &Case, code: &str, act: &Act, now: Timestamp) -> Vec<CaseChange> {
    let due = case_due(case, now);
    let asked_to_take_over = || {
        let from = |onward: &&Onward| onward.offered.moved_from.as_deref() == Some(code);
        case.onwards
            .iter()
            .filter(|onward| onward.state == OnwardState::Offered)
            .filter(from)
    };
    let looked_at = match act {
        Act::ContactTried {
            outcome: ContactOutcome::Unsafe,
            ..
        }
        | Act::Closed {
            outcome: Outcome::Unsafe,
        } => Some(CoordinatorReason::Unsafe),
        Act::Closed {
            outcome: Outcome::NotReached | Outcome::WrongDetails,
        } => Some(CoordinatorReason::NotReached),
        Act::Closed {
            outcome: Outcome::NoCapacity | Outcome::OutOfArea,
        } if asked_to_take_over().next().is_none() => Some(CoordinatorReason::NoService),
        _ => None,
    };
    let mut events: Vec<CaseChange> = looked_at
        .map(|why| CaseChange::GivenToCoordinators { why, due })
        .into_iter()
        .collect();
    let wrong = [ContactOutcome::WrongNumber, ContactOutcome::SomebodyElse];
    if matches!(act, Act::ContactTried { outcome, .. } if wrong.contains(outcome))
        && !case.has_open_task(TaskKind::CheckContact)
    {
        events.push(CaseChange::TaskGiven(TaskGiven {
            kind: TaskKind::CheckContact,
            from: None,
            due,
        }));
    }
    let died = matches!(
        act,
        Act::ContactTried {
            outcome: ContactOutcome::MayHaveDied,
            ..
        } | Act::Closed {
            outcome: Outcome::Died
        }
    );
    if died && !case.perhaps_died() {
        events.push(CaseChange::TaskGiven(TaskGiven {
            kind: TaskKind::CheckDeath,
            from: None,
            due,
        }));
    }
    let nothing_left = [
        Outcome::Completed,
        Outcome::Declined,
        Outcome::Duplicate,
        Outcome::Died,
    ];
    if matches!(act, Act::Closed { outcome } if nothing_left.contains(outcome)) {
        events.extend(asked_to_take_over().map(|o| CaseChange::Withdrawn {
            onward: o.offered.onward.clone(),
        }));
    }
    events
}

#[cfg(test)]
mod tests;
