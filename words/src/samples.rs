//! The messages that show what a message can have, in two languages.

use super::{Part, Text, add, argument, number, plain};

#[path = "language.rs"]
mod language;
#[path = "plural.rs"]
pub(crate) mod plural;

include!(concat!(env!("OUT_DIR"), "/samples.rs"));
