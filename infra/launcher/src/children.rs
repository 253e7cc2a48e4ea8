//! Runs other programs to their end. Quotes them only if they fail, and stops all of them together if their work is no
//! longer needed.

use crate::failure::{Failure, Result};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often to check whether a program has ended.
const POLL: Duration = Duration::from_millis(10);

/// The programs that run now. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Children(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    running: Vec<Child>,
    ended: bool,
}

/// What a program wrote, and how it ended.
#[derive(Debug)]
pub struct Output {
    pub status: ExitStatus,
    /// Its standard output, if that was piped.
    pub stdout: String,
    /// Its standard error, if that was piped.
    pub stderr: String,
}

impl Children {
    /// Stops every program. No other can start after that.
    pub fn end(&self) {
        let mut state = self.state();
        state.ended = true;
        for child in &mut state.running {
            let _ = child.kill();
        }
    }

    /// Whether [`Self::end`] was called.
    pub fn are_ended(&self) -> bool {
        self.state().ended
    }

    /// Runs a command to its end and returns what it wrote to standard output.
    ///
    /// # Errors
    /// It cannot be started, or it fails: the error is `what`, and the end of what the command said.
    pub fn output(&self, command: &mut Command, what: &str) -> Result<String> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let output = self.run(command, what, &mut |_| {})?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = format!("{}\n{}", output.stdout, output.stderr);
        Err(Failure::new(format!("{what}: {}", last_lines(&said, 6))))
    }

    /// Runs a command to its end. `hear` receives standard error while the program runs.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn run(
        &self,
        command: &mut Command,
        what: &str,
        hear: &mut dyn FnMut(&[u8]),
    ) -> Result<Output> {
        let (id, stdout, stderr) = self.start(command, what)?;
        let stdout = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stdout) = stdout {
                let _ = stdout.read_to_end(&mut bytes);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let Some(mut stderr) = stderr else { return };
            let mut piece = vec![0; 8 * 1024];
            while let Ok(count @ 1..) = stderr.read(&mut piece) {
                if sender.send(piece[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let mut said = Vec::new();
        let mut take = |piece: Vec<u8>| {
            hear(&piece);
            said.extend_from_slice(&piece);
        };
        let status = loop {
            match pieces.recv_timeout(POLL) {
                Ok(piece) => {
                    take(piece);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(POLL),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // Do not wait for the end of the output: a program that this one started may hold it open for longer.
            if let Some(status) = self.ended(id)? {
                break status;
            }
        };
        pieces.try_iter().for_each(&mut take);
        Ok(Output {
            status,
            stdout: stdout.join().unwrap_or_default(),
            stderr: String::from_utf8_lossy(&said).into_owned(),
        })
    }

    fn start(&self, command: &mut Command, what: &str) -> Result<Started> {
        let mut state = self.state();
        if state.ended {
            return Err(Failure::new(format!("{what}: the command was stopped")));
        }
        let mut child = command
            .spawn()
            .map_err(|_| Failure::new(format!("{what}: {} cannot be started", name(command))))?;
        let started = (child.id(), child.stdout.take(), child.stderr.take());
        state.running.push(child);
        Ok(started)
    }

    /// The exit status of the program with that id, if it has ended.
    fn ended(&self, id: u32) -> Result<Option<ExitStatus>> {
        let mut state = self.state();
        let lost = || Failure::new("A program cannot be waited for");
        let at = state
            .running
            .iter()
            .position(|child| child.id() == id)
            .ok_or_else(lost)?;
        let ended = state.running[at].try_wait().map_err(|_| lost())?;
        if ended.is_none() {
            return Ok(None);
        }
        let status = state.running.swap_remove(at).wait();
        status.map(Some).map_err(|_| lost())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A program's id and its open ends.
type Started = (
    u32,
    Option<std::process::ChildStdout>,
    Option<std::process::ChildStderr>,
);

/// The last `count` lines that say something.
pub fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.trim().is_empty())
        .collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

fn name(command: &Command) -> String {
    Path::new(command.get_program()).file_name().map_or_else(
        || "the program".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failure_quotes_the_end_of_what_was_said() {
        let children = Children::default();
        let error = children
            .output(&mut shell("echo one; echo two >&2; exit 3"), "It fails")
            .expect_err("a failure");
        assert_eq!(error.to_string(), "It fails: one\ntwo");
        let output = children.output(&mut shell("printf hello"), "It fails");
        assert_eq!(output.expect("output"), "hello");
    }

    #[test]
    fn ending_the_children_ends_their_work() {
        let children = Children::default();
        let others = children.clone();
        let since = Instant::now();
        let work = std::thread::spawn(move || others.output(&mut shell("exec sleep 60"), "Sleep"));
        while children.state().running.is_empty() {
            std::thread::sleep(POLL);
        }
        children.end();
        assert!(work.join().expect("joined").is_err());
        assert!(since.elapsed() < Duration::from_secs(30));
        let error = children.output(&mut shell("true"), "Go on");
        assert!(error.is_err(), "nothing is started afterwards");
    }
}
