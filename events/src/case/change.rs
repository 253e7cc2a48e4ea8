//! The closed set of changes to a case.

use super::{
    AccessChanged, Actor, Chosen, Closed, ComplaintAbout, ComplaintStep, ConflictClearedReason,
    ConsentChanged, ContactChanged, CoordinatorReason, DeclineReason, Disclosed,
    DisclosureApproved, Feedback, Joined, Matched, NotSentReason, Offered, Pathway, PathwayTaken,
    Paused, ProposalApproved, Proposed, ReadersChanged, Reassessed, Received, ReopenReason,
    TaskDone, TaskGiven, Triaged, Uplifted,
};
use crate::care::Act;
use crate::justice::{Kept, NotesRequest, Progress, PromiseId};
use crate::update::UpdateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One change to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "event",
    rename_all = "kebab-case",
    rename_all_fields = "snake_case"
)]
pub enum CaseChange {
    /// A referral was accepted.
    Received(Box<Received>),
    /// The hub searched its earlier cases.
    Triaged(Triaged),
    /// The hub searched for services.
    Matched(Matched),
    /// The hub offered the case to a provider, for some of the person's needs.
    Offered(Offered),
    /// The case went to the coordinators.
    GivenToCoordinators {
        /// The reason.
        why: CoordinatorReason,
        /// When a coordinator must have looked.
        due: Timestamp,
    },
    /// A coordinator looked at the case, and an open task says what happens next.
    Looked {
        /// The reason why the coordinators held the case.
        why: CoordinatorReason,
        /// The coordinator's account.
        by: String,
    },
    /// A coordinator let a case go on that was set aside. The hub routes it like any other.
    LetThrough {
        /// The coordinator's account.
        by: String,
    },
    /// A provider accepted an onward referral.
    Accepted {
        /// The onward referral's code.
        onward: String,
        /// The provider's code.
        provider: String,
        /// When the provider must make first contact.
        first_contact_by: Timestamp,
    },
    /// A provider declined. The hub searches again for the needs of this offer.
    Declined {
        /// The onward referral's code.
        onward: String,
        /// The provider's code.
        provider: String,
        /// The reason.
        why: DeclineReason,
    },
    /// A provider acted under an onward referral that it accepted.
    Cared {
        /// The onward referral's code.
        onward: String,
        /// The provider's code.
        provider: String,
        /// The action.
        act: Act,
    },
    /// An offer expired without an answer. The hub searches again for the needs of this offer.
    Expired {
        /// The onward referral's code.
        onward: String,
    },
    /// The hub withdrew an onward referral that the person does not want.
    Withdrawn {
        /// The onward referral's code.
        onward: String,
    },
    /// A coordinator found that a conflict is resolved.
    ConflictCleared {
        /// The reason.
        reason: ConflictClearedReason,
        /// The coordinator's account.
        by: String,
    },
    /// The person chose services, or said which they do not want.
    Chosen(Chosen),
    /// The person named their council, because the hub did not know their postcode.
    HomeTold {
        /// The council's code. `None` if it is in another area.
        local_authority: Option<String>,
    },
    /// The hub cannot tell the person something automatically. Somebody has to find a safe way.
    UpdateNeedsPerson {
        /// The update that the person should get.
        kind: UpdateKind,
        /// The reason why it cannot be sent.
        why: NotSentReason,
        /// When somebody must have looked.
        due: Timestamp,
    },
    /// The police or witness care recorded a step of the justice system.
    Progress(Progress),
    /// Somebody told the person what was promised, or the court's notice arrived.
    PromiseKept(Kept),
    /// A promise became overdue.
    PromiseBroken {
        /// The promise's id.
        promise: PromiseId,
    },
    /// A promise is due soon. The hub warns the party that owes it.
    PromiseNear {
        /// The promise's id.
        promise: PromiseId,
    },
    /// A police role asked for support notes, and the hub refused.
    NotesRequested(NotesRequest),
    /// Another provider has taken over this onward referral (AS24).
    HandedOver {
        /// The code of the onward referral that ends.
        onward: String,
        /// The code of the onward referral that continues.
        to: String,
    },
    /// The hub or service to which a coordinator transferred the case now owns it (CA21, CA22). The
    /// case is over here. Nothing is withdrawn.
    Transferred {
        /// The code of the onward referral through which the case was transferred.
        onward: String,
    },
    /// The person paused contact. Until the pause ends, the hub sends nothing and nobody has to
    /// reach them.
    Paused(Paused),
    /// The pause ended.
    Resumed {
        /// Who ended it.
        by: Actor,
    },
    /// Somebody closed the case.
    Closed(Closed),
    /// Somebody reopened the case.
    Reopened {
        /// The reason.
        why: ReopenReason,
        /// Who reopened it.
        by: Actor,
    },
    /// Another case of the same person was merged into this one (KE3).
    Joined(Joined),
    /// A coordinator was named to stay with the person (AS8, CA12).
    Assigned {
        /// The coordinator's account.
        to: String,
        /// Who named the coordinator.
        by: String,
    },
    /// A coordinator raised the tier or the risk.
    Uplifted(Uplifted),
    /// A coordinator recorded what was learned since, and the hub assessed the person again.
    Reassessed(Box<Reassessed>),
    /// The case was referred to a multi-agency meeting (AS15).
    PathwayTaken(PathwayTaken),
    /// The meeting acknowledged the case.
    PathwayAcknowledged {
        /// The meeting.
        pathway: Pathway,
        /// The coordinator's account.
        by: String,
    },
    /// A coordinator asked to share information without consent, to prevent serious harm. A
    /// second person has to approve it.
    Disclosed(Disclosed),
    /// The approver agreed. The recipient can see the items from now on.
    DisclosureApproved(DisclosureApproved),
    /// Somebody was given a task.
    TaskGiven(TaskGiven),
    /// The coordinators were given a task that nobody else may notice.
    GivenQuietly(TaskGiven),
    /// Somebody finished a task, or found that it cannot be done.
    TaskDone(TaskDone),
    /// The ways to contact the person changed. The answers themselves are in `people`.
    ContactChanged(ContactChanged),
    /// The person's consent changed.
    ConsentChanged(ConsentChanged),
    /// The person complained (Code right 12, CA18). Their text is in `people`.
    Complained {
        /// The subject of the complaint.
        about: ComplaintAbout,
        /// Who recorded it.
        by: Actor,
    },
    /// A complaint was acknowledged or replied to.
    ComplaintAnswered {
        /// The number of the event that made the complaint.
        complaint: u32,
        /// The stage that was reached.
        step: ComplaintStep,
        /// The coordinator's account.
        by: String,
    },
    /// The person rated the support (AS30).
    FeedbackGiven(Feedback),
    /// Other words open the person's page from now on, or nothing does.
    AccessChanged(AccessChanged),
    /// A coordinator proposed to erase or to merge the case. Another has to approve it.
    Proposed(Proposed),
    /// Another coordinator approved what was proposed.
    ProposalApproved(ProposalApproved),
    /// Other members of staff may open the case from now on.
    ReadersChanged(ReadersChanged),
    /// A legal hold was set or lifted. While it is set, no part of the case may be deleted.
    LegalHold {
        /// `true` if the hold is set.
        on: bool,
        /// The coordinator's account.
        by: String,
    },
    /// Everything that identifies the person has to be deleted.
    ToBeErased {
        /// Who asked for it.
        by: Actor,
    },
    /// Everything that identified the person was deleted.
    Erased {
        /// Who deleted it.
        by: Actor,
    },
}

