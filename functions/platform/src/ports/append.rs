//! Appending to a case, and the loads and sightings that it depends on.

use super::{People, PortError, Timer, Words};
use crate::keys::Keys;
use domain::matching::Loads;
use events::case::{Case, CaseEvent, Sighting};
use std::future::Future;

/// The outcome of [`AppendEvents::append`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendOutcome {
    /// The events were stored.
    Stored,
    /// The case has changed since it was read. Nothing was stored. Read it again.
    Stale,
    /// A service that was to get an offer is full. Nothing was stored. Read the loads again.
    ServiceFull,
    /// Another case of the same person or place was stored. The append was refused. Read the sightings again.
    SightingsStale,
}

/// The cases that are remembered under one key of a person or a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// A keyed hash, which identifies nobody.
    pub key: String,
    /// The cases, in the order in which they were stored.
    pub seen: Vec<Sighting>,
}

/// Further writes in the same transaction as an append.
#[derive(Clone, Copy, Debug, Default)]
pub struct SideWrites<'a> {
    /// A timer to set.
    pub timer: Option<&'a Timer>,
    /// The new sightings of a key, with what was read before.
    pub sightings: &'a [(Remembered, Vec<Sighting>)],
    /// The change of the personal data.
    pub people: People<'a>,
    /// What the person said.
    pub words: Option<&'a Words>,
}

/// Appends events to a case.
pub trait AppendEvents {
    /// Stores `events`, the state `after` them and the `side_writes` in one transaction. Three conditions must hold:
    /// the case is at the version before the events, each limited service has room, and the sightings are those that
    /// were read.
    fn append(
        &self,
        after: &Case,
        events: &[CaseEvent],
        side_writes: SideWrites<'_>,
    ) -> impl Future<Output = Result<AppendOutcome, PortError>> + Send;
}

/// How old an answer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// A few seconds.
    Recent,
    /// Read it now.
    Now,
}

/// Reads how busy services are.
pub trait ReadLoads {
    /// How many onward referrals each service has open. At most 100 services.
    fn loads(
        &self,
        services: &[&str],
        age: Freshness,
    ) -> impl Future<Output = Result<Loads, PortError>> + Send;
}

/// Reads the hub's memory of persons and places.
pub trait ReadSightings {
    /// The entries of each key, in the order of `keys`. An unknown key has an empty list. At most 100 keys.
    fn sightings(
        &self,
        keys: &[String],
    ) -> impl Future<Output = Result<Vec<Remembered>, PortError>> + Send;
}

/// Gives access to the keys that are derived from the hub's secret.
pub trait ReadKeys {
    /// The keys. The secret is read once for each process.
    fn keys(&self) -> impl Future<Output = Result<Keys, PortError>> + Send;
}
