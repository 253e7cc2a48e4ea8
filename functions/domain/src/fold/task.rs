//! What somebody does by hand: given, done, a promise to the person meanwhile.

use super::{IllegalMove, owed};
use events::case::{Case, Task, TaskDone, TaskGiven, TaskKind, TaskOutcome, WhyNotSent};
use events::update::UpdateKind;
use jiff::Timestamp;

/// Somebody has something to do by hand.
pub(super) fn given(case: &mut Case, given: &TaskGiven, at: Timestamp) {
    let TaskGiven { kind, from, due } = *given;
    add(case, Task { from, ..task(case, kind, due) }, at);
}

/// Somebody has to tell the person what no machine did.
pub(super) fn tell_person(case: &mut Case, update: UpdateKind, why: WhyNotSent, due: Timestamp, at: Timestamp) {
    add(case, Task { update: Some(update), why: Some(why), ..task(case, TaskKind::TellPerson, due) }, at);
}

fn task(case: &Case, kind: TaskKind, due: Timestamp) -> Task {
    Task { task: case.version + 1, kind, update: None, why: None, from: None, due, outcome: None, done_at: None }
}

fn add(case: &mut Case, task: Task, at: Timestamp) {
    owed::task(case, &task, at);
    case.tasks.push(task);
}

/// Somebody did it, or found that it cannot be done.
pub(super) fn done(case: &mut Case, done: &TaskDone, at: Timestamp) -> Result<(), IllegalMove> {
    let open = |task: &&mut Task| task.task == done.task && task.is_open();
    let task = case.tasks.iter_mut().find(open).ok_or(IllegalMove::NoSuchTask)?;
    (task.outcome, task.done_at) = (Some(done.outcome), Some(at));
    owed::task_done(case, done.task, at);
    Ok(())
}

/// A coordinator is named: that was the task.
pub(super) fn named(case: &mut Case, at: Timestamp) {
    settle(case, TaskOutcome::Done, at);
}

/// The case is over: nobody has to be named for it any more.
pub(super) fn nobody_to_name(case: &mut Case, at: Timestamp) {
    settle(case, TaskOutcome::NotNeeded, at);
}

fn settle(case: &mut Case, outcome: TaskOutcome, at: Timestamp) {
    let mut settled = Vec::new();
    for task in case.tasks.iter_mut().filter(|task| task.kind == TaskKind::NameCoordinator && task.is_open()) {
        (task.outcome, task.done_at) = (Some(outcome), Some(at));
        settled.push(task.task);
    }
    for task in settled {
        if outcome == TaskOutcome::Done { owed::task_done(case, task, at) } else { owed::task_dropped(case, task, at) }
    }
}
