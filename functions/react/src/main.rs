//! The `react` function.

use aws_lambda_events::event::dynamodb::Event;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;
use platform::stream::each_case_event;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let address = settings.get("HUB_URL")?.to_owned();
    let hub = Hub::connect(settings).await;
    run(service_fn(|batch: LambdaEvent<Event>| async {
        each_case_event(batch.payload, &hub, |event| {
            react::handle(&hub, &address, event, Timestamp::now())
        })
        .await
        .map_err(Error::from)
    }))
    .await
}
