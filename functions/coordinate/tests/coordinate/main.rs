//! The coordinators over the twins: what lies in their queue, what they may do, and what they never do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod access;
mod limits;
mod merge;
mod moves;
mod need_to_know;
mod queue;
mod reassess;
mod sharing;
mod support;
mod two_people;
mod view;
