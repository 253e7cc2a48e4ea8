//! The care package: a small set of services that together do all that can be done for a person.

use super::asked::Asked;
use super::candidate::{Candidate, Kind, Open};
use super::sets::{ALL_NEEDS, RESTORATIVE_NEED, SUPPORT};
use events::assessment::{National, Specialism};
use events::matching::WhyLeft;
use events::profile::Service;

/// How many onward referrals of the area a person has at most at once: nobody is passed around (AS8, KE2).
pub(super) const MOST: usize = 4;

/// The services that fit, by what kind of help they are.
#[derive(Default)]
pub(super) struct Fitting<'a> {
    support: Vec<Candidate<'a>>,
    universal: Vec<Candidate<'a>>,
    restorative: Vec<Candidate<'a>>,
    national: Vec<Candidate<'a>>,
}

impl<'a> Fitting<'a> {
    pub(super) fn add(&mut self, candidate: Candidate<'a>) {
        match candidate.kind {
            Kind::Support => self.support.push(candidate),
            Kind::Universal => self.universal.push(candidate),
            Kind::Restorative => self.restorative.push(candidate),
            Kind::National(_) => self.national.push(candidate),
            Kind::Hub => {}
        }
    }
}

/// A package as it grows. It begins with what the services do that have the case already, so that a case whose offer was
/// refused is completed and not begun anew.
pub(super) struct Choosing<'a, 'q> {
    asked: &'q Asked<'q>,
    /// What there was to do before anything was taken.
    wish: Open,
    /// What nobody does yet but perhaps the universal service.
    open: Open,
    /// How many more onward referrals of the area there may be.
    room: usize,
    /// Whether a universal service is there: it does whatever is left.
    backed: bool,
    /// Whether somebody supports the person, so that restorative justice can come beside it.
    supported: bool,
    /// Whether there is so little to do that those who are for it, or for everyone, are enough.
    suffices: bool,
    /// The national needs that are served.
    nationals: Vec<National>,
    /// Who has the case or will have it.
    providers: Vec<&'a str>,
    /// What was taken, best first.
    pub(super) taken: Vec<Candidate<'a>>,
}

