//! The `mine` function.

use frontend::Assets;
use jiff::Timestamp;
use lambda_http::{Error, Request, run, service_fn};
use mine::Context;
use platform::aws::Hub;
use platform::config::Settings;
use platform::http::{Edge, unavailable};
use platform::ports::ReadKeys;

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
    let (hub, assets, edge) = (&hub, &assets, &edge);
    run(service_fn(move |request: Request| async move {
        let answer = |request| async move {
            match hub.keys().await {
                Ok(keys) => {
                    mine::handle(
                        &Context {
                            ports: hub,
                            keys,
                            assets,
                        },
                        request,
                        Timestamp::now(),
                    )
                    .await
                }
                Err(error) => unavailable(&error, None),
            }
        };
        Ok::<_, Error>(edge.guard(request, answer).await)
    }))
    .await
}
