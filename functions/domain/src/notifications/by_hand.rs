//! Updates that somebody has to give by hand if the hub may not send them.

use super::Notification;
use events::case::{Case, CaseChange, NotSentReason, TaskGiven, TaskKind};
use events::update::UpdateKind;
use jiff::Timestamp;

/// Whether somebody has to tell the person if the hub may not: updates that the person waits for
/// and gets from nobody else.
///
/// A service that accepts makes contact itself, support ends together with the person, receipts are
/// visible on the page, and the responsible agency has already told the person what is on the page.
/// For a digest, somebody gives the updates in it: [`to_tell_by_hand`].
pub const fn needs_telling(kind: UpdateKind) -> bool {
    match kind {
        UpdateKind::Acknowledgement
        | UpdateKind::LookingAgain
        | UpdateKind::OurTeam
        | UpdateKind::PromiseBroken
        | UpdateKind::ComplaintReceived => true,
        UpdateKind::HelpFound
        | UpdateKind::SupportOver
        | UpdateKind::AsAsked
        | UpdateKind::OnYourPage
        | UpdateKind::ContactChanged
        | UpdateKind::ConfirmContact
        | UpdateKind::Digest => false,
    }
}

/// The updates that somebody has to give, without repeats. For a digest, those in its `news` that
/// are owed.
pub fn to_tell_by_hand(kind: UpdateKind, news: &[Notification]) -> Vec<UpdateKind> {
    let mut kinds = if kind == UpdateKind::Digest {
        news.iter().map(Notification::kind).collect()
    } else {
        vec![kind]
    };
    kinds.retain(|kind| needs_telling(*kind));
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The tasks to give the person updates of `kinds`, unless a task for it is open.
pub fn tasks_to_tell(
    case: &Case,
    kinds: &[UpdateKind],
    why: NotSentReason,
    due: Timestamp,
) -> Vec<CaseChange> {
    let new = |kind: &&UpdateKind| {
        !case
            .coordination
            .open_tasks()
            .any(|task| task.update == Some(**kind))
    };
    kinds
        .iter()
        .filter(new)
        .map(|kind| CaseChange::UpdateNeedsPerson {
            kind: *kind,
            why,
            due,
        })
        .collect()
}

/// The tasks in place of a letter that is not sent because its address has had its letter of the day: what the person is
/// owed of `news`, or the check of an address to which no code went. The first letter said that we have the referral,
/// and the page says so too, so nobody has to say it again.
pub fn tasks_instead_of_letter(
    case: &Case,
    kind: UpdateKind,
    news: &[Notification],
    due: Timestamp,
) -> Vec<CaseChange> {
    if kind == UpdateKind::ConfirmContact {
        let checked = case.coordination.has_open_task(TaskKind::CheckContact);
        let task = TaskGiven {
            kind: TaskKind::CheckContact,
            from: None,
            due,
        };
        return (!checked)
            .then_some(CaseChange::TaskGiven(task))
            .into_iter()
            .collect();
    }
    let mut owed = to_tell_by_hand(kind, news);
    owed.retain(|kind| *kind != UpdateKind::Acknowledgement);
    tasks_to_tell(case, &owed, NotSentReason::LetterToday, due)
}
