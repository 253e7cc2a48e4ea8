//! The daily file of the police: dropped in its bucket, read row by row, reported line by line.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Feed, HUB, soon};
use serde_json::{Value, json};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// The AWS command line with a sender's key.
fn aws(feed: &Feed, arguments: &[&str]) -> Output {
    Command::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../.hub/tools/aws/bin/aws"
    ))
    .args([
        "--endpoint-url",
        &HUB.endpoint,
        "--region",
        &HUB.region,
        "--output",
        "json",
    ])
    .args(arguments)
    .env("AWS_ACCESS_KEY_ID", &feed.access_key_id)
    .env("AWS_SECRET_ACCESS_KEY", &feed.secret_access_key)
    .output()
    .expect("the AWS command line")
}

/// A text that no other file of any run has.
fn mark() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..12].to_owned()
}

/// Drops a file under that key. Returns whether that was allowed.
fn put(feed: &Feed, key: &str, text: &str) -> bool {
    let file = std::env::temp_dir().join(format!("hub-feed-{}", mark()));
    std::fs::write(&file, text).expect("a file");
    let body = file.display().to_string();
    let output = aws(
        feed,
        &[
            "s3api",
            "put-object",
            "--bucket",
            &feed.bucket,
            "--key",
            key,
            "--body",
            &body,
        ],
    );
    std::fs::remove_file(file).expect("the file is removed");
    output.status.success()
}

/// The folder of the police.
fn police() -> &'static Feed {
    &HUB.feeds["police"]
}

