//! What goes wrong, and when: drawn from a seed, so that the same seed goes wrong in the same way.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// How one call of a port goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// As asked.
    None,
    /// Nothing is done, and the caller is told to try again: throttled, or the process died before the call.
    Before,
    /// It is done, and the caller is not told: the acknowledgement is lost, or the process died after the call.
    After,
}

/// How often calls go wrong.
#[derive(Debug)]
pub struct Faults {
    chance: StdRng,
    in_a_thousand: u32,
}

impl Faults {
    /// Faults from a seed, so many in a thousand calls.
    pub fn seeded(seed: u64, in_a_thousand: u32) -> Self {
        Self { chance: StdRng::seed_from_u64(seed), in_a_thousand }
    }

    /// Nothing goes wrong any more.
    pub fn heal(&mut self) {
        self.in_a_thousand = 0;
    }

    /// How the next call goes.
    pub fn next_fault(&mut self) -> Fault {
        if self.chance.random_range(0..1000) >= self.in_a_thousand {
            Fault::None
        } else if self.chance.random_bool(0.5) {
            Fault::Before
        } else {
            Fault::After
        }
    }
}
