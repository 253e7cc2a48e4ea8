//! The ports of the hub, one small trait for each operation, and their AWS adapters.
//!
//! A function takes only the ports that it uses, and its IAM role allows exactly the actions behind them. The
//! in-memory twins of `tests/twins` must pass the same contract tests.

#![warn(missing_docs)]

pub mod aws;
pub mod calendar;
pub mod config;
pub mod document;
pub mod http;
pub mod keys;
pub mod mime;
pub mod notes;
pub mod ports;
pub mod schema;
pub mod stream;

pub use ports::PortError;

/// The allocator of every function. A referral is thousands of small allocations, which take longer with the one of the
/// system. It keeps a few megabytes more.
pub use mimalloc::MiMalloc as Allocator;
