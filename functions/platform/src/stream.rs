//! Reads the stream of case events and the queues, and handles what fails.
//!
//! What can never succeed goes to the dead-letter queue, and the rest continues. What may succeed later never goes there.
//! In a stream a transient failure fails the batch, and the stream delivers it again. An event that keeps failing would
//! hold up those behind it, so after [`PATIENCE`] it goes to the slow lane, a queue on which each event waits for itself
//! alone. So does an event of a newer version, until the function is updated. A queue delivers a failed message again.
//!
//! Partial batch responses of streams are not used, so that the stream behaves in the same way wherever the hub runs.
//! What was handled before a failure is handled again, which changes nothing.

use crate::PortError;
use crate::document;
use crate::ports::{DeadLetter, EventKey, ReactLater, SendToDeadLetters};
use crate::schema;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use events::case::{CaseEvent, EventVersion};
use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};
use std::future::Future;

/// How long the stream waits for an event that fails. A throttled table or a new role is right again sooner. Nobody behind
/// it waits for longer than the clock would take to notice.
pub const PATIENCE: SignedDuration = SignedDuration::from_secs(60);
/// How many cases of a batch are handled at the same time. Nearly all of that time is waiting for the store and the queues.
/// Cases of one home or for one service with a limit write to the same item, and more at the same time would only conflict.
const CASES_AT_ONCE: usize = 4;

/// Calls `handle` with every case event of the batch, in order. `function` is the name of the caller.
///
/// # Errors
/// [`PortError::Transient`] of the first record that may succeed later. The stream must deliver the whole batch
/// again.
pub async fn each_case_event<B, F, Fut>(
    batch: Event,
    ports: &B,
    function: &str,
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
        after_record(ports, function, key, outcome).await?;
    }
    Ok(())
}

/// The same, for a reader on which people wait. It leaves out events of the slow lane, and moves there what keeps failing.
/// The events of one case are handled in order. Those of different cases do not wait for each other. Nothing is moved
/// until the stream need not deliver the batch again, so that it is moved once.
///
/// # Errors
/// [`PortError::Transient`] of a record that may succeed soon. The stream must deliver the whole batch again. The cases
/// without such a record were handled.
pub async fn each_prompt_event<B, F, Fut>(
    batch: Event,
    ports: &B,
    function: &str,
    now: Timestamp,
    handle: F,
) -> Result<(), PortError>
where
    B: SendToDeadLetters + ReactLater,
    F: Fn(CaseEvent) -> Fut,
    Fut: Future<Output = Result<(), PortError>>,
{
    let handle = &handle;
    let cases = by_case(batch.records);
    let handled = stream::iter(cases)
        .map(|records| of_one_case(records, now, handle))
        .buffer_unordered(CASES_AT_ONCE);
    // Every case is handled before a failure is told.
    let outcomes: Vec<Result<Vec<Moved>, PortError>> = handled.collect().await;
    let moved: Vec<Vec<Moved>> = outcomes.into_iter().collect::<Result<_, _>>()?;
    for record in moved.into_iter().flatten() {
        match record {
            Moved::Later { event, key, cause } => {
                tracing::warn!(
                    record = key,
                    cause,
                    "a record keeps failing; it goes to the slow lane"
                );
                ports.react_later(&[event]).await?;
            }
            Moved::Dead { key, cause } => {
                move_to_dead_letters(ports, function, key, cause).await?;
            }
        }
    }
    Ok(())
}

/// A record that its stream does not deliver again.
enum Moved {
    /// It may succeed later, in the slow lane.
    Later {
        event: EventKey,
        key: String,
        cause: String,
    },
    /// It can never succeed.
    Dead { key: String, cause: String },
}

/// The records of a prompt reader, by case, in order. Cases come in the order of their first record.
fn by_case(records: Vec<EventRecord>) -> Vec<Vec<EventRecord>> {
    let mut cases: Vec<(Option<serde_dynamo::AttributeValue>, Vec<EventRecord>)> = Vec::new();
    for record in records {
        if record.change.new_image.contains_key(schema::LANE) {
            continue;
        }
        let case = record.change.keys.get(schema::PK).cloned();
        match cases.iter_mut().find(|(one, _)| *one == case) {
            Some((_, of_case)) => of_case.push(record),
            None => cases.push((case, vec![record])),
        }
    }
    cases.into_iter().map(|(_, records)| records).collect()
}

