//! What people and staff did in a run, as they did it. The recorded events are checked against it.

use crate::witness::CaseRecord;
use events::Reference;
use events::care::Act;
use std::collections::BTreeMap;
use twins::State;

/// One tap on a button of a provider's page: one act, based on the version that its writer had seen.
#[derive(Debug)]
pub(crate) struct Tap {
    pub(crate) onward: String,
    pub(crate) seen: u32,
    pub(crate) act: Act,
    /// Whether the writer was told that it was recorded.
    pub(crate) told: bool,
}

/// The key of a written note: the case, the provider, and the writer's id for it.
pub(crate) type NoteKey = (Reference, String, String);

/// The actions of a run.
#[derive(Default)]
pub(crate) struct ActionLog {
    /// Every tap, by case.
    pub(crate) taps: BTreeMap<Reference, Vec<Tap>>,
    /// Every note, with its text, and whether its writer was told that it was stored.
    pub(crate) notes: BTreeMap<NoteKey, (String, bool)>,
    /// The council that each person gave; `None` for one in another area.
    pub(crate) councils: BTreeMap<Reference, Vec<Option<String>>>,
    /// The ids of the police's records that were answered as recorded, by case.
    pub(crate) recorded: BTreeMap<Reference, Vec<String>>,
}

impl ActionLog {
    /// Each recorded act comes from one tap, based on the version right before it. An act that was answered as recorded
    /// is recorded.
    pub(crate) fn check_acts(&self, record: &CaseRecord, reference: &Reference) {
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

    /// The council of a home is the first that the person gave.
    pub(crate) fn check_councils(&self, record: &CaseRecord, reference: &Reference) {
        let Some(told) = &record.routing.council_given else {
            return;
        };
        let said = self.councils.get(reference);
        assert!(
            said.is_some_and(|said| said.contains(told)),
            "{reference}: nobody said that council"
        );
    }

    /// Each note is stored once, unchanged, for its provider.
    pub(crate) fn check_notes(&self, state: &State, forgotten: impl Fn(&Reference) -> bool) {
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
