//! What happens to a case as a whole, by the onlooker's rules: quiet, its end, its going on, who is named, what is agreed to.

use super::account::{Account, LOOKING};
use super::days::working_days_after;
use super::given::Given;
use events::assessment::{Flag, Risk, Tier};
use events::care::Outcome;
use events::case::{
    By, Closed, ComplaintAbout, DisclosedTo, Joined, OwnerKind, Paused, TaskKind, Uplifted, What,
    WhyClosed, WhyCoordinators, WhyReopened,
};
use events::justice::PromiseOwner;
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// In how many working days after a quiet time somebody gets in touch again.
const AFTER_QUIET: u32 = 2;

/// For how long something is shown at most that was shared without consent.
const SHOWN: SignedDuration = SignedDuration::from_hours(28 * 24);

/// Something that is to be shared without consent.
pub(crate) struct Shares {
    to: DisclosedTo,
    by: String,
    /// Until when it is shown, once somebody else has approved it.
    until: Option<Timestamp>,
}

impl Account {
    /// Whether the police are shown something without consent.
    pub(crate) fn police_are_shown(&self, now: Timestamp) -> bool {
        self.shares
            .values()
            .any(|one| one.to == DisclosedTo::Police && one.until.is_some_and(|until| now < until))
    }

    /// Takes in what happens to the case as a whole.
    pub(super) fn whole(&mut self, what: &What, seq: u32, at: Timestamp) {
        match what {
            What::Paused(paused) => self.hushed(paused, at),
            What::Resumed { .. } => self.resumed(at),
            What::Closed(closed) => self.is_closed(closed, seq, at),
            What::Reopened { why, .. } => {
                let (_, said) = self.ended.take().expect("a case that was over");
                assert!(
                    !self.erased,
                    "a case was reopened whose person is not known any more"
                );
                if said && *why == WhyReopened::ClosedInError {
                    self.nothing_was_let_go();
                }
                (self.look_by, self.died) = (Some(at + LOOKING), None);
            }
            What::Joined(joined) => self.is_joined(joined, at),
            What::Assigned { to, .. } => self.is_named(to, seq, at),
            What::Uplifted(uplifted) => self.is_raised(uplifted, at),
            What::ConsentChanged(changed) => self.agreed(changed, seq, at),
            What::ContactChanged(changed) => {
                assert!(!self.erased, "nobody is left who could be reached");
                // A mail that came back says of no other way that it is safe.
                self.not_safe &= changed.by == By::Machine;
                self.contact_changed += 1;
            }
            What::PathwayTaken(taken) => {
                let before = self.meetings.insert(taken.pathway, seq);
                assert!(before.is_none(), "a meeting was given a case that it has");
                self.owes("pathway", seq, PromiseOwner::Hub, taken.acknowledge_by, at);
            }
            What::PathwayAcknowledged { pathway, .. } => {
                let taken = self
                    .meetings
                    .remove(pathway)
                    .expect("a meeting that has the case");
                self.keeps("pathway", taken, at, seq);
            }
            What::Disclosed(disclosed) => {
                let approved =
                    !disclosed.approver.trim().is_empty() && disclosed.approver != disclosed.by;
                assert!(
                    approved && !disclosed.scope.is_empty(),
                    "something is to be shared that nobody else approves"
                );
                let due = disclosed.approve_by.expect("a time to look at it");
                self.by_hand_from(seq, TaskKind::ApproveDisclosure, due, at);
                self.shares.insert(
                    seq,
                    Shares {
                        to: disclosed.to,
                        by: disclosed.by.clone(),
                        until: None,
                    },
                );
            }
            What::DisclosureApproved(approved) => {
                let asked = self
                    .shares
                    .get_mut(&approved.disclosure)
                    .expect("something that was asked for");
                assert_ne!(
                    asked.by, approved.by,
                    "somebody approved what they asked for themselves"
                );
                assert!(
                    approved.until > at && approved.until <= at + SHOWN,
                    "it is shown for too long"
                );
                assert!(
                    asked.until.replace(approved.until).is_none(),
                    "something was approved twice"
                );
                let waits = self
                    .tasks
                    .remove(&approved.disclosure)
                    .map(|(kind, _)| kind);
                assert_eq!(
                    waits,
                    Some(TaskKind::ApproveDisclosure),
                    "something was approved that did not wait for it"
                );
                self.keeps("task", approved.disclosure, at, seq);
                self.nothing_is_left(seq, at);
            }
            What::Complained { about, .. } => {
                let owner = match about {
                    ComplaintAbout::Service => PromiseOwner::Hub,
                    // Where the police did not send the person they may not know of them.
                    ComplaintAbout::Code if self.sent_by_police() => PromiseOwner::Police,
                    ComplaintAbout::Code => PromiseOwner::Hub,
                };
                self.complaints.insert(seq, (false, false));
                self.complaint_is_owed(seq, owner, at);
            }
            What::ComplaintAnswered {
                complaint, step, ..
            } => self.answered(*complaint, *step, seq, at),
            What::FeedbackGiven(_) => {}
            What::LegalHold { on, .. } => {
                assert_ne!(self.legal_hold, *on, "a legal hold is what it was");
                self.legal_hold = *on;
                self.erasing &= !*on;
            }
            What::ToBeErased { .. } => {
                self.may_be_deleted();
                (self.erasing, self.ever_erasing) = (true, true);
            }
            What::Erased { .. } => {
                self.may_be_deleted();
                assert!(
                    std::mem::replace(&mut self.erasing, false),
                    "somebody was deleted and nobody had said so"
                );
                self.erased = true;
                // That it is done was one task; the others are nobody's any more.
                for (task, (kind, _)) in std::mem::take(&mut self.tasks) {
                    match kind {
                        TaskKind::Deletion => self.keeps("task", task, at, seq),
                        _ => self.releases(at, |rule, seq| rule == "task" && seq == task),
                    }
                }
            }
            other => panic!("nobody in this world does {}", other.name()),
        }
    }

