//! The coordinators' desk: an index of the cases as they stand, in the order of the same keys as on AWS.

use crate::Twin;
use events::case::Case;
use platform::PortError;
use platform::ports::{DeskMark, DeskPage, ReadDesk};
use platform::schema::{desk_at, desk_key, desk_mark};

/// Small, so that paging is tried.
const PAGE: usize = 3;

impl ReadDesk for Twin {
    async fn desk(&self, after: Option<&DeskMark>) -> Result<DeskPage, PortError> {
        let after = after.map(desk_key);
        self.call("desk", |state| {
            let placed = state
                .cases
                .values()
                .filter_map(|case| Some((desk_at(case)?, case)));
            let mut placed: Vec<(String, &Case)> = placed
                .filter(|(at, _)| after.as_ref().is_none_or(|after| at > after))
                .collect();
            placed.sort_by(|(a, _), (b, _)| a.cmp(b));
            let next = placed
                .get(PAGE - 1)
                .filter(|_| placed.len() > PAGE)
                .and_then(|(at, _)| desk_mark(at));
            Ok(DeskPage {
                cases: placed
                    .into_iter()
                    .take(PAGE)
                    .map(|(_, case)| case.clone())
                    .collect(),
                next,
            })
        })
        .await
    }
}
