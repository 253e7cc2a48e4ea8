//! Updates that somebody has to give by hand if the hub may not send them.

use super::Notification;
use events::case::{Case, CaseChange, NotSentReason};
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
