//! Every text that people read, by key and language.
//!
//! The texts are in `words/LANGUAGE/SUBJECT.ftl`, in the syntax of Project Fluent. The build makes one function of each
//! message, so a missing key does not compile, and a program holds only the texts that it uses.
//! `README.md` says how to add a text and a language.

pub mod article;
mod language;
mod part;
mod plural;

pub use messages::*;
pub use part::{Part, plain};

use std::borrow::Cow;
use std::fmt::{Display, Write};

/// A text that may need to be put together.
pub type Text = Cow<'static, str>;

#[allow(clippy::all, unreachable_code, reason = "the build writes it")]
mod messages {
    #[allow(
        unused_imports,
        reason = "which of them the messages use changes with the messages"
    )]
    use super::{Part, Text, add, argument, number, plain, plural};
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

#[cfg(test)]
#[allow(
    clippy::all,
    dead_code,
    unreachable_code,
    reason = "the build writes it"
)]
mod samples;

/// The text of a key that a case stores, in the current language. Returns `None` if there is no such key or an argument
/// is missing.
pub fn render(key: &str, arguments: &[(&str, &str)]) -> Option<Text> {
    stored(key, arguments)
}

/// What to show for something that a case keeps: the text of the key, or the sentence itself where the case is older
/// than its key.
pub fn kept(key_or_sentence: &str) -> Cow<'_, str> {
    render(key_or_sentence, &[]).unwrap_or(Cow::Borrowed(key_or_sentence))
}

fn add(text: &mut String, value: &dyn Display) {
    // Writing to a string does not fail.
    let _ = write!(text, "{value}");
}

#[allow(dead_code, reason = "there may be no kept text with arguments")]
fn argument<'a>(arguments: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    arguments
        .iter()
        .find(|(one, _)| *one == name)
        .map(|(_, value)| *value)
}

#[allow(dead_code, reason = "there may be no kept text with arguments")]
fn number(arguments: &[(&str, &str)], name: &str) -> Option<u64> {
    argument(arguments, name)?.parse().ok()
}

#[cfg(test)]
mod checks;
