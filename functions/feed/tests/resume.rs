//! Whatever stops a reader, and however often: the same file ends in the same cases and the same report.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

mod hub;

use feed::Pace;
use hub::Dropbox;
use proptest::prelude::*;
use serde_json::{Value, json};
use twins::Faults;

/// A row of a file.
#[derive(Clone, Copy, Debug)]
enum Row {
    /// A good one, of that number.
    Good(u32),
    /// One of that number with other content.
    Other(u32),
    /// One that no referral can be.
    Bad,
    /// Not JSON, or with too few cells.
    Broken,
    /// A blank line.
    Blank,
}

fn row() -> impl Strategy<Value = Row> {
    prop_oneof![
        6 => (0_u32..12).prop_map(Row::Good),
        1 => (0_u32..12).prop_map(Row::Other),
        1 => Just(Row::Bad),
        1 => Just(Row::Broken),
        1 => Just(Row::Blank),
    ]
}

/// What the rows say in JSON lines.
fn json_lines(rows: &[Row]) -> String {
    let referral = |number: u32, name: &str| {
        let phone = format!("07700 9{number:05}");
        json!({"row": format!("43-{number}"), "person": {"role": "victim", "name": name},
               "contact": {"channels": [{"kind": "phone", "address": phone, "safe": false}]}})
        .to_string()
    };
    let line = |row: &Row| match row {
        Row::Good(number) => referral(*number, "Robin Fielding"),
        Row::Other(number) => referral(*number, "Robin Field"),
        Row::Bad => {
            json!({"row": "43-x", "person": {"name": "Robin Fielding", "Fielding": 1}}).to_string()
        }
        Row::Broken => "{\"row\": \"Robin Fielding\"".to_owned(),
        Row::Blank => String::new(),
    };
    rows.iter().map(|row| line(row) + "\n").collect()
}

/// The same rows in CSV.
fn csv(rows: &[Row]) -> String {
    let header =
        "/row,/person/role,/person/name,/contact/channels/0/kind,/contact/channels/0/address\r\n";
    let line = |row: &Row| match row {
        Row::Good(number) => format!("43-{number},victim,Robin Fielding,phone,07700 9{number:05}"),
        Row::Other(number) => {
            format!("43-{number},victim,\"Robin, Field\",phone,07700 9{number:05}")
        }
        Row::Bad => "43-x,nonsense,\"Robin\nFielding\",,".to_owned(),
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

/// What a calm reader of the file makes of it.
async fn calm(key: &str, text: &str) -> Dropbox {
    let calm = Dropbox::new(Faults::seeded(0, 0));
    calm.drop_file(key, text);
    calm.read(key, Pace::USUAL, false).await;
    calm
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_a_reader_is_stopped_nothing_is_lost_and_nothing_doubled(
        rows in prop::collection::vec(row(), 1..40),
        in_csv: bool,
        (pieces, rows_a_leg, at_once) in (1_u64..9, 1_u32..12, 1_usize..6),
        (seed, in_a_thousand, hurried) in (any::<u64>(), 0_u32..150, any::<bool>()),
    ) {
        let (key, text) = if in_csv { ("in/tvp/day.csv", csv(&rows)) } else { ("in/tvp/day.jsonl", json_lines(&rows)) };
        run(async {
            let calm = calm(key, &text).await;
            // Few enough that some reader sees the whole file in one go, as it must before the first row is stored.
            let piece = text.len() as u64 / pieces + 1;
            let rough = Dropbox::new(Faults::seeded(seed, in_a_thousand).deadly());
            rough.drop_file(key, &text);
            rough.read(key, Pace { piece, rows_a_leg, at_once }, hurried).await;
            prop_assert_eq!(rough.cases(), calm.cases());
            prop_assert_eq!(rough.report_text(key), calm.report_text(key));
            prop_assert_eq!(rough.twin.state().stream.len(), calm.cases().len());
            // Neither value nor name of a row is in the report.
            for word in ["Robin", "Field", "07700", "43-"] {
                prop_assert!(!calm.report_text(key).contains(word), "{word} in {}", calm.report_text(key));
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_same_rows_again_change_nothing_in_whichever_file_and_form_they_come(
        rows in prop::collection::vec(row(), 1..30),
        (seed, in_a_thousand) in (any::<u64>(), 0_u32..150),
    ) {
        run(async {
            let rows: Vec<Row> = rows.into_iter().filter(|row| matches!(row, Row::Good(_) | Row::Broken)).collect();
            prop_assume!(!rows.is_empty());
            let hub = Dropbox::new(Faults::seeded(seed, in_a_thousand).deadly());
            hub.drop_file("in/tvp/monday.csv", &csv(&rows));
            hub.read("in/tvp/monday.csv", hub::PACE, false).await;
            let before = hub.cases();
            for (key, text) in [("in/tvp/tuesday.csv", csv(&rows)), ("in/tvp/tuesday.jsonl", json_lines(&rows))] {
                hub.drop_file(key, &text);
                hub.read(key, hub::PACE, false).await;
                prop_assert_eq!(hub.cases(), before.clone());
                prop_assert_eq!(&hub.report(key)[0]["new"], &json!(0));
                let told = |report: Vec<Value>| -> Vec<Value> { report.iter().map(|line| line["reference"].clone()).collect() };
                prop_assert_eq!(told(hub.report(key)), told(hub.report("in/tvp/monday.csv")));
            }
            Ok(())
        })?;
    }
}
