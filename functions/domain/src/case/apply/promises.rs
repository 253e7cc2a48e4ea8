//! What the hub and its providers owe the person. Each "we will … by …" is a promise like those of the Code (DC7).

use crate::promise::{due, is_broken, keep, make_named, set_due};
use events::case::{Case, ComplaintAbout, ComplaintStep, Onward, Task, TaskKind};
use events::justice::{Limit, Promise, PromiseId, PromiseOwner, RuleCode};
use events::referral::SourceKind;
use jiff::Timestamp;
use std::collections::BTreeSet;
use words::promises;

/// The authority of what the hub itself promises (DC7).
const HUB_PROMISE: &str = "the hub's own promise";
/// The authority of what a complaint is owed.
const COMPLAINT: &str = "Victims' Code 2020, right 12";

/// A service was asked, so it owes an answer.
pub(super) fn promise_answer(case: &mut Case, by: Timestamp, at: Timestamp) {
    add(
        case,
        RuleCode::ANSWER,
        promises::ANSWER,
        PromiseOwner::Provider,
        by,
        at,
    );
}

/// The service answered, either way. `seq` is the number of the offer.
pub(super) fn keep_answer(case: &mut Case, seq: u32, at: Timestamp) {
    keep_promise(case, RuleCode::ANSWER, seq, at);
}

/// A service that accepts promises to try to reach the person. An attempt keeps the promise: no service can promise that
/// the person can be reached (TV2). The promise has the number of the offer, too.
pub(super) fn promise_first_contact(case: &mut Case, seq: u32, by: Timestamp, at: Timestamp) {
    let by_now = case.version + 1;
    let promise = make_named(
        PromiseId::new(RuleCode::FIRST_CONTACT, seq),
        promises::FIRST_CONTACT,
        PromiseOwner::Provider,
        HUB_PROMISE,
        at,
        by,
        by_now,
    );
    case.justice.promises.push(promise);
}

/// The service tried to reach the person, or reached them.
pub(super) fn keep_first_contact(case: &mut Case, seq: u32, at: Timestamp) {
    keep_promise(case, RuleCode::FIRST_CONTACT, seq, at);
}

/// A service no longer owes what it promised under the offer with that number.
pub(super) fn release_offer(case: &mut Case, seq: u32, at: Timestamp) {
    let codes = [
        PromiseId::new(RuleCode::ANSWER, seq),
        PromiseId::new(RuleCode::FIRST_CONTACT, seq),
    ];
    release(case, at, |promise| codes.contains(&promise.code));
}

/// A pause begins or ends. A provider that has not been in touch yet has until the time in its onward referral. A promise
/// that was broken before `since` stays broken. A promise that moves gets a new warning.
pub(super) fn move_for_pause(case: &mut Case, since: Timestamp) {
    let time = |onward: &Onward| onward.first_contact_by.max(onward.quiet_until);
    let times: Vec<(PromiseId, Timestamp)> = case
        .support
        .live()
        .filter_map(|onward| {
            Some((
                PromiseId::new(RuleCode::FIRST_CONTACT, onward.seq),
                time(onward)?,
            ))
        })
        .collect();
    let seq = case.version + 1;
    for promise in case
        .justice
        .promises
        .iter_mut()
        .filter(|promise| promise.is_watched() && promise.due >= since)
    {
        let by = times
            .iter()
            .find(|(code, by)| *code == promise.code && *by != promise.due);
        if let Some((_, by)) = by {
            set_due(promise, *by, true, seq);
            promise.warned_at = None;
        }
    }
}

/// The coordinators were given the case, so one of them looks at it.
pub(super) fn promise_look(case: &mut Case, by: Timestamp, at: Timestamp) {
    add(
        case,
        RuleCode::LOOK,
        promises::LOOK,
        PromiseOwner::Hub,
        by,
        at,
    );
}

/// A coordinator looks sooner than was said. A promise that is broken already stays broken.
pub(super) fn bring_look_forward(case: &mut Case, seq: u32, by: Timestamp) {
    let (code, now) = (PromiseId::new(RuleCode::LOOK, seq), case.version + 1);
    let open = |promise: &&mut Promise| promise.code == code && promise.is_watched();
    case.justice
        .promises
        .iter_mut()
        .filter(open)
        .for_each(|promise| set_due(promise, by, true, now));
}

