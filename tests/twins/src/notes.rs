//! The twin of the support notes.

use crate::Twin;
use events::Reference;
use platform::PortError;
use platform::notes::{Note, NoteKept, Notes};
use std::collections::btree_map::Entry;

impl Notes for Twin {
    async fn keep_note(
        &self,
        reference: &Reference,
        provider: &str,
        note: &Note,
    ) -> Result<NoteKept, PortError> {
        self.call("storing a note", |state| {
            let key = (reference.clone(), provider.to_owned(), note.id.clone());
            Ok(match state.notes.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(note.clone());
                    NoteKept::New
                }
                Entry::Occupied(kept) => NoteKept::of(note, kept.get().clone()),
            })
        })
        .await
    }

    async fn notes(&self, reference: &Reference, provider: &str) -> Result<Vec<Note>, PortError> {
        self.call("reading notes", |state| {
            let own = state
                .notes
                .iter()
                .filter(|((case, whose, _), _)| case == reference && whose == provider);
            let mut notes: Vec<Note> = own.map(|(_, note)| note.clone()).collect();
            notes.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
            Ok(notes)
        })
        .await
    }
}
