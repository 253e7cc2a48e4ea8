//! The case event stream: one record after another, and what to do with one that fails.
//!
//! What can never succeed is buried by the handler's own hand and the rest go on; what may pass fails the batch, which
//! comes again. Partial responses are not used, so that the stream behaves alike wherever the hub runs.

use crate::PortError;
use crate::ports::Bury;
use crate::schema;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use events::case::CaseEvent;
use std::future::Future;

/// Hands every case event of the batch to `handle`, in order.
///
/// # Errors
/// [`PortError::Passing`] of the first record that may succeed later: the whole batch is to come again.
pub async fn each_case_event<B, F, Fut>(batch: Event, graves: &B, mut handle: F) -> Result<(), PortError>
where
    B: Bury,
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
            Err(PortError::Lasting(cause)) => {
                tracing::error!(record = key, cause, "a record that can never succeed was put aside");
                graves.bury(&key, &cause).await?;
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
    let Some(event) = attributes.remove(schema::EVENT) else { return Ok(None) };
    serde_dynamo::from_attribute_value(event)
        .map(Some)
        .map_err(|_| PortError::Lasting("the record holds no readable case event".to_owned()))
}

/// The record's key: a reference and a number, nothing personal.
fn record_key(record: &EventRecord) -> String {
    let part = |name: &str| match record.change.keys.get(name) {
        Some(serde_dynamo::AttributeValue::S(text)) => text.clone(),
        _ => String::new(),
    };
    format!("{}/{}", part(schema::PK), part(schema::SK))
}
