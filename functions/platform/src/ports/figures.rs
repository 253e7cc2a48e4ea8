//! The figures: anonymous facts, counters over them, and the register of unmet needs.

use super::PortError;
use events::referral::NeedCode;
use measures::{Changes, CounterKey, Counters, Fact};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;
use suppression::Release;

/// A need that no service meets, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// The need.
    pub need: NeedCode,
    /// The council of the home, if known.
    pub local_authority: Option<String>,
}

/// The facts of one case that were counted last. Their key is a keyed hash of the reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFacts {
    /// The version of the case from which they were made.
    pub version: u32,
    /// The facts.
    pub facts: Vec<Fact>,
    /// The questions in which they are counted.
    pub counted: Vec<String>,
}

/// Whether facts were kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactsOutcome {
    /// They are kept, and the counters have changed.
    Kept,
    /// Somebody else kept facts of the case in the meantime. Nothing has changed.
    Stale,
}

/// Keeps the facts of cases, and the counters over them.
pub trait KeepFacts {
    /// The facts under that key.
    fn facts(&self, key: &str)
    -> impl Future<Output = Result<Option<KeptFacts>, PortError>> + Send;
    /// Replaces the facts of the version `before`, or adds the first ones, and changes the counters. It does all of it or
    /// nothing.
    fn keep_facts(
        &self,
        key: &str,
        before: Option<u32>,
        facts: &KeptFacts,
        changes: &Changes,
    ) -> impl Future<Output = Result<FactsOutcome, PortError>> + Send;
}

/// Reads counters. It cannot read facts.
pub trait ReadCounters {
    /// The counters under each of the keys, in one request for every hundred keys. Counters that are zero are left out.
    fn counters(
        &self,
        keys: &[CounterKey],
    ) -> impl Future<Output = Result<BTreeMap<CounterKey, Counters>, PortError>> + Send;
}

/// Which of two releases of a question and a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It never changes.
    Final,
    /// It is replaced each day, until there is a final one.
    Provisional,
}

impl Standing {
    /// The key of a release. `quarter` is such as `2026-Q4`.
    pub fn key(self, question: &measures::Question, quarter: &str) -> String {
        let standing = match self {
            Self::Final => "final",
            Self::Provisional => "provisional",
        };
        format!("{standing}#{}#{quarter}", question.mark())
    }
}

/// Keeps what was published.
pub trait KeepReleases {
    /// Keeps a release. One that is final and was kept before does not change.
    fn keep_release(
        &self,
        key: &str,
        release: &Release,
        standing: Standing,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Reads what was published. It cannot read counters.
pub trait ReadReleases {
    /// The releases under each of the keys, in one request for every hundred keys.
    fn releases(
        &self,
        keys: &[String],
    ) -> impl Future<Output = Result<BTreeMap<String, Release>, PortError>> + Send;
}

/// Reads the register of unmet needs (TV15, DC6, CA25).
pub trait ReadGaps {
    /// Every gap of a year with its count, in no order.
    fn gaps(&self, year: i16) -> impl Future<Output = Result<Vec<(Gap, u64)>, PortError>> + Send;
}

impl<P: ReadCounters + Sync> ReadGaps for P {
    async fn gaps(&self, year: i16) -> Result<Vec<(Gap, u64)>, PortError> {
        let key = measures::UNMET_REGISTER.key(&year.to_string());
        let mut read = self.counters(std::slice::from_ref(&key)).await?;
        let gap = |(cell, count): (String, i64)| {
            let cell = measures::Cell::parse(&cell)?;
            let gap = Gap {
                need: NeedCode::parse(&cell.row)?,
                local_authority: (cell.district != measures::UNKNOWN).then_some(cell.district),
            };
            Some((gap, u64::try_from(count).ok()?))
        };
        let cells = read.remove(&key).unwrap_or_default();
        Ok(cells.into_iter().filter_map(gap).collect())
    }
}
