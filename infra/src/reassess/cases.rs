//! Reads the cases of a hub page by page, each with its document. For an operator; no function does this.

use anyhow::{Context, Result, bail};
use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use events::Reference;
use events::assessment::Assessment;
use jiff::Timestamp;
use platform::schema;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::time::Duration;

/// The most items that one DynamoDB call reads.
const BATCH: usize = 100;
/// How often a batch is retried if the table did not process all of it.
const TRIES: u32 = 9;

type Item = HashMap<String, AttributeValue>;

/// The parts of a case that are read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Kept {
    pub(super) reference: Reference,
    /// When it arrived.
    pub(super) opened_at: Timestamp,
    /// The stored assessment.
    pub(super) received: KeptReceived,
    /// Whether the ways of contact have changed since.
    #[serde(default)]
    pub(super) contact_changed: bool,
}

/// The parts of the assessment that are read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct KeptReceived {
    pub(super) assessment: Assessment,
}

/// The cases, one page at a time, never all of them in memory.
pub(super) struct Pages<'a> {
    client: Client,
    cases: &'a str,
    people: &'a str,
    from: Option<Item>,
    ended: bool,
    unreadable: usize,
}

impl<'a> Pages<'a> {
    pub(super) fn new(sdk: &SdkConfig, cases: &'a str, people: &'a str) -> Self {
        Self {
            client: Client::new(sdk),
            cases,
            people,
            from: None,
            ended: false,
            unreadable: 0,
        }
    }

    /// How many cases could not be read so far.
    pub(super) fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// The next cases; `None` after the last. A case has no document if the person has had it deleted.
    ///
    /// Reads a whole table, which no function does: the question is about every case, and rare.
    ///
    /// # Errors
    /// A table cannot be read.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<(Kept, Option<Value>)>>> {
        if self.ended {
            return Ok(None);
        }
        let answer = self
            .client
            .scan()
            .table_name(self.cases)
            .filter_expression("sk = :state")
            .expression_attribute_values(":state", AttributeValue::S(schema::STATE.to_owned()))
            .projection_expression("#case")
            .expression_attribute_names("#case", schema::CASE)
            .set_exclusive_start_key(self.from.take())
            .send()
            .await
            .map_err(aws_sdk_dynamodb::Error::from)
            .context("The cases cannot be read")?;
        self.from = answer.last_evaluated_key;
        self.ended = self.from.is_none();
        let items = answer.items.unwrap_or_default();
        let found = items.len();
        let read = |mut item: Item| {
            serde_dynamo::from_attribute_value::<_, Kept>(item.remove(schema::CASE)?).ok()
        };
        let kept: Vec<Kept> = items.into_iter().filter_map(read).collect();
        self.unreadable += found - kept.len();
        let mut page = Vec::with_capacity(kept.len());
        for batch in kept.chunks(BATCH) {
            let mut documents = self.documents(batch).await?;
            page.extend(batch.iter().map(|kept| {
                (
                    kept.clone(),
                    documents.remove(&schema::person_pk(&kept.reference)),
                )
            }));
        }
        Ok(Some(page))
    }

    /// The documents of these cases by their keys. A damaged document is not a referral, and is found as one that
    /// cannot be read.
    async fn documents(&self, batch: &[Kept]) -> Result<HashMap<String, Value>> {
        let key = |kept: &Kept| {
            HashMap::from([(
                schema::PK.to_owned(),
                AttributeValue::S(schema::person_pk(&kept.reference)),
            )])
        };
        let mut asked = KeysAndAttributes::builder()
            .set_keys(Some(batch.iter().map(key).collect()))
            .projection_expression("pk, #referral")
            .expression_attribute_names("#referral", schema::REFERRAL)
            .build()?;
        let mut documents = HashMap::new();
        for attempt in 0..TRIES {
            tokio::time::sleep(Duration::from_millis(50 * u64::from(attempt * attempt))).await;
            let answer = self
                .client
                .batch_get_item()
                .request_items(self.people, asked)
                .send()
                .await
                .map_err(aws_sdk_dynamodb::Error::from)
                .context("The documents of the cases cannot be read")?;
            for item in answer
                .responses
                .unwrap_or_default()
                .remove(self.people)
                .unwrap_or_default()
            {
                let (Some(AttributeValue::S(pk)), Some(AttributeValue::S(document))) =
                    (item.get(schema::PK), item.get(schema::REFERRAL))
                else {
                    continue;
                };
                documents.insert(
                    pk.clone(),
                    serde_json::from_str(document).unwrap_or_default(),
                );
            }
            match answer
                .unprocessed_keys
                .unwrap_or_default()
                .remove(self.people)
            {
                Some(rest) if !rest.keys.is_empty() => asked = rest,
                _ => return Ok(documents),
            }
        }
        bail!("The table {} is overloaded: try again later.", self.people)
    }
}
