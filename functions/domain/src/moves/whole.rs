//! What a coordinator does to a case as a whole: quiet, its end, its going on, two that are one, raising what was concluded.

use super::Refused;
use super::team::settled;
use crate::fold::append_all;
use crate::routing::case_due;
use crate::whole::hidden_from_police;
use events::Reference;
use events::assessment::{Flag, Risk, Tier};
use events::case::{
    By, Case, Joined, Onward, OnwardState, Paused, Routing, TaskGiven, TaskKind, Uplifted, What,
    WhyClosed, WhyCoordinators, WhyReopened, WhyUplifted,
};
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};

/// The longest quiet that can be asked for at once: a year.
const LONGEST_QUIET: SignedDuration = SignedDuration::from_hours(24 * 366);

/// The tier or the risk is raised; nothing where it is as high already because a coordinator raised it.
///
/// # Errors
/// [`Refused`] where nothing is named, or nothing would be higher than it is.
pub fn uplift(
    case: &Case,
    tier: Option<Tier>,
    risk: Option<Risk>,
    reason: WhyUplifted,
    by: &str,
    now: Timestamp,
) -> Result<Vec<What>, Refused> {
    if tier.is_none() && risk.is_none() {
        return Err(Refused::Wrong(
            "Say what is raised: the tier, the risk, or both",
        ));
    }
    let uplifted = Uplifted {
        tier,
        risk,
        reason,
        by: by.to_owned(),
    };
    if case.uplifts.last() == Some(&uplifted) {
        return Ok(Vec::new());
    }
    if tier < Some(case.tier()) && tier.is_some() || risk < Some(case.risk()) && risk.is_some() {
        return Err(Refused::NotNow("Nothing is lowered by hand"));
    }
    Ok(crate::whole::uplift(case, uplifted, now))
}

/// The case is over; nothing where it is, for that.
///
/// # Errors
/// [`Refused`] for a duplicate without the case in which it goes on, for one that has moved on to nobody who said yes (CA21),
/// and where it ended for something else.
pub fn close(case: &Case, why: WhyClosed, by: &str) -> Result<Vec<What>, Refused> {
    if why == WhyClosed::Duplicate {
        return Err(Refused::Wrong(
            "Say in which case it goes on: merge it into that one",
        ));
    }
    match case.ended.as_ref().filter(|ended| ended.said) {
        Some(ended) if ended.why == why => Ok(Vec::new()),
        Some(_) => Err(Refused::NotNow(
            "The case is over already, for another reason",
        )),
        None if why == WhyClosed::MovedOn && !taken_on(case) => Err(Refused::NotNow(
            "Nobody has said yes to having it: hand it on first and wait for the answer, or close it for another reason",
        )),
        None => Ok(crate::whole::close(case, why, None, coordinator(by))),
    }
}

/// Whether whoever a coordinator handed the case on to has said yes.
fn taken_on(case: &Case) -> bool {
    let said_yes =
        |onward: &&Onward| matches!(onward.state, OnwardState::Accepted | OnwardState::Closed);
    case.onwards
        .iter()
        .filter(said_yes)
        .any(|onward| onward.offered.hand_on.is_some())
}

/// Whether `from` may go on in `case`: also where that was begun before, so that saying it again finishes it.
///
/// # Errors
/// [`Refused`] for a case and itself, for one of which nobody is left, where the case that is to go on is over, where the
/// other ended for something else, where a conflict waits in it, and for one that the police know: what they record comes
/// under its reference, and would be told to nobody; and where fewer may have what was said in `from`.
pub fn may_join(case: &Case, from: &Case) -> Result<(), Refused> {
    if case.reference == from.reference {
        return Err(Refused::Wrong("A case cannot go on in itself"));
    }
    if case.erased_at.is_some() || from.erased_at.is_some() {
        return Err(Refused::NotNow(
            "Who one of the cases is about has been deleted",
        ));
    }
    if case.ended.as_ref().is_some_and(|ended| ended.said) {
        return Err(Refused::NotNow("The other case is over: reopen it first"));
    }
    if from.received.source == SourceKind::Police {
        return Err(Refused::NotNow(
            "The police know this case by its reference and go on recording there: merge the other case into this one",
        ));
    }
    if from.perhaps_died() {
        return Err(Refused::NotNow(
            "A provider heard that the person has died: find out first",
        ));
    }
    let not_shared =
        |case: &Case| case.routing() == Routing::ToCoordinators(WhyCoordinators::NotToBeShared);
    let hidden = |case: &Case| hidden_from_police(case.received.source, &case.received.scope);
    if not_shared(from) && !not_shared(case) || hidden(from) && !hidden(case) {
        return Err(Refused::NotNow(
            "What they said in this case they let fewer people have than the other: ask them, and write down what they say",
        ));
    }
    let flags = &from.received.assessment;
    if (flags.has(Flag::ConflictCheck) || flags.has(Flag::GuardianConflict))
        && !from.conflict_cleared
    {
        return Err(Refused::NotNow(
            "Somebody may stand on the other side: clear the conflict in this case first",
        ));
    }
    let ended = from.ended.as_ref().filter(|ended| ended.said);
    if ended.is_some_and(|ended| ended.into.as_ref() != Some(&case.reference)) {
        return Err(Refused::NotNow(
            "The case is over already, for another reason",
        ));
    }
    Ok(())
}

