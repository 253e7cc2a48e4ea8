//! Where a case goes when it is accepted, and by when whoever gets it must have acted.

use crate::answer::heaviest_first;
use crate::calendar::{after_working_hours, end_of_working_day_after, london_today};
use crate::matching::{Match, Seeker, best};
use crate::promise::newly_broken;
use events::assessment::{Assessment, Flag, Risk};
use events::case::{Case, DeclineReason, Offered, OnwardState, Routing, What, WhyCoordinators, WhyNotSent};
use events::profile::{Clocks, Profile, Service};
use events::referral::{Basis, ChannelKind, Consent, Frequency, Scope};
use events::update::UpdateKind;
use jiff::{SignedDuration, Timestamp};

/// How long the hub itself may hold a case before the clock routes it.
const ROUTING: SignedDuration = SignedDuration::from_mins(2);

/// Whether a case may be offered to providers (contract, "Consent" and "What follows a 201").
///
/// It may where consent or an override reaches providers, nobody who may be the danger signed, and the home is not
/// known to be elsewhere. Who gives no home is not outside.
pub fn routing(
    consent: Option<&Consent>,
    assessment: &Assessment,
    local_authority: Option<&str>,
    profile: &Profile,
) -> Routing {
    let shared = consent.is_some_and(|consent| {
        matches!(consent.basis, Some(Basis::Consent | Basis::SeriousHarmOverride))
            && consent.scope.contains(&Scope::ShareWithProviders)
    });
    if !shared {
        return Routing::ToCoordinators(WhyCoordinators::NotToBeShared);
    }
    if local_authority.is_some_and(|home| profile.local_authorities.iter().all(|council| council.code != home)) {
        return Routing::ToCoordinators(WhyCoordinators::OutsideArea);
    }
    if assessment.has(Flag::GuardianConflict) {
        return Routing::ToCoordinators(WhyCoordinators::GuardianConflict);
    }
    Routing::ToProviders
}

/// By when the hub has routed a case that it has just accepted.
pub fn hub_due(now: Timestamp) -> Timestamp {
    now + ROUTING
}

/// By when a coordinator has looked: 15 minutes in danger, one hour at high risk, else one working day (contract).
pub fn coordinators_due(assessment: &Assessment, now: Timestamp) -> Timestamp {
    if assessment.has(Flag::ImmediateDanger) || assessment.has(Flag::SuicideRisk) {
        now + SignedDuration::from_mins(15)
    } else if assessment.risk == Risk::High {
        now + SignedDuration::from_hours(1)
    } else {
        end_of_working_day_after(now, 1)
    }
}

/// By when a provider has answered an offer: one hour of any day at high risk, else four working hours (contract);
/// sooner where the area says so.
pub fn accept_by(risk: Risk, clocks: &Clocks, now: Timestamp) -> Timestamp {
    if risk == Risk::High {
        now + SignedDuration::from_mins(tighter(clocks.accept_minutes_high_risk, 60).into())
    } else {
        after_working_hours(now, tighter(clocks.accept_working_hours, 4).into())
    }
}

/// By when a provider that accepted has made first contact: two working days (contract); sooner where the area says so.
pub fn first_contact_by(clocks: &Clocks, now: Timestamp) -> Timestamp {
    end_of_working_day_after(now, tighter(clocks.first_contact_working_days, 2).into())
}

/// What the area says, where it is tighter than the contract: nothing can be loosened.
fn tighter(area: Option<u8>, contract: u8) -> u8 {
    area.map_or(contract, |area| area.min(contract))
}

/// What follows where the hub has to look for services: offers, or the coordinators, and at first a task where no
/// machine may answer. Nothing where it does not have to.
///
/// The same case, profile and time give the same events.
pub fn route(case: &Case, profile: &Profile, now: Timestamp) -> Vec<What> {
    if case.match_by.is_none() {
        return Vec::new();
    }
    let given_to = |why| What::GivenToCoordinators { why, due: coordinators_due(&case.received.assessment, now) };
    let mut events = match case.received.routing {
        Routing::ToCoordinators(why) => vec![given_to(why)],
        Routing::ToProviders => offers(case, profile, now),
    };
    if events.is_empty() {
        events.push(given_to(WhyCoordinators::NoService));
    }
    if !case.routed() && needs_a_person(case) {
        events.push(What::UpdateNeedsPerson {
            kind: UpdateKind::Acknowledgement,
            why: WhyNotSent::NoSafeChannel,
            due: coordinators_due(&case.received.assessment, now),
        });
    }
    events
}

