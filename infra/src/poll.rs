//! A small provider system: waits on the provider's queue with its credentials, and can accept what it is offered.

use crate::aws::REGION;
use crate::http::Http;
use crate::status::Ready;
use crate::token;
use anyhow::{Context, Result, bail};
use aws_config::{BehaviorVersion, Region};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::Credentials;
use aws_sdk_sqs::types::Message;
use events::offer::OFFERED;
use serde_json::Value;
use std::io::Write;

/// How long one request waits for a message: the longest that SQS allows.
const WAIT_SECONDS: i32 = 20;

/// Prints each message on a provider's queue as a line of JSON, until it is stopped.
///
/// # Errors
/// The provider is unknown, its queue cannot be read, or an offer cannot be accepted.
pub async fn poll(ready: &Ready, provider: &str, accept: bool, once: bool) -> Result<()> {
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
            take(ready, provider, accept, message).await?;
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
async fn take(ready: &Ready, provider: &str, accept: bool, message: &Message) -> Result<()> {
    let event: Value = serde_json::from_str(message.body().unwrap_or_default())
        .context("A message is not JSON")?;
    // A message that nobody has read stays on the queue.
    let mut out = std::io::stdout().lock();
    writeln!(out, "{event}")
        .and_then(|()| out.flush())
        .context("The output cannot be written")?;
    drop(out);
    if !accept || event["type"] != OFFERED {
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
    let token = token::token(ready, &format!("provider-{provider}")).await?;
    let answer = Http::new()
        .post(
            &format!("{url}/accept"),
            Some(&token),
            "application/json",
            "{}".to_owned(),
        )
        .await?;
    let onward = event["data"]["onward"].as_str().unwrap_or("the offer");
    match answer.status.as_u16() {
        200..=299 => eprintln!("accepted {onward}"),
        409 | 410 => eprintln!("{onward} is no longer on offer"),
        status => bail!("The hub answers {status} to the acceptance of {onward}."),
    }
    Ok(())
}
