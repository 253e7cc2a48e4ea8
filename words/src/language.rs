//! The language in which texts are shown now.

use super::Language;
use std::cell::Cell;

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::EnGb) };
}

/// Sets the language back to what it was.
struct Scope(Language);

impl Drop for Scope {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

impl Default for Language {
    /// The language that has every text.
    fn default() -> Self {
        Self::EnGb
    }
}

impl Language {
    /// The language in which texts are shown now: English, unless [`Self::show`] says otherwise.
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// Runs `write` with every text in this language. Pages and letters are written without waiting for anything, so one
    /// request cannot change the language of another.
    pub fn show<T>(self, write: impl FnOnce() -> T) -> T {
        let _before = Scope(CURRENT.replace(self));
        write()
    }

    /// Shows every text in this language from now on. A page in a browser has one language until it closes.
    pub fn stay(self) {
        CURRENT.set(self);
    }

    /// The language of that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|one| one.tag().eq_ignore_ascii_case(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_tag() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(*language));
        }
        assert_eq!(Language::from_tag("xx"), None);
    }

    #[test]
    fn a_language_is_shown_until_the_page_is_written() {
        for language in Language::ALL {
            assert_eq!(language.show(Language::current), *language);
            assert_eq!(Language::current(), Language::EnGb);
        }
    }
}