    fn hushed(&mut self, paused: &Paused, at: Timestamp) {
        assert!(
            !self.closed() && paused.until > at,
            "a quiet that cannot be"
        );
        self.paused = Some(paused.until);
        self.onwards
            .values_mut()
            .for_each(|given| given.hush(paused.until));
        // Nobody is late who need not act.
        let has = self.onwards.values_mut().filter(|given| given.live());
        has.for_each(|given| given.pursued = false);
        self.first_contacts_wait(at);
    }

    fn resumed(&mut self, at: Timestamp) {
        let until = self.paused.take().expect("a quiet that ends");
        let by = working_days_after(at, AFTER_QUIET);
        self.onwards.values_mut().for_each(|given| given.hush(by));
        self.first_contacts_wait(until.min(at));
    }

    fn is_closed(&mut self, closed: &Closed, seq: u32, at: Timestamp) {
        assert!(!self.closed(), "a case was closed twice");
        assert!(
            self.onwards.values().all(|given| !given.live()),
            "a case was closed and somebody has it"
        );
        self.looked_at(seq, at, |_| true);
        (self.look_by, self.paused) = (None, None);
        self.ended = Some((closed.why, true));
        let (owed, to_do) = (self.still_owed(), self.tasks.clone());
        self.nobody_is_named(at);
        let died = closed.why == WhyClosed::Died;
        if died {
            self.tasks.clear();
        }
        self.releases(at, |rule, _| {
            died || ["answer", "first-contact", "look"].contains(&rule)
        });
        let gone = to_do
            .into_iter()
            .filter(|(seq, _)| !self.tasks.contains_key(seq))
            .collect();
        self.let_go = (&owed - &self.still_owed(), gone);
        self.died = died.then_some(at);
        self.deaths.extend(self.died);
    }

    fn still_owed(&self) -> BTreeSet<String> {
        self.owed
            .iter()
            .filter(|(_, owed)| owed.released.is_none())
            .map(|(code, _)| code.clone())
            .collect()
    }

    /// The closing was a mistake: everybody owes what they owed and has to do what they had, by the old times, and what was
    /// recorded for somebody who was taken for dead is owed to them.
    fn nothing_was_let_go(&mut self) {
        let (owed, to_do) = std::mem::take(&mut self.let_go);
        self.owed
            .iter_mut()
            .filter(|(code, _)| owed.contains(*code))
            .for_each(|(_, owed)| owed.released = None);
        self.tasks.extend(to_do);
        if self.died.is_some() {
            let tier = self.tier.expect("a tier");
            let steps = std::mem::take(&mut self.steps_for_nobody);
            self.steps.extend(
                steps
                    .into_iter()
                    .map(|(seq, progress)| (seq, progress, tier)),
            );
        }
    }

    /// Nobody has to be named for a case that is over.
    fn nobody_is_named(&mut self, at: Timestamp) {
        let gone: Vec<u32> = self
            .tasks
            .iter()
            .filter(|(_, (kind, _))| *kind == TaskKind::NameCoordinator)
            .map(|(seq, _)| *seq)
            .collect();
        self.tasks.retain(|seq, _| !gone.contains(seq));
        self.releases(at, |rule, seq| rule == "task" && gone.contains(&seq));
    }

    /// What nobody has anything to do for is no end where nobody had supported the person: a coordinator looks again.
    pub(super) fn nothing_is_left(&mut self, seq: u32, at: Timestamp) {
        if self.ended.is_none() && !self.supported() && self.owner().0 == OwnerKind::Nobody {
            let due = self.looked_by(at);
            self.held.insert(WhyCoordinators::NothingLeft, (seq, due));
            self.owes("look", seq, PromiseOwner::Hub, due, at);
        }
    }

