//! The directory table: the area's profile, the clients of its partners and the queues of its providers.

use crate::aws::Aws;
use crate::profile::Loaded;
use anyhow::{Context, Result, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use platform::schema;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// The most items that one DynamoDB call writes.
const BATCH: usize = 25;

/// One item: its attributes.
pub type Item = HashMap<String, AttributeValue>;

/// What is loaded as well as the profile.
#[derive(Debug)]
pub struct Entries<'a> {
    /// Client ids by partner code.
    pub clients: &'a BTreeMap<String, String>,
    /// Queue addresses by provider code.
    pub queues: &'a BTreeMap<String, String>,
}

/// Loads a profile into the directory.
///
/// # Errors
/// A partner has no client, a provider has no queue, or the table refuses the items.
pub async fn load(aws: &Aws, table: &str, loaded: &Loaded, entries: &Entries<'_>) -> Result<()> {
    let mut items = vec![item(
        "PROFILE",
        [(schema::PROFILE, loaded.document.as_str())],
    )];
    for partner in &loaded.profile.partners {
        let id = entries
            .clients
            .get(&partner.code)
            .with_context(|| format!("{} has no client", partner.name))?;
        items.push(item(
            &schema::client_pk(id),
            [
                (schema::KIND, partner.kind.as_str()),
                (schema::CODE, partner.code.as_str()),
                (schema::NAME, partner.name.as_str()),
            ],
        ));
    }
    for provider in &loaded.profile.providers {
        let url = entries
            .queues
            .get(&provider.code)
            .with_context(|| format!("{} has no queue", provider.name))?;
        items.push(item(
            &schema::provider_pk(&provider.code),
            [(schema::QUEUE_URL, url.as_str())],
        ));
    }
    put(aws, table, items).await
}

/// An item whose attributes are all text.
fn item<const N: usize>(key: &str, attributes: [(&str, &str); N]) -> Item {
    let key = (schema::PK, key);
    std::iter::once(key)
        .chain(attributes)
        .map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned())))
        .collect()
}

/// Writes items. Sends those again that the table did not process.
///
/// # Errors
/// The table refuses them.
pub async fn put(aws: &Aws, table: &str, items: Vec<Item>) -> Result<()> {
    let client = Client::new(&aws.sdk().await?);
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        let mut batch = items
            .by_ref()
            .take(BATCH)
            .map(|item| {
                let put = PutRequest::builder().set_item(Some(item)).build()?;
                Ok(WriteRequest::builder().put_request(put).build())
            })
            .collect::<Result<Vec<_>>>()?;
        for attempt in 0_u32.. {
            if batch.is_empty() {
                break;
            }
            if attempt > 8 {
                bail!("The table {table} is overloaded: try again later");
            }
            tokio::time::sleep(Duration::from_millis(50 * u64::from(attempt * attempt))).await;
            let answer = client
                .batch_write_item()
                .request_items(table, batch)
                .send()
                .await
                .map_err(aws_sdk_dynamodb::Error::from)
                .with_context(|| format!("The table {table} refuses the items"))?;
            batch = answer
                .unprocessed_items
                .unwrap_or_default()
                .remove(table)
                .unwrap_or_default();
        }
    }
    Ok(())
}