impl CaseChange {
    /// The event's stored name, as the stream filter and the figures use it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Received(_) => "received",
            Self::Triaged(_) => "triaged",
            Self::Matched(_) => "matched",
            Self::Offered(_) => "offered",
            Self::GivenToCoordinators { .. } => "given-to-coordinators",
            Self::Looked { .. } => "looked",
            Self::LetThrough { .. } => "let-through",
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
            Self::Reassessed(_) => "reassessed",
            Self::PathwayTaken(_) => "pathway-taken",
            Self::PathwayAcknowledged { .. } => "pathway-acknowledged",
            Self::Disclosed(_) => "disclosed",
            Self::DisclosureApproved(_) => "disclosure-approved",
            Self::TaskGiven(_) => "task-given",
            Self::GivenQuietly(_) => "given-quietly",
            Self::TaskDone(_) => "task-done",
            Self::ContactChanged(_) => "contact-changed",
            Self::ConsentChanged(_) => "consent-changed",
            Self::Complained { .. } => "complained",
            Self::ComplaintAnswered { .. } => "complaint-answered",
            Self::FeedbackGiven(_) => "feedback-given",
            Self::AccessChanged(_) => "access-changed",
            Self::Proposed(_) => "proposed",
            Self::ProposalApproved(_) => "proposal-approved",
            Self::ReadersChanged(_) => "readers-changed",
            Self::LegalHold { .. } => "legal-hold",
            Self::ToBeErased { .. } => "to-be-erased",
            Self::Erased { .. } => "erased",
        }
    }

    /// The onward referral that the change made or affected.
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

    /// Whether the change is work on the case itself, which requires that the case is open or
    /// reopened first. The justice journey, the person's own changes and what is owed to them
    /// continue after a case is closed.
    pub const fn works_on_case(&self) -> bool {
        self.effects().works_on_case
    }

    /// Whether the change requires a person who can be told, asked or answered.
    pub const fn concerns_person(&self) -> bool {
        self.effects().concerns_person
    }

    /// Whether the change may affect how long a case is kept, or adds data that must be deleted
    /// with it.
    pub const fn may_change_retention(&self) -> bool {
        self.effects().may_change_retention
    }

    /// One row for each change, so that a new change is classified here and nowhere else.
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
            // The case stays open, or this event comes with another that changes how long the case
            // is kept.
            Self::Matched(_)
            | Self::GivenToCoordinators { .. }
            | Self::Accepted { .. }
            | Self::Paused(_) => WORK,
            Self::Offered(offered) => Effects {
                may_change_retention: offered.hand_on.is_some(),
                ..WORK
            },
            Self::Looked { .. }
            | Self::LetThrough { .. }
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
            | Self::Reassessed(_)
            | Self::Closed(_) => Effects {
                may_change_retention: true,
                ..WORK
            },
            Self::Reopened { .. }
            | Self::Disclosed(_)
            | Self::DisclosureApproved(_)
            | Self::Proposed(_)
            | Self::ProposalApproved(_)
            | Self::Assigned { .. }
            | Self::TaskGiven(_)
            | Self::GivenQuietly(_)
            | Self::UpdateNeedsPerson { .. }
            | Self::ContactChanged(_)
            | Self::ConsentChanged(_)
            | Self::Complained { .. }
            | Self::FeedbackGiven(_) => Effects {
                may_change_retention: true,
                ..PERSON
            },
            Self::ToBeErased { .. } | Self::AccessChanged(_) => PERSON,
            Self::PathwayTaken(_)
            | Self::PathwayAcknowledged { .. }
            | Self::TaskDone(_)
            | Self::ComplaintAnswered { .. }
            | Self::LegalHold { .. }
            | Self::Progress(_)
            | Self::PromiseKept(_)
            | Self::PromiseBroken { .. } => RETENTION,
            // The hub remembers a person even if the case was closed before triage.
            Self::Received(_)
            | Self::Triaged(_)
            | Self::Resumed { .. }
            | Self::ReadersChanged(_)
            | Self::Erased { .. }
            | Self::PromiseNear { .. }
            | Self::NotesRequested(_) => NONE,
        }
    }
}

/// The properties of a change that other rules use.
#[derive(Clone, Copy)]
struct Effects {
    works_on_case: bool,
    concerns_person: bool,
    may_change_retention: bool,
}
