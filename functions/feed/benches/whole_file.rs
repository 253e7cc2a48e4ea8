//! Measures how long the largest file takes and how much of it is in memory, with a stub as the store. Prints one
//! JSON line.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints, and stops where it cannot"
)]

use events::profile::Profile;
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::keys::Keys;
use platform::ports::{
    AcceptReferral, Acceptance, Checkpoint, CheckpointOutcome, Client, EventKey, FeedFile,
    ForgetFeed, KeepCheckpoint, KeepReport, NewCase, Pause, ReactLater, ReadDirectory, ReadFeed,
    ReadKeys, Submission,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A store that accepts everything and keeps only what is read again.
struct Stub {
    file: Vec<u8>,
    at: Timestamp,
    profile: Arc<Profile>,
    checkpoint: Mutex<Option<Checkpoint>>,
    reports: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl AcceptReferral for Stub {
    async fn accept(&self, _new: &NewCase) -> Result<Acceptance, PortError> {
        Ok(Acceptance::New)
    }

    async fn earlier(
        &self,
        _submission: &Submission,
        _content: &str,
    ) -> Result<Option<Acceptance>, PortError> {
        Ok(None)
    }
}

impl ReadDirectory for Stub {
    async fn profile(&self) -> Result<Arc<Profile>, PortError> {
        Ok(Arc::clone(&self.profile))
    }

    async fn client(&self, _id: &str) -> Result<Option<Client>, PortError> {
        Ok(None)
    }
}

impl ReadKeys for Stub {
    async fn keys(&self) -> Result<Keys, PortError> {
        Ok(Keys::new("a secret for the benchmark"))
    }
}

impl ReadFeed for Stub {
    async fn feed_file(&self, _key: &str) -> Result<Option<FeedFile>, PortError> {
        Ok(Some(FeedFile {
            size: self.file.len() as u64,
            tag: "tag".to_owned(),
            dropped_at: self.at,
        }))
    }

    async fn feed_bytes(
        &self,
        _key: &str,
        _tag: &str,
        from: u64,
        most: u64,
    ) -> Result<Option<Vec<u8>>, PortError> {
        let from = usize::try_from(from).expect("an offset");
        let end = from
            .saturating_add(usize::try_from(most).expect("a size"))
            .min(self.file.len());
        Ok(Some(self.file[from..end].to_vec()))
    }
}

impl ForgetFeed for Stub {
    async fn forget_feed(&self, _key: &str, _tag: &str) -> Result<(), PortError> {
        Ok(())
    }
}

impl KeepReport for Stub {
    async fn keep_report(&self, key: &str, body: Vec<u8>) -> Result<(), PortError> {
        self.reports
            .lock()
            .expect("the reports")
            .insert(key.to_owned(), body);
        Ok(())
    }

    async fn report(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.reports.lock().expect("the reports").get(key).cloned())
    }
}

impl KeepCheckpoint for Stub {
    async fn checkpoint(&self, _file: &str) -> Result<Option<Checkpoint>, PortError> {
        Ok(self.checkpoint.lock().expect("the checkpoint").clone())
    }

    async fn keep_checkpoint(
        &self,
        _file: &str,
        one: &Checkpoint,
        _now: Timestamp,
    ) -> Result<CheckpointOutcome, PortError> {
        *self.checkpoint.lock().expect("the checkpoint") = Some(one.clone());
        Ok(CheckpointOutcome::Stored)
    }
}

impl ReactLater for Stub {
    async fn react_later(&self, _events: &[EventKey]) -> Result<(), PortError> {
        Ok(())
    }
}

impl Pause for Stub {
    async fn pause(&self, _time: Duration) {}
}

/// The peak memory of this process, in megabytes.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process's own status");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .expect("its peak");
    let kilobytes: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .expect("a number");
    kilobytes / 1_000.0
}

fn main() {
    let rows = usize::try_from(feed::MAX_ROWS).expect("a number of rows");
    let sample = include_str!("../../../events/samples/feed.jsonl");
    let lines: Vec<&str> = sample.lines().collect();
    let mut file = Vec::with_capacity(
        lines.iter().map(|line| line.len() + 8).sum::<usize>() / lines.len() * rows * 2,
    );
    for row in 0..rows {
        file.extend(
            lines[row % lines.len()]
                .replacen("-V1", &format!("-V{row}"), 1)
                .bytes(),
        );
        file.push(b'\n');
    }
    let bytes = file.len();
    let now: Timestamp = "2026-11-23T06:00:00Z".parse().expect("a moment");
    let profile = twins::sample::profile("thames-valley");
    let (checkpoint, reports) = (Mutex::default(), Mutex::default());
    let stub = Stub {
        file,
        at: now,
        profile: Arc::new(profile),
        checkpoint,
        reports,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let (before, begun) = (peak(), Instant::now());
    let until = now + SignedDuration::from_hours(1);
    let read = feed::read(
        &stub,
        "in/tvp/day.jsonl",
        feed::ReadLimits::USUAL,
        || now,
        until,
    );
    runtime.block_on(read).expect("the file is read");
    let seconds = begun.elapsed().as_secs_f64();
    let told = stub
        .reports
        .lock()
        .expect("the reports")
        .get("reports/tvp/day.jsonl.jsonl")
        .map_or(0, Vec::len);
    assert!(told > rows, "every row is told");
    println!(
        "{{\"rows\":{rows},\"bytes\":{bytes},\"seconds\":{seconds:.2},\"held_mb\":{:.1}}}",
        peak() - before
    );
}
