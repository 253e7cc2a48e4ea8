//! Whether a service may be chosen for a person. If not, the first reason in the order of
//! [`WhyLeft`].

use super::candidate::{Candidate, Kind};
use super::request::Request;
use super::set::{SUPPORT, Set};
use events::matching::WhyLeft;
use events::profile::Service;
use events::referral::WorkerGender;

/// Checks a service, and returns it as a candidate.
///
/// An empty list in a service's criteria means everyone. The universal service and national
/// services must adapt, and find interpreters and workers (AS6, AS27), so those reasons do not
/// apply to them.
///
/// # Errors
/// The first reason against the service.
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

/// Whether the service accepts this person at all. An unknown age does not exclude anyone from a
/// service for every age, and does not admit anyone to a service for some ages.
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

/// Whether the service is what this person looks for. A specialist service is only for people who
/// need its specialism. A service that the person chose does not have to match the stage and needs:
/// the person knows best (DC5).
fn check_fit(request: &Request<'_>, candidate: &Candidate<'_>) -> Result<(), WhyLeft> {
    let service = candidate.service;
    if !service.specialisms.is_empty() && request.specialisms_of(service).is_empty() {
        return Err(WhyLeft::AnotherSpecialism);
    }
    let specialist = !candidate.specialisms.is_empty();
    // The fourth stage is reached through a specialism or a need that the service names, never by a
    // rule (AS26, AS29).
    let fourth = service.stage == 4 && (specialist || !service.needs.is_empty());
    if !candidate.wanted && !fourth && !request.stages.contains(service.stage) {
        return Err(WhyLeft::AnotherStage);
    }
    // A person who names no need looks for support in general, which services for every need give.
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

/// Earlier answers of the person, the providers and the case.
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

/// Whether the service can adapt to the person: access, language, worker, kind of support (AS28,
/// TV8).
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
