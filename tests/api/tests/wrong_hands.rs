//! What happens if somebody has what they should not have: the address of the API, an account, a page, the words, the
//! phone, or what they know of a person.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

#[path = "wrong_hands/access.rs"]
mod access;
#[path = "wrong_hands/edge.rs"]
mod edge;
#[path = "wrong_hands/flood.rs"]
mod flood;
#[path = "wrong_hands/inputs.rs"]
mod inputs;
#[path = "wrong_hands/insiders.rs"]
mod insiders;
#[path = "wrong_hands/learned.rs"]
mod learned;
#[path = "wrong_hands/leftovers.rs"]
mod leftovers;
#[path = "wrong_hands/memory.rs"]
mod memory;
#[path = "wrong_hands/public.rs"]
mod public;
#[path = "wrong_hands/takeover.rs"]
mod takeover;
