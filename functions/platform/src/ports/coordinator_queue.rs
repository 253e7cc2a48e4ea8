//! The coordinators' queue: every case in which a coordinator has something to do.

use super::PortError;
use crate::schema;
use domain::coordinator_queue::{Band, Place, of_rank, rank};
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
    /// Whether it was set aside.
    pub set_aside: bool,
    /// How urgent the case was.
    pub band: Band,
    /// By when a coordinator had to act.
    pub due: Timestamp,
    /// The reference of the case.
    pub reference: Reference,
}

impl CoordinatorQueueCursor {
    /// The position of a case.
    pub fn of(place: Place, reference: &Reference) -> Self {
        Self {
            set_aside: place.set_aside,
            band: place.band,
            due: place.due,
            reference: reference.clone(),
        }
    }

    /// The position before every case that was set aside.
    pub fn before_set_aside() -> Self {
        Self {
            set_aside: true,
            band: Band::Danger,
            due: Timestamp::UNIX_EPOCH,
            reference: Reference::from_number(0),
        }
    }
}

impl fmt::Display for CoordinatorQueueCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, due) = (rank(self.set_aside, self.band), schema::moment(self.due));
        write!(f, "{place}~{due}~{}", self.reference)
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
        let (Some(place), Some(due), Some(reference), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotACoordinatorQueueCursor);
        };
        let [digit @ b'0'..=b'9'] = place.as_bytes() else {
            return Err(NotACoordinatorQueueCursor);
        };
        let (set_aside, band) = of_rank(digit - b'0').ok_or(NotACoordinatorQueueCursor)?;
        Ok(Self {
            set_aside,
            band,
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
            set_aside: true,
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
            "8~2026-11-24T17:00:00Z~22222222",
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
