//! Whole files: what happens to their rows, and which files are refused.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

mod hub;

use events::case::{OwnerKind, Routing};
use events::referral::Basis;
use hub::{Dropbox, LIMITS};
use jiff::SignedDuration;
use platform::PortError;
use platform::ports::NewCase;
use serde_json::{Value, json};
use twins::{Faults, File, Twin, sample};

const CSV: &str = include_str!("../../../events/samples/feed.csv");
const JSON_LINES: &str = include_str!("../../../events/samples/feed.jsonl");

/// Reads one file, and returns the hub and the report.
async fn told(key: &str, text: &str) -> (Dropbox, Vec<Value>) {
    let hub = Dropbox::new(Faults::seeded(0, 0));
    hub.drop_file(key, text);
    hub.read(key, LIMITS, false).await;
    let report = hub.report(key);
    (hub, report)
}

#[tokio::test]
async fn every_row_of_the_samples_becomes_a_case_that_awaits_consent() {
    for (key, text) in [("in/tvp/day.csv", CSV), ("in/tvp/day.jsonl", JSON_LINES)] {
        let (hub, report) = told(key, text).await;
        let counts = (&report[0]["rows"], &report[0]["new"], &report[0]["bad"]);
        assert_eq!(counts, (&json!(3), &json!(3), &json!(0)), "{report:?}");
        for case in hub.twin.state().cases.values() {
            assert_eq!(case.received.basis, Some(Basis::AwaitingConsent));
            assert_eq!(case.received.sender, "feed:tvp");
            assert!(
                matches!(case.received.routing, Routing::ToCoordinators(_)),
                "never with a provider before consent"
            );
            assert_eq!(
                case.received.acknowledge_at, None,
                "nobody has asked the person, so nothing is sent"
            );
            assert_eq!(case.owner.kind, OwnerKind::Hub);
            assert!(!case.received.assessment.rules.is_empty());
        }
    }
}

#[tokio::test]
async fn the_samples_say_the_same_in_both_forms() {
    let (csv, _) = told("in/tvp/day.csv", CSV).await;
    csv.drop_file("in/tvp/day.jsonl", JSON_LINES);
    csv.read("in/tvp/day.jsonl", LIMITS, false).await;
    assert_eq!(
        csv.report("in/tvp/day.jsonl")[0]["known"],
        3,
        "{:?}",
        csv.report("in/tvp/day.jsonl")
    );
}

