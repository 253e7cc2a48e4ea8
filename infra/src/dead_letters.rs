//! `dead-letters`: lists what the hub or a provider could not handle, and sends it again.
//!
//! There are three kinds of queues, and each needs another way back:
//!
//! - The hub's dead-letter queue. A message goes back to the queue that it came from. A record of the stream was never a
//!   message. Its event is named, and the function reads it again by its key: there is no copy that could bring
//!   back somebody who was erased. It also reads the case again, and does only what is still to do.
//! - Missed events: positions in the stream. The keys at a position are read while the stream keeps them, for a day. After
//!   that they are found in the table, by their time. More than the missing ones do no harm.
//! - The dead-letter queue of a provider. Its messages go back to the provider's queue with their own ids, so that a
//!   provider recognises what it has had already.
//!
//! A letter is removed after it was sent again. If the command ends in between, it is sent twice, which all readers expect.

mod letter;
mod position;

use crate::aws::{Aws, default_region};
use crate::invoke::invoke;
use crate::paths::Instance;
use crate::tools::{self, Python};
use crate::{area_stack, profile, status};
use anyhow::{Context, Result};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use clap::Args;
use jiff::Timestamp;
use launcher::say;
use letter::{Letter, function_of};
use platform::ports::EventKey;
use position::Position;
use serde_json::json;
use std::collections::BTreeSet;

/// How long a letter that is looked at is hidden from other readers.
const HIDDEN_SECONDS: i32 = 120;

/// Which hub, and what to do.
#[derive(Clone, Debug, Args)]
pub struct DeadLettersArgs {
    /// Send each again. Fix the cause first.
    #[arg(long)]
    again: bool,
    /// The deployed hub of this area, with the environment's credentials. The local hub by default.
    #[arg(long)]
    area: Option<String>,
    /// The AWS region of the deployed hub.
    #[arg(long, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
}

/// Lists every dead letter, and sends each again if wanted. Nothing that it prints is about a person.
///
/// # Errors
/// AWS refuses.
pub async fn dead_letters(instance: &Instance, args: &DeadLettersArgs) -> Result<()> {
    let (aws, area) = match &args.area {
        Some(area) => (Aws::of_environment(&args.region), area.clone()),
        None => {
            let ready = status::running(instance).await?;
            (Aws::local(&ready.status.endpoint), ready.status.area)
        }
    };
    tools::python(Python::Aws).await?;
    let sdk = aws.sdk().await?;
    let hub = Operator {
        sqs: Client::new(&sdk),
        dynamo: aws_sdk_dynamodb::Client::new(&sdk),
        aws,
        area,
    };
    let mut tally = Tally::default();
    for queue in ["dead-letters", "missed-events"] {
        hub.go_through(
            &format!("hub-{}-{queue}", hub.area),
            None,
            args.again,
            &mut tally,
        )
        .await?;
    }
    for provider in &profile::load(&hub.area)?.profile.providers {
        let queue = area_stack::dead_letters_name(&hub.area, &provider.code);
        let code = Some(provider.code.as_str());
        hub.go_through(&queue, code, args.again, &mut tally).await?;
    }
    say::line(tally.text(args.again));
    Ok(())
}

/// How many there were.
#[derive(Debug, Default)]
struct Tally {
    found: usize,
    sent: usize,
}

impl Tally {
    fn text(&self, again: bool) -> String {
        match (self.found, again) {
            (0, _) => "There are no dead letters.".to_owned(),
            (found, false) => {
                format!(
                    "Dead letters: {found}. Fix the cause, then use --again to send them again."
                )
            }
            (found, true) => format!("Sent again: {} of {found}.", self.sent),
        }
    }
}

/// An operator of the hub of one area.
struct Operator {
    sqs: Client,
    dynamo: aws_sdk_dynamodb::Client,
    aws: Aws,
    area: String,
}

impl Operator {
    /// Lists the letters of one queue, and sends each again if wanted. `provider` is whose queue it is.
    async fn go_through(
        &self,
        name: &str,
        provider: Option<&str>,
        again: bool,
        tally: &mut Tally,
    ) -> Result<()> {
        let Some(url) = self.url(name).await? else {
            return Ok(());
        };
        let (mut seen, mut kept) = (BTreeSet::new(), Vec::new());
        loop {
            let messages = self.receive(&url).await?;
            let new: Vec<Message> = messages
                .into_iter()
                .filter(|message| seen.insert(message.message_id.clone()))
                .collect();
            if new.is_empty() {
                break;
            }
            for message in new {
                let letter = Letter::read(message.body().unwrap_or_default(), provider);
                tally.found += 1;
                say::line(letter.row(age(&message)));
                let receipt = message.receipt_handle().unwrap_or_default().to_owned();
                if again && self.send_again(&letter, &message).await? {
                    tally.sent += 1;
                    self.sqs
                        .delete_message()
                        .queue_url(&url)
                        .receipt_handle(receipt)
                        .send()
                        .await
                        .map_err(aws_sdk_sqs::Error::from)
                        .context("A dead letter cannot be removed")?;
                } else {
                    kept.push(receipt);
                }
            }
        }
        // What stays can be seen by others again.
        for receipt in kept {
            let _ = self
                .sqs
                .change_message_visibility()
                .queue_url(&url)
                .receipt_handle(receipt)
                .visibility_timeout(0)
                .send()
                .await;
        }
        Ok(())
    }

