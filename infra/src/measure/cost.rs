//! What a referral costs on AWS: the requests that the functions really make, times the prices of `infra/prices.json`, plus
//! what a hub costs without any referral.

use super::Figure;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// One request of a function to AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) function: String,
    service: &'static str,
    /// Bytes of its body.
    bytes: usize,
    written: u64,
    read: u64,
    /// Events of cases among what it writes: each starts `react` and `figures` once at most.
    events: u64,
}

/// The keys of the indexes of the table of cases, and whether an index has the whole item.
const INDEXES: [(&str, bool); 6] = [
    ("desk_key", true),
    ("provider_key", true),
    ("due_key", false),
    ("keep_key", false),
    ("police_key", false),
    ("witness_key", false),
];

impl Request {
    /// A request by its head and body. None if no function of the hub sent it.
    pub(super) fn of(head: &str, body: &[u8]) -> Option<Self> {
        let header = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        let agent = header("user-agent")?.split("app/hub-").nth(1)?;
        let function = agent.split([' ', '#']).next()?.to_owned();
        let target = header("x-amz-target").unwrap_or_default();
        let service = match target.split('.').next().unwrap_or_default() {
            "DynamoDB_20120810" => "DynamoDB",
            "AmazonSQS" => "SQS",
            "secretsmanager" => "Secrets Manager",
            _ if head.contains(" /v2/email/outbound-emails") => "SES",
            _ => "other",
        };
        let (written, read, events) = if service == "DynamoDB" {
            let operation = target.split('.').nth(1).unwrap_or_default();
            units(operation, &serde_json::from_slice(body).unwrap_or_default())
        } else {
            (0, 0, 0)
        };
        Some(Self {
            function,
            service,
            bytes: body.len(),
            written,
            read,
            events,
        })
    }
}

/// Write units, read units and events of a request, at most: an item that is written again counts twice in each of its
/// indexes, although AWS counts once if the key stays, and an update counts with all that the request says.
fn units(operation: &str, body: &Value) -> (u64, u64, u64) {
    match operation {
        "PutItem" => {
            let (units, events) = put(&body["Item"], 1);
            (units, 0, events)
        }
        "UpdateItem" | "DeleteItem" => (kilobytes(body) + 2, 0, 0),
        "TransactWriteItems" => {
            let mut sum = (0, 0, 0);
            for part in body["TransactItems"].as_array().into_iter().flatten() {
                if part["Put"].is_object() {
                    let (units, events) = put(&part["Put"]["Item"], 2);
                    sum.0 += units;
                    sum.2 += events;
                } else {
                    sum.0 += 2 * kilobytes(part) + 2;
                }
            }
            sum
        }
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().into_iter().flatten();
            let keys = tables.map(|(_, one)| one["Keys"].as_array().map_or(0, Vec::len) as u64);
            (0, 2 * keys.sum::<u64>(), 0)
        }
        _ => (0, 2, 0),
    }
}

/// The bytes of a value, as DynamoDB counts them: the text without its quotes, half a byte for each digit, and the names
/// of all attributes.
fn value_bytes(value: &Value) -> usize {
    let Some((kind, value)) = value.as_object().and_then(|one| one.iter().next()) else {
        return 0;
    };
    let text = value.as_str().unwrap_or_default();
    match kind.as_str() {
        "S" => text.len(),
        // The request has it in base64.
        "B" => text.trim_end_matches('=').len() * 3 / 4,
        "N" => text.trim_start_matches('-').len().div_ceil(2) + 1,
        "M" => 3 + item_bytes(value) + value.as_object().map_or(0, serde_json::Map::len),
        "L" => {
            let list = value.as_array().into_iter().flatten();
            3 + list.map(|one| 1 + value_bytes(one)).sum::<usize>()
        }
        "SS" | "NS" => {
            let set = value.as_array().into_iter().flatten();
            set.map(|one| one.as_str().map_or(0, str::len)).sum()
        }
        _ => 1,
    }
}

/// The bytes of an item, as DynamoDB counts them.
pub(super) fn item_bytes(item: &Value) -> usize {
    let attributes = item.as_object().into_iter().flatten();
    attributes
        .map(|(name, value)| name.len() + value_bytes(value))
        .sum()
}

/// The units of an item, and whether it is an event of a case.
fn put(item: &Value, times: u64) -> (u64, u64) {
    let size = (item_bytes(item) as u64).div_ceil(1_024).max(1);
    let indexes = INDEXES
        .iter()
        .filter(|(key, _)| item[*key].is_object())
        .map(|(_, whole)| if *whole { 2 * size } else { 2 });
    let is_event = item["sk"]["S"]
        .as_str()
        .is_some_and(|key| key.starts_with("EVENT#"));
    (times * size + indexes.sum::<u64>(), u64::from(is_event))
}

