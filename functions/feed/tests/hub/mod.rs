//! A hub over the twins, into which tests drop files.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test helper that fails is a test that fails"
)]

use events::Reference;
use events::case::CaseEvent;
use feed::{Progress, ReadLimits};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use twins::{Faults, File, Twin, sample};

/// The limits of tests that do not set their own.
pub const LIMITS: ReadLimits = ReadLimits {
    chunk_bytes: 512,
    batch_rows: 3,
    concurrency: 2,
    ..ReadLimits::USUAL
};

pub struct Dropbox {
    pub twin: Twin,
    pub now: Timestamp,
}

impl Dropbox {
    /// The hub of Thames Valley, with these faults.
    pub fn new(faults: Faults) -> Self {
        let now: Timestamp = "2026-11-23T06:00:00Z".parse().unwrap();
        let twin = Twin::new(sample::profile("thames-valley"), faults);
        twin.state().now = now;
        Self { twin, now }
    }

    pub fn drop_file(&self, key: &str, text: &str) {
        self.twin
            .state()
            .files
            .insert(key.to_owned(), File::of(text.as_bytes().to_vec(), self.now));
    }

    /// Reads a file with as many readers as it takes. With `hurried` each reader stops after its first batch. Panics
    /// if the file never ends.
    pub async fn read(&self, key: &str, limits: ReadLimits, hurried: bool) {
        let until = if hurried {
            self.now
        } else {
            self.now + SignedDuration::from_mins(5)
        };
        for _ in 0..100_000 {
            let reader = feed::read(&self.twin, key, limits, || self.now, until);
            if let Some(Ok(Progress::Finished)) = self.twin.outlive(reader).await {
                return;
            }
        }
        unreachable!("a file is read to its end at last");
    }

    /// The lines of the report.
    pub fn report(&self, key: &str) -> Vec<Value> {
        let text = self.report_text(key);
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The report as text.
    pub fn report_text(&self, key: &str) -> String {
        let report = format!("{}.jsonl", key.replacen("in/", "reports/", 1));
        let state = self.twin.state();
        String::from_utf8(state.files.get(&report).expect("a report").body.clone()).unwrap()
    }

    /// Every case: its events, and the document about the person.
    pub fn cases(&self) -> BTreeMap<Reference, (Vec<CaseEvent>, Value)> {
        let state = self.twin.state();
        let case = |(reference, events): (&Reference, &Vec<CaseEvent>)| {
            (
                reference.clone(),
                (events.clone(), state.people[reference].clone()),
            )
        };
        state.events.iter().map(case).collect()
    }
}