    /// The address of a queue, or `None` if there is none.
    async fn url(&self, name: &str) -> Result<Option<String>> {
        match self.sqs.get_queue_url().queue_name(name).send().await {
            Ok(answer) => Ok(answer.queue_url),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_queue_does_not_exist()) =>
            {
                Ok(None)
            }
            Err(error) => Err(aws_sdk_sqs::Error::from(error))
                .with_context(|| format!("The queue {name} cannot be found")),
        }
    }

    /// Without a wait AWS asks only some of the servers that hold a queue. The emulator is one server.
    fn wait_seconds(&self) -> i32 {
        i32::from(self.aws.stage() == "aws")
    }

    async fn receive(&self, url: &str) -> Result<Vec<Message>> {
        let answer = self
            .sqs
            .receive_message()
            .queue_url(url)
            .max_number_of_messages(10)
            .visibility_timeout(HIDDEN_SECONDS)
            .wait_time_seconds(self.wait_seconds())
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .send()
            .await
            .map_err(aws_sdk_sqs::Error::from)
            .context("A dead-letter queue cannot be read")?;
        Ok(answer.messages.unwrap_or_default())
    }

    /// Sends a letter again. Returns false for one that nothing can read.
    async fn send_again(&self, letter: &Letter, message: &Message) -> Result<bool> {
        match letter {
            Letter::Event { function, key, .. } => self.react_again(function, key).await?,
            Letter::Missed(position) => {
                for key in self.keys_at(position).await? {
                    self.react_again(function_of(&position.function), &key)
                        .await?;
                }
            }
            Letter::Message { queue, body, .. } => {
                let url = self.needed(&format!("hub-{}-{queue}", self.area)).await?;
                self.send(&url, body, None).await?;
            }
            Letter::Offer { provider, body, .. } => {
                let name = area_stack::provider_name(&self.area, provider);
                let url = self.needed(&format!("{name}.fifo")).await?;
                self.send(&url, body, Some(message)).await?;
            }
            Letter::Unknown { .. } => return Ok(false),
        }
        Ok(true)
    }

    async fn needed(&self, name: &str) -> Result<String> {
        let url = self.url(name).await?;
        url.with_context(|| format!("There is no queue {name}"))
    }

    /// Asks the function for a reaction to a stored event.
    async fn react_again(&self, function: &str, key: &EventKey) -> Result<()> {
        if function == "figures" {
            let request = json!({"count_again": key});
            let what = "An event cannot be counted again";
            invoke(&self.aws, &self.area, function, &request, what).await?;
            return Ok(());
        }
        let url = self.needed(&format!("hub-{}-slow-lane", self.area)).await?;
        self.send(&url, &serde_json::to_string(key)?, None).await
    }

    /// Sends a message. One that was in order before keeps its group.
    async fn send(&self, url: &str, body: &str, before: Option<&Message>) -> Result<()> {
        let mut send = self.sqs.send_message().queue_url(url).message_body(body);
        if let Some(before) = before {
            let of = |name| {
                let attributes = before.attributes.as_ref();
                attributes.and_then(|all| all.get(&name)).cloned()
            };
            let id = before.message_id().unwrap_or_default();
            // Another id for the queue than at first. Otherwise the queue would drop it as a repeat, within five minutes.
            send = send
                .message_group_id(
                    of(MessageSystemAttributeName::MessageGroupId).unwrap_or_else(|| id.to_owned()),
                )
                .message_deduplication_id(format!("again-{id}"));
        }
        send.send()
            .await
            .map_err(aws_sdk_sqs::Error::from)
            .context("A dead letter cannot be sent again")?;
        Ok(())
    }

    /// The keys of the events at a position.
    async fn keys_at(&self, position: &Position) -> Result<Vec<EventKey>> {
        match position.keys_in_stream(&self.aws).await {
            Ok(keys) => Ok(keys),
            Err(_) => {
                say::note(
                    "the stream no longer has these events; they are looked for in the table",
                );
                let table = format!("hub-{}-cases", self.area);
                position.keys_in_table(&self.dynamo, &table).await
            }
        }
    }
}

/// How long a letter has been on its way.
fn age(message: &Message) -> String {
    let attributes = message.attributes.as_ref();
    let sent = attributes.and_then(|all| all.get(&MessageSystemAttributeName::SentTimestamp));
    let sent = sent.and_then(|text| text.parse().ok());
    sent.and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .map_or_else(
            || "?".to_owned(),
            |sent| text_of_age(Timestamp::now().duration_since(sent).as_secs()),
        )
}

fn text_of_age(seconds: i64) -> String {
    match seconds.max(0) {
        seconds @ 0..=119 => format!("{seconds} s"),
        seconds @ 120..=7_199 => format!("{} min", seconds / 60),
        seconds @ 7_200..=172_799 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_one_unit() {
        for (seconds, text) in [
            (-3, "0 s"),
            (119, "119 s"),
            (120, "2 min"),
            (7_200, "2 h"),
            (172_800, "2 days"),
        ] {
            assert_eq!(text_of_age(seconds), text);
        }
    }
}
