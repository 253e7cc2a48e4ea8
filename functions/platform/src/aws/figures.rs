//! Facts and counters: one item for each case, and one for each question and period.

use super::Hub;
use super::error::{failed_conditions, port_error};
use super::items::{Item, put, read, read_document, text, written};
use crate::PortError;
use crate::ports::{
    FactsOutcome, KeepFacts, KeepReleases, KeptFacts, ReadCounters, ReadReleases, Standing,
};
use crate::schema;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, Put, TransactWriteItem, Update};
use measures::{Changes, CounterKey, Counters};
use std::collections::BTreeMap;
use suppression::Release;

/// Keys in one lookup.
const LOOKED_FOR: usize = 100;

impl KeepFacts for Hub {
    async fn facts(&self, key: &str) -> Result<Option<KeptFacts>, PortError> {
        let answer = self
            .dynamo
            .get_item()
            .table_name(self.setting("FIGURES_TABLE")?)
            .key(schema::PK, text(schema::facts_pk(key)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| port_error("reading the facts of a case", &error))?;
        answer
            .item
            .map(|item| read_document(item, schema::FACTS))
            .transpose()
    }

    async fn keep_facts(
        &self,
        key: &str,
        before: Option<u32>,
        facts: &KeptFacts,
        changes: &Changes,
    ) -> Result<FactsOutcome, PortError> {
        let table = self.setting("FIGURES_TABLE")?;
        let row = Item::from([
            (schema::PK.to_owned(), text(schema::facts_pk(key))),
            (
                schema::VERSION.to_owned(),
                AttributeValue::N(facts.version.to_string()),
            ),
            (schema::FACTS.to_owned(), written(facts)?),
        ]);
        let row = Put::builder().table_name(table).set_item(Some(row));
        let row = match before {
            None => row.condition_expression("attribute_not_exists(pk)"),
            Some(before) => row
                .condition_expression("version = :before")
                .expression_attribute_values(":before", AttributeValue::N(before.to_string())),
        };
        let row = row.build().map_err(|_| {
            PortError::Permanent("the write of facts could not be built".to_owned())
        })?;
        let mut write = self.dynamo.transact_write_items().transact_items(put(row));
        for (counters, cells) in changes {
            write = write.transact_items(change(table, counters, schema::shard(key), cells)?);
        }
        let Err(error) = write.send().await else {
            return Ok(FactsOutcome::Kept);
        };
        failed_conditions("keeping the facts of a case", &error)?;
        Ok(FactsOutcome::Stale)
    }
}

/// Adds to each counter of an item. A case always adds to the same part of them.
fn change(
    table: &str,
    key: &str,
    shard: u8,
    cells: &Counters,
) -> Result<TransactWriteItem, PortError> {
    let mut update = Update::builder()
        .table_name(table)
        .key(schema::PK, text(schema::counters_pk(key, shard)));
    let mut terms = Vec::new();
    for (place, (cell, by)) in cells.iter().enumerate() {
        update = update
            .expression_attribute_names(format!("#c{place}"), cell)
            .expression_attribute_values(format!(":v{place}"), AttributeValue::N(by.to_string()));
        terms.push(format!("#c{place} :v{place}"));
    }
    let update = update
        .update_expression(format!("ADD {}", terms.join(", ")))
        .build()
        .map_err(|_| {
            PortError::Permanent("the update of counters could not be built".to_owned())
        })?;
    Ok(TransactWriteItem::builder().update(update).build())
}

impl ReadCounters for Hub {
    async fn counters(
        &self,
        keys: &[CounterKey],
    ) -> Result<BTreeMap<CounterKey, Counters>, PortError> {
        let parts = |key: &CounterKey| {
            let key = key.clone();
            (0..schema::SHARDS).map(move |shard| schema::counters_pk(&key, shard))
        };
        let items = self
            .figures_items(keys.iter().flat_map(parts).collect())
            .await?;
        let mut sums: BTreeMap<CounterKey, Counters> = BTreeMap::new();
        for (key, cells) in items.into_iter().filter_map(counters_of) {
            let sum = sums.entry(key).or_default();
            for (cell, count) in cells {
                *sum.entry(cell).or_default() += count;
            }
        }
        for sum in sums.values_mut() {
            sum.retain(|_, count| *count != 0);
        }
        Ok(sums)
    }
}

impl KeepReleases for Hub {
    async fn keep_release(
        &self,
        key: &str,
        release: &Release,
        standing: Standing,
    ) -> Result<(), PortError> {
        let mut put = self
            .dynamo
            .put_item()
            .table_name(self.setting("FIGURES_TABLE")?)
            .item(schema::PK, text(schema::release_pk(key)))
            .item(schema::RELEASE, written(release)?);
        if standing == Standing::Final {
            put = put.condition_expression("attribute_not_exists(pk)");
        }
        match put.send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(PutItemError::is_conditional_check_failed_exception) =>
            {
                Ok(())
            }
            Err(error) => Err(port_error("keeping what was published", &error)),
        }
    }
}

impl ReadReleases for Hub {
    async fn releases(&self, keys: &[String]) -> Result<BTreeMap<String, Release>, PortError> {
        let pks = keys.iter().map(|key| schema::release_pk(key)).collect();
        let items = self.figures_items(pks).await?;
        items
            .into_iter()
            .map(|item| {
                let pk: String = read(item.clone(), schema::PK)?;
                let key = schema::release_key(&pk).unwrap_or_default().to_owned();
                Ok((key, read_document(item, schema::RELEASE)?))
            })
            .collect()
    }
}

impl Hub {
    /// The items of the figures under those keys.
    async fn figures_items(&self, pks: Vec<String>) -> Result<Vec<Item>, PortError> {
        let table = self.setting("FIGURES_TABLE")?;
        let mut found = Vec::new();
        for some in pks.chunks(LOOKED_FOR) {
            let keys = some
                .iter()
                .map(|pk| Item::from([(schema::PK.to_owned(), text(pk.clone()))]));
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(keys.collect()))
                .build()
                .map_err(|_| {
                    PortError::Permanent("the read of figures could not be built".to_owned())
                })?;
            let answer = self
                .dynamo
                .batch_get_item()
                .request_items(table, wanted)
                .send()
                .await
                .map_err(|error| port_error("reading figures", &error))?;
            if answer
                .unprocessed_keys()
                .is_some_and(|left| !left.is_empty())
            {
                return Err(PortError::Transient(
                    "some figures were not read".to_owned(),
                ));
            }
            found.extend(
                answer
                    .responses
                    .and_then(|mut tables| tables.remove(table))
                    .unwrap_or_default(),
            );
        }
        Ok(found)
    }
}

/// The key of an item, and its part of the counters.
fn counters_of(mut item: Item) -> Option<(CounterKey, Counters)> {
    let pk = item.remove(schema::PK)?;
    let key = schema::counters_key(pk.as_s().ok()?)?.to_owned();
    let number = |(cell, value): (String, AttributeValue)| {
        let count: i64 = value.as_n().ok()?.parse().ok()?;
        Some((cell, count))
    };
    Some((key, item.into_iter().filter_map(number).collect()))
}