/// The first half of what [`may_join`] allowed, once: the case that goes on takes in what is needed in the other, is as high
/// as the other was, and somebody checks how to reach the person, of whom two cases may say two things.
pub fn joined_by(case: &Case, from: &Case, by: &str, now: Timestamp) -> Vec<What> {
    if case.joined.contains(&from.reference) {
        return Vec::new();
    }
    let keeps = |code: &&String| {
        case.wanted.contains(code) || case.live().any(|onward| onward.offered.service == **code)
    };
    let joined = Joined {
        from: from.reference.clone(),
        needs: from.received.needs.clone(),
        specialisms: from.received.assessment.specialisms.clone(),
        unwanted: from
            .unwanted
            .iter()
            .filter(|code| !keeps(code))
            .cloned()
            .collect(),
        updates_taken_back: from.updates_taken_back,
        by: by.to_owned(),
    };
    // Of the other one's earlier cases this is the first: there is nothing left to compare.
    let only = case
        .triage
        .as_ref()
        .is_some_and(|triage| triage.earlier == [from.reference.clone()]);
    let compared = settled(case, &[TaskKind::Duplicate], by).filter(|_| only);
    let tier = Some(from.tier()).filter(|tier| *tier > case.tier());
    let risk = Some(from.risk()).filter(|risk| *risk > case.risk());
    let higher = Uplifted {
        tier,
        risk,
        reason: WhyUplifted::OtherCase,
        by: by.to_owned(),
    };
    // What it is from now on says what has to be considered.
    let with_it = append_all(case, vec![What::Joined(joined.clone())], now)
        .map_or_else(|_| case.clone(), |(it, _)| it);
    let raised =
        (tier.is_some() || risk.is_some()).then(|| crate::whole::uplift(&with_it, higher, now));
    // What was found not to be safe there is not safe here.
    let known = case.unsafe_since.is_some() && case.held(WhyCoordinators::Unsafe);
    let not_safe = from.unsafe_since.is_some() && !known;
    let found = What::GivenToCoordinators {
        why: WhyCoordinators::Unsafe,
        due: case_due(case, now),
    };
    let found = not_safe.then_some(found);
    // Quiet that they asked for there is quiet here.
    let quiet = from
        .paused_until
        .filter(|until| *until > now && Some(*until) > case.paused_until);
    let quiet = quiet.map(|until| {
        What::Paused(Paused {
            until,
            by: By::Machine,
        })
    });
    let to_check = case
        .open_tasks()
        .any(|task| task.kind == TaskKind::CheckContact);
    let check = TaskGiven {
        kind: TaskKind::CheckContact,
        from: None,
        due: case_due(case, now),
    };
    let check = (!to_check).then_some(What::TaskGiven(check));
    std::iter::once(What::Joined(joined))
        .chain(raised.into_iter().flatten())
        .chain(found)
        .chain(quiet)
        .chain(compared)
        .chain(check)
        .collect()
}

/// The second half: the case ends where the other has taken it in, once.
pub fn merged_into(case: &Case, into: &Reference, by: &str) -> Vec<What> {
    if case.ended.as_ref().is_some_and(|ended| ended.said) {
        return Vec::new();
    }
    let closed = crate::whole::close(
        case,
        WhyClosed::Duplicate,
        Some(into.clone()),
        coordinator(by),
    );
    closed
        .into_iter()
        .chain(settled(case, &[TaskKind::Duplicate], by))
        .collect()
}

/// The case goes on, and somebody is to be named for whoever has enhanced rights and nobody of their own (AS8).
///
/// # Errors
/// [`Refused`] for somebody who has died, unless that was a mistake.
pub fn reopen(
    case: &Case,
    why: WhyReopened,
    by: &str,
    now: Timestamp,
) -> Result<Vec<What>, Refused> {
    let died = case
        .ended
        .as_ref()
        .is_some_and(|ended| ended.why == WhyClosed::Died);
    if died && why != WhyReopened::ClosedInError {
        return Err(Refused::NotNow(
            "The person has died. Whoever mourns them has a case of their own",
        ));
    }
    Ok(crate::whole::reopen(case, why, coordinator(by), now))
}

/// The person asked for quiet; nothing where it lasts until then already.
///
/// # Errors
/// [`Refused`] for a time that has passed or is too far away.
pub fn pause(
    case: &Case,
    until: Timestamp,
    by: &str,
    now: Timestamp,
) -> Result<Vec<What>, Refused> {
    if until <= now || until > now + LONGEST_QUIET {
        return Err(Refused::Wrong("until is a time to come, within a year"));
    }
    if case.paused_until == Some(until) {
        return Ok(Vec::new());
    }
    Ok(vec![What::Paused(Paused {
        until,
        by: coordinator(by),
    })])
}

/// The quiet is over; nothing where there is none.
pub fn resume(case: &Case, by: &str) -> Vec<What> {
    case.paused_until
        .map(|_| What::Resumed {
            by: coordinator(by),
        })
        .into_iter()
        .collect()
}

/// Nothing of the case may be deleted, or may be again; nothing where it is so.
pub fn legal_hold(case: &Case, on: bool, by: &str) -> Vec<What> {
    let other = case.legal_hold != on;
    other
        .then(|| What::LegalHold {
            on,
            by: by.to_owned(),
        })
        .into_iter()
        .collect()
}

pub(super) fn coordinator(by: &str) -> By {
    By::Coordinator {
        account: by.to_owned(),
    }
}
