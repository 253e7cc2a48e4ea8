//! The streams, the queues and the clock.

use super::{HUB, Run};
use crate::invariants;
use events::case::CaseEvent;
use events::update::{
    Bounce, MailReturned, Returned, ReturnedMail, ReturnedTags, UpdateMessage, UpdateRequest,
};
use platform::PortError;
use rand::Rng;

/// More batches than one delivery can need.
const MANY: usize = 2_000;

impl Run {
    /// The stream delivers a batch in order and at least once, sometimes starting further back.
    pub(super) async fn deliver(&mut self, consumer: &'static str) {
        let position = self.delivered.get(consumer).copied().unwrap_or(0);
        let from = position.saturating_sub(if self.chance.random_bool(0.2) {
            self.chance.random_range(0..4)
        } else {
            0
        });
        if from < position {
            self.count("the stream delivers the same events again");
        }
        let batch: Vec<CaseEvent> = self
            .twin
            .state()
            .stream
            .iter()
            .skip(from)
            .take(3)
            .cloned()
            .collect();
        let mut done = from;
        let mut events = batch.into_iter().peekable();
        while let Some(event) = events.next() {
            // Two cases may be on two shards of the stream, and be processed at the same moment.
            let apart =
                |other: &CaseEvent| consumer == "react" && other.reference != event.reference;
            let side_writes = if self.chance.random_bool(0.5) {
                events.next_if(apart)
            } else {
                None
            };
            let failed = match &side_writes {
                Some(other) => {
                    self.count("two cases are processed at the same moment");
                    let (one, two) = tokio::join!(
                        self.consume(consumer, &event),
                        self.consume(consumer, other)
                    );
                    self.outcome_text(consumer, &event, one)
                        | self.outcome_text(consumer, other, two)
                }
                None => {
                    let one = self.consume(consumer, &event).await;
                    self.outcome_text(consumer, &event, one)
                }
            };
            if failed {
                break;
            }
            done += 1 + usize::from(side_writes.is_some());
        }
        self.delivered.insert(consumer, position.max(done));
    }

    async fn consume(&self, consumer: &str, event: &CaseEvent) -> Result<(), PortError> {
        let outcome = match consumer {
            // The first event of a row waits on the slow lane.
            "react" if event.seq == 1 && self.twin.state().slow.contains(&event.reference) => {
                return Ok(());
            }
            "react" => {
                self.twin
                    .outlive(react::handle(&self.twin, HUB, event.clone(), self.now))
                    .await
            }
            _ => {
                self.twin
                    .outlive(figures::handle(&self.twin, event.clone()))
                    .await
            }
        };
        outcome.unwrap_or_else(|| Err(PortError::Transient("it died".to_owned())))
    }

    /// Describes the outcome, and whether the batch is retried. What can never succeed is a dead letter.
    fn outcome_text(
        &mut self,
        consumer: &str,
        event: &CaseEvent,
        outcome: Result<(), PortError>,
    ) -> bool {
        let told = if outcome.is_ok() {
            "done"
        } else {
            "fails, is retried"
        };
        self.tell(&format!(
            "{consumer} gets {} {}: {told}",
            event.id(),
            event.what.name()
        ));
        if let Err(PortError::Permanent(cause)) = &outcome {
            self.twin
                .state()
                .dead_letters
                .push(format!("{}: {cause}", event.id()));
            invariants::always(self);
        }
        outcome.is_err()
    }

    /// A random message of the slow lane is delivered. It stays if it fails, and sometimes by bad luck.
    pub(super) async fn deliver_slow(&mut self) {
        let waiting = self.twin.state().slow_lane.len();
        if waiting == 0 {
            return;
        }
        let place = self.chance.random_range(0..waiting);
        let key = self.twin.state().slow_lane[place].clone();
        let outcome = self
            .twin
            .outlive(react::handle_later(&self.twin, HUB, &key, self.now))
            .await
            .unwrap_or_else(|| Err(PortError::Transient("it died".to_owned())));
        let told = if outcome.is_ok() {
            "done"
        } else {
            "fails, is retried"
        };
        self.tell(&format!(
            "the slow lane has {}-{}: {told}",
            key.reference, key.seq
        ));
        match outcome {
            Ok(()) if self.chance.random_bool(0.8) => {
                self.twin.state().slow_lane.remove(place);
            }
            Ok(()) => self.count("a message of the slow lane is delivered again"),
            Err(PortError::Permanent(cause)) => {
                self.twin
                    .state()
                    .dead_letters
                    .push(format!("{key:?}: {cause}"));
                invariants::always(self);
            }
            Err(PortError::Transient(_)) => {}
        }
    }

