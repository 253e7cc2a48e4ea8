//! The `react` function.

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::sqs::SqsEvent;
use events::Reference;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::PortError;
use platform::aws::Hub;
use platform::config::Settings;
use platform::stream::{each_message, each_prompt_event};
use serde::Deserialize;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: platform::Allocator = platform::Allocator;

/// The name of the function in what it sets aside.
const NAME: &str = "react";

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
    /// The slow lane.
    Lane(Box<SqsEvent>),
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
    hub.warm().await;
    run(service_fn(|message: LambdaEvent<Message>| async {
        match message.payload {
            Message::EraseAgain { erase_again } => {
                let after = erase_again.after.as_ref();
                let done = react::erase_again(&hub, after, Timestamp::now()).await?;
                Ok::<_, Error>(serde_json::to_value(done)?)
            }
            Message::Stream(batch) => {
                each_prompt_event(*batch, &hub, NAME, Timestamp::now(), |event| {
                    react::handle(&hub, &address, event, Timestamp::now())
                })
                .await?;
                Ok(Value::Null)
            }
            Message::Lane(batch) => {
                let answer = each_message(*batch, &hub, NAME, |body| later(&hub, &address, body));
                Ok(serde_json::to_value(answer.await)?)
            }
        }
    }))
    .await
}

/// Reacts to the event that a message of the slow lane names.
async fn later(hub: &Hub, address: &str, body: String) -> Result<(), PortError> {
    let key = serde_json::from_str(&body)
        .map_err(|_| PortError::Permanent("the message names no event".to_owned()))?;
    react::handle_later(hub, address, &key, Timestamp::now()).await
}
