//! Winding down a service: each person moves to another service without a gap (AS24, TV12, CA20).
//!
//! The service supports a person until another provider has accepted. Offers that it has not
//! answered are withdrawn, and the hub searches again. If no other service fits, or the new
//! provider declines, the coordinators hold the case.

use crate::calendar::{end_of_working_day_after, london_today};
use crate::case::apply::{IllegalChange, append_all};
use crate::case::commands::routing::{provider_taking_over, route_without, seeker};
use crate::case::deadlines::{accept_by, case_due};
use crate::matching::{Loads, Seeker, fit, package};
use events::case::{
    Case, CaseChange, CoordinatorReason, OfferReason, Offered, Onward, OnwardState, Routing,
    WindDownReason,
};
use events::profile::{Profile, Service};
use events::referral::Need;
use jiff::Timestamp;

/// The working days in which a service answers a request to take over. Nobody waits for help, and
/// the service gets many requests together.
const TAKE_OVER: u32 = 2;

/// The result for one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindDownOutcome {
    /// Another service was asked to take over.
    Asked,
    /// Another service was asked before, and has not answered yet.
    Waiting,
    /// The service had not answered its offer. The offer was withdrawn, and the hub searched for
    /// another service.
    MatchedAgain,
    /// No service can take over now, so the coordinators hold the case.
    Told,
    /// The service does not have the case, or an offer for it.
    Gone,
}

/// A plan for winding down a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindDown<'a> {
    /// The code of the service that ends.
    pub service: &'a str,
    /// The code of the service that takes over. If it is `None`, or that service cannot take the
    /// person, the best match.
    pub to: Option<&'a str>,
    pub reason: WindDownReason,
}

/// Applies the plan to one case, and returns the events. Repeating it changes nothing.
///
/// # Errors
/// [`IllegalChange`] if the case does not allow it.
pub fn wind_down(
    case: &Case,
    profile: &Profile,
    loads: &Loads,
    down: WindDown<'_>,
    now: Timestamp,
) -> Result<(Vec<CaseChange>, WindDownOutcome), IllegalChange> {
    let Some(onward) = case
        .support
        .live()
        .find(|onward| onward.offered.service == down.service)
    else {
        return Ok((Vec::new(), WindDownOutcome::Gone));
    };
    if onward.state == OnwardState::Offered {
        return match_again(case, onward, profile, loads, down, now)
            .map(|events| (events, WindDownOutcome::MatchedAgain));
    }
    if provider_taking_over(case, onward).is_some() {
        return Ok((Vec::new(), WindDownOutcome::Waiting));
    }
    if let Some(service) = successor(case, onward, profile, loads, down, now) {
        return Ok((
            vec![covered_by_successor(
                case, onward, service, profile, down, now,
            )],
            WindDownOutcome::Asked,
        ));
    }
    let why = CoordinatorReason::NoService;
    let told = CaseChange::GivenToCoordinators {
        why,
        due: case_due(case, now),
    };
    Ok((
        if case.coordination.held(why) {
            Vec::new()
        } else {
            vec![told]
        },
        WindDownOutcome::Told,
    ))
}

/// Withdraws the offer, and searches for others without this service.
fn match_again(
    case: &Case,
    onward: &Onward,
    profile: &Profile,
    loads: &Loads,
    down: WindDown<'_>,
    now: Timestamp,
) -> Result<Vec<CaseChange>, IllegalChange> {
    let withdrawn = CaseChange::Withdrawn {
        onward: onward.offered.onward.clone(),
    };
    let (after, _) = append_all(case, vec![withdrawn.clone()], now)?;
    let mut events = vec![withdrawn];
    let service = Some(down.service);
    events.extend(route_without(&after, profile, loads, service, now));
    Ok(events)
}

/// The service that takes over: the named one if it can take this person, otherwise the best match.
fn successor<'a>(
    case: &Case,
    onward: &Onward,
    profile: &'a Profile,
    loads: &Loads,
    down: WindDown<'_>,
    now: Timestamp,
) -> Option<&'a Service> {
    if case.routing() != Routing::ToProviders {
        return None;
    }
    let today = london_today(now);
    let mut seeker = seeker(case, profile);
    seeker.with.retain(|code| code != down.service);
    seeker.wanted.retain(|code| code != down.service);
    seeker.refused.push(down.service.to_owned());
    if !onward.offered.needs.is_empty() {
        let weight = |code| {
            seeker
                .needs
                .iter()
                .find(|need| need.code == code)
                .and_then(|need| need.weight)
        };
        seeker.needs = { onward.offered.needs.iter() }
            .map(|code| Need {
                code: *code,
                weight: weight(*code),
            })
            .collect();
    }
    let named = down
        .to
        .and_then(|code| profile.services.iter().find(|service| service.code == code));
    let named = named.filter(|service| {
        // The named service was commissioned to take over, so stage and needs do not matter.
        let chosen = Seeker {
            wanted: vec![service.code.clone()],
            ..seeker.clone()
        };
        fit(&chosen, profile, loads, today, service).is_ok()
    });
    named.or_else(|| {
        // The new service must cover everything that the old one did. Other current services do not
        // prevent that, but no service gets the case twice.
        let others = std::mem::take(&mut seeker.with);
        seeker.refused.extend(others);
        let taken = package(&seeker, profile, loads, today).taken;
        taken
            .into_iter()
            .map(|found| found.service)
            .find(|service| service.national.is_none())
    })
}

fn covered_by_successor(
    case: &Case,
    onward: &Onward,
    service: &Service,
    profile: &Profile,
    down: WindDown<'_>,
    now: Timestamp,
) -> CaseChange {
    let by = end_of_working_day_after(now, TAKE_OVER);
    let ending = profile
        .services
        .iter()
        .find(|service| service.code == down.service);
    // After its end, a service that takes over is asked like any other.
    let goes_on = ending.is_some_and(|service| service.open_on(london_today(by)));
    CaseChange::Offered(Offered {
        onward: format!("{}-{}", case.reference, case.support.onwards.len() + 1),
        provider: service.provider.clone(),
        service: service.code.clone(),
        needs: onward.offered.needs.clone(),
        accept_by: if goes_on {
            by
        } else {
            accept_by(case.risk(), &profile.clocks, now)
        },
        reasons: vec![OfferReason::TakesOver { why: down.reason }.into()],
        capacity: service.capacity,
        hand_on: None,
        referred_on: None,
        moved_from: Some(onward.offered.onward.clone()),
    })
}
