//! A careful onlooker: what the recorded events say of each case, put together by rules of its own, not by the code that
//! is on trial. Where hub and onlooker differ, one of them is wrong.

mod account;
mod asked;
mod days;
mod given;
mod owed;
mod support;
mod whole;

pub(crate) use account::Account;
pub(crate) use days::working_days_after;
pub(crate) use given::{Given, Stand};

use events::Reference;
use events::case::{CaseEvent, Onward, OnwardState, What};
use std::collections::{BTreeMap, BTreeSet};
use twins::State;

/// What the onlooker remembers from one look to the next.
#[derive(Default)]
pub(crate) struct Witness {
    /// Each case, by what was recorded.
    pub(crate) accounts: BTreeMap<Reference, Account>,
    /// Each onward referral that has ended, as it was stored then.
    ended: BTreeMap<String, Onward>,
}

impl Witness {
    /// Takes in what was recorded since the last look, and says which cases changed.
    pub(crate) fn look(&mut self, state: &State) -> BTreeSet<Reference> {
        let mut changed = BTreeSet::new();
        for (reference, events) in &state.events {
            let account = self.accounts.entry(reference.clone()).or_default();
            assert!(
                events.len() >= account.events,
                "{reference}: an event is gone"
            );
            for event in &events[account.events..] {
                assert_eq!(
                    event.seq as usize,
                    account.events + 1,
                    "{reference}: an event is missing or twice"
                );
                account.take_in(event);
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
                    account.folded.as_ref(),
                    Some(stored),
                    "the stored state is not the fold of the events"
                );
            }
            self.what_has_ended_stays_as_it_was(&stored.onwards);
        }
        changed
    }

    fn what_has_ended_stays_as_it_was(&mut self, onwards: &[Onward]) {
        let live = |state| matches!(state, OnwardState::Offered | OnwardState::Accepted);
        for onward in onwards {
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
    pub(crate) fn onwards(&self) -> impl Iterator<Item = (&Reference, &String, &Given)> {
        self.accounts.iter().flat_map(|(reference, account)| {
            account
                .onwards
                .iter()
                .map(move |(code, given)| (reference, code, given))
        })
    }
}

/// The case that these events make, by the hub's own fold.
pub(crate) fn refold(before: Option<events::case::Case>, event: &CaseEvent) -> events::case::Case {
    match (before, &event.what) {
        (None, What::Received(received)) => {
            domain::case::apply::open(event.reference.clone(), (**received).clone(), event.at).0
        }
        (None, _) => panic!("a case begins with a referral"),
        (Some(mut case), what) => {
            domain::case::apply::append(&mut case, what.clone(), event.at)
                .expect("what was stored follows");
            case
        }
    }
}
