//! A hub over the twins, into which files are dropped.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test helper that fails is a test that fails"
)]

use events::Reference;
use events::case::CaseEvent;
use feed::{Pace, Reached};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use twins::{Faults, File, Twin, sample};

/// How much is done at a time, where a test does not say otherwise.
pub const PACE: Pace = Pace {
    piece: 512,
    rows_a_leg: 3,
    at_once: 2,
};

/// A hub into which files are dropped.
pub struct Dropbox {
    /// The world.
    pub twin: Twin,
    /// What time it is.
    pub now: Timestamp,
}

impl Dropbox {
    /// The hub of Thames Valley, where things go wrong so often.
    pub fn new(faults: Faults) -> Self {
        let now: Timestamp = "2026-11-23T06:00:00Z".parse().unwrap();
        let twin = Twin::new(sample::profile("thames-valley"), faults);
        twin.state().now = now;
        Self { twin, now }
    }

    /// Drops a file.
    pub fn drop_file(&self, key: &str, text: &str) {
        self.twin
            .state()
            .files
            .insert(key.to_owned(), File::of(text.as_bytes().to_vec(), self.now));
    }

    /// Reads a file as often as it takes, whatever stops a reader; each reader stops by itself behind its first leg where
    /// `hurried` says so. Panics where it takes for ever.
    pub async fn read(&self, key: &str, pace: Pace, hurried: bool) {
        let until = if hurried {
            self.now
        } else {
            self.now + SignedDuration::from_mins(5)
        };
        for _ in 0..100_000 {
            let reader = feed::read(&self.twin, key, pace, || self.now, until);
            if let Some(Ok(Reached::TheEnd)) = self.twin.outlive(reader).await {
                return;
            }
        }
        unreachable!("a file is read to its end at last");
    }

    /// What the sender is told, line by line.
    pub fn report(&self, key: &str) -> Vec<Value> {
        let text = self.report_text(key);
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The same as text.
    pub fn report_text(&self, key: &str) -> String {
        let report = format!("{}.jsonl", key.replacen("in/", "reports/", 1));
        let state = self.twin.state();
        String::from_utf8(state.files.get(&report).expect("a report").body.clone()).unwrap()
    }

    /// Every case: its events, and who it is about.
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
