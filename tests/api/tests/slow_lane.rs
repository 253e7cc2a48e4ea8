//! A daily file is read while people ask for help. They do not wait for it.

use api::{HUB, new_id, person, soon};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Enough for a quarter of a minute, at the pace of a laptop.
const ROWS: usize = 40;

/// A daily file with so many people in it.
fn file(mark: &str) -> String {
    let row = |number: usize| {
        json!({
            "row": format!("{mark}-{number}-V1"), "source": {"code": "TVP"},
            "person": {"role": "victim", "name": format!("Robin {mark} {number}")},
            "contact": {"channels": [{"kind": "phone", "address": "07700 900102", "safe": false}]},
            "residence": {"postcode": "OX1 1PT"},
            "incident": {"reported": "yes", "crime_reference": format!("43{number:09}"), "flags": ["domestic-abuse"]},
        })
        .to_string()
    };
    (0..ROWS).map(row).collect::<Vec<_>>().join("\n")
}

/// Runs the AWS command line as the police.
fn as_police(arguments: &[&str]) -> bool {
    let feed = &HUB.feeds["police"];
    HUB.aws_as(&feed.access_key_id, &feed.secret_access_key, arguments)
        .status
        .success()
}

fn owner(reference: &str) -> Value {
    let path = format!("/hub/cases/{reference}");
    let case = HUB.ask(&HUB.token("coordinator"), "GET", &path).json();
    case["owner"]["kind"].clone()
}

#[test]
fn nobody_waits_for_a_daily_file() {
    let feed = &HUB.feeds["police"];
    let name = format!("{}.jsonl", new_id());
    let path = std::env::temp_dir().join(&name);
    std::fs::write(&path, file(&new_id()[..8])).expect("a file");
    let (body, key) = (path.display().to_string(), format!("{}{name}", feed.folder));
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
    assert!(as_police(&put));
    std::fs::remove_file(&path).expect("the file is removed");
    let report = format!("{}{name}.jsonl", feed.reports);
    let copy = std::env::temp_dir().join(format!("{name}.report"));
    let to = copy.display().to_string();
    let get = [
        "s3api",
        "get-object",
        "--bucket",
        &feed.bucket,
        "--key",
        &report,
        &to,
    ];

    // While the file is read, each self-referral is offered as soon as ever.
    let mut sent = 0;
    let begun = Instant::now();
    while !as_police(&get) {
        assert!(begun.elapsed() < Duration::from_secs(120), "no report");
        let answer = HUB.post(&person(&json!({})));
        let reference = answer.json()["reference"].clone();
        let reference = reference.as_str().expect("a reference").to_owned();
        soon("an offer", || HUB.offers(&reference).pop());
        sent += 1;
    }
    assert!(sent > 2, "the file was read before anybody asked for help");

    // Each row is with the coordinators, who ask the person first.
    let report = std::fs::read_to_string(&copy).expect("a report");
    std::fs::remove_file(&copy).expect("the report is removed");
    let rows: Vec<Value> = report
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(rows[0]["new"], ROWS, "{}", rows[0]);
    let last = rows.last().expect("a row")["reference"].clone();
    let last = last.as_str().expect("a reference");
    soon("the last row with the coordinators", || {
        (owner(last) == "coordinators").then_some(())
    });
}
