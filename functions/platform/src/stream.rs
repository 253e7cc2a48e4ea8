//! The case event stream: one record after another, and what to do with one that fails.
//!
//! What can never succeed is buried by the handler's own hand and the rest go on; what may pass fails the batch, which
//! comes again. An event of a newer version than this code knows is not lost on it: it comes again until the function is
//! replaced. Partial responses are not used, so that the stream behaves alike wherever the hub runs.

use crate::PortError;
use crate::ports::SendToDeadLetters;
use crate::schema;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use events::case::{CaseEvent, EventVersion};
use std::future::Future;

/// Hands every case event of the batch to `handle`, in order.
///
/// # Errors
/// [`PortError::Transient`] of the first record that may succeed later: the whole batch is to come again.
pub async fn each_case_event<B, F, Fut>(
    batch: Event,
    graves: &B,
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
                    "a record that can never succeed was put aside"
                );
                graves.send_to_dead_letters(&key, &cause).await?;
            }
            Err(passing) => {
                tracing::warn!(record = key, cause = %passing, "a record failed for now; the batch comes again");
                return Err(passing);
            }
        }
    }
    Ok(())
}

/// The case event that a record inserts, or nothing for any other record.
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

/// Whether the event is of a version that this code knows: one that is newer is read once the function is replaced.
pub(crate) fn not_newer(version: EventVersion) -> Result<(), PortError> {
    if version.is_newer() {
        let (v, known) = (version.v, CaseEvent::VERSION);
        return Err(PortError::Transient(format!(
            "a case event of version {v} was read by a function that knows {known}: replace the function"
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
    struct Graves(Mutex<Vec<String>>);

    impl SendToDeadLetters for Graves {
        async fn send_to_dead_letters(&self, record: &str, _cause: &str) -> Result<(), PortError> {
            self.0.lock().unwrap().push(record.to_owned());
            Ok(())
        }
    }

    /// What becomes of a record with that event, and how many were put aside.
    async fn read(event: serde_json::Value) -> (Result<(), PortError>, usize) {
        let record = serde_json::json!({
            "awsRegion": "eu-west-2",
            "eventID": "1",
            "eventName": "INSERT",
            "dynamodb": {"Keys": {}, "NewImage": {"event": {"M": event}}, "SizeBytes": 1},
        });
        let batch: Event =
            serde_json::from_value(serde_json::json!({"Records": [record]})).unwrap();
        let graves = Graves::default();
        let outcome = each_case_event(batch, &graves, |_| async { Ok(()) }).await;
        let buried = graves.0.lock().unwrap().len();
        (outcome, buried)
    }

    #[tokio::test]
    async fn an_event_of_a_newer_version_comes_again_and_one_that_is_none_is_put_aside() {
        let what = serde_json::json!({"M": {"event": {"S": "something-new"}}});
        let newer = (CaseEvent::VERSION + 1).to_string();
        let (outcome, buried) = read(serde_json::json!({"v": {"N": newer}, "what": what})).await;
        assert!(
            matches!(outcome, Err(PortError::Transient(_))) && buried == 0,
            "{outcome:?}"
        );
        let (outcome, buried) = read(serde_json::json!({"what": what})).await;
        assert!(outcome.is_ok() && buried == 1, "{outcome:?}");
    }
}
