//! Personal data: the document about the person, and what they said. It is stored apart from the case, under separate
//! keys.

use super::PortError;
use events::Reference;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// The change of the personal data in an append.
#[derive(Clone, Copy, Debug, Default)]
pub enum People<'a> {
    /// No change.
    #[default]
    Same,
    /// This document, with the person's new answers, replaces the stored one.
    Rewritten(&'a serde_json::Value),
    /// The document is deleted, with the words under these event numbers.
    Erased(&'a [u32]),
}

/// What a person said in free text. The event with that number says what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The number of their event in the case.
    pub seq: u32,
    /// When they were said.
    pub at: Timestamp,
    /// The text, which may identify the person.
    pub text: String,
}

/// Reads the document about a person.
pub trait ReadPerson {
    /// The document as sent, with the person's later changes, or `None` if it was deleted.
    fn person(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<serde_json::Value>, PortError>> + Send;
}

/// Reads what a person said.
pub trait ReadWords {
    /// The words under these event numbers, in order. Numbers without words are left out. At most 100.
    fn words(
        &self,
        reference: &Reference,
        numbers: &[u32],
    ) -> impl Future<Output = Result<Vec<Words>, PortError>> + Send;
}
