//! Support notes of a provider. They are stored separately, and only that provider reads them: no police role, no
//! other provider, no coordinator.

use crate::PortError;
use events::Reference;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// A support note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// A UUID that the writer chose.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// The subject of the account that wrote it.
    pub by: String,
    /// The text, which may identify the person.
    pub text: String,
}

/// The outcome of [`Notes::keep_note`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKept {
    /// The note was stored.
    New,
    /// The note was stored before with the same text. This is the stored note.
    Same(Note),
    /// A note with this id and another text exists. Nothing was changed.
    OtherText,
}

impl NoteKept {
    /// The outcome for `note`, if `kept` is stored under its id.
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
    /// Stores a note. A stored note is never replaced.
    fn keep_note(
        &self,
        reference: &Reference,
        provider: &str,
        note: &Note,
    ) -> impl Future<Output = Result<NoteKept, PortError>> + Send;
    /// The provider's notes of a case, oldest first.
    fn notes(
        &self,
        reference: &Reference,
        provider: &str,
    ) -> impl Future<Output = Result<Vec<Note>, PortError>> + Send;
}
