//! Items in the earlier form, a case that nobody has changed, and a write that meets another.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use events::case::{CaseEvent, Update};
use events::update::UpdateKind;
use jiff::Timestamp;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::{
    AcceptReferral, AppendEvents, AppendOutcome, EventKey, ReadCase, ReadCaseFile, ReadEvent,
    SideWrites,
};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use twins::sample::{new_case, offered};

/// A table service with these items, which keeps what it is asked to write.
fn store(items: Vec<Value>) -> (Hub, Arc<Mutex<Vec<Value>>>) {
    busy_store(items, 0)
}

/// The same, where so many transactions meet another one.
fn busy_store(items: Vec<Value>, conflicts: usize) -> (Hub, Arc<Mutex<Vec<Value>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let written = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&written);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, items, kept) = (stream.unwrap(), items.clone(), Arc::clone(&kept));
            std::thread::spawn(move || {
                let (mut read, mut part) = (Vec::new(), [0; 65_536]);
                loop {
                    if let Some((head, body)) = request(&read) {
                        read.clear();
                        let mut answer = answer(&items, &head, &body).to_string();
                        let mut status = "200 OK";
                        if head.contains("transactwriteitems") {
                            let mut kept = kept.lock().unwrap();
                            kept.push(body);
                            if kept.len() <= conflicts {
                                status = "400 Bad Request";
                                answer = conflict().to_string();
                            }
                        }
                        let length = answer.len();
                        let answer = format!(
                            "HTTP/1.1 {status}\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {length}\r\n\r\n{answer}"
                        );
                        stream.write_all(answer.as_bytes()).unwrap();
                    }
                    match stream.read(&mut part) {
                        Ok(0) | Err(_) => return,
                        Ok(length) => read.extend_from_slice(&part[..length]),
                    }
                }
            });
        }
    });
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(address)
        .region(Region::new("eu-west-2"))
        .retry_config(RetryConfig::disabled())
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "test", "test", None, None, "test",
        )))
        .build();
    let tables = Settings::from([
        ("CASES_TABLE", "cases"),
        ("PEOPLE_TABLE", "people"),
        ("SUBMISSIONS_TABLE", "submissions"),
    ]);
    (Hub::new(tables, &config), written)
}

/// What DynamoDB answers if another transaction writes to one of the items.
fn conflict() -> Value {
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled",
        "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict", "Message": "ongoing"}],
    })
}

/// The head in small letters, and the body, of a complete request.
fn request(read: &[u8]) -> Option<(String, Value)> {
    let end = read.windows(4).position(|part| part == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
    let length = |line: &str| line.strip_prefix("content-length: ")?.parse().ok();
    let length: usize = head.lines().find_map(length)?;
    let body = read.get(end..end + length)?;
    Some((head, serde_json::from_slice(body).unwrap()))
}

/// The answer of a table with these items.
fn answer(items: &[Value], head: &str, body: &Value) -> Value {
    let key = |item: &Value, name: &str| item[name]["S"].as_str().unwrap().to_owned();
    if head.contains("getitem") {
        let sought = |item: &&Value| {
            ["pk", "sk"]
                .iter()
                .all(|name| key(item, name) == key(&body["Key"], name))
        };
        return match items.iter().find(sought) {
            Some(item) => json!({"Item": item}),
            None => json!({}),
        };
    }
    if head.contains("query") {
        let bound = |name: &str| key(&body["ExpressionAttributeValues"], name);
        let within = |item: &&Value| {
            key(item, "pk") == bound(":pk")
                && (bound(":first")..=bound(":last")).contains(&key(item, "sk"))
        };
        let found: Vec<&Value> = items.iter().filter(within).collect();
        return json!({"Count": found.len(), "Items": found});
    }
    json!({})
}

/// A value as documents were stored before: an attribute for every field.
fn attributes(value: &Value) -> Value {
    match value {
        Value::Null => json!({"NULL": true}),
        Value::Bool(yes) => json!({"BOOL": yes}),
        Value::Number(number) => json!({"N": number.to_string()}),
        Value::String(text) => json!({"S": text}),
        Value::Array(all) => json!({"L": all.iter().map(attributes).collect::<Vec<_>>()}),
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| (name.clone(), attributes(value)));
            json!({"M": Value::Object(fields.collect())})
        }
    }
}

