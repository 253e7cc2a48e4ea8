//! A service that may be taken, and how well it does.

use super::asked::Asked;
use super::sets::SUPPORT;
use events::assessment::{Complexity, National};
use events::profile::Service;
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

/// A service that nothing speaks against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) service: &'a Service,
    pub(super) kind: Kind,
    /// The needs it meets, named by the person or not.
    pub(super) meets: u32,
    /// What it specialises in of what the person lives through.
    pub(super) hits: u32,
    /// Whether the person chose it.
    pub(super) wanted: bool,
    /// How many open cases it holds, where it cannot hold any number.
    pub(super) open_cases: u32,
    /// Whether it says that it can do all the person needs or asked for in order to use it.
    pub(super) adapts: bool,
}

/// What the package does not do yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// Needs, and support as such.
    pub(super) needs: u32,
    /// Specialisms.
    pub(super) specialisms: u32,
}

impl Open {
    /// What is left to do when `candidate` has done its part.
    pub(super) const fn without(self, candidate: &Candidate<'_>) -> Self {
        let support = if matches!(candidate.kind, Kind::Restorative) {
            0
        } else {
            SUPPORT
        };
        Self {
            needs: self.needs & !(candidate.meets | support),
            specialisms: self.specialisms & !candidate.hits,
        }
    }
}

impl<'a> Candidate<'a> {
    /// Whether it would do something that nobody does yet, or the person wants it.
    pub(super) const fn adds(&self, open: Open) -> bool {
        self.wanted || self.meets & open.needs != 0 || self.hits & open.specialisms != 0
    }

    /// Whether nothing would be left to meet.
    pub(super) const fn completes(&self, open: Open) -> bool {
        open.without(self).needs == 0
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

    /// How good a choice it is now; the greatest is taken, and two services never rank the same, for codes differ.
    ///
    /// In this order: what the person chose (KE5); a refuge only where nobody else can help, for it is a home and not an
    /// appointment; a provider that is not in the package yet, unless the second of its services serves a specialism
    /// (AS8, KE2); a specialist for what the person lives through and nobody serves yet (AS25, AS28); the heavier needs
    /// newly met (DC5); a specialist before others; one that can adapt to the person (the universal ones may differ in
    /// that); the lighter load (KE10); a provider that is in the package already; the code.
    pub(super) fn rank(
        &self,
        asked: &Asked<'_>,
        open: Open,
        providers: &[&str],
    ) -> impl Ord + use<'a> {
        let known = providers.contains(&self.service.provider.as_str());
        let specialist = (self.hits & open.specialisms).count_ones();
        (
            self.wanted,
            !self.service.refuge,
            !known || specialist > 0,
            specialist,
            asked.weight(self.meets & open.needs),
            self.hits.count_ones(),
            self.adapts,
            Reverse(self.load()),
            known,
            Reverse(self.service.code.as_str()),
        )
    }
}
