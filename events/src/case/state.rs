//! The state of a case, built from its events.

use super::{
    Access, CaseEvent, CloseReason, Complaint, CoordinatorReason, Disclosure, Ended, Erasing,
    Onward, OnwardState, PathwayRecord, Proposal, Readers, Reassessment, Received, Routing, Task,
    TaskKind, Triaged, Uplifted,
};
use crate::Reference;
use crate::assessment::{Risk, Specialism, Tier};
use crate::closed_set::closed_set;
use crate::justice::{NotesRequest, Promise, Recorded};
use crate::referral::{ChannelKind, NeedCode};
use crate::update::{UpdateKind, UpdateRequest, first};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Who owns a case. Every open case has an owner and a due time.
    pub enum OwnerKind {
        /// The hub itself, while it searches for a service.
        Hub = "hub",
        /// The coordinators' queue.
        Coordinators = "coordinators",
        /// The queue of a provider that has an offer and has not answered.
        Queue = "queue",
        /// A provider that accepted.
        Provider = "provider",
        /// Nobody: the case is closed.
        Nobody = "nobody",
    }
}

/// The owner of a case, and their deadline for acting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The kind of owner.
    pub kind: OwnerKind,
    /// The provider's code, if a provider or its queue owns the case.
    pub provider: Option<String>,
    /// The due time.
    pub due: Timestamp,
}

/// A reason why the coordinators hold a case. Most holds end when the case is offered to a
/// provider. A hold about safety, or about a person whom nobody reached, lasts until a coordinator
/// has spoken to the person or transfers the case. A case has at most one hold for each reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// The reason.
    pub why: CoordinatorReason,
    /// When a coordinator must have looked.
    pub due: Timestamp,
    /// The number of the event that set the hold.
    pub seq: u32,
}

/// The state of a case, built from its events. Its fields are grouped by what they are about. The
/// stored form is flat: see `stored.rs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its reference.
    pub reference: Reference,
    /// The number of events, which is also the version for optimistic concurrency.
    pub version: u32,
    /// When it was accepted.
    pub opened_at: Timestamp,
    /// What was known when it was accepted.
    pub received: Received,
    /// The owner: always the value of [`Case::owned`].
    pub owner: Owner,
    /// What triage found. `None` until triage has run.
    pub triage: Option<Triaged>,
    /// The services for the person: the search, the offers and their results.
    pub support: Support,
    /// What coordinators hold, decide and have to do.
    pub coordination: Coordination,
    /// What limits contact with the person, in addition to their own answers.
    pub contact: ContactLimits,
    /// Who can open the person's page.
    pub access: Access,
    /// What the justice system recorded, and what the person was promised.
    pub justice: Justice,
    /// How the case ended, what was merged into it, and whether its data is kept.
    pub lifecycle: Lifecycle,
}

/// The services for the person: the search, the offers and their results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// When the hub must have searched for services. `None` unless a search is due.
    pub match_by: Option<Timestamp>,
    /// Whether the hub has routed the case at least once.
    pub routed: bool,
    /// Whether an offer was declined or expired since the hub last searched for services.
    pub refused: bool,
    /// Whether a coordinator cleared the possible conflict of interest.
    pub conflict_cleared: bool,
    /// Whether the person said that they live in another area.
    pub elsewhere: bool,
    /// Services that the person chose, by code.
    pub wanted: Vec<String>,
    /// Services that the person does not want, by code.
    pub unwanted: Vec<String>,
    /// The onward referrals, oldest first.
    pub onwards: Vec<Onward>,
    /// The needs that no service met at the last search.
    pub unmet: Vec<NeedCode>,
    /// The specialisms that no service covered at the last search.
    pub unserved: Vec<Specialism>,
}

/// What coordinators hold, decide and have to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coordination {
    /// The coordinators' holds, oldest first.
    pub holds: Vec<Hold>,
    /// The latest reason why the coordinators held the case.
    pub why_coordinators: Option<CoordinatorReason>,
    /// Whether a coordinator let the case go on, after it was set aside.
    pub let_through: bool,
    /// The account of the coordinator who stays with the person.
    pub coordinator: Option<String>,
    /// How many times the coordinator changed after the first was named (AS8).
    pub handovers: u32,
    /// The tasks, oldest first.
    pub tasks: Vec<Task>,
    /// The increases that coordinators made to the tier or the risk, oldest first.
    pub uplifts: Vec<Uplifted>,
    /// What was learned since the case was accepted, oldest first.
    pub reassessments: Vec<Reassessment>,
    /// The multi-agency meetings that have the case.
    pub pathways: Vec<PathwayRecord>,
    /// Disclosures without consent, approved or waiting for approval.
    pub disclosures: Vec<Disclosure>,
    /// The person's complaints.
    pub complaints: Vec<Complaint>,
    /// What one coordinator proposed and another has to approve, oldest first.
    pub proposals: Vec<Proposal>,
    /// The limits on who may open the case.
    pub readers: Readers,
}

