//! A case, folded from its events.

use super::{
    CaseEvent, CloseReason, Complaint, CoordinatorReason, Disclosure, Ended, Erasing, Onward,
    OnwardState, PathwayRecord, Received, Routing, Task, TaskKind, Triaged, Uplifted,
};
use crate::Reference;
use crate::assessment::{Risk, Specialism, Tier};
use crate::closed_set::closed_set;
use crate::justice::{NotesRequest, Promise, Recorded};
use crate::referral::NeedCode;
use crate::update::{UpdateKind, UpdateRequest, first};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Who owns a case. Every open case has an owner and a due time.
    pub enum OwnerKind {
        /// The hub itself, for the moments in which it looks for a service.
        Hub = "hub",
        /// The coordinators' queue.
        Coordinators = "coordinators",
        /// A provider's queue: offered, not yet accepted.
        Queue = "queue",
        /// A provider that accepted.
        Provider = "provider",
        /// Nobody: the case is closed.
        Nobody = "nobody",
    }
}

/// Who owns a case, and by when they must have acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// What kind of owner.
    pub kind: OwnerKind,
    /// The provider's code, where it is a provider or its queue.
    pub provider: Option<String>,
    /// By when.
    pub due: Timestamp,
}

/// What the coordinators were given, until it is offered to somebody; what is not safe and whom nobody reached, until one of
/// them has spoken to the person or hands the case on. Each reason is held once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// Why.
    pub why: CoordinatorReason,
    /// By when one of them must have looked.
    pub due: Timestamp,
    /// The place in the case of the event that gave it.
    pub seq: u32,
}

/// A case, folded from its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its reference.
    pub reference: Reference,
    /// How many events it is folded from; the version for optimistic concurrency.
    pub version: u32,
    /// When it was accepted.
    pub opened_at: Timestamp,
    /// What was known then.
    pub received: Received,
    /// Who owns it: always what [`Case::owned`] says.
    pub owner: Owner,
    /// By when the hub must have looked for services, while it must.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub match_by: Option<Timestamp>,
    /// Whether the hub has decided at least once where it goes.
    #[serde(default)]
    pub routed: bool,
    /// Whether a provider said no, or nothing, since the hub last looked for services.
    #[serde(default)]
    pub refused: bool,
    /// What the coordinators hold, the oldest first.
    #[serde(default)]
    pub holds: Vec<Hold>,
    /// Why the coordinators own it, where they do or did.
    pub why_coordinators: Option<CoordinatorReason>,
    /// What the hub found in its own memory, once it has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triage: Option<Triaged>,
    /// Whether a coordinator found that no conflict stands in the way.
    #[serde(default)]
    pub conflict_cleared: bool,
    /// Services that the person chose, by code.
    #[serde(default)]
    pub wanted: Vec<String>,
    /// Services that the person does not want, by code.
    #[serde(default)]
    pub unwanted: Vec<String>,
    /// Its onward referrals, oldest first.
    pub onwards: Vec<Onward>,
    /// The needs that nobody met when the hub last looked.
    #[serde(default)]
    pub unmet: Vec<NeedCode>,
    /// What the person lives through and no specialist served then.
    #[serde(default)]
    pub unserved: Vec<Specialism>,
    /// What has to be done by hand.
    pub tasks: Vec<Task>,
    /// What the police and witness care recorded, in the order in which they did.
    #[serde(default)]
    pub progress: Vec<Recorded>,
    /// What is owed to the person, in the order in which it was promised.
    #[serde(default)]
    pub promises: Vec<Promise>,
    /// Which support notes a police role asked for; every one was refused.
    #[serde(default)]
    pub notes_requests: Vec<NotesRequest>,
    /// Until when the person asked for quiet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Timestamp>,
    /// How it ended, while it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// Other cases of the same person that go on in this one.
    #[serde(default)]
    pub joined: Vec<Reference>,
    /// Whether how the person may be reached was changed since the case was accepted: the reasons of the assessment are those
    /// of then.
    #[serde(default)]
    pub contact_changed: bool,
    /// Whether the person took back that they want to be told of their case, and has not agreed to it again.
    #[serde(default)]
    pub updates_taken_back: bool,
    /// When a provider found that it was not safe to reach the person, until they or a coordinator say how it is, or a
    /// coordinator has spoken to them: whatever else becomes of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_since: Option<Timestamp>,
    /// Whether the person said that their home is in another area.
    #[serde(default)]
    pub elsewhere: bool,
    /// The account of the coordinator who stays with the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinator: Option<String>,
    /// How often that was somebody else's from then on (AS8).
    #[serde(default)]
    pub handovers: u32,
    /// What coordinators raised, in their order.
    #[serde(default)]
    pub uplifts: Vec<Uplifted>,
    /// The multi-agency meetings that have it.
    #[serde(default)]
    pub pathways: Vec<PathwayRecord>,
    /// What is shared without consent, or is to be once it is approved.
    #[serde(default)]
    pub disclosures: Vec<Disclosure>,
    /// The person's complaints.
    #[serde(default)]
    pub complaints: Vec<Complaint>,
    /// Whether nothing of it may be deleted.
    #[serde(default)]
    pub legal_hold: bool,
    /// Whether it was ever over: what was set to expire then may have to be kept again.
    #[serde(default)]
    pub ended_before: bool,
    /// That all that says who the person is has to be deleted, until it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasing: Option<Erasing>,
    /// When all that says who the person is was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Timestamp>,
}

impl Case {
    /// The risk, which sets the clocks: what was concluded at first contact, or what a coordinator has raised it to.
    pub fn risk(&self) -> Risk {
        let raised = self.uplifts.iter().filter_map(|uplift| uplift.risk);
        raised.fold(self.received.assessment.risk, Risk::max)
    }

