//! What a coordinator decides about a case: its conflict, the person's choice, where it is handed on, what is raised, quiet,
//! its end and its going on.

use super::{Refused, lifecycle, names_twice};
use crate::calendar::london_today;
use crate::case::deadlines::accept_by;
use events::assessment::{Flag, Risk, Tier};
use events::case::{
    Actor, Case, CaseChange, Chosen, CloseReason, ConflictClearedReason, HandOn, HandOnBasis,
    Offered, Onward, OnwardState, Paused, ReopenReason, Routing, UpliftReason, Uplifted,
};
use events::profile::{Profile, ProviderKind, Service};
use jiff::{SignedDuration, Timestamp};

/// The longest quiet that can be asked for at once: a year.
const LONGEST_QUIET: SignedDuration = SignedDuration::from_hours(24 * 366);

/// A conflict was looked into and stands no longer in the way: the case may be offered, and is matched again.
///
/// # Errors
/// [`Refused`] where there is no conflict, or it was cleared before.
pub fn clear_conflict(
    case: &Case,
    reason: ConflictClearedReason,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let assessment = &case.received.assessment;
    if !assessment.has(Flag::GuardianConflict) && !assessment.has(Flag::ConflictCheck) {
        return Err(Refused::NotNow("This case has no conflict to clear"));
    }
    if case.conflict_cleared {
        return Err(Refused::NotNow(
            "The conflict of this case was cleared before",
        ));
    }
    Ok(vec![CaseChange::ConflictCleared {
        reason,
        by: by.to_owned(),
    }])
}

/// The person's own choice: it comes before what the hub would choose, and what they do not want is taken back (KE5).
///
/// # Errors
/// [`Refused`] for a service that the area does not have, one that is named twice, a choice of nothing, or a case that may
/// not be shared.
pub fn choose(case: &Case, profile: &Profile, chosen: Chosen) -> Result<Vec<CaseChange>, Refused> {
    let known = |code: &String| profile.services.iter().any(|service| service.code == *code);
    if chosen.wanted.is_empty() && chosen.unwanted.is_empty() {
        return Err(Refused::Wrong(
            "Name at least one service that the person wants or does not want",
        ));
    }
    if !chosen.wanted.iter().chain(&chosen.unwanted).all(known) {
        return Err(Refused::Wrong("There is no such service in this area"));
    }
    if chosen
        .wanted
        .iter()
        .any(|code| chosen.unwanted.contains(code))
    {
        return Err(Refused::Wrong("A service cannot be wanted and not wanted"));
    }
    if names_twice(&chosen.wanted) || names_twice(&chosen.unwanted) {
        return Err(Refused::Wrong("Name each service once"));
    }
    if case.routing() != Routing::ToProviders {
        return Err(Refused::NotNow(
            "This case may not be offered to services as it stands",
        ));
    }
    let unwanted = case
        .live()
        .filter(|onward| chosen.unwanted.contains(&onward.offered.service));
    let withdrawn: Vec<CaseChange> = unwanted
        .map(|onward| CaseChange::Withdrawn {
            onward: onward.offered.onward.clone(),
        })
        .collect();
    Ok([vec![CaseChange::Chosen(chosen)], withdrawn].concat())
}

/// A case handed on to another area's hub or to a national service, on a ground of its own (AS6, AS23, CA21, CA22).
///
/// # Errors
/// [`Refused`] for a service that is neither, has no contract today or does not serve the home; for a conflict that nobody
/// has cleared; for what the person does not want and is to agree to; and where the service has the case already.
pub fn hand_on(
    case: &Case,
    profile: &Profile,
    service: &str,
    hand_on: HandOn,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let found = hand_on_targets(case, profile, now)
        .into_iter()
        .find(|target| target.code == service);
    let Some(target) = found else {
        return Err(Refused::Wrong(
            match profile.services.iter().any(|known| known.code == service) {
                true => {
                    "A case is handed on to a national service, or to the hub of the area where the person lives"
                }
                false => "There is no such service in this area",
            },
        ));
    };
    if case.received.assessment.has(Flag::GuardianConflict) && !case.conflict_cleared {
        return Err(Refused::NotNow("Clear the conflict of this case first"));
    }
    if hand_on.basis == HandOnBasis::Consent && case.unwanted.iter().any(|code| code == service) {
        return Err(Refused::NotNow("The person does not want this service"));
    }
    if case.live().any(|onward| onward.offered.service == service) {
        return Err(Refused::NotNow(
            "The service has the case already, or is being asked",
        ));
    }
    Ok(vec![CaseChange::Offered(Offered {
        onward: format!("{}-{}", case.reference, case.onwards.len() + 1),
        provider: target.provider.clone(),
        service: target.code.clone(),
        needs: Vec::new(),
        accept_by: accept_by(case.risk(), &profile.clocks, now),
        reasons: vec!["a coordinator hands the case on to it".to_owned()],
        capacity: target.capacity,
        hand_on: Some(hand_on),
        referred_on: None,
        moved_from: None,
    })])
}

