//! What happens to a case: the closed set of its events.

use super::{
    Actor, Chosen, Closed, ComplaintAbout, ComplaintStep, ConflictClearedReason, ConsentChanged,
    ContactChanged, CoordinatorReason, DeclineReason, Disclosed, DisclosureApproved, Feedback,
    Joined, Matched, NotSentReason, Offered, Pathway, PathwayTaken, Paused, Received, ReopenReason,
    TaskDone, TaskGiven, Triaged, Uplifted,
};
use crate::care::Act;
use crate::justice::{Kept, NotesRequest, Progress, PromiseId};
use crate::update::UpdateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "event",
    rename_all = "kebab-case",
    rename_all_fields = "snake_case"
)]
pub enum CaseChange {
    /// A referral was accepted.
    Received(Box<Received>),
    /// The hub looked in its own memory.
    Triaged(Triaged),
    /// The hub looked for services.
    Matched(Matched),
    /// The case was offered to a provider, for some of its needs.
    Offered(Offered),
    /// The coordinators own it.
    GivenToCoordinators {
        /// Why.
        why: CoordinatorReason,
        /// By when one of them must have looked.
        due: Timestamp,
    },
    /// A coordinator looked at what they were given the case for, and a task says what happens next.
    Looked {
        /// What they were given it for.
        why: CoordinatorReason,
        /// The coordinator's account.
        by: String,
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
    /// A provider said no: what it was asked for is matched again.
    Declined {
        /// Which.
        onward: String,
        /// Whose.
        provider: String,
        /// Why.
        why: DeclineReason,
    },
    /// A provider did something under an onward referral that it accepted.
    Cared {
        /// Which.
        onward: String,
        /// Whose.
        provider: String,
        /// What it did.
        act: Act,
    },
    /// An offer was not answered in time: what it was for is matched again.
    Expired {
        /// Which.
        onward: String,
    },
    /// An onward referral was taken back, because the person does not want it.
    Withdrawn {
        /// Which.
        onward: String,
    },
    /// A coordinator found that a conflict stands no longer in the way.
    ConflictCleared {
        /// Why.
        reason: ConflictClearedReason,
        /// The coordinator's account.
        by: String,
    },
    /// The person chose.
    Chosen(Chosen),
    /// The person said where they live, because nobody knew their postcode.
    HomeTold {
        /// The council, by code; nothing where it is another area's.
        local_authority: Option<String>,
    },
    /// The person could not be told by a machine: someone has to find a safe way.
    UpdateNeedsPerson {
        /// What they should be told.
        kind: UpdateKind,
        /// Why no machine may, or could.
        why: NotSentReason,
        /// By when someone must have looked.
        due: Timestamp,
    },
    /// The police or witness care recorded a step of the justice system.
    Progress(Progress),
    /// The person was told what was promised, or a court's notice came.
    PromiseKept(Kept),
    /// The time of a promise passed, and it was not kept.
    PromiseBroken {
        /// The promise.
        promise: PromiseId,
    },
    /// The time of a promise comes near: whoever owes it is warned.
    PromiseNear {
        /// The promise.
        promise: PromiseId,
    },
    /// A police role asked for support notes, and was refused.
    NotesRequested(NotesRequest),
    /// Another provider has taken over what this onward referral was for (AS24).
    HandedOver {
        /// The one that ends.
        onward: String,
        /// The one that goes on.
        to: String,
    },
    /// The hub or service that a coordinator handed the case on to has it for its own from now on (CA21, CA22): it is over
    /// here, and nothing is taken back.
    Transferred {
        /// The onward referral that ends.
        onward: String,
    },
    /// The person asked for quiet: until then no machine tells them anything and nobody has to reach them.
    Paused(Paused),
    /// The quiet is over.
    Resumed {
        /// Who ended it.
        by: Actor,
    },
    /// The case is over.
    Closed(Closed),
    /// It goes on.
    Reopened {
        /// Why.
        why: ReopenReason,
        /// Who said so.
        by: Actor,
    },
    /// Another case of the same person goes on in this one (KE3).
    Joined(Joined),
    /// A coordinator is named as the person's own (AS8, CA12).
    Assigned {
        /// The coordinator's account.
        to: String,
        /// Who named them.
        by: String,
    },
    /// A coordinator raised the tier or the risk.
    Uplifted(Uplifted),
    /// The case was put to a multi-agency meeting (AS15).
    PathwayTaken(PathwayTaken),
    /// It has acknowledged that it has it.
    PathwayAcknowledged {
        /// Which.
        pathway: Pathway,
        /// The coordinator's account.
        by: String,
    },
    /// A coordinator wants something shared without consent, to prevent serious harm: somebody else has to approve it.
    Disclosed(Disclosed),
    /// They have: from now on it is shared.
    DisclosureApproved(DisclosureApproved),
    /// Somebody has something to do by hand.
    TaskGiven(TaskGiven),
    /// They did it, or found that it cannot be done.
    TaskDone(TaskDone),
    /// How the person may be reached is another way now. The answers themselves are in `people`.
    ContactChanged(ContactChanged),
    /// What the person agreed to is another thing now.
    ConsentChanged(ConsentChanged),
    /// The person complained (Code right 12, CA18). Their words are in `people`.
    Complained {
        /// About what.
        about: ComplaintAbout,
        /// Who took it down.
        by: Actor,
    },
    /// A complaint was acknowledged or replied to.
    ComplaintAnswered {
        /// The complaint, by the place of the event that made it.
        complaint: u32,
        /// How far.
        step: ComplaintStep,
        /// The coordinator's account.
        by: String,
    },
    /// The person said how it was for them (AS30).
    FeedbackGiven(Feedback),
    /// Nothing of the case may be deleted, or may be again.
    LegalHold {
        /// Whether it holds.
        on: bool,
        /// The coordinator's account.
        by: String,
    },
    /// All that says who the person is has to be deleted.
    ToBeErased {
        /// Who said so.
        by: Actor,
    },
    /// All that says who the person is was deleted.
    Erased {
        /// Who did it.
        by: Actor,
    },
}

impl CaseChange {
    /// The event's name, as the stream's filter and the figures know it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Received(_) => "received",
            Self::Triaged(_) => "triaged",
            Self::Matched(_) => "matched",
            Self::Offered(_) => "offered",
            Self::GivenToCoordinators { .. } => "given-to-coordinators",
            Self::Looked { .. } => "looked",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Cared { .. } => "cared",
            Self::HomeTold { .. } => "home-told",
            Self::Expired { .. } => "expired",
            Self::Withdrawn { .. } => "withdrawn",
            Self::ConflictCleared { .. } => "conflict-cleared",
            Self::Chosen(_) => "chosen",
            Self::UpdateNeedsPerson { .. } => "update-needs-person",
            Self::Progress(_) => "progress",
            Self::PromiseKept(_) => "promise-kept",
            Self::PromiseBroken { .. } => "promise-broken",
            Self::PromiseNear { .. } => "promise-near",
            Self::NotesRequested(_) => "notes-requested",
            Self::HandedOver { .. } => "handed-over",
            Self::Transferred { .. } => "transferred",
            Self::Paused(_) => "paused",
            Self::Resumed { .. } => "resumed",
            Self::Closed(_) => "closed",
            Self::Reopened { .. } => "reopened",
            Self::Joined(_) => "joined",
            Self::Assigned { .. } => "assigned",
            Self::Uplifted(_) => "uplifted",
            Self::PathwayTaken(_) => "pathway-taken",
            Self::PathwayAcknowledged { .. } => "pathway-acknowledged",
            Self::Disclosed(_) => "disclosed",
            Self::DisclosureApproved(_) => "disclosure-approved",
            Self::TaskGiven(_) => "task-given",
            Self::TaskDone(_) => "task-done",
            Self::ContactChanged(_) => "contact-changed",
            Self::ConsentChanged(_) => "consent-changed",
            Self::Complained { .. } => "complained",
            Self::ComplaintAnswered { .. } => "complaint-answered",
            Self::FeedbackGiven(_) => "feedback-given",
            Self::LegalHold { .. } => "legal-hold",
            Self::ToBeErased { .. } => "to-be-erased",
            Self::Erased { .. } => "erased",
        }
    }

    /// The onward referral that it made or changed.
    pub fn onward(&self) -> Option<&str> {
        match self {
            Self::Offered(offered) => Some(&offered.onward),
            Self::Accepted { onward, .. }
            | Self::Declined { onward, .. }
            | Self::Cared { onward, .. }
            | Self::Expired { onward }
            | Self::HandedOver { onward, .. }
            | Self::Transferred { onward }
            | Self::Withdrawn { onward } => Some(onward),
            _ => None,
        }
    }

    /// Whether it is work on the case itself: what somebody closed has to be reopened first. The justice journey, what the
    /// person says and what is owed to them continue after a case is closed.
    pub const fn works_on_case(&self) -> bool {
        self.effects().works_on_case
    }

    /// Whether it needs the person whom the case is about: somebody who can be told, asked or answered.
    pub const fn concerns_person(&self) -> bool {
        self.effects().concerns_person
    }

    /// Whether it may change how long a case is kept, or adds something that has to be deleted with it.
    pub const fn may_change_retention(&self) -> bool {
        self.effects().may_change_retention
    }

    /// One row for each kind of event, so that a new one is classified here and nowhere else.
    const fn effects(&self) -> Effects {
        const NONE: Effects = Effects {
            works_on_case: false,
            concerns_person: false,
            may_change_retention: false,
        };
        const WORK: Effects = Effects {
            works_on_case: true,
            ..NONE
        };
        const PERSON: Effects = Effects {
            concerns_person: true,
            ..NONE
        };
        const RETENTION: Effects = Effects {
            may_change_retention: true,
            ..NONE
        };
        match self {
            // The case is open and stays so, or the event comes beside one that changes how long it is kept.
            Self::Matched(_)
            | Self::GivenToCoordinators { .. }
            | Self::Accepted { .. }
            | Self::Paused(_) => WORK,
            Self::Offered(offered) => Effects {
                may_change_retention: offered.hand_on.is_some(),
                ..WORK
            },
            Self::Looked { .. }
            | Self::Declined { .. }
            | Self::Cared { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }
            | Self::HandedOver { .. }
            | Self::Transferred { .. }
            | Self::ConflictCleared { .. }
            | Self::Chosen(_)
            | Self::HomeTold { .. }
            | Self::Joined(_)
            | Self::Uplifted(_)
            | Self::Closed(_) => Effects {
                may_change_retention: true,
                ..WORK
            },
            Self::Reopened { .. }
            | Self::Disclosed(_)
            | Self::DisclosureApproved(_)
            | Self::TaskGiven(_)
            | Self::UpdateNeedsPerson { .. }
            | Self::ContactChanged(_)
            | Self::ConsentChanged(_)
            | Self::Complained { .. }
            | Self::FeedbackGiven(_) => Effects {
                may_change_retention: true,
                ..PERSON
            },
            Self::ToBeErased { .. } => PERSON,
            Self::Assigned { .. }
            | Self::PathwayTaken(_)
            | Self::PathwayAcknowledged { .. }
            | Self::TaskDone(_)
            | Self::ComplaintAnswered { .. }
            | Self::LegalHold { .. }
            | Self::Progress(_)
            | Self::PromiseKept(_)
            | Self::PromiseBroken { .. } => RETENTION,
            // The hub remembers a person who comes, also where the case was closed before it had looked.
            Self::Received(_)
            | Self::Triaged(_)
            | Self::Resumed { .. }
            | Self::Erased { .. }
            | Self::PromiseNear { .. }
            | Self::NotesRequested(_) => NONE,
        }
    }
}

/// What an event means to the rules that ask for more than its name.
#[derive(Clone, Copy)]
struct Effects {
    works_on_case: bool,
    concerns_person: bool,
    may_change_retention: bool,
}