/// What limits contact with the person, in addition to their own answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactLimits {
    /// Whether the contact details changed since the case was accepted. The assessment's reasons
    /// still describe the old ones.
    pub changed: bool,
    /// Whether the person withdrew consent to updates and has not given it again.
    pub updates_taken_back: bool,
    /// When a provider found that it was not safe to contact the person. It stays until a coordinator
    /// says which ways are safe, or has spoken to the person. A change on the page may not be theirs.
    pub unsafe_since: Option<Timestamp>,
    /// The kinds of channel that were changed on the page and are not confirmed.
    pub unconfirmed: Vec<ChannelKind>,
    /// When the page last changed how the person is contacted.
    pub page_changed_at: Option<Timestamp>,
    /// The kinds of channel that were safe and confirmed before a change, for the coordinator who checks it.
    pub safe_before: Vec<ChannelKind>,
    /// When the pause that the person asked for ends.
    pub paused_until: Option<Timestamp>,
}

/// What the justice system recorded, and what the person was promised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Justice {
    /// The justice steps that the police and witness care recorded, in the order of recording.
    pub progress: Vec<Recorded>,
    /// The promises to the person, oldest first.
    pub promises: Vec<Promise>,
    /// The requests for support notes. The hub refused them all.
    pub notes_requests: Vec<NotesRequest>,
}

/// Whether what identifies the person is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Erasure {
    /// Nobody requested its deletion.
    #[default]
    NotRequested,
    /// It must be deleted.
    Requested(Erasing),
    /// It was deleted at that time.
    Done(Timestamp),
}

impl Erasure {
    /// The request, until it is done.
    pub const fn requested(&self) -> Option<&Erasing> {
        match self {
            Self::Requested(erasing) => Some(erasing),
            Self::NotRequested | Self::Done(_) => None,
        }
    }

    /// When everything that identified the person was deleted.
    pub const fn done_at(&self) -> Option<Timestamp> {
        match self {
            Self::Done(at) => Some(*at),
            Self::NotRequested | Self::Requested(_) => None,
        }
    }

    /// Whether everything that identified the person was deleted.
    pub const fn is_done(&self) -> bool {
        self.done_at().is_some()
    }

    /// Takes a request back. What was deleted stays deleted.
    pub fn cancel(&mut self) {
        if self.requested().is_some() {
            *self = Self::NotRequested;
        }
    }
}

/// How the case ended, what was merged into it, and whether its data is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// How the case ended. `None` while it is open.
    pub ended: Option<Ended>,
    /// Other cases of the same person that were merged into this one.
    pub joined: Vec<Reference>,
    /// Whether a legal hold forbids deletion.
    pub legal_hold: bool,
    /// Whether the case was ever closed. If so, data that was set to expire may have to be kept
    /// again.
    pub ended_before: bool,
    /// Whether what identifies the person is kept, must be deleted, or was deleted.
    pub erasure: Erasure,
}

impl Support {
    /// Returns the onward referral with that code.
    pub fn onward(&self, code: &str) -> Option<&Onward> {
        self.onwards
            .iter()
            .find(|onward| onward.offered.onward == code)
    }

    /// The onward referrals that are offered or active, oldest first.
    pub fn live(&self) -> impl Iterator<Item = &Onward> {
        self.onwards.iter().filter(|onward| onward.live())
    }
}

impl Coordination {
    /// Whether a task of that kind is open.
    pub fn has_open_task(&self, kind: TaskKind) -> bool {
        self.open_tasks().any(|task| task.kind == kind)
    }

    /// The open tasks.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.is_open())
    }

    /// Whether a provider reported that the person has died, and no coordinator has checked it yet.
    pub fn perhaps_died(&self) -> bool {
        self.has_open_task(TaskKind::CheckDeath)
    }

    /// The proposals that wait for somebody to approve or refuse them.
    pub fn open_proposals(&self) -> impl Iterator<Item = &Proposal> {
        self.proposals.iter().filter(|one| {
            let waits = self.open_tasks().any(|task| task.task == one.proposal);
            waits && one.approved_at.is_none() && !one.lapsed
        })
    }

    /// Whether the coordinators hold the case for that reason.
    pub fn held(&self, why: CoordinatorReason) -> bool {
        self.holds.iter().any(|hold| hold.why == why)
    }
}

impl Lifecycle {
    /// Whether the case was closed because the person has died.
    pub fn has_died(&self) -> bool {
        self.ended
            .as_ref()
            .is_some_and(|ended| ended.why == CloseReason::Died)
    }

    /// Whether somebody closed the case, so that it must be reopened before further work.
    pub fn is_closed(&self) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.said)
    }

    /// Whether everything that identifies the person was deleted or must be deleted.
    pub const fn is_forgotten(&self) -> bool {
        !matches!(self.erasure, Erasure::NotRequested)
    }
}

