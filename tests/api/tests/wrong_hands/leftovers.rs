//! Somebody gets hold of what is left: of an erased case, of a file that was read, of a page that was left.

use api::{Answer, HUB, new_id, person, soon};
use serde_json::{Value, json};

/// The output of the stock AWS command line.
fn aws_json(arguments: &[&str]) -> Value {
    let output = HUB.aws(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

fn post(token: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    HUB.send("POST", path, &headers, body.to_string().as_bytes())
}

/// Every item of every table that has the reference or the submission in it.
fn stored_about(reference: &str, submission: &str) -> Vec<(String, Value)> {
    let tables = [
        "cases",
        "people",
        "notes",
        "diaries",
        "submissions",
        "figures",
        "attempts",
        "feeds",
        "erasures",
    ];
    let mut found = Vec::new();
    for table in tables {
        let name = format!("hub-{}-{table}", HUB.area);
        let all = aws_json(&["dynamodb", "scan", "--table-name", &name]);
        for item in all["Items"].as_array().into_iter().flatten() {
            let text = item.to_string();
            if text.contains(reference) || text.contains(submission) {
                found.push((table.to_owned(), item.clone()));
            }
        }
    }
    found
}

/// An item whose documents are opened: they are stored as the text of their JSON.
fn with_documents(item: &Value) -> Value {
    let open = |(name, value): (&String, &Value)| {
        let document = value["S"]
            .as_str()
            .and_then(|text| serde_json::from_str::<Value>(text).ok())
            .filter(Value::is_object);
        (name.clone(), document.unwrap_or_else(|| value.clone()))
    };
    item.as_object()
        .expect("an item")
        .iter()
        .map(open)
        .collect()
}

/// A case that somebody looked at, is closed and erased: its reference, and the id of its submission.
fn erased_case() -> (String, String) {
    let submission = new_id();
    let mut referral = person(&json!({
        "person": {"role": "victim", "name": "Wilhelmina Oakapple", "language": "cy"},
        "residence": {"postcode": "OX4 4PU"},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "incident": {"flags": ["sexual-offence"]},
    }));
    referral["id"] = json!(submission);
    let answer = HUB.post(&referral);
    assert_eq!(answer.status, 201, "{}", answer.text);
    let reference = answer.json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    HUB.settled(&reference);
    let coordinator = HUB.token("coordinator");
    let path = format!("/hub/cases/{reference}");
    soon("a case that is closed", || {
        let version = HUB.case(&reference)["version"].to_string();
        let bearer = format!("Bearer {coordinator}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("if-match", version.as_str()),
            ("content-type", "application/json"),
        ];
        let closed = HUB.send(
            "POST",
            &format!("{path}/close"),
            &headers,
            br#"{"why": "withdrew"}"#,
        );
        (closed.status == 200).then_some(())
    });
    let order = json!({"reference": reference});
    let proposed = post(&coordinator, &format!("{path}/erase"), &order);
    assert_eq!(proposed.status, 200, "{}", proposed.text);
    let proposal = json!({"proposal": proposed.json()["recorded"][0]["number"]});
    let approve = format!("{path}/approve-erasure");
    let ordered = post(&HUB.token("duty-manager"), &approve, &proposal);
    assert!([200, 202].contains(&ordered.status), "{}", ordered.text);
    soon("the remains", || {
        let name = format!("hub-{}-cases", HUB.area);
        let values = json!({":pk": {"S": format!("CASE#{reference}")}}).to_string();
        let all = aws_json(&[
            "dynamodb",
            "query",
            "--table-name",
            &name,
            "--key-condition-expression",
            "pk = :pk",
            "--expression-attribute-values",
            &values,
        ]);
        let items = all["Items"].as_array().expect("items");
        let ends = items.iter().filter(|item| item["ttl"].is_object());
        (ends.count() == items.len()).then_some(())
    });
    (reference, submission)
}

#[test]
fn what_stays_of_an_erased_case_says_nothing_of_the_person() {
    let (reference, submission) = erased_case();
    let found = stored_about(&reference, &submission);
    let (mut times, mut rows) = (0, 0);
    for (table, item) in &found {
        let text = with_documents(item).to_string();
        match table.as_str() {
            "submissions" => {
                // So that a repeat makes no new case; it ends within 30 days.
                assert!(
                    !text.contains(&reference) && item["content"].is_null(),
                    "{text}"
                );
                assert!(item["ttl"].is_object());
                continue;
            }
            "cases" | "erasures" => {}
            // How often an event was counted, by its number.
            "figures" => continue,
            other => panic!("{other} has {text}"),
        }
        rows += 1;
        assert!(item["ttl"].is_object(), "it never ends: {text}");
        for told in [
            &submission,
            "coordinator/",
            "sexual",
            "isva",
            "trouble-sleeping",
            "E07",
        ] {
            assert!(!text.contains(told), "{told} is left in {text}");
        }
        assert!(!text.contains(r#""language":"cy""#), "{text}");
        for time in text
            .split('"')
            .filter_map(|text| text.parse::<jiff::Timestamp>().ok())
        {
            let at = time.to_zoned(jiff::tz::get!("Europe/London"));
            let monday = at.weekday() == jiff::civil::Weekday::Monday;
            assert!(
                monday && at.time() == jiff::civil::Time::midnight(),
                "{time} is left in {text}"
            );
            times += 1;
        }
    }
    assert!(rows >= 5 && times >= 5, "{rows} rows and {times} times");
}

#[test]
fn a_restored_person_is_erased_again() {
    let (reference, submission) = erased_case();
    let table = format!("hub-{}-people", HUB.area);
    let back = json!({
        "pk": {"S": format!("PERSON#{reference}")},
        "referral": {"S": json!({"id": submission}).to_string()},
    });
    let item = back.to_string();
    aws_json(&[
        "dynamodb",
        "put-item",
        "--table-name",
        &table,
        "--item",
        &item,
    ]);
    let is_back = || {
        let found = stored_about(&reference, &submission);
        found.iter().any(|(table, _)| table == "people")
    };
    assert!(is_back());
    let hub = std::env::var("HUB_COMMAND").expect("the hub command");
    let again = std::process::Command::new(hub)
        .arg("erase-again")
        .output()
        .expect("a program");
    let told = String::from_utf8_lossy(&again.stderr);
    assert!(again.status.success(), "{told}");
    assert!(!is_back(), "{told}");
}

#[test]
fn a_daily_file_is_gone_when_it_was_read() {
    let feed = &HUB.feeds["police"];
    let name = format!("{}.jsonl", new_id());
    let (key, report) = (
        format!("{}{name}", feed.folder),
        format!("{}{name}.jsonl", feed.reports),
    );
    let row = json!({"row": new_id(), "person": {"role": "victim", "name": "Nobody Asked Yet"}});
    let file = std::env::temp_dir().join(&name);
    std::fs::write(&file, format!("{row}\n")).expect("a file");
    let body = file.display().to_string();
    let put = [
        "s3api",
        "put-object",
        "--bucket",
        &feed.bucket,
        "--key",
        &key,
        "--body",
        &body,
    ];
    aws_json(&put);
    std::fs::remove_file(file).expect("the file is removed");
    let is_there = |key: &str| {
        let head = [
            "s3api",
            "head-object",
            "--bucket",
            &feed.bucket,
            "--key",
            key,
        ];
        HUB.aws(&head).status.success()
    };
    soon("the report", || is_there(&report).then_some(()));
    soon("the end of the file", || (!is_there(&key)).then_some(()));
}

#[test]
fn a_copy_for_the_person_has_more_than_their_page() {
    let referral = person(&json!({
        "person": {"role": "victim", "name": "Wilhelmina Oakapple"},
        "incident": {"flags": ["domestic-abuse"]},
        "safety": {"someone_may_see_device": true},
    }));
    let answer = HUB.post(&referral).json();
    let text = |name: &str| {
        answer[name]
            .as_str()
            .expect("an accepted referral")
            .to_owned()
    };
    let (reference, word) = (text("reference"), text("memorable_word"));
    HUB.settled(&reference);
    let body = json!({"reference": reference, "word": word}).to_string();
    let headers = [("content-type", "application/json")];
    let page = HUB
        .send("POST", "/me/export", &headers, body.as_bytes())
        .json();
    assert!(page["assessment"]["not_here"].is_string(), "{page}");
    let path = format!("/hub/cases/{reference}/copy");
    let copy = HUB.ask(&HUB.token("coordinator"), "GET", &path).json();
    assert!(copy["assessment"]["reasons"][0]["because"].is_string());
    assert_eq!(copy["check_first"]["flags"][0], "device-unsafe");
    assert_eq!(HUB.ask(&HUB.token("police"), "GET", &path).status, 403);
}
