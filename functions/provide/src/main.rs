//! The `provide` function.

use jiff::Timestamp;
use lambda_http::{Error, Request, run, service_fn};
use platform::aws::Hub;
use platform::config::Settings;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let address = settings.get("HUB_URL")?.to_owned();
    let hub = Hub::connect(settings).await;
    let (hub, address) = (&hub, address.as_str());
    run(service_fn(move |request: Request| async move {
        Ok::<_, Error>(provide::handle(hub, address, request, Timestamp::now()).await)
    }))
    .await
}
