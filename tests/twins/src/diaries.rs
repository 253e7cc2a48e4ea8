//! The twin of the diaries.

use crate::Twin;
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{AppendOutcome, Diaries, Diary};

impl Diaries for Twin {
    async fn diary(&self, reference: &Reference) -> Result<Option<Diary>, PortError> {
        self.call("reading a diary", |state| {
            Ok(state.diaries.get(reference).cloned())
        })
        .await
    }

    async fn keep_diary(
        &self,
        case: &Case,
        diary: &Diary,
        until: Option<Timestamp>,
    ) -> Result<AppendOutcome, PortError> {
        self.call("keeping a diary", |state| {
            let reference = &case.reference;
            let case_stands = state
                .cases
                .get(reference)
                .is_some_and(|stands| stands.version == case.version);
            let before = state.diaries.get(reference).map_or(0, |kept| kept.version);
            if !case_stands || before + 1 != diary.version {
                return Ok(AppendOutcome::Stale);
            }
            state.diaries.insert(reference.clone(), diary.clone());
            if let Some(until) = until {
                state.expires.insert(reference.clone(), until);
            }
            Ok(AppendOutcome::Stored)
        })
        .await
    }

    async fn delete_diary(&self, reference: &Reference) -> Result<(), PortError> {
        self.call("deleting a diary", |state| {
            state.diaries.remove(reference);
            Ok(())
        })
        .await
    }
}
