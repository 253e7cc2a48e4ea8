//! A provider refers the person to another member of the network, with assessment and consent
//! (DC24, TV13).

use crate::calendar::london_today;
use crate::case::commands::routing::seeker;
use crate::case::deadlines::accept_by;
use crate::matching::{Fit, Loads, Seeker, WhyLeft, fit};
use events::assessment::Complexity;
use events::case::{
    Case, CaseChange, OfferReason, Offered, Onward, OnwardState, ReferOn, ReferredOn, Routing,
};
use events::profile::{Profile, ProviderKind, Service};
use events::referral::{Need, NeedCode};
use jiff::Timestamp;

/// The stages of support (AS26). The assessment chose a stage before anybody had met the person.
/// The provider that supports them knows better, so every stage is allowed.
const STAGES: [u8; 4] = [1, 2, 3, 4];

/// Why a provider cannot refer the person on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReferred {
    /// The request names something unknown or makes no sense. Another request may work.
    Wrong(&'static str),
    /// The case does not allow it in its current state.
    NotNow(&'static str),
    /// The service cannot support the person.
    Left(WhyLeft),
}

/// Offers the case to the service that the provider refers the person to.
///
/// The person must have agreed, and the case must be shared with providers. The service must fit as
/// in matching: open, for the person's home and age, not refused or unwanted, with capacity, for
/// all the named needs, and without a conflict.
///
/// # Errors
/// [`NotReferred`], the easiest to fix first.
pub fn refer_on(
    case: &Case,
    profile: &Profile,
    loads: &Loads,
    from: &Onward,
    asked: &ReferOn,
    now: Timestamp,
) -> Result<CaseChange, NotReferred> {
    may_refer(case, from).map_err(NotReferred::NotNow)?;
    if !asked.agreed {
        return Err(NotReferred::Wrong(words::refusals::ask_person_first()));
    }
    let repeats = asked
        .needs
        .iter()
        .enumerate()
        .any(|(at, need)| asked.needs.iter().skip(at + 1).any(|n| n == need));
    if asked.needs.is_empty() || repeats {
        return Err(NotReferred::Wrong(words::refusals::needs_each_once()));
    }
    let Some(service) = profile
        .services
        .iter()
        .find(|service| service.code == asked.service)
    else {
        return Err(NotReferred::Wrong(words::refusals::no_such_service()));
    };
    if service.provider == from.offered.provider {
        return Err(NotReferred::NotNow(words::refusals::own_service()));
    }
    let found = fits(
        &seeker_with(case, profile, &asked.needs),
        profile,
        loads,
        now,
        service,
    );
    let found = found.map_err(NotReferred::Left)?;
    if asked.needs.iter().any(|need| !found.needs.contains(need)) {
        return Err(NotReferred::Left(WhyLeft::AnotherNeed));
    }
    Ok(CaseChange::Offered(Offered {
        onward: format!("{}-{}", case.reference, case.support.onwards.len() + 1),
        provider: service.provider.clone(),
        service: service.code.clone(),
        needs: found.needs,
        accept_by: accept_by(case.risk(), &profile.clocks, now),
        reasons: vec![OfferReason::ReferredOn.into()],
        capacity: service.capacity,
        hand_on: None,
        referred_on: Some(ReferredOn {
            from: from.offered.onward.clone(),
            reason: asked.reason,
            by: from.offered.provider.clone(),
            agreed_at: Some(now),
        }),
        moved_from: None,
    }))
}

/// The services to which the person could be referred today, with the needs that each meets, by
/// name, and the reasons against the others. Both lists are empty if the person cannot be referred
/// on at all.
pub fn choices<'a>(
    case: &Case,
    profile: &'a Profile,
    loads: &Loads,
    from: &Onward,
    now: Timestamp,
) -> (Vec<Fit<'a>>, Vec<(&'a Service, WhyLeft)>) {
    let (mut could, mut left) = (Vec::new(), Vec::new());
    if may_refer(case, from).is_err() {
        return (could, left);
    }
    let seeker_with = seeker_with(case, profile, NeedCode::ALL);
    let elsewhere = |code: &str| {
        profile
            .providers
            .iter()
            .any(|p| p.code == code && p.kind == ProviderKind::Hub)
    };
    let others = profile
        .services
        .iter()
        .filter(|service| service.provider != from.offered.provider);
    for service in others.filter(|service| !elsewhere(&service.provider)) {
        match fits(&seeker_with, profile, loads, now, service) {
            Ok(fit) => could.push(fit),
            Err(WhyLeft::ContractNotOpen) => {}
            Err(why) => left.push((service, why)),
        }
    }
    could.sort_by_key(|fit| fit.service.name.as_str());
    left.sort_by_key(|(service, why)| (std::cmp::Reverse(*why), service.name.as_str()));
    (could, left)
}

/// The onward referrals that a provider made from the one with that code, oldest first.
pub fn referred_on<'a>(case: &'a Case, code: &'a str) -> impl Iterator<Item = &'a Onward> {
    let from = move |onward: &&Onward| {
        onward
            .offered
            .referred_on
            .as_ref()
            .is_some_and(|on| on.from == code)
    };
    case.support.onwards.iter().filter(from)
}

/// The status of a referral, as far as the provider that made it may know: only whether it was
/// accepted.
pub const fn state_for_referrer(onward: &Onward) -> OnwardState {
    match onward.state {
        OnwardState::Closed | OnwardState::HandedOver => OnwardState::Accepted,
        state => state,
    }
}

fn may_refer(case: &Case, from: &Onward) -> Result<(), &'static str> {
    if from.state != OnwardState::Accepted {
        return Err(words::refusals::accept_first());
    }
    if case.routing() != Routing::ToProviders {
        return Err(words::refusals::not_to_be_referred_on());
    }
    Ok(())
}

/// The person as somebody with those needs. Current providers are not considered again.
fn seeker_with(case: &Case, profile: &Profile, needs: &[NeedCode]) -> Seeker {
    let known = seeker(case, profile);
    let weight = |code: NeedCode| {
        known
            .needs
            .iter()
            .find(|need| need.code == code)
            .and_then(|need| need.weight)
    };
    let needs = needs
        .iter()
        .map(|code| Need {
            code: *code,
            weight: weight(*code),
        })
        .collect();
    let supports = case
        .support
        .onwards
        .iter()
        .filter(|onward| onward.state == OnwardState::Accepted);
    let mut already_with = known.already_with.clone();
    already_with.extend(supports.map(|onward| onward.offered.provider.clone()));
    Seeker {
        needs,
        already_with,
        stages: STAGES.to_vec(),
        ..known
    }
}

/// Whether the service could support the person as assessed, or as somebody who needs more support.
fn fits<'a>(
    seeker_with: &Seeker,
    profile: &Profile,
    loads: &Loads,
    now: Timestamp,
    service: &'a Service,
) -> Result<Fit<'a>, WhyLeft> {
    let today = london_today(now);
    match fit(seeker_with, profile, loads, today, service) {
        Err(WhyLeft::AnotherComplexity) => {
            let more = Seeker {
                complexity: Complexity::Complex,
                ..seeker_with.clone()
            };
            fit(&more, profile, loads, today, service)
        }
        judged => judged,
    }
}
