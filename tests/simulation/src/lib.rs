//! The real handlers over the twins: many people, a world with faults, and what must always hold.
//!
//! A run is a seed. `HUB_SEED=42 cargo test -p simulation` replays one, and prints its story if an invariant fails.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken promise stops the run"
)]

mod actions;
mod area;
mod invariants;
mod people;
pub mod population;
mod run;
mod witness;

pub use run::{Run, Story};
