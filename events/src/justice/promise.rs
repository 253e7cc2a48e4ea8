//! What somebody does by a time: a duty of the Victims' Code, or a "we will … by …" of the hub.

use super::{NotificationMethod, PromiseId, Step};
use crate::closed_set::closed_set;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Who owes what was promised.
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
        /// The hub: its coordinators and its machines.
        Hub = "hub",
        /// The provider of a support service.
        Provider = "provider",
        /// The person: a time within which they may do something. It is never broken, it lapses.
        Person = "person",
    }
}

impl PromiseOwner {
    /// Whether the promise belongs to the justice track. The others would tell the police who supports the person.
    pub const fn is_justice(self) -> bool {
        !matches!(self, Self::Hub | Self::Provider)
    }
}

closed_set! {
    /// Where a promise stands at a moment.
    pub enum PromiseStatus {
        /// Its clock has not begun: somebody else has to act first.
        Waiting = "waiting",
        /// There is time.
        Open = "open",
        /// There is little time.
        DueSoon = "due-soon",
        /// Done in time.
        Kept = "kept",
        /// Done, too late.
        KeptLate = "kept-late",
        /// The time has passed and it is not done.
        Broken = "broken",
        /// The person's own time has passed.
        Lapsed = "lapsed",
        /// Nobody owes it any more.
        Released = "released",
    }
}

/// A time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// So many working days of England and Wales; none means the same working day.
    WorkingDays(u32),
    /// So many months of the calendar.
    Months(u32),
    /// By a moment that was named when it was promised.
    Named,
}

/// How somebody was told, and by which record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseProof {
    /// The recorder's own id of the record.
    pub id: String,
    /// How.
    pub how: NotificationMethod,
}

/// Something that somebody does by a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// Which promise of the case it is.
    pub code: PromiseId,
    /// The key of what is done, in plain words to the person; in old cases the sentence itself.
    pub what: String,
    /// Who owes it.
    pub owner: PromiseOwner,
    /// When its clock began; for one that waits, when it begins at the latest.
    pub from: Timestamp,
    /// How long they have.
    pub limit: Limit,
    /// By when; for one that waits, at the latest.
    pub due: Timestamp,
    /// The place of the event that said so: the one that made it, or the last that moved it.
    #[serde(default)]
    pub timed_by: u32,
    /// Whether the rule was checked against its source and every bank holiday up to the due time is known.
    pub verified: bool,
    /// The source of the rule: an edition and right of the Victims' Code, or the hub's own policy.
    pub authority: String,
    /// The promise that has to be kept before this one's clock begins.
    pub waits_for: Option<PromiseId>,
    /// The step that keeps it, where telling the person does not.
    pub kept_by: Option<Step>,
    /// When it was kept.
    pub kept_at: Option<Timestamp>,
    /// The event that says so.
    pub proof: Option<u32>,
    /// How the person was told, where that is what kept it.
    pub told: Option<PromiseProof>,
    /// When it was seen to be broken. It stays, also where the promise is kept later.
    pub broken_at: Option<Timestamp>,
    /// When whoever owes it is warned that its time comes near; nothing where there is no time between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Timestamp>,
    /// When they were warned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Timestamp>,
    /// When nobody owed it any more: what it was about is over, or the person did not want it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
}

impl Promise {
    /// Whether the hub still has to watch it: not kept, not seen to be broken, not waiting for somebody else, and not the
    /// person's own time.
    pub fn is_watched(&self) -> bool {
        self.kept_at.is_none()
            && self.broken_at.is_none()
            && self.released_at.is_none()
            && self.waits_for.is_none()
            && self.owner != PromiseOwner::Person
    }

    /// When the hub has to look at it next, while it watches it: to warn, then to see whether it was kept.
    pub fn watch_at(&self) -> Option<Timestamp> {
        let warn = self.warn_at.filter(|_| self.warned_at.is_none());
        self.is_watched()
            .then(|| warn.map_or(self.due, |warn| warn.min(self.due)))
    }
}
