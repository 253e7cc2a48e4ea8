//! The `react` function.

use aws_lambda_events::event::dynamodb::Event;
use events::Reference;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;
use platform::stream::each_case_event;
use serde::Deserialize;
use serde_json::Value;

/// What starts the function.
#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    /// An operator, after a restore: `cargo hub erase-again`.
    EraseAgain {
        /// Where to continue in the register of erased cases.
        erase_again: After,
    },
    /// The stream of case events.
    Stream(Box<Event>),
}

#[derive(Deserialize)]
struct After {
    after: Option<Reference>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let address = settings.get("HUB_URL")?.to_owned();
    let hub = Hub::connect(settings).await;
    run(service_fn(|message: LambdaEvent<Message>| async {
        match message.payload {
            Message::EraseAgain { erase_again } => {
                let after = erase_again.after.as_ref();
                let done = react::erase_again(&hub, after, Timestamp::now()).await?;
                Ok::<_, Error>(serde_json::to_value(done)?)
            }
            Message::Stream(batch) => {
                each_case_event(*batch, &hub, |event| {
                    react::handle(&hub, &address, event, Timestamp::now())
                })
                .await?;
                Ok(Value::Null)
            }
        }
    }))
    .await
}
