//! Routing: the services that a case is offered to, or the coordinators, and the tasks that each
//! new case needs.

use crate::calendar::london_today;
use crate::case::deadlines::{answer_by, case_due, look_at_danger_by, set_aside_due, since_told};
use crate::matching::{Left, Loads, Seeker, package};
use events::assessment::{Flag, Risk, Specialism, Tier};
use events::case::{
    Case, CaseChange, CoordinatorReason, DeclineReason, LeftOut, Matched, NotSentReason, Offered,
    Onward, OnwardState, Routing, TaskGiven, TaskKind,
};
use events::profile::{Profile, Service};
use events::referral::{Basis, ChannelKind, Frequency};
use events::update::UpdateKind;
use jiff::Timestamp;

/// The most onward referrals that the hub itself makes in one case. Somebody who agrees and withdraws
/// again and again would otherwise fill every service, and in the end the case. Coordinators still can.
const MOST_ONWARDS: usize = 40;

/// Routes a case that is due for a search: the result, the offers, the coordinators if there are
/// none or if nobody can do what a provider declined, and at first a task if the hub may not send
/// an acknowledgement. Returns no events if no search is due. A case that was set aside goes to the
/// coordinators and nowhere else, and counts as not routed.
///
/// The same case, profile, loads and time give the same events.
pub fn route(case: &Case, profile: &Profile, loads: &Loads, now: Timestamp) -> Vec<CaseChange> {
    route_without(case, profile, loads, None, now)
}

/// As [`route`], without the service of that code.
pub(super) fn route_without(
    case: &Case,
    profile: &Profile,
    loads: &Loads,
    service: Option<&str>,
    now: Timestamp,
) -> Vec<CaseChange> {
    if case.support.match_by.is_none() {
        return Vec::new();
    }
    if case.set_aside().is_some() {
        let (why, due) = (
            CoordinatorReason::SetAside,
            set_aside_due(case, &profile.clocks, now),
        );
        return vec![CaseChange::GivenToCoordinators { why, due }];
    }
    let due = since_told(case, now, |from| case_due(case, from));
    let mut events = match case.routing() {
        Routing::ToCoordinators(why) => vec![CaseChange::GivenToCoordinators { why, due }],
        Routing::ToProviders => {
            let mut seeker = seeker(case, profile);
            seeker.refused.extend(service.map(str::to_owned));
            match_services(case, &seeker, profile, loads, now)
        }
    };
    events.extend(danger_to_look_at(case, now).map(CaseChange::TaskGiven));
    if !case.support.routed && needs_a_person(case) {
        let (kind, why) = (UpdateKind::Acknowledgement, NotSentReason::NoSafeChannel);
        events.push(CaseChange::UpdateNeedsPerson { kind, why, due });
    }
    if !case.support.routed {
        events.extend(tasks_for_new_case(case).map(|kind| {
            CaseChange::TaskGiven(TaskGiven {
                kind,
                from: None,
                due,
            })
        }));
    }
    events
}

/// The task to look at a danger, in addition to any offer: an offer ends the coordinators' hold,
/// and a service may answer too late (contract 1.1). A case gets the task once. If the coordinators
/// hold the case, they look by the same time without it.
fn danger_to_look_at(case: &Case, now: Timestamp) -> Option<TaskGiven> {
    // A danger that was known at first is looked at as the person was told, whatever was learned since.
    let dangers = [Flag::ImmediateDanger, Flag::SuicideRisk];
    let first = case.coordination.reassessments.first();
    let at_first =
        first.is_none_or(|one| one.before.flags.iter().any(|flag| dangers.contains(flag)));
    let told = at_first && !case.support.routed;
    let given = case
        .coordination
        .tasks
        .iter()
        .any(|task| task.kind == TaskKind::LookAtDanger && !(told && task.quiet));
    let assessment = &case.received.assessment;
    look_at_danger_by(assessment, now)?;
    let due = since_told(case, now, |from| {
        look_at_danger_by(assessment, from).unwrap_or(from)
    });
    (case.routing() == Routing::ToProviders && !given).then_some(TaskGiven {
        kind: TaskKind::LookAtDanger,
        from: None,
        due,
    })
}

