//! Counters, and the register of unmet needs.

use super::PortError;
use events::referral::NeedCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::future::Future;

/// A need that no service meets, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// The need.
    pub need: NeedCode,
    /// The council of the home, if known.
    pub local_authority: Option<String>,
}

/// What one event adds to the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Counters of the day, each raised by one. The store refuses an update that names a counter twice.
    pub counters: BTreeSet<String>,
    /// Gaps in the register of the year, each raised by one.
    pub gaps: BTreeSet<Gap>,
}

/// Counts events.
pub trait Count {
    /// Adds an event's tally to the figures of its day, once for each event id.
    fn count(
        &self,
        event_id: &str,
        day: jiff::civil::Date,
        tally: &Tally,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Reads the register of unmet needs (TV15, DC6, CA25).
pub trait ReadGaps {
    /// Every gap of a year with its count, in no order.
    fn gaps(&self, year: i16) -> impl Future<Output = Result<Vec<(Gap, u64)>, PortError>> + Send;
}
