//! The twins of erasure and of the list of expired cases.

use crate::world::give_way;
use crate::{State, Twin};
use domain::retention::{Remains, keeping};
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{
    AppendOutcome, ExpiredCase, Forget, ReadExpired, RegisterErasures, Submission,
};

impl Forget for Twin {
    async fn expire(
        &self,
        case: &Case,
        from: Option<Timestamp>,
    ) -> Result<AppendOutcome, PortError> {
        let outcome = self
            .call("expire", |state| {
                if moved(state, case) {
                    return Ok(AppendOutcome::Stale);
                }
                match from {
                    Some(from) if holds_something(state, &case.reference) => {
                        state.expires.insert(case.reference.clone(), from);
                    }
                    _ => {
                        state.expires.remove(&case.reference);
                    }
                }
                Ok(AppendOutcome::Stored)
            })
            .await;
        give_way().await;
        outcome
    }

    async fn forget_words_and_notes(&self, case: &Case) -> Result<AppendOutcome, PortError> {
        let outcome = self
            .call("forget", |state| {
                if moved(state, case) {
                    return Ok(AppendOutcome::Stale);
                }
                state
                    .words
                    .retain(|(reference, _), _| *reference != case.reference);
                state
                    .notes
                    .retain(|(reference, ..), _| *reference != case.reference);
                state.diaries.remove(&case.reference);
                Ok(AppendOutcome::Stored)
            })
            .await;
        give_way().await;
        outcome
    }

    async fn leave_remains(
        &self,
        case: &Case,
        remains: &Remains,
    ) -> Result<AppendOutcome, PortError> {
        let outcome = self
            .call("leave remains", |state| {
                if moved(state, case) {
                    return Ok(AppendOutcome::Stale);
                }
                let reference = &case.reference;
                state.people.remove(reference);
                state.expires.remove(reference);
                state.words.retain(|(of, _), _| of != reference);
                state.notes.retain(|(of, ..), _| of != reference);
                state.diaries.remove(reference);
                state.updates.retain(|of, _| of.reference != *reference);
                state.timers.retain(|of, _| of.reference != *reference);
                state.reads.retain(|(of, ..)| of != reference);
                if let Some(submission) = state.submissions.get_mut(&Submission::of(case)) {
                    *submission = None;
                }
                state.cases.insert(reference.clone(), remains.case.clone());
                state
                    .events
                    .insert(reference.clone(), remains.events.clone());
                state.remains_until.insert(reference.clone(), remains.until);
                Ok(AppendOutcome::Stored)
            })
            .await;
        give_way().await;
        outcome
    }
}

impl RegisterErasures for Twin {
    async fn register_erasure(
        &self,
        reference: &Reference,
        _week: Timestamp,
        until: Timestamp,
    ) -> Result<(), PortError> {
        self.call("register erasure", |state| {
            state.erasures.insert(reference.clone(), until);
            Ok(())
        })
        .await
    }

    async fn erasures(&self, after: Option<&Reference>) -> Result<Vec<Reference>, PortError> {
        self.call("erasures", |state| {
            let all = state.erasures.keys();
            Ok(all
                .filter(|one| after.is_none_or(|after| *one > after))
                .take(25)
                .cloned()
                .collect())
        })
        .await
    }
}

fn moved(state: &State, case: &Case) -> bool {
    state
        .cases
        .get(&case.reference)
        .is_none_or(|stands| stands.version != case.version)
}

fn holds_something(state: &State, reference: &Reference) -> bool {
    state.people.contains_key(reference)
        || state.words.keys().any(|(of, _)| of == reference)
        || state.notes.keys().any(|(of, ..)| of == reference)
        || state.diaries.contains_key(reference)
}

impl ReadExpired for Twin {
    async fn expired(
        &self,
        now: Timestamp,
        after: Option<&ExpiredCase>,
    ) -> Result<Vec<ExpiredCase>, PortError> {
        self.call("expired", |state| {
            let until = |case: &Case| Some((keeping(case)?.until, case.reference.clone()));
            let mut places: Vec<ExpiredCase> = state.cases.values().filter_map(until).collect();
            places.retain(|place| place.0 <= now && after.is_none_or(|after| place > after));
            places.sort();
            places.truncate(100);
            Ok(places)
        })
        .await
    }
}
