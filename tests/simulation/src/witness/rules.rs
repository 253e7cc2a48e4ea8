//! The observer's rules: how each event changes a case. They are derived separately, never from the code under test.

mod access;
mod lifecycle;
mod onward_referrals;
mod person;
mod promises;

use super::calendar::SEARCH_TIME;
use super::case_record::CaseRecord;
use super::hub_state::after;
use super::onward_referral::{OnwardReferral, Stage};
use events::case::{
    CaseChange, CaseEvent, Chosen, CoordinatorReason, OwnerKind, Received, Routing, TaskKind,
    TaskOutcome,
};
use events::justice::PromiseOwner;
use events::referral::{ChannelKind, Scope};
use jiff::Timestamp;

impl CaseRecord {
    /// Takes in the next event.
    pub(crate) fn take_in(&mut self, event: &CaseEvent) {
        self.event_count += 1;
        self.hub_state = Some(after(self.hub_state.take(), event));
        *self.events_by_name.entry(event.what.name()).or_default() += 1;
        self.apply(&event.what, event.seq, event.at);
        self.proposals_lapse_after(&event.what);
        let pursued = self
            .onwards
            .values()
            .any(|referral| referral.is_live() && referral.pursued);
        if !pursued {
            self.mark_looked(event.seq, event.at, |why| why == CoordinatorReason::Overdue);
        }
        self.end_or_go_on(event.at);
    }

