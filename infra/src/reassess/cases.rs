//! Reads the cases of a hub page by page, each with its document. For an operator; no function does this.

use anyhow::{Context, Result, bail};
use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use events::Reference;
use events::assessment::Assessment;
use events::case::Case;
use jiff::Timestamp;
use platform::PortError;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::ReadCase;
use platform::{document, schema};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::time::Duration;

/// The most items that one DynamoDB call reads.
const BATCH: usize = 100;
/// How often a batch is retried if the table did not process all of it.
const TRIES: u32 = 9;

type Item = HashMap<String, AttributeValue>;

impl From<Case> for Kept {
    fn from(case: Case) -> Self {
        Self {
            reference: case.reference,
            opened_at: case.opened_at,
            received: KeptReceived {
                assessment: case.received.assessment,
            },
            contact_changed: case.contact.changed,
            reassessments: case
                .coordination
                .reassessments
                .into_iter()
                .map(|one| KeptReassessment { at: one.at })
                .collect(),
        }
    }
}

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
    /// What was learned since, oldest first.
    #[serde(default)]
    reassessments: Vec<KeptReassessment>,
}

impl Kept {
    /// When a coordinator last had the person assessed again.
    pub(super) fn assessed_again_at(&self) -> Option<Timestamp> {
        self.reassessments.last().map(|one| one.at)
    }
}

/// The part of a reassessment that is read.
#[derive(Clone, Debug, Deserialize)]
struct KeptReassessment {
    at: Timestamp,
}

/// The parts of the assessment that are read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct KeptReceived {
    pub(super) assessment: Assessment,
}

/// The cases, one page at a time, never all of them in memory.
pub(super) struct Pages<'a> {
    client: Client,
    /// The hub, with its table of cases only.
    hub: Hub,
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
            hub: Hub::new(Settings::from([("CASES_TABLE", cases)]), sdk),
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
            .projection_expression("pk, #case")
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
        let mut kept = Vec::with_capacity(found);
        for item in items {
            kept.extend(self.kept(item).await?);
        }
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

    /// What is read of a case, from the item of its state, or `None` if it cannot be read.
    async fn kept(&self, mut item: Item) -> Result<Option<Kept>> {
        if let Some(case) = item.remove(schema::CASE) {
            return Ok(document::read(case).ok());
        }
        // Nobody has changed it yet.
        let key = item.get(schema::PK).and_then(|key| key.as_s().ok());
        let named = key.and_then(|key| key.strip_prefix("CASE#")?.parse().ok());
        let Some(reference) = named else {
            return Ok(None);
        };
        let case = match self.hub.case(&reference).await {
            // It may have been changed between the two reads.
            Err(PortError::Transient(_)) => self.hub.case(&reference).await,
            read => read,
        };
        match case {
            Err(PortError::Permanent(_)) => Ok(None),
            read => Ok(read.context("A case cannot be read")?.map(Kept::from)),
        }
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
