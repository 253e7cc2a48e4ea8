//! Rules for the case: quiet times, closing and reopening, coordinators, meetings, disclosures, complaints, erasure.

use crate::witness::calendar::{SEARCH_TIME, working_days_after};
use crate::witness::case_record::{CaseRecord, Disclosure, Proposal};
use events::assessment::Flag;
use events::case::{
    Actor, CaseChange, CloseReason, Closed, ComplaintAbout, ContactChangeReason, DisclosedTo,
    Joined, OwnerKind, Pathway, Paused, ProposalApproved, Proposed, ProposedAct, ReaderStep,
    ReadersChanged, Reassessed, ReopenReason, TaskKind, Uplifted,
};
use events::justice::PromiseOwner;
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// Working days after a quiet time until somebody gets in touch again.
const AFTER_QUIET: u32 = 2;

/// How long something shared without consent is shown at most.
const SHOWN: SignedDuration = SignedDuration::from_hours(28 * 24);

impl CaseRecord {
    /// Takes in an event about the case as a whole.
    pub(super) fn apply_to_case(&mut self, what: &CaseChange, seq: u32, at: Timestamp) {
        match what {
            CaseChange::Paused(paused) => self.on_paused(paused, at),
            CaseChange::Resumed { .. } => self.on_resumed(at),
            CaseChange::Closed(closed) => self.on_closed(closed, seq, at),
            CaseChange::Reopened { why, .. } => {
                let (_, said) = self.lifecycle.ended.take().expect("a case that was over");
                assert!(
                    !self.lifecycle.erased,
                    "a case was reopened whose person is not known any more"
                );
                if said && *why == ReopenReason::ClosedInError {
                    self.undo_closing();
                }
                (self.routing.search_by, self.lifecycle.died) = (Some(at + SEARCH_TIME), None);
            }
            CaseChange::Joined(joined) => self.on_joined(joined, at),
            CaseChange::Assigned { to, .. } => self.on_assigned(to, seq, at),
            CaseChange::Uplifted(uplifted) => self.on_uplifted(uplifted, at),
            CaseChange::Reassessed(learned) => self.on_reassessed(learned, seq, at),
            CaseChange::ConsentChanged(changed) => self.on_consent_changed(changed, seq, at),
            CaseChange::ContactChanged(changed) => {
                assert!(
                    !self.lifecycle.erased,
                    "nobody is left who could be reached"
                );
                // Neither a returned mail nor a change on the page makes a way of contact safe.
                self.contact.not_safe &= !matches!(changed.by, Actor::Coordinator { .. });
                self.contact.changes += 1;
                self.contact.address_confirmed |= changed.why == ContactChangeReason::Confirmed
                    || matches!(changed.by, Actor::Coordinator { .. });
                self.on_page_called_safe(changed);
                if let Some(due) = changed.check_by {
                    self.coordinators.quiet.insert(seq);
                    self.add_task(seq, TaskKind::CheckContact, due, at);
                }
            }
            CaseChange::PathwayTaken(taken) => {
                self.coordinators.had_marac |= taken.pathway == Pathway::Marac;
                let before = self.coordinators.meetings.insert(taken.pathway, seq);
                assert!(before.is_none(), "a meeting was given a case that it has");
                self.promises
                    .make("pathway", seq, PromiseOwner::Hub, taken.acknowledge_by, at);
            }
            CaseChange::PathwayAcknowledged { pathway, .. } => {
                let taken = self
                    .coordinators
                    .meetings
                    .remove(pathway)
                    .expect("a meeting that has the case");
                self.promises.keep("pathway", taken, at, seq);
            }
            CaseChange::Disclosed(disclosed) => {
                let approved =
                    !disclosed.approver.trim().is_empty() && disclosed.approver != disclosed.by;
                assert!(
                    approved && !disclosed.scope.is_empty(),
                    "something is shared without another person's approval"
                );
                assert_eq!(
                    disclosed.to == DisclosedTo::Police,
                    disclosed.reader.is_some(),
                    "nobody in the police was named to read it"
                );
                let due = disclosed.approve_by.expect("a time to look at it");
                self.add_task(seq, TaskKind::ApproveDisclosure, due, at);
                self.coordinators.disclosures.insert(
                    seq,
                    Disclosure {
                        to: disclosed.to,
                        reader: disclosed.reader.clone(),
                        by: disclosed.by.clone(),
                        until: None,
                    },
                );
            }
            CaseChange::DisclosureApproved(approved) => {
                let asked = self
                    .coordinators
                    .disclosures
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
                    .coordinators
                    .tasks
                    .remove(&approved.disclosure)
                    .map(|(kind, _)| kind);
                assert_eq!(
                    waits,
                    Some(TaskKind::ApproveDisclosure),
                    "something was approved that did not wait for it"
                );
                self.promises.keep("task", approved.disclosure, at, seq);
                self.look_if_nothing_is_left(seq, at);
            }
            CaseChange::Complained { about, .. } => {
                let owner = match about {
                    ComplaintAbout::Service => PromiseOwner::Hub,
                    // If the police did not refer the person, they may not know about them.
                    ComplaintAbout::Code if self.sent_by_police() => PromiseOwner::Police,
                    ComplaintAbout::Code => PromiseOwner::Hub,
                };
                self.coordinators.complaints.insert(seq, (false, false));
                self.promise_answer(seq, owner, at);
            }
            CaseChange::ComplaintAnswered {
                complaint, step, ..
            } => self.on_complaint_answered(*complaint, *step, seq, at),
            CaseChange::FeedbackGiven(_) => {}
            CaseChange::AccessChanged(changed) => self.on_access_changed(changed, at),
            CaseChange::LegalHold { on, .. } => {
                assert_ne!(
                    self.lifecycle.legal_hold, *on,
                    "a legal hold is what it was"
                );
                self.lifecycle.legal_hold = *on;
                self.lifecycle.erasing &= !*on;
            }
            CaseChange::Proposed(proposed) => self.on_proposed(proposed, seq, at),
            CaseChange::ProposalApproved(approved) => self.on_approved(approved),
            CaseChange::ReadersChanged(changed) => self.on_readers_changed(changed),
            CaseChange::ToBeErased { by } => {
                self.assert_may_be_deleted();
                if let Actor::Coordinator { account } = by {
                    assert!(
                        self.is_approved(ProposedAct::Erase, account),
                        "one person alone erases somebody"
                    );
                }
                (self.lifecycle.erasing, self.lifecycle.ever_erasing) = (true, true);
            }
            CaseChange::Erased { .. } => {
                self.assert_may_be_deleted();
                assert!(
                    std::mem::replace(&mut self.lifecycle.erasing, false),
                    "somebody was deleted and nobody had said so"
                );
                self.lifecycle.erased = true;
                // The deletion itself was one task; the others are released.
                for (task, (kind, _)) in std::mem::take(&mut self.coordinators.tasks) {
                    match kind {
                        kind if self.is_hidden(task, kind) => {}
                        TaskKind::Deletion => self.promises.keep("task", task, at, seq),
                        _ => self
                            .promises
                            .release(at, |rule, seq| rule == "task" && seq == task),
                    }
                }
            }
            other => panic!("nobody in this world does {}", other.name()),
        }
    }

