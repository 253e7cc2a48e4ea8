//! The `feed` function.

use aws_lambda_events::event::sqs::SqsEvent;
use feed::{Progress, ReadLimits};
use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::PortError;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::ContinueFeed;
use platform::stream::each_message;
use std::num::NonZeroU32;

#[global_allocator]
static ALLOCATOR: platform::Allocator = platform::Allocator;

/// Time that is reserved for the batch in progress and for the report.
const RESERVED: SignedDuration = SignedDuration::from_secs(90);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let limits = ReadLimits {
        rows_per_second: rate(settings.get("FEED_ROWS_PER_SECOND")?)?,
        ..ReadLimits::USUAL
    };
    let hub = Hub::connect(settings).await;
    hub.warm().await;
    let hub = &hub;
    run(service_fn(|batch: LambdaEvent<SqsEvent>| async move {
        let ends = i64::try_from(batch.context.deadline)
            .ok()
            .and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let until = ends.unwrap_or_else(Timestamp::now) - RESERVED;
        let read = |body| files(hub, body, limits, until);
        Ok::<_, Error>(each_message(batch.payload, hub, "feed", read).await)
    }))
    .await
}

fn rate(setting: &str) -> Result<NonZeroU32, PortError> {
    let unreadable =
        |_| PortError::Permanent("FEED_ROWS_PER_SECOND is not a positive number".to_owned());
    setting.parse().map_err(unreadable)
}

/// Reads each file of a message as far as the time allows. Puts an unfinished file on the queue again.
async fn files(
    hub: &Hub,
    message: String,
    limits: ReadLimits,
    until: Timestamp,
) -> Result<(), PortError> {
    let keys = feed::keys_in(&message).ok_or_else(|| {
        PortError::Permanent("a message on the feeds queue names no file".to_owned())
    })?;
    for key in keys {
        if feed::read(hub, &key, limits, Timestamp::now, until).await? == Progress::OutOfTime {
            hub.continue_feed(&key).await?;
        }
    }
    Ok(())
}
