//! The vocabulary of the hub: what crosses its boundaries, and the messages between its functions.
//!
//! Everything here is a plain value. The crate does no I/O, reads no clock and no randomness, and
//! compiles to WebAssembly, so that a browser and a function use the same types.
//!
//! - [`referral`] and [`parse`]: what `POST /referrals` accepts, and every error that it can
//!   report.
//! - [`assessment`]: the result of the assessment, in the contract's words.
//! - [`matching`]: why a service is not chosen.
//! - [`case`]: the events of a case. [`justice`]: the steps of the justice system and the promises
//!   that follow from them.
//! - [`commands`]: what people may do to a case, and what each of them sends.
//! - [`offer`]: the CloudEvent on a provider's queue. [`update`]: the request on the updates queue.
//! - [`profile`]: an area, its services and its providers.

#![warn(missing_docs)]

mod closed_set;
mod command_spec;

pub mod assessment;
pub mod care;
pub mod case;
pub mod commands;
pub mod field_error;
pub mod form;
pub mod ijson;
pub mod justice;
pub mod matching;
pub mod offer;
pub mod parse;
pub mod profile;
pub mod reference;
pub mod referral;
pub mod update;
pub mod word;

pub use field_error::{Code, FieldError};
pub use reference::Reference;
pub use referral::Referral;
