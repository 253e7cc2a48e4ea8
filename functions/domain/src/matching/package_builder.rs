//! The care package: a small set of services that together meet the person's needs as far as
//! possible.
//!
//! The types fix the order of the steps. A [`PackageBuilder`] counts the services that have the case already.
//! [`PackageBuilder::build`] then chooses the others and returns a [`ChosenPackage`]. Only that type can list the needs
//! that each service meets, the needs that are unmet, and the reason why a service was not chosen. While support is
//! chosen, [`Reserved`] holds the place and the need for restorative justice.

use super::candidate::{Candidate, Kind, Remaining};
use super::request::Request;
use super::set::{ALL_NEEDS, RESTORATIVE_NEED, SUPPORT, Set};
use events::assessment::{National, Specialism};
use events::matching::WhyLeft;
use events::profile::Service;
use events::referral::NeedCode;

/// The most onward referrals in the area at the same time, so that people are not passed around
/// (AS8, KE2).
pub(super) const MOST_SERVICES: usize = 4;

/// The services that may be chosen, by kind of help.
#[derive(Default)]
pub(super) struct Eligible<'a> {
    support: Vec<Candidate<'a>>,
    universal: Vec<Candidate<'a>>,
    restorative: Vec<Candidate<'a>>,
    national: Vec<Candidate<'a>>,
}

impl<'a> Eligible<'a> {
    pub(super) fn add(&mut self, candidate: Candidate<'a>) {
        match candidate.kind {
            Kind::Support => self.support.push(candidate),
            Kind::Universal => self.universal.push(candidate),
            Kind::Restorative => self.restorative.push(candidate),
            Kind::National(_) => self.national.push(candidate),
            Kind::Hub => {}
        }
    }

    fn all(&self) -> impl Iterator<Item = &Candidate<'a>> {
        [
            &self.support,
            &self.universal,
            &self.restorative,
            &self.national,
        ]
        .into_iter()
        .flatten()
    }
}

/// What is reserved for restorative justice while support is chosen: the service, its place in the
/// package, and the need.
#[must_use]
struct Reserved<'a> {
    service: Option<Candidate<'a>>,
    places: usize,
    needs: Set<NeedCode>,
}

/// A package under construction. It starts with the services that have the case already, so that
/// after a decline the package is completed and not started again.
pub(super) struct PackageBuilder<'a, 'q> {
    request: &'q Request<'q>,
    /// What remained before this package chose anything.
    remaining_before: Remaining,
    /// What no chosen service covers, except perhaps the universal one.
    remaining: Remaining,
    /// How many more services of the area may be chosen.
    places_left: usize,
    /// Whether a universal service has the case and covers whatever remains.
    has_universal: bool,
    /// Whether a service supports the person, so that restorative justice can be added.
    has_support: bool,
    /// Whether the case is so simple that self-help and the universal service cover everything.
    self_help_suffices: bool,
    /// The national services that have the case already.
    nationals: Vec<National>,
    /// The providers whose services have the case, or will have it.
    providers: Vec<&'a str>,
    /// The chosen services, best first.
    taken: Vec<Candidate<'a>>,
}

