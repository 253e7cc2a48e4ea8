//! The twin of the coordinators' queue, in the order of the same keys as on AWS.

use crate::Twin;
use events::case::Case;
use platform::PortError;
use platform::ports::{CoordinatorQueueCursor, CoordinatorQueuePage, ReadCoordinatorQueue};
use platform::schema::{
    coordinator_queue_cursor, coordinator_queue_key, coordinator_queue_position,
};

/// Small, so that tests page through it.
const PAGE: usize = 3;

impl ReadCoordinatorQueue for Twin {
    async fn coordinator_queue(
        &self,
        after: Option<&CoordinatorQueueCursor>,
    ) -> Result<CoordinatorQueuePage, PortError> {
        let after = after.map(coordinator_queue_key);
        self.call("coordinator queue", |state| {
            let placed = state
                .cases
                .values()
                .filter_map(|case| Some((coordinator_queue_position(case)?, case)));
            let mut placed: Vec<(String, &Case)> = placed
                .filter(|(at, _)| after.as_ref().is_none_or(|after| at > after))
                .collect();
            placed.sort_by(|(a, _), (b, _)| a.cmp(b));
            let next = placed
                .get(PAGE - 1)
                .filter(|_| placed.len() > PAGE)
                .and_then(|(at, _)| coordinator_queue_cursor(at));
            Ok(CoordinatorQueuePage {
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
