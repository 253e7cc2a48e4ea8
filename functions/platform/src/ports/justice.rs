//! The lists of the justice agencies.

use super::PortError;
use crate::schema;
use domain::justice::Row;
use events::Reference;
use events::justice::Agency;
use jiff::Timestamp;
use std::fmt;
use std::future::Future;
use std::str::FromStr;

/// A position in a list: the case after which the next page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JusticeCursor {
    /// When the agency owed something in that case, if it did.
    pub due: Option<Timestamp>,
    /// The reference of the case.
    pub reference: Reference,
}

impl fmt::Display for JusticeCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", schema::owed_by(self.due), self.reference)
    }
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAJusticeCursor;

impl FromStr for JusticeCursor {
    type Err = NotAJusticeCursor;

    fn from_str(text: &str) -> Result<Self, NotAJusticeCursor> {
        let (due, reference) = text.split_once('~').ok_or(NotAJusticeCursor)?;
        let due = if due == schema::NOTHING_OWED {
            None
        } else {
            Some(due.parse().map_err(|_| NotAJusticeCursor)?)
        };
        Ok(Self {
            due,
            reference: reference.parse().map_err(|_| NotAJusticeCursor)?,
        })
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JusticePage {
    /// The cases.
    pub rows: Vec<Row>,
    /// Where the next page begins, or `None` on the last page.
    pub next: Option<JusticeCursor>,
}

/// Lists the cases that the police referred.
pub trait ListJustice {
    /// The cases, sorted by when `agency` owes something, and last those without anything owed. With `by`, only cases
    /// with something owed by then. From `after` on, at most 50.
    fn justice(
        &self,
        agency: Agency,
        by: Option<Timestamp>,
        after: Option<&JusticeCursor>,
    ) -> impl Future<Output = Result<JusticePage, PortError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_written_cursor_is_read_back() {
        for due in [
            None,
            Some("2026-11-30T17:00:00Z".parse().expect("a moment")),
        ] {
            let spot = JusticeCursor {
                due,
                reference: Reference::from_number(7),
            };
            assert_eq!(spot.to_string().parse(), Ok(spot));
        }
        for text in [
            "",
            "~",
            "nothing~",
            "nothing~ABC",
            "soon~32222223",
            "2026-11-30T17:00:00Z",
        ] {
            assert_eq!(
                text.parse::<JusticeCursor>(),
                Err(NotAJusticeCursor),
                "{text}"
            );
        }
    }
}
