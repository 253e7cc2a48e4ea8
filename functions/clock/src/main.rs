//! The `clock` function.

use clock::Tick;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let address = settings.get("HUB_URL")?.to_owned();
    let hub = Hub::connect(settings).await;
    let (hub, address) = (&hub, &address);
    run(service_fn(|message: LambdaEvent<serde_json::Value>| async move {
        let now = Timestamp::now();
        let done = match Tick::of(&message.payload) {
            Tick::Minute => clock::handle(hub, address, now).await,
            Tick::Day => clock::each_day(hub, now).await,
        };
        done.map(|_| ()).map_err(Error::from)
    }))
    .await
}
