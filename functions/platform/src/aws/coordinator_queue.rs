//! The coordinators' queue, one page at a time.

use super::Hub;
use super::items::read_document;
use super::merged::Divided;
use crate::PortError;
use crate::ports::{CoordinatorQueueCursor, CoordinatorQueuePage, ReadCoordinatorQueue};
use crate::schema;
use events::case::Case;

/// Cases on one page.
const PAGE: usize = 50;
/// Cases that are read of each part of the queue for one page.
const OF_EACH: i32 = 13;

impl ReadCoordinatorQueue for Hub {
    async fn coordinator_queue(
        &self,
        after: Option<&CoordinatorQueueCursor>,
    ) -> Result<CoordinatorQueuePage, PortError> {
        let divided = Divided {
            index: schema::BY_DESK,
            keys: (schema::DESK_KEY, schema::DESK_AT),
            limits: (OF_EACH, PAGE),
            action: "reading the coordinators' queue",
        };
        let after = after.map(schema::coordinator_queue_key).unwrap_or_default();
        let page = self
            .merged_page(divided, schema::desk_key, &after, schema::LAST)
            .await?;
        let last = page
            .next
            .map(|key| {
                schema::coordinator_queue_cursor(&key).ok_or_else(|| {
                    PortError::Permanent(
                        "a case in the coordinators' queue has a damaged key".to_owned(),
                    )
                })
            })
            .transpose()?;
        // A damaged item must not hide the other cases from the coordinators.
        let readable = |item| {
            let case = read_document::<Case>(item, schema::CASE);
            case.inspect_err(
                |error| tracing::error!(cause = %error, "a case in the coordinators' queue cannot be read"),
            )
            .ok()
        };
        let cases = page.items.into_iter().filter_map(readable).collect();
        Ok(CoordinatorQueuePage { cases, next: last })
    }
}
