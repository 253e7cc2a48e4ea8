//! A provider's worklist, one page at a time.

use super::PortError;
use events::Reference;
use events::case::{Onward, OnwardState};
use jiff::Timestamp;
use std::fmt;
use std::future::Future;
use std::str::FromStr;

/// A position in a worklist: the onward referral after which the next page begins. It stays valid when that onward
/// referral has left the list. The text form is `2026-11-23T14:15:01Z~ABCDEFGH-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorklistCursor {
    /// By when the offer had to be answered.
    pub accept_by: Timestamp,
    /// The code of the onward referral.
    pub onward: String,
}

impl fmt::Display for WorklistCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.accept_by, self.onward)
    }
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a position in a worklist")]
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

/// A page of a worklist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The onward referrals, most urgent first, at most 100.
    pub rows: Vec<(Reference, Onward)>,
    /// Where the next page begins, or `None` on the last page.
    pub next: Option<WorklistCursor>,
}

/// Reads a provider's worklist.
pub trait ReadWorklist {
    /// The provider's onward referrals in this state, most urgent first, from `after` on.
    ///
    /// A reader that follows [`Page::next`] to the end sees every onward referral that was in the list all the time,
    /// once. The list is an index and may be a moment behind, so decisions are made from the case.
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
    fn only_a_written_cursor_is_read_back() {
        let mark = WorklistCursor {
            accept_by: "2026-11-23T14:15:01.123Z".parse().unwrap(),
            onward: "22222222-1".to_owned(),
        };
        // The reference must have a valid check character.
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
