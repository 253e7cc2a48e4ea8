//! The coordinators' queue: every case in which a coordinator has something to do.

use super::PortError;
use crate::schema;
use domain::coordinator_queue::Band;
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use std::fmt;
use std::future::Future;
use std::str::FromStr;

/// A position in the queue: the case after which the next page begins. It stays valid when that case has left the
/// queue. The text form is `0~2026-11-24T17:00:00.000Z~ABCDEFGH`, which needs no escaping in a URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoordinatorQueueCursor {
    /// How urgent the case was.
    pub band: Band,
    /// By when a coordinator had to act.
    pub due: Timestamp,
    /// The reference of the case.
    pub reference: Reference,
}

impl fmt::Display for CoordinatorQueueCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (band, due) = (self.band.place(), schema::moment(self.due));
        write!(f, "{band}~{due}~{}", self.reference)
    }
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a position in the coordinators' queue")]
pub struct NotACoordinatorQueueCursor;

impl FromStr for CoordinatorQueueCursor {
    type Err = NotACoordinatorQueueCursor;

    fn from_str(text: &str) -> Result<Self, NotACoordinatorQueueCursor> {
        let mut parts = text.split('~');
        let (Some(band), Some(due), Some(reference), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotACoordinatorQueueCursor);
        };
        let band = Band::ALL
            .into_iter()
            .find(|known| known.place().to_string() == band);
        Ok(Self {
            band: band.ok_or(NotACoordinatorQueueCursor)?,
            due: due.parse().map_err(|_| NotACoordinatorQueueCursor)?,
            reference: reference.parse().map_err(|_| NotACoordinatorQueueCursor)?,
        })
    }
}

/// A page of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoordinatorQueuePage {
    /// The cases, most urgent first.
    pub cases: Vec<Case>,
    /// Where the next page begins, or `None` on the last page.
    pub next: Option<CoordinatorQueueCursor>,
}

/// Reads the queue.
pub trait ReadCoordinatorQueue {
    /// The cases after the cursor, or from the start. The index may be a moment behind its table.
    fn coordinator_queue(
        &self,
        after: Option<&CoordinatorQueueCursor>,
    ) -> impl Future<Output = Result<CoordinatorQueuePage, PortError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_written_cursor_is_read_back() {
        let mark = CoordinatorQueueCursor {
            band: Band::High,
            due: "2026-11-24T17:00:00.123Z".parse().unwrap(),
            reference: Reference::from_number(7),
        };
        let text = mark.to_string();
        assert!(!text.contains(['#', '+', '&', '%', ' ']), "{text}");
        assert_eq!(text.parse(), Ok(mark.clone()));
        assert_eq!(
            schema::coordinator_queue_cursor(&schema::coordinator_queue_key(&mark)),
            Some(mark)
        );
        for wrong in [
            "",
            "1",
            "~~",
            "7~2026-11-24T17:00:00Z~22222222",
            "1~soon~22222222",
            "1~2026-11-24T17:00:00Z~x",
            &format!("{text}~"),
            &text.replace('~', "#"),
        ] {
            assert_eq!(
                wrong.parse::<CoordinatorQueueCursor>(),
                Err(NotACoordinatorQueueCursor),
                "{wrong}"
            );
        }
    }
}