impl Case {
    /// Whether the right words open the person's page. Nobody is left to open it after a deletion.
    pub const fn has_open_page(&self) -> bool {
        !self.access.closed && !self.lifecycle.erasure.is_done()
    }

    /// Whether the case is erased and only its remains are left: see `domain::retention::remains`.
    pub const fn has_only_remains(&self) -> bool {
        self.lifecycle.erasure.is_done() && self.received.submission.is_empty()
    }

    /// The risk, which sets the deadlines: as assessed at first contact, or as a coordinator raised
    /// it.
    pub fn risk(&self) -> Risk {
        let raised = self
            .coordination
            .uplifts
            .iter()
            .filter_map(|uplift| uplift.risk);
        raised.fold(self.received.assessment.risk, Risk::max)
    }

    /// The tier: as assessed at first contact, or as a coordinator raised it. What triage found does
    /// not count before a coordinator confirmed it.
    pub fn tier(&self) -> Tier {
        let raised = self
            .coordination
            .uplifts
            .iter()
            .filter_map(|uplift| uplift.tier);
        raised.fold(self.received.assessment.tier, Tier::max)
    }

    /// The tier if the person is the one that triage found. Only for coordinators.
    pub fn likely_tier(&self) -> Tier {
        self.triage
            .iter()
            .map(|triage| triage.tier)
            .fold(self.tier(), Tier::max)
    }

    /// The mark of the connection that it came from, while the case is set aside because many came
    /// from there: nothing is offered and no letter is sent until a coordinator lets it go on.
    pub fn set_aside(&self) -> Option<&str> {
        let mark = self.received.set_aside.as_deref();
        mark.filter(|_| !self.coordination.let_through)
    }

    /// Whether the case may be offered to providers now: as decided at acceptance, or since a
    /// conflict was cleared. A case that was set aside waits all the same.
    pub fn routing(&self) -> Routing {
        match self.received.routing {
            Routing::ToCoordinators(CoordinatorReason::GuardianConflict)
                if self.support.conflict_cleared =>
            {
                Routing::ToProviders
            }
            decided => decided,
        }
    }

    /// When the hub or a provider must have acted, at the earliest. `None` if only the
    /// coordinators have something to do.
    pub fn clock_due(&self) -> Option<Timestamp> {
        self.support
            .onwards
            .iter()
            .filter_map(Onward::due)
            .chain(self.support.match_by)
            .min()
    }

    /// When the clock must next look at the case: the earliest of [`Case::clock_due`], the next
    /// promise to watch and the end of a pause.
    pub fn watch_at(&self) -> Option<Timestamp> {
        let promises = self.justice.promises.iter().filter_map(Promise::watch_at);
        promises
            .chain(self.clock_due())
            .chain(self.contact.paused_until)
            .min()
    }

    /// The current owner and due time. `None` if nothing is left to do.
    ///
    /// The coordinators own a case that they hold until it is offered again, even if other work is
    /// under way. Otherwise the owner is the provider that accepted first, then the provider that
    /// was asked first, then the hub, and last the coordinators again if they have a task. Except
    /// for the coordinators, the due time is the earliest of anything under way, so that the clock
    /// catches each one.
    pub fn owned(&self) -> Option<Owner> {
        let coordinators = |due| Owner {
            kind: OwnerKind::Coordinators,
            provider: None,
            due,
        };
        if let Some(due) = self.coordination.holds.iter().map(|hold| hold.due).min() {
            return Some(coordinators(due));
        }
        let Some(due) = self.clock_due() else {
            // A closed case does not need a named coordinator, and a hidden task changes nothing
            // that others see. The coordinators' queue has it anyway.
            let tasks = self
                .coordination
                .open_tasks()
                .filter(|task| task.kind != TaskKind::NameCoordinator && !task.is_hidden());
            return tasks.map(|task| task.due).min().map(coordinators);
        };
        let first = |state| {
            self.support
                .onwards
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

/// One update to the person. The hub claims it before it sends it, so that it is sent at most once,
/// and records the result afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The kind of update.
    pub kind: UpdateKind,
    /// The number of the event that it is about. For a digest, the day.
    #[serde(default = "first")]
    pub about: u32,
    /// When the hub claimed it for sending.
    pub claimed_at: Timestamp,
    /// When the mail service accepted it. `None` if that is not known.
    pub sent_at: Option<Timestamp>,
    /// The number of the last event that a digest covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<u32>,
}

impl Update {
    /// Creates the record of a claimed update.
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

    /// The request that this update answers.
    pub fn request(&self, reference: &Reference) -> UpdateRequest {
        UpdateRequest {
            reference: reference.clone(),
            kind: self.kind,
            about: self.about,
        }
    }
}

/// Everything that is known of a case without knowing who the person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFile {
    /// The case's state.
    pub case: Case,
    /// Its events, oldest first.
    pub events: Vec<CaseEvent>,
    /// The updates that the hub claimed or sent to the person.
    pub updates: Vec<Update>,
}
