//! What the command says while it works.

use std::io::Write;
use std::time::Instant;

/// One line on standard output. Where nobody reads any more the work goes on: a stack must still be stopped gently.
pub fn line(text: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout().lock(), "{}", text.as_ref());
}

/// Text as it is, such as what another process has said.
pub fn text(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// A step that takes time: says what begins, and how long it took once it has ended.
#[derive(Debug)]
pub struct Step {
    what: String,
    since: Instant,
}

impl Step {
    /// Says that `what` begins.
    pub fn begin(what: impl Into<String>) -> Self {
        let what = what.into();
        line(format!("… {what}"));
        Self {
            what,
            since: Instant::now(),
        }
    }

    /// Says that it has ended well.
    pub fn done(self) {
        line(format!(
            "✓ {} ({:.1} s)",
            self.what,
            self.since.elapsed().as_secs_f64()
        ));
    }
}

/// Says one thing.
pub fn note(what: impl AsRef<str>) {
    line(format!("  {}", what.as_ref()));
}
