//! A coordinator's decisions about a case: conflicts, choices, transfers, raised tier or risk,
//! pauses, closing and reopening.

use super::tasks::finish_open;
use super::{Refused, lifecycle, names_twice};
use crate::calendar::london_today;
use crate::case::deadlines::accept_by;
use events::assessment::{Flag, Risk, Tier};
use events::case::{
    Actor, Case, CaseChange, Chosen, CloseReason, ConflictClearedReason, HandOn, HandOnBasis,
    OfferReason, Offered, Onward, OnwardState, Paused, ReopenReason, Routing, TaskKind,
    UpliftReason, Uplifted,
};
use events::profile::{Profile, ProviderKind, Service};
use jiff::{SignedDuration, Timestamp};

/// The longest pause: a year.
const LONGEST_QUIET: SignedDuration = SignedDuration::from_hours(24 * 366);

/// Clears a possible conflict of interest. The case may be offered, and the hub searches again.
///
/// # Errors
/// [`Refused`] if there is no conflict, or it was cleared before.
pub fn clear_conflict(
    case: &Case,
    reason: ConflictClearedReason,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let assessment = &case.received.assessment;
    if !assessment.has(Flag::GuardianConflict) && !assessment.has(Flag::ConflictCheck) {
        return Err(Refused::NotNow(words::refusals::no_conflict()));
    }
    if case.support.conflict_cleared {
        return Err(Refused::NotNow(words::refusals::conflict_already_cleared()));
    }
    Ok(vec![CaseChange::ConflictCleared {
        reason,
        by: by.to_owned(),
    }])
}

/// Lets a case go on that was set aside, because many referrals came from the same connection. Returns
/// no events if it was let through already.
///
/// # Errors
/// [`Refused`] if it was not set aside.
pub fn let_through(case: &Case, by: &str) -> Result<Vec<CaseChange>, Refused> {
    match (case.set_aside(), &case.received.set_aside) {
        (Some(_), _) => Ok(vec![CaseChange::LetThrough { by: by.to_owned() }]),
        (None, Some(_)) => Ok(Vec::new()),
        (None, None) => Err(Refused::NotNow(words::refusals::not_set_aside())),
    }
}

/// Records the person's own choice. It takes precedence over the hub's choice, and onward referrals
/// that the person does not want are withdrawn (KE5).
///
/// # Errors
/// [`Refused`] for a service that the area does not have, a service that is named twice, an empty
/// choice, or a case that may not be shared.
pub fn choose(case: &Case, profile: &Profile, chosen: Chosen) -> Result<Vec<CaseChange>, Refused> {
    let known = |code: &String| profile.services.iter().any(|service| service.code == *code);
    if chosen.wanted.is_empty() && chosen.unwanted.is_empty() {
        return Err(Refused::Wrong(words::refusals::choose_a_service()));
    }
    if !chosen.wanted.iter().chain(&chosen.unwanted).all(known) {
        return Err(Refused::Wrong(words::refusals::no_such_service()));
    }
    if chosen
        .wanted
        .iter()
        .any(|code| chosen.unwanted.contains(code))
    {
        return Err(Refused::Wrong(words::refusals::wanted_and_unwanted()));
    }
    if names_twice(&chosen.wanted) || names_twice(&chosen.unwanted) {
        return Err(Refused::Wrong(words::refusals::each_service_once()));
    }
    if case.routing() != Routing::ToProviders {
        return Err(Refused::NotNow(words::refusals::not_to_be_offered()));
    }
    let unwanted = case
        .support
        .live()
        .filter(|onward| chosen.unwanted.contains(&onward.offered.service));
    let withdrawn: Vec<CaseChange> = unwanted
        .map(|onward| CaseChange::Withdrawn {
            onward: onward.offered.onward.clone(),
        })
        .collect();
    Ok([vec![CaseChange::Chosen(chosen)], withdrawn].concat())
}

/// Transfers the case to another area's hub or a national service, on a separate ground (AS6, AS23,
/// CA21, CA22).
///
/// # Errors
/// [`Refused`] for any other service, one without a contract today, or one that does not serve the
/// home; for a conflict that nobody has cleared; for a service that the person does not want, if
/// they have to agree; and if the service has the case already.
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
                true => words::refusals::not_a_transfer(),
                false => words::refusals::no_such_service(),
            },
        ));
    };
    if case.set_aside().is_some() {
        return Err(Refused::NotNow(words::refusals::let_through_first()));
    }
    if case.received.assessment.has(Flag::GuardianConflict) && !case.support.conflict_cleared {
        return Err(Refused::NotNow(words::refusals::clear_conflict_first()));
    }
    if hand_on.basis == HandOnBasis::Consent
        && case.support.unwanted.iter().any(|code| code == service)
    {
        return Err(Refused::NotNow(words::refusals::unwanted_service()));
    }
    if case
        .support
        .live()
        .any(|onward| onward.offered.service == service)
    {
        return Err(Refused::NotNow(words::refusals::service_has_case()));
    }
    Ok(vec![CaseChange::Offered(Offered {
        onward: format!("{}-{}", case.reference, case.support.onwards.len() + 1),
        provider: target.provider.clone(),
        service: target.code.clone(),
        needs: Vec::new(),
        accept_by: accept_by(case.risk(), &profile.clocks, now),
        reasons: vec![OfferReason::HandedOn.into()],
        capacity: target.capacity,
        hand_on: Some(hand_on),
        referred_on: None,
        moved_from: None,
    })])
}

