//! The cases of a hub, page by page, each with the document that it came with: read by an operator, never by a function.

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

/// How many items DynamoDB gives at once.
const BATCH: usize = 100;
/// How often a batch is asked for again where the table had no time for all of it.
const TRIES: u32 = 9;

type Item = HashMap<String, AttributeValue>;

/// What is read of a case.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Kept {
    /// Which.
    pub(super) reference: Reference,
    /// When it came.
    pub(super) opened_at: Timestamp,
    /// What was known then.
    pub(super) received: KeptReceived,
    /// Whether how the person may be reached was changed since.
    #[serde(default)]
    pub(super) contact_changed: bool,
}

/// What is read of what was known.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct KeptReceived {
    /// What was concluded.
    pub(super) assessment: Assessment,
}

/// The cases, a page at a time: never all of them in memory.
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

    /// The next cases; nothing after the last. A case without a document is one whose person has had it deleted.
    ///
    /// A whole table is read here, which no function ever does: the question is of every case, and asked once.
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

    /// The documents of these cases by their keys. One that is damaged is no referral any more, and is found to be none.
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
                .context("What the cases came with cannot be read")?;
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
        bail!(
            "The table {} has no time to be read: try again later.",
            self.people
        )
    }
}
