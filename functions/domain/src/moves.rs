//! What a coordinator may do to a case, and what follows. A move that is made already leads to nothing more, so that a
//! second tap is one.

mod safety;
mod team;
mod told;
mod whole;

pub(crate) use safety::came_by_police;
pub use safety::{acknowledge, approve_disclosure, disclose, known_to_police, put_to};
pub use team::{TaskAsked, assign, give_task, is_account, look, task_done};
pub use told::{
    Reached, answer_complaint, complain, consent_told, contact_told, home_told, safe_in_both,
};
pub use whole::{
    close, joined_by, legal_hold, may_join, merged_into, pause, reopen, resume, uplift,
};

use crate::calendar::london_today;
use crate::routing::accept_by;
use events::assessment::Flag;
use events::case::{Case, Chosen, HandOn, HandOnBasis, Offered, Routing, What, WhyCleared};
use events::profile::{Profile, ProviderKind, Service};
use jiff::Timestamp;

/// Why a coordinator's move is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// What was asked for does not exist or makes no sense: other words may.
    Wrong(&'static str),
    /// The case does not allow it as it stands.
    NotNow(&'static str),
}

/// A conflict was looked into and stands no longer in the way: the case may be offered, and is matched again.
///
/// # Errors
/// [`Refused`] where there is no conflict, or it was cleared before.
pub fn clear_conflict(case: &Case, reason: WhyCleared, by: &str) -> Result<Vec<What>, Refused> {
    let assessment = &case.received.assessment;
    if !assessment.has(Flag::GuardianConflict) && !assessment.has(Flag::ConflictCheck) {
        return Err(Refused::NotNow("This case has no conflict to clear"));
    }
    if case.conflict_cleared {
        return Err(Refused::NotNow(
            "The conflict of this case was cleared before",
        ));
    }
    Ok(vec![What::ConflictCleared {
        reason,
        by: by.to_owned(),
    }])
}

/// The person's own choice: it comes before what the hub would choose, and what they do not want is taken back (KE5).
///
/// # Errors
/// [`Refused`] for a service that the area does not have, one that is named twice, a choice of nothing, or a case that may
/// not be shared.
pub fn choose(case: &Case, profile: &Profile, chosen: Chosen) -> Result<Vec<What>, Refused> {
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
    let withdrawn: Vec<What> = unwanted
        .map(|onward| What::Withdrawn {
            onward: onward.offered.onward.clone(),
        })
        .collect();
    Ok([vec![What::Chosen(chosen)], withdrawn].concat())
}

/// Whether a list names something more than once.
pub(crate) fn names_twice<T: PartialEq>(list: &[T]) -> bool {
    list.iter()
        .enumerate()
        .any(|(at, one)| list[..at].contains(one))
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
) -> Result<Vec<What>, Refused> {
    let found = targets(case, profile, now)
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
    Ok(vec![What::Offered(Offered {
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
pub fn targets<'a>(case: &Case, profile: &'a Profile, now: Timestamp) -> Vec<&'a Service> {
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

#[cfg(test)]
mod tests;
