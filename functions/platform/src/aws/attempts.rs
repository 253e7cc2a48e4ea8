//! Wrong answers, with their expiry.

use super::Hub;
use super::error::port_error;
use super::items::{Item, text};
use crate::PortError;
use crate::ports::Attempts;
use crate::schema;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// How long a wrong answer counts.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// Other requests may change the item between the two conditional writes. After this many rounds the caller has to
/// try again.
const WRITE_ROUNDS: usize = 3;
/// The first write adds to a live count. The second starts a new count, even if DynamoDB has not deleted the expired
/// one yet.
const LIVE: (&str, &str) = ("ADD wrong :one SET #ttl = :expires", "#ttl > :now");
const LAPSED: (&str, &str) = (
    "SET wrong = :one, #ttl = :expires",
    "attribute_not_exists(#ttl) OR #ttl <= :now",
);

impl Attempts for Hub {
    async fn wrong_answers(&self, keys: &[String], now: Timestamp) -> Result<u32, PortError> {
        let name = self.setting("ATTEMPTS_TABLE")?;
        let mut wanted = KeysAndAttributes::builder().consistent_read(true);
        for key in keys {
            wanted = wanted.keys(Item::from([(schema::PK.to_owned(), text(key.clone()))]));
        }
        let wanted = wanted.build().map_err(|_| {
            PortError::Permanent("the read of wrong answers could not be built".to_owned())
        })?;
        let answer = self
            .dynamo
            .batch_get_item()
            .request_items(name, wanted)
            .send()
            .await
            .map_err(|error| port_error("reading wrong answers", &error))?;
        let items = answer
            .responses
            .unwrap_or_default()
            .remove(name)
            .unwrap_or_default();
        // DynamoDB deletes expired items late.
        let live = |item: &&Item| number(item, schema::TTL) > now.as_second();
        let most = items
            .iter()
            .filter(live)
            .map(|item| number(item, schema::WRONG))
            .max()
            .unwrap_or(0);
        Ok(u32::try_from(most).unwrap_or(u32::MAX))
    }

    async fn note_wrong_answer(&self, keys: &[String], now: Timestamp) -> Result<(), PortError> {
        for key in keys {
            self.count_wrong_answer(key, now).await?;
        }
        Ok(())
    }

    async fn wait(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

impl Hub {
    /// Adds one wrong answer to `key`, or starts again from one if the earlier ones have expired.
    async fn count_wrong_answer(&self, key: &str, now: Timestamp) -> Result<(), PortError> {
        for _ in 0..WRITE_ROUNDS {
            if self.note(key, LIVE, now).await? || self.note(key, LAPSED, now).await? {
                return Ok(());
            }
        }
        Err(PortError::Transient(
            "other requests counted wrong answers at the same time".to_owned(),
        ))
    }

    /// Writes with `change`, if `condition` is true of the item. Returns whether it was.
    async fn note(
        &self,
        key: &str,
        (change, condition): (&str, &str),
        now: Timestamp,
    ) -> Result<bool, PortError> {
        let seconds = |at: Timestamp| AttributeValue::N(at.as_second().to_string());
        let write = self
            .dynamo
            .update_item()
            .table_name(self.setting("ATTEMPTS_TABLE")?)
            .key(schema::PK, text(key.to_owned()))
            .update_expression(change)
            .condition_expression(condition)
            .expression_attribute_names("#ttl", schema::TTL)
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":expires", seconds(now + REMEMBERED))
            .expression_attribute_values(":now", seconds(now))
            .send()
            .await;
        match write {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(port_error("counting a wrong answer", &error)),
        }
    }
}

fn number(item: &Item, attribute: &str) -> i64 {
    match item.get(attribute) {
        Some(AttributeValue::N(number)) => number.parse().unwrap_or(0),
        _ => 0,
    }
}
