//! The hub's memory of persons and places, by keyed hashes that say neither.
//!
//! This is the one place in which a case is connected with another by who the person is. The person is read only where
//! the referral says enough to be recognised, and what is kept is a hash, references and days.

use crate::Ports;
use domain::calendar::london_today;
use domain::triage::{identity, place, remembered, triage, wanted, without};
use events::case::{Case, Sighting, Triaged};
use events::{Reference, Referral};
use platform::PortError;
use platform::ports::Remembered;
use platform::schema::{person_seen_pk, place_seen_pk};
use std::future::Future;

/// What the memory has to say of a case, and what is to be remembered.
#[derive(Default)]
pub(crate) struct Recalled {
    pub(crate) triaged: Option<Triaged>,
    pub(crate) sightings: Vec<(Remembered, Vec<Sighting>)>,
}

/// Recalls earlier cases.
pub(crate) trait Recall: Sync {
    /// What is known of the case's person and place; nothing where it says too little of either.
    fn recall(
        &self,
        case: &Case,
    ) -> impl Future<Output = Result<Option<Recalled>, PortError>> + Send;
}

/// A memory that is not asked.
pub(crate) struct NoMemory;

impl Recall for NoMemory {
    async fn recall(&self, _case: &Case) -> Result<Option<Recalled>, PortError> {
        Ok(None)
    }
}

/// The hub's memory, with the keys of one case.
pub(crate) struct Memory<'a, P> {
    ports: &'a P,
    person: Option<String>,
    place: Option<String>,
}

impl<'a, P: Ports> Memory<'a, P> {
    /// The memory for this case. Reads the person only where the referral says enough.
    pub(crate) async fn of(ports: &'a P, case: &Case) -> Result<Self, PortError> {
        let nothing = Self::nothing(ports);
        if !wanted(&case.received) {
            return Ok(nothing);
        }
        let Some(document) = ports.person(&case.reference).await? else {
            return Ok(nothing);
        };
        let referral: Referral = serde_json::from_value(document)
            .map_err(|_| PortError::Permanent("a stored referral cannot be read".to_owned()))?;
        let keys = ports.keys().await?;
        let person = identity(&referral).map(|identity| person_seen_pk(&keys.person(&identity)));
        let place = place(&referral).map(|place| place_seen_pk(&keys.place(&place)));
        Ok(Self {
            ports,
            person,
            place,
        })
    }

    /// The memory without any key.
    pub(crate) fn nothing(ports: &'a P) -> Self {
        Self {
            ports,
            person: None,
            place: None,
        }
    }

    /// What is remembered under the case's keys once the case is forgotten; only what changes by that.
    pub(crate) async fn without(
        &self,
        reference: &Reference,
    ) -> Result<Vec<(Remembered, Vec<Sighting>)>, PortError> {
        let keys = self.keys();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let read = self.ports.sightings(&keys).await?;
        let forgotten = read.into_iter().map(|read| {
            let rest = without(&read.seen, reference);
            (read, rest)
        });
        Ok(forgotten
            .filter(|(read, rest)| read.seen != *rest)
            .collect())
    }

    fn keys(&self) -> Vec<String> {
        [&self.person, &self.place]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }
}

impl<P: Ports> Recall for Memory<'_, P> {
    async fn recall(&self, case: &Case) -> Result<Option<Recalled>, PortError> {
        let keys = self.keys();
        if keys.is_empty() {
            return Ok(None);
        }
        let read = self.ports.sightings(&keys).await?;
        let this = Sighting {
            reference: case.reference.clone(),
            day: london_today(case.opened_at),
        };
        let under = |key: &Option<String>| {
            let of = key
                .as_ref()
                .and_then(|key| read.iter().find(|read| read.key == *key));
            of.map(|read| read.seen.as_slice()).unwrap_or_default()
        };
        let found = triage(
            case.received.assessment.tier,
            under(&self.person),
            under(&self.place),
            &this,
        );
        let sightings = read
            .iter()
            .map(|read| (read.clone(), remembered(&read.seen, &this)))
            .collect();
        Ok(Some(Recalled {
            triaged: Some(found),
            sightings,
        }))
    }
}
