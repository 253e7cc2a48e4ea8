//! The `directory` function.

use directory::Context;
use frontend::Assets;
use jiff::Timestamp;
use lambda_http::{Error, Request, run, service_fn};
use platform::aws::Hub;
use platform::config::Settings;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let assets = Assets::from_json(&settings.read_beside("assets.json")?)?;
    let hub = Hub::connect(settings).await;
    let context = Context {
        ports: &hub,
        assets: &assets,
    };
    let context = &context;
    run(service_fn(move |request: Request| async move {
        Ok::<_, Error>(directory::handle(context, request, Timestamp::now()).await)
    }))
    .await
}