/// Kilobytes, begun ones included. JSON has more bytes than AWS counts.
fn kilobytes(value: &Value) -> u64 {
    (value.to_string().len() as u64).div_ceil(1_024).max(1)
}

/// What was counted of one referral.
#[derive(Debug, Default)]
struct Counted {
    by_service: BTreeMap<&'static str, u64>,
    bytes: u64,
    written: u64,
    read: u64,
    events: u64,
    letters: u64,
}

fn counted(requests: &[Request]) -> Counted {
    let mut sum = Counted::default();
    for request in requests {
        *sum.by_service.entry(request.service).or_default() += 1;
        sum.bytes += request.bytes as u64;
        sum.written += request.written;
        sum.read += request.read;
        sum.events += request.events;
        sum.letters += u64::from(request.service == "SES");
    }
    sum
}

/// The prices, by group and name.
struct Prices(Value);

impl Prices {
    fn of(&self, group: &str, name: &str) -> Result<f64> {
        self.0[group][name]
            .as_f64()
            .with_context(|| format!("infra/prices.json has no {group} / {name}"))
    }

    fn millions(&self, name: &str, count: f64) -> Result<f64> {
        Ok(self.of("per_million", name)? * count / 1e6)
    }
}

/// The bill of 1,000 referrals, by service. `answered` is how many requests people and staff made to the API.
fn per_thousand(
    prices: &Prices,
    one: &Counted,
    answered: u64,
) -> Result<BTreeMap<&'static str, f64>> {
    let assumed = |name| prices.of("assumed", name);
    let pages = assumed("pages that people and staff open for a referral")?;
    // Each event starts `react` and `figures`, each letter `notify`, and each page asks the API once.
    let calls = answered as f64 + pages;
    let started = calls + 2.0 * one.events as f64 + one.letters as f64;
    let seconds = started * assumed("billed milliseconds of an invocation")? / 1_000.0;
    let lambda = prices.millions("Lambda invocation", started)?
        + prices.of("per_gigabyte_second", "Lambda x86_64")?
            * seconds
            * assumed("megabytes of memory")?
            / 1_024.0;
    // A page reads about what a coordinator's page of a case reads.
    let dynamo = prices.millions("DynamoDB write unit", one.written as f64)?
        + prices.millions("DynamoDB read unit", one.read as f64 + 10.0 * pages)?
        + prices.of("per_gigabyte_month", "DynamoDB")? * one.bytes as f64 * 12.0 / 1e9
        + prices.of("per_gigabyte_month", "DynamoDB past")? * one.bytes as f64 * 12.0 / 1e9;
    let edge = pages * assumed("requests of a page at the edge")?;
    let traffic = pages * assumed("kilobytes of a page at the edge")? / 1e6;
    let sqs = one.by_service.get("SQS").copied().unwrap_or_default() as f64;
    let bill = BTreeMap::from([
        ("DynamoDB, with a year of storage", dynamo),
        ("Lambda", lambda),
        (
            "API Gateway",
            prices.millions("API Gateway request", calls)?,
        ),
        (
            "CloudFront and the web ACL",
            prices.millions("CloudFront request", edge)?
                + prices.millions("WAF request", edge)?
                + prices.of("per_gigabyte", "CloudFront to the internet")? * traffic,
        ),
        // A message is sent, received and deleted.
        ("SQS", prices.millions("SQS request", 3.0 * sqs)?),
        ("SES", prices.millions("SES letter", one.letters as f64)?),
        (
            "logs",
            prices.of("per_gigabyte", "CloudWatch log")?
                * started
                * assumed("bytes of log of an invocation")?
                / 1e9,
        ),
    ]);
    Ok(bill
        .into_iter()
        .map(|(name, cost)| (name, cost * 1_000.0))
        .collect())
}

/// What a hub costs in a month without any referral, by service.
fn fixed(prices: &Prices) -> Result<BTreeMap<&'static str, f64>> {
    let (data, app) = (
        include_str!("../../data.yaml"),
        include_str!("../../template.yaml"),
    );
    let count =
        |text: &str, kind: &str| text.matches(&format!("    Type: {kind}\n")).count() as f64;
    let month = |name| prices.of("per_month", name);
    let minutes = 60.0 * 24.0 * 365.0 / 12.0;
    let assumed = |name| prices.of("assumed", name);
    let clock_seconds = minutes * assumed("billed milliseconds of an invocation")? / 1_000.0;
    Ok(BTreeMap::from([
        ("keys", month("KMS key")? * count(data, "AWS::KMS::Key")),
        (
            "secrets",
            month("secret")? * count(data, "AWS::SecretsManager::Secret"),
        ),
        (
            "alarms",
            month("alarm")? * count(app, "AWS::CloudWatch::Alarm"),
        ),
        ("web ACL", month("web ACL")? + month("web ACL rule")?),
        (
            "SQS, empty queues",
            prices.millions(
                "SQS request",
                minutes * assumed("requests of empty queues in a minute")?,
            )?,
        ),
        (
            // Eight parts of the agenda, each minute.
            "the clock",
            prices.millions("Scheduler invocation", minutes)?
                + prices.millions("Lambda invocation", minutes)?
                + prices.of("per_gigabyte_second", "Lambda x86_64")?
                    * clock_seconds
                    * assumed("megabytes of memory")?
                    / 1_024.0
                + prices.millions("DynamoDB read unit", 8.0 * minutes)?
                + prices.of("per_gigabyte", "CloudWatch log")?
                    * minutes
                    * assumed("bytes of log of an invocation")?
                    / 1e9,
        ),
    ]))
}

