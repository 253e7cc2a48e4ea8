//! The hub's memory: which cases have the same person or place, under keyed hashes.

use super::Hub;
use super::error::port_error;
use super::items::{Item, compared, keyed, read};
use crate::PortError;
use crate::ports::{ReadSightings, Remembered};
use crate::schema;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, KeysAndAttributes, Put, TransactWriteItem};
use domain::triage::forgotten_at;
use events::case::Sighting;
use std::collections::HashMap;

impl ReadSightings for Hub {
    async fn sightings(&self, keys: &[String]) -> Result<Vec<Remembered>, PortError> {
        let name = self.setting("CASES_TABLE")?;
        let mut wanted = KeysAndAttributes::builder().consistent_read(true);
        for key in keys {
            wanted = wanted.keys(keyed(key.clone(), schema::SIGHTINGS.to_owned()));
        }
        let wanted = wanted.build().map_err(|_| {
            PortError::Permanent("the read of sightings could not be built".to_owned())
        })?;
        let answer = self
            .dynamo
            .batch_get_item()
            .request_items(name, wanted)
            .send()
            .await
            .map_err(|error| port_error("reading sightings", &error))?;
        if answer
            .unprocessed_keys()
            .is_some_and(|left| !left.is_empty())
        {
            return Err(PortError::Transient(
                "some sightings were not read".to_owned(),
            ));
        }
        let items = answer
            .responses
            .unwrap_or_default()
            .remove(name)
            .unwrap_or_default();
        let by_key: HashMap<String, Item> = items
            .into_iter()
            .map(|item| Ok((read(item.clone(), schema::PK)?, item)))
            .collect::<Result<_, PortError>>()?;
        let of = |key: &String| {
            let seen = by_key
                .get(key)
                .map(|item| read(item.clone(), schema::SEEN))
                .transpose()?;
            Ok(Remembered {
                key: key.clone(),
                seen: seen.unwrap_or_default(),
            })
        };
        keys.iter().map(of).collect()
    }
}

/// Writes the new entries, if the stored ones are those that were read. The store deletes expired entries.
pub(super) fn remember(
    table: &str,
    before: &Remembered,
    now: &[Sighting],
) -> Result<TransactWriteItem, PortError> {
    let key = keyed(before.key.clone(), schema::SIGHTINGS.to_owned());
    let none = "attribute_not_exists(pk)";
    let same = "seen = :was";
    let was: AttributeValue = compared(&before.seen)?;
    let Some(forgotten) = forgotten_at(now) else {
        let delete = Delete::builder().table_name(table).set_key(Some(key));
        let delete = delete
            .condition_expression(format!("{none} OR {same}"))
            .expression_attribute_values(":was", was);
        return delete
            .build()
            .map(|delete| TransactWriteItem::builder().delete(delete).build())
            .map_err(not_asked);
    };
    let mut item = key;
    item.insert(schema::SEEN.to_owned(), compared(&now)?);
    item.insert(
        schema::TTL.to_owned(),
        AttributeValue::N(forgotten.as_second().to_string()),
    );
    let put = Put::builder().table_name(table).set_item(Some(item));
    let put = if before.seen.is_empty() {
        put.condition_expression(none)
    } else {
        put.condition_expression(same)
            .expression_attribute_values(":was", was)
    };
    put.build().map(super::items::put).map_err(not_asked)
}

fn not_asked(_: BuildError) -> PortError {
    PortError::Permanent("the write of sightings could not be built".to_owned())
}