    fn apply(&mut self, what: &CaseChange, seq: u32, at: Timestamp) {
        match what {
            CaseChange::Received(received) => self.on_received(received, at),
            // What the hub remembers raises nothing. A coordinator compares the cases.
            CaseChange::Triaged(triaged) => {
                assert_eq!(
                    triaged.check_by.is_some(),
                    !triaged.earlier.is_empty(),
                    "an earlier case is compared if there is one"
                );
                if let Some(due) = triaged.check_by {
                    self.add_task(seq, TaskKind::Duplicate, due, at);
                }
            }
            CaseChange::Matched(matched) => {
                (
                    self.routing.search_by,
                    self.routing.searched,
                    self.routing.has_unmet_need,
                ) = (None, true, !matched.unmet.is_empty());
            }
            CaseChange::Offered(offered) => self.on_offered(offered, seq, at),
            CaseChange::GivenToCoordinators { why, due } => {
                self.on_given_to_coordinators(*why, *due, seq, at)
            }
            CaseChange::Looked { why, .. } => self.on_looked(*why, seq, at),
            CaseChange::LetThrough { .. } => {
                assert!(
                    self.coordinators.aside && !self.closed(),
                    "nothing was set aside that could go on"
                );
                self.coordinators.aside = false;
                self.routing.search_by = Some(at + SEARCH_TIME);
                self.mark_looked(seq, at, |why| why == CoordinatorReason::SetAside);
            }
            CaseChange::Accepted {
                onward,
                first_contact_by,
                ..
            } => self.on_accepted(onward, *first_contact_by, seq, at),
            CaseChange::Declined { onward, .. } => self.on_declined(onward, seq, at),
            CaseChange::Expired { onward } => self.on_expired(onward, at),
            CaseChange::Withdrawn { onward } => self.on_withdrawn(onward, at),
            CaseChange::HandedOver { onward, to } => self.on_handed_over(onward, to, seq, at),
            CaseChange::Transferred { onward } => self.on_transferred(onward, at),
            CaseChange::Cared { onward, act, .. } => self.on_cared(onward, act, seq, at),
            CaseChange::ConflictCleared { .. } => {
                self.routing.conflict_cleared = true;
                self.routing.search_by = self
                    .may_be_offered()
                    .then_some(at + SEARCH_TIME)
                    .or(self.routing.search_by);
            }
            CaseChange::Chosen(chosen) => {
                self.routing
                    .wanted
                    .retain(|code| !chosen.unwanted.contains(code));
                self.routing.wanted.extend(chosen.wanted.iter().cloned());
                self.routing.search_by = Some(at + SEARCH_TIME);
                let refused = self.onwards.values().any(|referral| {
                    referral.is_live() && chosen.unwanted.contains(&referral.offered.service)
                });
                if refused && chosen.by == Chosen::BY_PERSON {
                    self.stops_suddenly();
                }
                // A coordinator who records it has spoken to the person. A person who chooses on their page has spoken
                // to nobody.
                let spoken = [CoordinatorReason::Unsafe, CoordinatorReason::NotReached];
                let spoke = chosen.by != Chosen::BY_PERSON;
                self.mark_looked(seq, at, |why| spoke && spoken.contains(&why));
            }
            CaseChange::HomeTold { local_authority } => {
                self.on_home_told(local_authority.clone(), at)
            }
            CaseChange::UpdateNeedsPerson { due, .. } => {
                self.add_task(seq, TaskKind::TellPerson, *due, at)
            }
            CaseChange::TaskGiven(task) => self.add_task(seq, task.kind, task.due, at),
            CaseChange::GivenQuietly(task) => {
                self.coordinators.quiet.insert(seq);
                if task.kind == TaskKind::LookAtDanger
                    && self.must_look_at_danger.is_some_and(|by| task.due <= by)
                {
                    self.must_look_at_danger = None;
                }
                self.add_task(seq, task.kind, task.due, at);
            }
            CaseChange::TaskDone(done) => {
                let (kind, _) = self
                    .coordinators
                    .tasks
                    .remove(&done.task)
                    .expect("a task that somebody had");
                let to_the_person =
                    [TaskKind::Call, TaskKind::Letter, TaskKind::CheckContact].contains(&kind);
                self.contact.not_safe &= !(to_the_person && done.outcome == TaskOutcome::Done);
                if !self.is_hidden(done.task, kind) {
                    self.promises.keep("task", done.task, at, seq);
                }
                let by_way = done.way.is_some_and(|way| way != ChannelKind::Online);
                assert!(
                    kind != TaskKind::CheckStopped || done.outcome != TaskOutcome::Done || by_way,
                    "a stop was checked in no way that was confirmed"
                );
                self.look_if_nothing_is_left(seq, at);
            }
            CaseChange::Progress(progress) => {
                self.record_police_id(&progress.id);
                // Bereaved people have a separate case.
                if self.lifecycle.died.is_none() {
                    self.justice
                        .steps
                        .push((seq, progress.clone(), self.tier.expect("a tier")));
                } else {
                    self.justice.steps_after_death.insert(seq, progress.clone());
                }
            }
            CaseChange::PromiseKept(kept) => {
                self.record_police_id(&kept.id);
                let before = self
                    .justice
                    .kept
                    .insert(kept.promise.to_string(), (seq, kept.at));
                assert!(before.is_none(), "{} was kept twice", kept.promise);
                self.on_agency_told(&kept.promise.to_string(), seq, kept.at);
            }
            CaseChange::PromiseBroken { promise } => {
                self.on_promise_broken(&promise.to_string(), seq, at)
            }
            CaseChange::PromiseNear { promise } => self.on_promise_near(&promise.to_string(), at),
            CaseChange::NotesRequested(request) => self.record_police_id(&request.id),
            other => self.apply_to_case(other, seq, at),
        }
    }

    fn on_received(&mut self, received: &Received, at: Timestamp) {
        self.on_access_begun(received, at);
        (self.tier, self.risk) = (
            Some(received.assessment.tier),
            Some(received.assessment.risk),
        );
        self.assessed
            .push((1, received.assessment.tier, received.assessment.risk));
        self.routing.needs = received.needs.iter().map(|need| need.code).collect();
        self.routing.decided = Some(received.routing);
        self.routing.shared =
            received.routing != Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
        self.contact.agreed_to_updates = received.scope.contains(&Scope::Updates).then_some(true);
        self.received = Some(Box::new(received.clone()));
        self.routing.search_by = Some(at + SEARCH_TIME);
        self.coordinators.aside = received.set_aside.is_some();
    }

