//! The events a case is made of. They hold nothing personal: who the person is stays in `people`.
//!
//! The event items are also the outbox: the table's stream carries them to `react` and `figures`.

use crate::Reference;
use crate::assessment::{Assessment, Risk};
use crate::closed_set::closed_set;
use crate::justice::{Kept, NotesRequest, Progress, Promise, Recorded};
use crate::referral::{
    AccessNeed, AgeBand, Basis, ChannelKind, Frequency, GivenBy, Modality, Need, Role, Scope, SourceKind, WorkerGender,
};
use crate::update::UpdateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    /// The case.
    pub reference: Reference,
    /// Its place in the case, from 1, without gaps.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

impl CaseEvent {
    /// What makes this event one and the same however often it is delivered.
    pub fn id(&self) -> String {
        format!("{}.{}", self.reference, self.seq)
    }
}

/// What happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum What {
    /// A referral was accepted.
    Received(Box<Received>),
    /// The case was offered to a provider.
    Offered(Offered),
    /// The coordinators own it.
    GivenToCoordinators {
        /// Why.
        why: WhyCoordinators,
        /// By when one of them must have looked.
        due: Timestamp,
    },
    /// A provider accepted an onward referral.
    Accepted {
        /// Which.
        onward: String,
        /// Whose.
        provider: String,
        /// By when the provider makes first contact.
        first_contact_by: Timestamp,
    },
    /// An offer was not answered in time.
    Expired {
        /// Which.
        onward: String,
    },
    /// The person could not be told by a machine: someone has to find a safe way.
    UpdateNeedsPerson {
        /// What they should be told.
        kind: UpdateKind,
        /// Why no machine may, or could.
        why: WhyNotSent,
        /// By when someone must have looked.
        due: Timestamp,
    },
    /// The police or witness care recorded a step of the justice system.
    Progress(Progress),
    /// The person was told what was promised, or a court's notice came.
    PromiseKept(Kept),
    /// The time of a promise passed, and it was not kept.
    PromiseBroken {
        /// The promise's code.
        promise: String,
    },
    /// A police role asked for support notes, and was refused.
    NotesRequested(NotesRequest),
}

impl What {
    /// The event's name, as the stream's filter and the figures know it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Received(_) => "received",
            Self::Offered(_) => "offered",
            Self::GivenToCoordinators { .. } => "given-to-coordinators",
            Self::Accepted { .. } => "accepted",
            Self::Expired { .. } => "expired",
            Self::UpdateNeedsPerson { .. } => "update-needs-person",
            Self::Progress(_) => "progress",
            Self::PromiseKept(_) => "promise-kept",
            Self::PromiseBroken { .. } => "promise-broken",
            Self::NotesRequested(_) => "notes-requested",
        }
    }
}

closed_set! {
    /// Why the coordinators own a case.
    pub enum WhyCoordinators {
        /// No consent, no basis, or a basis that does not reach providers.
        NotToBeShared = "not-to-be-shared",
        /// The person lives in another area.
        OutsideArea = "outside-area",
        /// Whoever signed may be the danger.
        GuardianConflict = "guardian-conflict",
        /// No service took it: also in the unmet-need register.
        NoService = "no-service",
        /// Whoever owned it let the time pass.
        Overdue = "overdue",
    }
}

closed_set! {
    /// Why a machine did not tell the person.
    pub enum WhyNotSent {
        /// No channel that a machine can use was called safe.
        NoSafeChannel = "no-safe-channel",
        /// The mail service refused it, or its answer was lost: it is never sent again by a machine.
        NotConfirmed = "not-confirmed",
    }
}

/// What is known when a referral is accepted, without anything that says who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// What kind of sender.
    pub source: SourceKind,
    /// The authenticated sender's client, or `self`.
    pub sender: String,
    /// The sender's id of the submission: with the sender and a key, it yields the memorable word.
    pub submission: String,
    /// The ground of consent.
    pub basis: Option<Basis>,
    /// Who gave consent.
    pub given_by: Option<GivenBy>,
    /// To what.
    pub scope: Vec<Scope>,
    /// What the person is to the crime.
    pub role: Role,
    /// How old, coarsely, on the day of the referral.
    pub age_band: Option<AgeBand>,
    /// BCP 47.
    pub language: String,
    /// Whether an interpreter is needed.
    pub interpreter: bool,
    /// What a service must be able to do.
    pub access_needs: Vec<AccessNeed>,
    /// How the person would like to be supported.
    pub modality: Vec<Modality>,
    /// Whom the person would rather speak to.
    pub worker_gender: Option<WorkerGender>,
    /// The council of the home, where known.
    pub local_authority: Option<String>,
    /// What the person needs.
    pub needs: Vec<Need>,
    /// How often the person wants to hear.
    pub frequency: Option<Frequency>,
    /// The kinds of channel the person called safe, each once: kinds, never addresses.
    pub safe_channels: Vec<ChannelKind>,
    /// What the hub concluded.
    pub assessment: Assessment,
    /// Whether the case goes to providers, and if not, why.
    pub routing: Routing,
    /// When the acknowledgement may be asked for: the start of the channel's next window, or nothing.
    pub acknowledge_at: Option<Timestamp>,
}

/// Whether a case may be offered to providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// It may: consent or an override reaches providers, and the home is not known to be elsewhere.
    ToProviders,
    /// It may not.
    ToCoordinators(WhyCoordinators),
}

/// One onward referral as it was offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// Its code, such as `ABCDEFGH-1`.
    pub onward: String,
    /// The provider's code.
    pub provider: String,
    /// The service's code.
    pub service: String,
    /// When the offer lapses.
    pub accept_by: Timestamp,
    /// Why this service.
    pub reasons: Vec<String>,
}

closed_set! {
    /// Where an onward referral stands.
    pub enum OnwardState {
        /// On the provider's queue.
        Offered = "offered",
        /// The provider took it.
        Accepted = "accepted",
        /// Not answered in time.
        Expired = "expired",
    }
}

/// One onward referral of a case, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Onward {
    /// As it was offered.
    pub offered: Offered,
    /// Where it stands.
    pub state: OnwardState,
    /// Since when.
    pub since: Timestamp,
}

closed_set! {
    /// Who owns a case. Every open case has an owner and a due time.
    pub enum OwnerKind {
        /// The hub itself, for the moment between acceptance and routing.
        Hub = "hub",
        /// The coordinators' queue.
        Coordinators = "coordinators",
        /// A provider's queue: offered, not yet accepted.
        Queue = "queue",
        /// A provider that accepted.
        Provider = "provider",
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

/// What somebody has to do by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// What the person should be told.
    pub kind: UpdateKind,
    /// Why no machine did.
    pub why: WhyNotSent,
    /// By when someone must have looked.
    pub due: Timestamp,
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
    /// Who owns it.
    pub owner: Owner,
    /// Why the coordinators own it, where they do or did.
    pub why_coordinators: Option<WhyCoordinators>,
    /// Its onward referrals, oldest first.
    pub onwards: Vec<Onward>,
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
}

impl Case {
    /// The risk, which sets the clocks.
    pub fn risk(&self) -> Risk {
        self.received.assessment.risk
    }

    /// The onward referral of that code.
    pub fn onward(&self, code: &str) -> Option<&Onward> {
        self.onwards.iter().find(|onward| onward.offered.onward == code)
    }
}

/// One thing a person is told: claimed before it is sent, so that it is sent at most once, and recorded after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// What.
    pub kind: UpdateKind,
    /// When a machine claimed it.
    pub claimed_at: Timestamp,
    /// When the mail service took it; nothing while that is not known.
    pub sent_at: Option<Timestamp>,
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