fn item(pk: &str, sk: &str, attribute: &str, value: Value) -> Value {
    json!({"pk": {"S": pk}, "sk": {"S": sk}, attribute: value})
}

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_case_that_was_stored_before_is_read() {
    let new = new_case(7, now());
    let pk = format!("CASE#{}", new.case.reference);
    let before = |value: Value| attributes(&value);
    let update = Update::claimed(UpdateKind::Acknowledgement, 1, None, now());
    let (hub, _) = store(vec![
        item(&pk, "STATE", "case", before(json!(new.case))),
        item(&pk, "EVENT#00000001", "event", before(json!(new.event))),
        item(
            &pk,
            "UPDATE#acknowledgement",
            "update",
            before(json!(update)),
        ),
    ]);
    let reference = &new.case.reference;
    assert_eq!(hub.case(reference).await.unwrap().as_ref(), Some(&new.case));
    let file = hub.case_file(reference).await.unwrap().unwrap();
    assert_eq!(
        (&file.case, &file.events[..]),
        (&new.case, &[new.event.clone()][..])
    );
    assert_eq!(file.updates.len(), 1);
    let first = EventKey {
        reference: reference.clone(),
        seq: 1,
    };
    assert_eq!(hub.event(&first).await.unwrap(), Some(new.event));
}

/// The items that the acceptance of a new case writes.
async fn accepted(new: &platform::ports::NewCase) -> Vec<Value> {
    let (hub, written) = store(Vec::new());
    hub.accept(new).await.unwrap();
    let written = written.lock().unwrap();
    let parts = written[0]["TransactItems"].as_array().unwrap().iter();
    parts.map(|part| part["Put"]["Item"].clone()).collect()
}

#[tokio::test]
async fn a_new_case_is_written_once_and_read_from_its_first_event() {
    let new = new_case(7, now());
    let mut items = accepted(&new).await;
    let holds = |item: &&Value| item.to_string().contains("local_authority");
    assert_eq!(items.iter().filter(holds).count(), 1, "{items:#?}");
    items.retain(|item| item["sk"].is_object());
    let (hub, _) = store(items);
    let reference = &new.case.reference;
    assert_eq!(hub.case(reference).await.unwrap().as_ref(), Some(&new.case));
    let file = hub.case_file(reference).await.unwrap().unwrap();
    assert_eq!(
        (&file.case, &file.events[..]),
        (&new.case, &[new.event.clone()][..])
    );
    let nobody = new_case(8, now()).case.reference;
    assert_eq!(hub.case(&nobody).await.unwrap(), None);
}

#[tokio::test]
async fn an_append_that_meets_another_write_is_sent_again() {
    let new = new_case(7, now());
    let (after, events) = offered(&new.case, "one", now());
    for (conflicts, sent, stored) in [(0, 1, true), (2, 3, true), (9, 5, false)] {
        let (hub, written) = busy_store(Vec::new(), conflicts);
        let outcome = hub.append(&after, &events, SideWrites::default()).await;
        assert_eq!(
            outcome.is_ok_and(|outcome| outcome == AppendOutcome::Stored),
            stored
        );
        assert_eq!(written.lock().unwrap().len(), sent);
    }
}

#[tokio::test]
async fn a_document_is_one_text() {
    let new = new_case(7, now());
    let items = accepted(&new).await;
    for (place, (attribute, value)) in items.iter().enumerate().flat_map(|(place, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |one| (place, one))
    }) {
        assert!(
            value["S"].is_string() || value["N"].is_string(),
            "{attribute} of item {place}: {value}"
        );
    }
    // The profile has the helplines.
    let answer = items
        .iter()
        .find(|item| item["answer"].is_object())
        .unwrap();
    assert!(!answer.to_string().contains("help_now"), "{answer}");
    let event = items.iter().find(|item| item["event"].is_object()).unwrap();
    let event: CaseEvent = serde_json::from_str(event["event"]["S"].as_str().unwrap()).unwrap();
    assert_eq!(event, new.event);
}
