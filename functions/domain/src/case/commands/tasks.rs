//! Who does what for a person: the named coordinator, tasks, and what is looked at.

use super::Refused;
use crate::calendar::end_of_working_day_after;
use events::assessment::Tier;
use events::case::{
    Case, CaseChange, CoordinatorReason, TaskDone, TaskGiven, TaskKind, TaskOutcome,
};
use jiff::{SignedDuration, Timestamp};

/// The longest time that a task may wait: a year.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);
/// What an account's name can be: as the login makes them, and nothing that says a sentence.
const LONGEST_NAME: usize = 128;

/// What a coordinator wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// What.
    pub kind: TaskKind,
    /// Not before, where the person named a time.
    pub from: Option<Timestamp>,
    /// By when; the end of the next working day where nobody says.
    pub due: Option<Timestamp>,
}

/// A coordinator is named for the person (AS8, CA12); nothing where it is the one who is named already. The caller has
/// looked up that there is such a coordinator.
///
/// # Errors
/// [`Refused`] for what is no account's name.
pub fn assign(case: &Case, to: &str, by: &str) -> Result<Vec<CaseChange>, Refused> {
    if !is_account(to) {
        return Err(Refused::Wrong("to is the account of a coordinator"));
    }
    if case.coordinator.as_deref() == Some(to) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseChange::Assigned {
        to: to.to_owned(),
        by: by.to_owned(),
    }])
}

/// Somebody has something to do by hand.
///
/// # Errors
/// [`Refused`] for a task that the hub alone gives, a time that has passed or is too far away, and where nobody is left
/// whom it could be about.
pub fn give_task(case: &Case, asked: NewTask, now: Timestamp) -> Result<Vec<CaseChange>, Refused> {
    let NewTask { kind, from, due } = asked;
    if matches!(
        kind,
        TaskKind::TellPerson
            | TaskKind::NameCoordinator
            | TaskKind::LookAtDanger
            | TaskKind::ApproveDisclosure
    ) {
        return Err(Refused::Wrong("The hub gives that task itself"));
    }
    let due =
        due.unwrap_or_else(|| end_of_working_day_after(from.map_or(now, |from| from.max(now)), 1));
    if due <= now || from.is_some_and(|from| from >= due) || due > now + LONGEST {
        return Err(Refused::Wrong(
            "due is a time to come, within a year, and after from",
        ));
    }
    if case.erased_at.is_some() {
        return Err(Refused::NotNow("Who the case is about has been deleted"));
    }
    Ok(vec![CaseChange::TaskGiven(TaskGiven { kind, from, due })])
}

/// A task is off somebody's hands; nothing where it is already, in the same way.
///
/// # Errors
/// [`Refused`] for a task that the case has not, one that ended otherwise, a coordinator who was not named, a death that
/// nobody has found out about, and a disclosure that was not approved: any other outcome refuses it.
pub fn finish_task(
    case: &Case,
    number: u32,
    outcome: TaskOutcome,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let Some(task) = case.tasks.iter().find(|task| task.task == number) else {
        return Err(Refused::Wrong("The case has no such task"));
    };
    match task.outcome {
        Some(before) if before == outcome => return Ok(Vec::new()),
        Some(_) => return Err(Refused::NotNow("Something else came of the task already")),
        None => {}
    }
    // Nobody with enhanced rights is left without somebody of their own (AS8).
    if task.kind == TaskKind::NameCoordinator && case.tier() == Tier::Enhanced {
        return Err(Refused::NotNow(
            "Name a coordinator: that is what the task is done by",
        ));
    }
    // Whoever has died is told nothing by a machine, and nobody says by the way that they live.
    if task.kind == TaskKind::CheckDeath && outcome != TaskOutcome::NotNeeded {
        return Err(Refused::NotNow(
            "Close the case as died, or say not-needed where it was a mistake and the person lives",
        ));
    }
    if task.kind == TaskKind::ApproveDisclosure && outcome == TaskOutcome::Done {
        return Err(Refused::NotNow(
            "Approve it: that is what the task is done by. Any other outcome refuses it",
        ));
    }
    Ok(vec![done(number, outcome, by)])
}

/// A coordinator looked at what they were given the case for. Nothing where one of them has, so that what they looked at is
/// theirs no more; the case itself refuses what no task follows from.
pub fn mark_looked_at(case: &Case, why: CoordinatorReason, by: &str) -> Vec<CaseChange> {
    let looked =
        case.why_coordinators.is_some() && !case.held(why) && case.open_tasks().next().is_some();
    if looked {
        Vec::new()
    } else {
        vec![CaseChange::Looked {
            why,
            by: by.to_owned(),
        }]
    }
}

/// The open tasks of those kinds, done.
pub(super) fn finish_open<'a>(
    case: &'a Case,
    kinds: &'a [TaskKind],
    by: &'a str,
) -> impl Iterator<Item = CaseChange> + 'a {
    let open = case
        .open_tasks()
        .filter(move |task| kinds.contains(&task.kind));
    open.map(move |task| done(task.task, TaskOutcome::Done, by))
}

fn done(task: u32, outcome: TaskOutcome, by: &str) -> CaseChange {
    CaseChange::TaskDone(TaskDone {
        task,
        outcome,
        by: by.to_owned(),
    })
}

/// Whether an account can have that name: what the login makes, and nothing that says a sentence.
pub fn is_account(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+');
    (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(plain)
}
