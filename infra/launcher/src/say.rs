//! What a command prints while it works. A long step prints its progress every ten seconds.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};

/// How often a long step prints its progress.
const HEARTBEAT: Duration = Duration::from_secs(10);

static TO_STDERR: AtomicBool = AtomicBool::new(false);
static STEPS: Mutex<Steps> = Mutex::new(Steps {
    next: 0,
    running: Vec::new(),
    last_said: None,
});
static TICKER: Once = Once::new();

/// The steps in progress, and when the last line was printed.
struct Steps {
    next: u64,
    running: Vec<Running>,
    last_said: Option<Instant>,
}

struct Running {
    id: u64,
    what: String,
    progress: String,
    since: Instant,
}

impl Steps {
    /// Whether a step is in progress, began before that time, and nothing was printed in that time.
    fn were_silent_for(&self, duration: Duration) -> bool {
        let begun = self.running.iter().map(|step| step.since).min();
        begun
            .map(|begun| self.last_said.map_or(begun, |last| last.max(begun)))
            .is_some_and(|last| last.elapsed() >= duration)
    }
}

fn steps() -> MutexGuard<'static, Steps> {
    STEPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on lines go to standard error: standard output is for the command's result.
pub fn to_stderr() {
    TO_STDERR.store(true, Ordering::Relaxed);
}

/// One line. Errors are ignored: if nobody reads the output, the work continues, because a stack must still be stopped
/// gently.
pub fn line(what: impl AsRef<str>) {
    text(&format!("{}\n", what.as_ref()));
}

/// Text without a line ending added, such as the output of another process.
pub fn text(text: &str) {
    if text.is_empty() {
        return;
    }
    steps().last_said = Some(Instant::now());
    if TO_STDERR.load(Ordering::Relaxed) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    } else {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }
}

/// An indented line.
pub fn note(what: impl AsRef<str>) {
    line(format!("  {}", what.as_ref()));
}

/// A step that takes time. Prints when it begins, its progress, and how long it took.
#[derive(Debug)]
pub struct Step {
    id: u64,
    what: String,
    since: Instant,
}

impl Step {
    /// Prints that `what` begins.
    pub fn begin(what: impl Into<String>) -> Self {
        let what = what.into();
        line(format!("… {what}"));
        Self::quiet(what)
    }

    /// A step that prints nothing unless it takes long.
    pub fn quiet(what: impl Into<String>) -> Self {
        TICKER.call_once(|| {
            std::thread::spawn(tick);
        });
        let (what, since) = (what.into(), Instant::now());
        let mut steps = steps();
        let id = steps.next;
        steps.next += 1;
        steps.running.push(Running {
            id,
            what: what.clone(),
            progress: String::new(),
            since,
        });
        Self { id, what, since }
    }

    /// Its progress: `12 of 340 crates, now serde`.
    pub fn progress(&self, progress: impl Into<String>) {
        if let Some(running) = steps().running.iter_mut().find(|one| one.id == self.id) {
            running.progress = progress.into();
        }
    }

    /// Prints that it succeeded.
    pub fn done(self) {
        line(format!(
            "✓ {} ({:.1} s)",
            self.what,
            self.since.elapsed().as_secs_f64()
        ));
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        steps().running.retain(|one| one.id != self.id);
    }
}

/// Prints the progress of all steps if nothing was printed for a while.
fn tick() {
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let said = {
            let steps = steps();
            if !steps.were_silent_for(HEARTBEAT) {
                continue;
            }
            let each = steps
                .running
                .iter()
                .map(|step| heartbeat(&step.what, &step.progress, step.since.elapsed()));
            each.collect::<Vec<_>>().join("; ")
        };
        note(said);
    }
}

fn heartbeat(what: &str, progress: &str, lasted: Duration) -> String {
    let colon = if progress.is_empty() { "" } else { ": " };
    format!("{what}{colon}{progress} ({})", duration(lasted))
}

/// A duration in words: `40 s`, `2 min 5 s`.
fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heartbeat_says_what_how_far_and_how_long() {
        let seconds = Duration::from_secs;
        assert_eq!(
            heartbeat("Compiling", "3 of 9 crates", seconds(125)),
            "Compiling: 3 of 9 crates (2 min 5 s)"
        );
        assert_eq!(heartbeat("Stopping", "", seconds(59)), "Stopping (59 s)");
    }

    #[test]
    fn a_step_that_has_just_begun_is_not_reported() {
        let running = |since| Running {
            id: 0,
            what: "Waiting".into(),
            progress: String::new(),
            since,
        };
        let mut steps = Steps {
            next: 1,
            running: vec![running(Instant::now())],
            last_said: None,
        };
        assert!(!steps.were_silent_for(Duration::from_secs(5)));
        assert!(steps.were_silent_for(Duration::ZERO));
        steps.running.clear();
        assert!(!steps.were_silent_for(Duration::ZERO), "nothing lasts");
    }

    #[test]
    fn a_step_is_reported_until_it_ends() {
        let step = Step::quiet("Waiting for a test");
        step.progress("1 of 2");
        let progress = |id| {
            let steps = steps();
            let step = steps.running.iter().find(|one| one.id == id);
            step.map(|one| one.progress.clone())
        };
        let id = step.id;
        assert_eq!(progress(id).as_deref(), Some("1 of 2"));
        drop(step);
        assert_eq!(progress(id), None);
    }
}
