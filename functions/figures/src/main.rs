//! The `figures` function: counts case events as they come, and publishes figures each day.

use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;
use platform::stream::each_case_event;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let hub = Hub::connect(Settings::from_env()).await;
    let hub = &hub;
    run(service_fn(
        |message: LambdaEvent<serde_json::Value>| async move {
            if figures::is_daily(&message.payload) {
                return figures::publish(hub, Timestamp::now())
                    .await
                    .map_err(Error::from);
            }
            let batch = serde_json::from_value(message.payload)?;
            each_case_event(batch, hub, |event| figures::handle(hub, event))
                .await
                .map_err(Error::from)
        },
    ))
    .await
}