/// Where a case can be handed on to today: national services, and the hubs that serve the home; any hub where the home is
/// not known.
pub fn hand_on_targets<'a>(case: &Case, profile: &'a Profile, now: Timestamp) -> Vec<&'a Service> {
    let kind = |service: &Service| {
        profile
            .providers
            .iter()
            .find(|p| p.code == service.provider)
            .map(|p| p.kind)
    };
    let home = case.received.local_authority.as_ref();
    let is_target = |service: &&Service| {
        let serves_home = || home.is_none_or(|home| service.local_authorities.contains(home));
        service.national.is_some() || (kind(service) == Some(ProviderKind::Hub) && serves_home())
    };
    let today = london_today(now);
    profile
        .services
        .iter()
        .filter(|service| service.takes_new_on(today))
        .filter(is_target)
        .collect()
}

/// The tier or the risk is raised; nothing where it is as high already because a coordinator raised it.
///
/// # Errors
/// [`Refused`] where nothing is named, or nothing would be higher than it is.
pub fn uplift(
    case: &Case,
    tier: Option<Tier>,
    risk: Option<Risk>,
    reason: UpliftReason,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
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
    Ok(lifecycle::uplift(case, uplifted, now))
}

/// The case is over; nothing where it is, for that.
///
/// # Errors
/// [`Refused`] for a duplicate without the case in which it goes on, for one that has moved on to nobody who said yes (CA21),
/// and where it ended for something else.
pub fn close(case: &Case, why: CloseReason, by: &str) -> Result<Vec<CaseChange>, Refused> {
    if why == CloseReason::Duplicate {
        return Err(Refused::Wrong(
            "Say in which case it goes on: merge it into that one",
        ));
    }
    match case.ended.as_ref().filter(|ended| ended.said) {
        Some(ended) if ended.why == why => Ok(Vec::new()),
        Some(_) => Err(Refused::NotNow(
            "The case is over already, for another reason",
        )),
        None if why == CloseReason::MovedOn && !taken_on(case) => Err(Refused::NotNow(
            "Nobody has said yes to having it: hand it on first and wait for the answer, or close it for another reason",
        )),
        None => Ok(lifecycle::close(case, why, None, Actor::coordinator(by))),
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

/// The case goes on, and somebody is to be named for whoever has enhanced rights and nobody of their own (AS8).
///
/// # Errors
/// [`Refused`] for somebody who has died, unless that was a mistake.
pub fn reopen(
    case: &Case,
    why: ReopenReason,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let died = case
        .ended
        .as_ref()
        .is_some_and(|ended| ended.why == CloseReason::Died);
    if died && why != ReopenReason::ClosedInError {
        return Err(Refused::NotNow(
            "The person has died. Whoever mourns them has a case of their own",
        ));
    }
    Ok(lifecycle::reopen(case, why, Actor::coordinator(by), now))
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
) -> Result<Vec<CaseChange>, Refused> {
    if until <= now || until > now + LONGEST_QUIET {
        return Err(Refused::Wrong("until is a time to come, within a year"));
    }
    if case.paused_until == Some(until) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseChange::Paused(Paused {
        until,
        by: Actor::coordinator(by),
    })])
}

/// The quiet is over; nothing where there is none.
pub fn resume(case: &Case, by: &str) -> Vec<CaseChange> {
    case.paused_until
        .map(|_| CaseChange::Resumed {
            by: Actor::coordinator(by),
        })
        .into_iter()
        .collect()
}

/// Nothing of the case may be deleted, or may be again; nothing where it is so.
pub fn legal_hold(case: &Case, on: bool, by: &str) -> Vec<CaseChange> {
    let other = case.legal_hold != on;
    other
        .then(|| CaseChange::LegalHold {
            on,
            by: by.to_owned(),
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