    fn on_proposed(&mut self, proposed: &Proposed, seq: u32, at: Timestamp) {
        assert_ne!(
            proposed.approver.as_ref(),
            Some(&proposed.by),
            "somebody named themselves to approve it"
        );
        let tasks = &self.coordinators.tasks;
        let waits = self.coordinators.proposals.iter().any(|(number, one)| {
            one.act == proposed.act
                && one.approved_by.is_none()
                && !one.lapsed
                && tasks.contains_key(number)
        });
        assert!(!waits, "the same was proposed twice");
        let kind = match proposed.act {
            ProposedAct::Erase => TaskKind::ApproveErasure,
            ProposedAct::Merge => TaskKind::ApproveMerge,
        };
        self.add_task(seq, kind, proposed.approve_by, at);
        let proposal = Proposal {
            act: proposed.act,
            into: proposed.into.clone(),
            by: proposed.by.clone(),
            approver: proposed.approver.clone(),
            approved_by: None,
            lapsed: false,
        };
        self.coordinators.proposals.insert(seq, proposal);
    }

    fn on_approved(&mut self, approved: &ProposalApproved) {
        let one = self
            .coordinators
            .proposals
            .get_mut(&approved.proposal)
            .expect("something that was proposed");
        assert_ne!(one.by, approved.by, "somebody approved their own proposal");
        let named = one.approver.as_ref();
        assert!(
            named.is_none_or(|named| *named == approved.by),
            "it was somebody else's to approve"
        );
        assert!(!one.lapsed, "what was approved has changed since");
        let before = one.approved_by.replace(approved.by.clone());
        assert!(before.is_none(), "a proposal was approved twice");
        let waited = self.coordinators.tasks.remove(&approved.proposal);
        assert!(waited.is_some(), "a proposal was approved that was refused");
    }

