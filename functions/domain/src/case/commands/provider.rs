//! What a provider answers and does, and what follows.

use super::access::close_page;
use crate::case::deadlines::{case_due, first_contact_by};
use events::care::{Act, ContactOutcome, Outcome};
use events::case::{
    Actor, Case, CaseChange, CoordinatorReason, DeclineReason, Onward, OnwardState, TaskGiven,
    TaskKind,
};
use events::profile::Clocks;
use events::referral::ChannelKind;
use jiff::Timestamp;

/// Why a provider's answer to an offer is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnswered {
    /// The case has no such onward referral to that provider.
    NoSuchOnward,
    /// The offer has expired or was withdrawn.
    NotOnOffer,
    /// The provider has accepted it, so it can no longer decline.
    Accepted,
}

/// Accepts an offer. The provider must make first contact by a deadline, and if it replaces another
/// provider, the support moves to it now (AS24). Returns no event if it has accepted already.
///
/// # Errors
/// [`NotAnswered`] if the provider does not have that offer, or it is no longer open.
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

/// Declines an offer. A coordinator looks if the reason reveals a problem. Returns no event if it
/// was declined already.
///
/// # Errors
/// [`NotAnswered`] if the provider does not have that offer, has accepted it, or it is no longer
/// open.
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
    case.support
        .onward(onward)
        .filter(|onward| onward.offered.provider == provider)
        .ok_or(NotAnswered::NoSuchOnward)
}

/// Whether the onward referral can still be answered.
fn is_on_offer(onward: &Onward, now: Timestamp) -> bool {
    onward.state == OnwardState::Offered && onward.offered.accept_by > now
}

/// What a decline reveals: the person is not safe, or their contact details are wrong. A
/// coordinator looks, and the hub sends the person nothing before that. The search for another
/// service continues.
pub fn follow_up_decline(case: &Case, why: DeclineReason, now: Timestamp) -> Option<CaseChange> {
    let due = case_due(case, now);
    let is_known_as_unsafe =
        case.contact.unsafe_since.is_some() && case.coordination.held(CoordinatorReason::Unsafe);
    match why {
        DeclineReason::Unsafe if !is_known_as_unsafe => Some(CaseChange::GivenToCoordinators {
            why: CoordinatorReason::Unsafe,
            due,
        }),
        DeclineReason::WrongDetails if !case.coordination.has_open_task(TaskKind::CheckContact) => {
            Some(CaseChange::TaskGiven(TaskGiven {
                kind: TaskKind::CheckContact,
                from: None,
                due,
            }))
        }
        _ => None,
    }
}

/// Ends the onward referral that `onward` replaces, if its provider still has it (AS24).
pub fn hand_over(case: &Case, onward: &Onward) -> Option<CaseChange> {
    let from = case.support.onward(onward.offered.moved_from.as_deref()?)?;
    (from.state == OnwardState::Accepted).then(|| CaseChange::HandedOver {
        onward: from.offered.onward.clone(),
        to: onward.offered.onward.clone(),
    })
}

/// What else follows from a provider's `act`. A coordinator looks if the person is not safe, cannot
/// be reached, or is left without help. Somebody checks a wrong number (TV2, TV3), and a report
/// that the person has died, because one provider's report closes no case. A provider that was
/// asked to take over support that has ended is no longer asked (AS24). A page that was found not to
/// be safe closes.
pub fn follow_up(case: &Case, code: &str, act: &Act, now: Timestamp) -> Vec<CaseChange> {
    let due = case_due(case, now);
    let asked_to_take_over = || {
        let from = |onward: &&Onward| onward.offered.moved_from.as_deref() == Some(code);
        case.support
            .onwards
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
    let page_not_safe = matches!(
        act,
        Act::ContactTried {
            by: ChannelKind::Online,
            outcome: ContactOutcome::Unsafe,
        }
    );
    if let Some(onward) = case.support.onward(code).filter(|_| page_not_safe) {
        let provider = onward.offered.provider.clone();
        events.extend(close_page(case, Actor::Provider { provider }));
    }
    let wrong = [ContactOutcome::WrongNumber, ContactOutcome::SomebodyElse];
    if matches!(act, Act::ContactTried { outcome, .. } if wrong.contains(outcome))
        && !case.coordination.has_open_task(TaskKind::CheckContact)
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
    if died && !case.coordination.perhaps_died() {
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
