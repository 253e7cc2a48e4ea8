//! How events reach `figures`: in another order, some of them twice, and some of them much later.

use events::case::CaseEvent;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

/// In a hundred events, that many are delivered twice.
const TWICE: u32 = 15;
/// In a thousand events, that many arrive at the very end.
const LATE: u32 = 20;

/// Events on their way.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    /// How much of the stream `react` has seen.
    pub(super) reacted: usize,
    waiting: Vec<CaseEvent>,
    late: Vec<CaseEvent>,
    delivered: u64,
    repeated: u64,
    were_late: u64,
}

impl Deliveries {
    pub(super) fn add(&mut self, event: CaseEvent, chance: &mut StdRng) {
        if chance.random_range(0..1_000) < LATE {
            self.were_late += 1;
            self.late.push(event);
            return;
        }
        if chance.random_range(0..100) < TWICE {
            self.repeated += 1;
            self.waiting.push(event.clone());
        }
        self.waiting.push(event);
    }

    /// What arrives now, in some order. With `all`, also what was late.
    pub(super) fn next(&mut self, all: bool, chance: &mut StdRng) -> Vec<CaseEvent> {
        let mut batch = std::mem::take(&mut self.waiting);
        if all {
            batch.append(&mut self.late);
        }
        batch.shuffle(chance);
        self.delivered += batch.len() as u64;
        batch
    }

    pub(super) fn counts(&self) -> [(&'static str, u64); 3] {
        [
            ("deliveries to figures", self.delivered),
            ("deliveries twice", self.repeated),
            ("deliveries at the very end", self.were_late),
        ]
    }
}
