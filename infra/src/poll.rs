//! A small provider system: waits on the provider's queue with its credentials, and can accept what it is offered.

use crate::aws::REGION;
use crate::http::Http;
use crate::status::Ready;
use crate::token;
use anyhow::{Context, Result, anyhow, bail};
use aws_config::{BehaviorVersion, Region};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::Credentials;
use aws_sdk_sqs::types::Message;
use events::offer::OFFERED;
use hyper::StatusCode;
use serde_json::Value;
use std::io::Write;
use std::time::Duration;

/// How long one request waits for a message: the longest that SQS allows.
const WAIT_SECONDS: i32 = 20;

/// How long an acceptance waits before each further try. The message stays hidden on the queue for longer than all of them.
const AGAIN_AFTER: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(9),
    Duration::from_secs(27),
];

/// Prints each message on a provider's queue as a line of JSON, until it is stopped.
///
/// # Errors
/// The provider is unknown, its queue cannot be read, or an offer cannot be accepted.
pub async fn poll(ready: &Ready, provider: &str, accepts: bool, once: bool) -> Result<()> {
    let queues = &ready.status.queues;
    let known = || {
        queues
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let queue = queues.get(provider).with_context(|| {
        format!(
            "There is no provider `{provider}`: choose one of {}.",
            known()
        )
    })?;
    let own = Credentials::new(
        &queue.access_key_id,
        &queue.secret_access_key,
        None,
        None,
        "provider",
    );
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(&ready.status.endpoint)
        .credentials_provider(own)
        .load()
        .await;
    let client = Client::new(&config);
    loop {
        let answer = client
            .receive_message()
            .queue_url(&queue.url)
            .wait_time_seconds(WAIT_SECONDS)
            .max_number_of_messages(10)
            .send()
            .await
            .map_err(aws_sdk_sqs::Error::from)
            .with_context(|| format!("The queue of `{provider}` cannot be read"))?;
        for message in answer.messages() {
            take(ready, provider, accepts, message).await?;
            let receipt = message
                .receipt_handle()
                .context("A message has no receipt")?;
            client
                .delete_message()
                .queue_url(&queue.url)
                .receipt_handle(receipt)
                .send()
                .await
                .map_err(aws_sdk_sqs::Error::from)
                .context("A message cannot be taken off the queue")?;
        }
        if once {
            return Ok(());
        }
    }
}

/// Prints one message. Accepts it if it is an offer and `--accept` was given.
async fn take(ready: &Ready, provider: &str, accepts: bool, message: &Message) -> Result<()> {
    let event: Value = serde_json::from_str(message.body().unwrap_or_default())
        .context("A message is not JSON")?;
    // A message that nobody has read stays on the queue.
    let mut out = std::io::stdout().lock();
    writeln!(out, "{event}")
        .and_then(|()| out.flush())
        .context("The output cannot be written")?;
    drop(out);
    if !accepts || event["type"] != OFFERED {
        return Ok(());
    }
    let href = event["data"]["href"]
        .as_str()
        .context("An offer has no `href`")?;
    let url = if href.starts_with('/') {
        format!("{}{href}", ready.status.api)
    } else {
        href.to_owned()
    };
    if !url.starts_with(&format!("{}/", ready.status.api)) {
        bail!("An offer's `href` leads away from the hub, so no token is sent to it: {href}");
    }
    let onward = event["data"]["onward"].as_str().unwrap_or("the offer");
    let said = accepted(ready, provider, &format!("{url}/accept"), onward).await?;
    eprintln!("{said}");
    Ok(())
}

/// Accepts an offer and says how that went. A refusal concerns this offer alone, so the next ones are still taken.
///
/// # Errors
/// The hub cannot be reached or does not work, also after several tries.
async fn accepted(ready: &Ready, provider: &str, url: &str, onward: &str) -> Result<String> {
    let mut waits = AGAIN_AFTER.into_iter();
    loop {
        let outcome = accept(ready, provider, url).await;
        let fault = match outcome.map(|status| (status, what_follows(status))) {
            Ok((_, Follows::Accepted)) => return Ok(format!("accepted {onward}")),
            Ok((status, Follows::Refused)) => {
                return Ok(format!(
                    "{onward} cannot be accepted: the hub answers {status}"
                ));
            }
            Ok((status, Follows::Again)) => anyhow!("The hub answers {status}"),
            Err(fault) => fault,
        };
        let Some(wait) = waits.next() else {
            return Err(fault.context(format!("{onward} could not be accepted")));
        };
        tokio::time::sleep(wait).await;
    }
}

async fn accept(ready: &Ready, provider: &str, url: &str) -> Result<StatusCode> {
    let token = token::token(ready, &format!("provider-{provider}")).await?;
    let answer = Http::new()
        .post(url, Some(&token), "application/json", "{}".to_owned())
        .await?;
    Ok(answer.status)
}

/// What an answer to an acceptance means for a provider's system.
#[derive(Debug, PartialEq, Eq)]
enum Follows {
    Accepted,
    Refused,
    /// The hub is busy or does not work at the moment.
    Again,
}

fn what_follows(status: StatusCode) -> Follows {
    if status.is_success() {
        Follows::Accepted
    } else if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
        Follows::Again
    } else {
        Follows::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_that_is_gone_does_not_end_the_provider() {
        for refusal in [403, 404, 409, 410, 412, 422] {
            let status = StatusCode::from_u16(refusal).unwrap();
            assert_eq!(what_follows(status), Follows::Refused, "{refusal}");
        }
    }

    #[test]
    fn a_busy_hub_is_asked_again() {
        for busy in [429, 500, 502, 503, 504] {
            let status = StatusCode::from_u16(busy).unwrap();
            assert_eq!(what_follows(status), Follows::Again, "{busy}");
        }
        assert_eq!(what_follows(StatusCode::OK), Follows::Accepted);
    }
}
