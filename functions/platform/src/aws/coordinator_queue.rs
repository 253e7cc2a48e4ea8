//! The coordinators' queue, one page at a time.

use super::Hub;
use super::error::port_error;
use super::items::{read, text};
use crate::PortError;
use crate::ports::{CoordinatorQueueCursor, CoordinatorQueuePage, ReadCoordinatorQueue};
use crate::schema;
use events::case::Case;

/// Cases on one page.
const PAGE: i32 = 50;

impl ReadCoordinatorQueue for Hub {
    async fn coordinator_queue(
        &self,
        after: Option<&CoordinatorQueueCursor>,
    ) -> Result<CoordinatorQueuePage, PortError> {
        let answer = self
            .dynamo
            .query()
            .table_name(self.setting("CASES_TABLE")?)
            .index_name(schema::BY_DESK)
            .key_condition_expression("desk_key = :desk AND desk_at > :after")
            .expression_attribute_values(":desk", text(schema::DESK.to_owned()))
            // A blank sorts before every key, so the first page begins at the start.
            .expression_attribute_values(
                ":after",
                text(after.map_or_else(|| " ".to_owned(), schema::coordinator_queue_key)),
            )
            .limit(PAGE)
            .send()
            .await
            .map_err(|error| port_error("reading the coordinators' queue", &error))?;
        let more = answer.last_evaluated_key.is_some();
        let items = answer.items.unwrap_or_default();
        let last = items
            .last()
            .map(|item| read::<String>(item.clone(), schema::DESK_AT))
            .transpose()?
            .filter(|_| more)
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
            let case = read::<Case>(item, schema::CASE);
            case.inspect_err(
                |error| tracing::error!(cause = %error, "a case in the coordinators' queue cannot be read"),
            )
            .ok()
        };
        let cases = items.into_iter().filter_map(readable).collect();
        Ok(CoordinatorQueuePage { cases, next: last })
    }
}
