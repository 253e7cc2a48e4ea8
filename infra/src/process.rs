//! Processes by id: whether one still runs, and how it is asked to end.

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// A process of ours, told apart from a later one that has got the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    id: u32,
    started: u64,
}

impl Process {
    /// The process with that id, where it runs.
    pub fn with_id(id: u32) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The second field is the name in brackets and may hold anything; the rest has no bracket.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        let zombie = fields.next()? == "Z";
        let started = fields.nth(18)?.parse().ok()?;
        (!zombie).then_some(Self { id, started })
    }

    /// This process.
    pub fn own() -> Option<Self> {
        Self::with_id(std::process::id())
    }

    /// Whether it still runs.
    pub fn runs(self) -> bool {
        Self::with_id(self.id) == Some(self)
    }

    /// Asks it to end, and waits until it has; after `patience` it and its group are ended.
    pub async fn end(self, patience: Duration) {
        let Some(pid) = i32::try_from(self.id).ok().and_then(Pid::from_raw) else {
            return;
        };
        if !self.runs() {
            return;
        }
        let _ = kill_process(pid, Signal::TERM);
        let since = Instant::now();
        while self.runs() {
            if since.elapsed() > patience {
                let _ = kill_process_group(pid, Signal::KILL);
                let _ = kill_process(pid, Signal::KILL);
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