/// A coordinator looked.
pub(super) fn keep_look(case: &mut Case, seq: u32, at: Timestamp) {
    keep_promise(case, RuleCode::LOOK, seq, at);
}

/// Somebody has something to do by hand.
pub(super) fn promise_task(case: &mut Case, task: &Task, at: Timestamp) {
    add(
        case,
        RuleCode::TASK,
        task_words(task.kind),
        PromiseOwner::Hub,
        task.due,
        at,
    );
}

/// What is promised by the task of that number.
pub(crate) const fn task_promise(task: u32) -> PromiseId {
    PromiseId::new(RuleCode::TASK, task)
}

/// The task is done.
pub(super) fn keep_task(case: &mut Case, task: u32, at: Timestamp) {
    keep_promise(case, RuleCode::TASK, task, at);
}

/// The task is no longer needed.
pub(super) fn release_task(case: &mut Case, task: u32, at: Timestamp) {
    let code = PromiseId::new(RuleCode::TASK, task);
    release(case, at, |promise| promise.code == code);
}

/// The case goes to a meeting, and we make sure that the meeting receives it.
pub(super) fn promise_meeting(case: &mut Case, by: Timestamp, at: Timestamp) {
    add(
        case,
        RuleCode::PATHWAY,
        promises::MORE_HELP,
        PromiseOwner::Hub,
        by,
        at,
    );
}

/// The meeting received it.
pub(super) fn keep_meeting(case: &mut Case, seq: u32, at: Timestamp) {
    keep_promise(case, RuleCode::PATHWAY, seq, at);
}

/// The person complained. The complaint is acknowledged within 10 working days and answered within 20. The hub answers
/// for itself and its services. The police answer for the justice agencies. If the police did not refer the person,
/// they may not know about the case, and the hub answers.
pub(super) fn promise_complaint(case: &mut Case, about: ComplaintAbout, at: Timestamp) {
    let owner = match about {
        ComplaintAbout::Code if case.received.source == SourceKind::Police => PromiseOwner::Police,
        ComplaintAbout::Code | ComplaintAbout::Service => PromiseOwner::Hub,
    };
    let steps = [
        (
            RuleCode::COMPLAINT_ACKNOWLEDGED,
            promises::COMPLAINT_ACKNOWLEDGED,
            10,
        ),
        (RuleCode::COMPLAINT_REPLIED, promises::COMPLAINT_REPLIED, 20),
    ];
    for (rule, what, days) in steps {
        let limit = Limit::WorkingDays(days);
        let seq = case.version + 1;
        let promise = make_named(
            PromiseId::new(rule, seq),
            what,
            owner,
            COMPLAINT,
            at,
            due(limit, at),
            seq,
        );
        case.justice.promises.push(Promise { limit, ..promise });
    }
}

/// The number of the complaint, and the step that keeps the promise; `None` if the promise is about something else.
pub(super) fn complaint_step(promise: &PromiseId) -> Option<(u32, ComplaintStep)> {
    let step = if promise.rule == RuleCode::COMPLAINT_ACKNOWLEDGED {
        ComplaintStep::Acknowledged
    } else if promise.rule == RuleCode::COMPLAINT_REPLIED {
        ComplaintStep::Replied
    } else {
        return None;
    };
    Some((promise.event_number, step))
}

/// The complaint got that far. A reply also acknowledges it.
pub(super) fn keep_complaint(case: &mut Case, complaint: u32, step: ComplaintStep, at: Timestamp) {
    keep_promise(case, RuleCode::COMPLAINT_ACKNOWLEDGED, complaint, at);
    if step == ComplaintStep::Replied {
        keep_promise(case, RuleCode::COMPLAINT_REPLIED, complaint, at);
    }
}

/// The case is over, so support is no longer owed. Promises made by hand, and what a complaint is owed, stay. If the person
/// has died, nothing is owed.
pub(super) fn release_support(case: &mut Case, died: bool, at: Timestamp) {
    release(case, at, |promise| {
        died || [RuleCode::ANSWER, RuleCode::FIRST_CONTACT, RuleCode::LOOK]
            .contains(&promise.code.rule)
    });
}

