//! Counters: one item a day, raised once for each event.

use super::Hub;
use super::error::port_error;
use super::items::{new_only, put, text};
use crate::PortError;
use crate::ports::{Count, Gap, ReadGaps, Tally};
use crate::schema;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use jiff::civil::Date;
use std::collections::HashMap;

/// How long the store knows that an event was counted. The stream keeps events for a shorter time.
const REMEMBERED_DAYS: i64 = 7;

impl Count for Hub {
    async fn count(&self, event_id: &str, day: Date, tally: &Tally) -> Result<(), PortError> {
        let name = self.setting("FIGURES_TABLE")?;
        let seen = HashMap::from([
            (schema::PK.to_owned(), text(format!("SEEN#{event_id}"))),
            (
                schema::TTL.to_owned(),
                AttributeValue::N(expiry(day).to_string()),
            ),
        ]);
        let mut write = self
            .dynamo
            .transact_write_items()
            .transact_items(put(new_only(name, seen)?))
            .transact_items(raise(
                name,
                format!("DAY#{day}"),
                tally.counters.iter().cloned(),
            )?);
        if !tally.gaps.is_empty() {
            let counters = tally.gaps.iter().map(schema::gap_counter);
            write = write.transact_items(raise(name, schema::gaps_pk(day.year()), counters)?);
        }
        let Err(error) = write.send().await else {
            return Ok(());
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled))
                if cancelled
                    .cancellation_reasons()
                    .iter()
                    .any(|r| r.code() == Some("ConditionalCheckFailed")) =>
            {
                Ok(())
            }
            _ => Err(port_error("counting an event", &error)),
        }
    }
}

/// Raises each counter of an item by one.
fn raise(
    table: &str,
    pk: String,
    counters: impl Iterator<Item = String>,
) -> Result<TransactWriteItem, PortError> {
    let mut update = Update::builder()
        .table_name(table)
        .key(schema::PK, text(pk))
        .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
    let mut terms = Vec::new();
    for (place, counter) in counters.enumerate() {
        update = update.expression_attribute_names(format!("#c{place}"), counter);
        terms.push(format!("#c{place} :one"));
    }
    let update = update
        .update_expression(format!("ADD {}", terms.join(", ")))
        .build()
        .map_err(|_| {
            PortError::Permanent("the update of counters could not be built".to_owned())
        })?;
    Ok(TransactWriteItem::builder().update(update).build())
}

impl ReadGaps for Hub {
    async fn gaps(&self, year: i16) -> Result<Vec<(Gap, u64)>, PortError> {
        let answer = self
            .dynamo
            .get_item()
            .table_name(self.setting("FIGURES_TABLE")?)
            .key(schema::PK, text(schema::gaps_pk(year)))
            .send()
            .await
            .map_err(|error| port_error("reading the register of unmet needs", &error))?;
        let counted = |(name, value): (String, AttributeValue)| {
            Some((schema::gap_of(&name)?, value.as_n().ok()?.parse().ok()?))
        };
        Ok(answer
            .item
            .unwrap_or_default()
            .into_iter()
            .filter_map(counted)
            .collect())
    }
}

fn expiry(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = day
        .since(epoch)
        .map_or(0, |span| i64::from(span.get_days()));
    (days + REMEMBERED_DAYS) * 86_400
}