/// The services to which a case can be transferred today: national services, and the hubs that
/// serve the home. If the home is unknown, every hub.
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

/// Raises the tier or the risk. Returns no events if a coordinator raised it as high already.
///
/// # Errors
/// [`Refused`] if nothing is named, or nothing would be higher than now.
pub fn uplift(
    case: &Case,
    tier: Option<Tier>,
    risk: Option<Risk>,
    reason: UpliftReason,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    if tier.is_none() && risk.is_none() {
        return Err(Refused::Wrong(words::refusals::choose_what_to_raise()));
    }
    let uplifted = Uplifted {
        tier,
        risk,
        reason,
        by: by.to_owned(),
    };
    if case.coordination.uplifts.last() == Some(&uplifted) {
        return Ok(Vec::new());
    }
    if tier < Some(case.tier()) && tier.is_some() || risk < Some(case.risk()) && risk.is_some() {
        return Err(Refused::NotNow(words::refusals::nothing_lowered()));
    }
    Ok(lifecycle::uplift(case, uplifted, now))
}

/// Records that the person is the one in the earlier cases that triage found: a coordinator has asked
/// them. From now on the tier that triage found counts, and everybody sees it. Returns no events if
/// that is recorded already.
///
/// # Errors
/// [`Refused`] if triage found no earlier case, or the person's data was deleted.
pub fn confirm_same_person(
    case: &Case,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let Some(triaged) = case
        .triage
        .as_ref()
        .filter(|triaged| !triaged.earlier.is_empty())
    else {
        return Err(Refused::NotNow(words::refusals::no_earlier_case()));
    };
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    let raised = (triaged.tier > case.tier()).then(|| Uplifted {
        tier: Some(triaged.tier),
        risk: None,
        reason: UpliftReason::OtherCase,
        by: by.to_owned(),
    });
    let raised = raised.map(|raised| lifecycle::uplift(case, raised, now));
    Ok(raised
        .into_iter()
        .flatten()
        .chain(finish_open(case, &[TaskKind::Duplicate], by))
        .collect())
}

/// Closes the case. Returns no events if it is closed for that reason already.
///
/// # Errors
/// [`Refused`] for a duplicate without the case that continues, for a transferred case whose
/// recipient has not accepted (CA21), and if it was closed for another reason.
pub fn close(case: &Case, why: CloseReason, by: &str) -> Result<Vec<CaseChange>, Refused> {
    if why == CloseReason::Duplicate {
        return Err(Refused::Wrong(words::refusals::merge_duplicates()));
    }
    match case.lifecycle.ended.as_ref().filter(|ended| ended.said) {
        Some(ended) if ended.why == why => Ok(Vec::new()),
        Some(_) => Err(Refused::NotNow(words::refusals::closed_for_another_reason())),
        None if why == CloseReason::MovedOn && !transfer_accepted(case) => {
            Err(Refused::NotNow(words::refusals::transfer_not_accepted()))
        }
        None => Ok(lifecycle::close(case, why, None, Actor::coordinator(by))),
    }
}

/// Whether the recipient of a coordinator's transfer has accepted.
fn transfer_accepted(case: &Case) -> bool {
    let said_yes =
        |onward: &&Onward| matches!(onward.state, OnwardState::Accepted | OnwardState::Closed);
    case.support
        .onwards
        .iter()
        .filter(said_yes)
        .any(|onward| onward.offered.hand_on.is_some())
}

/// Reopens the case. A person with enhanced rights and no coordinator gets a task for naming one
/// (AS8).
///
/// # Errors
/// [`Refused`] if the person has died, unless that was a mistake.
pub fn reopen(
    case: &Case,
    why: ReopenReason,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let died = case
        .lifecycle
        .ended
        .as_ref()
        .is_some_and(|ended| ended.why == CloseReason::Died);
    if died && why != ReopenReason::ClosedInError {
        return Err(Refused::NotNow(words::refusals::person_has_died()));
    }
    Ok(lifecycle::reopen(case, why, Actor::coordinator(by), now))
}

/// Pauses contact at the person's request. Returns no events if the pause lasts until then already.
///
/// # Errors
/// [`Refused`] for a time that has passed or is too far ahead.
pub fn pause(
    case: &Case,
    until: Timestamp,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    if until <= now || until > now + LONGEST_QUIET {
        return Err(Refused::Wrong(words::refusals::pause_until()));
    }
    if case.contact.paused_until == Some(until) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseChange::Paused(Paused {
        until,
        by: Actor::coordinator(by),
    })])
}

/// Ends a pause. Returns no events if there is none.
pub fn resume(case: &Case, by: &str) -> Vec<CaseChange> {
    case.contact
        .paused_until
        .map(|_| CaseChange::Resumed {
            by: Actor::coordinator(by),
        })
        .into_iter()
        .collect()
}

/// Sets or lifts the legal hold. Returns no events if nothing would change.
pub fn legal_hold(case: &Case, on: bool, by: &str) -> Vec<CaseChange> {
    let other = case.lifecycle.legal_hold != on;
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
