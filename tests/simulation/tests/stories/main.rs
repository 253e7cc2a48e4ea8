//! Stories that are told in one way: how a person is forgotten, what follows when they die, and what the police owe them and
//! see. The real handlers over the twins.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod calendar;
mod clock;
mod death;
mod forgotten;
mod house;
mod letters;
mod retained;
mod reviews;
