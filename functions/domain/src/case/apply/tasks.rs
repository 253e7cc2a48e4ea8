//! What somebody does by hand: given, done, a promise to the person meanwhile.

use super::illegal::IllegalMove;
use super::promises;
use events::case::{Case, NotSentReason, Task, TaskDone, TaskGiven, TaskKind, TaskOutcome};
use events::update::UpdateKind;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Somebody has something to do by hand.
pub(super) fn give(case: &mut Case, given: &TaskGiven, at: Timestamp) {
    let TaskGiven { kind, from, due } = *given;
    add(
        case,
        Task {
            from,
            ..task(case, kind, due)
        },
        at,
    );
}

/// Somebody has to tell the person what no machine did.
pub(super) fn tell_person(
    case: &mut Case,
    update: UpdateKind,
    why: NotSentReason,
    due: Timestamp,
    at: Timestamp,
) {
    add(
        case,
        Task {
            update: Some(update),
            why: Some(why),
            ..task(case, TaskKind::TellPerson, due)
        },
        at,
    );
}

/// Somebody else is to say whether something is shared without consent.
pub(super) fn give_approval(case: &mut Case, due: Timestamp, at: Timestamp) {
    add(case, task(case, TaskKind::ApproveDisclosure, due), at);
}

fn task(case: &Case, kind: TaskKind, due: Timestamp) -> Task {
    Task {
        task: case.version + 1,
        kind,
        update: None,
        why: None,
        from: None,
        due,
        outcome: None,
        done_at: None,
    }
}

fn add(case: &mut Case, task: Task, at: Timestamp) {
    promises::promise_task(case, &task, at);
    case.tasks.push(task);
}

/// Somebody did it, or found that it cannot be done.
pub(super) fn finish(case: &mut Case, done: &TaskDone, at: Timestamp) -> Result<(), IllegalMove> {
    let open = |task: &&mut Task| task.task == done.task && task.is_open();
    let task = case
        .tasks
        .iter_mut()
        .find(open)
        .ok_or(IllegalMove::NoSuchTask)?;
    (task.outcome, task.done_at) = (Some(done.outcome), Some(at));
    // They have spoken to the person, written to them where it is safe, or found out how they can be reached.
    let spoken = matches!(
        task.kind,
        TaskKind::Call | TaskKind::Letter | TaskKind::CheckContact
    );
    if spoken && done.outcome == TaskOutcome::Done {
        case.unsafe_since = None;
    }
    promises::keep_task(case, done.task, at);
    Ok(())
}

/// A coordinator is named: that was the task.
pub(super) fn finish_naming(case: &mut Case, at: Timestamp) {
    settle(
        case,
        |kind| (kind == TaskKind::NameCoordinator).then_some(TaskOutcome::Done),
        at,
    );
}

/// The case is over: nobody has to be named for it any more.
pub(super) fn drop_naming(case: &mut Case, at: Timestamp) {
    settle(
        case,
        |kind| (kind == TaskKind::NameCoordinator).then_some(TaskOutcome::NotNeeded),
        at,
    );
}

/// The person has died: there is nobody left for whom anything could be done by hand.
pub(super) fn drop_all(case: &mut Case, at: Timestamp) {
    settle(case, |_| Some(TaskOutcome::NotNeeded), at);
}

/// All that says who the person is was deleted: that was the task, and the others are nobody's any more.
pub(super) fn finish_deletion(case: &mut Case, at: Timestamp) {
    let deletion = |kind| {
        if kind == TaskKind::Deletion {
            TaskOutcome::Done
        } else {
            TaskOutcome::NotNeeded
        }
    };
    settle(case, |kind| Some(deletion(kind)), at);
}

/// The numbers of the tasks that are to be done.
pub(super) fn open_numbers(case: &Case) -> BTreeSet<u32> {
    case.open_tasks().map(|task| task.task).collect()
}

/// Those tasks are to be done again: nobody should have taken them off anybody's hands.
pub(super) fn reopen(case: &mut Case, tasks: &[u32]) {
    for task in case
        .tasks
        .iter_mut()
        .filter(|task| tasks.contains(&task.task))
    {
        (task.outcome, task.done_at) = (None, None);
    }
}

/// Takes off everybody's hands the tasks for which there is an outcome.
fn settle(case: &mut Case, outcome: impl Fn(TaskKind) -> Option<TaskOutcome>, at: Timestamp) {
    let mut settled = Vec::new();
    for task in case.tasks.iter_mut().filter(|task| task.is_open()) {
        let Some(outcome) = outcome(task.kind) else {
            continue;
        };
        (task.outcome, task.done_at) = (Some(outcome), Some(at));
        settled.push((task.task, outcome));
    }
    for (task, outcome) in settled {
        if outcome == TaskOutcome::Done {
            promises::keep_task(case, task, at)
        } else {
            promises::release_task(case, task, at)
        }
    }
}
