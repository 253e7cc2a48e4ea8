//! The labels of the contract's closed sets, and of its error codes.
//!
//! Tests hold each set complete: a value that the contract gains needs its label in `words/en-GB/codes.ftl`.

mod errors;
#[cfg(feature = "ssr")]
mod labels;
#[cfg(feature = "ssr")]
mod mine;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod replies;
#[cfg(feature = "ssr")]
mod services;

pub use errors::message;
#[cfg(feature = "ssr")]
pub use labels::*;
#[cfg(feature = "ssr")]
pub use mine::*;
#[cfg(feature = "ssr")]
pub use own::*;
#[cfg(feature = "ssr")]
pub use replies::reply;
#[cfg(feature = "ssr")]
pub use services::*;
