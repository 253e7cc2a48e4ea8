//! Stored items: their keys, their attributes, and their writes.

use super::error::damaged;
use crate::PortError;
use crate::document;
use crate::ports::Lane;
use crate::schema;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use events::Reference;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// A stored item.
pub(super) type Item = HashMap<String, AttributeValue>;

/// An item with only its keys.
pub(super) fn keyed(pk: String, sk: String) -> Item {
    HashMap::from([
        (schema::PK.to_owned(), text(pk)),
        (schema::SK.to_owned(), text(sk)),
    ])
}

/// A document as an attribute.
pub(super) fn written<T: Serialize>(document: &T) -> Result<AttributeValue, PortError> {
    document::write(document)
        .map(text)
        .map_err(damaged("a stored value"))
}

/// The document in an attribute of an item.
pub(super) fn read_document<T: DeserializeOwned>(
    mut item: Item,
    attribute: &str,
) -> Result<T, PortError> {
    let value = item.remove(attribute).unwrap_or(AttributeValue::Null(true));
    document::read(value).map_err(damaged(attribute))
}

/// A value that a condition compares with the stored one: always as attributes, because a text would differ from what
/// is stored so.
pub(super) fn compared<T: Serialize>(value: &T) -> Result<AttributeValue, PortError> {
    serde_dynamo::to_attribute_value(value).map_err(damaged("a stored value"))
}

/// A value of an item that is no document.
pub(super) fn read<T: DeserializeOwned>(mut item: Item, attribute: &str) -> Result<T, PortError> {
    let value = item.remove(attribute).unwrap_or(AttributeValue::Null(true));
    serde_dynamo::from_attribute_value(value).map_err(damaged(attribute))
}

/// A put that replaces the stored item.
pub(super) fn plain(table: &str, item: Item) -> Result<Put, PortError> {
    Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .build()
        .map_err(|_| PortError::Permanent("the write of an item could not be built".to_owned()))
}

/// A put that fails if the item exists.
pub(super) fn new_only(table: &str, item: Item) -> Result<Put, PortError> {
    Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(pk)")
        .build()
        .map_err(|_| PortError::Permanent("the write of an item could not be built".to_owned()))
}

/// A put as part of a transaction.
pub(super) fn put(put: Put) -> TransactWriteItem {
    TransactWriteItem::builder().put(put).build()
}

/// A text as an attribute.
pub(super) fn text(text: String) -> AttributeValue {
    AttributeValue::S(text)
}

/// Puts an item of a case on the agenda of a lane.
pub(super) fn put_on_agenda(
    item: &mut Item,
    lane: Lane,
    reference: &Reference,
    at: Timestamp,
) -> Result<(), PortError> {
    let Some(AttributeValue::S(sk)) = item.get(schema::SK) else {
        return Err(PortError::Permanent("an item has no sort key".to_owned()));
    };
    let place = schema::due_at(at, reference, sk);
    let shard = schema::shard(reference.as_str());
    item.insert(
        schema::DUE_KEY.to_owned(),
        text(schema::due_key(lane, shard)),
    );
    item.insert(schema::DUE_AT.to_owned(), text(place));
    Ok(())
}
