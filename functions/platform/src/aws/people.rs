//! Personal data: documents and words, in a separate table under separate keys.

use super::Hub;
use super::error::port_error;
use super::items::{Item, put, read, read_document, text, written};
use crate::PortError;
use crate::ports::{People, ReadPerson, ReadWords, SideWrites, Words};
use crate::schema;
use aws_sdk_dynamodb::types::{Delete, KeysAndAttributes, Put, TransactWriteItem};
use events::Reference;
use std::collections::HashMap;

impl ReadPerson for Hub {
    async fn person(&self, reference: &Reference) -> Result<Option<serde_json::Value>, PortError> {
        let answer = self
            .dynamo
            .get_item()
            .table_name(self.setting("PEOPLE_TABLE")?)
            .key(schema::PK, text(schema::person_pk(reference)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| port_error("reading a person", &error))?;
        let Some(item) = answer.item else {
            return Ok(None);
        };
        let document: String = read(item, schema::REFERRAL)?;
        serde_json::from_str(&document)
            .map(Some)
            .map_err(|_| PortError::Permanent("a stored document is damaged".to_owned()))
    }
}

impl ReadWords for Hub {
    async fn words(&self, reference: &Reference, numbers: &[u32]) -> Result<Vec<Words>, PortError> {
        let Some(keys) = keys(reference, numbers) else {
            return Ok(Vec::new());
        };
        let table = self.setting("PEOPLE_TABLE")?;
        let answer = self
            .dynamo
            .batch_get_item()
            .request_items(table, keys)
            .send()
            .await
            .map_err(|error| port_error("reading what a person said", &error))?;
        if answer
            .unprocessed_keys()
            .is_some_and(|left| !left.is_empty())
        {
            return Err(PortError::Transient(
                "some of what a person said was not read".to_owned(),
            ));
        }
        let items = answer
            .responses
            .and_then(|mut tables| tables.remove(table))
            .unwrap_or_default();
        let read = items
            .into_iter()
            .map(|item| read_document::<Words>(item, schema::WORDS));
        let mut words = read.collect::<Result<Vec<_>, _>>()?;
        words.sort_by_key(|words| words.seq);
        Ok(words)
    }
}

fn keys(reference: &Reference, numbers: &[u32]) -> Option<KeysAndAttributes> {
    let key = |number: &u32| key(schema::words_pk(reference, *number));
    let keys: Vec<Item> = numbers.iter().map(key).collect();
    (!keys.is_empty()).then(|| {
        KeysAndAttributes::builder()
            .set_keys(Some(keys))
            .consistent_read(true)
            .build()
            .ok()
    })?
}

/// The writes of an append to the personal data. They need no condition, because the version of the case is checked
/// in the same transaction.
pub(super) fn changes(
    table: Option<&str>,
    reference: &Reference,
    side_writes: &SideWrites<'_>,
) -> Result<Vec<TransactWriteItem>, PortError> {
    if matches!(side_writes.people, People::Same) && side_writes.words.is_none() {
        return Ok(Vec::new());
    }
    let table = table.ok_or_else(|| {
        PortError::Permanent("this function may not change personal data".to_owned())
    })?;
    let mut changes = match side_writes.people {
        People::Same => Vec::new(),
        People::Rewritten(document) => vec![stored(table, schema::person_pk(reference), |item| {
            item.insert(schema::REFERRAL.to_owned(), text(document.to_string()));
        })?],
        People::Erased(words) => {
            let words = words
                .iter()
                .map(|number| schema::words_pk(reference, *number));
            let all = std::iter::once(schema::person_pk(reference)).chain(words);
            all.map(|pk| deleted(table, pk)).collect::<Result<_, _>>()?
        }
    };
    if let Some(words) = side_writes.words {
        let said = written(words)?;
        changes.push(stored(
            table,
            schema::words_pk(reference, words.seq),
            |item| {
                item.insert(schema::WORDS.to_owned(), said);
            },
        )?);
    }
    Ok(changes)
}

fn stored(
    table: &str,
    pk: String,
    fill: impl FnOnce(&mut Item),
) -> Result<TransactWriteItem, PortError> {
    let mut item = key(pk);
    fill(&mut item);
    let built = Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .build();
    built
        .map(put)
        .map_err(|_| PortError::Permanent("the write of a person could not be built".to_owned()))
}

fn deleted(table: &str, pk: String) -> Result<TransactWriteItem, PortError> {
    let built = Delete::builder()
        .table_name(table)
        .set_key(Some(key(pk)))
        .build();
    let item = built.map_err(|_| {
        PortError::Permanent("the deletion of a person could not be built".to_owned())
    })?;
    Ok(TransactWriteItem::builder().delete(item).build())
}

fn key(pk: String) -> Item {
    HashMap::from([(schema::PK.to_owned(), text(pk))])
}
