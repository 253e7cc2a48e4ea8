//! An error in a profile, and the list that collects them.

use super::shape;
use events::profile::Opening;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// One error in a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// A JSON pointer such as `/services/3/provider`. Empty for the whole profile.
    pub field: String,
    /// The problem, as a sentence without a full stop.
    pub what: String,
    /// How to fix it, as a sentence with a full stop.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = if self.field.is_empty() {
            "/"
        } else {
            &self.field
        };
        write!(f, "{field}: {}. Fix: {}", self.what, self.mend)
    }
}

/// The longest name.
pub(super) const NAME: usize = 100;
/// The longest description. On a phone, nobody reads more.
pub(super) const ABOUT: usize = 400;
/// The longest code, unless a stricter limit applies.
pub(super) const CODE: usize = 40;

/// All errors, in the order of the profile.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(
        &mut self,
        field: impl Into<String>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.0.push(Fault {
            field: field.into(),
            what: what.into(),
            mend: mend.into(),
        });
    }

    /// Adds an error unless `holds`.
    pub(super) fn expect(
        &mut self,
        holds: bool,
        field: impl Into<String>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        if !holds {
            self.add(field, what, mend);
        }
    }

    /// Checks a text for people: not empty, and not too long.
    pub(super) fn text(&mut self, field: impl Into<String>, text: &str, most: usize) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.add(
                field,
                "it is empty",
                format!("Write it in words, at most {most} characters."),
            );
        } else if length > most {
            self.add(
                field,
                format!("it has {length} characters"),
                format!("Say it in at most {most}."),
            );
        } else if text.chars().any(char::is_control) {
            self.add(
                field,
                "it has a line break or another control character",
                "Write it on one line.",
            );
        }
    }

    pub(super) fn phone(&mut self, field: impl Into<String>, text: &str) {
        let mend = "Write digits and single spaces, with a leading + where it is abroad, such as `0808 168 9111`.";
        self.expect(
            shape::is_phone(text),
            field,
            format!("`{text}` is not a telephone number"),
            mend,
        );
    }

    pub(super) fn url(&mut self, field: impl Into<String>, text: &str) {
        let mend = "Write an address that begins with `https://` and a domain, such as `https://example.org/help`.";
        self.expect(
            shape::is_https(text),
            field,
            format!("`{text}` is not a secure web address"),
            mend,
        );
    }

    /// Checks opening hours: each entry has days, and closes after it opens.
    pub(super) fn hours(&mut self, path: &str, opening: &[Opening]) {
        for (index, opening) in opening.iter().enumerate() {
            let path = format!("{path}/opening/{index}");
            let mend = "Name its days, such as [\"mon\", \"tue\"], or leave the entry out.";
            self.expect(
                !opening.days.is_empty(),
                format!("{path}/days"),
                "it is open on no day",
                mend,
            );
            let what = format!("{} is not later than {}", opening.until, opening.from);
            let mend = "Write when it closes on that day; `23:59:59` at the end of it, and an entry more after midnight.";
            self.expect(
                opening.from < opening.until,
                format!("{path}/until"),
                what,
                mend,
            );
        }
    }

    /// Checks a single code, such as another area's.
    pub(super) fn code(&mut self, field: impl Into<String>, code: &str, most: usize) -> bool {
        let plain = shape::is_code(code, most);
        let mend = format!(
            "Write lower-case letters, digits and single hyphens between them, a letter first, at most {most} characters."
        );
        self.expect(plain, field, format!("`{code}` is not a plain code"), mend);
        plain
    }

    /// Checks a list of codes for shape and repeats. Names made from codes drop the hyphens, so
    /// codes that differ only in hyphens count as equal.
    pub(super) fn codes<'a>(
        &mut self,
        list: &str,
        codes: impl Iterator<Item = &'a str>,
        most: usize,
    ) {
        let mut seen = BTreeMap::new();
        for (index, code) in codes.enumerate() {
            let field = format!("/{list}/{index}/code");
            if self.code(field.as_str(), code, most)
                && let Some(first) = seen.insert(code.replace('-', ""), index)
            {
                let what = format!("`{code}` is the code of /{list}/{first} too, hyphens aside");
                self.add(field, what, "Give each its own code.");
            }
        }
    }

    pub(super) fn into_vec(self) -> Vec<Fault> {
        self.0
    }
}
