//! What the hub and its services have promised a person: who, by when, and the outcome.

use super::calendar::warned_at;
use events::justice::PromiseOwner;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One thing that somebody owes the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HubPromise {
    /// Who owes it.
    pub(crate) owner: PromiseOwner,
    /// Since when.
    from: Timestamp,
    /// By when.
    pub(crate) due: Timestamp,
    /// When they did it, and the place of what says so.
    pub(crate) kept: Option<(Timestamp, u32)>,
    /// When somebody saw that they had not.
    pub(crate) broken: Option<Timestamp>,
    /// When it was released: nobody has to do it any longer.
    pub(crate) released: Option<Timestamp>,
    /// When they were told that there is little time.
    pub(crate) warned: Option<Timestamp>,
}

impl HubPromise {
    /// Whether nothing has become of it yet.
    pub(crate) fn open(&self) -> bool {
        self.kept.is_none() && self.broken.is_none() && self.released.is_none()
    }

    /// Whether they must be told at `now` that there is little time.
    pub(crate) fn near(&self, now: Timestamp) -> bool {
        let soon = warned_at(self.from, self.due).is_some_and(|nine| nine <= now);
        self.open() && soon && self.warned.is_none() && now <= self.due
    }
}

/// The promises of a case, by their codes.
#[derive(Default)]
pub(crate) struct HubPromises {
    pub(crate) by_code: BTreeMap<String, HubPromise>,
}

impl HubPromises {
    /// Somebody promises something from now on.
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

    /// They did it: only the first time counts, and only while it is still owed.
    pub(super) fn keep(&mut self, rule: &str, seq: u32, at: Timestamp, proof: u32) {
        let owed = self
            .by_code
            .get_mut(&format!("{rule}.{seq}"))
            .expect("something owed");
        if owed.kept.is_none() && owed.released.is_none() {
            owed.kept = Some((at, proof));
        }
    }

    /// Nobody owes it any more, unless its time had passed.
    pub(super) fn release(&mut self, at: Timestamp, which: impl Fn(&str, u32) -> bool) {
        for (code, owed) in &mut self.by_code {
            let (rule, seq) = code.rsplit_once('.').expect("a rule and a number");
            if which(rule, seq.parse().expect("a number")) && owed.open() && at <= owed.due {
                owed.released = Some(at);
            }
        }
    }
}
