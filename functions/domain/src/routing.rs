//! Where a case goes when it is accepted, and by when whoever gets it must have acted.

use crate::calendar::{after_working_hours, end_of_working_day_after, london_today};
use crate::fold::append_all;
use crate::matching::{Left, Loads, Seeker, package};
use crate::promise::{newly_broken, newly_near};
use crate::updates::was_told;
use crate::winddown::stranded;
use events::assessment::{Assessment, Flag, Risk, Specialism, Tier};
use events::case::{
    By, Case, DeclineReason, LeftOut, Matched, Offered, Onward, OnwardState, Routing, TaskGiven,
    TaskKind, What, WhyCoordinators, WhyNotSent,
};
use events::justice::PromiseOwner;
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
        matches!(
            consent.basis,
            Some(Basis::Consent | Basis::SeriousHarmOverride)
        ) && consent.scope.contains(&Scope::ShareWithProviders)
    });
    routing_of(shared, assessment, local_authority, profile)
}

/// The same, where it is known whether consent or an override reaches providers.
pub(crate) fn routing_of(
    shared: bool,
    assessment: &Assessment,
    local_authority: Option<&str>,
    profile: &Profile,
) -> Routing {
    if !shared {
        return Routing::ToCoordinators(WhyCoordinators::NotToBeShared);
    }
    if local_authority.is_some_and(|home| {
        profile
            .local_authorities
            .iter()
            .all(|council| council.code != home)
    }) {
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
    looked_by(assessment, assessment.risk, now)
}

/// The same for a case, by the risk that it has come to have.
pub fn case_due(case: &Case, now: Timestamp) -> Timestamp {
    looked_by(&case.received.assessment, case.risk(), now)
}

fn looked_by(assessment: &Assessment, risk: Risk, now: Timestamp) -> Timestamp {
    look_at_danger_by(assessment, now).unwrap_or_else(|| {
        if risk == Risk::High {
            now + SignedDuration::from_hours(1)
        } else {
            end_of_working_day_after(now, 1)
        }
    })
}

/// The deadline for a coordinator to look at a person in danger now, or with thoughts of suicide: 15 minutes (contract 1.1).
/// Other cases have none.
pub fn look_at_danger_by(assessment: &Assessment, now: Timestamp) -> Option<Timestamp> {
    let danger = assessment.has(Flag::ImmediateDanger) || assessment.has(Flag::SuicideRisk);
    danger.then(|| now + SignedDuration::from_mins(15))
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

/// What follows where the hub has to look for services: what it found, the offers, the coordinators where there are none
/// or where nobody does what somebody refused, and at first a task where no machine may answer. Nothing where it does not
/// have to look.
///
/// The same case, profile, loads and time give the same events.
pub fn route(case: &Case, profile: &Profile, loads: &Loads, now: Timestamp) -> Vec<What> {
    if case.match_by.is_none() {
        return Vec::new();
    }
    let due = case_due(case, now);
    let mut events = match case.routing() {
        Routing::ToCoordinators(why) => vec![What::GivenToCoordinators { why, due }],
        Routing::ToProviders => matched(case, profile, loads, now),
    };
    events.extend(danger_to_look_at(case, now).map(What::TaskGiven));
    if !case.routed && needs_a_person(case) {
        let (kind, why) = (UpdateKind::Acknowledgement, WhyNotSent::NoSafeChannel);
        events.push(What::UpdateNeedsPerson { kind, why, due });
    }
    if !case.routed {
        events.extend(by_hand(case).map(|kind| {
            What::TaskGiven(TaskGiven {
                kind,
                from: None,
                due,
            })
        }));
    }
    events
}

/// The task to look at a danger, beside whatever is offered: an offer takes a case off the coordinators' hands, and a
/// service may answer too late (contract 1.1). A case gets the task once. If the coordinators have the case itself, they
/// look by the same time without it.
fn danger_to_look_at(case: &Case, now: Timestamp) -> Option<TaskGiven> {
    let given = case
        .tasks
        .iter()
        .any(|task| task.kind == TaskKind::LookAtDanger);
    let due = look_at_danger_by(&case.received.assessment, now)?;
    (case.routing() == Routing::ToProviders && !given).then_some(TaskGiven {
        kind: TaskKind::LookAtDanger,
        from: None,
        due,
    })
}

/// What coordinators have to do for every case of its kind: somebody who stays with whoever has enhanced rights (AS8,
/// CA12), a decision about each multi-agency meeting that the assessment points to (AS15), and a look at whether the person
/// has a case already (KE3).
fn by_hand(case: &Case) -> impl Iterator<Item = TaskKind> {
    let assessment = &case.received.assessment;
    let mash = assessment.has(Flag::MashChild) || assessment.has(Flag::MashAdult);
    let before = case
        .triage
        .as_ref()
        .is_some_and(|triage| !triage.earlier.is_empty());
    [
        (
            case.tier() == Tier::Enhanced && case.coordinator.is_none(),
            TaskKind::NameCoordinator,
        ),
        (assessment.has(Flag::Marac), TaskKind::ConsiderMarac),
        (mash, TaskKind::ConsiderMash),
        (before, TaskKind::Duplicate),
    ]
    .into_iter()
    .filter_map(|(holds, kind)| holds.then_some(kind))
}

/// The open services that can hold so many cases and no more: whose load has to be known before [`route`].
pub fn limited(profile: &Profile, now: Timestamp) -> Vec<&str> {
    let today = london_today(now);
    let limited = profile
        .services
        .iter()
        .filter(|service| service.capacity.is_some() && service.takes_new_on(today));
    limited.map(|service| service.code.as_str()).collect()
}

/// The care package, as events.
fn matched(case: &Case, profile: &Profile, loads: &Loads, now: Timestamp) -> Vec<What> {
    found(case, &seeker(case, profile), profile, loads, now)
}

/// What is found for `seeker`, who is the case's person, and what follows.
pub(crate) fn found(
    case: &Case,
    seeker: &Seeker,
    profile: &Profile,
    loads: &Loads,
    now: Timestamp,
) -> Vec<What> {
    let package = package(seeker, profile, loads, london_today(now));
    let out = |left: &Left<'_>| LeftOut {
        service: left.service.code.clone(),
        why: left.why,
    };
    let mut events = vec![What::Matched(Matched {
        left: package.left.iter().map(out).collect(),
        newly_unmet: package
            .unmet
            .iter()
            .copied()
            .filter(|need| !case.unmet.contains(need))
            .collect(),
        unmet: package.unmet.clone(),
        unserved: package.unserved.clone(),
        local_authority: case.received.local_authority.clone(),
    })];
    for (found, number) in package.taken.iter().zip(case.onwards.len() + 1..) {
        events.push(What::Offered(Offered {
            onward: format!("{}-{number}", case.reference),
            provider: found.service.provider.clone(),
            service: found.service.code.clone(),
            needs: found.needs.clone(),
            accept_by: accept_by(case.risk(), &profile.clocks, now),
            reasons: found.reasons.clone(),
            capacity: found.service.capacity,
            hand_on: None,
            referred_on: None,
            moved_from: None,
        }));
    }
    // Nobody has it; or nobody was found for what a provider refused.
    let mut refused = case
        .onwards
        .iter()
        .filter(|onward| onward.refused())
        .flat_map(|onward| &onward.offered.needs);
    let nobody = package.taken.is_empty() && (case.refused || case.live().next().is_none());
    // What the coordinators hold of it an offer takes off their hands, so they are given it again.
    let stranded =
        stranded(case) && (!case.held(WhyCoordinators::NoService) || !package.taken.is_empty());
    if nobody || stranded || (case.refused && refused.any(|need| package.unmet.contains(need))) {
        let due = case_due(case, now);
        events.push(What::GivenToCoordinators {
            why: WhyCoordinators::NoService,
            due,
        });
    }
    events
}

/// Who looks for services: what was known at first, and what the case has brought since.
pub(crate) fn seeker(case: &Case, profile: &Profile) -> Seeker {
    let refused = |service: &&Service| {
        case.onwards
            .iter()
            .any(|onward| refused_by(onward, service) || moved_away(case, onward, service))
    };
    let mut seeker = Seeker::from(&case.received);
    let lives_through = &mut seeker.specialisms;
    // Domestic abuse at high risk is an adviser's, also where a coordinator found out how high it is.
    if case.risk() == Risk::High
        && lives_through.contains(&Specialism::DomesticAbuse)
        && !lives_through.contains(&Specialism::Idva)
    {
        lives_through.push(Specialism::Idva);
        lives_through.sort();
    }
    Seeker {
        conflict_check: case.received.assessment.has(Flag::ConflictCheck) && !case.conflict_cleared,
        wanted: case.wanted.clone(),
        unwanted: case.unwanted.clone(),
        refused: profile
            .services
            .iter()
            .filter(refused)
            .map(|service| service.code.clone())
            .collect(),
        already_with: case.received.already_with.clone(),
        with: has_or_had(case)
            .map(|onward| onward.offered.service.clone())
            .collect(),
        ..seeker
    }
}

/// The onward referrals whose part is done, or being done: who had the case and closed it is not asked again, unless the
/// person wants it (AS8, KE5).
fn has_or_had(case: &Case) -> impl Iterator<Item = &Onward> {
    let had = |onward: &Onward| {
        onward.state == OnwardState::Closed && !case.wanted.contains(&onward.offered.service)
    };
    case.onwards
        .iter()
        .filter(move |onward| onward.live() || had(onward))
}

/// Whether the service said no, or gave no answer; or whether its provider said a no that holds for all it does.
fn refused_by(onward: &Onward, service: &Service) -> bool {
    let offered = &onward.offered;
    let for_all = [
        DeclineReason::ConflictOfInterest,
        DeclineReason::Unsafe,
        DeclineReason::Duplicate,
    ];
    let by_provider = onward.declined.is_some_and(|why| for_all.contains(&why));
    onward.refused()
        && (offered.service == service.code
            || (by_provider && offered.provider == service.provider))
}

/// Whether the person was moved away from the service, because it comes to its end (AS24).
fn moved_away(case: &Case, onward: &Onward, service: &Service) -> bool {
    onward.state == OnwardState::HandedOver
        && onward.offered.service == service.code
        && !case.wanted.contains(&service.code)
}

/// Whether someone has to say by voice or letter what a machine may not: only where such a way was called safe.
fn needs_a_person(case: &Case) -> bool {
    let received = &case.received;
    let by_hand = [ChannelKind::Phone, ChannelKind::Text, ChannelKind::Letter];
    received.assessment.contact.automatic.is_none()
        && received.frequency != Some(Frequency::OnlyWhenAsked)
        && received.basis != Some(Basis::AwaitingConsent)
        && !case.updates_taken_back
        && received
            .safe_channels
            .iter()
            .any(|kind| by_hand.contains(kind))
}

/// What follows when a time has passed: a quiet that the person asked for is over; each offer lapses on its own, and the
/// coordinators pursue a first contact that was not made. A promise whose time comes near is warned of, and one whose time
/// has passed is seen to be broken, whoever owed it (DC7); what nobody else pursues is the coordinators' to chase.
/// Nothing where no time has passed.
pub fn overdue(case: &Case, now: Timestamp) -> Vec<What> {
    if case.paused_until.is_some_and(|until| until <= now) {
        // Whoever had to wait has time again: what else has passed is judged after that.
        let resumed = vec![What::Resumed { by: By::Machine }];
        let after = append_all(case, resumed.clone(), now);
        return [
            resumed,
            after.map_or_else(|_| Vec::new(), |(after, _)| overdue(&after, now)),
        ]
        .concat();
    }
    let late = |state| {
        case.onwards
            .iter()
            .filter(move |onward| onward.state == state && onward.overdue(now))
    };
    let lapsed = late(OnwardState::Offered).map(|onward| What::Expired {
        onward: onward.offered.onward.clone(),
    });
    let mut events: Vec<What> = lapsed.collect();
    if late(OnwardState::Accepted).next().is_some() {
        events.push(What::GivenToCoordinators {
            why: WhyCoordinators::Overdue,
            due: case_due(case, now),
        });
    }
    events.extend(newly_near(case, now));
    let broken = newly_broken(case, now);
    let chased = chased(case, &broken, now);
    events.extend(broken);
    events.extend(chased);
    events
}

/// What an agency of justice let pass, and what the hub itself had told the person, nobody pursues but the coordinators
/// (DC7): one task, which whatever breaks while it is open joins. A late service is pursued by itself. Not for somebody who
/// is, or is to be, forgotten.
fn chased(case: &Case, broken: &[What], now: Timestamp) -> Option<What> {
    let nobody_pursues = |code: &str| {
        let owner = case
            .promises
            .iter()
            .find(|one| one.code == code)
            .map(|one| one.owner);
        owner.is_some_and(|owner| {
            owner.is_justice() || (owner == PromiseOwner::Hub && was_told(case, code))
        })
    };
    let new = broken
        .iter()
        .any(|what| matches!(what, What::PromiseBroken { promise } if nobody_pursues(promise)));
    let open = case
        .open_tasks()
        .any(|task| task.kind == TaskKind::ChasePromise);
    let forgotten = case.erasing.is_some() || case.erased_at.is_some();
    let task = TaskGiven {
        kind: TaskKind::ChasePromise,
        from: None,
        due: case_due(case, now),
    };
    (new && !open && !forgotten).then_some(What::TaskGiven(task))
}

#[cfg(test)]
mod tests;
