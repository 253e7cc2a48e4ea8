//! What an update says, from the case as it stands when it is said.

use crate::calendar::end_of_working_day_after;
use events::care::Act;
use events::case::{
    Case, CaseChange, CaseFile, CloseReason, CoordinatorReason, OnwardState, TaskKind,
};
use events::justice::{PromiseId, PromiseOwner, RuleCode};
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;

/// What the person is told: what happens next, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notification {
    /// The hub has the referral; somebody has looked by then.
    Acknowledged {
        /// By when.
        by: Timestamp,
    },
    /// A service said yes, and tries to reach them by then.
    HelpFound {
        /// By when.
        by: Timestamp,
    },
    /// Somebody else is looked for; more is known by then, where that is known.
    LookingAgain {
        /// By when.
        by: Option<Timestamp>,
    },
    /// The hub's own team looks by then.
    OurTeam {
        /// By when.
        by: Timestamp,
    },
    /// What was arranged is over.
    SupportOver,
    /// What the person asked for was done.
    AsAsked(Asked),
    /// What should have been done by then was not; somebody finds out why by then, where that is known.
    PromiseBroken {
        /// When it should have been done.
        due: Timestamp,
        /// By when somebody has found out why.
        by: Option<Timestamp>,
    },
    /// The page has something new.
    OnYourPage,
    /// The complaint is answered by then.
    ComplaintReceived {
        /// By when.
        by: Timestamp,
    },
    /// The ways to reach the person are others since then.
    ContactChanged {
        /// Since when.
        at: Timestamp,
    },
}

impl Notification {
    /// The kind of update that says it by itself.
    pub const fn kind(&self) -> UpdateKind {
        match self {
            Self::Acknowledged { .. } => UpdateKind::Acknowledgement,
            Self::HelpFound { .. } => UpdateKind::HelpFound,
            Self::LookingAgain { .. } => UpdateKind::LookingAgain,
            Self::OurTeam { .. } => UpdateKind::OurTeam,
            Self::SupportOver => UpdateKind::SupportOver,
            Self::AsAsked(_) => UpdateKind::AsAsked,
            Self::PromiseBroken { .. } => UpdateKind::PromiseBroken,
            Self::OnYourPage => UpdateKind::OnYourPage,
            Self::ComplaintReceived { .. } => UpdateKind::ComplaintReceived,
            Self::ContactChanged { .. } => UpdateKind::ContactChanged,
        }
    }
}

/// What the person asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To stop.
    Stop,
    /// To begin again.
    Again,
    /// Quiet, and it is over.
    Quiet,
    /// Another consent.
    Consent,
}

