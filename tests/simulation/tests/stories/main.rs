//! Single stories over the real handlers and the twins: how a person is forgotten, what follows their death, and what
//! the police owe them and see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod calendar;
mod clock;
mod death;
mod flood_of_rows;
mod forgotten;
mod letters;
mod memory;
mod restorative;
mod retained;
mod reviews;
mod test_hub;
