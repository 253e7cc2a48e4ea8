//! What people and staff did in a run, as they did it: what is recorded is judged by it.

use crate::witness::CaseRecord;
use events::Reference;
use events::care::Act;
use std::collections::BTreeMap;
use twins::State;

/// One tap on a button of a provider's page: one act, of the version that its writer had seen.
#[derive(Debug)]
pub(crate) struct Tap {
    pub(crate) onward: String,
    pub(crate) seen: u32,
    pub(crate) act: Act,
    /// Whether the writer was told that it is recorded.
    pub(crate) told: bool,
}

/// A note that was written: the case, the provider, the writer's id of it.
pub(crate) type NoteKey = (Reference, String, String);

/// What was done.
#[derive(Default)]
pub(crate) struct ActionLog {
    /// Every tap, by its case.
    pub(crate) taps: BTreeMap<Reference, Vec<Tap>>,
    /// Every note, with its text, and whether its writer was told that it is kept.
    pub(crate) notes: BTreeMap<NoteKey, (String, bool)>,
    /// What each person said of their council; nothing in it for another area's.
    pub(crate) councils: BTreeMap<Reference, Vec<Option<String>>>,
    /// The ids of the police's records that were answered as recorded, by case.
    pub(crate) recorded: BTreeMap<Reference, Vec<String>>,
}

impl ActionLog {
    /// Each recorded act is one tap's, of the version right before it; and what somebody was told is recorded.
    pub(crate) fn each_act_was_done_by_somebody_once(
        &self,
        record: &CaseRecord,
        reference: &Reference,
    ) {
        let taps = self
            .taps
            .get(reference)
            .map(Vec::as_slice)
            .unwrap_or_default();
        for (seq, onward, act) in &record.acts {
            let same =
                |tap: &&Tap| tap.onward == *onward && tap.act == *act && tap.seen + 1 == *seq;
            assert!(
                taps.iter().any(|tap| same(&tap)),
                "{onward}: {act:?} was recorded as number {seq} and done by nobody"
            );
        }
        for tap in taps.iter().filter(|tap| tap.told) {
            let (seq, onward, act) = (tap.seen + 1, &tap.onward, &tap.act);
            let kept = record
                .acts
                .iter()
                .any(|cared| *cared == (seq, onward.clone(), act.clone()));
            assert!(
                kept,
                "{onward}: {act:?} was answered as recorded and is not"
            );
        }
        for id in self.recorded.get(reference).into_iter().flatten() {
            assert!(
                record.justice.police_ids.contains(id),
                "{reference}: a record was answered as taken and is not there"
            );
        }
    }

    /// The council of a home is what the person said first.
    pub(crate) fn a_council_is_what_the_person_said(
        &self,
        record: &CaseRecord,
        reference: &Reference,
    ) {
        let Some(told) = &record.routing.council_given else {
            return;
        };
        let said = self.councils.get(reference);
        assert!(
            said.is_some_and(|said| said.contains(told)),
            "{reference}: nobody said that council"
        );
    }

    /// Each note is kept once, for its provider, as it was written.
    pub(crate) fn each_note_is_kept_once(
        &self,
        state: &State,
        forgotten: impl Fn(&Reference) -> bool,
    ) {
        for (key, note) in &state.notes {
            let written = self
                .notes
                .get(key)
                .expect("a note that nobody wrote, or a second of one");
            assert_eq!(written.0, note.text, "a note was changed");
        }
        for (key, (_, told)) in &self.notes {
            let kept = state.notes.contains_key(key) || forgotten(&key.0);
            assert!(!told || kept, "a note was answered as kept and is not");
        }
    }
}
