//! Something that somebody does by a time: a duty of the Victims' Code, or a "we will … by …" of
//! the hub.

use super::{NotificationMethod, PromiseId, Step};
use crate::closed_set::closed_set;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Who owes a promise.
    pub enum PromiseOwner {
        /// The police.
        Police = "police",
        /// The Crown Prosecution Service.
        Cps = "cps",
        /// The court.
        Court = "court",
        /// The witness care unit.
        WitnessCare = "witness-care",
        /// Probation.
        Probation = "probation",
        /// The hub, through its coordinators or its software.
        Hub = "hub",
        /// The provider of a support service.
        Provider = "provider",
        /// The person, who has a time limit for an action. Such a promise lapses and is never
        /// broken.
        Person = "person",
    }
}

impl PromiseOwner {
    /// Whether the promise belongs to the justice track. Other promises would tell the police who
    /// supports the person.
    pub const fn is_justice(self) -> bool {
        !matches!(self, Self::Hub | Self::Provider)
    }
}

closed_set! {
    /// The status of a promise at a moment.
    pub enum PromiseStatus {
        /// Not started: somebody else has to act first.
        Waiting = "waiting",
        /// Running, with time left.
        Open = "open",
        /// Due soon.
        DueSoon = "due-soon",
        /// Kept in time.
        Kept = "kept",
        /// Kept late.
        KeptLate = "kept-late",
        /// Overdue and not kept.
        Broken = "broken",
        /// The person's own time limit has passed.
        Lapsed = "lapsed",
        /// Dropped: nobody owes it any longer.
        Released = "released",
    }
}

/// A time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// A number of working days in England and Wales. 0 means the same working day.
    WorkingDays(u32),
    /// A number of calendar months.
    Months(u32),
    /// By a moment that was fixed when the promise was made.
    Named,
}

/// How the person was told, and the record that proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseProof {
    /// The recorder's id of the record.
    pub id: String,
    /// How the person was told.
    pub how: NotificationMethod,
}

/// A promise: something that somebody does by a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The promise's id within the case.
    pub code: PromiseId,
    /// The key of the text that tells the person what is promised. Old cases hold the sentence
    /// itself.
    pub what: String,
    /// Who owes it.
    pub owner: PromiseOwner,
    /// When its clock starts. For a waiting promise, when it starts at the latest.
    pub from: Timestamp,
    /// The time limit.
    pub limit: Limit,
    /// The due time. For a waiting promise, the latest possible one.
    pub due: Timestamp,
    /// The number of the event that set the due time: the one that made the promise, or the last
    /// that changed it.
    #[serde(default)]
    pub timed_by: u32,
    /// Whether the rule was checked against its source, and every bank holiday up to the due time
    /// is known.
    pub verified: bool,
    /// The source of the rule: an edition and right of the Victims' Code, or the hub's own policy.
    pub authority: String,
    /// The promise that must be kept before this one starts.
    pub waits_for: Option<PromiseId>,
    /// The step that keeps it, if telling the person does not.
    pub kept_by: Option<Step>,
    /// When it was kept.
    pub kept_at: Option<Timestamp>,
    /// The number of the event that kept it.
    pub proof: Option<u32>,
    /// How the person was told, if that kept it.
    pub told: Option<PromiseProof>,
    /// When the hub found it broken. The value remains if the promise is kept later.
    pub broken_at: Option<Timestamp>,
    /// When the party that owes it gets a warning. `None` if there is too little time for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Timestamp>,
    /// When the warning was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Timestamp>,
    /// When it was dropped, because its subject is over or the person did not want it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
}

impl Promise {
    /// Whether the hub must watch it: it is running and not kept, nobody has found it broken, and it
    /// is not the person's own time limit.
    pub fn is_watched(&self) -> bool {
        self.kept_at.is_none()
            && self.broken_at.is_none()
            && self.released_at.is_none()
            && self.waits_for.is_none()
            && self.owner != PromiseOwner::Person
    }

    /// When the hub must next look at it: first to warn, then to check whether it was kept. `None`
    /// if it is not watched.
    pub fn watch_at(&self) -> Option<Timestamp> {
        let warn = self.warn_at.filter(|_| self.warned_at.is_none());
        self.is_watched()
            .then(|| warn.map_or(self.due, |warn| warn.min(self.due)))
    }
}
