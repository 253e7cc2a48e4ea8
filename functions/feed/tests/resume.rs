//! The same file always gives the same cases and the same report, however often its readers are stopped.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

mod hub;

use feed::ReadLimits;
use hub::Dropbox;
use proptest::prelude::*;
use serde_json::{Value, json};
use twins::Faults;

/// A row of a file.
#[derive(Clone, Copy, Debug)]
enum Row {
    /// A valid row with this number.
    Valid(u32),
    /// The row with this number and other content.
    Other(u32),
    /// A row that is not a valid referral.
    Invalid,
    /// Not JSON, or with too few cells.
    Broken,
    Blank,
}

fn row() -> impl Strategy<Value = Row> {
    prop_oneof![
        6 => (0_u32..12).prop_map(Row::Valid),
        1 => (0_u32..12).prop_map(Row::Other),
        1 => Just(Row::Invalid),
        1 => Just(Row::Broken),
        1 => Just(Row::Blank),
    ]
}

/// The rows as JSON lines.
fn json_lines(rows: &[Row]) -> String {
    let referral = |number: u32, name: &str| {
        let phone = format!("07700 9{number:05}");
        json!({"row": format!("43-{number}"), "person": {"role": "victim", "name": name},
               "contact": {"channels": [{"kind": "phone", "address": phone, "safe": false}]}})
        .to_string()
    };
    let line = |row: &Row| match row {
        Row::Valid(number) => referral(*number, "Robin Fielding"),
        Row::Other(number) => referral(*number, "Robin Field"),
        Row::Invalid => {
            json!({"row": "43-x", "person": {"name": "Robin Fielding", "Fielding": 1}}).to_string()
        }
        Row::Broken => "{\"row\": \"Robin Fielding\"".to_owned(),
        Row::Blank => String::new(),
    };
    rows.iter().map(|row| line(row) + "\n").collect()
}

/// The same rows as CSV.
fn csv(rows: &[Row]) -> String {
    let header =
        "/row,/person/role,/person/name,/contact/channels/0/kind,/contact/channels/0/address\r\n";
    let line = |row: &Row| match row {
        Row::Valid(number) => {
            format!("43-{number},victim,Robin Fielding,phone,07700 9{number:05}")
        }
        Row::Other(number) => {
            format!("43-{number},victim,\"Robin, Field\",phone,07700 9{number:05}")
        }
        Row::Invalid => "43-x,nonsense,\"Robin\nFielding\",,".to_owned(),
        Row::Broken => "Robin Fielding".to_owned(),
        Row::Blank => String::new(),
    };
    header.to_owned()
        + &rows
            .iter()
            .map(|row| line(row) + "\r\n")
            .collect::<String>()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(work)
}

/// Reads the file without faults.
async fn calm(key: &str, text: &str) -> Dropbox {
    let calm = Dropbox::new(Faults::seeded(0, 0));
    calm.drop_file(key, text);
    calm.read(key, ReadLimits::USUAL, false).await;
    calm
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stopped_readers_lose_and_double_nothing(
        rows in prop::collection::vec(row(), 1..40),
        in_csv: bool,
        (pieces, batch_rows, concurrency) in (1_u64..9, 1_u32..12, 1_usize..6),
        (seed, in_a_thousand, hurried) in (any::<u64>(), 0_u32..150, any::<bool>()),
    ) {
        let (key, text) = if in_csv { ("in/tvp/day.csv", csv(&rows)) } else { ("in/tvp/day.jsonl", json_lines(&rows)) };
        run(async {
            let calm = calm(key, &text).await;
            // Few enough faults that some reader validates the whole file without a stop.
            let piece = text.len() as u64 / pieces + 1;
            let rough = Dropbox::new(Faults::seeded(seed, in_a_thousand).deadly());
            rough.drop_file(key, &text);
            rough.read(key, ReadLimits { chunk_bytes: piece, batch_rows, concurrency, ..ReadLimits::USUAL }, hurried).await;
            prop_assert_eq!(rough.cases(), calm.cases());
            prop_assert_eq!(rough.report_text(key), calm.report_text(key));
            prop_assert_eq!(rough.twin.state().stream.len(), calm.cases().len());
            // The report holds no value and no name of a row.
            for word in ["Robin", "Field", "07700", "43-"] {
                prop_assert!(!calm.report_text(key).contains(word), "{word} in {}", calm.report_text(key));
            }
            Ok(())
        })?;
    }

    #[test]
    fn repeated_rows_change_nothing_in_any_format(
        rows in prop::collection::vec(row(), 1..30),
        (seed, in_a_thousand) in (any::<u64>(), 0_u32..150),
    ) {
        run(async {
            let rows: Vec<Row> = rows.into_iter().filter(|row| matches!(row, Row::Valid(_) | Row::Broken)).collect();
            prop_assume!(!rows.is_empty());
            let hub = Dropbox::new(Faults::seeded(seed, in_a_thousand).deadly());
            hub.drop_file("in/tvp/monday.csv", &csv(&rows));
            hub.read("in/tvp/monday.csv", hub::LIMITS, false).await;
            let before = hub.cases();
            for (key, text) in [("in/tvp/tuesday.csv", csv(&rows)), ("in/tvp/tuesday.jsonl", json_lines(&rows))] {
                hub.drop_file(key, &text);
                hub.read(key, hub::LIMITS, false).await;
                prop_assert_eq!(hub.cases(), before.clone());
                prop_assert_eq!(&hub.report(key)[0]["new"], &json!(0));
                let told = |report: Vec<Value>| -> Vec<Value> { report.iter().map(|line| line["reference"].clone()).collect() };
                prop_assert_eq!(told(hub.report(key)), told(hub.report("in/tvp/monday.csv")));
            }
            Ok(())
        })?;
    }
}
