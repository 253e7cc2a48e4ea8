//! What the person asks for on their own page, and what follows.

use crate::calendar::opening_after_weeks;
use crate::gate::next_opening;
use crate::routing::case_due;
use crate::whole;
use events::case::{
    By, Case, Chosen, ConsentChanged, Paused, TaskGiven, TaskKind, What, WhyChosen,
};
use events::profile::Profile;
use events::referral::{Basis, Channel, ChannelKind, GivenBy, Scope};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

/// How soon somebody can ring at the earliest.
const SOONEST: SignedDuration = SignedDuration::from_hours(1);
/// How far ahead a call can be asked for.
const FURTHEST: SignedDuration = SignedDuration::from_hours(28 * 24);
/// How long somebody has to ring, at most and at least, in minutes.
const CALL_WITHIN: [i64; 4] = [60, 45, 30, 15];
/// After a task about wrong words was done, the next is not given for so long.
const WRONG_WORDS_AGAIN: SignedDuration = SignedDuration::from_hours(24);
/// How many wrong words for one reference within an hour are more than slips.
pub const MANY_WRONG_WORDS: u32 = 10;

/// Why nobody can ring at the time that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCall {
    /// No number was called safe.
    NoSafePhone,
    /// It is too soon, or over.
    TooSoon,
    /// It is more than four weeks ahead.
    TooFar,
    /// It is not within the hours that were called safe, or ends with them.
    OutsideHours,
}

/// A call at that moment in London, on a number and within the hours that the person called safe (KE5).
///
/// # Errors
/// [`NoCall`]: unknown is never safe.
pub fn call(channels: &[Channel], at: DateTime, now: Timestamp) -> Result<TaskGiven, NoCall> {
    let phones: Vec<&Channel> = channels
        .iter()
        .filter(|channel| channel.kind == ChannelKind::Phone && channel.safe)
        .collect();
    if phones.is_empty() {
        return Err(NoCall::NoSafePhone);
    }
    let from = at
        .to_zoned(jiff::tz::get!("Europe/London"))
        .map_err(|_| NoCall::TooFar)?
        .timestamp();
    if from < now + SOONEST {
        return Err(NoCall::TooSoon);
    }
    if from > now + FURTHEST {
        return Err(NoCall::TooFar);
    }
    let open = |phone: &Channel, moment| next_opening(phone, moment) == Some(moment);
    let ends = CALL_WITHIN
        .iter()
        .map(|minutes| from + SignedDuration::from_mins(*minutes));
    let safe_until = |due: &Timestamp| {
        phones
            .iter()
            .any(|phone| open(phone, from) && open(phone, *due))
    };
    let due = ends
        .into_iter()
        .find(safe_until)
        .ok_or(NoCall::OutsideHours)?;
    Ok(TaskGiven {
        kind: TaskKind::Call,
        from: Some(from),
        due,
    })
}

/// Quiet for so many weeks, to the morning of the day on which it ends.
pub fn pause(weeks: u8, now: Timestamp) -> What {
    What::Paused(Paused {
        until: opening_after_weeks(now, weeks),
        by: By::Person,
    })
}

/// The person wants nothing of that provider: none of its services is asked any more, and what it has is taken back.
/// Nothing where the area has no such provider.
pub fn refuse(case: &Case, profile: &Profile, provider: &str, reason: WhyChosen) -> Vec<What> {
    let offered = case
        .onwards
        .iter()
        .map(|onward| &onward.offered)
        .filter(|offered| offered.provider == provider);
    let services = profile
        .services
        .iter()
        .filter(|service| service.provider == provider);
    let mut unwanted: Vec<String> = services
        .map(|service| service.code.clone())
        .chain(offered.map(|offered| offered.service.clone()))
        .collect();
    unwanted.sort();
    unwanted.dedup();
    if unwanted.is_empty() {
        return Vec::new();
    }
    let by = Chosen::BY_PERSON.to_owned();
    let live = case
        .live()
        .filter(|onward| onward.offered.provider == provider);
    let taken_back = live.map(|onward| What::Withdrawn {
        onward: onward.offered.onward.clone(),
    });
    let chosen = What::Chosen(Chosen {
        wanted: Vec::new(),
        unwanted,
        reason,
        by,
    });
    std::iter::once(chosen).chain(taken_back).collect()
}

/// What the person agrees to from now on: `scope` is all of it. Nothing where it is what they agreed to already; `None`
/// where the case is shared to prevent serious harm, which is not theirs to take back on a page.
pub fn agree(case: &Case, profile: &Profile, scope: &[Scope]) -> Option<Vec<What>> {
    let received = &case.received;
    if received.basis == Some(Basis::SeriousHarmOverride) {
        return None;
    }
    let assess = (!scope.is_empty()).then_some(Scope::Assess);
    let scope: Vec<Scope> = Scope::ALL
        .iter()
        .copied()
        .filter(|one| scope.contains(one) || assess == Some(*one))
        .collect();
    // Whom nobody has asked, and who says no, has not agreed to anything by saying so.
    let unasked = received.basis == Some(Basis::AwaitingConsent) && scope.is_empty();
    let basis = Some(if unasked {
        Basis::AwaitingConsent
    } else {
        Basis::Consent
    });
    let same =
        scope.len() == received.scope.len() && scope.iter().all(|one| received.scope.contains(one));
    if same && basis == received.basis {
        return Some(Vec::new());
    }
    let given_by = received.given_by.or(Some(GivenBy::Person));
    Some(whole::consent(
        case,
        profile,
        basis,
        given_by,
        scope,
        By::Person,
    ))
}

/// What a consent is from now on, where `whats` changes it.
pub fn agreed(whats: &[What]) -> Option<&ConsentChanged> {
    whats.iter().find_map(|what| match what {
        What::ConsentChanged(changed) => Some(changed),
        _ => None,
    })
}

/// Somebody looks into wrong words for the case's reference: once while that is to be done, and then once a day, so that a
/// stranger cannot bury a case in tasks.
pub fn wrong_words(case: &Case, now: Timestamp) -> Option<What> {
    let tasks = || {
        case.tasks
            .iter()
            .filter(|task| task.kind == TaskKind::WrongWords)
    };
    let lately = tasks().any(|task| {
        task.done_at
            .is_none_or(|done| done + WRONG_WORDS_AGAIN > now)
    });
    let given = TaskGiven {
        kind: TaskKind::WrongWords,
        from: None,
        due: case_due(case, now),
    };
    (!lately && case.erased_at.is_none()).then_some(What::TaskGiven(given))
}

#[cfg(test)]
mod tests;