#[tokio::test]
async fn bad_rows_are_reported_and_good_ones_stored() {
    let text = CSV
        .replace("SL1 1AA", "XX")
        .replace("1984-02-17", "spring 1984");
    let (hub, report) = told("in/tvp/day.csv", &text).await;
    assert_eq!(
        (&report[0]["new"], &report[0]["bad"]),
        (&json!(1), &json!(2)),
        "{report:?}"
    );
    let bad: Vec<(u64, &str, &str)> = report
        .iter()
        .filter(|line| line["outcome"] == "refused")
        .map(|line| {
            let error = &line["errors"][0];
            (
                line["line"].as_u64().unwrap(),
                error["field"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        bad,
        [
            (2, "/person/date_of_birth", "NOT_A_DATE"),
            (4, "/residence/postcode", "NOT_A_POSTCODE")
        ],
        "{report:?}"
    );
    assert_eq!(hub.cases().len(), 1);
}

#[tokio::test]
async fn a_repeated_row_with_other_content_is_refused() {
    let (hub, _) = told("in/tvp/day.csv", CSV).await;
    let before = hub.cases();
    hub.drop_file("in/tvp/next.csv", &CSV.replace("SL1 1AA", "SL1 1AB"));
    hub.read("in/tvp/next.csv", LIMITS, false).await;
    let report = hub.report("in/tvp/next.csv");
    assert_eq!(
        (&report[0]["known"], &report[0]["bad"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        report[3]["errors"],
        json!([{"field": "", "code": "OTHER_CONTENT"}])
    );
    assert_eq!(hub.cases(), before);
}

/// Rows of these people.
fn rows(names: &[&str]) -> String {
    let row = |(number, name): (usize, &&str)| {
        let phone = format!("07700 9{number:05}");
        json!({"row": format!("43-{number}"), "person": {"role": "victim", "name": name},
               "contact": {"channels": [{"kind": "phone", "address": phone, "safe": false}]}})
        .to_string()
            + "\n"
    };
    names.iter().enumerate().map(row).collect()
}

/// The store never takes Robin, and takes nobody called Sam at the moment.
fn no_robin(new: &NewCase) -> Option<PortError> {
    match new.person["person"]["name"].as_str() {
        Some("Robin") => Some(PortError::Permanent("it is too large".to_owned())),
        Some("Sam") => Some(PortError::Transient("throttled".to_owned())),
        _ => None,
    }
}

#[tokio::test]
async fn a_row_that_can_never_be_stored_is_refused_alone() {
    let hub = Dropbox::new(Faults::seeded(0, 0));
    hub.twin.state().not_stored = Some(no_robin);
    let key = "in/tvp/day.jsonl";
    hub.drop_file(key, &rows(&["Ali", "Robin", "Jo", "Kim"]));
    hub.read(key, LIMITS, false).await;
    let report = hub.report(key);
    assert_eq!(
        (&report[0]["new"], &report[0]["bad"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(
        report[2],
        json!({"line": 2, "outcome": "refused", "errors": [{"field": "", "code": "NOT_STORED"}]})
    );
    assert_eq!(hub.twin.state().slow_lane.len(), 3);
}

#[tokio::test]
async fn neighbours_of_a_row_that_fails_are_routed() {
    // A row that may succeed later, and a store that takes nothing: then the hub is at fault, and the file stays.
    for (names, routed) in [(["Ali", "Sam"], 1), (["Robin", "Robin"], 0)] {
        let hub = Dropbox::new(Faults::seeded(0, 0));
        hub.twin.state().not_stored = Some(no_robin);
        let key = "in/tvp/day.jsonl";
        hub.drop_file(key, &rows(&names));
        let until = hub.now + SignedDuration::from_mins(5);
        let outcome = feed::read(&hub.twin, key, LIMITS, || hub.now, until).await;
        assert!(outcome.is_err(), "{names:?}");
        let state = hub.twin.state();
        assert_eq!(state.slow_lane.len(), routed, "{names:?}");
        assert!(state.files.contains_key(key));
    }
}

#[tokio::test]
async fn a_refused_file_leaves_only_its_report() {
    let rows = |count: usize| "{}\n".repeat(count);
    let header = CSV.lines().next().unwrap();
    for (key, text, refused) in [
        (
            "in/tvp/day.csv",
            CSV.replacen("/person/name", "Robin Fielding", 1),
            json!({"code": "UNKNOWN_COLUMN"}),
        ),
        (
            "in/tvp/day.csv",
            CSV.replacen("/row,", "", 1).replace("43260000001,", ""),
            json!({"code": "COLUMN_MISSING"}),
        ),
        (
            "in/tvp/day.csv",
            format!("{CSV}\"unfinished"),
            json!({"code": "BROKEN_QUOTES", "line": 5}),
        ),
        (
            "in/tvp/day.csv",
            format!("{header}\n"),
            json!({"code": "EMPTY"}),
        ),
        (
            "in/tvp/day.jsonl",
            rows(100_001),
            json!({"code": "TOO_MANY_ROWS", "line": 100_001}),
        ),
        (
            "in/tvp/day.xlsx",
            CSV.to_owned(),
            json!({"code": "UNKNOWN_KIND_OF_FILE"}),
        ),
        (
            "in/esas/day.csv",
            CSV.to_owned(),
            json!({"code": "SENDER_NOT_KNOWN"}),
        ),
        (
            "in/nobody/day.csv",
            CSV.to_owned(),
            json!({"code": "SENDER_NOT_KNOWN"}),
        ),
    ] {
        let hub = Dropbox::new(Faults::seeded(0, 0));
        hub.drop_file(key, &text);
        hub.read(key, feed::ReadLimits::USUAL, false).await;
        let report = hub.report(key);
        assert_eq!(
            (report.len(), &report[0]["outcome"]),
            (1, &json!("refused")),
            "{report:?}"
        );
        for (name, value) in refused.as_object().unwrap() {
            assert_eq!(&report[0][name], value, "{key}: {report:?}");
        }
        assert!(hub.cases().is_empty() && hub.twin.state().submissions.is_empty());
    }
}

#[tokio::test]
async fn a_file_over_64_mb_is_refused_unread() {
    let hub = Dropbox::new(Faults::seeded(0, 0));
    let body = vec![b' '; usize::try_from(feed::MAX_FILE_BYTES).unwrap() + 1];
    hub.twin.state().files.insert(
        "in/tvp/day.csv".to_owned(),
        File {
            body,
            tag: "large".to_owned(),
            at: hub.now,
        },
    );
    hub.read("in/tvp/day.csv", LIMITS, false).await;
    assert_eq!(
        hub.report("in/tvp/day.csv"),
        [json!({"outcome": "refused", "code": "FILE_TOO_LARGE"})]
    );
}

#[tokio::test]
async fn a_file_replaced_between_readers_is_reported() {
    let hub = Dropbox::new(Faults::seeded(0, 0));
    hub.drop_file("in/tvp/day.jsonl", JSON_LINES);
    let limits = feed::ReadLimits {
        chunk_bytes: 8,
        batch_rows: 1,
        concurrency: 1,
        ..feed::ReadLimits::USUAL
    };
    let first = feed::read(&hub.twin, "in/tvp/day.jsonl", limits, || hub.now, hub.now).await;
    assert_eq!(first.unwrap(), feed::Progress::OutOfTime);
    hub.drop_file(
        "in/tvp/day.jsonl",
        &JSON_LINES
            .lines()
            .nth(2)
            .unwrap()
            .replace("Okafor", "Okafor-Bell"),
    );
    hub.read("in/tvp/day.jsonl", limits, false).await;
    assert_eq!(hub.report("in/tvp/day.jsonl")[0]["rows"], 1);
    assert_eq!(
        hub.cases().len(),
        2,
        "one row of the first file, and the one of the other"
    );
    check_replaced(&hub, 1);
}

/// Checks the report about the replaced file: how many rows were read, and where reading stopped.
fn check_replaced(hub: &Dropbox, rows: usize) {
    let state = hub.twin.state();
    let reports = state
        .files
        .iter()
        .filter(|(key, _)| key.starts_with("reports/tvp/day.jsonl.replaced-"));
    let lines = |text: &str| {
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let told: Vec<Vec<Value>> = reports
        .map(|(_, file)| lines(std::str::from_utf8(&file.body).unwrap()))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let (whole, lines) = told[0].split_first().unwrap();
    assert_eq!(
        (&whole["outcome"], &whole["rows"], &whole["line"]),
        (&json!("replaced"), &json!(rows), &json!(rows + 1))
    );
    assert_eq!(lines.len(), rows, "{lines:?}");
}

#[tokio::test]
async fn a_file_replaced_between_batches_is_reported() {
    let hub = Dropbox::new(Faults::seeded(0, 0));
    hub.drop_file("in/tvp/day.jsonl", JSON_LINES);
    let limits = feed::ReadLimits {
        chunk_bytes: 8,
        batch_rows: 1,
        concurrency: 1,
        ..feed::ReadLimits::USUAL
    };
    let clock = || {
        let reached = hub.cases().len();
        if reached == 1 {
            hub.drop_file(
                "in/tvp/day.jsonl",
                &JSON_LINES
                    .lines()
                    .nth(2)
                    .unwrap()
                    .replace("Okafor", "Okafor-Bell"),
            );
        }
        hub.now
    };
    let until = hub.now + SignedDuration::from_mins(5);
    let first = feed::read(&hub.twin, "in/tvp/day.jsonl", limits, clock, until).await;
    assert_eq!(first.unwrap(), feed::Progress::Finished);
    check_replaced(&hub, 1);
    hub.read("in/tvp/day.jsonl", limits, false).await;
    assert_eq!(hub.report("in/tvp/day.jsonl")[0]["rows"], 1);
    check_replaced(&hub, 1);
}

#[tokio::test]
async fn a_file_is_deleted_when_it_was_read_and_a_refused_one_stays() {
    let (hub, report) = told("in/tvp/day.csv", CSV).await;
    let is_there = |key: &str| hub.twin.state().files.contains_key(key);
    assert!(!is_there("in/tvp/day.csv"), "{report:?}");
    assert!(is_there("reports/tvp/day.csv.jsonl"));
    hub.drop_file("in/tvp/odd.csv", "no header\n");
    hub.read("in/tvp/odd.csv", LIMITS, false).await;
    assert!(
        is_there("in/tvp/odd.csv"),
        "its sender may look what is wrong"
    );
}

#[tokio::test]
async fn a_repeated_message_does_not_read_the_file_again() {
    let (hub, report) = told("in/tvp/day.csv", CSV).await;
    hub.twin.state().files.remove("reports/tvp/day.csv.jsonl");
    hub.read("in/tvp/day.csv", LIMITS, false).await;
    assert!(
        !hub.twin
            .state()
            .files
            .contains_key("reports/tvp/day.csv.jsonl"),
        "{report:?}"
    );
}

/// The hub of Thames Valley where Windsor and Maidenhead switches to consent on the day of the file, and Slough never does.
fn switching() -> Dropbox {
    let mut profile = sample::profile("thames-valley");
    for council in &mut profile.local_authorities {
        council.opt_in_from =
            (council.code == "E06000040").then(|| jiff::civil::date(2026, 11, 23));
    }
    let hub = Dropbox {
        twin: Twin::new(profile, Faults::seeded(0, 0)),
        ..Dropbox::new(Faults::seeded(0, 0))
    };
    hub.twin.state().now = hub.now;
    hub
}

/// A row of somebody who lives there.
fn row_of(name: &str, council: &str) -> String {
    let row = json!({
        "row": name, "person": {"role": "victim", "name": "Robin"}, "contact": {"channels": []},
        "residence": {"local_authority": council}
    });
    format!("{row}\n")
}

#[tokio::test]
async fn nobody_is_transferred_without_consent_after_their_council_switched() {
    let hub = switching();
    let key = "in/tvp/day.jsonl";
    hub.drop_file(key, &(row_of("1", "E06000040") + &row_of("2", "E06000039")));
    hub.read(key, LIMITS, false).await;
    let report = hub.report(key);
    let errors = json!([{"field": "", "code": "SWITCHED_TO_CONSENT"}]);
    assert_eq!(report[1]["outcome"], "refused", "{report:?}");
    assert_eq!(report[1]["errors"], errors);
    assert_eq!(report[2]["outcome"], "new", "{report:?}");
    assert_eq!(hub.twin.state().cases.len(), 1);
}

#[tokio::test]
async fn a_row_that_was_taken_before_the_switch_is_still_known() {
    let switch = switching();
    let day_before = Dropbox {
        now: switch.now - SignedDuration::from_hours(24),
        ..switch
    };
    let (first, later) = ("in/tvp/first.jsonl", "in/tvp/later.jsonl");
    day_before.drop_file(first, &row_of("1", "E06000040"));
    day_before.read(first, LIMITS, false).await;
    let taken = day_before.report(first);
    assert_eq!(taken[1]["outcome"], "new", "{taken:?}");
    let day_after = Dropbox {
        now: day_before.now + SignedDuration::from_hours(48),
        ..day_before
    };
    day_after.drop_file(
        later,
        &(row_of("1", "E06000040") + &row_of("2", "E06000040")),
    );
    day_after.read(later, LIMITS, false).await;
    let report = day_after.report(later);
    assert_eq!(report[1]["outcome"], "known", "{report:?}");
    assert_eq!(report[1]["reference"], taken[1]["reference"]);
    assert_eq!(report[2]["outcome"], "refused", "{report:?}");
    assert_eq!(day_after.twin.state().cases.len(), 1);
}
