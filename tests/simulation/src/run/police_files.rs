//! The police's daily files: some rows are new, some are repeats, some are invalid. Readers are stopped at any call.

use super::Run;
use crate::people::{Submission, row};
use feed::{Progress, ReadLimits};
use jiff::SignedDuration;
use rand::Rng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use twins::File;

/// Few enough rows that a file needs several invocations.
const LIMITS: ReadLimits = ReadLimits {
    chunk_bytes: 700,
    batch_rows: 2,
    concurrency: 2,
    ..ReadLimits::USUAL
};

/// A file that was dropped.
#[derive(Clone, Debug)]
pub(super) struct DroppedFile {
    key: String,
    /// The name in each row, in order (`None` for an invalid row), and the line of the row.
    rows: Vec<(u64, Option<String>)>,
    /// Whether its sender has its report.
    told: bool,
}

impl Run {
    /// The police drop a file. Nobody in it has been asked yet.
    pub(super) fn drop_file(&mut self) {
        let number = self.files.len();
        let in_csv = self.chance.random_bool(0.5);
        let mut documents: Vec<(Option<String>, Value)> = Vec::new();
        for place in 0..self.chance.random_range(1..6) {
            let before: Vec<&String> = self
                .sent
                .iter()
                .filter(|(_, one)| one.kind == "feed")
                .map(|(id, _)| id)
                .collect();
            if !before.is_empty() && self.chance.random_bool(0.3) {
                let name = before[self.chance.random_range(0..before.len())].clone();
                documents.push((Some(name.clone()), self.sent[&name].document.clone()));
                continue;
            }
            let name = format!("43-{number}-{place}");
            let mut document = row(&name, &mut self.chance);
            if self.chance.random_bool(0.2) {
                document["person"]["role"] = json!("nobody");
                documents.push((None, document));
                continue;
            }
            let submission = Submission {
                document: document.clone(),
                token: None,
                kind: "feed".to_owned(),
                asker: String::new(),
            };
            self.sent.insert(name.clone(), submission);
            documents.push((Some(name), document));
        }
        let (key, text) = if in_csv {
            (format!("in/tvp/{number}.csv"), csv(&documents))
        } else {
            (
                format!("in/tvp/{number}.jsonl"),
                documents
                    .iter()
                    .map(|(_, row)| format!("{row}\n"))
                    .collect(),
            )
        };
        let first = if in_csv { 2 } else { 1 };
        let rows: Vec<(u64, Option<String>)> = (first..)
            .zip(documents)
            .map(|(line, (name, _))| (line, name))
            .collect();
        self.tell(&format!("the police drop {key}: {rows:?}"));
        self.twin
            .state()
            .files
            .insert(key.clone(), File::of(text.into_bytes(), self.now));
        self.files.push(DroppedFile {
            key,
            rows,
            told: false,
        });
    }

    /// A reader continues any file that was ever dropped, perhaps next to another reader and with little time.
    pub(super) async fn read_file(&mut self) {
        if self.files.is_empty() {
            return;
        }
        let place = self.chance.random_range(0..self.files.len());
        let two = self.chance.random_bool(0.2);
        self.is_read(place, two).await;
    }

    /// Without faults, each file is read to its end.
    pub(super) async fn read_every_file(&mut self) {
        for place in 0..self.files.len() {
            let mut readers = 0;
            while !self.files[place].told {
                self.is_read(place, false).await;
                readers += 1;
                assert!(
                    readers < 20,
                    "{} is never read to its end",
                    self.files[place].key
                );
            }
        }
    }

    async fn is_read(&mut self, place: usize, two: bool) {
        let key = self.files[place].key.clone();
        let now = self.now;
        let until = if self.chance.random_bool(0.5) {
            now
        } else {
            now + SignedDuration::from_mins(5)
        };
        let reader = || {
            self.twin
                .outlive(feed::read(&self.twin, &key, LIMITS, || now, until))
        };
        let told = if two {
            // Either reader may die, but the test follows only one. Both are judged by what is stored.
            let (one, other) = tokio::join!(reader(), reader());
            self.count("two readers read a file at the same moment");
            one.or(other)
        } else {
            reader().await
        };
        let told = match told {
            None => "dies".to_owned(),
            Some(Ok(Progress::Finished)) => "has finished".to_owned(),
            Some(Ok(Progress::OutOfTime)) => "has run out of time".to_owned(),
            Some(Err(error)) => error.to_string(),
        };
        self.tell(&format!("a reader of {key}: {told}"));
        self.is_told(place);
    }

    /// A report has the outcome of each row, and never changes.
    fn is_told(&mut self, place: usize) {
        let DroppedFile { key, rows, .. } = self.files[place].clone();
        let report = key.replacen("in/", "reports/", 1) + ".jsonl";
        let Some(report) = self
            .twin
            .state()
            .files
            .get(&report)
            .map(|file| file.body.clone())
        else {
            return;
        };
        let text = String::from_utf8(report).expect("text");
        let mut lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a line of a report"));
        let whole = lines.next().expect("a first line");
        assert_eq!(
            whole["rows"],
            json!(rows.len()),
            "{key}: rows are missing in {text}"
        );
        let told: BTreeMap<u64, Value> = lines
            .map(|line| (line["line"].as_u64().expect("a line"), line))
            .collect();
        let mut new = BTreeSet::new();
        for (line, name) in &rows {
            let told = &told[line];
            let Some(name) = name else {
                assert_eq!(told["outcome"], "refused", "{key}: a bad row was taken");
                continue;
            };
            let reference = told["reference"]
                .as_str()
                .and_then(|text| text.parse().ok())
                .expect("a reference");
            if told["outcome"] == "new" {
                assert!(new.insert(name.clone()), "{key}: a row was new twice");
            }
            let before = self.accepted.insert(name.clone(), reference);
            assert!(
                before.is_none_or(|before| before == self.accepted[name]),
                "a row got another reference"
            );
        }
        let counted = json!({"new": new.len(), "bad": rows.iter().filter(|(_, name)| name.is_none()).count()});
        assert_eq!(
            json!({"new": whole["new"], "bad": whole["bad"]}),
            counted,
            "{key}: counted otherwise"
        );
        self.files[place].told = true;
    }
}

/// The same rows as CSV, with a column for every field that any of them has.
fn csv(documents: &[(Option<String>, Value)]) -> String {
    let mut rows = Vec::new();
    let mut columns = BTreeSet::new();
    for (_, document) in documents {
        let mut cells = BTreeMap::new();
        flat(document, "", &mut cells);
        columns.extend(cells.keys().cloned());
        rows.push(cells);
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    let header = line(columns.iter().map(|column| quoted(column)).collect());
    let row = |cells: BTreeMap<String, String>| {
        line(
            columns
                .iter()
                .map(|column| quoted(cells.get(column).map_or("", String::as_str)))
                .collect(),
        )
    };
    header + &rows.into_iter().map(row).collect::<String>()
}

fn flat(value: &Value, name: &str, cells: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(key, one)| flat(one, &format!("{name}/{key}"), cells)),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, one)| flat(one, &format!("{name}/{at}"), cells));
        }
        Value::String(text) => _ = cells.insert(name.to_owned(), text.clone()),
        Value::Null => {}
        other => _ = cells.insert(name.to_owned(), other.to_string()),
    }
}
