//! What coordinators decide about a case as a whole, and what providers pass on.

use super::Run;
use super::desk::Decided;
use domain::routing::{accept_by, case_due};
use domain::whole::{close, uplift};
use events::Reference;
use events::assessment::{Risk, Tier};
use events::case::{
    By, Case, ComplaintStep, Criterion, Disclosed, DisclosedScope, DisclosedTo, HandOnBasis, Joined, Offered,
    OnwardState, Pathway, PathwayTaken, ReferredOn, TaskDone, TaskGiven, TaskKind, TaskOutcome, Uplifted, What,
    WhyClosed, WhyDisclosed, WhyReferredOn, WhyReopened, WhyUplifted,
};
use jiff::SignedDuration;
use rand::Rng;

/// Whoever sits at the coordinators' desk.
fn account() -> String {
    "someone".to_owned()
}

fn by() -> By {
    By::Coordinator { account: account() }
}

impl Run {
    /// A coordinator decides something about a case as a whole; sometimes what cannot be.
    pub(super) async fn a_coordinator_decides(&mut self) {
        let Some(reference) = self.any_case() else { return };
        let k = self.chance.random_range(0..60_usize);
        let now = self.now;
        match self.chance.random_range(0..18) {
            0..=1 => {
                let what = What::Assigned { to: format!("someone {}", k % 3), by: account() };
                self.decide("a coordinator is named", &reference, |_, _| what.clone().into()).await;
            }
            2..=3 => {
                let tier = [None, Some(Tier::Standard), Some(Tier::Enhanced)][k % 3];
                let risk = [None, Some(Risk::Standard), Some(Risk::Medium), Some(Risk::High)][k % 4];
                let raised = Uplifted { tier, risk, reason: WhyUplifted::Judgement, by: account() };
                self.decide("a coordinator raises", &reference, |case, _| uplift(case, raised.clone(), now).into())
                    .await;
            }
            4 => {
                let taken = What::PathwayTaken(PathwayTaken {
                    pathway: Pathway::ALL[k % 2],
                    criterion: Criterion::ALL[k % Criterion::ALL.len()],
                    basis: HandOnBasis::Consent,
                    acknowledge_by: now + SignedDuration::from_hours(30),
                    by: account(),
                });
                self.decide("a coordinator puts it to a meeting", &reference, |_, _| taken.clone().into()).await;
            }
            5 => {
                let asked = self.any_case_that(|case| case.pathways.iter().any(|one| one.acknowledged_at.is_none()));
                let what = What::PathwayAcknowledged { pathway: Pathway::ALL[k % 2], by: account() };
                self.decide("a meeting has it", &asked.unwrap_or(reference), |_, _| what.clone().into()).await;
            }
            6..=8 => self.a_task_is_done(k).await,
            9 => {
                let why = WhyClosed::ALL[k % WhyClosed::ALL.len()];
                if why == WhyClosed::Duplicate {
                    return self.two_are_one(&reference).await;
                }
                self.decide("a coordinator closes", &reference, |case, _| close(case, why, None, by()).into()).await;
            }
            10 => {
                let over = self.any_case_that(|case| case.ended.is_some()).filter(|_| k % 4 != 0);
                let what = What::Reopened { why: WhyReopened::ALL[k % WhyReopened::ALL.len()], by: by() };
                self.decide("a coordinator reopens", &over.unwrap_or(reference), |_, _| what.clone().into()).await;
            }
            11 => self.two_are_one(&reference).await,
            12 => {
                let disclosed = What::Disclosed(Disclosed {
                    to: DisclosedTo::ALL[k % DisclosedTo::ALL.len()],
                    reason: WhyDisclosed::DangerToLife,
                    scope: vec![DisclosedScope::Concern],
                    approver: if k % 4 == 0 { account() } else { "another".to_owned() },
                    by: account(),
                });
                self.decide("a coordinator discloses", &reference, |_, _| disclosed.clone().into()).await;
            }
            13 => self.holds_by_law(&reference, k % 2 == 0).await,
            14..=15 => {
                let one = self.any_case_that(|case| case.complaints.iter().any(|one| one.replied_at.is_none()));
                let step = ComplaintStep::ALL[k % 2];
                self.decide("a coordinator answers", &one.unwrap_or(reference), |case, _| {
                    let complaint = case.complaints.last().map_or(1, |one| one.complaint);
                    What::ComplaintAnswered { complaint, step, by: account() }.into()
                })
                .await;
            }
            16 => {
                let due = now + SignedDuration::from_hours(20);
                let what = What::TaskGiven(TaskGiven { kind: TaskKind::Letter, from: None, due });
                self.decide("a coordinator plans", &reference, |_, _| what.clone().into()).await;
            }
            _ => self.mail_comes_back().await,
        }
    }

