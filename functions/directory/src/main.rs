//! The `directory` function.

use jiff::Timestamp;
use lambda_http::{Error, Request, run, service_fn};
use platform::aws::Hub;
use platform::config::Settings;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let hub = Hub::connect(Settings::from_env()).await;
    let hub = &hub;
    run(service_fn(move |request: Request| async move {
        Ok::<_, Error>(directory::handle(hub, request, Timestamp::now()).await)
    }))
    .await
}