/// Handles the records of one case, until one may succeed soon. Returns those to be moved.
async fn of_one_case<F, Fut>(
    records: Vec<EventRecord>,
    now: Timestamp,
    handle: &F,
) -> Result<Vec<Moved>, PortError>
where
    F: Fn(CaseEvent) -> Fut,
    Fut: Future<Output = Result<(), PortError>>,
{
    let mut moved = Vec::new();
    for record in records {
        let key = record_key(&record);
        let named = schema::event_key(&key);
        let created = record.change.approximate_creation_date_time;
        let old = now.duration_since(Timestamp::new(created.timestamp(), 0).unwrap_or(now));
        let outcome = match case_event(record) {
            Ok(None) => Ok(()),
            Ok(Some(event)) => handle(event).await,
            Err(error) => Err(error),
        };
        match (outcome, named) {
            (Ok(()), _) => {}
            (Err(PortError::Transient(cause)), Some(event)) if old > PATIENCE => {
                moved.push(Moved::Later { event, key, cause });
            }
            (Err(PortError::Permanent(cause)), _) => moved.push(Moved::Dead { key, cause }),
            (Err(error), _) => return Err(failed(&key, error)),
        }
    }
    Ok(moved)
}

/// Moves a record to the dead-letter queue if it can never succeed.
async fn after_record<B: SendToDeadLetters>(
    ports: &B,
    function: &str,
    key: String,
    outcome: Result<(), PortError>,
) -> Result<(), PortError> {
    match outcome {
        Ok(()) => Ok(()),
        Err(PortError::Permanent(cause)) => move_to_dead_letters(ports, function, key, cause).await,
        Err(error) => Err(failed(&key, error)),
    }
}

async fn move_to_dead_letters<B: SendToDeadLetters>(
    ports: &B,
    function: &str,
    key: String,
    cause: String,
) -> Result<(), PortError> {
    tracing::error!(
        record = key,
        cause,
        "a record that can never succeed was moved to the dead-letter queue"
    );
    let letter = DeadLetter::of_record(function, key, cause);
    ports.send_to_dead_letters(&letter).await
}

/// Logs the failure of a record.
fn failed(key: &str, error: PortError) -> PortError {
    tracing::warn!(record = key, cause = %error, "a record failed; the batch will be delivered again");
    error
}

/// Calls `handle` with the text of every message of the batch, in order. The answer names the messages that the queue
/// must deliver again.
pub async fn each_message<B, F, Fut>(
    batch: SqsEvent,
    ports: &B,
    function: &str,
    mut handle: F,
) -> SqsBatchResponse
where
    B: SendToDeadLetters,
    F: FnMut(String) -> Fut,
    Fut: Future<Output = Result<(), PortError>>,
{
    let mut answer = SqsBatchResponse::default();
    for message in batch.records {
        let id = message.message_id.unwrap_or_default();
        let body = message.body.unwrap_or_default();
        let outcome = match handle(body.clone()).await {
            Err(PortError::Permanent(cause)) => {
                tracing::error!(
                    message.id = id,
                    cause,
                    "a message that can never succeed was moved to the dead-letter queue"
                );
                let letter = DeadLetter::of_message(function, body, cause);
                ports.send_to_dead_letters(&letter).await
            }
            other => other,
        };
        if let Err(cause) = outcome {
            tracing::warn!(message.id = id, cause = %cause, "a message failed; it will be delivered again");
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = id;
            answer.batch_item_failures.push(failure);
        }
    }
    answer
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
    stored_event(event)?
        .map(Some)
        .ok_or_else(|| PortError::Permanent("the record holds no readable case event".to_owned()))
}

/// A stored event, or `None` if it cannot be read.
///
/// # Errors
/// It is newer than this code.
pub(crate) fn stored_event(
    stored: impl Into<serde_dynamo::AttributeValue>,
) -> Result<Option<CaseEvent>, PortError> {
    let stored = stored.into();
    let version = document::read::<EventVersion>(stored.clone());
    if let Ok(version) = version {
        not_newer(version)?;
    }
    Ok(document::read(stored).ok())
}

