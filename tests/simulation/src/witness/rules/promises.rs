//! How promises of the hub or of a service change after they were made.

use crate::witness::calendar::working_days_after;
use crate::witness::case_record::CaseRecord;
use events::case::TaskKind;
use events::justice::PromiseOwner;
use jiff::Timestamp;

impl CaseRecord {
    /// A first contact has another due time when a quiet time begins or ends, unless it was overdue before `since`.
    pub(super) fn move_first_contacts(&mut self, since: Timestamp) {
        let times: Vec<_> = self
            .onwards
            .values()
            .filter(|referral| referral.is_live())
            .collect();
        for referral in times {
            let Some(due) = referral.first_contact_due() else {
                continue;
            };
            let owed = self
                .promises
                .by_code
                .get_mut(&format!("first-contact.{}", referral.seq))
                .expect("a first contact");
            if owed.open() && since <= owed.due && owed.due != due {
                (owed.due, owed.warned) = (due, None);
            }
        }
    }

    /// A complaint is acknowledged in ten working days and answered in twenty.
    pub(super) fn promise_answer(&mut self, seq: u32, owner: PromiseOwner, at: Timestamp) {
        for (rule, days) in [("complaint-acknowledged", 10), ("complaint-replied", 20)] {
            self.promises
                .make(rule, seq, owner, working_days_after(at, days), at);
        }
    }

    /// An owner was warned: rightly, and once.
    pub(super) fn on_promise_near(&mut self, code: &str, at: Timestamp) {
        if let Some(owed) = self.promises.by_code.get_mut(code) {
            assert!(
                owed.near(at),
                "{code} was warned of at the wrong time, or twice: {owed:?}"
            );
            owed.warned = Some(at);
        }
    }

    /// A promise was recorded as broken.
    pub(super) fn on_promise_broken(&mut self, code: &str, seq: u32, at: Timestamp) {
        let before = self.justice.broken.insert(code.to_owned(), (seq, at));
        assert!(before.is_none(), "{code} was broken twice");
        // A late service is pursued anyway. For everything else that the person waits for, somebody has one task to ask
        // why.
        let forgotten = self.lifecycle.erasing || self.lifecycle.erased;
        let chased = self
            .coordinators
            .tasks
            .values()
            .any(|(kind, _)| *kind == TaskKind::ChasePromise);
        let ours = self.promises.by_code.get(code).map(|owed| owed.owner);
        let waits = match ours {
            Some(PromiseOwner::Provider) => false,
            Some(PromiseOwner::Hub) => self.person_waits_for(code),
            _ => true,
        };
        self.coordinators.must_chase |= waits && !chased && !forgotten;
        if let Some(owed) = self.promises.by_code.get_mut(code) {
            assert!(
                owed.open() && owed.due < at,
                "{code} is not broken: {owed:?}"
            );
            owed.broken = Some(at);
        }
    }
    /// Whether the person was told that the hub does it: that it looks, answers, or does what they asked for.
    fn person_waits_for(&self, code: &str) -> bool {
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
                .and_then(|task: u32| self.coordinators.tasks.get(&task))
                .is_some_and(|(kind, _)| asked_for(*kind)),
            _ => false,
        }
    }
}