impl<'a, 'q> Choosing<'a, 'q> {
    pub(super) fn new(asked: &'q Asked<'q>) -> Self {
        let open = Open {
            needs: asked.needs | SUPPORT,
            specialisms: asked.specialisms,
        };
        Self {
            asked,
            wish: open,
            open,
            room: MOST,
            backed: false,
            supported: false,
            suffices: false,
            nationals: Vec::new(),
            providers: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// Counts a service that has the case already.
    pub(super) fn count(&mut self, service: &'a Service) {
        let candidate = self.asked.look_at(service);
        match candidate.kind {
            Kind::Hub => {}
            Kind::National(national) => self.nationals.push(national),
            _ => {
                self.part_of(&candidate);
                self.wish = self.open;
            }
        }
    }

    /// Takes the package.
    pub(super) fn choose(&mut self, fitting: &Fitting<'a>) {
        let restorative = self
            .best(&fitting.restorative, |c| c.adds(self.open))
            .copied();
        // Restorative justice keeps a place, unless support has to have the last one.
        let others_needs = self.open.needs & !RESTORATIVE_NEED;
        let kept =
            restorative.is_some() && (self.room > 1 || (self.room == 1 && others_needs == 0));
        let for_justice = if kept {
            self.open.needs & RESTORATIVE_NEED
        } else {
            0
        };
        self.open.needs &= !for_justice;
        self.wish.needs &= !for_justice;
        self.room -= usize::from(kept);
        self.support(fitting);
        self.open.needs |= for_justice;
        self.room += usize::from(kept);
        if let Some(candidate) =
            restorative.filter(|c| self.supported && self.room > 0 && c.adds(self.open))
        {
            self.take(candidate);
        }
        self.wish.needs |= for_justice;
        for national in National::ALL {
            let serves = |c: &Candidate<'_>| c.kind == Kind::National(*national);
            if !self.nationals.contains(national)
                && let Some(best) = self.best(&fitting.national, serves).copied()
            {
                self.taken.push(best);
            }
        }
    }

    fn support(&mut self, fitting: &Fitting<'a>) {
        if self.room > 0
            && !self.backed
            && let Some(chosen) = self.best(&fitting.universal, |c| c.wanted).copied()
        {
            self.take(chosen);
        }
        if self.asked.little_to_do() {
            self.fill(fitting, |c| c.wanted || c.is_self_help());
            self.fall_back(fitting);
            self.suffices = self.backed || self.open.needs == 0;
            if self.suffices {
                return;
            }
        }
        self.fill(fitting, |_| true);
        self.fall_back(fitting);
    }

    /// Takes one after the other while one adds something. The last place goes to one that can do all that is left to
    /// do, if anybody can: so a person for whom the universal service is open has no need that nobody meets.
    fn fill(&mut self, fitting: &Fitting<'a>, may: impl Fn(&Candidate<'a>) -> bool) {
        while self.room > 0 {
            let adds = |c: &Candidate<'a>| may(c) && c.adds(self.open) && !self.has(c);
            let any = self.best(&fitting.support, adds);
            let last = self.room == 1 && !self.backed && self.open.needs != 0;
            let complete = || {
                let specific = self.best(&fitting.support, |c| adds(c) && c.completes(self.open));
                specific.or_else(|| self.best(&fitting.universal, |_| true))
            };
            let Some(best) = any
                .filter(|_| last)
                .and_then(|_| complete())
                .or(any)
                .copied()
            else {
                return;
            };
            self.take(best);
            self.drop_who_adds_nothing();
        }
    }

    /// The universal service, where something is left to do (AS27).
    fn fall_back(&mut self, fitting: &Fitting<'a>) {
        if self.room > 0
            && !self.backed
            && self.open.needs != 0
            && let Some(best) = self.best(&fitting.universal, |_| true).copied()
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
            .max_by_key(|c| c.rank(self.asked, self.open, &self.providers))
    }

    fn take(&mut self, candidate: Candidate<'a>) {
        self.part_of(&candidate);
        self.taken.push(candidate);
    }

    /// What changes when a service of the area has the case.
    fn part_of(&mut self, candidate: &Candidate<'a>) {
        match candidate.kind {
            // It does what nobody else does: so every need stays open to those who are for that need.
            Kind::Universal => {
                self.backed = true;
                self.open.needs &= !SUPPORT;
            }
            _ => self.open = self.open.without(candidate),
        }
        self.supported |= candidate.kind != Kind::Restorative;
        self.room = self.room.saturating_sub(1);
        self.providers.push(&candidate.service.provider);
    }

    /// Leaves again whoever was taken before and whose part the others play now (AS7, AS8).
    fn drop_who_adds_nothing(&mut self) {
        for at in (0..self.taken.len().saturating_sub(1)).rev() {
            let candidate = self.taken[at];
            let others = self
                .taken
                .iter()
                .enumerate()
                .filter(|(other, c)| *other != at && c.kind == Kind::Support);
            let left = others.fold(self.wish, |open, (_, other)| open.without(other));
            if candidate.kind == Kind::Support && !candidate.wanted && !candidate.adds(left) {
                self.taken.remove(at);
                if let Some(one) = self
                    .providers
                    .iter()
                    .position(|provider| *provider == candidate.service.provider)
                {
                    self.providers.swap_remove(one);
                }
                self.room += 1;
            }
        }
    }

    fn has(&self, candidate: &Candidate<'_>) -> bool {
        self.taken
            .iter()
            .any(|taken| std::ptr::eq(taken.service, candidate.service))
    }

    /// What each service that was taken is taken for, in their order: a need goes to the first that meets it, restorative
    /// justice to the service that does nothing else, and to the universal service what nobody else meets.
    pub(super) fn parts(&self) -> Vec<u32> {
        let mut open = self.wish.needs & ALL_NEEDS;
        let mut parts = vec![0; self.taken.len()];
        for kind in [Kind::Restorative, Kind::Support] {
            for (part, candidate) in parts
                .iter_mut()
                .zip(&self.taken)
                .filter(|(_, c)| c.kind == kind)
            {
                *part = open & candidate.meets;
                open &= !*part;
            }
        }
        if let Some(universal) = self.taken.iter().position(|c| c.kind == Kind::Universal) {
            parts[universal] = open;
        }
        parts
    }

    /// The needs that nobody meets.
    pub(super) const fn unmet(&self) -> u32 {
        if self.backed {
            0
        } else {
            self.open.needs & ALL_NEEDS
        }
    }

    /// Whether no specialist serves what the person lives through.
    pub(super) const fn lacks(&self, special: Specialism) -> bool {
        self.open.specialisms & 1 << special as u32 != 0
    }

    /// Why a service that fits was not taken.
    fn why_left(&self, candidate: &Candidate<'_>) -> WhyLeft {
        let adds = candidate.adds(self.open);
        match candidate.kind {
            Kind::Restorative if !self.supported => WhyLeft::OnlyBesideSupport,
            Kind::Support if self.suffices && !candidate.wanted => WhyLeft::SelfHelpSuffices,
            Kind::Support | Kind::Restorative if adds => WhyLeft::Enough,
            Kind::Universal if candidate.wanted && !self.backed => WhyLeft::Enough,
            Kind::Universal if !self.backed && self.open.needs != 0 => WhyLeft::Enough,
            _ => WhyLeft::Covered,
        }
    }

    /// Every service that fits and was not taken, and why.
    pub(super) fn left<'s>(
        &'s self,
        fitting: &'s Fitting<'a>,
    ) -> impl Iterator<Item = (&'a Service, WhyLeft)> + use<'s, 'a, 'q> {
        let all = [
            &fitting.support,
            &fitting.universal,
            &fitting.restorative,
            &fitting.national,
        ];
        all.into_iter()
            .flatten()
            .filter(|c| !self.has(c))
            .map(|c| (c.service, self.why_left(c)))
    }
}
