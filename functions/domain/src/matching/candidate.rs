//! A service as a candidate for this person: its kind of help, what it covers, and how it ranks.

use super::request::Request;
use super::set::{ALL_NEEDS, RESTORATIVE, RESTORATIVE_NEED, SUPPORT, Set};
use events::assessment::{Complexity, National, Specialism};
use events::profile::Service;
use events::referral::NeedCode;
use std::cmp::Reverse;

/// The kind of help that a service gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Support in the area.
    Support,
    /// The universal service, which accepts everyone (AS27).
    Universal,
    /// Restorative justice, in addition to support (AS16).
    Restorative,
    /// A national service (AS6).
    National(National),
    /// Another area's hub.
    Hub,
}

/// A service as a candidate for this person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) service: &'a Service,
    pub(super) kind: Kind,
    /// The needs that it meets, including those that the person did not name.
    pub(super) meets: Set<NeedCode>,
    /// The person's specialisms that it has.
    pub(super) specialisms: Set<Specialism>,
    /// Whether the person chose it.
    pub(super) wanted: bool,
    /// Its number of open cases, if it has a capacity.
    pub(super) open_cases: u32,
    /// Whether its profile offers every adaptation that the person needs or asked for.
    pub(super) adapts: bool,
}

/// What remains to be covered for the person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Remaining {
    /// The needs, and support in general.
    pub(super) needs: Set<NeedCode>,
    pub(super) specialisms: Set<Specialism>,
}

impl Remaining {
    /// What remains after `candidate` has been added.
    pub(super) const fn after(self, candidate: &Candidate<'_>) -> Self {
        let met = match candidate.kind {
            Kind::Restorative => candidate.meets,
            _ => candidate.meets.with(SUPPORT),
        };
        Self {
            needs: self.needs.without(met),
            specialisms: self.specialisms.without(candidate.specialisms),
        }
    }
}

impl<'a> Candidate<'a> {
    /// Creates a candidate, whether the service is eligible or not.
    pub(super) fn new(request: &Request<'_>, service: &'a Service) -> Self {
        let specialisms = request.specialisms_of(service);
        let kind = if request.is_hub(service) {
            Kind::Hub
        } else if let Some(national) = service.national {
            Kind::National(national)
        } else if service.universal {
            Kind::Universal
        } else if specialisms.equals(RESTORATIVE) || service.needs == [NeedCode::RestorativeJustice]
        {
            Kind::Restorative
        } else {
            Kind::Support
        };
        let meets = if service.needs.is_empty() || kind == Kind::Universal {
            ALL_NEEDS.with(SUPPORT)
        } else {
            Set::of(&service.needs)
        };
        // A restorative justice service meets only that need, whatever the profile lists, so that
        // it never replaces support. A universal service is not a specialist.
        let (meets, specialisms) = match kind {
            Kind::Restorative => (RESTORATIVE_NEED, specialisms.shared_with(RESTORATIVE)),
            Kind::Universal => (meets, Set::EMPTY),
            _ => (meets, specialisms),
        };
        Self {
            service,
            kind,
            meets,
            specialisms,
            wanted: request.seeker.wanted.contains(&service.code),
            open_cases: 0,
            adapts: true,
        }
    }

    /// Whether it covers something that remains, or the person wants it.
    pub(super) const fn adds_to(&self, remaining: Remaining) -> bool {
        self.wanted
            || self.meets.shares(remaining.needs)
            || self.specialisms.shares(remaining.specialisms)
    }

    /// Whether no need would remain.
    pub(super) const fn completes(&self, remaining: Remaining) -> bool {
        remaining.after(self).needs.is_empty()
    }

    /// Whether its profile says that it is for simple cases (CA7).
    pub(super) fn is_self_help(&self) -> bool {
        self.service.complexities.contains(&Complexity::SelfHelp)
    }

    /// Its load in thousandths of its capacity. A service without a limit has load 0.
    fn load(&self) -> u64 {
        self.service.capacity.map_or(0, |capacity| {
            u64::from(self.open_cases) * 1000 / u64::from(capacity.max(1))
        })
    }

    /// The candidate's rank, given the `providers` that have the case or will have it. The highest
    /// rank is chosen. Ranks of different services differ, because their codes differ.
    ///
    /// The order is: the person's choice (KE5); not a refuge, which is a home and not an
    /// appointment, unless nothing else can help; a provider that is not in the package yet, unless
    /// this second service adds a specialism (AS8, KE2); a specialism that nobody covers yet (AS25,
    /// AS28); the heavier needs newly met (DC5); any specialist; a service with every adaptation
    /// (universal services may lack some); the lighter load (KE10); a provider that is in the
    /// package already; the code.
    pub(super) fn rank(
        &self,
        request: &Request<'_>,
        remaining: Remaining,
        providers: &[&str],
    ) -> impl Ord + use<'a> {
        let known = providers.contains(&self.service.provider.as_str());
        let specialist = self.specialisms.shared_with(remaining.specialisms).len();
        (
            self.wanted,
            !self.service.refuge,
            !known || specialist > 0,
            specialist,
            request.weight(self.meets.shared_with(remaining.needs)),
            self.specialisms.len(),
            self.adapts,
            Reverse(self.load()),
            known,
            Reverse(self.service.code.as_str()),
        )
    }
}
