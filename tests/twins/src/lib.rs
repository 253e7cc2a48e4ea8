//! In-memory twins of the hub's ports. They fail on purpose, from a seed. They pass the same contract tests
//! ([`contract`]) as the AWS adapters, so that a twin cannot drift from its adapter.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "test support: a broken promise stops the test"
)]

pub mod contract;
mod diaries;
mod faults;
mod notes;
mod ports;
pub mod sample;
mod world;

/// The hub's secret in this world.
pub const SECRET: &str = "a secret of the twins";

pub use faults::{Fault, Faults};
pub use world::{File, Mail, State, Twin};
