//! The `feed` function.

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use feed::{Progress, ReadLimits};
use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::PortError;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::ContinueFeed;

/// Time that is reserved for the batch in progress and for the report.
const RESERVED: SignedDuration = SignedDuration::from_secs(90);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let hub = Hub::connect(Settings::from_env()).await;
    run(service_fn(|batch: LambdaEvent<SqsEvent>| {
        let ends = i64::try_from(batch.context.deadline)
            .ok()
            .and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let until = ends.unwrap_or_else(Timestamp::now) - RESERVED;
        messages(&hub, batch.payload, until)
    }))
    .await
}

/// Handles the messages in order. The queue delivers a failed message again, and moves it to the dead-letter queue
/// after too many failures.
async fn messages(hub: &Hub, batch: SqsEvent, until: Timestamp) -> Result<SqsBatchResponse, Error> {
    let mut answer = SqsBatchResponse::default();
    for message in batch.records {
        let id = message.message_id.unwrap_or_default();
        if let Err(cause) = files(hub, message.body.as_deref().unwrap_or_default(), until).await {
            tracing::error!(message.id = id, cause = %cause, "a file could not be read");
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = id;
            answer.batch_item_failures.push(failure);
        }
    }
    Ok(answer)
}

/// Reads each file of a message as far as the time allows. Puts an unfinished file on the queue again.
async fn files(hub: &Hub, message: &str, until: Timestamp) -> Result<(), PortError> {
    let keys = feed::keys_in(message).ok_or_else(|| {
        PortError::Permanent("a message on the feeds queue names no file".to_owned())
    })?;
    for key in keys {
        if feed::read(hub, &key, ReadLimits::USUAL, Timestamp::now, until).await?
            == Progress::OutOfTime
        {
            hub.continue_feed(&key).await?;
        }
    }
    Ok(())
}
