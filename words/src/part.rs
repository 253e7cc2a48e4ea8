//! Texts in which something is marked, such as a link.

use crate::Text;

/// A piece of a text with marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Plain text.
    Plain(Text),
    /// What `<name>…</name>` surrounds, with the name.
    Marked(&'static str, Text),
}

impl Part {
    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Marked(_, text) => text,
        }
    }
}

/// The text without its marks.
pub fn plain(parts: &[Part]) -> String {
    parts.iter().map(Part::text).collect()
}
