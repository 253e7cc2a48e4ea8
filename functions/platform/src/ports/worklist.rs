//! Reading what a provider has, or is asked about, a page at a time.

use super::PortError;
use events::Reference;
use events::case::{Onward, OnwardState};
use jiff::Timestamp;
use std::fmt;
use std::future::Future;
use std::str::FromStr;

/// A place in a worklist: the onward referral after which the next page begins. It stays a place when that onward referral
/// has left the list. Written as `2026-11-23T14:15:01Z~ABCDEFGH-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorklistCursor {
    /// By when it had to be answered.
    pub accept_by: Timestamp,
    /// Its code.
    pub onward: String,
}

impl fmt::Display for WorklistCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.accept_by, self.onward)
    }
}

/// The text is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in a worklist")]
pub struct NotAWorklistCursor;

impl FromStr for WorklistCursor {
    type Err = NotAWorklistCursor;

    fn from_str(text: &str) -> Result<Self, NotAWorklistCursor> {
        let (accept_by, onward) = text.split_once('~').ok_or(NotAWorklistCursor)?;
        domain::answer::case_of_onward(onward).ok_or(NotAWorklistCursor)?;
        Ok(Self {
            accept_by: accept_by.parse().map_err(|_| NotAWorklistCursor)?,
            onward: onward.to_owned(),
        })
    }
}

/// Some of a worklist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The onward referrals, the most urgent first; at most 100.
    pub rows: Vec<(Reference, Onward)>,
    /// After which the next page begins; nothing where there is none.
    pub next: Option<WorklistCursor>,
}

/// Reads a provider's worklist.
pub trait ReadWorklist {
    /// The provider's onward referrals in that state, the most urgent first, from `after` on.
    ///
    /// Whoever follows [`Page::next`] to the end has seen each that stood so all the time, once. It is read from an index,
    /// which may be a moment behind: what is done about a row is decided from the case.
    fn worklist(
        &self,
        provider: &str,
        state: OnwardState,
        after: Option<&WorklistCursor>,
    ) -> impl Future<Output = Result<Page, PortError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_as_it_is_written_and_nothing_else_is_one() {
        let mark = WorklistCursor {
            accept_by: "2026-11-23T14:15:01.123Z".parse().unwrap(),
            onward: "22222222-1".to_owned(),
        };
        // The reference's check character has to be right.
        let mark = WorklistCursor {
            onward: format!("{}-12", Reference::from_number(7)),
            ..mark
        };
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for text in [
            "",
            "~",
            "2026-11-23T14:15:01Z",
            "2026-11-23T14:15:01Z~x",
            "now~22222222-1",
        ] {
            assert_eq!(
                text.parse::<WorklistCursor>(),
                Err(NotAWorklistCursor),
                "{text}"
            );
        }
    }
}
