//! Appending to a case, and what has to be read before: loads and sightings.

use super::{People, PortError, Timer, Words};
use crate::keys::Keys;
use domain::matching::Loads;
use events::case::{Case, CaseEvent, Sighting};
use std::future::Future;

/// What became of an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendOutcome {
    /// The events are stored.
    Stored,
    /// The case has moved on since it was read: nothing is stored; read it again.
    Stale,
    /// A service that was to be offered the case has no room any more: nothing is stored; read the loads again.
    ServiceFull,
    /// Another case of the same person or place was stored meanwhile: nothing is stored; read them again.
    SightingsStale,
}

/// The cases that are remembered under one key of a person or a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The key: it says neither who nor where.
    pub key: String,
    /// The cases, in the order in which they were stored.
    pub seen: Vec<Sighting>,
}

/// What is stored beside the events of an append.
#[derive(Clone, Copy, Debug, Default)]
pub struct SideWrites<'a> {
    /// A timer.
    pub timer: Option<&'a Timer>,
    /// What is remembered under a key from now on, in place of what was read.
    pub sightings: &'a [(Remembered, Vec<Sighting>)],
    /// What becomes of who the person is.
    pub people: People<'a>,
    /// What the person said.
    pub words: Option<&'a Words>,
}

/// Appends events to a case, with its folded state and the loads that they change, in one transaction.
pub trait AppendEvents {
    /// Stores `events`, the state `after` them and what is `side_writes` them, where the case is still at the version before
    /// them, every service that is limited and takes one more has room for it, and the sightings are still those read.
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
    /// None: as it stands.
    Now,
}

/// Reads how busy services are.
pub trait ReadLoads {
    /// How many onward referrals each of `services` holds open; at most 100 services.
    fn loads(
        &self,
        services: &[&str],
        age: Freshness,
    ) -> impl Future<Output = Result<Loads, PortError>> + Send;
}

/// Reads which cases are remembered under keys of persons and places.
pub trait ReadSightings {
    /// What is remembered under each of `keys`, in their order: an empty list where there is nothing; at most 100 keys.
    fn sightings(
        &self,
        keys: &[String],
    ) -> impl Future<Output = Result<Vec<Remembered>, PortError>> + Send;
}

/// Has the keys that are derived from the hub's secret.
pub trait ReadKeys {
    /// The keys; read once for each process.
    fn keys(&self) -> impl Future<Output = Result<Keys, PortError>> + Send;
}
