//! Processes by id: checks whether one is running, and asks it to stop.

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// A process that we started, distinguished from a later one with the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    id: u32,
    started: u64,
}

impl Process {
    /// The process with that id, if it is running.
    pub fn with_id(id: u32) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The second field is the name in brackets and can hold anything. The rest has no bracket.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        let zombie = fields.next()? == "Z";
        let started = fields.nth(18)?.parse().ok()?;
        (!zombie).then_some(Self { id, started })
    }

    pub fn own() -> Option<Self> {
        Self::with_id(std::process::id())
    }

    /// Whether it is still running.
    pub fn runs(self) -> bool {
        Self::with_id(self.id) == Some(self)
    }

    /// Asks it to stop, and waits. After `patience` kills it and its group.
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
