//! The `clock` function.

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
    run(service_fn(|_: LambdaEvent<serde_json::Value>| async {
        clock::handle(&hub, &address, Timestamp::now()).await.map(|_| ()).map_err(Error::from)
    }))
    .await
}
