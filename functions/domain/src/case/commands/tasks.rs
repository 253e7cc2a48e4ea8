//! Named coordinators, tasks, and looks at a case.

use super::Refused;
use crate::calendar::end_of_working_day_after;
use events::assessment::Tier;
use events::case::{
    Case, CaseChange, CoordinatorReason, TaskDone, TaskGiven, TaskKind, TaskOutcome,
};
use events::referral::ChannelKind;
use jiff::{SignedDuration, Timestamp};

/// The latest due time of a task: a year ahead.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);
/// The longest account name that the sign-in service allows.
const LONGEST_NAME: usize = 128;

/// A coordinator's request for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewTask {
    pub kind: TaskKind,
    /// When the task may start, if the person named a time.
    pub from: Option<Timestamp>,
    /// The due time. `None` means the end of the next working day.
    pub due: Option<Timestamp>,
}

/// Names a coordinator for the person (AS8, CA12). Returns no events if they are named already. If
/// their account was closed and is open again, the task of naming somebody else ends. The caller has
/// checked that the account exists and is open.
///
/// # Errors
/// [`Refused`] for an invalid account name.
pub fn assign(case: &Case, to: &str, by: &str) -> Result<Vec<CaseChange>, Refused> {
    if !is_account(to) {
        return Err(Refused::Wrong(words::refusals::not_a_coordinator()));
    }
    if case.coordination.coordinator.as_deref() == Some(to) {
        return Ok(finish_open(case, &[TaskKind::NameCoordinator], by).collect());
    }
    Ok(vec![CaseChange::Assigned {
        to: to.to_owned(),
        by: by.to_owned(),
    }])
}

/// Gives a task.
///
/// # Errors
/// [`Refused`] for a task that only the hub gives, a time that has passed or is too far ahead, and
/// if the person has died or was deleted.
pub fn give_task(case: &Case, asked: NewTask, now: Timestamp) -> Result<Vec<CaseChange>, Refused> {
    let NewTask { kind, from, due } = asked;
    if matches!(
        kind,
        TaskKind::TellPerson
            | TaskKind::NameCoordinator
            | TaskKind::LookAtDanger
            | TaskKind::CheckStopped
            | TaskKind::ApproveDisclosure
            | TaskKind::ApproveErasure
            | TaskKind::ApproveMerge
    ) {
        return Err(Refused::Wrong(words::refusals::task_of_hub()));
    }
    let due =
        due.unwrap_or_else(|| end_of_working_day_after(from.map_or(now, |from| from.max(now)), 1));
    if due <= now || from.is_some_and(|from| from >= due) || due > now + LONGEST {
        return Err(Refused::Wrong(words::refusals::task_due()));
    }
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    Ok(vec![CaseChange::TaskGiven(TaskGiven { kind, from, due })])
}

/// Ends a task. Returns no events if it ended already with the same outcome.
///
/// # Errors
/// Returns [`Refused`] if:
///
/// - the case does not have the task, or the task ended with another outcome;
/// - the coordinator was not named for it;
/// - nobody has checked the death;
/// - a sudden stop was not looked at in a way of contact that was confirmed before it;
/// - the disclosure was not approved (any other outcome refuses it).
pub fn finish_task(
    case: &Case,
    number: u32,
    outcome: TaskOutcome,
    way: Option<ChannelKind>,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let Some(task) = case
        .coordination
        .tasks
        .iter()
        .find(|task| task.task == number)
    else {
        return Err(Refused::Wrong(words::refusals::no_such_task()));
    };
    match task.outcome {
        Some(before) if before == outcome => return Ok(Vec::new()),
        Some(_) => return Err(Refused::NotNow(words::refusals::task_has_outcome())),
        None => {}
    }
    // Nobody with enhanced rights is left without a named coordinator (AS8), and no case is left with
    // an account that was closed.
    let needed = case.tier() == Tier::Enhanced || case.coordination.coordinator.is_some();
    if task.kind == TaskKind::NameCoordinator && needed {
        return Err(Refused::NotNow(words::refusals::name_coordinator()));
    }
    // The hub sends nothing to a person who may have died, and no other task may suggest that they
    // live.
    if task.kind == TaskKind::CheckDeath && outcome != TaskOutcome::NotNeeded {
        return Err(Refused::NotNow(words::refusals::check_death()));
    }
    if task.kind == TaskKind::ApproveDisclosure && outcome == TaskOutcome::Done {
        return Err(Refused::NotNow(words::refusals::approve_disclosure()));
    }
    let proposed = [TaskKind::ApproveErasure, TaskKind::ApproveMerge].contains(&task.kind);
    if proposed && outcome == TaskOutcome::Done {
        return Err(Refused::NotNow(words::staff_access::approve_instead()));
    }
    if task.kind == TaskKind::CheckStopped && outcome == TaskOutcome::Done {
        // Anyone who opened the page may have put their own number there.
        let way = way.ok_or(Refused::Wrong(words::refusals::say_the_way()))?;
        let contact = &case.contact;
        let confirmed = !contact.unconfirmed.contains(&way)
            && case.received.safe_channels.contains(&way)
            || contact.safe_before.contains(&way);
        if way == ChannelKind::Online || !confirmed {
            return Err(Refused::NotNow(words::refusals::way_not_confirmed()));
        }
    }
    Ok(vec![CaseChange::TaskDone(TaskDone {
        task: number,
        outcome,
        by: by.to_owned(),
        way: way.filter(|_| outcome == TaskOutcome::Done),
    })])
}

/// Records that a coordinator looked at the case. Returns no events if one has already, so that the
/// hold is over. The case refuses a look that no task follows.
pub fn mark_looked_at(case: &Case, why: CoordinatorReason, by: &str) -> Vec<CaseChange> {
    let looked = case.coordination.why_coordinators.is_some()
        && !case.coordination.held(why)
        && case.coordination.open_tasks().next().is_some();
    if looked {
        Vec::new()
    } else {
        vec![CaseChange::Looked {
            why,
            by: by.to_owned(),
        }]
    }
}

/// Ends the open tasks of those kinds as done.
pub(super) fn finish_open<'a>(
    case: &'a Case,
    kinds: &'a [TaskKind],
    by: &'a str,
) -> impl Iterator<Item = CaseChange> + 'a {
    let open = case
        .coordination
        .open_tasks()
        .filter(move |task| kinds.contains(&task.kind));
    open.map(move |task| done(task.task, TaskOutcome::Done, by))
}

fn done(task: u32, outcome: TaskOutcome, by: &str) -> CaseChange {
    CaseChange::TaskDone(TaskDone {
        task,
        outcome,
        by: by.to_owned(),
        way: None,
    })
}

/// Whether an account can have that name: the characters that the sign-in service allows, so that
/// it cannot hold a sentence.
pub fn is_account(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+');
    (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(plain)
}