/// An offer to the service that fits best, of those that have not been asked before.
fn offers(case: &Case, profile: &Profile, now: Timestamp) -> Vec<What> {
    let mut open = profile.clone();
    open.services.retain(|service| !asked_before(case, service));
    let found = best(&Seeker::from(&case.received), &open, london_today(now));
    let offer = |found: Match<'_>| {
        What::Offered(Offered {
            onward: format!("{}-{}", case.reference, case.onwards.len() + 1),
            provider: found.service.provider.clone(),
            service: found.service.code.clone(),
            needs: heaviest_first(&case.received),
            accept_by: accept_by(case.risk(), &profile.clocks, now),
            reasons: found.reasons,
        })
    };
    found.map(offer).into_iter().collect()
}

/// Whether the service has the case, or said no, or gave no answer; or whether its provider said a no that holds for
/// all it does.
fn asked_before(case: &Case, service: &Service) -> bool {
    case.onwards.iter().any(|onward| {
        let all = [DeclineReason::ConflictOfInterest, DeclineReason::Unsafe, DeclineReason::Duplicate];
        let by_provider = onward.declined.is_some_and(|why| all.contains(&why));
        onward.offered.service == service.code || (by_provider && onward.offered.provider == service.provider)
    })
}

/// Whether someone has to say by voice or letter what a machine may not: only where such a way was called safe.
fn needs_a_person(case: &Case) -> bool {
    let received = &case.received;
    let by_hand = [ChannelKind::Phone, ChannelKind::Text, ChannelKind::Letter];
    received.assessment.contact.automatic.is_none()
        && received.frequency != Some(Frequency::OnlyWhenAsked)
        && received.basis != Some(Basis::AwaitingConsent)
        && received.safe_channels.iter().any(|kind| by_hand.contains(kind))
}

/// What follows when providers let the time pass: each offer lapses on its own, and the coordinators pursue a first
/// contact that was not made. A promise whose time has passed is seen to be broken, whoever owed it (DC7). Nothing where no
/// time has passed.
pub fn overdue(case: &Case, now: Timestamp) -> Vec<What> {
    let late = |state| case.onwards.iter().filter(move |onward| onward.state == state && onward.overdue(now));
    let lapsed = late(OnwardState::Offered).map(|onward| What::Expired { onward: onward.offered.onward.clone() });
    let mut events: Vec<What> = lapsed.collect();
    if late(OnwardState::Accepted).next().is_some() {
        events.push(What::GivenToCoordinators {
            why: WhyCoordinators::Overdue,
            due: coordinators_due(&case.received.assessment, now),
        });
    }
    events.extend(newly_broken(case, now));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_area_may_tighten_a_clock_and_never_loosen_it() {
        let now = at("2026-11-23T10:00:00Z");
        let tight = Clocks {
            accept_working_hours: Some(2),
            accept_minutes_high_risk: Some(20),
            first_contact_working_days: Some(1),
        };
        let loose = Clocks {
            accept_working_hours: Some(40),
            accept_minutes_high_risk: Some(200),
            first_contact_working_days: Some(9),
        };
        for (clocks, answer, at_high_risk, contact) in [
            (Clocks::default(), "2026-11-23T14:00:00Z", "2026-11-23T11:00:00Z", "2026-11-25T17:00:00Z"),
            (tight, "2026-11-23T12:00:00Z", "2026-11-23T10:20:00Z", "2026-11-24T17:00:00Z"),
            (loose, "2026-11-23T14:00:00Z", "2026-11-23T11:00:00Z", "2026-11-25T17:00:00Z"),
        ] {
            assert_eq!(accept_by(Risk::Standard, &clocks, now), at(answer));
            assert_eq!(accept_by(Risk::High, &clocks, now), at(at_high_risk));
            assert_eq!(first_contact_by(&clocks, now), at(contact));
        }
    }
}
