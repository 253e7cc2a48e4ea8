//! The `clock` function.

use clock::{Left, Tick};
use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use platform::aws::Hub;
use platform::config::Settings;

#[global_allocator]
static ALLOCATOR: platform::Allocator = platform::Allocator;

/// Time that is reserved for work in progress.
const RESERVED: SignedDuration = SignedDuration::from_secs(10);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let settings = Settings::from_env();
    let address = settings.get("HUB_URL")?.to_owned();
    let hub = Hub::connect(settings).await;
    hub.warm().await;
    let (hub, address) = (&hub, &address);
    run(service_fn(
        |message: LambdaEvent<serde_json::Value>| async move {
            let now = Timestamp::now();
            let ends = i64::try_from(message.context.deadline)
                .ok()
                .and_then(|ms| Timestamp::from_millisecond(ms).ok());
            let until = ends.unwrap_or(now) - RESERVED;
            if let Some(left) = Left::of(&message.payload)? {
                let given = clock::coordinator_left(hub, &left, now).await?;
                return Ok(serde_json::json!({"given": given}));
            }
            let done = match Tick::of(&message.payload, now) {
                Some(Tick::Minute) => {
                    clock::handle(hub, address, now, || Timestamp::now() < until).await
                }
                Some(Tick::Day) => clock::each_day(hub, now).await,
                None => Ok(0),
            };
            done.map(|_| serde_json::Value::Null).map_err(Error::from)
        },
    ))
    .await
}
