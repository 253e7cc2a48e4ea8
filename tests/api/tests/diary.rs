//! The private diary on a running hub: nothing that stores, sends or logs ever has what is in it, and only the words of
//! its person open it.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, form, person, soon};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::HashMap;

/// A person with a page, and what opens it.
struct Person {
    reference: String,
    word: String,
}

impl Person {
    fn new() -> Self {
        let answer = HUB.post(&person(&json!({}))).json();
        let text = |name: &str| answer[name].as_str().expect("an answer").to_owned();
        let one = Self {
            reference: text("reference"),
            word: text("memorable_word"),
        };
        HUB.settled(&one.reference);
        one
    }

    fn ask(&self, path: &str, mut body: Value) -> Answer {
        body["reference"] = json!(self.reference);
        if body["word"].is_null() {
            body["word"] = json!(self.word);
        }
        let kind = [("content-type", "application/json")];
        HUB.send(
            "POST",
            &format!("/me/{path}"),
            &kind,
            body.to_string().as_bytes(),
        )
    }

    /// Begins a diary with an entry.
    fn writes(&self, text: &str) {
        let begun = self.ask("diary-open", json!({}));
        assert_eq!(begun.status, 200, "{}", begun.text);
        let entry = json!({"id": api::new_id(), "text": text, "feeling": "2", "guide": "sleep"});
        let kept = self.ask("diary-write", entry);
        assert_eq!(kept.status, 200, "{}", kept.text);
    }
}

/// The store, as the local stack's root key may use it on a laptop only. The command line does not write bytes as it reads
/// them.
async fn dynamo() -> aws_sdk_dynamodb::Client {
    let config = aws_config::defaults(BehaviorVersion::latest())
        .endpoint_url(&HUB.endpoint)
        .region(Region::new(HUB.region.clone()))
        .credentials_provider(Credentials::new("test", "test", None, None, "local"))
        .load()
        .await;
    aws_sdk_dynamodb::Client::new(&config)
}

fn aws_json(arguments: &[&str]) -> Value {
    let output = HUB.aws(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

/// A form of a page, with what the page carries, as a browser without scripts sends it.
fn post(path: &str, page: &str, fields: &[(&str, &str)]) -> Answer {
    let pass = value(page, "pass");
    let all = [&[("pass", pass.as_str())], fields].concat();
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    HUB.send("POST", &format!("/me/{path}"), &kind, form(&all).as_bytes())
}

fn value(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let rest = page.split(&mark).nth(1).expect("the field");
    rest.split('"').next().expect("its value").to_owned()
}

/// What every table has, each stored byte also as text.
fn dump() -> (Vec<String>, String) {
    let listed = aws_json(&["dynamodb", "list-tables"]);
    let tables: Vec<String> = listed["TableNames"]
        .as_array()
        .expect("tables")
        .iter()
        .filter_map(|name| name.as_str())
        .filter(|name| name.starts_with(&format!("hub-{}-", HUB.area)))
        .map(str::to_owned)
        .collect();
    let mut text = String::new();
    for table in &tables {
        let items = aws_json(&["dynamodb", "scan", "--table-name", table]);
        plain(&items, &mut text);
    }
    (tables, text)
}

/// All texts in a value, and all bytes.
fn plain(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                text.push_str(name);
                match (name.as_str(), member.as_str()) {
                    ("B", Some(coded)) => {
                        let bytes = STANDARD.decode(coded).expect("bytes");
                        text.push_str(&String::from_utf8_lossy(&bytes));
                    }
                    _ => plain(member, text),
                }
                text.push('\n');
            }
        }
        Value::Array(values) => values.iter().for_each(|value| plain(value, text)),
        other => text.push_str(&other.to_string()),
    }
}

#[test]
fn what_is_in_a_diary_is_in_no_table_queue_log_mail_or_address() {
    let one = Person::new();
    let mark = uuid::Uuid::new_v4().simple().to_string();
    let (canary, own) = (
        format!("pomegranate{mark}"),
        format!("seven kettles {mark}"),
    );
    // As a browser without scripts does it.
    let fields = [("reference", one.reference.as_str()), ("word", &one.word)];
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let page = HUB.send("POST", "/me/progress", &kind, form(&fields).as_bytes());
    let locked = post("diary", &page.text, &[]);
    let once = value(&locked.text, "once");
    let opens = [("once", once.as_str()), ("word", &one.word), ("own", &own)];
    let begun = post("diary-open", &locked.text, &opens);
    assert_eq!(begun.status, 200, "{}", begun.text);
    let (carried, id) = (value(&begun.text, "diary"), value(&begun.text, "id"));
    let entry = [
        ("diary", carried.as_str()),
        ("id", &id),
        ("text", &canary),
        ("feeling", "2"),
    ];
    let kept = post("diary-write", &begun.text, &entry);
    assert!(
        kept.status == 200 && kept.text.contains(&canary),
        "{}",
        kept.text
    );
    assert_eq!(kept.header("cache-control"), "no-store");
    // What is refused, and what fails, says nothing either.
    let long = canary.repeat(80);
    let refused = [("diary", carried.as_str()), ("id", &id), ("text", &long)];
    assert_eq!(post("diary-write", &begun.text, &refused).status, 422);
    assert_eq!(
        post("diary-write", &begun.text, &[("text", &canary)]).status,
        409
    );
    assert_eq!(
        post("diary-open", &begun.text, &[("word", &canary)]).status,
        422
    );
    let answers = [&begun, &kept];
    assert!(
        answers
            .iter()
            .all(|answer| !answer.headers.contains_key("location")
                && !answer.headers.contains_key("set-cookie")
                && !answer.text.contains(&one.word)
                && !answer.text.contains(&own))
    );
    assert!(!kept.text.contains(&format!("?{canary}")) && !kept.text.contains("method=\"get\""));
    // Every table, with every byte in it.
    let (tables, stored) = dump();
    assert!(tables.len() >= 11, "{tables:?}");
    assert!(stored.contains(&one.reference) && stored.contains("sealed"));
    let said = [
        canary.as_str(),
        own.as_str(),
        mark.as_str(),
        one.word.as_str(),
    ];
    assert!(
        said.iter().all(|word| !stored.contains(word)),
        "a table has it"
    );
    // Every queue, mail and log.
    let queues = format!("{}/_ministack/sqs/messages", HUB.endpoint);
    let queues = HUB.send("GET", &queues, &[], b"").text;
    let mails = json!(HUB.mails()).to_string();
    for word in said {
        assert!(
            !queues.contains(word) && !mails.contains(word),
            "it was sent"
        );
        assert!(HUB.log_of(word).is_empty(), "it is in the log");
    }
    // Everyone who works here, and the copy that the person did not open it for.
    let case = HUB.case(&one.reference).to_string();
    let copy = one.ask("export", json!({})).text;
    for text in [&case, &copy] {
        assert!(said[..3].iter().all(|word| !text.contains(word)));
    }
    assert!(
        !case.to_lowercase().contains("diary"),
        "a case does not say whether there is one"
    );
}