    pub(super) fn add_task(&mut self, seq: u32, kind: TaskKind, due: Timestamp, at: Timestamp) {
        assert!(due > at, "a task is due before it is given");
        if kind == TaskKind::CheckDeath {
            (self.lifecycle.death_reported, self.lifecycle.death_checked) = (false, true);
        }
        self.coordinators.must_chase &= kind != TaskKind::ChasePromise;
        self.coordinators.tasks.insert(seq, (kind, due));
        self.coordinators.must_look_at_stop &= kind != TaskKind::CheckStopped;
        if !self.is_hidden(seq, kind) {
            self.promises.make("task", seq, PromiseOwner::Hub, due, at);
        }
    }

    fn on_given_to_coordinators(
        &mut self,
        why: CoordinatorReason,
        due: Timestamp,
        seq: u32,
        at: Timestamp,
    ) {
        assert!(due > at, "coordinators are to look before they are asked");
        assert!(
            !self.closed(),
            "coordinators are given a case that is closed"
        );
        self.coordinators.findings.remove(&why);
        self.contact.not_safe |= why == CoordinatorReason::Unsafe;
        match why {
            CoordinatorReason::Overdue => {
                let late = |referral: &&mut OnwardReferral| {
                    referral.stage == Stage::Accepted && !referral.pursued && referral.due() <= at
                };
                let pursued = self
                    .onwards
                    .values_mut()
                    .filter(late)
                    .map(|referral| referral.pursued = true)
                    .count();
                assert!(pursued > 0, "coordinators pursue nobody");
            }
            // What a provider found does not end the hub's search for another.
            CoordinatorReason::Unsafe | CoordinatorReason::NotReached => {}
            CoordinatorReason::SetAside => {
                assert!(self.coordinators.aside, "it was let go on, and is held");
                let soon = due <= self.coordinators_look_by(at);
                assert!(soon, "nobody looks at what was set aside in time");
                self.routing.search_by = None;
            }
            CoordinatorReason::NothingLeft => panic!("that nothing is left nobody has to say"),
            CoordinatorReason::NotToBeShared
            | CoordinatorReason::OutsideArea
            | CoordinatorReason::GuardianConflict
            | CoordinatorReason::NoService => {
                (self.routing.search_by, self.routing.searched) = (None, true)
            }
        }
        // For a repeated reason the first time counts.
        let first = *self.coordinators.held.entry(why).or_insert((seq, due)) == (seq, due);
        if first {
            self.promises.make("look", seq, PromiseOwner::Hub, due, at);
        }
    }

    /// The coordinators have looked at what they were given for those reasons.
    pub(super) fn mark_looked(
        &mut self,
        proof: u32,
        at: Timestamp,
        which: impl Fn(CoordinatorReason) -> bool,
    ) {
        let gone: Vec<(CoordinatorReason, u32)> = self
            .coordinators
            .held
            .iter()
            .filter(|(why, _)| which(**why))
            .map(|(why, (seq, _))| (*why, *seq))
            .collect();
        for (why, seq) in gone {
            self.coordinators.held.remove(&why);
            self.promises.keep("look", seq, at, proof);
        }
    }

    /// A coordinator looked, and a task says what follows. A late provider is still pursued.
    fn on_looked(&mut self, why: CoordinatorReason, seq: u32, at: Timestamp) {
        assert!(
            self.coordinators.held.contains_key(&why)
                && ![CoordinatorReason::Overdue, CoordinatorReason::SetAside].contains(&why),
            "nobody was given that to look at"
        );
        assert!(
            self.first_task_due().is_some(),
            "what was given is let go, and nothing follows"
        );
        self.mark_looked(seq, at, |held| held == why);
    }

    fn record_police_id(&mut self, id: &str) {
        assert!(
            self.justice.police_ids.insert(id.to_owned()),
            "a record of the police was taken twice"
        );
    }

    /// A case with nothing left to do, and without any support so far, is not finished: a coordinator looks again.
    pub(super) fn look_if_nothing_is_left(&mut self, seq: u32, at: Timestamp) {
        if self.lifecycle.ended.is_none()
            && !self.supported()
            && self.owner().0 == OwnerKind::Nobody
        {
            let due = self.coordinators_look_by(at);
            self.coordinators
                .held
                .insert(CoordinatorReason::NothingLeft, (seq, due));
            self.promises.make("look", seq, PromiseOwner::Hub, due, at);
        }
    }
}
