//! The loads of services: one item for each service that has a limit of open cases.

use super::Hub;
use super::error::port_error;
use super::items::{Item, keyed, text};
use crate::PortError;
use crate::ports::{Freshness, ReadLoads};
use crate::schema;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, TransactWriteItem, Update};
use domain::case::apply::LoadChange;
use domain::matching::Loads;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long an answer is cached. An append checks the current loads, so a decision with old ones fails.
const RECENT: Duration = Duration::from_secs(5);

/// The cache of this process.
#[derive(Debug, Default)]
pub(super) struct LoadsCache(Mutex<Option<(Instant, Loads)>>);

impl ReadLoads for Hub {
    async fn loads(&self, services: &[&str], age: Freshness) -> Result<Loads, PortError> {
        let mut kept = self.loads.0.lock().await;
        if let Some((_, loads)) = kept
            .as_ref()
            .filter(|(read, _)| age == Freshness::Recent && read.elapsed() < RECENT)
        {
            return Ok(loads.clone());
        }
        let name = self.setting("CASES_TABLE")?;
        let mut wanted = KeysAndAttributes::builder().consistent_read(true);
        for service in services {
            wanted = wanted.keys(keyed(schema::load_pk(service), schema::LOAD.to_owned()));
        }
        let wanted = wanted
            .build()
            .map_err(|_| PortError::Permanent("the read of loads could not be built".to_owned()))?;
        let answer = self
            .dynamo
            .batch_get_item()
            .request_items(name, wanted)
            .send()
            .await
            .map_err(|error| port_error("reading loads", &error))?;
        if answer
            .unprocessed_keys()
            .is_some_and(|left| !left.is_empty())
        {
            return Err(PortError::Transient("some loads were not read".to_owned()));
        }
        let items = answer
            .responses
            .unwrap_or_default()
            .remove(name)
            .unwrap_or_default();
        let loads = Loads(items.iter().filter_map(load).collect());
        *kept = Some((Instant::now(), loads.clone()));
        Ok(loads)
    }
}

fn load(item: &Item) -> Option<(String, u32)> {
    let service = item.get(schema::PK)?.as_s().ok()?.strip_prefix("LOAD#")?;
    let held = item.get(schema::HELD)?.as_n().ok()?.parse().ok()?;
    Some((service.to_owned(), held))
}

/// Adds one if there is room, or takes one away. A service without any room is never matched.
pub(super) fn update(table: &str, change: &LoadChange<'_>) -> Result<TransactWriteItem, PortError> {
    let by = if change.takes.is_some() { "1" } else { "-1" };
    let mut update = Update::builder()
        .table_name(table)
        .key(schema::PK, text(schema::load_pk(change.service)))
        .key(schema::SK, text(schema::LOAD.to_owned()))
        .update_expression("ADD held :by")
        .expression_attribute_values(":by", AttributeValue::N(by.to_owned()));
    if let Some(capacity) = change.takes {
        update = update
            .condition_expression("attribute_not_exists(held) OR held < :capacity")
            .expression_attribute_values(":capacity", AttributeValue::N(capacity.to_string()));
    }
    let update = update
        .build()
        .map_err(|_| PortError::Permanent("the update of a load could not be built".to_owned()))?;
    Ok(TransactWriteItem::builder().update(update).build())
}
