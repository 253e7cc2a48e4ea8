//! What somebody can find out or do who is not the person, but knows their details, or has their words or their phone.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

#[path = "wrong_hands/memory.rs"]
mod memory;
#[path = "wrong_hands/takeover.rs"]
mod takeover;
