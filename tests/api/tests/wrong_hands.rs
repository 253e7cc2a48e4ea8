//! The hub in the wrong hands: another person knows the details, the words or the phone of a person.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

#[path = "wrong_hands/memory.rs"]
mod memory;
#[path = "wrong_hands/takeover.rs"]
mod takeover;