/// The tasks that every case of its kind needs: naming a coordinator for a person with enhanced
/// rights (AS8, CA12), a decision about each multi-agency meeting that the assessment suggests
/// (AS15), and a safe way to contact the person where the sender's could not be read (contract 1.1).
/// The check whether the person has another case (KE3) comes with what triage found.
fn tasks_for_new_case(case: &Case) -> impl Iterator<Item = TaskKind> {
    let assessment = &case.received.assessment;
    let mash = assessment.has(Flag::MashChild) || assessment.has(Flag::MashAdult);
    // While the case was set aside, no code went to an address that changed on the page.
    let no_code = case.received.set_aside.is_some()
        && !case.contact.unconfirmed.is_empty()
        && !case.coordination.has_open_task(TaskKind::CheckContact);
    // What was learned before the case was routed has its tasks.
    let is_given = |kind| case.coordination.has_open_task(kind);
    [
        (
            case.tier() == Tier::Enhanced
                && case.coordination.coordinator.is_none()
                && !is_given(TaskKind::NameCoordinator),
            TaskKind::NameCoordinator,
        ),
        (
            assessment.has(Flag::Marac) && !is_given(TaskKind::ConsiderMarac),
            TaskKind::ConsiderMarac,
        ),
        (
            mash && !is_given(TaskKind::ConsiderMash),
            TaskKind::ConsiderMash,
        ),
        (
            case.received.contact_left_out || no_code,
            TaskKind::CheckContact,
        ),
    ]
    .into_iter()
    .filter_map(|(holds, kind)| holds.then_some(kind))
}

/// The open services with limited capacity, whose load [`route`] needs.
pub fn limited_services(profile: &Profile, now: Timestamp) -> Vec<&str> {
    let today = london_today(now);
    let limited = profile
        .services
        .iter()
        .filter(|service| service.capacity.is_some() && service.takes_new_on(today));
    limited.map(|service| service.code.as_str()).collect()
}

/// The result of a search for `seeker`, the person of the case, and what follows.
fn match_services(
    case: &Case,
    seeker: &Seeker,
    profile: &Profile,
    loads: &Loads,
    now: Timestamp,
) -> Vec<CaseChange> {
    if case.support.onwards.len() >= MOST_ONWARDS {
        let (why, due) = (CoordinatorReason::NoService, case_due(case, now));
        return vec![CaseChange::GivenToCoordinators { why, due }];
    }
    let package = package(seeker, profile, loads, london_today(now));
    let out = |left: &Left<'_>| LeftOut {
        service: left.service.code.clone(),
        why: left.why,
    };
    let mut events = vec![CaseChange::Matched(Matched {
        left: package.left.iter().map(out).collect(),
        newly_unmet: package
            .unmet
            .iter()
            .copied()
            .filter(|need| !case.support.unmet.contains(need))
            .collect(),
        unmet: package.unmet.clone(),
        unserved: package.unserved.clone(),
        local_authority: case.received.local_authority.clone(),
    })];
    for (found, number) in package.taken.iter().zip(case.support.onwards.len() + 1..) {
        events.push(CaseChange::Offered(Offered {
            onward: format!("{}-{number}", case.reference),
            provider: found.service.provider.clone(),
            service: found.service.code.clone(),
            needs: found.needs.clone(),
            accept_by: answer_by(case, &profile.clocks, now),
            reasons: found.reasons.iter().cloned().map(Into::into).collect(),
            capacity: found.service.capacity,
            hand_on: None,
            referred_on: None,
            moved_from: None,
        }));
    }
    // No provider has the case, or none was found for what a provider declined.
    let mut refused = case
        .support
        .onwards
        .iter()
        .filter(|onward| onward.refused())
        .flat_map(|onward| &onward.offered.needs);
    let nobody =
        package.taken.is_empty() && (case.support.refused || case.support.live().next().is_none());
    // An offer ends the coordinators' holds, so the case is given to them again.
    let stranded = lacks_successor(case)
        && (!case.coordination.held(CoordinatorReason::NoService) || !package.taken.is_empty());
    if nobody
        || stranded
        || (case.support.refused && refused.any(|need| package.unmet.contains(need)))
    {
        let due = case_due(case, now);
        events.push(CaseChange::GivenToCoordinators {
            why: CoordinatorReason::NoService,
            due,
        });
    }
    events
}

