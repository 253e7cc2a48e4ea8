//! Who the person is, and what they said in their own words: kept apart from the case, under a key of its own.

use super::PortError;
use events::Reference;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// What becomes of who the person is when events are appended to their case.
#[derive(Clone, Copy, Debug, Default)]
pub enum People<'a> {
    /// Nothing.
    #[default]
    Same,
    /// The document, with the person's new answers, takes the place of the one that was stored.
    Rewritten(&'a serde_json::Value),
    /// It is deleted, with the words under these numbers.
    Erased(&'a [u32]),
}

/// What a person said in words of their own. The event of that number says what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The place in the case of the event that they belong to.
    pub seq: u32,
    /// When they were said.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

/// Reads who the person is.
pub trait ReadPerson {
    /// The document as sent, with what the person has changed since, or `None` where it is deleted.
    fn person(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<serde_json::Value>, PortError>> + Send;
}

/// Reads what the person said.
pub trait ReadWords {
    /// The words under those numbers, in their order; at most 100, and nothing for a number that has none.
    fn words(
        &self,
        reference: &Reference,
        numbers: &[u32],
    ) -> impl Future<Output = Result<Vec<Words>, PortError>> + Send;
}
