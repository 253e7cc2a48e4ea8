//! The twin of a provider's worklist.

use crate::Twin;
use events::case::{Onward, OnwardState};
use platform::PortError;
use platform::ports::{Page, ReadWorklist, WorklistCursor};

/// Rows on one page.
const PAGE: usize = 100;

impl ReadWorklist for Twin {
    async fn worklist(
        &self,
        provider: &str,
        wanted: OnwardState,
        after: Option<&WorklistCursor>,
    ) -> Result<Page, PortError> {
        self.call("worklist", |state| {
            let onwards = state
                .cases
                .values()
                .flat_map(|case| case.support.onwards.iter().map(|o| (&case.reference, o)));
            let mut rows: Vec<_> = onwards
                .filter(|(_, onward)| onward.offered.provider == provider && onward.state == wanted)
                .filter(|(_, onward)| after.is_none_or(|after| mark(onward) > *after))
                .map(|(reference, onward)| (reference.clone(), onward.clone()))
                .collect();
            rows.sort_by_key(|(_, onward)| mark(onward));
            let more = rows.len() > PAGE;
            rows.truncate(PAGE);
            let next = rows.last().filter(|_| more).map(|(_, onward)| mark(onward));
            Ok(Page { rows, next })
        })
        .await
    }
}

fn mark(onward: &Onward) -> WorklistCursor {
    WorklistCursor {
        accept_by: onward.offered.accept_by,
        onward: onward.offered.onward.clone(),
    }
}
