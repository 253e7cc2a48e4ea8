//! Applies proposals and their approval, and changes of who may open the case.

use super::illegal::IllegalChange;
use super::tasks;
use events::case::{
    Case, Proposal, ProposalApproved, Proposed, ProposedAct, ReaderStep, ReadersChanged, TaskDone,
    TaskKind, TaskOutcome,
};
use jiff::Timestamp;

/// Records a proposal, which becomes the approver's task.
pub(super) fn propose(
    case: &mut Case,
    proposed: &Proposed,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let Proposed {
        act,
        into,
        reason,
        approver,
        approve_by,
        by,
    } = proposed.clone();
    let whole = (act == ProposedAct::Merge) == into.is_some();
    if !whole || approver.as_ref() == Some(&by) {
        return Err(IllegalChange::NotApproved);
    }
    if case.coordination.open_proposals().any(|one| one.act == act) {
        return Err(IllegalChange::ProposedAlready);
    }
    let kind = match act {
        ProposedAct::Erase => TaskKind::ApproveErasure,
        ProposedAct::Merge => TaskKind::ApproveMerge,
    };
    case.coordination.proposals.push(Proposal {
        proposal: case.version + 1,
        act,
        into,
        reason,
        approver,
        by,
        at,
        approved_at: None,
        lapsed: false,
    });
    tasks::give_approval(case, kind, approve_by, at);
    Ok(())
}

/// Records the approval, which ends the approver's task.
pub(super) fn approve(
    case: &mut Case,
    approved: &ProposalApproved,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let open = case
        .coordination
        .open_proposals()
        .any(|one| one.proposal == approved.proposal);
    let mut all = case.coordination.proposals.iter_mut();
    let one = all
        .find(|one| one.proposal == approved.proposal && open)
        .ok_or(IllegalChange::NoSuchDisclosure)?;
    if one.by == approved.by {
        return Err(IllegalChange::NotApproved);
    }
    one.approved_at = Some(at);
    let done = TaskDone {
        task: approved.proposal,
        outcome: TaskOutcome::Done,
        by: approved.by.clone(),
        way: None,
    };
    tasks::finish(case, &done, at)
}

/// Ends what waits for approval, because the case is not any more what it was proposed for.
pub(super) fn lapse(case: &mut Case, at: Timestamp) {
    let open: Vec<u32> = case
        .coordination
        .open_proposals()
        .map(|one| one.proposal)
        .collect();
    for one in &mut case.coordination.proposals {
        one.lapsed |= open.contains(&one.proposal);
    }
    tasks::drop_numbers(case, &open, at);
}

/// Changes who may open the case.
pub(super) fn change_readers(case: &mut Case, changed: &ReadersChanged) {
    let names = || {
        changed
            .account
            .iter()
            .chain(&changed.subject)
            .cloned()
            .collect::<Vec<_>>()
    };
    let is_named = |one: &String| names().iter().any(|name| name.eq_ignore_ascii_case(one));
    let readers = &mut case.coordination.readers;
    match changed.step {
        ReaderStep::Restricted => {
            readers.restricted = true;
            readers.named.retain(|one| !is_named(one));
            readers.named.extend(names());
        }
        ReaderStep::Unrestricted => {
            readers.restricted = false;
            readers.named.clear();
        }
        ReaderStep::Excluded => {
            readers.named.retain(|one| !is_named(one));
            readers.excluded.retain(|one| !is_named(one));
            readers.excluded.extend(names());
        }
        ReaderStep::Included => readers.excluded.retain(|one| !is_named(one)),
    }
    let excluded = readers.excluded.clone();
    for onward in &mut case.support.onwards {
        onward.hidden_from.clone_from(&excluded);
    }
}
