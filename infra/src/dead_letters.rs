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
//!   provider recognises what it has had already. What is no longer an offer is dropped: the case was erased, or is with
//!   somebody else.
//!
//! What became a dead letter after the command began stays for the next time. Otherwise what fails immediately would be sent
//! again for ever.
//!
//! A letter is removed after it was sent again. If the command ends in between, it is sent twice, which all readers expect.

mod letter;
mod position;

use crate::aws::{Aws, default_region};
use crate::invoke::invoke;
use crate::paths::Instance;
use crate::{area_stack, profile, stack, status};
use anyhow::{Context, Result};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use clap::Args;
use events::Reference;
use events::case::Case;
use events::offer::{self, CloudEvent, Offer};
use jiff::Timestamp;
use launcher::say;
use letter::{Letter, function_of};
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::{EventKey, ReadCase};
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
    let (aws, area) = status::hub(instance, args.area.as_deref(), &args.region).await?;
    let sdk = aws.sdk().await?;
    // After a restore it is another table.
    let outputs = stack::outputs(&aws, &format!("hub-{area}")).await?;
    let cases = stack::output(&outputs, "CasesTable")?.to_owned();
    let hub = Operator {
        hub: Hub::new(Settings::from([("CASES_TABLE", cases.as_str())]), &sdk),
        cases,
        sqs: Client::new(&sdk),
        dynamo: aws_sdk_dynamodb::Client::new(&sdk),
        aws,
        area,
        began: Timestamp::now(),
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
    dropped: usize,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    Sent,
    /// Nobody waits for it any longer.
    Dropped,
    /// Nothing can read it.
    Kept,
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
            (found, true) => format!(
                "Sent again: {} of {found}. No longer needed: {}.",
                self.sent, self.dropped
            ),
        }
    }
}

/// An operator of the hub of one area.
struct Operator {
    /// The table of cases.
    cases: String,
    /// The hub, with this table only.
    hub: Hub,
    sqs: Client,
    dynamo: aws_sdk_dynamodb::Client,
    aws: Aws,
    area: String,
    began: Timestamp,
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
                let receipt = message.receipt_handle().unwrap_or_default().to_owned();
                if sent_at(&message).is_some_and(|sent| sent > self.began) {
                    kept.push(receipt);
                    continue;
                }
                let letter = Letter::read(message.body().unwrap_or_default(), provider);
                tally.found += 1;
                say::line(letter.row(age(&message)));
                let became = if again {
                    self.send_again(&letter, &message).await?
                } else {
                    Became::Kept
                };
                tally.sent += usize::from(became == Became::Sent);
                tally.dropped += usize::from(became == Became::Dropped);
                if became == Became::Kept {
                    kept.push(receipt);
                } else {
                    self.sqs
                        .delete_message()
                        .queue_url(&url)
                        .receipt_handle(receipt)
                        .send()
                        .await
                        .map_err(aws_sdk_sqs::Error::from)
                        .context("A dead letter cannot be removed")?;
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

    /// Sends a letter again, unless nobody waits for it or nothing can read it.
    async fn send_again(&self, letter: &Letter, message: &Message) -> Result<Became> {
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
                let Ok(offer) = serde_json::from_str::<CloudEvent<Offer>>(body) else {
                    return Ok(Became::Kept);
                };
                if !is_needed(&offer, self.case(&offer.subject).await?.as_ref()) {
                    return Ok(Became::Dropped);
                }
                let name = area_stack::provider_name(&self.area, provider);
                let url = self.needed(&format!("{name}.fifo")).await?;
                self.send(&url, body, Some(message)).await?;
            }
            Letter::Unknown { .. } => return Ok(Became::Kept),
        }
        Ok(Became::Sent)
    }

    /// The current case.
    async fn case(&self, reference: &Reference) -> Result<Option<Case>> {
        let case = self.hub.case(reference).await;
        case.context("A case cannot be read")
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
                position.keys_in_table(&self.dynamo, &self.cases).await
            }
        }
    }
}

/// Whether a provider still has to hear of an offer. That it was withdrawn says nothing but that, so it matters until the case
/// is erased.
fn is_needed(offer: &CloudEvent<Offer>, case: Option<&Case>) -> bool {
    let Some(case) = case.filter(|case| !case.lifecycle.is_forgotten()) else {
        return false;
    };
    let is_live = case.support.live();
    offer.kind == offer::WITHDRAWN
        || is_live
            .map(|onward| &onward.offered.onward)
            .any(|onward| *onward == offer.data.onward)
}

/// When a letter was put on its first queue.
fn sent_at(message: &Message) -> Option<Timestamp> {
    let attributes = message.attributes.as_ref()?;
    let sent = attributes.get(&MessageSystemAttributeName::SentTimestamp)?;
    Timestamp::from_millisecond(sent.parse().ok()?).ok()
}

/// How long a letter has been on its way.
fn age(message: &Message) -> String {
    sent_at(message).map_or_else(
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
    use domain::case::apply::{append_all, open};
    use events::case::{CaseChange, CaseEvent, Erasure};

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

    /// A case after these changes.
    fn case(changes: &[CaseChange]) -> Case {
        let received = include_str!("../../events/samples/case-event.received.json");
        let event: CaseEvent = serde_json::from_str(received).expect("an event");
        let CaseChange::Received(received) = event.what else {
            panic!("the sample is a received case")
        };
        let (case, _) = open(event.reference, *received, event.at);
        let changed = append_all(&case, changes.to_vec(), event.at);
        changed.expect("changes that fit").0
    }

    #[test]
    fn an_offer_goes_again_only_while_it_is_one() {
        let offered = include_str!("../../events/samples/case-event.offered.json");
        let offered: CaseEvent = serde_json::from_str(offered).expect("an event");
        let CaseChange::Offered(detail) = &offered.what else {
            panic!("the sample is an offer")
        };
        let onward = detail.onward.clone();
        let sample = include_str!("../../events/samples/onward-referral.offered.v1.json");
        let mut message: CloudEvent<Offer> = serde_json::from_str(sample).expect("an offer");
        message.data.onward.clone_from(&onward);
        let withdrawn = CloudEvent {
            kind: offer::WITHDRAWN.to_owned(),
            ..message.clone()
        };
        let mut erased = case(std::slice::from_ref(&offered.what));
        erased.lifecycle.erasure = Erasure::Done(offered.at);
        let expired = CaseChange::Expired { onward };
        for (case, needed) in [
            (
                Some(case(std::slice::from_ref(&offered.what))),
                (true, true),
            ),
            (Some(case(&[offered.what.clone(), expired])), (false, true)),
            (Some(erased), (false, false)),
            (Some(case(&[])), (false, true)),
            (None, (false, false)),
        ] {
            let case = case.as_ref();
            let found = (is_needed(&message, case), is_needed(&withdrawn, case));
            assert_eq!(found, needed);
        }
    }
}
