//! The language of the hub: what crosses its boundaries and what its functions say to each other.
//!
//! Everything here is a plain value. The crate does no I/O, has no clock and no randomness, and compiles
//! to WebAssembly, so that a browser and a function speak of a referral in the same words.
//!
//! - [`referral`] and [`parse`]: what `POST /referrals` takes, and every error it can name.
//! - [`assessment`]: what the hub concludes, in the contract's words.
//! - [`matching`]: why a service is left.
//! - [`case`]: the events a case is made of. [`justice`]: the steps of the justice system and what is promised for them.
//! - [`commands`]: what people may do to a case, and what each of them sends.
//! - [`offer`]: the CloudEvent on a provider's queue. [`update`]: the request on the updates queue.
//! - [`profile`]: an area, its services and providers.

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