/// Fails if the event is newer than this code. It will be read once the function is updated.
fn not_newer(version: EventVersion) -> Result<(), PortError> {
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

    use events::Reference;
    use serde_json::{Value, json};
    use std::sync::Mutex;

    #[derive(Default)]
    struct Queues {
        dead: Mutex<Vec<DeadLetter>>,
        later: Mutex<Vec<EventKey>>,
    }

    impl SendToDeadLetters for Queues {
        async fn send_to_dead_letters(&self, letter: &DeadLetter) -> Result<(), PortError> {
            self.dead.lock().unwrap().push(letter.clone());
            Ok(())
        }
    }

    impl ReactLater for Queues {
        async fn react_later(&self, events: &[EventKey]) -> Result<(), PortError> {
            self.later.lock().unwrap().extend_from_slice(events);
            Ok(())
        }
    }

    fn batch(images: &[Value]) -> Event {
        let record = |(place, image): (usize, &Value)| {
            json!({
                "awsRegion": "eu-west-2",
                "eventID": "1",
                "eventName": "INSERT",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1_764_000_000.0,
                    "Keys": {"pk": {"S": format!("CASE#{}", reference(place))}, "sk": {"S": "EVENT#00000001"}},
                    "NewImage": image, "SizeBytes": 1,
                },
            })
        };
        let records: Vec<Value> = images.iter().enumerate().map(record).collect();
        serde_json::from_value(json!({"Records": records})).unwrap()
    }

    fn reference(place: usize) -> Reference {
        Reference::from_number(place as u64)
    }

    /// An event that is read, about that case.
    fn event(place: usize) -> Value {
        json!({"event": {"M": {
            "v": {"N": "1"}, "reference": {"S": reference(place).to_string()}, "seq": {"N": "1"},
            "at": {"S": "2026-11-23T10:00:00Z"},
            "what": {"M": {"event": {"S": "legal-hold"}, "on": {"BOOL": true}, "by": {"S": "someone"}}},
        }}})
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + seconds).unwrap()
    }

    /// The outcome of a record with this event, and the number of dead letters.
    async fn read(event: Value) -> (Result<(), PortError>, usize) {
        read_as(json!({"M": event})).await
    }

    /// The same, with this attribute.
    async fn read_as(event: Value) -> (Result<(), PortError>, usize) {
        let queues = Queues::default();
        let batch = batch(&[json!({"event": event})]);
        let outcome = each_case_event(batch, &queues, "figures", |_| async { Ok(()) }).await;
        let dead = queues.dead.lock().unwrap().len();
        (outcome, dead)
    }

    #[tokio::test]
    async fn a_newer_event_is_retried_and_a_broken_one_is_not() {
        let what = json!({"M": {"event": {"S": "something-new"}}});
        let newer = (CaseEvent::VERSION + 1).to_string();
        let (outcome, dead) = read(json!({"v": {"N": newer}, "what": what})).await;
        assert!(
            matches!(outcome, Err(PortError::Transient(_))) && dead == 0,
            "{outcome:?}"
        );
        let newer = json!({"v": CaseEvent::VERSION + 1, "what": {"event": "something-new"}});
        let (outcome, dead) = read_as(json!({"S": newer.to_string()})).await;
        assert!(
            matches!(outcome, Err(PortError::Transient(_))) && dead == 0,
            "{outcome:?}"
        );
        let (outcome, dead) = read_as(json!({"S": "{"})).await;
        assert!(outcome.is_ok() && dead == 1, "{outcome:?}");
        let (outcome, dead) = read(json!({"what": what})).await;
        assert!(outcome.is_ok() && dead == 1, "{outcome:?}");
    }

    #[tokio::test]
    async fn an_event_that_keeps_failing_holds_up_no_other() {
        let refused = |what: &str| PortError::Transient(what.to_owned());
        for (seconds, waits) in [(5, false), (61, true)] {
            let queues = Queues::default();
            let newer = json!({"event": {"M": {"v": {"N": (CaseEvent::VERSION + 1).to_string()}}}});
            let handled = Mutex::new(0);
            let outcome = each_prompt_event(
                batch(&[newer, json!({}), json!({"event": {"M": {}}})]),
                &queues,
                "react",
                at(seconds),
                |_| {
                    *handled.lock().unwrap() += 1;
                    async { Err(refused("throttled")) }
                },
            )
            .await;
            assert_eq!(outcome.is_ok(), waits, "{outcome:?}");
            let named = EventKey {
                reference: reference(0),
                seq: 1,
            };
            let later = queues.later.lock().unwrap().clone();
            assert_eq!(later, if waits { vec![named] } else { Vec::new() });
            // What can never succeed is a dead letter once the batch is not delivered again. What may pass is none.
            let dead = queues.dead.lock().unwrap().clone();
            assert_eq!(dead.len(), usize::from(waits), "{dead:?}");
            assert!(dead.iter().all(|letter| letter.from == "react"));
        }
    }

    #[tokio::test]
    async fn events_of_the_slow_lane_are_left_out() {
        let queues = Queues::default();
        let mut row = event(0);
        row[schema::LANE] = json!({"S": schema::SLOW});
        let handled = Mutex::new(Vec::new());
        each_prompt_event(batch(&[row, event(1)]), &queues, "react", at(0), |event| {
            handled.lock().unwrap().push(event.reference);
            async { Ok(()) }
        })
        .await
        .unwrap();
        assert_eq!(*handled.lock().unwrap(), [reference(1)]);
    }

    /// A batch of these events: the place of their case, and the number of the event.
    fn events_of(cases: &[(usize, u32)]) -> Event {
        let record = |(case, seq): &(usize, u32)| {
            let mut image = event(*case);
            image["event"]["M"]["seq"] = json!({"N": seq.to_string()});
            json!({
                "awsRegion": "eu-west-2", "eventID": "1", "eventName": "INSERT",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1_764_000_000.0, "NewImage": image, "SizeBytes": 1,
                    "Keys": {"pk": {"S": format!("CASE#{}", reference(*case))}, "sk": {"S": format!("EVENT#{seq:08}")}},
                },
            })
        };
        let records: Vec<Value> = cases.iter().map(record).collect();
        serde_json::from_value(json!({"Records": records})).unwrap()
    }

    #[tokio::test]
    async fn no_case_of_a_batch_waits_for_another() {
        let queues = Queues::default();
        // The first case goes on only when the second was handled.
        let (done, waits) = tokio::sync::watch::channel(false);
        let handled = Mutex::new(Vec::new());
        let outcome = each_prompt_event(
            events_of(&[(0, 1), (0, 2), (1, 1)]),
            &queues,
            "react",
            at(0),
            |event| {
                let mut waits = waits.clone();
                let (done, handled) = (&done, &handled);
                async move {
                    if event.reference == reference(1) {
                        done.send_replace(true);
                    } else {
                        waits.wait_for(|done| *done).await.unwrap();
                    }
                    handled.lock().unwrap().push((event.reference, event.seq));
                    Ok(())
                }
            },
        );
        let in_time = tokio::time::timeout(std::time::Duration::from_secs(5), outcome).await;
        assert!(matches!(in_time, Ok(Ok(()))), "{in_time:?}");
        let order = [(reference(1), 1), (reference(0), 1), (reference(0), 2)];
        assert_eq!(*handled.lock().unwrap(), order);
    }

    #[tokio::test]
    async fn a_case_that_fails_stops_only_itself() {
        let queues = Queues::default();
        let handled = Mutex::new(Vec::new());
        let outcome = each_prompt_event(
            events_of(&[(0, 1), (0, 2), (1, 1)]),
            &queues,
            "react",
            at(0),
            |event| {
                handled
                    .lock()
                    .unwrap()
                    .push((event.reference.clone(), event.seq));
                async move {
                    if event.reference == reference(0) {
                        return Err(PortError::Transient("throttled".to_owned()));
                    }
                    Ok(())
                }
            },
        )
        .await;
        assert!(
            matches!(outcome, Err(PortError::Transient(_))),
            "{outcome:?}"
        );
        assert_eq!(
            *handled.lock().unwrap(),
            [(reference(0), 1), (reference(1), 1)]
        );
    }

    #[tokio::test]
    async fn an_event_is_read_as_it_is_stored_now_and_as_it_was_before() {
        let queues = Queues::default();
        let now = json!({"event": {"S": json!({
            "v": 1, "reference": reference(1), "seq": 1, "at": "2026-11-23T10:00:00Z",
            "what": {"event": "legal-hold", "on": true, "by": "someone"},
        }).to_string()}});
        let handled = Mutex::new(Vec::new());
        each_prompt_event(batch(&[event(0), now]), &queues, "react", at(0), |event| {
            handled.lock().unwrap().push(event.reference);
            async { Ok(()) }
        })
        .await
        .unwrap();
        assert_eq!(*handled.lock().unwrap(), [reference(0), reference(1)]);
        assert!(queues.dead.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_message_that_may_succeed_later_is_no_dead_letter() {
        let queues = Queues::default();
        let bodies = ["fine", "passes", "never", "fine"];
        let records: Vec<Value> = bodies
            .iter()
            .enumerate()
            .map(|(id, body)| json!({"messageId": id.to_string(), "body": body}))
            .collect();
        let batch = serde_json::from_value(json!({"Records": records})).unwrap();
        let answer = each_message(batch, &queues, "notify", |body| async move {
            match body.as_str() {
                "passes" => Err(PortError::Transient("throttled".to_owned())),
                "never" => Err(PortError::Permanent("damaged".to_owned())),
                _ => Ok(()),
            }
        })
        .await;
        let again: Vec<&str> = answer
            .batch_item_failures
            .iter()
            .map(|failure| failure.item_identifier.as_str())
            .collect();
        assert_eq!(again, ["1"]);
        let never = DeadLetter::of_message("notify", "never".to_owned(), "damaged".to_owned());
        assert_eq!(*queues.dead.lock().unwrap(), [never]);
    }
}
