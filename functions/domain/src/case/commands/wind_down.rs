//! A service comes to its end: whom it supports moves to others, one case at a time, without a gap (AS24, TV12, CA20).
//!
//! Whoever supports a person goes on until another has said yes. Who was asked and has not answered is asked no more, and
//! the case is matched again. Where nobody else can be found, or who was asked says no, the coordinators have it.

use crate::calendar::{end_of_working_day_after, london_today};
use crate::case::apply::{IllegalMove, append_all};
use crate::case::commands::routing::{match_services, provider_taking_over, route, seeker};
use crate::case::deadlines::{accept_by, case_due};
use crate::matching::{Loads, Seeker, fit, package};
use events::case::{
    Case, CaseChange, CoordinatorReason, Offered, Onward, OnwardState, Routing, WindDownReason,
};
use events::profile::{Profile, Service};
use events::referral::Need;
use jiff::Timestamp;

/// In how many working days a service says whether it takes somebody over. Nobody waits for help meanwhile, and it is asked
/// about many at once.
const TAKE_OVER: u32 = 2;

/// What becomes of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindDownOutcome {
    /// Another service is asked to take the person over.
    Asked,
    /// It was asked before, and has not answered yet.
    Waiting,
    /// The service had not answered its own offer: it is asked no more, and others were looked for.
    MatchedAgain,
    /// Nobody can take over as it stands: the coordinators have it.
    Told,
    /// The service does not have the case, nor is it being asked.
    Gone,
}

/// What is done about a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindDown<'a> {
    /// The service that comes to its end, by code.
    pub service: &'a str,
    /// Who takes over, by code; whoever fits best, where nobody is named or the named one cannot.
    pub to: Option<&'a str>,
    /// Why.
    pub reason: WindDownReason,
}

/// What happens to one case, as events. Done again it does nothing more.
///
/// # Errors
/// [`IllegalMove`] where the case does not allow it.
pub fn wind_down(
    case: &Case,
    profile: &Profile,
    loads: &Loads,
    down: WindDown<'_>,
    now: Timestamp,
) -> Result<(Vec<CaseChange>, WindDownOutcome), IllegalMove> {
    let Some(onward) = case
        .live()
        .find(|onward| onward.offered.service == down.service)
    else {
        return Ok((Vec::new(), WindDownOutcome::Gone));
    };
    if onward.state == OnwardState::Offered {
        return matched_again(case, onward, profile, loads, down, now)
            .map(|events| (events, WindDownOutcome::MatchedAgain));
    }
    if provider_taking_over(case, onward).is_some() {
        return Ok((Vec::new(), WindDownOutcome::Waiting));
    }
    if let Some(service) = successor(case, onward, profile, loads, down, now) {
        return Ok((
            vec![taken_over(case, onward, service, profile, down, now)],
            WindDownOutcome::Asked,
        ));
    }
    let why = CoordinatorReason::NoService;
    let told = CaseChange::GivenToCoordinators {
        why,
        due: case_due(case, now),
    };
    Ok((
        if case.held(why) {
            Vec::new()
        } else {
            vec![told]
        },
        WindDownOutcome::Told,
    ))
}

/// The offer is taken back, and others are looked for, without this service.
fn matched_again(
    case: &Case,
    onward: &Onward,
    profile: &Profile,
    loads: &Loads,
    down: WindDown<'_>,
    now: Timestamp,
) -> Result<Vec<CaseChange>, IllegalMove> {
    let withdrawn = CaseChange::Withdrawn {
        onward: onward.offered.onward.clone(),
    };
    let (after, _) = append_all(case, vec![withdrawn.clone()], now)?;
    let mut events = vec![withdrawn];
    events.extend(match after.routing() {
        Routing::ToProviders if after.match_by.is_some() => {
            let mut seeker = seeker(&after, profile);
            seeker.refused.push(down.service.to_owned());
            match_services(&after, &seeker, profile, loads, now)
        }
        _ => route(&after, profile, loads, now),
    });
    Ok(events)
}

/// Who takes over: the one that is named, where it can take this person; else whoever fits best.
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
        // It was chosen to follow: no stage and no need is asked for.
        let chosen = Seeker {
            wanted: vec![service.code.clone()],
            ..seeker.clone()
        };
        fit(&chosen, profile, loads, today, service).is_ok()
    });
    named.or_else(|| {
        // Somebody does all that it did, and that one of the others does it too is no reason not to look; but nobody has
        // the case twice.
        let others = std::mem::take(&mut seeker.with);
        seeker.refused.extend(others);
        let taken = package(&seeker, profile, loads, today).taken;
        taken
            .into_iter()
            .map(|found| found.service)
            .find(|service| service.national.is_none())
    })
}

fn taken_over(
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
    // Once it has ended, whoever takes over is asked as anybody is.
    let goes_on = ending.is_some_and(|service| service.open_on(london_today(by)));
    CaseChange::Offered(Offered {
        onward: format!("{}-{}", case.reference, case.onwards.len() + 1),
        provider: service.provider.clone(),
        service: service.code.clone(),
        needs: onward.offered.needs.clone(),
        accept_by: if goes_on {
            by
        } else {
            accept_by(case.risk(), &profile.clocks, now)
        },
        reasons: vec![
            match down.reason {
                WindDownReason::ContractEnds => "it takes over from a service whose contract ends",
                WindDownReason::EndsEarly => {
                    "it takes over from a service whose contract ends early"
                }
                WindDownReason::ProviderStops => "it takes over from a service that stops",
            }
            .to_owned(),
        ],
        capacity: service.capacity,
        hand_on: None,
        referred_on: None,
        moved_from: Some(onward.offered.onward.clone()),
    })
}
