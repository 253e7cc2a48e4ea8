//! A case in the list of a justice agency: what the agency owes, and when it is due. It shows no support.

use crate::promise::answers_for;
use events::Reference;
use events::assessment::Tier;
use events::case::Case;
use events::justice::{Agency, Promise, PromiseOwner};
use events::referral::SourceKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A case in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub reference: Reference,
    pub opened_at: Timestamp,
    /// The tier, which sets the time limits.
    pub tier: Tier,
    /// What justice agencies still owe, the earliest first. A promise that waits for someone else is not owed yet.
    pub owed: Vec<Promise>,
    /// The accounts that may not know that the case exists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden_from: Vec<String>,
}

impl Row {
    /// The case's row; `None` if the police did not refer it, because they may not know that it exists, and after an
    /// erasure.
    pub fn of(case: &Case) -> Option<Self> {
        if case.received.source != SourceKind::Police || case.lifecycle.erasure.is_done() {
            return None;
        }
        let mut owed: Vec<Promise> = case
            .justice
            .promises
            .iter()
            .filter(|promise| is_owed(promise))
            .cloned()
            .collect();
        owed.sort_by_key(|promise| promise.due);
        Some(Self {
            reference: case.reference.clone(),
            opened_at: case.opened_at,
            tier: case.tier(),
            owed,
            hidden_from: case.coordination.readers.excluded.clone(),
        })
    }

    /// What `agency` answers for, the earliest first.
    pub fn owed_by(&self, agency: Agency) -> impl Iterator<Item = &Promise> {
        self.owed
            .iter()
            .filter(move |promise| answers_for(agency).contains(&promise.owner))
    }

    /// When `agency` owes the first of them. Broken promises come first, then those that are nearly due.
    pub fn due(&self, agency: Agency) -> Option<Timestamp> {
        self.owed_by(agency).map(|promise| promise.due).next()
    }
}

fn is_owed(promise: &Promise) -> bool {
    let somebodys = promise.owner.is_justice() && promise.owner != PromiseOwner::Person;
    somebodys
        && promise.kept_at.is_none()
        && promise.released_at.is_none()
        && promise.waits_for.is_none()
}
