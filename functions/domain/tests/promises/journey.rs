//! A case that goes through the justice system step by step, with the functions that the hub uses.

use domain::case::apply::append;
use domain::justice::recorders;
use domain::promise::kept_event;
use events::assessment::{Specialism, Tier};
use events::case::{Actor, Case, CaseChange, CaseEvent, CloseReason, UpliftReason, Uplifted};
use events::justice::{
    Agency, Kept, NotificationMethod, Progress, Promise, PromiseId, PromiseOwner, Recorded, Step,
};
use events::referral::{Basis, SourceKind};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// A case that the police referred, with consent, at that moment.
fn case(tier: Tier, at: Timestamp) -> Case {
    let text = include_str!("../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(text).unwrap();
    let CaseChange::Received(mut received) = event.what else {
        panic!("the sample is a received case")
    };
    received.source = SourceKind::Police;
    received.basis = Some(Basis::Consent);
    received.assessment.tier = tier;
    received.assessment.specialisms = vec![Specialism::DomesticAbuse];
    domain::case::apply::open(event.reference, *received, at).0
}

/// A case, the current time, and when witness care received each decision.
pub struct Journey {
    case: Case,
    now: Timestamp,
    heard: HashMap<String, Timestamp>,
}

impl Journey {
    /// A case that begins at `at`.
    pub fn begin(tier: Tier, at: Timestamp) -> Self {
        Self {
            case: case(tier, at),
            now: at,
            heard: HashMap::new(),
        }
    }

    /// A case of a person with standard rights who came without a referral at `at`.
    pub fn by_themselves(at: Timestamp) -> Self {
        let mut received = case(Tier::Standard, at).received;
        received.source = SourceKind::SelfReferral;
        let case = domain::case::apply::open(events::Reference::from_number(1), received, at).0;
        Self {
            case,
            now: at,
            heard: HashMap::new(),
        }
    }

    /// Records a step some hours later by its usual agency, or by the police if a court decides it.
    pub fn step(&mut self, step: Step, hours: i64) {
        let by = if recorders(step).contains(&Agency::Police) {
            Agency::Police
        } else {
            Agency::WitnessCare
        };
        self.step_by(step, hours, by);
    }

    /// Records a step some hours later by that agency.
    pub fn step_by(&mut self, step: Step, hours: i64, by: Agency) {
        self.now += SignedDuration::from_hours(hours);
        let id = format!("step-{}", self.case.version);
        let progress = Progress {
            id,
            step,
            at: self.now,
            heard_at: None,
            recorded_by: by,
        };
        append(&mut self.case, CaseChange::Progress(progress), self.now)
            .unwrap_or_else(|error| panic!("{step}: {error}"));
    }

    /// Some hours later, witness care hears of each court's decision, and the person is told
    /// everything that is due.
    pub fn hear_and_tell(&mut self, hours: i64) {
        self.now += SignedDuration::from_hours(hours);
        for owner in [
            PromiseOwner::Court,
            PromiseOwner::WitnessCare,
            PromiseOwner::Police,
        ] {
            let open = |one: &&Promise| {
                one.owner == owner && one.kept_at.is_none() && one.kept_by.is_none()
            };
            let open: Vec<PromiseId> = self
                .case
                .justice
                .promises
                .iter()
                .filter(open)
                .map(|one| one.code.clone())
                .collect();
            for code in open {
                let how = if owner == PromiseOwner::Court {
                    NotificationMethod::CourtNotice
                } else {
                    NotificationMethod::Phone
                };
                let by = if owner == PromiseOwner::Police {
                    Agency::Police
                } else {
                    Agency::WitnessCare
                };
                let kept = self.kept(&code, how, by);
                append(&mut self.case, CaseChange::PromiseKept(kept), self.now).unwrap();
                if owner == PromiseOwner::Court {
                    let rule = code.rule.as_str().strip_suffix("-court").unwrap();
                    self.heard.insert(rule.to_owned(), self.now);
                }
            }
        }
    }

    /// The person has died, and the case is closed.
    pub fn die(&mut self) {
        let by = Actor::Coordinator {
            account: "someone".to_owned(),
        };
        self.happen(domain::case::commands::lifecycle::close(
            &self.case,
            CloseReason::Died,
            None,
            by,
        ));
    }

    /// A coordinator finds that the person has enhanced rights.
    pub fn uplift(&mut self) {
        let (reason, by) = (UpliftReason::HappenedAgain, "someone".to_owned());
        let raised = Uplifted {
            tier: Some(Tier::Enhanced),
            risk: None,
            reason,
            by,
        };
        self.happen(domain::case::commands::lifecycle::uplift(
            &self.case, raised, self.now,
        ));
    }

    /// Lets some hours pass.
    pub fn wait(&mut self, hours: i64) {
        self.now += SignedDuration::from_hours(hours);
    }

    /// Applies an event.
    pub fn happen(&mut self, changes: Vec<CaseChange>) {
        for what in changes {
            append(&mut self.case, what, self.now).unwrap();
        }
    }

    fn kept(&self, code: &PromiseId, how: NotificationMethod, by: Agency) -> Kept {
        let id = format!("kept-{}", self.case.version);
        kept_event(
            &self.case,
            id,
            &code.to_string(),
            how,
            self.now,
            by,
            self.now,
        )
        .unwrap_or_else(|error| panic!("{code}: {error}"))
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The current case.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The latest promise of that rule.
    pub fn promise(&self, rule: &str) -> &Promise {
        let of = |one: &&Promise| one.code.rule.as_str() == rule;
        self.case
            .justice
            .promises
            .iter()
            .rfind(of)
            .unwrap_or_else(|| panic!("no promise of {rule}"))
    }

    /// The step that the event with that number recorded.
    pub fn recorded(&self, seq: u32) -> &Recorded {
        self.case
            .justice
            .progress
            .iter()
            .find(|recorded| recorded.seq == seq)
            .unwrap()
    }

    /// When that step happened.
    pub fn when(&self, step: Step) -> Timestamp {
        self.case
            .justice
            .progress
            .iter()
            .find(|recorded| recorded.progress.step == step)
            .unwrap()
            .progress
            .at
    }

    /// When witness care received the step that the promise depends on.
    pub fn heard(&self, rule: &str) -> Option<Timestamp> {
        self.heard.get(rule).copied()
    }
}
