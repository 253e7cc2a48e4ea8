//! The shared people and requests: every assessment, home and error, on several kinds of day.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::assess::{assess, rule_set};
use domain::place::{PostcodeTable, home};
use events::{ijson, parse};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// The expectations hold from 2026-11-21 to the end of 2027. The days are both ends, leap and
/// quarter days, and birthdays.
const DAYS: [Date; 9] = [
    date(2026, 11, 21),
    date(2026, 11, 22),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
    date(2027, 3, 1),
    date(2027, 7, 10),
    date(2027, 11, 22),
    date(2027, 12, 31),
];

fn lines(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Compares lists as sets, and ignores the reasons, the version and the fields of the offer.
fn comparable(mut assessment: Value) -> Value {
    let object = assessment.as_object_mut().unwrap();
    for name in ["rules", "reasons", "specialisms"] {
        object.remove(name);
    }
    for list in object.values_mut().filter_map(Value::as_array_mut) {
        list.sort_by_key(Value::to_string);
    }
    assessment
}

#[test]
fn every_shared_person_is_assessed_as_expected() {
    let rules = rule_set("2021-04.1").unwrap();
    for line in lines("referrals.jsonl") {
        for today in DAYS {
            let referral = parse::referral(&line["referral"], today)
                .unwrap_or_else(|errors| panic!("{} on {today}: {errors:?}", line["name"]));
            let assessment = serde_json::to_value(assess(&referral, rules, today)).unwrap();
            assert_eq!(
                comparable(assessment),
                comparable(line["expect"]["assessment"].clone()),
                "{} on {today}",
                line["name"]
            );
        }
    }
}

#[test]
fn every_home_is_found_where_the_data_says() {
    let bytes = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/reference/postcodes.bin"),
    )
    .unwrap();
    let table = PostcodeTable::new(&bytes).unwrap();
    for line in lines("referrals.jsonl") {
        let referral = parse::referral(&line["referral"], DAYS[0]).unwrap();
        let found = home(referral.residence.as_ref(), &table);
        assert_eq!(
            json!(found),
            line["expect"]["local_authority"],
            "{}",
            line["name"]
        );
    }
}

#[test]
fn every_referral_says_the_same_after_it_was_read() {
    for line in lines("referrals.jsonl") {
        let referral = parse::referral(&line["referral"], DAYS[0]).unwrap();
        let again = serde_json::to_value(&referral).unwrap();
        assert_eq!(
            parse::referral(&again, DAYS[0]).as_ref(),
            Ok(&referral),
            "{}",
            line["name"]
        );
        assert_eq!(
            ijson::canonical(&again),
            ijson::canonical(&line["referral"]),
            "{}",
            line["name"]
        );
    }
}

#[test]
fn every_bad_request_gives_the_expected_errors() {
    let mut judged = 0;
    for line in lines("bad-referrals.jsonl") {
        let body = match (&line["body"], &line["referral"]) {
            (Value::String(text), _) => text.clone(),
            (_, Value::Object(_)) => line["referral"].to_string(),
            // Other tests cover bytes that are not text, and pairs of requests.
            _ => continue,
        };
        let status = line["expect"]["status"].as_u64().unwrap();
        // Size, content type and token are checked earlier.
        if !matches!(status, 400 | 422 | 201) {
            continue;
        }
        judged += 1;
        for today in DAYS {
            let found = ijson::parse(body.as_bytes()).map(|value| parse::referral(&value, today));
            let name = &line["name"];
            match (status, found) {
                (400, found) => assert!(found.is_err(), "{name}"),
                (201, found) => assert!(matches!(found, Ok(Ok(_))), "{name}: {found:?}"),
                (_, Ok(Err(errors))) => {
                    let expected: Vec<_> =
                        serde_json::from_value(line["expect"]["errors"].clone()).unwrap();
                    assert_eq!(errors.len(), expected.len(), "{name}: {errors:?}");
                    assert_eq!(
                        BTreeSet::from_iter(errors),
                        BTreeSet::from_iter(expected),
                        "{name}"
                    );
                }
                (_, found) => panic!("{name}: {found:?}"),
            }
        }
    }
    assert!(judged >= 48, "only {judged} were judged");
}
