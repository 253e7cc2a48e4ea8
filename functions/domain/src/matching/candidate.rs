//! A service as this person sees it: what kind of help it is, what it does for them, and how good a choice it is.

use super::request::Request;
use super::set::{ALL_NEEDS, RESTORATIVE, RESTORATIVE_NEED, SUPPORT, Set};
use events::assessment::{Complexity, National, Specialism};
use events::profile::Service;
use events::referral::NeedCode;
use std::cmp::Reverse;

/// What kind of help a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Support of the area.
    Support,
    /// The service that takes everyone (AS27).
    Universal,
    /// Restorative justice, beside support (AS16).
    Restorative,
    /// A national service (AS6).
    National(National),
    /// Another area's hub.
    Hub,
}

/// A service as this person sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) service: &'a Service,
    pub(super) kind: Kind,
    /// The needs it meets, whether the person named them or not.
    pub(super) meets: Set<NeedCode>,
    /// What it specialises in of what the person lives through.
    pub(super) specialisms: Set<Specialism>,
    /// Whether the person chose it.
    pub(super) wanted: bool,
    /// How many open cases it holds, where it has a capacity.
    pub(super) open_cases: u32,
    /// Whether it says that it can do all the person needs or asked for in order to use it.
    pub(super) adapts: bool,
}

/// What is still to be done for the person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Remaining {
    /// Needs, and support as such.
    pub(super) needs: Set<NeedCode>,
    pub(super) specialisms: Set<Specialism>,
}

impl Remaining {
    /// What remains once `candidate` has done its part.
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
    /// What a service is and does for this person, whether it may be taken or not.
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
        // Restorative justice meets that need and no other, whatever the profile lists, so that it never replaces support;
        // and the universal service is no specialist.
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

    /// Whether it would do something that remains, or the person wants it.
    pub(super) const fn adds_to(&self, remaining: Remaining) -> bool {
        self.wanted
            || self.meets.shares(remaining.needs)
            || self.specialisms.shares(remaining.specialisms)
    }

    /// Whether no need would remain.
    pub(super) const fn completes(&self, remaining: Remaining) -> bool {
        remaining.after(self).needs.is_empty()
    }

    /// Whether it says itself that it is for those with little to do (CA7).
    pub(super) fn is_self_help(&self) -> bool {
        self.service.complexities.contains(&Complexity::SelfHelp)
    }

    /// How busy it is, in thousandths of its capacity; a service without a limit is never busy.
    fn load(&self) -> u64 {
        self.service.capacity.map_or(0, |capacity| {
            u64::from(self.open_cases) * 1000 / u64::from(capacity.max(1))
        })
    }

    /// How good a choice it is now, where the services of `providers` have the case or will have it. The greatest is taken;
    /// two services never rank the same, because their codes differ.
    ///
    /// In this order: what the person chose (KE5); a refuge only where nobody else can help, because it is a home and not
    /// an appointment; a provider that is not in the package yet, unless this second service of it serves a specialism
    /// (AS8, KE2); a specialist for what the person lives through and nobody serves yet (AS25, AS28); the heavier needs
    /// newly met (DC5); a specialist before others; one that can adapt to the person (the universal ones may differ in
    /// that); the lighter load (KE10); a provider that is in the package already; the code.
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
