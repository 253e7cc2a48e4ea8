//! The coordinators' desk: every case of which one of them has something to do.

use super::PortError;
use crate::schema;
use domain::coordinator_queue::Band;
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use std::fmt;
use std::future::Future;
use std::str::FromStr;

/// A place on the desk: the case after which the next page begins. It stays a place when that case has left the desk.
/// Written as `0~2026-11-24T17:00:00.000Z~ABCDEFGH`, which needs no escaping in an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoordinatorQueueCursor {
    /// How urgent the case was.
    pub band: Band,
    /// By when a coordinator had to act.
    pub due: Timestamp,
    /// Which case.
    pub reference: Reference,
}

impl fmt::Display for CoordinatorQueueCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (band, due) = (self.band.place(), schema::moment(self.due));
        write!(f, "{band}~{due}~{}", self.reference)
    }
}

/// The text is no place on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no place on the desk")]
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

/// A page of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoordinatorQueuePage {
    /// The cases, the most urgent first.
    pub cases: Vec<Case>,
    /// After which place the next page begins; nothing where there is none.
    pub next: Option<CoordinatorQueueCursor>,
}

/// Reads the desk.
pub trait ReadCoordinatorQueue {
    /// The cases after that place, which says nothing of a person; from the beginning where none is named. An index may be
    /// behind its table for a moment.
    fn coordinator_queue(
        &self,
        after: Option<&CoordinatorQueueCursor>,
    ) -> impl Future<Output = Result<CoordinatorQueuePage, PortError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_mark_reads_as_it_is_written_and_nothing_else_is_one() {
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
