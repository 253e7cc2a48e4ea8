//! Dropped files in their bucket, checkpoints, and the queue that continues a file.

use super::Hub;
use super::error::port_error;
use super::items::{read_document, text, written};
use crate::PortError;
use crate::ports::{
    Checkpoint, CheckpointOutcome, ContinueFeed, FeedFile, ForgetFeed, KeepCheckpoint, KeepReport,
    Pause, ReadFeed,
};
use crate::schema;
use aws_config::SdkConfig;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long a checkpoint is kept. The file and its messages in the dead-letter queue are deleted sooner.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The S3 client. It is made on first use, so that functions without files do not need it.
#[derive(Clone, Debug)]
pub(super) struct Files {
    config: SdkConfig,
    client: Arc<OnceLock<Client>>,
}

impl Files {
    pub(super) fn with(config: &SdkConfig) -> Self {
        Self {
            config: config.clone(),
            client: Arc::default(),
        }
    }

    fn client(&self) -> &Client {
        self.client.get_or_init(|| Client::new(&self.config))
    }
}

impl ReadFeed for Hub {
    async fn feed_file(&self, key: &str) -> Result<Option<FeedFile>, PortError> {
        let head = self
            .files
            .client()
            .head_object()
            .bucket(self.setting("FEEDS_BUCKET")?)
            .key(key)
            .send()
            .await;
        let head = match head {
            Ok(head) => head,
            Err(error) if status(&error) == Some(404) => return Ok(None),
            Err(error) => return Err(port_error("finding a dropped file", &error)),
        };
        let told = || {
            PortError::Transient(
                "a dropped file was described without its size, tag or time".to_owned(),
            )
        };
        Ok(Some(FeedFile {
            size: head
                .content_length()
                .and_then(|size| u64::try_from(size).ok())
                .ok_or_else(told)?,
            tag: head.e_tag().ok_or_else(told)?.to_owned(),
            dropped_at: head
                .last_modified()
                .and_then(|at| Timestamp::from_second(at.secs()).ok())
                .ok_or_else(told)?,
        }))
    }

    async fn feed_bytes(
        &self,
        key: &str,
        tag: &str,
        from: u64,
        most: u64,
    ) -> Result<Option<Vec<u8>>, PortError> {
        let last = from.saturating_add(most.max(1)) - 1;
        let answer = self
            .files
            .client()
            .get_object()
            .bucket(self.setting("FEEDS_BUCKET")?)
            .key(key)
            .if_match(tag)
            .range(format!("bytes={from}-{last}"))
            .send()
            .await;
        match answer {
            Ok(answer) => collect(answer.body).await.map(Some),
            // The file was replaced or deleted.
            Err(error) if matches!(status(&error), Some(404 | 412)) => Ok(None),
            Err(error) => Err(port_error("reading a dropped file", &error)),
        }
    }
}

impl ForgetFeed for Hub {
    async fn forget_feed(&self, key: &str, tag: &str) -> Result<(), PortError> {
        let deleted = self
            .files
            .client()
            .delete_object()
            .bucket(self.setting("FEEDS_BUCKET")?)
            .key(key)
            .if_match(tag)
            .send()
            .await;
        match deleted {
            Ok(_) => Ok(()),
            // It is gone, or another file is there now, which a separate message announces.
            Err(error) if matches!(status(&error), Some(404 | 409 | 412)) => Ok(()),
            Err(error) => Err(port_error("deleting a file that was read", &error)),
        }
    }
}

impl KeepReport for Hub {
    async fn keep_report(&self, key: &str, body: Vec<u8>) -> Result<(), PortError> {
        self.files
            .client()
            .put_object()
            .bucket(self.setting("FEEDS_BUCKET")?)
            .key(key)
            .content_type("application/x-ndjson")
            .body(ByteStream::from(body))
            .send()
            .await
            .map_err(|error| port_error("storing a report", &error))?;
        Ok(())
    }

    async fn report(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        let answer = self
            .files
            .client()
            .get_object()
            .bucket(self.setting("FEEDS_BUCKET")?)
            .key(key)
            .send()
            .await;
        match answer {
            Ok(answer) => collect(answer.body).await.map(Some),
            Err(error) if status(&error) == Some(404) => Ok(None),
            Err(error) => Err(port_error("reading a report", &error)),
        }
    }
}

impl KeepCheckpoint for Hub {
    async fn checkpoint(&self, file: &str) -> Result<Option<Checkpoint>, PortError> {
        let answer = self
            .dynamo
            .get_item()
            .table_name(self.setting("FEEDS_TABLE")?)
            .key(schema::PK, text(schema::file_pk(file)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| port_error("reading a checkpoint", &error))?;
        answer
            .item
            .map(|item| read_document(item, schema::CHECKPOINT))
            .transpose()
    }

    async fn keep_checkpoint(
        &self,
        file: &str,
        checkpoint: &Checkpoint,
        now: Timestamp,
    ) -> Result<CheckpointOutcome, PortError> {
        let number = |number: i64| AttributeValue::N(number.to_string());
        let item = HashMap::from([
            (schema::PK.to_owned(), text(schema::file_pk(file))),
            (
                schema::VERSION.to_owned(),
                number(checkpoint.version.into()),
            ),
            (schema::CHECKPOINT.to_owned(), written(checkpoint)?),
            (schema::TTL.to_owned(), number((now + KEPT).as_second())),
        ]);
        let put = self
            .dynamo
            .put_item()
            .table_name(self.setting("FEEDS_TABLE")?)
            .set_item(Some(item));
        let put = match checkpoint.version {
            1 => put.condition_expression("attribute_not_exists(pk)"),
            version => put
                .condition_expression("#version = :before")
                .expression_attribute_names("#version", schema::VERSION)
                .expression_attribute_values(":before", number(i64::from(version) - 1)),
        };
        let put = put
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let Err(error) = put.send().await else {
            return Ok(CheckpointOutcome::Stored);
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(refused)) => {
                // The client repeats a write whose response was lost. The repeat then finds its own write.
                let stored = refused
                    .item()
                    .cloned()
                    .map(|item| read_document(item, schema::CHECKPOINT))
                    .transpose()?;
                Ok(if stored.as_ref() == Some(checkpoint) {
                    CheckpointOutcome::Stored
                } else {
                    CheckpointOutcome::Stale
                })
            }
            _ => Err(port_error("storing a checkpoint", &error)),
        }
    }
}

impl Pause for Hub {
    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

impl ContinueFeed for Hub {
    async fn continue_feed(&self, key: &str) -> Result<(), PortError> {
        self.sqs
            .send_message()
            .queue_url(self.setting("FEEDS_QUEUE_URL")?)
            .message_body(serde_json::json!({"continue": key}).to_string())
            .send()
            .await
            .map_err(|error| port_error("continuing a file", &error))?;
        Ok(())
    }
}

async fn collect(body: ByteStream) -> Result<Vec<u8>, PortError> {
    let bytes = body.collect().await.map_err(|_| {
        PortError::Transient("the connection broke while a file was read".to_owned())
    })?;
    Ok(bytes.to_vec())
}

/// The HTTP status of an error response.
fn status<E: ProvideErrorMetadata>(error: &SdkError<E>) -> Option<u16> {
    error.raw_response().map(|answer| answer.status().as_u16())
}