    /// Whether somebody else proposed it and this account approved it.
    fn is_approved(&self, act: ProposedAct, account: &str) -> bool {
        self.coordinators.proposals.values().any(|one| {
            one.act == act && one.approved_by.as_deref() == Some(account) && one.by != account
        })
    }

    /// What waits for approval was about another case than the one after this event.
    pub(super) fn proposals_lapse_after(&mut self, what: &CaseChange) {
        let lapses = [
            "closed",
            "reopened",
            "joined",
            "reassessed",
            "contact-changed",
            "consent-changed",
            "complained",
            "legal-hold",
        ];
        if !lapses.contains(&what.name()) {
            return;
        }
        let tasks = &mut self.coordinators.tasks;
        for (number, one) in &mut self.coordinators.proposals {
            if one.approved_by.is_none() && !one.lapsed && tasks.remove(number).is_some() {
                one.lapsed = true;
            }
        }
    }

    fn on_readers_changed(&mut self, changed: &ReadersChanged) {
        let account = changed.account.clone();
        let coordinators = &mut self.coordinators;
        match changed.step {
            ReaderStep::Restricted => {
                let only = coordinators.only.get_or_insert_default();
                only.extend(account);
            }
            ReaderStep::Unrestricted => coordinators.only = None,
            ReaderStep::Excluded => {
                let account = account.expect("an account");
                assert_ne!(
                    coordinators.named.as_ref(),
                    Some(&account),
                    "the person's coordinator may not open the case"
                );
                if let Some(only) = &mut coordinators.only {
                    only.remove(&account);
                }
                coordinators.kept_out.insert(account);
            }
            ReaderStep::Included => {
                coordinators.kept_out.remove(&account.expect("an account"));
            }
        }
    }

    fn on_paused(&mut self, paused: &Paused, at: Timestamp) {
        assert!(
            !self.closed() && paused.until > at,
            "a quiet that cannot be"
        );
        self.contact.quiet_until = Some(paused.until);
        self.onwards
            .values_mut()
            .for_each(|referral| referral.wait_until(paused.until));
        // Nobody is late who does not have to act.
        let has = self
            .onwards
            .values_mut()
            .filter(|referral| referral.is_live());
        has.for_each(|referral| referral.pursued = false);
        self.move_first_contacts(at);
    }

    fn on_resumed(&mut self, at: Timestamp) {
        let until = self.contact.quiet_until.take().expect("a quiet that ends");
        let by = working_days_after(at, AFTER_QUIET);
        self.onwards
            .values_mut()
            .for_each(|referral| referral.wait_until(by));
        self.move_first_contacts(until.min(at));
    }

    fn on_closed(&mut self, closed: &Closed, seq: u32, at: Timestamp) {
        assert!(!self.closed(), "a case was closed twice");
        assert!(
            self.onwards.values().all(|referral| !referral.is_live()),
            "a case was closed and somebody has it"
        );
        if matches!(
            closed.why,
            CloseReason::Duplicate | CloseReason::EnteredInError
        ) {
            self.page_must_close("its case goes on elsewhere");
        }
        if let (CloseReason::Duplicate, Actor::Coordinator { account }) = (closed.why, &closed.by) {
            assert!(
                self.is_approved(ProposedAct::Merge, account),
                "one person alone merges two cases"
            );
        }
        if closed.by == Actor::Person {
            self.stops_suddenly();
        }
        self.mark_looked(seq, at, |_| true);
        (self.routing.search_by, self.contact.quiet_until) = (None, None);
        self.lifecycle.ended = Some((closed.why, true));
        let (owed, to_do) = (self.still_owed(), self.coordinators.tasks.clone());
        self.drop_naming_task(at);
        let died = closed.why == CloseReason::Died;
        if died {
            self.coordinators.tasks.clear();
        }
        self.promises.release(at, |rule, _| {
            died || ["answer", "first-contact", "look"].contains(&rule)
        });
        let gone = to_do
            .into_iter()
            .filter(|(seq, _)| !self.coordinators.tasks.contains_key(seq))
            .collect();
        self.lifecycle.released_by_closing = (&owed - &self.still_owed(), gone);
        self.lifecycle.died = died.then_some(at);
        self.lifecycle.deaths.extend(self.lifecycle.died);
    }