/// The person as a seeker: what was known at first, and what the case has added.
pub(super) fn seeker(case: &Case, profile: &Profile) -> Seeker {
    let refused = |service: &&Service| {
        case.support
            .onwards
            .iter()
            .any(|onward| declined_for(onward, service) || moved_away(case, onward, service))
    };
    let mut seeker = Seeker::from(&case.received);
    let lives_through = &mut seeker.specialisms;
    // Domestic abuse at high risk needs an adviser, even if a coordinator raised the risk.
    if case.risk() == Risk::High
        && lives_through.contains(&Specialism::DomesticAbuse)
        && !lives_through.contains(&Specialism::Idva)
    {
        lives_through.push(Specialism::Idva);
        lives_through.sort();
    }
    Seeker {
        conflict_check: case.received.assessment.has(Flag::ConflictCheck)
            && !case.support.conflict_cleared,
        wanted: case.support.wanted.clone(),
        unwanted: case.support.unwanted.clone(),
        refused: profile
            .services
            .iter()
            .filter(refused)
            .map(|service| service.code.clone())
            .collect(),
        already_with: case.received.already_with.clone(),
        with: active_or_completed(case)
            .map(|onward| onward.offered.service.clone())
            .collect(),
        ..seeker
    }
}

/// Onward referrals that are active or completed. A provider that closed the case is not asked
/// again, unless the person wants it (AS8, KE5).
fn active_or_completed(case: &Case) -> impl Iterator<Item = &Onward> {
    let had = |onward: &Onward| {
        onward.state == OnwardState::Closed
            && !case.support.wanted.contains(&onward.offered.service)
    };
    case.support
        .onwards
        .iter()
        .filter(move |onward| onward.live() || had(onward))
}

/// Whether the service declined or did not answer, or its provider declined for a reason that
/// covers all its services.
fn declined_for(onward: &Onward, service: &Service) -> bool {
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

/// Whether the person was moved away from the service because it ends (AS24).
fn moved_away(case: &Case, onward: &Onward, service: &Service) -> bool {
    onward.state == OnwardState::HandedOver
        && onward.offered.service == service.code
        && !case.support.wanted.contains(&service.code)
}

/// Whether somebody must tell the person by voice or letter what the hub may not send. Only if the
/// person called such a channel safe.
fn needs_a_person(case: &Case) -> bool {
    let received = &case.received;
    let tasks_for_new_case = [ChannelKind::Phone, ChannelKind::Text, ChannelKind::Letter];
    received.assessment.contact.automatic.is_none()
        && received.frequency != Some(Frequency::OnlyWhenAsked)
        && received.basis != Some(Basis::AwaitingConsent)
        && !case.contact.updates_taken_back
        && received
            .safe_channels
            .iter()
            .any(|kind| tasks_for_new_case.contains(kind))
}

/// Whether a provider still supports the person after somebody declined to take over and no
/// other provider has been asked.
fn lacks_successor(case: &Case) -> bool {
    let asked = |onward: &Onward| {
        case.support
            .onwards
            .iter()
            .any(|other| takes_over(other, onward))
    };
    let supports = case
        .support
        .onwards
        .iter()
        .filter(|onward| onward.state == OnwardState::Accepted);
    supports
        .filter(|onward| asked(onward))
        .any(|onward| provider_taking_over(case, onward).is_none())
}

/// The onward referral that replaces this one, or that a provider is asked to replace it with.
pub(super) fn provider_taking_over<'a>(case: &'a Case, onward: &Onward) -> Option<&'a Onward> {
    case.support.live().find(|other| takes_over(other, onward))
}

fn takes_over(other: &Onward, onward: &Onward) -> bool {
    other.offered.moved_from.as_ref() == Some(&onward.offered.onward)
}

#[cfg(test)]
mod tests;