/// The ids of the promises that have not been released.
pub(super) fn not_released(case: &Case) -> BTreeSet<PromiseId> {
    case.justice
        .promises
        .iter()
        .filter(|one| one.released_at.is_none())
        .map(|one| one.code.clone())
        .collect()
}

/// Those promises are owed again, by the same times: they should not have been released.
pub(super) fn restore(case: &mut Case, codes: &[PromiseId]) {
    case.justice
        .promises
        .iter_mut()
        .filter(|one| codes.contains(&one.code))
        .for_each(|one| one.released_at = None);
}

fn add(
    case: &mut Case,
    rule: RuleCode,
    what: &str,
    owner: PromiseOwner,
    by: Timestamp,
    at: Timestamp,
) {
    let seq = case.version + 1;
    case.justice.promises.push(make_named(
        PromiseId::new(rule, seq),
        what,
        owner,
        HUB_PROMISE,
        at,
        by,
        seq,
    ));
}

fn keep_promise(case: &mut Case, rule: RuleCode, seq: u32, at: Timestamp) {
    let (code, proof) = (PromiseId::new(rule, seq), case.version + 1);
    case.justice
        .promises
        .iter_mut()
        .filter(|promise| promise.code == code)
        .for_each(|promise| keep(promise, at, proof));
}

/// The promises that `which` selects are no longer owed. A promise that was kept stays kept, and one that is broken by then
/// stays broken, even if nobody has noticed yet.
fn release(case: &mut Case, at: Timestamp, which: impl Fn(&Promise) -> bool) {
    let decided = |promise: &Promise| {
        promise.kept_at.or(promise.broken_at).is_some() || is_broken(promise, at)
    };
    let open = |promise: &&mut Promise| !decided(promise) && which(promise);
    case.justice
        .promises
        .iter_mut()
        .filter(open)
        .for_each(|promise| {
            promise.released_at.get_or_insert(at);
        });
}

/// The live onward referral whose provider owes that promise; `None` if someone else owes it.
pub fn owing_onward<'a>(case: &'a Case, promise: &PromiseId) -> Option<&'a Onward> {
    let by_provider = [RuleCode::ANSWER, RuleCode::FIRST_CONTACT].contains(&promise.rule);
    case.support
        .live()
        .find(|onward| by_provider && onward.seq == promise.event_number)
}

/// What the person is promised by a task: the key of the words.
const fn task_words(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::TellPerson => promises::TASK_TELL_PERSON,
        TaskKind::Call => promises::TASK_CALL,
        TaskKind::Letter => promises::TASK_LETTER,
        TaskKind::LookAtDanger => promises::LOOK,
        TaskKind::NameCoordinator => promises::TASK_NAME_COORDINATOR,
        TaskKind::CheckContact => promises::TASK_CHECK_CONTACT,
        // A bereaved relative may read it, and so may the person, if the report was a mistake.
        TaskKind::CheckDeath => promises::TASK_CHECK_DEATH,
        TaskKind::WrongWords => promises::TASK_WRONG_WORDS,
        TaskKind::ReadWords => promises::TASK_READ_WORDS,
        TaskKind::RestorativeJustice => promises::TASK_RESTORATIVE_JUSTICE,
        TaskKind::Panel => promises::TASK_PANEL,
        TaskKind::Deletion => promises::TASK_DELETION,
        // Someone who reads over the person's shoulder must not find out about a meeting, or about what is shared.
        TaskKind::ConsiderMarac | TaskKind::ConsiderMash | TaskKind::ApproveDisclosure => {
            promises::MORE_HELP
        }
        // Promised by cases from before the task was hidden, which the page does not show.
        TaskKind::Duplicate
        | TaskKind::CheckStopped
        | TaskKind::ApproveErasure
        | TaskKind::ApproveMerge => promises::TASK_DUPLICATE,
        TaskKind::Complaint => promises::TASK_COMPLAINT,
        TaskKind::ChasePromise => promises::TASK_CHASE_PROMISE,
        TaskKind::NotesRequest => promises::TASK_NOTES_REQUEST,
    }
}
