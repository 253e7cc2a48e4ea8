//! The contract's closed sets, and its error codes, in the words of the page.
//!
//! Every set is matched in full: a value that the contract gains does not compile here before it has words.

mod errors;
#[cfg(feature = "ssr")]
mod labels;

pub use errors::message;
#[cfg(feature = "ssr")]
pub use labels::*;
