//! Where a case goes when it is accepted, and by when whoever gets it must have acted.

use crate::calendar::{after_working_hours, end_of_working_day_after, london_today};
use crate::matching::{Seeker, best};
use events::assessment::{Assessment, Flag, Risk};
use events::case::{Case, Offered, Routing, What, WhyCoordinators, WhyNotSent};
use events::profile::Profile;
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

/// By when a provider has answered an offer: one hour of any day at high risk, else four working hours (contract).
pub fn accept_by(risk: Risk, now: Timestamp) -> Timestamp {
    if risk == Risk::High { now + SignedDuration::from_hours(1) } else { after_working_hours(now, 4) }
}

/// By when a provider that accepted has made first contact: two working days (contract).
pub fn first_contact_by(now: Timestamp) -> Timestamp {
    end_of_working_day_after(now, 2)
}

/// What follows from a received case: an offer, or the coordinators, and a task where no machine may answer.
///
/// The same case, profile and time give the same events. A case that was routed before gives none.
pub fn route(case: &Case, profile: &Profile, now: Timestamp) -> Vec<What> {
    if case.version > 1 {
        return Vec::new();
    }
    let given_to = |why| What::GivenToCoordinators { why, due: coordinators_due(&case.received.assessment, now) };
    let first = match case.received.routing {
        Routing::ToCoordinators(why) => given_to(why),
        Routing::ToProviders => match best(&Seeker::from(&case.received), profile, london_today(now)) {
            None => given_to(WhyCoordinators::NoService),
            Some(found) => What::Offered(Offered {
                onward: format!("{}-1", case.reference),
                provider: found.service.provider.clone(),
                service: found.service.code.clone(),
                accept_by: accept_by(case.risk(), now),
                reasons: found.reasons,
            }),
        },
    };
    let mut events = vec![first];
    if needs_a_person(case) {
        events.push(What::UpdateNeedsPerson {
            kind: UpdateKind::Acknowledgement,
            why: WhyNotSent::NoSafeChannel,
            due: coordinators_due(&case.received.assessment, now),
        });
    }
    events
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

/// What follows when whoever owns a case let the time pass: nobody's case goes to nobody.
///
/// Nothing, where the time has not passed, or where the coordinators own it already.
pub fn overdue(case: &Case, profile: &Profile, now: Timestamp) -> Vec<What> {
    use events::case::{OnwardState, OwnerKind};
    if case.owner.due > now {
        return Vec::new();
    }
    let coordinators = What::GivenToCoordinators {
        why: WhyCoordinators::Overdue,
        due: coordinators_due(&case.received.assessment, now),
    };
    match case.owner.kind {
        OwnerKind::Coordinators => Vec::new(),
        OwnerKind::Hub => route(case, profile, now),
        OwnerKind::Provider => vec![coordinators],
        OwnerKind::Queue => case
            .onwards
            .iter()
            .filter(|onward| onward.state == OnwardState::Offered)
            .map(|onward| What::Expired { onward: onward.offered.onward.clone() })
            .chain([coordinators])
            .collect(),
    }
}