    fn still_owed(&self) -> BTreeSet<String> {
        self.promises
            .by_code
            .iter()
            .filter(|(_, owed)| owed.released.is_none())
            .map(|(code, _)| code.clone())
            .collect()
    }

    /// The closing was a mistake: everybody owes again what they owed, with the old due times, and so does what was
    /// recorded in the meantime for a person wrongly reported dead.
    fn undo_closing(&mut self) {
        let (owed, to_do) = std::mem::take(&mut self.lifecycle.released_by_closing);
        self.promises
            .by_code
            .iter_mut()
            .filter(|(code, _)| owed.contains(*code))
            .for_each(|(_, owed)| owed.released = None);
        self.coordinators.tasks.extend(to_do);
        if self.lifecycle.died.is_some() {
            let tier = self.tier.expect("a tier");
            let steps = std::mem::take(&mut self.justice.steps_after_death);
            self.justice.steps.extend(
                steps
                    .into_iter()
                    .map(|(seq, progress)| (seq, progress, tier)),
            );
        }
    }

    /// A closed case needs no named coordinator.
    fn drop_naming_task(&mut self, at: Timestamp) {
        let gone: Vec<u32> = self
            .coordinators
            .tasks
            .iter()
            .filter(|(_, (kind, _))| *kind == TaskKind::NameCoordinator)
            .map(|(seq, _)| *seq)
            .collect();
        self.coordinators.tasks.retain(|seq, _| !gone.contains(seq));
        self.promises
            .release(at, |rule, seq| rule == "task" && gone.contains(&seq));
    }

    /// A case closes when nobody has anything left to do, and reopens when somebody has. A case that somebody closed
    /// stays closed.
    pub(super) fn end_or_go_on(&mut self, at: Timestamp) {
        let nobody = self.owner().0 == OwnerKind::Nobody;
        if nobody && self.lifecycle.ended.is_none() {
            self.lifecycle.ended = Some((CloseReason::SupportOver, false));
            self.drop_naming_task(at);
        } else if !nobody && !self.closed() {
            self.lifecycle.ended = None;
        }
        // An open case is not deleted.
        self.lifecycle.erasing &= self.lifecycle.ended.is_some();
    }

    fn assert_may_be_deleted(&self) {
        assert!(
            self.lifecycle.ended.is_some(),
            "a deletion is due while somebody is helped"
        );
        assert!(
            !self.lifecycle.legal_hold,
            "somebody has to be deleted in spite of a legal hold"
        );
        assert!(!self.lifecycle.erased, "somebody is deleted twice");
    }

    fn sent_by_police(&self) -> bool {
        self.received
            .as_ref()
            .is_some_and(|received| received.source == SourceKind::Police)
    }

    fn on_joined(&mut self, joined: &Joined, at: Timestamp) {
        assert!(
            self.lifecycle.joined.insert(joined.from.clone()),
            "a case was joined twice"
        );
        self.page_must_close("anyone may have sent one of the two cases");
        self.routing
            .needs
            .extend(joined.needs.iter().map(|need| need.code));
        if joined.updates_taken_back {
            self.contact.agreed_to_updates = Some(false);
        }
        // The services that helped there have stopped.
        if self.may_be_offered() {
            self.routing.search_by = Some(at + SEARCH_TIME);
        }
    }

