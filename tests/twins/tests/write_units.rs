//! What the changes of cases cost in write units, and that no partition has to take too many of them.
//!
//! DynamoDB takes 1,000 write units in a second of one partition key, of a table or of an index. The hub is made for 1,000
//! changes of cases in a second, so no partition key may have more than one unit of an average change.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use domain::case::apply::append_all;
use events::case::{CaseChange, CoordinatorReason};
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::{AcceptReferral, AppendEvents, KeepFacts, KeptFacts, NewCase, SideWrites};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use twins::sample::{new_case, offered, root};

/// Cases that are written.
const CASES: u64 = 300;
/// What one change may cost a partition key, on average.
const OF_A_PARTITION: f64 = 1.0;
/// How large the counters of one question and month are, in a large area: 150 cells.
const COUNTERS: usize = 3_000;

/// A table service that accepts everything and keeps the requests.
fn store() -> (String, Arc<Mutex<Vec<Value>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&requests);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, kept) = (stream.unwrap(), Arc::clone(&kept));
            std::thread::spawn(move || {
                let mut read = Vec::new();
                let mut part = [0; 65_536];
                loop {
                    while let Some((body, rest)) = request(&read) {
                        kept.lock().unwrap().push(body);
                        read = rest;
                        let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 2\r\n\r\n{}";
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
    (address, requests)
}

/// The body of the first request, and what follows it.
fn request(read: &[u8]) -> Option<(Value, Vec<u8>)> {
    let end = read.windows(4).position(|part| part == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
    let length: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())?;
    let body = read.get(end..end + length)?;
    Some((
        serde_json::from_slice(body).unwrap(),
        read[end + length..].to_vec(),
    ))
}

/// An index of the table of cases, as the template has it.
struct Index {
    name: String,
    hash: String,
    sort: String,
    /// The attributes next to the keys. `None` for all.
    projects: Option<BTreeSet<String>>,
}

fn indexes() -> Vec<Index> {
    let template = std::fs::read_to_string(root().join("infra/data.yaml")).unwrap();
    let (_, cases) = template.split_once("\n  Cases:\n").unwrap();
    let (cases, _) = cases.split_once("\n  People:\n").unwrap();
    let mut parts = cases.split("- IndexName: ");
    parts.next();
    parts
        .map(|part| {
            let after = |text: &str, mark: &str| -> String {
                let (_, rest) = text.split_once(mark).unwrap();
                let end = rest.find([',', '}', ']']).unwrap();
                rest[..end].trim().to_owned()
            };
            let mut keys = part.split("{AttributeName: ");
            keys.next();
            let key = |text: &str| text.split(',').next().unwrap().to_owned();
            let (hash, sort) = (key(keys.next().unwrap()), key(keys.next().unwrap()));
            let projects = match after(part, "ProjectionType: ").as_str() {
                "ALL" => None,
                "KEYS_ONLY" => Some(BTreeSet::new()),
                _ => {
                    let (_, rest) = part.split_once("NonKeyAttributes: [").unwrap();
                    let (list, _) = rest.split_once(']').unwrap();
                    Some(list.split(',').map(|name| name.trim().to_owned()).collect())
                }
            };
            Index {
                name: part.lines().next().unwrap().to_owned(),
                hash,
                sort,
                projects,
            }
        })
        .collect()
}

/// The size of a value, as AWS documents it.
fn size(value: &Value) -> usize {
    let (kind, value) = value.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "S" => value.as_str().unwrap().len(),
        "N" => value.as_str().unwrap().len() / 2 + 2,
        "M" => 3 + item_size(value.as_object().unwrap().iter()) + value.as_object().unwrap().len(),
        "L" => {
            let list = value.as_array().unwrap();
            3 + list.iter().map(|one| 1 + size(one)).sum::<usize>()
        }
        _ => 1,
    }
}

fn item_size<'a>(item: impl Iterator<Item = (&'a String, &'a Value)>) -> usize {
    item.map(|(name, value)| name.len() + size(value)).sum()
}

fn units(bytes: usize) -> usize {
    bytes.div_ceil(1_024).max(1)
}

/// Write units by table or index, and by the value of the partition key.
type Units = BTreeMap<(String, String), usize>;

/// What one request costs. An item that replaces another moves in its indexes: one is taken out and one put in.
fn count(request: &Value, indexes: &[Index], all: &mut Units) {
    for write in request["TransactItems"].as_array().unwrap() {
        let (what, write) = write.as_object().unwrap().iter().next().unwrap();
        let table = write["TableName"].as_str().unwrap().to_owned();
        let mut add = |place: &str, key: &Value, units: usize| {
            let key = key["S"].as_str().unwrap().to_owned();
            *all.entry((place.to_owned(), key)).or_default() += units;
        };
        if what == "Update" {
            add(&table, &write["Key"]["pk"], 2 * units(COUNTERS));
            continue;
        }
        let item = write["Item"].as_object().unwrap();
        add(&table, &item["pk"], 2 * units(item_size(item.iter())));
        let replaces = write["ConditionExpression"] == "version = :before";
        for index in indexes.iter().filter(|index| {
            table == "cases" && item.contains_key(&index.hash) && item.contains_key(&index.sort)
        }) {
            let keys = ["pk", "sk", &index.hash, &index.sort];
            let there = item.iter().filter(|(name, _)| {
                keys.contains(&name.as_str())
                    || index
                        .projects
                        .as_ref()
                        .is_none_or(|some| some.contains(*name))
            });
            let moves = if replaces { 2 } else { 1 };
            add(
                &index.name,
                &item[&index.hash],
                moves * units(item_size(there)),
            );
        }
    }
}

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// The requests for so many cases, each accepted, routed and counted. Returns how many changes there were.
async fn write_cases(hub: &Hub) -> u32 {
    let mut changes = 0;
    for number in 0..CASES {
        let mut new: NewCase = new_case(number * 7_919, now());
        if number % 3 == 0 {
            new.case.received.source = SourceKind::Police;
            (new.case, new.event) = domain::case::apply::open(
                new.case.reference,
                new.case.received,
                now() + SignedDuration::from_secs(i64::try_from(number).unwrap()),
            );
        }
        hub.accept(&new).await.unwrap();
        // Half are offered to one service, and half are with the coordinators.
        let (after, events) = if number % 2 == 0 {
            offered(&new.case, "one", now())
        } else {
            let why = CaseChange::GivenToCoordinators {
                why: CoordinatorReason::NoService,
                due: now(),
            };
            append_all(&new.case, vec![why], now()).unwrap()
        };
        hub.append(&after, &events, SideWrites::default())
            .await
            .unwrap();
        for version in [1, 2] {
            let facts = KeptFacts {
                version,
                ..KeptFacts::default()
            };
            let cell = BTreeMap::from([("E07000178/x".to_owned(), 1)]);
            let counters = BTreeMap::from([("people.1#2026-11".to_owned(), cell)]);
            let key = format!("hash-{number}");
            let before = (version > 1).then_some(version - 1);
            hub.keep_facts(&key, before, &facts, &counters)
                .await
                .unwrap();
        }
        changes += 2;
    }
    changes
}

#[tokio::test]
async fn no_partition_takes_more_than_its_share() {
    let (address, requests) = store();
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(address)
        .region(Region::new("eu-west-2"))
        .retry_config(RetryConfig::disabled())
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "test", "test", None, None, "test",
        )))
        .build();
    let tables = [
        ("CASES_TABLE", "cases"),
        ("PEOPLE_TABLE", "people"),
        ("SUBMISSIONS_TABLE", "submissions"),
        ("FIGURES_TABLE", "figures"),
    ];
    let changes = write_cases(&Hub::new(Settings::from(tables), &config)).await;
    let indexes = indexes();
    assert_eq!(indexes.len(), 6, "the indexes of the template");
    let mut all = Units::new();
    for request in requests.lock().unwrap().iter() {
        count(request, &indexes, &mut all);
    }
    let of_a_change = |units: usize| f64::from(u32::try_from(units).unwrap()) / f64::from(changes);
    let mut hot: Vec<String> = all
        .iter()
        .filter(|(_, units)| of_a_change(**units) > OF_A_PARTITION)
        .map(|((place, key), units)| format!("{place} {key}: {:.2}", of_a_change(*units)))
        .collect();
    hot.sort();
    assert!(hot.is_empty(), "too many write units of a change: {hot:#?}");
    // The agenda and the queue are divided evenly.
    for index in ["by-due", "by-desk"] {
        let parts: Vec<usize> = all
            .iter()
            .filter(|((place, _), _)| place == index)
            .map(|(_, units)| *units)
            .collect();
        let (least, most) = (parts.iter().min().unwrap(), parts.iter().max().unwrap());
        assert!(
            parts.len() >= 8 && most < &(3 * least),
            "{index}: {parts:?}"
        );
    }
    let total = of_a_change(all.values().sum());
    assert!(total <= 22.0, "a change costs {total:.1} write units");
}
