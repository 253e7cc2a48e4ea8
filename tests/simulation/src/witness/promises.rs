//! What the hub and its services have promised a person: the owner, the due time, and the outcome.

use super::calendar::warned_at;
use events::justice::PromiseOwner;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HubPromise {
    /// Its owner.
    pub(crate) owner: PromiseOwner,
    /// When it was made.
    from: Timestamp,
    /// When it is due.
    pub(crate) due: Timestamp,
    /// When it was kept, and the number of the event that proves it.
    pub(crate) kept: Option<(Timestamp, u32)>,
    /// When it was recorded as broken.
    pub(crate) broken: Option<Timestamp>,
    /// When it was released: nobody has to keep it any longer.
    pub(crate) released: Option<Timestamp>,
    /// When its owner was warned.
    pub(crate) warned: Option<Timestamp>,
}

impl HubPromise {
    /// Whether it has no outcome yet.
    pub(crate) fn open(&self) -> bool {
        self.kept.is_none() && self.broken.is_none() && self.released.is_none()
    }

    /// Whether its owner must be warned at `now`.
    pub(crate) fn near(&self, now: Timestamp) -> bool {
        let soon = warned_at(self.from, self.due).is_some_and(|nine| nine <= now);
        self.open() && soon && self.warned.is_none() && now <= self.due
    }
}

/// The promises of a case, by code.
#[derive(Default)]
pub(crate) struct HubPromises {
    pub(crate) by_code: BTreeMap<String, HubPromise>,
}

impl HubPromises {
    /// Makes a promise.
    pub(super) fn make(
        &mut self,
        rule: &str,
        seq: u32,
        owner: PromiseOwner,
        due: Timestamp,
        at: Timestamp,
    ) {
        let owed = HubPromise {
            owner,
            from: at,
            due,
            kept: None,
            broken: None,
            released: None,
            warned: None,
        };
        let before = self.by_code.insert(format!("{rule}.{seq}"), owed);
        assert!(before.is_none(), "{rule}.{seq} is owed twice");
    }

    /// Keeps a promise. Only the first time counts, and only while it is open.
    pub(super) fn keep(&mut self, rule: &str, seq: u32, at: Timestamp, proof: u32) {
        let owed = self
            .by_code
            .get_mut(&format!("{rule}.{seq}"))
            .expect("something owed");
        if owed.kept.is_none() && owed.released.is_none() {
            owed.kept = Some((at, proof));
        }
    }

    /// Releases a promise, unless it is overdue.
    pub(super) fn release(&mut self, at: Timestamp, which: impl Fn(&str, u32) -> bool) {
        for (code, owed) in &mut self.by_code {
            let (rule, seq) = code.rsplit_once('.').expect("a rule and a number");
            if which(rule, seq.parse().expect("a number")) && owed.open() && at <= owed.due {
                owed.released = Some(at);
            }
        }
    }
}