/// Drops a file as the police do, and waits for its report.
fn drop_and_read_report(name: &str, text: &str) -> Vec<Value> {
    let feed = police();
    assert!(put(feed, &format!("{}{name}", feed.folder), text));
    let key = format!("{}{name}.jsonl", feed.reports);
    let file = std::env::temp_dir().join(format!("hub-report-{}", mark()));
    let path = file.display().to_string();
    let end = Instant::now() + Duration::from_secs(120);
    while !aws(
        feed,
        &[
            "s3api",
            "get-object",
            "--bucket",
            &feed.bucket,
            "--key",
            &key,
            &path,
        ],
    )
    .status
    .success()
    {
        assert!(Instant::now() < end, "no report about {name}");
        std::thread::sleep(Duration::from_millis(500));
    }
    let report = std::fs::read_to_string(&file).expect("a report");
    std::fs::remove_file(file).expect("the file is removed");
    report
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

fn counts(report: &[Value]) -> [u64; 3] {
    ["new", "known", "bad"].map(|name| report[0][name].as_u64().expect("a count"))
}

fn sample(name: &str, mark: &str) -> String {
    let path = format!("{}/../../events/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path)
        .expect("a sample")
        .replace("43260000", mark)
}

fn case(reference: &Value) -> Value {
    let reference = reference.as_str().expect("a reference");
    HUB.ask(
        &HUB.token("coordinator"),
        "GET",
        &format!("/hub/cases/{reference}"),
    )
    .json()
}

#[test]
fn rows_become_cases_that_wait_for_consent() {
    let mark = mark();
    // One more row that is not a referral, and one that is too short.
    let csv = sample("feed.csv", &mark);
    let columns = csv.lines().next().expect("a header").split(',').count();
    let text = format!(
        "{csv}{mark}-bad,,nobody{}\n{mark}-short\n",
        ",".repeat(columns - 3)
    );
    let report = drop_and_read_report(&format!("{mark}.csv"), &text);
    assert_eq!(counts(&report), [3, 0, 2], "{report:?}");
    assert_eq!(
        report[5],
        json!({"line": 6, "outcome": "refused", "errors": [{"field": "", "code": "WRONG_NUMBER_OF_CELLS"}]})
    );
    let errors = report[4]["errors"].as_array().expect("errors");
    assert!(
        errors.contains(&json!({"field": "/person/role", "code": "UNKNOWN_VALUE"})),
        "{errors:?}"
    );
    assert!(
        errors.contains(&json!({"field": "/person/name", "code": "REQUIRED"})),
        "{errors:?}"
    );

    let violence = &report[1]["reference"];
    let held = soon("the coordinators", || {
        Some(case(violence)).filter(|case| case["owner"]["kind"] == "coordinators")
    });
    assert_eq!(
        held["referral"]["consent"],
        json!({"basis": "awaiting-consent"}),
        "{held}"
    );
    assert_eq!(held["referral"]["source"]["kind"], "police");
    assert_eq!(
        held["assessment"]["tier"], "enhanced",
        "assessed immediately"
    );
    assert!(held["owner"]["due"].is_string(), "{}", held["owner"]);
    assert!(
        HUB.offers(violence.as_str().expect("a reference"))
            .is_empty(),
        "never with a provider before consent"
    );

    // The police may record progress in what they sent. The same rows in the other format change nothing.
    let path = format!("/police/cases/{}", violence.as_str().expect("a reference"));
    assert_eq!(HUB.ask(&HUB.token("police"), "GET", &path).status, 200);
    let again = drop_and_read_report(&format!("{mark}.jsonl"), &sample("feed.jsonl", &mark));
    assert_eq!(counts(&again), [0, 3, 0], "{again:?}");
    assert_eq!(again[1]["reference"], *violence);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let mark = mark();
    let text = sample("feed.jsonl", &mark);
    let first = drop_and_read_report(&format!("{mark}-a.jsonl"), &text);
    assert_eq!(counts(&first), [3, 0, 0], "{first:?}");
    let second = drop_and_read_report(&format!("{mark}-b.jsonl"), &text);
    assert_eq!(counts(&second), [0, 3, 0], "{second:?}");
    let references = |report: &[Value]| {
        report
            .iter()
            .map(|line| line["reference"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(references(&first), references(&second));
}

#[test]
fn a_file_too_large_or_badly_encoded_is_refused() {
    let mark = mark();
    let rows = format!("/row\n{}", format!("{mark}\n").repeat(100_001));
    let report = drop_and_read_report(&format!("{mark}-rows.csv"), &rows);
    assert_eq!(
        report,
        [json!({"outcome": "refused", "code": "TOO_MANY_ROWS", "line": 100_002})]
    );
    let large = " ".repeat(64 * 1024 * 1024 + 1);
    let report = drop_and_read_report(&format!("{mark}-large.csv"), &large);
    assert_eq!(
        report,
        [json!({"outcome": "refused", "code": "FILE_TOO_LARGE"})]
    );
    let report = drop_and_read_report(&format!("{mark}-nul.jsonl"), "{}\n{\u{0}}\n");
    assert_eq!(
        report,
        [json!({"outcome": "refused", "code": "NUL_CHARACTER", "line": 2})]
    );
}

#[test]
fn a_sender_writes_its_folder_and_reads_only_reports() {
    let (own, other) = (police(), &HUB.feeds["british-transport-police"]);
    let name = format!("{}.csv", mark());
    assert!(
        !put(own, &format!("{}{name}", other.folder), "/row\n"),
        "another's folder"
    );
    assert!(
        !put(own, &format!("{}{name}.jsonl", own.reports), "{}"),
        "a report"
    );
    let dropped = format!("{}{name}", own.folder);
    assert!(put(own, &dropped, "/row\n"));
    let path = std::env::temp_dir().join(&name).display().to_string();
    let read = aws(
        own,
        &[
            "s3api",
            "get-object",
            "--bucket",
            &own.bucket,
            "--key",
            &dropped,
            &path,
        ],
    );
    assert!(
        !read.status.success(),
        "what was dropped cannot be read back"
    );
    let list = aws(own, &["s3api", "list-objects-v2", "--bucket", &own.bucket]);
    assert!(!list.status.success(), "nor listed");
}

#[test]
fn a_row_with_a_wrong_number_is_a_case_with_a_task() {
    let mark = mark();
    let header = "/row,/person/role,/person/name,/person/date_of_birth,/contact/channels/0/kind,\
                  /contact/channels/0/address,/contact/channels/0/safe,/contact/channels/1/kind,\
                  /contact/channels/1/address,/contact/channels/1/safe";
    let row = format!(
        "{mark}-1,victim   ,Robin Fielding ,17/02/1984,phone,07700 90012 ext,true,email, robin@example.org ,true "
    );
    let commas = ",".repeat(9);
    let text = format!("{header}\n{row}\n{commas}\n{commas}\n");
    let report = drop_and_read_report(&format!("{mark}-contact.csv"), &text);
    assert_eq!(counts(&report), [1, 0, 0], "{report:?}");
    assert_eq!(
        report[1]["errors"],
        json!([{"field": "/contact/channels/0/address", "code": "NOT_A_PHONE_NUMBER"}])
    );
    let reference = &report[1]["reference"];
    let case = soon("the task", || {
        let tasks = |case: &Value| case["tasks"].as_array().cloned().unwrap_or_default();
        Some(case(reference)).filter(|case| {
            tasks(case)
                .iter()
                .any(|task| task["kind"] == "check-contact")
        })
    });
    assert_eq!(case["referral"]["person"]["date_of_birth"], "1984-02-17");
    assert_eq!(
        case["referral"]["contact"]["channels"],
        json!([{"kind": "email", "address": "robin@example.org", "safe": true}])
    );
}