/// What `request` says at `now`; nothing where it is no longer so, or where the case has no such event.
pub fn news(file: &CaseFile, request: &UpdateRequest, now: Timestamp) -> Option<Notification> {
    let case = &file.case;
    let event = file
        .events
        .iter()
        .find(|event| event.seq == request.about)?;
    if super::kind_of(&event.what) != Some(request.kind) {
        return None;
    }
    match &event.what {
        // An offer's four working hours and the coordinators' one working day have both passed by then.
        CaseChange::Received(_) => Some(Notification::Acknowledged {
            by: end_of_working_day_after(now, 1),
        }),
        CaseChange::Accepted { onward, .. } => {
            let onward = case
                .onward(onward)
                .filter(|one| one.state == OnwardState::Accepted)?;
            let due = onward
                .due()
                .filter(|due| *due > now && onward.care.reached_at.is_none());
            due.map(|by| Notification::HelpFound { by })
        }
        CaseChange::Declined { .. } | CaseChange::Expired { .. } => {
            let found = case
                .onwards
                .iter()
                .any(|one| one.state == OnwardState::Accepted && one.since > event.at);
            (case.ended.is_none() && !found).then(|| Notification::LookingAgain {
                by: next_by(case, now),
            })
        }
        CaseChange::GivenToCoordinators { .. } => {
            let hold = case
                .holds
                .iter()
                .find(|hold| hold.seq == event.seq && hold.due > now);
            hold.map(|hold| Notification::OurTeam { by: hold.due })
        }
        CaseChange::Cared {
            act: Act::Closed { .. },
            ..
        } => Some(Notification::SupportOver),
        CaseChange::Closed(closed) => {
            let asked = closed.why == CloseReason::Withdrew;
            let said = if asked {
                Notification::AsAsked(Asked::Stop)
            } else {
                Notification::SupportOver
            };
            case.ended.is_some().then_some(said)
        }
        CaseChange::Reopened { .. } => case
            .ended
            .is_none()
            .then_some(Notification::AsAsked(Asked::Again)),
        CaseChange::Resumed { .. } => case
            .paused_until
            .is_none()
            .then_some(Notification::AsAsked(Asked::Quiet)),
        CaseChange::ConsentChanged(_) => Some(Notification::AsAsked(Asked::Consent)),
        CaseChange::PromiseBroken { promise } => {
            let promise = case
                .promises
                .iter()
                .find(|one| one.code == *promise && one.kept_at.is_none())?;
            Some(Notification::PromiseBroken {
                due: promise.due,
                by: explained_by(case, now),
            })
        }
        CaseChange::PromiseKept(_) => Some(Notification::OnYourPage),
        CaseChange::ComplaintAnswered { complaint, .. } => {
            let reply = PromiseId::new(RuleCode::COMPLAINT_REPLIED, *complaint);
            let open = case
                .promises
                .iter()
                .find(|one| one.code == reply && one.kept_at.is_none() && one.due > now);
            open.map(|reply| Notification::ComplaintReceived { by: reply.due })
        }
        CaseChange::ContactChanged(_) => Some(Notification::ContactChanged { at: event.at }),
        // Nothing else is told: see `kind_of`.
        _ => None,
    }
}

/// By when whoever has the case next has acted: who was asked answers, or the coordinators look.
fn next_by(case: &Case, now: Timestamp) -> Option<Timestamp> {
    let asked = case
        .live()
        .filter(|onward| onward.state == OnwardState::Offered);
    let looked = case.holds.iter().map(|hold| hold.due);
    asked
        .map(|onward| onward.offered.accept_by)
        .chain(looked)
        .filter(|by| *by > now)
        .min()
}

/// By when somebody has found out why a promise was not kept, whose task that is, or who pursues the service that is late.
fn explained_by(case: &Case, now: Timestamp) -> Option<Timestamp> {
    let chased = case
        .open_tasks()
        .filter(|task| task.kind == TaskKind::ChasePromise)
        .map(|task| task.due);
    let pursued = case
        .holds
        .iter()
        .filter(|hold| hold.why == CoordinatorReason::Overdue)
        .map(|hold| hold.due);
    chased.chain(pursued).filter(|by| *by > now).min()
}

/// Whether the person was given that promise by the hub or a service, in a letter or on their page, so that they are told
/// where it is broken: a first contact, a look, a complaint of theirs, what they asked for. A service's answer is told as a
/// new search; of what belongs to the justice system whoever owes it tells; and nobody who reads along learns of a meeting
/// about the person, or of who tried to read their page.
pub(crate) fn was_told(case: &Case, promise: &PromiseId) -> bool {
    let Some(owed) = case.promises.iter().find(|one| one.code == *promise) else {
        return false;
    };
    let ours = matches!(owed.owner, PromiseOwner::Hub | PromiseOwner::Provider);
    let asked_for = |kind: TaskKind| {
        matches!(
            kind,
            TaskKind::Call
                | TaskKind::Letter
                | TaskKind::ReadWords
                | TaskKind::RestorativeJustice
                | TaskKind::Panel
                | TaskKind::Deletion
                | TaskKind::Complaint
        )
    };
    let by_task = || {
        case.tasks
            .iter()
            .any(|task| task.task == promise.event_number && asked_for(task.kind))
    };
    let always_told = [
        RuleCode::FIRST_CONTACT,
        RuleCode::LOOK,
        RuleCode::COMPLAINT_ACKNOWLEDGED,
        RuleCode::COMPLAINT_REPLIED,
    ];
    ours && (always_told.contains(&promise.rule) || (promise.rule == RuleCode::TASK && by_task()))
}
