//! Applies changes about multi-agency meetings and sharing without consent.

use super::illegal::IllegalChange;
use super::{promises, tasks};
use events::case::{
    Case, Disclosed, Disclosure, DisclosureApproved, Pathway, PathwayRecord, PathwayTaken,
    TaskDone, TaskKind, TaskOutcome,
};
use events::parse::is_blank;
use jiff::Timestamp;

/// Refers the case to a meeting, which has to acknowledge it (AS15).
pub(super) fn put_to_meeting(
    case: &mut Case,
    taken: &PathwayTaken,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let waits =
        |one: &PathwayRecord| one.taken.pathway == taken.pathway && one.acknowledged_at.is_none();
    if case.coordination.pathways.iter().any(waits) {
        return Err(IllegalChange::PathwayTaken);
    }
    let seq = case.version + 1;
    case.coordination.pathways.push(PathwayRecord {
        taken: taken.clone(),
        seq,
        acknowledged_at: None,
    });
    promises::promise_meeting(case, taken.acknowledge_by, at);
    Ok(())
}

/// Records that the meeting acknowledged the case.
pub(super) fn acknowledge_meeting(
    case: &mut Case,
    pathway: Pathway,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let waits =
        |one: &&mut PathwayRecord| one.taken.pathway == pathway && one.acknowledged_at.is_none();
    let one = case
        .coordination
        .pathways
        .iter_mut()
        .find(waits)
        .ok_or(IllegalChange::NoSuchPathway)?;
    one.acknowledged_at = Some(at);
    let seq = one.seq;
    promises::keep_meeting(case, seq, at);
    Ok(())
}

/// Records a request to share without consent. It needs a reason, named items and another person's
/// approval, which becomes a task.
pub(super) fn request_disclosure(
    case: &mut Case,
    disclosed: &Disclosed,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    if is_blank(&disclosed.approver)
        || disclosed.approver == disclosed.by
        || disclosed.scope.is_empty()
    {
        return Err(IllegalChange::NotApproved);
    }
    let Disclosed {
        to,
        reason,
        reader,
        scope,
        approver,
        approve_by,
        by,
    } = disclosed.clone();
    let disclosure = case.version + 1;
    case.coordination.disclosures.push(Disclosure {
        disclosure,
        to,
        reason,
        reader,
        scope,
        approver,
        by,
        approved_at: None,
        until: None,
    });
    if let Some(due) = approve_by {
        tasks::give_approval(case, TaskKind::ApproveDisclosure, due, at);
    }
    Ok(())
}

/// Records the approval, which ends the approver's task. If that task is closed, the request was
/// refused.
pub(super) fn approve_disclosure(
    case: &mut Case,
    approved: &DisclosureApproved,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let task = approved.disclosure;
    let waits = case
        .coordination
        .open_tasks()
        .any(|open| open.task == task && open.kind == TaskKind::ApproveDisclosure);
    let mut asked = case
        .coordination
        .disclosures
        .iter_mut()
        .filter(|one| one.disclosure == task && one.approved_at.is_none());
    let one = asked
        .next()
        .filter(|_| waits)
        .ok_or(IllegalChange::NoSuchDisclosure)?;
    if one.by == approved.by || approved.until <= at {
        return Err(IllegalChange::NotApproved);
    }
    (one.approved_at, one.until) = (Some(at), Some(approved.until));
    tasks::finish(
        case,
        &TaskDone {
            task,
            outcome: TaskOutcome::Done,
            by: approved.by.clone(),
            way: None,
        },
        at,
    )
}
