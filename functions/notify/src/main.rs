//! The `notify` function.

use aws_lambda_events::event::sqs::SqsEvent;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::PortError;
use platform::aws::Hub;
use platform::config::Settings;
use platform::stream::each_message;

#[global_allocator]
static ALLOCATOR: platform::Allocator = platform::Allocator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let hub = Hub::connect(Settings::from_env()).await;
    hub.warm().await;
    let hub = &hub;
    run(service_fn(|batch: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Error>(each_message(batch.payload, hub, "notify", |body| take(hub, body)).await)
    }))
    .await
}

/// Handles a request for an update, or a returned mail.
async fn take(hub: &Hub, body: String) -> Result<(), PortError> {
    let message = serde_json::from_str(&body).map_err(|_| {
        PortError::Permanent(
            "the message is not a request for an update or a returned mail".to_owned(),
        )
    })?;
    notify::take(hub, &message, Timestamp::now()).await
}
