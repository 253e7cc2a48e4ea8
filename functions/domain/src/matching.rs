//! Which services a person is offered, and why each: by need, stage, home, money, eligibility, capacity and the person's
//! own choice; never by crime type (AS2, AS23, AS27, DC5).
//!
//! A pure function: the same seeker, profile, loads and day give the same package, in whatever order any list is.
//!
//! - *Who may be taken.* Each service is asked once, and left for the first reason of [`WhyLeft`] that holds.
//! - *Who is taken.* A care package (TV13, CA12): a specialist for what the person lives through first, then the services
//!   that meet the heaviest needs, until all that anybody can do is done; few services, and one of each provider where that
//!   is enough (AS8, KE2). Restorative justice comes beside support, never instead of it (AS16). The universal service
//!   takes whatever is left (AS27). National services come in addition (AS6).
//! - *Who is not.* Another area's hub: a coordinator hands a person on to it ([`hub_for`], CA21, CA22).
//!
//! Nobody of the area, needs that nobody meets or a specialism that nobody serves: the caller gives the case to the
//! coordinators, and what is missing to the register of unmet needs (TV15, DC6).

mod candidate;
mod eligibility;
mod package_builder;
mod reasons;
mod request;
mod seeker;
mod set;

pub use events::matching::WhyLeft;
pub use seeker::{Loads, Seeker};

use events::assessment::Specialism;
use events::profile::{Profile, ProviderKind, Service};
use events::referral::NeedCode;
use jiff::civil::Date;
use package_builder::{Eligible, PackageBuilder};
use request::Request;

/// The services that a case is offered to, and why every other one is left.
#[derive(Clone, Debug, PartialEq)]
pub struct Package<'a> {
    /// Those to offer the case to, best first; the national ones last.
    pub taken: Vec<Match<'a>>,
    /// Every other service of the profile, those that nearly fitted first, then by code.
    pub left: Vec<Left<'a>>,
    /// The needs that nobody meets, the heaviest first.
    pub unmet: Vec<NeedCode>,
    /// What the person lives through and no specialist serves, in the closed set's order: somebody may support them well
    /// all the same, but where it is about their safety a coordinator should look (AS28, DC3, DC6).
    pub unserved: Vec<Specialism>,
}

/// A service that is taken, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<'a> {
    /// The service.
    pub service: &'a Service,
    /// The needs it is taken for, the heaviest first. None where it is taken for a specialism, a choice or a national need
    /// alone. Of the universal service it is what nobody else does: where that is always the same, the area has a gap
    /// (DC6).
    pub needs: Vec<NeedCode>,
    /// Why, in words; at least one.
    pub reasons: Vec<String>,
}

/// A service that is left, and the first reason for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Left<'a> {
    /// The service.
    pub service: &'a Service,
    /// Why.
    pub why: WhyLeft,
}

/// The care package for a person on `today`.
///
/// Every service of the profile is in it once, taken or left. Where the universal service is open to the person and there
/// is room for it, nothing is unmet. What has the case already (`seeker.with`) counts towards what is done and towards the
/// four services of the area that a person has at most, so that after a refusal the package is completed, not begun again.
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

/// A service that could take a person, and what it does of what they need.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit<'a> {
    /// The service.
    pub service: &'a Service,
    /// The needs of the seeker that it meets, the heaviest first.
    pub needs: Vec<NeedCode>,
}

/// Whether `service` could take the person on `today`, whatever others do for them, or the first reason why not.
///
/// # Errors
/// [`WhyLeft`], in its order.
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

/// The hub to which a coordinator hands on somebody whose home lies in another area: the open service of another area's
/// hub that names that council (AS23, CA21, CA22). Nothing for a home of this area. Equal ones go by code.
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
