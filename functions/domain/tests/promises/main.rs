//! Promises: what the Code's table makes of a journey, and their outcome.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod becoming;
mod chased;
mod journey;
mod mistaken;
mod order;
mod table;
