//! An independent observer. It derives each case from the recorded events by separate rules, never with the code under
//! test. If the hub and the observer differ, one of them is wrong.

mod calendar;
mod case_record;
mod hub_state;
mod onward_referral;
mod promises;
mod rules;

pub(crate) use calendar::working_days_after;
pub(crate) use case_record::CaseRecord;
pub(crate) use onward_referral::{OnwardReferral, Stage};

use events::Reference;
use events::case::{Onward, OnwardState};
use std::collections::{BTreeMap, BTreeSet};
use twins::State;

/// What the observer remembers between checks.
#[derive(Default)]
pub(crate) struct Witness {
    /// Each case, derived from its events.
    pub(crate) records: BTreeMap<Reference, CaseRecord>,
    /// Each onward referral that has ended, in the state that was stored then.
    ended: BTreeMap<String, Onward>,
}

impl Witness {
    /// Takes in the events since the last check, and returns the cases that changed.
    pub(crate) fn look(&mut self, state: &State) -> BTreeSet<Reference> {
        let mut changed = BTreeSet::new();
        for (reference, events) in &state.events {
            if state.cases[reference].has_only_remains() {
                self.look_at_remains(state, reference);
                continue;
            }
            let record = self.records.entry(reference.clone()).or_default();
            assert!(
                events.len() >= record.event_count,
                "{reference}: an event is gone"
            );
            for event in &events[record.event_count..] {
                assert_eq!(
                    event.seq as usize,
                    record.event_count + 1,
                    "{reference}: an event is missing or twice"
                );
                record.take_in(event);
                changed.insert(reference.clone());
            }
            let stored = &state.cases[reference];
            assert_eq!(
                events.len(),
                stored.version as usize,
                "{reference}: the state and the events differ"
            );
            if changed.contains(reference) {
                assert_eq!(
                    record.hub_state.as_ref(),
                    Some(stored),
                    "the stored state is not the fold of the events"
                );
            }
            self.assert_ended_referrals_unchanged(&stored.support.onwards);
        }
        changed
    }

    /// Takes in what happened before the events were replaced, from the stream. What is stored agrees with itself.
    fn look_at_remains(&mut self, state: &State, reference: &Reference) {
        let record = self.records.entry(reference.clone()).or_default();
        let (stored, events) = (&state.cases[reference], &state.events[reference]);
        if stored.version as usize > record.event_count {
            let known = record.event_count;
            let all = state.stream.iter();
            for event in all
                .filter(|event| event.reference == *reference)
                .skip(known)
            {
                record.take_in(event);
            }
        }
        let folded = domain::case::apply::replay(events).expect("what was stored follows");
        assert_eq!(&folded, stored, "{reference}: the remains are not one case");
    }

    fn assert_ended_referrals_unchanged(&mut self, onwards: &[Onward]) {
        let live = |state| matches!(state, OnwardState::Offered | OnwardState::Accepted);
        // Who may not see it may change at any time.
        let whatever_readers = |onward: &Onward| Onward {
            hidden_from: Vec::new(),
            ..onward.clone()
        };
        for onward in &onwards.iter().map(whatever_readers).collect::<Vec<_>>() {
            match self.ended.get(&onward.offered.onward) {
                Some(ended) => assert_eq!(
                    ended, onward,
                    "an onward referral that had ended was changed"
                ),
                None if live(onward.state) => {}
                None => {
                    self.ended
                        .insert(onward.offered.onward.clone(), onward.clone());
                }
            }
        }
    }

    /// The onward referrals, each with its case and code.
    pub(crate) fn onwards(&self) -> impl Iterator<Item = (&Reference, &String, &OnwardReferral)> {
        self.records.iter().flat_map(|(reference, record)| {
            record
                .onwards
                .iter()
                .map(move |(code, referral)| (reference, code, referral))
        })
    }
}