impl<'a, 'q> PackageBuilder<'a, 'q> {
    pub(super) fn new(request: &'q Request<'q>) -> Self {
        let remaining = Remaining {
            needs: request.needs.with(SUPPORT),
            specialisms: request.specialisms,
        };
        Self {
            request,
            remaining_before: remaining,
            remaining,
            places_left: MOST_SERVICES,
            has_universal: false,
            has_support: false,
            self_help_suffices: false,
            nationals: Vec::new(),
            providers: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// Counts a service that has the case already.
    pub(super) fn count(&mut self, service: &'a Service) {
        let candidate = Candidate::new(self.request, service);
        match candidate.kind {
            Kind::Hub => {}
            Kind::National(national) => self.nationals.push(national),
            _ => {
                self.include(&candidate);
                self.remaining_before = self.remaining;
            }
        }
    }

    /// Chooses the package: support, then restorative justice, then the national services.
    pub(super) fn build(mut self, eligible: &Eligible<'a>) -> ChosenPackage<'a> {
        let reserved = self.reserve_for_restorative_justice(eligible);
        self.add_support(eligible, &reserved);
        self.add_restorative_justice(reserved);
        self.add_nationals(eligible);
        ChosenPackage {
            remaining_before: self.remaining_before,
            remaining: self.remaining,
            has_universal: self.has_universal,
            has_support: self.has_support,
            self_help_suffices: self.self_help_suffices,
            taken: self.taken,
        }
    }

    /// Reserves one place and the need for restorative justice, unless support must have the last
    /// place.
    fn reserve_for_restorative_justice(&mut self, eligible: &Eligible<'a>) -> Reserved<'a> {
        let service = self
            .best(&eligible.restorative, |c| c.adds_to(self.remaining))
            .copied();
        let nothing_else = self.remaining.needs.without(RESTORATIVE_NEED).is_empty();
        let keeps_place = service.is_some()
            && match self.places_left {
                0 => false,
                1 => nothing_else,
                _ => true,
            };
        let reserved = Reserved {
            service,
            places: usize::from(keeps_place),
            needs: if keeps_place {
                self.remaining.needs.shared_with(RESTORATIVE_NEED)
            } else {
                Set::EMPTY
            },
        };
        self.places_left -= reserved.places;
        for remaining in [&mut self.remaining, &mut self.remaining_before] {
            remaining.needs = remaining.needs.without(reserved.needs);
        }
        reserved
    }

    /// Chooses support for everything that is not reserved.
    fn add_support(&mut self, eligible: &Eligible<'a>, _: &Reserved<'a>) {
        if self.places_left > 0
            && !self.has_universal
            && let Some(chosen) = self.best(&eligible.universal, |c| c.wanted).copied()
        {
            self.take(chosen);
        }
        if self.request.little_to_do() {
            self.take_while_they_add(eligible, |c| c.wanted || c.is_self_help());
            self.take_universal_for_the_rest(eligible);
            self.self_help_suffices = self.has_universal || self.remaining.needs.is_empty();
            if self.self_help_suffices {
                return;
            }
        }
        self.take_while_they_add(eligible, |_| true);
        self.take_universal_for_the_rest(eligible);
    }

    /// Returns what was reserved, and adds the restorative justice service if the person has
    /// support.
    fn add_restorative_justice(&mut self, reserved: Reserved<'a>) {
        self.places_left += reserved.places;
        for remaining in [&mut self.remaining, &mut self.remaining_before] {
            remaining.needs = remaining.needs.with(reserved.needs);
        }
        if let Some(service) = reserved.service
            && self.has_support
            && self.places_left > 0
            && service.adds_to(self.remaining)
        {
            self.take(service);
        }
    }

    /// Adds a national service for each national need that no service covers. They use no place.
    fn add_nationals(&mut self, eligible: &Eligible<'a>) {
        for national in National::ALL {
            let serves = |c: &Candidate<'_>| c.kind == Kind::National(*national);
            if !self.nationals.contains(national)
                && let Some(best) = self.best(&eligible.national, serves).copied()
            {
                self.taken.push(best);
            }
        }
    }

    /// Adds the best support service repeatedly, while one adds something. The last place goes to a
    /// service that can cover everything that remains, if there is one. So a person for whom the
    /// universal service is open has no unmet need.
    fn take_while_they_add(
        &mut self,
        eligible: &Eligible<'a>,
        may: impl Fn(&Candidate<'a>) -> bool,
    ) {
        while self.places_left > 0 {
            let adds =
                |c: &Candidate<'a>| may(c) && c.adds_to(self.remaining) && !self.has_taken(c);
            let Some(mut best) = self.best(&eligible.support, adds) else {
                return;
            };
            let must_complete =
                self.places_left == 1 && !self.has_universal && !self.remaining.needs.is_empty();
            if must_complete {
                let completes = |c: &Candidate<'a>| adds(c) && c.completes(self.remaining);
                best = self
                    .best(&eligible.support, completes)
                    .or_else(|| self.best(&eligible.universal, |_| true))
                    .unwrap_or(best);
            }
            self.take(*best);
            self.drop_redundant();
        }
    }

    /// Adds the universal service if a need remains (AS27).
    fn take_universal_for_the_rest(&mut self, eligible: &Eligible<'a>) {
        if self.places_left > 0
            && !self.has_universal
            && !self.remaining.needs.is_empty()
            && let Some(best) = self.best(&eligible.universal, |_| true).copied()
        {
            self.take(best);
        }
    }

    fn best<'f>(
        &self,
        from: &'f [Candidate<'a>],
        may: impl Fn(&Candidate<'a>) -> bool,
    ) -> Option<&'f Candidate<'a>> {
        from.iter()
            .filter(|c| may(c))
            .max_by_key(|c| c.rank(self.request, self.remaining, &self.providers))
    }

    fn take(&mut self, candidate: Candidate<'a>) {
        self.include(&candidate);
        self.taken.push(candidate);
    }

    /// Updates the state for a service of the area that has the case.
    fn include(&mut self, candidate: &Candidate<'a>) {
        match candidate.kind {
            // It covers only what no other service does, so every need stays open to specialist
            // services.
            Kind::Universal => {
                self.has_universal = true;
                self.remaining.needs = self.remaining.needs.without(SUPPORT);
            }
            _ => self.remaining = self.remaining.after(candidate),
        }
        self.has_support |= candidate.kind != Kind::Restorative;
        self.places_left = self.places_left.saturating_sub(1);
        self.providers.push(&candidate.service.provider);
    }

    /// Drops each service whose whole part is covered by services that were added after it (AS7,
    /// AS8).
    fn drop_redundant(&mut self) {
        for at in (0..self.taken.len().saturating_sub(1)).rev() {
            let candidate = self.taken[at];
            if candidate.kind != Kind::Support || candidate.wanted {
                continue;
            }
            let without_it = self
                .taken
                .iter()
                .enumerate()
                .filter(|(other, c)| *other != at && c.kind == Kind::Support)
                .fold(self.remaining_before, |remaining, (_, c)| {
                    remaining.after(c)
                });
            if !candidate.adds_to(without_it) {
                self.drop(at);
            }
        }
    }

    fn drop(&mut self, at: usize) {
        let dropped = self.taken.remove(at);
        if let Some(one) = self
            .providers
            .iter()
            .position(|provider| *provider == dropped.service.provider)
        {
            self.providers.swap_remove(one);
        }
        self.places_left += 1;
    }

    fn has_taken(&self, candidate: &Candidate<'_>) -> bool {
        has(&self.taken, candidate)
    }
}

/// The package after all choices.
pub(super) struct ChosenPackage<'a> {
    remaining_before: Remaining,
    remaining: Remaining,
    has_universal: bool,
    has_support: bool,
    self_help_suffices: bool,
    taken: Vec<Candidate<'a>>,
}

impl<'a> ChosenPackage<'a> {
    /// The chosen services, best first, each with its needs. A need goes to the first service that
    /// meets it, restorative justice to the service that does only that, and the rest to the
    /// universal service.
    pub(super) fn taken(&self) -> impl Iterator<Item = (&Candidate<'a>, Set<NeedCode>)> {
        self.taken.iter().zip(self.parts())
    }

    fn parts(&self) -> Vec<Set<NeedCode>> {
        let mut remaining = self.remaining_before.needs.shared_with(ALL_NEEDS);
        let mut parts = vec![Set::EMPTY; self.taken.len()];
        for kind in [Kind::Restorative, Kind::Support] {
            for (part, candidate) in parts
                .iter_mut()
                .zip(&self.taken)
                .filter(|(_, c)| c.kind == kind)
            {
                *part = remaining.shared_with(candidate.meets);
                remaining = remaining.without(*part);
            }
        }
        if let Some(universal) = self.taken.iter().position(|c| c.kind == Kind::Universal) {
            parts[universal] = remaining;
        }
        parts
    }

    /// The needs that no service meets.
    pub(super) const fn unmet(&self) -> Set<NeedCode> {
        if self.has_universal {
            Set::EMPTY
        } else {
            self.remaining.needs.shared_with(ALL_NEEDS)
        }
    }

    /// The person's specialisms that no service covers, in the closed set's order.
    pub(super) fn unserved(&self) -> impl Iterator<Item = Specialism> {
        Specialism::ALL
            .iter()
            .copied()
            .filter(|special| self.remaining.specialisms.contains(*special))
    }

    /// Every eligible service that was not chosen, and why.
    pub(super) fn left(
        &self,
        eligible: &Eligible<'a>,
    ) -> impl Iterator<Item = (&'a Service, WhyLeft)> {
        eligible
            .all()
            .filter(|c| !has(&self.taken, c))
            .map(|c| (c.service, self.why_left(c)))
    }

    fn why_left(&self, candidate: &Candidate<'_>) -> WhyLeft {
        let adds = candidate.adds_to(self.remaining);
        let needs_remain = !self.remaining.needs.is_empty();
        match candidate.kind {
            Kind::Restorative if !self.has_support => WhyLeft::OnlyBesideSupport,
            Kind::Support if self.self_help_suffices && !candidate.wanted => {
                WhyLeft::SelfHelpSuffices
            }
            Kind::Support | Kind::Restorative if adds => WhyLeft::Enough,
            Kind::Universal if !self.has_universal && (candidate.wanted || needs_remain) => {
                WhyLeft::Enough
            }
            _ => WhyLeft::Covered,
        }
    }
}

fn has(taken: &[Candidate<'_>], candidate: &Candidate<'_>) -> bool {
    taken
        .iter()
        .any(|one| std::ptr::eq(one.service, candidate.service))
}
