//! The `police` function.

use jiff::Timestamp;
use lambda_http::{Error, Request, run, service_fn};
use platform::aws::Hub;
use platform::config::Settings;
use platform::http::Edge;
use std::time::Duration;
use tokio::time::Instant;

#[global_allocator]
static ALLOCATOR: platform::Allocator = platform::Allocator;

/// How long the answer to a request for notes takes at least: longer than to register it.
const ANSWERED_AFTER: Duration = Duration::from_millis(700);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let edge = Edge::from_settings(&settings)?;
    let hub = Hub::connect(settings).await;
    let (hub, edge) = (&hub, &edge);
    run(service_fn(move |request: Request| async move {
        let answer = |request| police::handle(hub, request, Timestamp::now());
        // A request for notes is registered only if the case exists. Its answer takes as long if it does not.
        let notes = request.uri().path().ends_with("/request-notes");
        let soonest = Instant::now()
            + if notes {
                ANSWERED_AFTER
            } else {
                Duration::ZERO
            };
        let answered = edge.guard(request, answer).await;
        tokio::time::sleep_until(soonest).await;
        Ok::<_, Error>(answered)
    }))
    .await
}