    /// Whether a provider has ended support so that nobody has to look: it did what it was asked for, somebody else does, or
    /// the person does not want it.
    pub(crate) fn supported(&self) -> bool {
        let settles = [
            Outcome::Completed,
            Outcome::Declined,
            Outcome::MovedOn,
            Outcome::Duplicate,
        ];
        self.onwards
            .values()
            .filter_map(Given::closed)
            .any(|outcome| settles.contains(&outcome))
    }

    /// By when a coordinator looks: a quarter of an hour where somebody is in danger, an hour at high risk, else a day's work.
    fn looked_by(&self, at: Timestamp) -> Timestamp {
        let assessment = &self.received.as_ref().expect("a referral").assessment;
        if assessment.has(Flag::ImmediateDanger) || assessment.has(Flag::SuicideRisk) {
            at + SignedDuration::from_mins(15)
        } else if self.risk == Some(Risk::High) {
            at + SignedDuration::from_hours(1)
        } else {
            working_days_after(at, 1)
        }
    }

    /// A case is over where nobody has anything to do any more, and goes on where somebody has; what was closed stays so.
    pub(super) fn ends_or_goes_on(&mut self, at: Timestamp) {
        let nobody = self.owner().0 == OwnerKind::Nobody;
        if nobody && self.ended.is_none() {
            self.ended = Some((WhyClosed::SupportOver, false));
            self.nobody_is_named(at);
        } else if !nobody && !self.closed() {
            self.ended = None;
        }
        // What goes on is not deleted.
        self.erasing &= self.ended.is_some();
    }

    fn may_be_deleted(&self) {
        assert!(
            self.ended.is_some(),
            "somebody is to be deleted who is being helped"
        );
        assert!(
            !self.legal_hold,
            "somebody is to be deleted against a legal hold"
        );
        assert!(!self.erased, "somebody is deleted twice");
    }

    fn sent_by_police(&self) -> bool {
        self.received
            .as_ref()
            .is_some_and(|received| received.source == SourceKind::Police)
    }

    fn is_joined(&mut self, joined: &Joined, at: Timestamp) {
        assert!(
            self.joined.insert(joined.from.clone()),
            "a case was joined twice"
        );
        self.needs.extend(joined.needs.iter().map(|need| need.code));
        if joined.updates_taken_back {
            self.told = Some(false);
        }
        // Who helped there helps no more.
        if self.may_be_offered() {
            self.look_by = Some(at + LOOKING);
        }
    }

    fn is_named(&mut self, to: &str, seq: u32, at: Timestamp) {
        let before = self.coordinator.replace(to.to_owned());
        assert!(
            before.as_deref() != Some(to),
            "somebody was named who had been"
        );
        self.handovers += u32::from(before.is_some());
        let named: Vec<u32> = self
            .tasks
            .iter()
            .filter(|(_, (kind, _))| *kind == TaskKind::NameCoordinator)
            .map(|(seq, _)| *seq)
            .collect();
        for task in named {
            self.tasks.remove(&task);
            self.keeps("task", task, at, seq);
        }
    }

    fn is_raised(&mut self, uplifted: &Uplifted, at: Timestamp) {
        let before = (self.tier, self.risk);
        self.tier = self.tier.max(uplifted.tier);
        self.risk = self.risk.max(uplifted.risk);
        assert_ne!(before, (self.tier, self.risk), "nothing was raised");
        if before.1 != self.risk {
            self.looks_sooner(at);
        }
        if self.routed && self.may_be_offered() {
            self.look_by = Some(at + LOOKING);
        }
    }

    /// The coordinators look by the clock of the risk as it is now, where that is sooner than was said.
    fn looks_sooner(&mut self, at: Timestamp) {
        let flags = &self.received.as_ref().expect("a referral").assessment.flags;
        let danger = flags
            .iter()
            .any(|flag| matches!(flag, Flag::ImmediateDanger | Flag::SuicideRisk));
        let by = match self.risk {
            _ if danger => at + SignedDuration::from_mins(15),
            Some(Risk::High) => at + SignedDuration::from_hours(1),
            _ => working_days_after(at, 1),
        };
        for (seq, due) in self.held.values_mut().filter(|(_, due)| *due > by) {
            *due = by;
            let owed = self.owed.get_mut(&format!("look.{seq}")).expect("a look");
            if owed.open() {
                owed.due = by;
            }
        }
    }

    /// The tier and the risk as they have come to be.
    pub(crate) fn raised_to(&self) -> (Tier, Risk) {
        (self.tier.expect("a tier"), self.risk.expect("a risk"))
    }
}
