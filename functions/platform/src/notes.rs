//! Support notes: what a provider writes down of what was said. They are kept apart, under a key of their own, and
//! nobody but that provider reads them: no police role, no other provider, no coordinator.

use crate::PortError;
use events::Reference;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// One note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The writer's id of it, a UUID: the same one twice is one note.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// The signed-in user who wrote it.
    pub by: String,
    /// What it says.
    pub text: String,
}

/// Writes and reads a provider's notes.
pub trait Notes {
    /// Keeps the note; a second one with the same id changes nothing.
    fn keep_note(
        &self,
        reference: &Reference,
        provider: &str,
        note: &Note,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// The provider's notes of that case, oldest first.
    fn notes(
        &self,
        reference: &Reference,
        provider: &str,
    ) -> impl Future<Output = Result<Vec<Note>, PortError>> + Send;
}
