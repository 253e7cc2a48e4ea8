//! Counters: one item a day, added to once for each event.

use super::Hub;
use super::error::port_error;
use super::submissions::{new_only, put, text};
use crate::PortError;
use crate::ports::Count;
use crate::schema;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use jiff::civil::Date;
use std::collections::HashMap;

/// How long an event is remembered as counted: longer than the stream keeps it.
const REMEMBERED_DAYS: i64 = 7;

impl Count for Hub {
    async fn count(&self, event_id: &str, day: Date, counters: &[String]) -> Result<(), PortError> {
        let name = self.setting("FIGURES_TABLE")?;
        let seen = HashMap::from([
            (schema::PK.to_owned(), text(format!("SEEN#{event_id}"))),
            (schema::TTL.to_owned(), AttributeValue::N(expiry(day).to_string())),
        ]);
        let mut update = Update::builder()
            .table_name(name)
            .key(schema::PK, text(format!("DAY#{day}")))
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
        let mut terms = Vec::with_capacity(counters.len());
        for (place, counter) in counters.iter().enumerate() {
            update = update.expression_attribute_names(format!("#c{place}"), counter);
            terms.push(format!("#c{place} :one"));
        }
        let update = update
            .update_expression(format!("ADD {}", terms.join(", ")))
            .build()
            .map_err(|_| PortError::Lasting("counters could not be asked to be raised".to_owned()))?;
        let write = self
            .dynamo
            .transact_write_items()
            .transact_items(put(new_only(name, seen)?))
            .transact_items(TransactWriteItem::builder().update(update).build())
            .send()
            .await;
        let Err(error) = write else { return Ok(()) };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled))
                if cancelled.cancellation_reasons().iter().any(|r| r.code() == Some("ConditionalCheckFailed")) =>
            {
                Ok(())
            }
            _ => Err(port_error("counting an event", &error)),
        }
    }
}

fn expiry(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = day.since(epoch).map_or(0, |span| i64::from(span.get_days()));
    (days + REMEMBERED_DAYS) * 86_400
}
