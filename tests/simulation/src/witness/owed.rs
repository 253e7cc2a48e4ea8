//! What the hub and its services owe, by the onlooker's own rules: who, by when, and what became of it.

use super::account::Account;
use super::days::{warned_at, working_days_after};
use events::case::TaskKind;
use events::justice::PromiseOwner;
use jiff::Timestamp;

/// One thing that somebody owes the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owed {
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
    /// When it was owed no more.
    pub(crate) released: Option<Timestamp>,
    /// When they were told that there is little time.
    pub(crate) warned: Option<Timestamp>,
}

impl Owed {
    /// Whether nothing has become of it yet.
    pub(crate) fn open(&self) -> bool {
        self.kept.is_none() && self.broken.is_none() && self.released.is_none()
    }

    /// Whether they are to be told at `now` that there is little time.
    pub(crate) fn near(&self, now: Timestamp) -> bool {
        let soon = warned_at(self.from, self.due).is_some_and(|nine| nine <= now);
        self.open() && soon && self.warned.is_none() && now <= self.due
    }
}

impl Account {
    /// Somebody owes something from now on.
    pub(super) fn owes(
        &mut self,
        rule: &str,
        seq: u32,
        owner: PromiseOwner,
        due: Timestamp,
        at: Timestamp,
    ) {
        let owed = Owed {
            owner,
            from: at,
            due,
            kept: None,
            broken: None,
            released: None,
            warned: None,
        };
        let before = self.owed.insert(format!("{rule}.{seq}"), owed);
        assert!(before.is_none(), "{rule}.{seq} is owed twice");
    }

    /// They did it: only the first time counts, and only while anybody owes it.
    pub(super) fn keeps(&mut self, rule: &str, seq: u32, at: Timestamp, proof: u32) {
        let owed = self
            .owed
            .get_mut(&format!("{rule}.{seq}"))
            .expect("something owed");
        if owed.kept.is_none() && owed.released.is_none() {
            owed.kept = Some((at, proof));
        }
    }

    /// Nobody owes it any more, unless its time had passed.
    pub(super) fn releases(&mut self, at: Timestamp, which: impl Fn(&str, u32) -> bool) {
        for (code, owed) in &mut self.owed {
            let (rule, seq) = code.rsplit_once('.').expect("a rule and a number");
            if which(rule, seq.parse().expect("a number")) && owed.open() && at <= owed.due {
                owed.released = Some(at);
            }
        }
    }

    /// The time of a first contact is another, since a quiet begins or ends; not of one that was late before `since`.
    pub(super) fn first_contacts_wait(&mut self, since: Timestamp) {
        let times: Vec<_> = self.onwards.values().filter(|given| given.live()).collect();
        for given in times {
            let Some(due) = given.first_contact_due() else {
                continue;
            };
            let owed = self
                .owed
                .get_mut(&format!("first-contact.{}", given.seq))
                .expect("a first contact");
            if owed.open() && since <= owed.due && owed.due != due {
                (owed.due, owed.warned) = (due, None);
            }
        }
    }

    /// A complaint: acknowledged in ten working days, answered in twenty.
    pub(super) fn complaint_is_owed(&mut self, seq: u32, owner: PromiseOwner, at: Timestamp) {
        for (rule, days) in [("complaint-acknowledged", 10), ("complaint-replied", 20)] {
            self.owes(rule, seq, owner, working_days_after(at, days), at);
        }
    }

    /// Somebody was told that there is little time: rightly, and once.
    pub(super) fn is_near(&mut self, code: &str, at: Timestamp) {
        if let Some(owed) = self.owed.get_mut(code) {
            assert!(
                owed.near(at),
                "{code} was warned of at the wrong time, or twice: {owed:?}"
            );
            owed.warned = Some(at);
        }
    }

    /// Somebody saw that a promise was not kept.
    pub(super) fn is_broken(&mut self, code: &str, seq: u32, at: Timestamp) {
        let before = self.broken.insert(code.to_owned(), (seq, at));
        assert!(before.is_none(), "{code} was broken twice");
        // A service is pursued by itself; for all else that the person waits for, somebody asks why, once for all of it.
        let forgotten = self.erasing || self.erased;
        let chased = self
            .tasks
            .values()
            .any(|(kind, _)| *kind == TaskKind::ChasePromise);
        let ours = self.owed.get(code).map(|owed| owed.owner);
        let waits = match ours {
            Some(PromiseOwner::Provider) => false,
            Some(PromiseOwner::Hub) => self.the_person_waits_for(code),
            _ => true,
        };
        self.to_chase |= waits && !chased && !forgotten;
        if let Some(owed) = self.owed.get_mut(code) {
            assert!(
                owed.open() && owed.due < at,
                "{code} is not broken: {owed:?}"
            );
            owed.broken = Some(at);
        }
    }
    /// Whether the person was told that the hub does it: that it looks, that it answers, what they asked for.
    fn the_person_waits_for(&self, code: &str) -> bool {
        let (rule, number) = code.rsplit_once('.').expect("a rule and a number");
        let asked_for = |kind: TaskKind| {
            use TaskKind::{
                Call, Complaint, Deletion, Letter, Panel, ReadWords, RestorativeJustice,
            };
            [
                Call,
                Letter,
                ReadWords,
                RestorativeJustice,
                Panel,
                Deletion,
                Complaint,
            ]
            .contains(&kind)
        };
        match rule {
            "look" | "complaint-acknowledged" | "complaint-replied" => true,
            "task" => number
                .parse()
                .ok()
                .and_then(|task: u32| self.tasks.get(&task))
                .is_some_and(|(kind, _)| asked_for(*kind)),
            _ => false,
        }
    }
}
