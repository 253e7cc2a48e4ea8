//! What the person is owed to hear: where no machine may say it, somebody does.

use super::Notification;
use events::case::{Case, CaseChange, NotSentReason};
use events::update::UpdateKind;
use jiff::Timestamp;

/// Whether somebody has to say it where no machine may: what the person waits for and hears from nobody else.
///
/// A service that said yes gets in touch itself, what came to its end did so with the person, what they asked for they see
/// done, and of what is on their page they were told by whoever owed it. Of a digest somebody says what it holds: [`owed`].
pub const fn is_owed(kind: UpdateKind) -> bool {
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
        | UpdateKind::Digest => false,
    }
}

/// What somebody has to say of an update of that kind, each once: of a digest, that of its `news` which is owed.
pub fn owed(kind: UpdateKind, news: &[Notification]) -> Vec<UpdateKind> {
    let mut kinds = if kind == UpdateKind::Digest {
        news.iter().map(Notification::kind).collect()
    } else {
        vec![kind]
    };
    kinds.retain(|kind| is_owed(*kind));
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The tasks to tell the person of `kinds`; none of a kind of which somebody has to tell them already.
pub fn by_hand(
    case: &Case,
    kinds: &[UpdateKind],
    why: NotSentReason,
    due: Timestamp,
) -> Vec<CaseChange> {
    let new = |kind: &&UpdateKind| !case.open_tasks().any(|task| task.update == Some(**kind));
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
