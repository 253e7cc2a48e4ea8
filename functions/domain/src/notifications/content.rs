//! The content of an update, from the state of the case when it is sent.

use crate::calendar::end_of_working_day_after;
use events::care::Act;
use events::case::{
    Case, CaseChange, CaseFile, CloseReason, CoordinatorReason, OnwardState, TaskKind,
};
use events::justice::{PromiseId, PromiseOwner, RuleCode};
use events::referral::Referral;
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;

/// The content of an update: what happens next, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notification {
    /// The hub has the referral, and somebody will have looked by then.
    Acknowledged { by: Timestamp },
    /// A service accepted, and will try to reach the person by then.
    HelpFound { by: Timestamp },
    /// The hub is looking for somebody else, and knows more by then, if a time is known.
    LookingAgain { by: Option<Timestamp> },
    /// The hub's own team will have looked by then.
    OurTeam { by: Timestamp },
    /// The support is over.
    SupportOver,
    /// A receipt for a change that the person asked for.
    AsAsked(RequestedChange),
    /// A promise was not kept. Somebody finds out why by then, if a time is known.
    PromiseBroken {
        /// When the promise was due.
        due: Timestamp,
        /// When somebody will have found out why.
        by: Option<Timestamp>,
    },
    /// The page has news.
    OnYourPage,
    /// The complaint will be answered by then.
    ComplaintReceived { by: Timestamp },
    /// The contact details changed at that time.
    ContactChanged { at: Timestamp },
    /// The code that confirms the address to which it goes.
    ConfirmContact { code: String },
}

impl Notification {
    /// The kind of update that carries this content alone.
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
            Self::ConfirmContact { .. } => UpdateKind::ConfirmContact,
        }
    }
}

/// The message with the code that is in the person's answers, if `request` is for the change that asked
/// for it last.
pub fn code_message(
    file: &CaseFile,
    request: &UpdateRequest,
    referral: &Referral,
) -> Option<Notification> {
    let last = file.events.iter().rev().find(
        |event| matches!(&event.what, CaseChange::ContactChanged(changed) if changed.sends_code),
    )?;
    let code = referral.page_change.as_ref()?.code.as_ref()?;
    (last.seq == request.about).then(|| Notification::ConfirmContact {
        code: code.code.clone(),
    })
}

/// A change that the person asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestedChange {
    /// To close the case.
    Stop,
    /// To reopen it.
    Again,
    /// A pause, which has ended.
    Quiet,
    /// Another consent.
    Consent,
}

/// The content of `request` at `now`. `None` if it no longer holds, or if the case has no such
/// event.
pub fn content_of(
    file: &CaseFile,
    request: &UpdateRequest,
    now: Timestamp,
) -> Option<Notification> {
    let case = &file.case;
    let event = file
        .events
        .iter()
        .find(|event| event.seq == request.about)?;
    if super::kind_of(&event.what) != Some(request.kind) {
        return None;
    }
    match &event.what {
        // By then, both the four working hours for an offer and the coordinators' working day have
        // passed.
        CaseChange::Received(_) => Some(Notification::Acknowledged {
            by: end_of_working_day_after(now, 1),
        }),
        CaseChange::Accepted { onward, .. } => {
            let onward = case
                .support
                .onward(onward)
                .filter(|one| one.state == OnwardState::Accepted)?;
            let due = onward
                .due()
                .filter(|due| *due > now && onward.care.reached_at.is_none());
            due.map(|by| Notification::HelpFound { by })
        }
        CaseChange::Declined { .. } | CaseChange::Expired { .. } => {
            let found = case
                .support
                .onwards
                .iter()
                .any(|one| one.state == OnwardState::Accepted && one.since > event.at);
            (case.lifecycle.ended.is_none() && !found).then(|| Notification::LookingAgain {
                by: next_by(case, now),
            })
        }
        CaseChange::GivenToCoordinators { .. } => {
            let hold = case
                .coordination
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
                Notification::AsAsked(RequestedChange::Stop)
            } else {
                Notification::SupportOver
            };
            case.lifecycle.ended.is_some().then_some(said)
        }
        CaseChange::Reopened { .. } => case
            .lifecycle
            .ended
            .is_none()
            .then_some(Notification::AsAsked(RequestedChange::Again)),
        CaseChange::Resumed { .. } => case
            .contact
            .paused_until
            .is_none()
            .then_some(Notification::AsAsked(RequestedChange::Quiet)),
        CaseChange::ConsentChanged(_) => Some(Notification::AsAsked(RequestedChange::Consent)),
        CaseChange::PromiseBroken { promise } => {
            let promise = case
                .justice
                .promises
                .iter()
                .find(|one| one.code == *promise && one.kept_at.is_none())?;
            Some(Notification::PromiseBroken {
                due: promise.due,
                by: explanation_due(case, now),
            })
        }
        CaseChange::PromiseKept(_) => Some(Notification::OnYourPage),
        CaseChange::ComplaintAnswered { complaint, .. } => {
            let reply = PromiseId::new(RuleCode::COMPLAINT_REPLIED, *complaint);
            let open = case
                .justice
                .promises
                .iter()
                .find(|one| one.code == reply && one.kept_at.is_none() && one.due > now);
            open.map(|reply| Notification::ComplaintReceived { by: reply.due })
        }
        CaseChange::ContactChanged(_) => Some(Notification::ContactChanged { at: event.at }),
        // Other events lead to no update: see `kind_of`.
        _ => None,
    }
}

/// When the next owner of the case will have acted: a provider answers, or the
/// coordinators look.
fn next_by(case: &Case, now: Timestamp) -> Option<Timestamp> {
    let asked = case
        .support
        .live()
        .filter(|onward| onward.state == OnwardState::Offered);
    let looked = case.coordination.holds.iter().map(|hold| hold.due);
    asked
        .map(|onward| onward.offered.accept_by)
        .chain(looked)
        .filter(|by| *by > now)
        .min()
}

/// When somebody will have found out why a promise was not kept: the due time of the task for it,
/// or of following up the late provider.
fn explanation_due(case: &Case, now: Timestamp) -> Option<Timestamp> {
    let chased = case
        .coordination
        .open_tasks()
        .filter(|task| task.kind == TaskKind::ChasePromise)
        .map(|task| task.due);
    let pursued = case
        .coordination
        .holds
        .iter()
        .filter(|hold| hold.why == CoordinatorReason::Overdue)
        .map(|hold| hold.due);
    chased.chain(pursued).filter(|by| *by > now).min()
}

/// Whether the hub or a service made that promise to the person, in a letter or on their page, so
/// that they hear when it is broken: first contact, a look at the case, their complaint, or a
/// request of theirs. An offer without an answer leads to a new search instead, and justice
/// agencies tell the person about their own promises. Nobody who reads the person's mail learns
/// about a multi-agency meeting or about attempts to open their page.
pub(crate) fn was_promised_to_person(case: &Case, promise: &PromiseId) -> bool {
    let Some(owed) = case
        .justice
        .promises
        .iter()
        .find(|one| one.code == *promise)
    else {
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
        case.coordination
            .tasks
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
