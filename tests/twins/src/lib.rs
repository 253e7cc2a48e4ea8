//! In-memory twins of the hub's ports. They misbehave on purpose, from a seed, and are held to the same contract suite
//! ([`contract`]) as the AWS adapters, so that a twin cannot drift from what it stands for.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "test support: a broken promise stops the test"
)]

pub mod contract;
mod faults;
mod notes;
mod ports;
pub mod sample;
mod world;

pub use faults::{Fault, Faults};
pub use world::{File, Mail, State, Twin};
