//! The `figures` function.

use aws_lambda_events::event::dynamodb::Event;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;
use platform::stream::each_case_event;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let hub = Hub::connect(Settings::from_env()).await;
    run(service_fn(|batch: LambdaEvent<Event>| async {
        each_case_event(batch.payload, &hub, |event| figures::handle(&hub, event))
            .await
            .map_err(Error::from)
    }))
    .await
}
