//! What goes wrong, and when: drawn from a seed, so that the same seed goes wrong in the same way.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// How one call of a port goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// As asked.
    None,
    /// Nothing is done, and the caller is told to try again: throttled, or out of reach.
    Before,
    /// It is done, and the caller is not told: the acknowledgement is lost.
    After,
    /// The process dies before it is done: whoever asked never goes on.
    DiesBefore,
    /// It is done, and the process dies before it goes on.
    DiesAfter,
}

/// How often calls go wrong.
#[derive(Debug)]
pub struct Faults {
    chance: StdRng,
    in_a_thousand: u32,
    deadly: bool,
    happened: BTreeMap<Fault, u64>,
}

impl Faults {
    /// Faults from a seed, so many in a thousand calls.
    pub fn seeded(seed: u64, in_a_thousand: u32) -> Self {
        Self {
            chance: StdRng::seed_from_u64(seed),
            in_a_thousand,
            deadly: false,
            happened: BTreeMap::new(),
        }
    }

    /// The same, but half of them kill the process: only for handlers that run within [`Twin::outlive`](crate::Twin::outlive).
    pub fn deadly(self) -> Self {
        Self {
            deadly: true,
            ..self
        }
    }

    /// Nothing goes wrong any more.
    pub fn heal(&mut self) {
        self.in_a_thousand = 0;
    }

    /// How often each kind of fault has happened.
    pub fn happened(&self) -> &BTreeMap<Fault, u64> {
        &self.happened
    }

    /// How the next call goes.
    pub fn next_fault(&mut self) -> Fault {
        let fault = self.draw();
        *self.happened.entry(fault).or_default() += 1;
        fault
    }

    fn draw(&mut self) -> Fault {
        if self.chance.random_range(0..1000) >= self.in_a_thousand {
            return Fault::None;
        }
        match self.chance.random_range(0..if self.deadly { 4 } else { 2 }) {
            0 => Fault::Before,
            1 => Fault::After,
            2 => Fault::DiesBefore,
            _ => Fault::DiesAfter,
        }
    }
}
