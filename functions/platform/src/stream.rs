//! Reads the stream of case events, and handles records that fail.
//!
//! A record that can never succeed goes to the dead-letter queue, and the others continue. A transient failure fails
//! the batch, and the stream delivers it again. So does an event of a newer version, until the function is updated.
//! Partial batch responses are not used, so that the stream behaves in the same way wherever the hub runs.

use crate::PortError;
use crate::ports::SendToDeadLetters;
use crate::schema;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use events::case::{CaseEvent, EventVersion};
use std::future::Future;

/// Calls `handle` with every case event of the batch, in order.
///
/// # Errors
/// [`PortError::Transient`] of the first record that may succeed later. The stream must deliver the whole batch
/// again.
pub async fn each_case_event<B, F, Fut>(
    batch: Event,
    dead_letters: &B,
    mut handle: F,
) -> Result<(), PortError>
where
    B: SendToDeadLetters,
    F: FnMut(CaseEvent) -> Fut,
    Fut: Future<Output = Result<(), PortError>>,
{
    for record in batch.records {
        let key = record_key(&record);
        let outcome = match case_event(record) {
            Ok(None) => Ok(()),
            Ok(Some(event)) => handle(event).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) => {}
            Err(PortError::Permanent(cause)) => {
                tracing::error!(
                    record = key,
                    cause,
                    "a record that can never succeed was moved to the dead-letter queue"
                );
                dead_letters.send_to_dead_letters(&key, &cause).await?;
            }
            Err(error) => {
                tracing::warn!(record = key, cause = %error, "a record failed; the batch will be delivered again");
                return Err(error);
            }
        }
    }
    Ok(())
}

/// The case event that a record inserts, or `None` for any other record.
fn case_event(record: EventRecord) -> Result<Option<CaseEvent>, PortError> {
    let image = record.change.new_image;
    if record.event_name != "INSERT" {
        return Ok(None);
    }
    let mut attributes = image.into_inner();
    let Some(event) = attributes.remove(schema::EVENT) else {
        return Ok(None);
    };
    if let Ok(version) = serde_dynamo::from_attribute_value::<_, EventVersion>(event.clone()) {
        not_newer(version)?;
    }
    serde_dynamo::from_attribute_value(event)
        .map(Some)
        .map_err(|_| PortError::Permanent("the record holds no readable case event".to_owned()))
}

/// Fails if the event is newer than this code. It will be read once the function is updated.
pub(crate) fn not_newer(version: EventVersion) -> Result<(), PortError> {
    if version.is_newer() {
        let (v, known) = (version.v, CaseEvent::VERSION);
        return Err(PortError::Transient(format!(
            "a case event of version {v} was read by a function that only knows up to {known}: update the function"
        )));
    }
    Ok(())
}

/// The record's key: a reference and a number, nothing personal.
fn record_key(record: &EventRecord) -> String {
    let part = |name: &str| match record.change.keys.get(name) {
        Some(serde_dynamo::AttributeValue::S(text)) => text.clone(),
        _ => String::new(),
    };
    format!("{}/{}", part(schema::PK), part(schema::SK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[derive(Default)]
    struct DeadLetters(Mutex<Vec<String>>);

    impl SendToDeadLetters for DeadLetters {
        async fn send_to_dead_letters(&self, record: &str, _cause: &str) -> Result<(), PortError> {
            self.0.lock().unwrap().push(record.to_owned());
            Ok(())
        }
    }

    /// The outcome of a record with this event, and the number of dead letters.
    async fn read(event: serde_json::Value) -> (Result<(), PortError>, usize) {
        let record = serde_json::json!({
            "awsRegion": "eu-west-2",
            "eventID": "1",
            "eventName": "INSERT",
            "dynamodb": {"Keys": {}, "NewImage": {"event": {"M": event}}, "SizeBytes": 1},
        });
        let batch: Event =
            serde_json::from_value(serde_json::json!({"Records": [record]})).unwrap();
        let dead_letters = DeadLetters::default();
        let outcome = each_case_event(batch, &dead_letters, |_| async { Ok(()) }).await;
        let dead_letter_count = dead_letters.0.lock().unwrap().len();
        (outcome, dead_letter_count)
    }

    #[tokio::test]
    async fn a_newer_event_is_retried_and_a_broken_one_is_not() {
        let what = serde_json::json!({"M": {"event": {"S": "something-new"}}});
        let newer = (CaseEvent::VERSION + 1).to_string();
        let (outcome, dead_letter_count) =
            read(serde_json::json!({"v": {"N": newer}, "what": what})).await;
        assert!(
            matches!(outcome, Err(PortError::Transient(_))) && dead_letter_count == 0,
            "{outcome:?}"
        );
        let (outcome, dead_letter_count) = read(serde_json::json!({"what": what})).await;
        assert!(outcome.is_ok() && dead_letter_count == 1, "{outcome:?}");
    }
}
