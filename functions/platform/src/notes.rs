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
    /// The writer's id of it, a UUID.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// The signed-in user who wrote it.
    pub by: String,
    /// What it says.
    pub text: String,
}

/// What became of a note that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKept {
    /// It is kept from now on.
    New,
    /// It was kept before, with the same text. This is the stored note.
    Same(Note),
    /// Another text is kept under its id. Nothing was changed.
    OtherText,
}

impl NoteKept {
    /// What became of `note`, where `kept` has its id.
    pub fn of(note: &Note, kept: Note) -> Self {
        if kept.text == note.text {
            Self::Same(kept)
        } else {
            Self::OtherText
        }
    }
}

/// Writes and reads a provider's notes.
pub trait Notes {
    /// Keeps the note, once. A note that is kept is never replaced.
    fn keep_note(
        &self,
        reference: &Reference,
        provider: &str,
        note: &Note,
    ) -> impl Future<Output = Result<NoteKept, PortError>> + Send;
    /// The provider's notes of that case, oldest first.
    fn notes(
        &self,
        reference: &Reference,
        provider: &str,
    ) -> impl Future<Output = Result<Vec<Note>, PortError>> + Send;
}
