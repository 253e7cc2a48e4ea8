//! What could not be handled is listed, without anything about a person, and sent again.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{HUB, hub, new_id, person, soon};
use serde_json::{Value, json};
use std::process::Output;

/// `cargo hub dead-letters`, as an operator runs it.
fn dead_letters(arguments: &[&str]) -> String {
    hub(&[&["dead-letters"][..], arguments].concat())
}

fn text_of(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json_of(output: &Output) -> Value {
    serde_json::from_str(&text_of(output)).unwrap_or_default()
}

fn queue(name: &str) -> String {
    format!("{}/000000000000/hub-{}-{name}", HUB.endpoint, HUB.area)
}

/// Puts a message on a queue of the hub.
fn put(name: &str, body: &Value) {
    let (url, body) = (queue(name), body.to_string());
    let send = [
        "sqs",
        "send-message",
        "--queue-url",
        &url,
        "--message-body",
        &body,
    ];
    text_of(&HUB.aws(&send));
}

/// A new referral.
fn refer() -> String {
    let reference = HUB.post(&person(&json!({}))).json()["reference"].clone();
    reference.as_str().expect("a reference").to_owned()
}

/// Waits for a line of the log about this case.
fn logged(reference: &str, words: &str) {
    soon(words, || {
        let lines = HUB.log_of(reference);
        lines.iter().any(|line| line.contains(words)).then_some(())
    });
}

const SLOW: &str = "an event of the slow lane is handled";

/// The one row of the list about that case.
fn row<'a>(list: &'a str, reference: &str) -> &'a str {
    let rows: Vec<&str> = list.lines().filter(|row| row.contains(reference)).collect();
    assert_eq!(rows.len(), 1, "{list}");
    rows[0]
}

/// A position in the stream where an event of this new case is, as Lambda reports it.
fn position(find: &str, shard: Option<&str>) -> Value {
    let table = format!("hub-{}-cases", HUB.area);
    let table = json_of(&HUB.aws(&["dynamodb", "describe-table", "--table-name", &table]));
    let stream = table["Table"]["LatestStreamArn"]
        .as_str()
        .expect("a stream");
    let described = HUB.aws(&["dynamodbstreams", "describe-stream", "--stream-arn", stream]);
    let shards = json_of(&described);
    let own = shards["StreamDescription"]["Shards"][0]["ShardId"].as_str();
    let own = own.expect("a shard");
    let begin = HUB.aws(&[
        "dynamodbstreams",
        "get-shard-iterator",
        "--stream-arn",
        stream,
        "--shard-id",
        own,
        "--shard-iterator-type",
        "TRIM_HORIZON",
    ]);
    let mut iterator = json_of(&begin)["ShardIterator"].clone();
    let record = soon("the event in the stream", || {
        let at = iterator.as_str().expect("an iterator").to_owned();
        let page = json_of(&HUB.aws(&["dynamodbstreams", "get-records", "--shard-iterator", &at]));
        let records = page["Records"].as_array().cloned().unwrap_or_default();
        iterator = page["NextShardIterator"].clone();
        records.into_iter().find(|record| {
            record["dynamodb"]["Keys"]["pk"]["S"] == format!("CASE#{find}")
                && record["dynamodb"]["Keys"]["sk"]["S"] == "EVENT#00000001"
        })
    });
    let number = &record["dynamodb"]["SequenceNumber"];
    let now = jiff::Timestamp::now();
    json!({
        "requestContext": {
            "requestId": new_id(), "condition": "RecordAgeExceeded", "approximateInvokeCount": 9,
            "functionArn": format!("arn:aws:lambda:{}:000000000000:function:hub-{}-react", HUB.region, HUB.area),
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": now,
        "DDBStreamBatchInfo": {
            "shardId": shard.unwrap_or(own), "startSequenceNumber": number, "endSequenceNumber": number,
            "approximateArrivalOfFirstRecord": now, "approximateArrivalOfLastRecord": now,
            "batchSize": 1, "streamArn": stream,
        },
    })
}

/// One test, because a list shows what others left.
#[test]
fn dead_letters_are_listed_and_sent_again() {
    let [record, update, missed, old, offered] = [(); 5].map(|()| refer());
    // A record of the stream: an event that is no longer there.
    put(
        "dead-letters",
        &json!({"from": "react", "record": format!("CASE#{record}/EVENT#00000099"), "cause": "it is too large"}),
    );
    // A message that killed its readers.
    put(
        "dead-letters",
        &json!({"reference": update, "kind": "help-found", "about": 77}),
    );
    // What is no message of the hub.
    let nothing = new_id();
    put(
        "dead-letters",
        &json!({"from": "feed", "message": "?", "cause": nothing}),
    );
    // Two positions in the stream. The stream no longer has the second one.
    put("missed-events", &position(&missed, None));
    put(
        "missed-events",
        &position(&old, Some("shardId-00000000000000000000-99999999")),
    );
    // What a provider could not handle.
    let offer = soon("an offer", || HUB.offers(&offered).pop());
    let provider = offer["data"]["provider"].as_str().expect("a provider");
    let dead = queue(&format!("dead-{provider}.fifo"));
    let mut again = offer.clone();
    let id = new_id();
    again["id"] = json!(id);
    let body = again.to_string();
    text_of(&HUB.aws(&[
        "sqs",
        "send-message",
        "--queue-url",
        &dead,
        "--message-body",
        &body,
        "--message-group-id",
        &offered,
        "--message-deduplication-id",
        &id,
    ]));

    // The provider reads it itself, and nobody else does.
    let receive = |code: &str, url: &str| {
        let own = &HUB.queues[code];
        let arguments = [
            "sqs",
            "receive-message",
            "--queue-url",
            url,
            "--visibility-timeout",
            "0",
        ];
        HUB.aws_as(&own.access_key_id, &own.secret_access_key, &arguments)
    };
    let read = json_of(&receive(provider, &dead));
    assert!(read["Messages"][0]["Body"].is_string(), "{read}");
    let other = HUB.queues.keys().find(|code| *code != provider);
    let refused = receive(other.expect("another provider"), &dead);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("AccessDenied"));

    let list = dead_letters(&[]);
    let about_record = row(&list, &record);
    for part in ["react", "event 99", "it is too large"] {
        assert!(about_record.contains(part), "{about_record}");
    }
    assert!(row(&list, &update).starts_with("updates"), "{list}");
    assert!(row(&list, &offered).contains("offered"), "{list}");
    assert!(
        row(&list, &nothing).contains("no message of the hub"),
        "{list}"
    );
    assert_eq!(list.matches("RecordAgeExceeded").count(), 2, "{list}");
    assert!(!list.contains("Robin"), "{list}");

    dead_letters(&["--again"]);
    logged(&record, "no longer stored");
    logged(&update, "there is no longer anything to tell");
    logged(&missed, SLOW);
    logged(&old, SLOW);
    soon("the offer, with its own id", || {
        let events = HUB.offers(&offered);
        events.iter().any(|event| event["id"] == id).then_some(())
    });
    let left = dead_letters(&[]);
    for gone in [&record, &update, &offered] {
        assert!(!left.contains(gone.as_str()), "{left}");
    }
    assert!(!left.contains("RecordAgeExceeded"), "{left}");
    // Nobody could say where it belongs, so that it stays until somebody has looked.
    row(&left, &nothing);
}
