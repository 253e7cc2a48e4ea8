//! Tries to open a page, and moments, with their expiry.

use super::Hub;
use super::error::port_error;
use super::items::{Item, text};
use crate::PortError;
use crate::ports::{Attempts, Moments, TryLimit};
use crate::schema;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnValue};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Other requests may change the item between two conditional writes. After this many rounds the caller has to try
/// again.
const WRITE_ROUNDS: usize = 3;
/// How many moments are kept under a key.
const MOMENTS: usize = 20;
/// Starts a count, or adds to a live one with room. One write is enough unless an expired count is in the way.
const MORE: (&str, &str) = (
    "ADD wrong :one SET #ttl = if_not_exists(#ttl, :expires)",
    "attribute_not_exists(#ttl) OR (#ttl > :now AND wrong < :most)",
);
/// Starts a new count where DynamoDB has not deleted the expired one yet.
const AGAIN: (&str, &str) = ("SET wrong = :one, #ttl = :expires", "#ttl <= :now");
/// Finds a live count without room.
const FULL: (&str, &str) = ("SET wrong = wrong", "#ttl > :now AND wrong >= :most");

impl Attempts for Hub {
    async fn count_try(
        &self,
        key: &str,
        limit: TryLimit,
        now: Timestamp,
    ) -> Result<Option<u32>, PortError> {
        for _ in 0..WRITE_ROUNDS {
            for change in [MORE, AGAIN] {
                if let Some(count) = self.count(key, change, limit, now).await? {
                    return Ok(Some(count));
                }
            }
            if self.count(key, FULL, limit, now).await?.is_some() {
                return Ok(None);
            }
        }
        Err(PortError::Transient(
            "other requests counted tries at the same time".to_owned(),
        ))
    }

    async fn take_back_try(&self, key: &str, now: Timestamp) -> Result<(), PortError> {
        let write = self
            .attempt(key)?
            .update_expression("ADD wrong :less")
            .condition_expression("#ttl > :now AND wrong > :none")
            .expression_attribute_names("#ttl", schema::TTL)
            .expression_attribute_values(":less", number(-1))
            .expression_attribute_values(":none", number(0))
            .expression_attribute_values(":now", number(now.as_second()));
        when_it_holds(write)
            .await
            .map_err(|error| port_error("taking back a try", &error))
            .map(|_| ())
    }

    async fn wait(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

impl Moments for Hub {
    async fn remember_moment(
        &self,
        key: &str,
        at: Timestamp,
        lasts: SignedDuration,
    ) -> Result<(), PortError> {
        let one = |at: i64| AttributeValue::Ns(vec![at.to_string()]);
        let written = self
            .attempt(key)?
            .update_expression("ADD moments :at SET #ttl = :expires")
            .expression_attribute_names("#ttl", schema::TTL)
            .expression_attribute_values(":at", one(at.as_millisecond()))
            .expression_attribute_values(":expires", number((at + lasts).as_second()))
            .return_values(ReturnValue::AllNew)
            .send()
            .await
            .map_err(|error| port_error("remembering a moment", &error))?;
        let all = moments_of(&written.attributes.unwrap_or_default());
        let Some(old) = all.get(MOMENTS..).filter(|old| !old.is_empty()) else {
            return Ok(());
        };
        let old = old.iter().map(ToString::to_string).collect();
        self.attempt(key)?
            .update_expression("DELETE moments :old")
            .expression_attribute_values(":old", AttributeValue::Ns(old))
            .send()
            .await
            .map_err(|error| port_error("forgetting old moments", &error))?;
        Ok(())
    }

    async fn moments<const N: usize>(
        &self,
        keys: &[String; N],
        now: Timestamp,
    ) -> Result<[Vec<Timestamp>; N], PortError> {
        let name = self.setting("ATTEMPTS_TABLE")?;
        let mut wanted = KeysAndAttributes::builder().consistent_read(true);
        for key in keys {
            wanted = wanted.keys(Item::from([(schema::PK.to_owned(), text(key.clone()))]));
        }
        let wanted = wanted.build().map_err(|_| {
            PortError::Permanent("the read of moments could not be built".to_owned())
        })?;
        let answer = self
            .dynamo
            .batch_get_item()
            .request_items(name, wanted)
            .send()
            .await
            .map_err(|error| port_error("reading moments", &error))?;
        // What was not read is not "nothing": the limits would let everything through.
        if answer
            .unprocessed_keys()
            .is_some_and(|left| !left.is_empty())
        {
            return Err(PortError::Transient(
                "some moments were not read".to_owned(),
            ));
        }
        let items = answer
            .responses
            .unwrap_or_default()
            .remove(name)
            .unwrap_or_default();
        Ok(keys.each_ref().map(|key| {
            // DynamoDB deletes expired items late.
            let live = items
                .iter()
                .find(|item| item.get(schema::PK) == Some(&text(key.clone())))
                .filter(|item| read_number(item, schema::TTL) > now.as_second());
            let all = live.map(moments_of).unwrap_or_default();
            all.into_iter()
                .take(MOMENTS)
                .filter_map(|at| Timestamp::from_millisecond(at).ok())
                .collect()
        }))
    }
}

impl Hub {
    fn attempt(&self, key: &str) -> Result<UpdateItemFluentBuilder, PortError> {
        let table = self.setting("ATTEMPTS_TABLE")?;
        Ok(self
            .dynamo
            .update_item()
            .table_name(table)
            .key(schema::PK, text(key.to_owned())))
    }

    /// Writes with `change`, if its condition is true of the item. Returns the count after that, or `None` if it was not
    /// true.
    async fn count(
        &self,
        key: &str,
        (change, condition): (&str, &str),
        limit: TryLimit,
        now: Timestamp,
    ) -> Result<Option<u32>, PortError> {
        let used = |name: &str| change.contains(name) || condition.contains(name);
        let mut write = self
            .attempt(key)?
            .update_expression(change)
            .condition_expression(condition)
            .expression_attribute_names("#ttl", schema::TTL)
            .return_values(ReturnValue::AllNew);
        for (name, value) in [
            (":one", 1),
            (":most", i64::from(limit.most)),
            (":now", now.as_second()),
            (":expires", (now + limit.lasts).as_second()),
        ] {
            if used(name) {
                write = write.expression_attribute_values(name, number(value));
            }
        }
        let item = when_it_holds(write)
            .await
            .map_err(|error| port_error("counting a try", &error))?;
        Ok(item.map(|item| u32::try_from(read_number(&item, schema::WRONG)).unwrap_or(u32::MAX)))
    }
}

/// Sends the write. Returns the item after it, or `None` if its condition was not true.
async fn when_it_holds(
    write: UpdateItemFluentBuilder,
) -> Result<Option<Item>, SdkError<UpdateItemError>> {
    match write.send().await {
        Ok(written) => Ok(Some(written.attributes.unwrap_or_default())),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The stored moments, the latest first.
fn moments_of(item: &Item) -> Vec<i64> {
    let Some(AttributeValue::Ns(all)) = item.get(schema::MOMENTS) else {
        return Vec::new();
    };
    let mut all: Vec<i64> = all.iter().filter_map(|at| at.parse().ok()).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all
}

fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn read_number(item: &Item, attribute: &str) -> i64 {
    match item.get(attribute) {
        Some(AttributeValue::N(number)) => number.parse().unwrap_or(0),
        _ => 0,
    }
}
