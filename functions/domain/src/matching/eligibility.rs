//! Whether a service may be taken for a person, or the first reason why not, in the order of [`WhyLeft`].

use super::candidate::{Candidate, Kind};
use super::request::Request;
use super::set::{SUPPORT, Set};
use events::matching::WhyLeft;
use events::profile::Service;
use events::referral::WorkerGender;

/// The service as one that may be taken.
///
/// An empty list of whom a service takes is everyone. The universal service and national ones take everyone they are for:
/// to adapt, to find an interpreter or a worker is their duty (AS6, AS27), so those reasons are not theirs.
///
/// # Errors
/// The first reason why it may not be taken.
pub(super) fn check<'s>(
    request: &Request<'_>,
    service: &'s Service,
) -> Result<Candidate<'s>, WhyLeft> {
    if !service.takes_new_on(request.today) {
        return Err(WhyLeft::ContractNotOpen);
    }
    if !serves_home(request, service) {
        return Err(WhyLeft::AnotherArea);
    }
    if request.is_hub(service) {
        return Err(WhyLeft::AnotherHub);
    }
    if service
        .national
        .is_some_and(|national| !request.national.contains(national))
    {
        return Err(WhyLeft::AnotherNational);
    }
    check_whom_it_takes(request, service)?;
    let mut candidate = Candidate::new(request, service);
    let for_everyone = matches!(candidate.kind, Kind::Universal | Kind::National(_));
    if !for_everyone {
        check_fit(request, &candidate)?;
    }
    check_history(request, service)?;
    match check_adaptation(request, service) {
        Err(why) if !for_everyone => return Err(why),
        adapts => candidate.adapts = adapts.is_ok(),
    }
    if let Some(capacity) = service.capacity {
        candidate.open_cases = request.loads.of(&service.code);
        if candidate.open_cases >= capacity {
            return Err(WhyLeft::Full);
        }
    }
    Ok(candidate)
}

fn serves_home(request: &Request<'_>, service: &Service) -> bool {
    match &request.seeker.local_authority {
        _ if service.local_authorities.is_empty() => request.home_is_here,
        Some(home) => service.local_authorities.contains(home),
        None => false,
    }
}

/// Whom it takes at all. An unknown age is no reason to turn anyone away from a service for everyone, nor a way into one
/// for some.
fn check_whom_it_takes(request: &Request<'_>, service: &Service) -> Result<(), WhyLeft> {
    let seeker = request.seeker;
    let takes = |everyone: bool, this_one: bool, why| {
        if everyone || this_one {
            Ok(())
        } else {
            Err(why)
        }
    };
    takes(
        false,
        service.funding.contains(&seeker.funding),
        WhyLeft::AnotherFunding,
    )?;
    takes(
        service.roles.is_empty(),
        service.roles.contains(&seeker.role),
        WhyLeft::AnotherRole,
    )?;
    let of_age = seeker
        .age_band
        .is_some_and(|band| service.ages.contains(&band));
    takes(service.ages.is_empty(), of_age, WhyLeft::AnotherAge)?;
    takes(
        service.risks.is_empty(),
        service.risks.contains(&seeker.risk),
        WhyLeft::AnotherRisk,
    )?;
    takes(
        service.complexities.is_empty(),
        service.complexities.contains(&seeker.complexity),
        WhyLeft::AnotherComplexity,
    )
}

/// Whether it is what this person is looking for. A specialist is only for those it specialises in, whatever else it meets.
/// A service that the person chose needs no stage and no need that fits: they know best (DC5).
fn check_fit(request: &Request<'_>, candidate: &Candidate<'_>) -> Result<(), WhyLeft> {
    let service = candidate.service;
    if !service.specialisms.is_empty() && request.specialisms_of(service).is_empty() {
        return Err(WhyLeft::AnotherSpecialism);
    }
    let specialist = !candidate.specialisms.is_empty();
    // The fourth stage is found through what it specialises in or meets by name, never by a rule (AS26, AS29).
    let fourth = service.stage == 4 && (specialist || !service.needs.is_empty());
    if !candidate.wanted && !fourth && !request.stages.contains(service.stage) {
        return Err(WhyLeft::AnotherStage);
    }
    // A person who names no need looks for support as such: the services that meet every need give it.
    let looked_for = if request.needs.is_empty() {
        SUPPORT
    } else {
        request.needs
    };
    if !candidate.wanted && !specialist && !candidate.meets.shares(looked_for) {
        return Err(WhyLeft::AnotherNeed);
    }
    Ok(())
}

/// What the person, the providers and the case have said before.
fn check_history(request: &Request<'_>, service: &Service) -> Result<(), WhyLeft> {
    let seeker = request.seeker;
    let reasons = [
        (request.is_with(service), WhyLeft::AlreadyOnOffer),
        (
            seeker.unwanted.contains(&service.code),
            WhyLeft::PersonSaidNo,
        ),
        (
            seeker.refused.contains(&service.code),
            WhyLeft::RefusedBefore,
        ),
        (
            seeker.already_with.contains(&service.provider),
            WhyLeft::AlreadySupports,
        ),
        (
            request.offenders.contains(&service.provider),
            WhyLeft::MayServeSuspect,
        ),
        (
            request.police.contains(&service.provider),
            WhyLeft::PoliceStaffed,
        ),
    ];
    reasons
        .into_iter()
        .find(|(holds, _)| *holds)
        .map_or(Ok(()), |(_, why)| Err(why))
}

/// Whether it can adapt to the person: access, language, worker, way of support (AS28, TV8).
fn check_adaptation(request: &Request<'_>, service: &Service) -> Result<(), WhyLeft> {
    if !request
        .access
        .without(Set::of(&service.access_needs))
        .is_empty()
    {
        return Err(WhyLeft::AccessNotOffered);
    }
    let understands =
        request.is_spoken_at(service) || service.interpreters || !request.needs_interpreter();
    if !understands {
        return Err(WhyLeft::LanguageNotSpoken);
    }
    let promised = match request.seeker.worker_gender {
        Some(worker @ (WorkerGender::Woman | WorkerGender::Man)) => {
            service.worker_genders.contains(&worker)
        }
        Some(WorkerGender::NoPreference) | None => true,
    };
    if !promised {
        return Err(WhyLeft::WorkerNotPromised);
    }
    let offered = Set::of(&service.modalities);
    if request.modality.is_empty() || offered.is_empty() || request.modality.shares(offered) {
        Ok(())
    } else {
        Err(WhyLeft::ModalityNotOffered)
    }
}
