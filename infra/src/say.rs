//! What the command says while it works.

use std::time::Instant;

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
        println!("… {what}");
        Self { what, since: Instant::now() }
    }

    /// Says that it has ended well.
    pub fn done(self) {
        println!("✓ {} ({:.1} s)", self.what, self.since.elapsed().as_secs_f64());
    }
}

/// Says one thing.
pub fn note(what: impl AsRef<str>) {
    println!("  {}", what.as_ref());
}
