//! Providers over the twins: what they may see and do, whom they refer on, and the outcome of people whose service ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod care;
mod denied;
mod lists;
mod refer_on;
mod wind_down;
mod world;
