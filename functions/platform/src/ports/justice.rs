//! The lists of the agencies of justice.

use super::PortError;
use crate::schema;
use domain::justice::Row;
use events::Reference;
use events::justice::Agency;
use jiff::Timestamp;
use std::fmt;
use std::future::Future;
use std::str::FromStr;

/// Where a list was left: by when the case there owed something, and which it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JusticeCursor {
    /// By when; nothing where nothing is owed.
    pub due: Option<Timestamp>,
    /// The case.
    pub reference: Reference,
}

impl fmt::Display for JusticeCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", schema::owed_by(self.due), self.reference)
    }
}

/// What was sent is no spot of a list.
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
    /// Its cases.
    pub rows: Vec<Row>,
    /// From where the next page goes on; nothing after the last.
    pub next: Option<JusticeCursor>,
}

/// Lists the cases that the police referred.
pub trait ListJustice {
    /// The cases, those first in which `agency` owes something soonest, or did already, and last those in which it owes
    /// nothing; only those in which it owes something by `by`, where that is given. From `after` on; at most 50.
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
    fn a_spot_is_read_as_it_was_written_and_nothing_else_is_one() {
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
