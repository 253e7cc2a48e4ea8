//! The `figures` function: counts case events as they come, and publishes figures each day.

use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::EventKey;
use platform::stream::each_case_event;

#[global_allocator]
static ALLOCATOR: platform::Allocator = platform::Allocator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let hub = Hub::connect(Settings::from_env()).await;
    hub.warm().await;
    let hub = &hub;
    run(service_fn(
        |message: LambdaEvent<serde_json::Value>| async move {
            if figures::is_daily(&message.payload) {
                return figures::publish(hub, Timestamp::now())
                    .await
                    .map_err(Error::from);
            }
            // An operator: `cargo hub dead-letters --again`.
            if let Some(key) = message.payload.get("count_again") {
                let key: EventKey = serde_json::from_value(key.clone())?;
                return figures::count(hub, &key).await.map_err(Error::from);
            }
            let batch = serde_json::from_value(message.payload)?;
            each_case_event(batch, hub, "figures", |event| figures::handle(hub, event))
                .await
                .map_err(Error::from)
        },
    ))
    .await
}