    /// A random message of the updates queue is delivered. It stays if it fails, and sometimes by bad luck.
    pub(super) async fn deliver_update(&mut self) {
        let waiting = self.twin.state().requests.len();
        if waiting == 0 {
            return;
        }
        let place = self.chance.random_range(0..waiting);
        let request = self.twin.state().requests[place].clone();
        let outcome = self
            .twin
            .outlive(notify::take(
                &self.twin,
                &UpdateMessage::Asked(request.clone()),
                self.now,
            ))
            .await;
        let done = matches!(outcome, Some(Ok(())));
        self.tell(&format!(
            "notify is asked for {}: {}",
            request.key(),
            if done { "done" } else { "fails, is retried" }
        ));
        if done && self.chance.random_bool(0.8) {
            self.twin.state().requests.remove(place);
        } else if done {
            self.count("a request for an update is delivered again");
        }
    }

    /// A mail is returned, perhaps again, or one that the hub never sent.
    pub(super) async fn return_mail(&mut self) {
        let sent: Vec<(UpdateRequest, String)> = self
            .twin
            .state()
            .mails
            .iter()
            .map(|mail| (mail.update.clone(), mail.to.clone()))
            .collect();
        if sent.is_empty() {
            return;
        }
        let (mut update, address) = sent[self.chance.random_range(0..sent.len())].clone();
        let known = self.chance.random_bool(0.9);
        update.about += if known { 0 } else { 90_000 };
        let (event, why) = [
            (Returned::Bounce, "Permanent"),
            (Returned::Bounce, "Transient"),
            (Returned::Bounce, "Undetermined"),
            (Returned::Complaint, ""),
        ][self.chance.random_range(0..4)];
        let mail = MailReturned {
            event,
            bounce: (event == Returned::Bounce).then(|| Bounce {
                kind: why.to_owned(),
            }),
            mail: ReturnedMail {
                id: update.key(),
                tags: ReturnedTags {
                    case: vec![update.reference.to_string()],
                    kind: vec![update.kind.to_string()],
                    number: vec![update.about.to_string()],
                },
            },
        };
        let outcome = self
            .twin
            .outlive(notify::take(
                &self.twin,
                &UpdateMessage::Returned(mail.clone()),
                self.now,
            ))
            .await;
        let done = matches!(outcome, Some(Ok(())));
        let told = if done { "done" } else { "fails, is retried" };
        self.tell(&format!(
            "{} comes back, {event} {why}: {told}",
            update.key()
        ));
        if known {
            let for_ever = (done && !mail.may_pass()).then_some(address);
            self.mail.comes_back(update.reference, for_ever);
        }
    }

    /// One run of the clock. If it did everything that it found, nothing overdue is unseen.
    pub(super) async fn tick(&mut self) {
        let outcome = self
            .twin
            .outlive(clock::handle(&self.twin, HUB, self.now, || true))
            .await;
        let clean = matches!(outcome, Some(Ok(_)));
        let told = match outcome {
            None => {
                self.count("the clock dies and starts again");
                "dies".to_owned()
            }
            Some(Ok(count)) => format!("did {count} things"),
            Some(Err(error)) => error.to_string(),
        };
        self.tell(&format!("the clock ticks: {told}"));
        if clean {
            invariants::after_the_clock(self, self.now);
        }
    }

    pub(super) async fn deliver_all(&mut self) {
        for consumer in ["react", "figures"] {
            let mut tries = 0;
            while self.delivered.get(consumer).copied().unwrap_or(0)
                < self.twin.state().stream.len()
            {
                self.deliver(consumer).await;
                tries += 1;
                assert!(
                    tries < MANY,
                    "{consumer} never finishes although the faults have ended"
                );
            }
        }
        let waiting = std::mem::take(&mut self.twin.state().slow_lane);
        for key in waiting {
            react::handle_later(&self.twin, HUB, &key, self.now)
                .await
                .expect("a reaction after the faults ended");
        }
        while self.delivered.get("react").copied().unwrap_or(0) < self.twin.state().stream.len() {
            self.deliver("react").await;
        }
        while self.delivered.get("figures").copied().unwrap_or(0) < self.twin.state().stream.len() {
            self.deliver("figures").await;
        }
        invariants::always(self);
        let requests = std::mem::take(&mut self.twin.state().requests);
        for request in requests {
            notify::take(&self.twin, &UpdateMessage::Asked(request), self.now)
                .await
                .expect("an answer after the faults ended");
        }
        invariants::always(self);
    }
}
