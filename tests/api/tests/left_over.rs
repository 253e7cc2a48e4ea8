//! A form that is sent several times, a page that was left, an account that was closed, and letters that come together.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

#[path = "left_over/leaver.rs"]
mod leaver;
#[path = "left_over/left.rs"]
mod left;
#[path = "left_over/sent_again.rs"]
mod sent_again;
