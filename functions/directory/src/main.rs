//! The `directory` function.

use directory::Context;
use frontend::Assets;
use jiff::Timestamp;
use lambda_http::{Error, Request, run, service_fn};
use platform::aws::Hub;
use platform::config::Settings;
use platform::http::Edge;

#[global_allocator]
static ALLOCATOR: platform::Allocator = platform::Allocator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let assets = Assets::from_json(&settings.read_beside("assets.json")?)?;
    let edge = Edge::from_settings(&settings)?;
    let hub = Hub::connect(settings).await;
    hub.warm().await;
    let context = Context {
        ports: &hub,
        assets: &assets,
    };
    let (context, edge) = (&context, &edge);
    run(service_fn(move |request: Request| async move {
        let answer = |request| directory::handle(context, request, Timestamp::now());
        Ok::<_, Error>(edge.guard(request, answer).await)
    }))
    .await
}
