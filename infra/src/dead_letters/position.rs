//! A position in the stream of case events that Lambda gave up on, and the events there.

use crate::aws::Aws;
use anyhow::{Context, Result, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use platform::ports::EventKey;
use platform::{document, schema};
use serde::Deserialize;
use serde_json::Value;

/// How far the time of an event may be from its arrival in the stream: a change is tried again before it is stored.
const APART: SignedDuration = SignedDuration::from_mins(5);
/// More pages of a stream than one batch can be apart. Pages may be empty.
const PAGES: usize = 50;

/// What Lambda says about events that it gave up on. It does not hold them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Report")]
pub(super) struct Position {
    /// The function that did not handle them.
    pub(super) function: String,
    /// Why Lambda gave up.
    pub(super) condition: String,
    batch: Batch,
}

#[derive(Deserialize)]
struct Report {
    #[serde(rename = "requestContext")]
    context: Invocation,
    #[serde(rename = "DDBStreamBatchInfo")]
    batch: Batch,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    function_arn: String,
    condition: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Batch {
    shard_id: String,
    start_sequence_number: String,
    end_sequence_number: String,
    approximate_arrival_of_first_record: Timestamp,
    approximate_arrival_of_last_record: Timestamp,
    batch_size: u32,
    stream_arn: String,
}

impl From<Report> for Position {
    fn from(report: Report) -> Self {
        Self {
            function: report.context.function_arn,
            condition: report.context.condition,
            batch: report.batch,
        }
    }
}

impl Position {
    /// How many records there are.
    pub(super) fn count(&self) -> u32 {
        self.batch.batch_size
    }

    /// When the first of them was stored.
    pub(super) fn from(&self) -> Timestamp {
        self.batch.approximate_arrival_of_first_record
    }

    /// The keys of the events, from the stream, which keeps them for a day.
    ///
    /// # Errors
    /// The stream no longer has them, or cannot be read.
    pub(super) async fn keys_in_stream(&self, aws: &Aws) -> Result<Vec<EventKey>> {
        let what = "The stream cannot be read";
        let begin = [
            "dynamodbstreams",
            "get-shard-iterator",
            "--stream-arn",
            &self.batch.stream_arn,
            "--shard-id",
            &self.batch.shard_id,
            "--shard-iterator-type",
            "AT_SEQUENCE_NUMBER",
            "--sequence-number",
            &self.batch.start_sequence_number,
        ];
        let begin: Value = serde_json::from_str(&aws.call(what, begin).await?)?;
        let mut iterator = begin["ShardIterator"].as_str().map(str::to_owned);
        let mut keys = Vec::new();
        for _ in 0..PAGES {
            let Some(at) = iterator else { break };
            let read = [
                "dynamodbstreams",
                "get-records",
                "--shard-iterator",
                &at,
                "--query",
                "{records: Records[].{kind: eventName, number: dynamodb.SequenceNumber, keys: dynamodb.Keys}, next: NextShardIterator}",
            ];
            let page: Value = serde_json::from_str(&aws.call(what, read).await?)?;
            for record in page["records"].as_array().into_iter().flatten() {
                let number = record["number"].as_str().unwrap_or_default();
                if is_after(number, &self.batch.end_sequence_number) {
                    return Ok(keys);
                }
                if record["kind"] == "INSERT" {
                    keys.extend(key_of(&record["keys"]));
                }
                if number == self.batch.end_sequence_number {
                    return Ok(keys);
                }
            }
            iterator = page["next"].as_str().map(str::to_owned);
        }
        bail!("The stream no longer has the end of the batch")
    }

    /// The keys of all events of that time, from the table.
    ///
    /// # Errors
    /// The table cannot be read.
    pub(super) async fn keys_in_table(
        &self,
        dynamo: &Client,
        table: &str,
    ) -> Result<Vec<EventKey>> {
        let text = |text: String| AttributeValue::S(text);
        let from = self.batch.approximate_arrival_of_first_record - APART;
        let until = self.batch.approximate_arrival_of_last_record + APART;
        let mut items = dynamo
            .scan()
            .table_name(table)
            .filter_expression("begins_with(sk, :events)")
            .projection_expression("pk, sk, #event")
            .expression_attribute_names("#event", schema::EVENT)
            .expression_attribute_values(":events", text(schema::EVENT_PREFIX.to_owned()))
            .into_paginator()
            .items()
            .send();
        let mut keys = Vec::new();
        while let Some(item) = items.next().await {
            let mut item = item
                .map_err(aws_sdk_dynamodb::Error::from)
                .context("The table of cases cannot be read")?;
            // The table cannot look into a document. One that cannot be read may be of that time.
            let at = item
                .remove(schema::EVENT)
                .and_then(|event| document::read::<Happened>(event).ok());
            if at.is_some_and(|event| !(from..=until).contains(&event.at)) {
                continue;
            }
            let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
            let record = part(schema::PK)
                .zip(part(schema::SK))
                .map(|(pk, sk)| format!("{pk}/{sk}"));
            keys.extend(record.as_deref().and_then(schema::event_key));
        }
        keys.sort();
        Ok(keys)
    }
}

/// When an event happened.
#[derive(Deserialize)]
struct Happened {
    at: Timestamp,
}

/// The key of an event, from the keys of its item.
fn key_of(keys: &Value) -> Option<EventKey> {
    let part = |name: &str| keys[name]["S"].as_str();
    schema::event_key(&format!("{}/{}", part(schema::PK)?, part(schema::SK)?))
}

/// Sequence numbers are whole numbers of up to 40 digits.
fn is_after(number: &str, other: &str) -> bool {
    let order = |text: &str| {
        let digits = text.trim_start_matches('0');
        (digits.len(), digits.to_owned())
    };
    order(number) > order(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_position_is_read_as_lambda_writes_it() {
        let report = json!({
            "requestContext": {
                "requestId": "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
                "functionArn": "arn:aws:lambda:eu-west-2:123456789012:function:hub-kent-react",
                "condition": "RecordAgeExceeded",
                "approximateInvokeCount": 1
            },
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": "2026-11-14T00:13:49.717Z",
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000001573689847184-864758bb",
                "startSequenceNumber": "800000000003126276362",
                "endSequenceNumber": "800000000003126276363",
                "approximateArrivalOfFirstRecord": "2026-11-14T00:13:19Z",
                "approximateArrivalOfLastRecord": "2026-11-14T00:13:20Z",
                "batchSize": 2,
                "streamArn": "arn:aws:dynamodb:eu-west-2:123456789012:table/hub-kent-cases/stream/2026-11-14T00:13:19.000"
            }
        });
        let position: Position = serde_json::from_value(report).expect("a position");
        assert_eq!(
            (position.count(), position.from().to_string().as_str()),
            (2, "2026-11-14T00:13:19Z")
        );
        assert_eq!(position.condition, "RecordAgeExceeded");
    }

    #[test]
    fn sequence_numbers_are_ordered_as_numbers() {
        assert!(is_after("800000000003126276363", "99999999999"));
        assert!(is_after("0021", "20"));
        assert!(!is_after("20", "20") && !is_after("19", "20"));
    }

    #[test]
    fn only_events_have_a_key() {
        let case = schema::case_pk(&events::Reference::from_number(7));
        let key = |sk: &str| key_of(&json!({"pk": {"S": case}, "sk": {"S": sk}}));
        assert_eq!(key("EVENT#00000004").map(|key| key.seq), Some(4));
        assert_eq!(key("STATE"), None);
    }
}
