//! How a command reports a failure: one plain sentence that says how to fix it.

use std::fmt;

/// One plain sentence about what went wrong.
#[derive(Debug)]
pub struct Failure(String);

/// A result whose error is a sentence.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// The failure that this sentence describes.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// Adds to a system error what the command was doing.
pub trait Context<T> {
    /// The same result, with `what` before the error.
    ///
    /// # Errors
    /// The original error, as a sentence.
    fn context(self, what: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> Context<T> for std::result::Result<T, E> {
    fn context(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}

/// The sentence to print for an error that says `text`.
pub fn sentence(text: &str) -> String {
    if text.contains("No space left on device") {
        return "The disk is full: free some space (`cargo clean` often frees the most) and run the command again."
            .to_owned();
    }
    if text.ends_with(['.', ')', '`']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_becomes_one_sentence() {
        assert_eq!(sentence("npm is missing"), "npm is missing.");
        assert_eq!(sentence("run `npm ci`"), "run `npm ci`");
    }

    #[test]
    fn a_full_disk_is_named() {
        let error = sentence("/x cannot be written: No space left on device (os error 28)");
        assert!(error.starts_with("The disk is full"), "{error}");
    }
}
