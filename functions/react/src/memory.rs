//! The hub's memory of persons and places, under keyed hashes.
//!
//! This is the only place where two cases are linked because they have the same person. The person's document is read
//! only if the referral says enough to recognise them. The memory holds a hash, references and days.

use crate::Ports;
use domain::calendar::london_today;
use domain::case::deadlines::case_due;
use domain::triage::{
    MANY_HOMES, homes_within_a_day, identity, place, remembered, triage, wanted, without,
};
use events::case::{Case, SeenHome, Sighting, Triaged};
use events::{Reference, Referral};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::Remembered;
use platform::schema::{person_seen_pk, place_seen_pk};
use std::future::Future;

/// What the memory says about a case, and what it has to remember from now on.
#[derive(Default)]
pub(crate) struct Recalled {
    pub(crate) triaged: Option<Triaged>,
    pub(crate) sightings: Vec<(Remembered, Vec<Sighting>)>,
    /// Whether the same name and date of birth came with many homes within a day.
    pub(crate) is_searched_for: bool,
}

/// Finds earlier cases of the same person or place.
pub(crate) trait Recall: Sync {
    /// Looks up the person and the place of a case. Returns `None` if the case says too little about both.
    fn recall(
        &self,
        case: &Case,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Recalled>, PortError>> + Send;
}

/// A memory that is never read.
pub(crate) struct NoMemory;

impl Recall for NoMemory {
    async fn recall(&self, _case: &Case, _now: Timestamp) -> Result<Option<Recalled>, PortError> {
        Ok(None)
    }
}

/// The hub's memory, with the keys of one case.
pub(crate) struct Memory<'a, P> {
    ports: &'a P,
    /// The person's keys: one for each version of the secret, so that nobody is forgotten when it is renewed.
    person: Vec<String>,
    /// Those of the person's name and date of birth, wherever the home is.
    anywhere: Vec<String>,
    place: Vec<String>,
}

impl<'a, P: Ports> Memory<'a, P> {
    /// The memory for this case. Reads the person's document only if the referral says enough.
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
        let identity = identity(&referral);
        let person = identity.as_ref().map(|identity| keys.person(identity));
        let anywhere = identity
            .as_ref()
            .map(|identity| keys.person_anywhere(identity));
        let place = place(&referral).map(|place| keys.place(&place));
        let under = |hashes: Option<Vec<String>>, pk: fn(&str) -> String| {
            let hashes = hashes.unwrap_or_default();
            hashes.iter().map(|hash| pk(hash)).collect()
        };
        Ok(Self {
            ports,
            person: under(person, person_seen_pk),
            anywhere: under(anywhere, person_seen_pk),
            place: under(place, place_seen_pk),
        })
    }

    /// A memory without keys, which finds nothing.
    pub(crate) fn nothing(ports: &'a P) -> Self {
        Self {
            ports,
            person: Vec::new(),
            anywhere: Vec::new(),
            place: Vec::new(),
        }
    }

    /// The entries under the case's keys without this case. Only entries that change are returned.
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
        [&self.person, &self.anywhere, &self.place]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }
}

impl<P: Ports> Recall for Memory<'_, P> {
    async fn recall(&self, case: &Case, now: Timestamp) -> Result<Option<Recalled>, PortError> {
        let keys = self.keys();
        if keys.is_empty() {
            return Ok(None);
        }
        let read = self.ports.sightings(&keys).await?;
        let this = Sighting {
            reference: case.reference.clone(),
            day: london_today(case.opened_at),
            home: None,
        };
        let at_home = Sighting {
            home: self.person.first().cloned().map(|home| SeenHome {
                home,
                at: case.opened_at,
            }),
            ..this.clone()
        };
        let of_key = |key: &str| {
            if self.anywhere.iter().any(|anywhere| anywhere == key) {
                &at_home
            } else {
                &this
            }
        };
        let under = |keys: &[String]| {
            let of = read.iter().filter(|read| keys.contains(&read.key));
            let mut seen: Vec<Sighting> = Vec::new();
            for one in of.flat_map(|read| &read.seen) {
                if !seen.contains(one) {
                    seen.push(one.clone());
                }
            }
            seen
        };
        let mut found = triage(
            case.received.assessment.tier,
            &under(&self.person),
            &under(&self.place),
            &this,
        );
        found.check_by = (!found.earlier.is_empty()).then(|| case_due(case, now));
        let sightings = read
            .iter()
            .map(|read| (read.clone(), remembered(&read.seen, of_key(&read.key))))
            .collect();
        let homes = homes_within_a_day(&under(&self.anywhere), &at_home);
        Ok(Some(Recalled {
            triaged: Some(found),
            sightings,
            is_searched_for: homes >= MANY_HOMES,
        }))
    }
}