    /// Something that is to be done by hand is done; sometimes what nobody had to do.
    async fn a_task_is_done(&mut self, k: usize) {
        let Some(reference) = self.any_case_that(|case| case.open_tasks().next().is_some()) else { return };
        let outcome = TaskOutcome::ALL[k % TaskOutcome::ALL.len()];
        self.decide("a coordinator does a task", &reference, |case, _| {
            let open: Vec<u32> = case.open_tasks().map(|task| task.task).collect();
            let task = if k % 9 == 0 { 1 } else { open.get(k % open.len().max(1)).copied().unwrap_or(1) };
            What::TaskDone(TaskDone { task, outcome, by: account() }).into()
        })
        .await;
    }

    async fn holds_by_law(&mut self, reference: &Reference, on: bool) {
        let what = What::LegalHold { on, by: account() };
        self.decide("a legal hold", reference, |_, _| what.clone().into()).await;
    }

    /// Two cases are one person's: one goes on in the other. Whoever joins them may die between.
    async fn two_are_one(&mut self, into: &Reference) {
        let Some(from) = self.any_case() else { return };
        let needs = self.twin.state().cases[&from].received.needs.clone();
        let joined = What::Joined(Joined { from: from.clone(), needs, by: account() });
        if self.decide("a coordinator joins", into, |_, _| joined.clone().into()).await {
            let into = into.clone();
            self.decide("a coordinator closes the other", &from, |case, _| {
                close(case, WhyClosed::Duplicate, Some(into.clone()), by()).into()
            })
            .await;
        }
    }

    /// What says who a person is goes when their case is over; nothing of it is left.
    pub(super) async fn somebody_is_deleted(&mut self) {
        let over = self.any_case_that(|case| case.ended.is_some() && case.erased_at.is_none());
        let often = self.chance.random_bool(0.8);
        let Some(reference) = over.filter(|_| often).or_else(|| self.any_case()) else { return };
        self.decide("the machine deletes", &reference, |_, _| Decided {
            erases: true,
            ..What::Erased { by: By::Machine }.into()
        })
        .await;
    }

    /// A provider refers a person on, or winds down and asks another to take over.
    pub(super) async fn a_provider_passes_on(&mut self) {
        let Some(work) = self.some_work() else { return };
        let moves = self.chance.random_bool(0.6);
        let twin = self.twin.clone();
        let services = &twin.profile().services;
        let service = services[self.chance.random_range(0..services.len())].clone();
        let (now, from) = (self.now, work.code.clone());
        let by = work.given.offered.provider.clone();
        let said = if moves { "a provider winds down" } else { "a provider refers on" };
        let passed_on = self
            .decide(said, &work.reference, |case: &Case, _| {
                let on = ReferredOn { from: from.clone(), reason: WhyReferredOn::OtherNeed, by: by.clone() };
                let needs = case.onward(&from).map(|onward| onward.offered.needs.clone()).unwrap_or_default();
                let due = accept_by(case.risk(), &twin.profile().clocks, now);
                assert!(due > now && case_due(case, now) > now, "a time that has passed");
                What::Offered(Offered {
                    onward: format!("{}-{}", case.reference, case.onwards.len() + 1),
                    provider: service.provider.clone(),
                    service: service.code.clone(),
                    needs,
                    accept_by: due,
                    reasons: Vec::new(),
                    capacity: service.capacity,
                    hand_on: None,
                    referred_on: (!moves).then_some(on),
                    moved_from: moves.then(|| from.clone()),
                })
                .into()
            })
            .await;
        if passed_on {
            self.happened(said);
        }
        let over = self.twin.state().cases[&work.reference].onwards.iter().any(|o| o.state == OnwardState::HandedOver);
        if over {
            self.happened("another provider took over");
        }
    }
}
