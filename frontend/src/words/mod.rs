//! The contract's closed sets, and its error codes, in the words of the page.
//!
//! Every set is matched in full: a value that the contract gains does not compile here before it has words.

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