    /// The onward referral of that code.
    pub fn onward(&self, code: &str) -> Option<&Onward> {
        self.onwards
            .iter()
            .find(|onward| onward.offered.onward == code)
    }

    /// The tier: what was concluded at first contact, or what triage or a coordinator has raised it to.
    pub fn tier(&self) -> Tier {
        let triaged = self.triage.iter().map(|triage| triage.tier);
        let raised = self.uplifts.iter().filter_map(|uplift| uplift.tier);
        triaged
            .chain(raised)
            .fold(self.received.assessment.tier, Tier::max)
    }

    /// Whether it may be offered to providers as it stands: what was decided at first, or since a conflict was cleared.
    pub fn routing(&self) -> Routing {
        match self.received.routing {
            Routing::ToCoordinators(CoordinatorReason::GuardianConflict)
                if self.conflict_cleared =>
            {
                Routing::ToProviders
            }
            decided => decided,
        }
    }

    /// The onward referrals that a provider has or is being asked about, oldest first.
    pub fn live(&self) -> impl Iterator<Item = &Onward> {
        self.onwards.iter().filter(|onward| onward.live())
    }

    /// The earliest time by which the hub or a provider must have acted. Nothing where only the coordinators have
    /// something to do.
    pub fn clock_due(&self) -> Option<Timestamp> {
        self.onwards
            .iter()
            .filter_map(Onward::due)
            .chain(self.match_by)
            .min()
    }

    /// When the clock looks: the earliest of [`Case::clock_due`], of the promises that it watches and of the end of a pause.
    pub fn watch_at(&self) -> Option<Timestamp> {
        let promises = self.promises.iter().filter_map(Promise::watch_at);
        promises
            .chain(self.clock_due())
            .chain(self.paused_until)
            .min()
    }

    /// Whether a task of the kind is still to be done.
    pub fn has_open_task(&self, kind: TaskKind) -> bool {
        self.open_tasks().any(|task| task.kind == kind)
    }

    /// The tasks that are still to be done.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.is_open())
    }

    /// Whether a provider heard that the person has died, and no coordinator has found out yet.
    pub fn perhaps_died(&self) -> bool {
        self.has_open_task(TaskKind::CheckDeath)
    }

    /// Whether the case was closed because the person has died.
    pub fn has_died(&self) -> bool {
        self.ended
            .as_ref()
            .is_some_and(|ended| ended.why == CloseReason::Died)
    }

    /// Whether somebody closed the case: it has to be reopened before it is worked on again.
    pub fn is_closed(&self) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.said)
    }

    /// Whether everything that says who the person is was deleted, or has to be.
    pub const fn is_forgotten(&self) -> bool {
        self.erasing.is_some() || self.erased_at.is_some()
    }

    /// Whether the coordinators hold it for that reason.
    pub fn held(&self, why: CoordinatorReason) -> bool {
        self.holds.iter().any(|hold| hold.why == why)
    }

    /// Who owns the case as it stands, by when; nothing where nobody has anything to do.
    ///
    /// The coordinators own what they were given until it is offered to somebody, whatever else is under way; else the
    /// provider that accepted first; else the queue of the one that was asked first; else the hub; in the end the
    /// coordinators again, while one of them has something to do by hand. But for the coordinators', the due time is the
    /// earliest of anything under way, so that the clock catches each.
    pub fn owned(&self) -> Option<Owner> {
        let coordinators = |due| Owner {
            kind: OwnerKind::Coordinators,
            provider: None,
            due,
        };
        if let Some(due) = self.holds.iter().map(|hold| hold.due).min() {
            return Some(coordinators(due));
        }
        let Some(due) = self.clock_due() else {
            // Nobody has to be named any more for a case in which nothing else is to be done.
            let tasks = self
                .open_tasks()
                .filter(|task| task.kind != TaskKind::NameCoordinator);
            return tasks.map(|task| task.due).min().map(coordinators);
        };
        let first = |state| {
            self.onwards
                .iter()
                .filter(move |onward| onward.state == state)
                .min_by_key(|o| o.since)
        };
        let of = |kind, onward: &Onward| Owner {
            kind,
            provider: Some(onward.offered.provider.clone()),
            due,
        };
        let accepted = first(OnwardState::Accepted).map(|onward| of(OwnerKind::Provider, onward));
        let offered = || first(OnwardState::Offered).map(|onward| of(OwnerKind::Queue, onward));
        accepted.or_else(offered).or(Some(Owner {
            kind: OwnerKind::Hub,
            provider: None,
            due,
        }))
    }
}

/// One thing a person is told: claimed before it is sent, so that it is sent at most once, and recorded after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// What.
    pub kind: UpdateKind,
    /// Of which event; of a digest, for which day.
    #[serde(default = "first")]
    pub about: u32,
    /// When a machine claimed it.
    pub claimed_at: Timestamp,
    /// When the mail service took it; nothing while that is not known.
    pub sent_at: Option<Timestamp>,
    /// The last event that a digest has looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<u32>,
}

impl Update {
    /// As it is when a machine claims it.
    pub const fn claimed(
        kind: UpdateKind,
        about: u32,
        through: Option<u32>,
        now: Timestamp,
    ) -> Self {
        Self {
            kind,
            about,
            claimed_at: now,
            sent_at: None,
            through,
        }
    }

    /// The request that it answers.
    pub fn request(&self, reference: &Reference) -> UpdateRequest {
        UpdateRequest {
            reference: reference.clone(),
            kind: self.kind,
            about: self.about,
        }
    }
}

/// All that is known of a case without knowing who the person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFile {
    /// The folded case.
    pub case: Case,
    /// Its events, oldest first.
    pub events: Vec<CaseEvent>,
    /// What the person was told.
    pub updates: Vec<Update>,
}
