//! The `notify` function.

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let hub = Hub::connect(Settings::from_env()).await;
    run(service_fn(|batch: LambdaEvent<SqsEvent>| {
        batch_of_messages(&hub, batch.payload)
    }))
    .await
}

/// Handles the messages in order. The queue delivers a failed message again, and moves it to the dead-letter queue
/// after too many failures.
async fn batch_of_messages(hub: &Hub, batch: SqsEvent) -> Result<SqsBatchResponse, Error> {
    let mut answer = SqsBatchResponse::default();
    for message in batch.records {
        let id = message.message_id.unwrap_or_default();
        let outcome = match serde_json::from_str(message.body.as_deref().unwrap_or_default()) {
            Ok(message) => notify::take(hub, &message, Timestamp::now())
                .await
                .map_err(|error| error.to_string()),
            Err(_) => {
                Err("the message is not a request for an update or a returned mail".to_owned())
            }
        };
        if let Err(cause) = outcome {
            tracing::error!(
                message.id = id,
                cause,
                "a message on the updates queue failed"
            );
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = id;
            answer.batch_item_failures.push(failure);
        }
    }
    Ok(answer)
}