/// The rows of `measure`.
///
/// # Errors
/// A price is missing.
pub(super) fn figures(requests: &[Request], answered: u64) -> Result<Vec<Figure>> {
    let prices = Prices(serde_json::from_str(include_str!("../../prices.json"))?);
    let one = counted(requests);
    let row = |what: String, value: f64, unit| Figure {
        what,
        value,
        unit,
        at_most: None,
    };
    let mut rows = vec![
        row(
            "write units of a referral, an offer, a letter and an acceptance".into(),
            one.written as f64,
            "",
        ),
        row("  read units".into(), one.read as f64, ""),
        row("  sent to AWS".into(), one.bytes as f64 / 1_000.0, "kB"),
    ];
    for (service, calls) in &one.by_service {
        rows.push(row(format!("  calls of {service}"), *calls as f64, ""));
    }
    let (bill, base) = (per_thousand(&prices, &one, answered)?, fixed(&prices)?);
    let (each, always): (f64, f64) = (bill.values().sum(), base.values().sum());
    for (service, cost) in &bill {
        rows.push(row(
            format!("bill of 1,000 referrals: {service}"),
            *cost,
            "USD",
        ));
    }
    for (service, cost) in &base {
        rows.push(row(
            format!("bill of a month without referrals: {service}"),
            *cost,
            "USD",
        ));
    }
    for thousands in [1.0, 25.0] {
        rows.push(row(
            format!("bill of a month at {thousands},000 referrals a year"),
            always + each * thousands / 12.0,
            "USD",
        ));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_is_counted_for_the_function_that_sent_it() {
        let head = "POST / HTTP/1.1\r\nUser-Agent: aws-sdk-rust app/hub-refer x\r\nX-Amz-Target: DynamoDB_20120810.PutItem";
        let body =
            json!({"Item": {"pk": {"S": "CASE#A"}, "sk": {"S": "EVENT#00000001"}}}).to_string();
        let request = Request::of(head, body.as_bytes()).expect("a request");
        assert_eq!(
            (request.function.as_str(), request.service),
            ("refer", "DynamoDB")
        );
        assert_eq!((request.written, request.read, request.events), (1, 0, 1));
        assert_eq!(Request::of("GET / HTTP/1.1\r\nuser-agent: curl", b""), None);
    }

    #[test]
    fn an_item_costs_more_with_each_index_and_in_a_transaction() {
        let item = json!({"pk": {"S": "x".repeat(1_500)}, "sk": {"S": "STATE"}, "desk_key": {"S": "d"}, "due_key": {"S": "d"}});
        // Two kilobytes, four in an index of everything, two in an index of keys.
        assert_eq!(units("PutItem", &json!({"Item": item})), (8, 0, 0));
        let both = json!({"TransactItems": [{"Put": {"Item": item}}]});
        assert_eq!(units("TransactWriteItems", &both), (10, 0, 0));
    }

    #[test]
    fn an_item_has_the_bytes_that_dynamodb_counts() {
        // Names and texts, without quotes; a number has half a byte for each digit and one more.
        let plain = json!({"pk": {"S": "CASE#A"}, "version": {"N": "12"}});
        assert_eq!(item_bytes(&plain), 2 + 6 + 7 + 2);
        // A document has three bytes more, and one for each part.
        let document = json!({"a": {"M": {"b": {"L": [{"BOOL": true}]}}}});
        assert_eq!(item_bytes(&document), 1 + 3 + 1 + (1 + (3 + (1 + 1))));
        assert_eq!(item_bytes(&json!({"b": {"B": "AAECAw=="}})), 1 + 4);
    }

    #[test]
    fn every_price_is_there_and_more_referrals_cost_more() {
        let rows = figures(&[], 1).expect("figures");
        let value = |what: &str| {
            let found = rows.iter().find(|row| row.what.contains(what));
            found.expect(what).value
        };
        let (few, many) = (value("at 1,000 referrals"), value("at 25,000 referrals"));
        assert!(0.0 < few && few < many, "{few} {many}");
        assert!(value("keys") >= 4.0 && value("secrets") > 3.0 && value("alarms") > 5.0);
    }
}
