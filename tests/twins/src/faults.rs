//! Faults of port calls, drawn from a seed. The same seed gives the same faults.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// What happens in one call of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The call succeeds.
    None,
    /// Nothing happens, and the caller has to try again: throttled or unreachable.
    Before,
    /// The call succeeds, but the response is lost.
    After,
    /// The process dies before the call happens.
    DiesBefore,
    /// The call succeeds, and then the process dies.
    DiesAfter,
}

/// Draws the faults.
#[derive(Debug)]
pub struct Faults {
    chance: StdRng,
    in_a_thousand: u32,
    deadly: bool,
    happened: BTreeMap<Fault, u64>,
}

impl Faults {
    /// Faults from a seed, in this many of a thousand calls.
    pub fn seeded(seed: u64, in_a_thousand: u32) -> Self {
        Self {
            chance: StdRng::seed_from_u64(seed),
            in_a_thousand,
            deadly: false,
            happened: BTreeMap::new(),
        }
    }

    /// Half of the faults kill the process. Only for handlers that run within
    /// [`Twin::outlive`](crate::Twin::outlive).
    pub fn deadly(self) -> Self {
        Self {
            deadly: true,
            ..self
        }
    }

    /// Ends all faults.
    pub fn heal(&mut self) {
        self.in_a_thousand = 0;
    }

    /// How often each kind of fault has happened.
    pub fn happened(&self) -> &BTreeMap<Fault, u64> {
        &self.happened
    }

    /// The fault of the next call.
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