    fn on_assigned(&mut self, to: &str, seq: u32, at: Timestamp) {
        assert!(
            !self.coordinators.kept_out.contains(to),
            "a case was given to somebody who may not open it"
        );
        let before = self.coordinators.named.replace(to.to_owned());
        assert!(
            before.as_deref() != Some(to),
            "somebody was named who had been"
        );
        self.coordinators.handovers += u32::from(before.is_some());
        let named: Vec<u32> = self
            .coordinators
            .tasks
            .iter()
            .filter(|(_, (kind, _))| *kind == TaskKind::NameCoordinator)
            .map(|(seq, _)| *seq)
            .collect();
        for task in named {
            self.coordinators.tasks.remove(&task);
            if !self.coordinators.quiet.contains(&task) {
                self.promises.keep("task", task, at, seq);
            }
        }
        // Somebody was named in a case that is over: nobody has to be when it is reopened.
        let (owed, to_do) = &mut self.lifecycle.released_by_closing;
        to_do.retain(|seq, (kind, _)| {
            let naming = *kind == TaskKind::NameCoordinator;
            if naming {
                owed.remove(&format!("task.{seq}"));
            }
            !naming
        });
    }

    fn on_uplifted(&mut self, uplifted: &Uplifted, at: Timestamp) {
        let before = (self.tier, self.risk);
        self.tier = self.tier.max(uplifted.tier);
        self.risk = self.risk.max(uplifted.risk);
        self.by_hand = (
            self.by_hand.0.max(uplifted.tier),
            self.by_hand.1.max(uplifted.risk),
        );
        assert_ne!(before, (self.tier, self.risk), "nothing was raised");
        if before.1 != self.risk {
            self.look_sooner(at);
        }
        if self.routing.searched && self.may_be_offered() {
            self.routing.search_by = Some(at + SEARCH_TIME);
        }
    }

    /// Something was learned. Nothing is lower than before, except back to before the entry that this one corrects. No
    /// promise to the person changes.
    fn on_reassessed(&mut self, learned: &Reassessed, seq: u32, at: Timestamp) {
        assert!(
            !self.closed() && !self.lifecycle.erased,
            "something was learned of nobody"
        );
        let concluded = (learned.assessment.tier, learned.assessment.risk);
        let last = self.assessed.len() - 1;
        let floor = match learned.corrects {
            None => last,
            Some(number) => {
                assert!(
                    last > 0 && self.assessed[last].0 == number,
                    "an entry was corrected that is not the last"
                );
                last - 1
            }
        };
        let (_, tier, risk) = self.assessed[floor];
        assert!(
            concluded.0 >= tier && concluded.1 >= risk,
            "a reassessment lowered something"
        );
        self.assessed.push((seq, concluded.0, concluded.1));
        let before = (self.risk, self.may_be_offered());
        self.tier = self.by_hand.0.max(Some(concluded.0));
        self.risk = self.by_hand.1.max(Some(concluded.1));
        let received = self.received.as_mut().expect("a referral");
        let was = std::mem::replace(&mut received.assessment, learned.assessment.clone());
        let now = &received.assessment;
        let newly = |flag| now.has(flag) && !was.has(flag);
        let danger = newly(Flag::ImmediateDanger) || newly(Flag::SuicideRisk);
        if newly(Flag::GuardianConflict) || newly(Flag::ConflictCheck) {
            self.routing.conflict_cleared = false;
        }
        let dangerous = now.has(Flag::ImmediateDanger) || now.has(Flag::SuicideRisk);
        self.routing.needs = learned
            .needs
            .iter()
            .chain(&learned.other_needs)
            .map(|need| need.code)
            .collect();
        let decided = self.routing.decided.replace(learned.routing);
        let by = self.coordinators_look_by(at);
        if danger {
            self.must_look_at_danger = Some(by);
        }
        if dangerous || self.risk > before.0 {
            for (_, due) in self.coordinators.held.values_mut() {
                *due = (*due).min(by);
            }
        }
        let other_way = decided != self.routing.decided || before.1 != self.may_be_offered();
        if self.routing.searched && (self.may_be_offered() || other_way) {
            self.routing.search_by = Some(at + SEARCH_TIME);
        }
        self.on_page_safety(&learned.safe_channels, true);
    }

    /// The coordinators must look by the limit of the current risk, if that is sooner.
    fn look_sooner(&mut self, at: Timestamp) {
        let by = self.coordinators_look_by(at);
        for (seq, due) in self
            .coordinators
            .held
            .values_mut()
            .filter(|(_, due)| *due > by)
        {
            *due = by;
            let owed = self
                .promises
                .by_code
                .get_mut(&format!("look.{seq}"))
                .expect("a look");
            if owed.open() {
                owed.due = by;
            }
        }
    }
}
