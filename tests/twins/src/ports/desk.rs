//! The coordinators' desk: an index of the cases as they stand, in the order of the same keys as on AWS.

use crate::Twin;
use events::case::Case;
use platform::PortError;
use platform::ports::{DeskPage, ReadDesk};
use platform::schema::desk_at;

/// Small, so that paging is tried.
const PAGE: usize = 3;

impl ReadDesk for Twin {
    async fn desk(&self, after: Option<&str>) -> Result<DeskPage, PortError> {
        self.call("desk", |state| {
            let placed = state
                .cases
                .values()
                .filter_map(|case| Some((desk_at(case)?, case)));
            let mut placed: Vec<(String, &Case)> = placed
                .filter(|(at, _)| after.is_none_or(|after| at.as_str() > after))
                .collect();
            placed.sort_by(|(a, _), (b, _)| a.cmp(b));
            let next = placed
                .get(PAGE - 1)
                .filter(|_| placed.len() > PAGE)
                .map(|(at, _)| at.clone());
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
