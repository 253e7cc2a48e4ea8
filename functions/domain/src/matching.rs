//! Matching: the services that a person is offered, and why each. The criteria are need, stage, home, funding,
//! eligibility, capacity and the person's own choice, never the crime type (AS2, AS23, AS27, DC5).
//!
//! Matching is a pure function. The same seeker, profile, loads and day give the same package, whatever the order of lists.
//!
//! - *Eligible services.* Each service is checked once. The first reason of [`WhyLeft`] that applies excludes it.
//! - *Chosen services.* A care package (TV13, CA12): first a specialist for the person's situation, then the services that
//!   meet the heaviest needs, until nothing more can be covered. The package has few services, with one from each provider
//!   if that is enough (AS8, KE2). Restorative justice is added to support and never replaces it (AS16). The universal
//!   service covers whatever is left (AS27). National services come in addition (AS6).
//! - *Never chosen.* Another area's hub: a coordinator transfers a person to it ([`hub_for`], CA21, CA22).
//!
//! If no service of the area fits, or needs or specialisms are not covered, the caller gives the case to the coordinators
//! and registers the unmet needs (TV15, DC6).

mod candidate;
mod eligibility;
mod package_builder;
mod reasons;
mod request;
mod seeker;
mod set;

pub use events::matching::WhyLeft;
pub use reasons::{explain, reason_text, reason_texts};
pub use seeker::{Loads, Seeker};

use events::assessment::Specialism;
use events::case::OfferReason;
use events::profile::{Profile, ProviderKind, Service};
use events::referral::NeedCode;
use jiff::civil::Date;
use package_builder::{Eligible, PackageBuilder};
use request::Request;

/// The services to which a case is offered, and why the others are not chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Package<'a> {
    /// The services to offer the case to, best first. National services come last.
    pub taken: Vec<Match<'a>>,
    /// Every other service of the profile, those that nearly fitted first, then by code.
    pub left: Vec<Left<'a>>,
    /// The needs that no service meets, heaviest first.
    pub unmet: Vec<NeedCode>,
    /// The specialisms that no chosen service has, in the closed set's order. The person may still
    /// get good support, but if the specialism concerns safety, a coordinator should look (AS28,
    /// DC3, DC6).
    pub unserved: Vec<Specialism>,
}

/// A chosen service, and the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<'a> {
    pub service: &'a Service,
    /// The needs that it is chosen for, heaviest first. Empty if it is chosen only for a
    /// specialism, a choice or a national need. For the universal service, the needs that no other
    /// service meets. If these are always the same, the area has a gap (DC6).
    pub needs: Vec<NeedCode>,
    /// The reasons in words. There is at least one.
    pub reasons: Vec<OfferReason>,
}

/// A service that was not chosen, and the first reason.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Left<'a> {
    pub service: &'a Service,
    pub why: WhyLeft,
}

/// The care package for a person on `today`.
///
/// Every service of the profile is in it once, chosen or not. If the universal service is open to
/// the person and a place is left for it, no need is unmet. Services that have the case already
/// (`seeker.with`) count towards the covered needs and towards the limit of four services in the
/// area, so that after a decline the package is completed and not started again.
pub fn package<'a>(
    seeker: &Seeker,
    profile: &'a Profile,
    loads: &Loads,
    today: Date,
) -> Package<'a> {
    let request = Request::new(seeker, profile, loads, today);
    let mut eligible = Eligible::default();
    let mut left = Vec::with_capacity(profile.services.len());
    for service in &profile.services {
        match eligibility::check(&request, service) {
            Ok(candidate) => eligible.add(candidate),
            Err(why) => left.push(Left { service, why }),
        }
    }
    let mut builder = PackageBuilder::new(&request);
    if !seeker.with.is_empty() {
        profile
            .services
            .iter()
            .filter(|service| request.is_with(service))
            .for_each(|service| builder.count(service));
    }
    let chosen = builder.build(&eligible);
    left.extend(
        chosen
            .left(&eligible)
            .map(|(service, why)| Left { service, why }),
    );
    left.sort_by_cached_key(|left| {
        let code = left.service.code.as_str();
        (set::sort_key(u8::MAX - left.why as u8, code), code)
    });
    let taken = chosen.taken().map(|(candidate, part)| {
        let needs = request.heaviest_first(part);
        Match {
            service: candidate.service,
            reasons: reasons::reasons(&request, candidate, &needs),
            needs,
        }
    });
    Package {
        taken: taken.collect(),
        left,
        unmet: request.heaviest_first(chosen.unmet()),
        unserved: chosen.unserved().collect(),
    }
}

/// A service that could support a person, and the person's needs that it meets.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit<'a> {
    pub service: &'a Service,
    /// The person's needs that it meets, heaviest first.
    pub needs: Vec<NeedCode>,
}

/// Whether `service` could support the person on `today`, regardless of other services.
///
/// # Errors
/// The first [`WhyLeft`] against it.
pub fn fit<'a>(
    seeker: &Seeker,
    profile: &Profile,
    loads: &Loads,
    today: Date,
    service: &'a Service,
) -> Result<Fit<'a>, WhyLeft> {
    let request = Request::new(seeker, profile, loads, today);
    let candidate = eligibility::check(&request, service)?;
    Ok(Fit {
        service,
        needs: request.heaviest_first(candidate.meets),
    })
}

/// The hub to which a coordinator transfers a person whose home is in another area: the open
/// service of another area's hub that covers that council (AS23, CA21, CA22). `None` for a home in
/// this area. If several cover it, the first by code.
pub fn hub_for<'a>(home: &str, profile: &'a Profile, today: Date) -> Option<&'a Service> {
    let is_hub = |code: &str| {
        profile
            .providers
            .iter()
            .any(|p| p.code == code && p.kind == ProviderKind::Hub)
    };
    if profile
        .local_authorities
        .iter()
        .any(|council| council.code == home)
    {
        return None;
    }
    let serves = |service: &&Service| {
        service
            .local_authorities
            .iter()
            .any(|council| council == home)
    };
    let open = profile
        .services
        .iter()
        .filter(|service| service.takes_new_on(today));
    open.filter(serves)
        .filter(|service| is_hub(&service.provider))
        .min_by_key(|service| service.code.as_str())
}

#[cfg(test)]
mod tests;
