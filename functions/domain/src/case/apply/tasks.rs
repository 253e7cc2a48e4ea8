//! Applies the changes to tasks, and keeps the promise that each task makes to the person.

use super::illegal::IllegalChange;
use super::promises;
use events::case::{Case, NotSentReason, Task, TaskDone, TaskGiven, TaskKind, TaskOutcome};
use events::update::UpdateKind;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Adds a task.
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

/// Adds a task that nobody but coordinators may notice.
pub(super) fn give_quietly(case: &mut Case, given: &TaskGiven, at: Timestamp) {
    let task = Task {
        quiet: true,
        from: given.from,
        ..task(case, given.kind, given.due)
    };
    add(case, task, at);
}

/// Adds the task to tell the person what the hub could not send.
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

/// Adds the task to approve what a colleague asked for.
pub(super) fn give_approval(case: &mut Case, kind: TaskKind, due: Timestamp, at: Timestamp) {
    add(case, task(case, kind, due), at);
}

/// Ends these tasks, because they are not needed any more.
pub(super) fn drop_numbers(case: &mut Case, numbers: &[u32], at: Timestamp) {
    let dropped = |task: &&mut Task| task.is_open() && numbers.contains(&task.task);
    for task in case.coordination.tasks.iter_mut().filter(dropped) {
        (task.outcome, task.done_at) = (Some(TaskOutcome::NotNeeded), Some(at));
    }
}

/// Adds the task to compare the case with earlier ones.
pub(super) fn compare(case: &mut Case, due: Timestamp, at: Timestamp) {
    add(case, task(case, TaskKind::Duplicate, due), at);
}

/// Adds the task to check with the person what changed on their page. The page does not show it.
pub(super) fn check_change(case: &mut Case, due: Timestamp, at: Timestamp) {
    let task = Task {
        quiet: true,
        ..task(case, TaskKind::CheckContact, due)
    };
    add(case, task, at);
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
        quiet: false,
    }
}

fn add(case: &mut Case, task: Task, at: Timestamp) {
    if !task.is_hidden() {
        promises::promise_task(case, &task, at);
    }
    case.coordination.tasks.push(task);
}

/// Ends a task.
pub(super) fn finish(case: &mut Case, done: &TaskDone, at: Timestamp) -> Result<(), IllegalChange> {
    let open = |task: &&mut Task| task.task == done.task && task.is_open();
    let task = case
        .coordination
        .tasks
        .iter_mut()
        .find(open)
        .ok_or(IllegalChange::NoSuchTask)?;
    (task.outcome, task.done_at) = (Some(done.outcome), Some(at));
    // Somebody has spoken to the person, written to them safely, or found a safe way to contact
    // them.
    let spoken = matches!(
        task.kind,
        TaskKind::Call | TaskKind::Letter | TaskKind::CheckContact
    );
    if spoken && done.outcome == TaskOutcome::Done {
        case.contact.unsafe_since = None;
    }
    promises::keep_task(case, done.task, at);
    Ok(())
}

/// Ends the task to name a coordinator.
pub(super) fn finish_naming(case: &mut Case, at: Timestamp) {
    settle(
        case,
        |kind| (kind == TaskKind::NameCoordinator).then_some(TaskOutcome::Done),
        at,
    );
}

/// Ends the task to name a coordinator, because the case is over.
pub(super) fn drop_naming(case: &mut Case, at: Timestamp) {
    settle(
        case,
        |kind| (kind == TaskKind::NameCoordinator).then_some(TaskOutcome::NotNeeded),
        at,
    );
}

/// Ends all tasks, because the person has died.
pub(super) fn drop_all(case: &mut Case, at: Timestamp) {
    settle(case, |_| Some(TaskOutcome::NotNeeded), at);
}

/// Ends all tasks after the deletion: one was the deletion itself, and nobody is left for the
/// others.
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

/// The numbers of the open tasks.
pub(super) fn open_numbers(case: &Case) -> BTreeSet<u32> {
    case.coordination
        .open_tasks()
        .map(|task| task.task)
        .collect()
}

/// Reopens tasks that should not have been ended.
pub(super) fn reopen(case: &mut Case, tasks: &[u32]) {
    for task in case
        .coordination
        .tasks
        .iter_mut()
        .filter(|task| tasks.contains(&task.task))
    {
        (task.outcome, task.done_at) = (None, None);
    }
}

/// Ends the tasks with an outcome.
fn settle(case: &mut Case, outcome: impl Fn(TaskKind) -> Option<TaskOutcome>, at: Timestamp) {
    let mut settled = Vec::new();
    for task in case
        .coordination
        .tasks
        .iter_mut()
        .filter(|task| task.is_open())
    {
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
