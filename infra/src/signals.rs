//! The signals that stop a command which has to clean up.

use anyhow::Result;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What a closed terminal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hangup {
    /// The command stops.
    Stops,
    /// The command is in the background, and continues.
    Outlived,
}

/// Ctrl-C, `down`, or a closed terminal.
#[derive(Debug)]
pub struct Stop {
    interrupt: Signal,
    terminate: Signal,
    closed: Signal,
    hangup: Hangup,
}

impl Stop {
    /// Takes over the signals: they no longer stop the process.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn listen(hangup: Hangup) -> Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            closed: signal(SignalKind::hangup())?,
            hangup,
        })
    }

    /// Waits for one of them.
    pub async fn wait(&mut self) {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = self.closed.recv() => if self.hangup == Hangup::Stops { return },
            }
        }
    }
}
