//! Events that are reacted to later, outside the stream, and what can never succeed.
//!
//! The stream delivers in order, so one event that fails holds up those behind it. Whatever may take long goes through a
//! queue instead, where each message is tried on its own: the rows of a daily file, and events that keep failing.

use super::PortError;
use events::Reference;
use events::case::CaseEvent;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Names an event of a case. It is all that a message says about it. The reader of the message reads the event
/// again, so that no message brings back what was erased.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventKey {
    /// The case.
    pub reference: Reference,
    /// The number of the event.
    pub seq: u32,
}

impl EventKey {
    /// The key of an event.
    pub fn of(event: &CaseEvent) -> Self {
        Self {
            reference: event.reference.clone(),
            seq: event.seq,
        }
    }
}

/// Puts events on the slow lane.
pub trait ReactLater {
    /// Asks for a reaction to each of these events, in no order.
    fn react_later(
        &self,
        events: &[EventKey],
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Reads one event.
pub trait ReadEvent {
    /// The event, or `None` if it is not stored, for example because it was erased.
    fn event(
        &self,
        key: &EventKey,
    ) -> impl Future<Output = Result<Option<CaseEvent>, PortError>> + Send;
}

/// What can never succeed. An operator fixes the cause and sends it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The function that gave up.
    pub from: String,
    /// The stored record that it could not handle, by its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The message that it could not handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Why. It says nothing about a person.
    pub cause: String,
}

impl DeadLetter {
    /// A record of the stream.
    pub fn of_record(from: &str, record: String, cause: String) -> Self {
        Self {
            from: from.to_owned(),
            record: Some(record),
            message: None,
            cause,
        }
    }

    /// A message of a queue.
    pub fn of_message(from: &str, message: String, cause: String) -> Self {
        Self {
            from: from.to_owned(),
            record: None,
            message: Some(message),
            cause,
        }
    }
}

/// Sets aside what can never succeed, so that the rest can continue.
pub trait SendToDeadLetters {
    /// Puts it on the dead-letter queue.
    fn send_to_dead_letters(
        &self,
        letter: &DeadLetter,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}