#[tokio::test]
async fn a_locked_diary_opens_in_no_other_place_and_by_no_other_words() {
    let (one, other) = (Person::new(), Person::new());
    one.writes("the first person's thought");
    other.writes("the other person's thought");
    let entries = |who: &Person| who.ask("diary", json!({}));
    assert_eq!(
        entries(&one).json()["entries"][0]["text"],
        "the first person's thought"
    );
    // Who can write the table puts one diary in the place of the other.
    let dynamo = dynamo().await;
    let table = format!("hub-{}-diaries", HUB.area);
    let item = async |who: &Person| {
        let read = dynamo
            .get_item()
            .table_name(&table)
            .key("pk", AttributeValue::S(format!("CASE#{}", who.reference)))
            .key("sk", AttributeValue::S("DIARY".to_owned()))
            .consistent_read(true)
            .send()
            .await;
        read.expect("the table").item.expect("a diary")
    };
    let put = async |item| {
        let put = dynamo.put_item().table_name(&table).set_item(Some(item));
        put.send().await.expect("a write");
    };
    let (mine, theirs) = (item(&one).await, item(&other).await);
    let size = |item: &HashMap<String, AttributeValue>| {
        let sealed = item["sealed"].as_b().expect("bytes");
        sealed.as_ref().len()
    };
    assert_eq!(size(&mine), size(&theirs), "the size says little");
    let mut moved = mine.clone();
    moved.insert("pk".to_owned(), theirs["pk"].clone());
    put(moved).await;
    let opened = other.ask("diary-open", json!({}));
    assert!(
        opened.status == 422 && !opened.text.contains("thought"),
        "{}",
        opened.text
    );
    put(theirs).await;
    assert_eq!(
        entries(&other).json()["entries"][0]["text"],
        "the other person's thought"
    );
    // Words that a coordinator gives do not open it. Those from before do, and then it is theirs.
    let before = one.word.clone();
    let again = Person {
        word: HUB.new_words(&one.reference),
        reference: one.reference.clone(),
    };
    assert_eq!(entries(&again).status, 422);
    let moved = again.ask("diary-open", json!({"old": before}));
    assert_eq!(
        moved.json()["entries"][0]["text"],
        "the first person's thought",
        "{}",
        moved.text
    );
    assert_eq!(entries(&again).status, 200);
}

#[test]
fn a_diary_expires_and_goes_with_its_person() {
    let one = Person::new();
    one.writes("gone with everything else");
    let table = format!("hub-{}-diaries", HUB.area);
    let key =
        json!({"pk": {"S": format!("CASE#{}", one.reference)}, "sk": {"S": "DIARY"}}).to_string();
    let stored = || {
        let get = [
            "dynamodb",
            "get-item",
            "--consistent-read",
            "--table-name",
            &table,
            "--key",
            &key,
        ];
        aws_json(&get)["Item"].clone()
    };
    assert!(stored()["ttl"].is_null());
    soon("the end of support", || {
        let version = one.ask("progress", json!({})).json()["version"].clone();
        (one.ask("withdraw", json!({"version": version})).status == 200).then_some(())
    });
    soon("a time to expire", || {
        stored()["ttl"]["N"].as_str().map(str::to_owned)
    });
    let (coordinator, manager) = (HUB.token("coordinator"), HUB.token("duty-manager"));
    let path = format!("/hub/cases/{}", one.reference);
    let order = json!({"reference": one.reference});
    let proposed = soon("a proposal", || {
        let answer = HUB.post_as(&coordinator, &format!("{path}/erase"), &order);
        (answer.status == 200).then_some(answer)
    });
    let proposal = json!({"proposal": proposed.json()["recorded"][0]["number"]});
    let approved = HUB.post_as(&manager, &format!("{path}/approve-erasure"), &proposal);
    assert!([200, 202].contains(&approved.status), "{}", approved.text);
    soon("the deletion", || stored().is_null().then_some(()));
    assert_eq!(one.ask("diary", json!({})).status, 404);
}
