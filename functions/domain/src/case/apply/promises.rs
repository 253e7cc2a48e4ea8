//! What the hub and its providers owe the person: each "we will … by …" is a promise like those of the Code (DC7).

use crate::promise::{due, is_broken, keep, make_named, set_due};
use events::case::{Case, ComplaintAbout, ComplaintStep, Onward, Task, TaskKind};
use events::justice::{Limit, Promise, PromiseId, PromiseOwner, RuleCode};
use events::referral::SourceKind;
use jiff::Timestamp;
use std::collections::BTreeSet;

const LOOKS: &str = "One of our team reads what we know and plans what to do";
const MORE_HELP: &str = "One of our team looks at what else would help you";
/// The hub's own word (DC7).
const OWN: &str = "the hub's own promise";
/// The Code's.
const COMPLAINT: &str = "Victims' Code 2020, right 12";

/// A service was asked: it answers.
pub(super) fn promise_answer(case: &mut Case, by: Timestamp, at: Timestamp) {
    add(
        case,
        RuleCode::ANSWER,
        "The service tells us if it can help",
        PromiseOwner::Provider,
        by,
        at,
    );
}

/// It did, either way. `seq` is the place of the offer.
pub(super) fn keep_answer(case: &mut Case, seq: u32, at: Timestamp) {
    keep_promise(case, RuleCode::ANSWER, seq, at);
}

/// It said yes: it tries to reach the person, which is what keeps the promise: whether they can be reached is not the service's
/// to promise (TV2). The promise has the number of the offer, too.
pub(super) fn promise_first_contact(case: &mut Case, seq: u32, by: Timestamp, at: Timestamp) {
    let what = "The service tries to reach you, only in a way you said is safe";
    let by_now = case.version + 1;
    let promise = make_named(
        PromiseId::new(RuleCode::FIRST_CONTACT, seq),
        what,
        PromiseOwner::Provider,
        OWN,
        at,
        by,
        by_now,
    );
    case.promises.push(promise);
}

/// It did, or reached them.
pub(super) fn keep_first_contact(case: &mut Case, seq: u32, at: Timestamp) {
    keep_promise(case, RuleCode::FIRST_CONTACT, seq, at);
}

/// What a service owed under the offer of that place is owed no more.
pub(super) fn release_offer(case: &mut Case, seq: u32, at: Timestamp) {
    let codes = [
        PromiseId::new(RuleCode::ANSWER, seq),
        PromiseId::new(RuleCode::FIRST_CONTACT, seq),
    ];
    release(case, at, |promise| codes.contains(&promise.code));
}

/// A quiet begins or ends: who has yet to get in touch has the time that their onward referral says. A promise that was
/// broken before `since` stays so; one that is moved is warned of anew.
pub(super) fn move_for_pause(case: &mut Case, since: Timestamp) {
    let time = |onward: &Onward| onward.first_contact_by.max(onward.quiet_until);
    let times: Vec<(PromiseId, Timestamp)> = case
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

/// The coordinators were given the case: one of them looks.
pub(super) fn promise_look(case: &mut Case, by: Timestamp, at: Timestamp) {
    add(case, RuleCode::LOOK, LOOKS, PromiseOwner::Hub, by, at);
}

/// One of them looks sooner than was said. What was broken by then stays so.
pub(super) fn bring_look_forward(case: &mut Case, seq: u32, by: Timestamp) {
    let (code, now) = (PromiseId::new(RuleCode::LOOK, seq), case.version + 1);
    let open = |promise: &&mut Promise| promise.code == code && promise.is_watched();
    case.promises
        .iter_mut()
        .filter(open)
        .for_each(|promise| set_due(promise, by, true, now));
}

/// One of them did.
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

/// They did it.
pub(super) fn keep_task(case: &mut Case, task: u32, at: Timestamp) {
    keep_promise(case, RuleCode::TASK, task, at);
}

/// Nobody has to do it any more.
pub(super) fn release_task(case: &mut Case, task: u32, at: Timestamp) {
    let code = PromiseId::new(RuleCode::TASK, task);
    release(case, at, |promise| promise.code == code);
}

/// A meeting was given the case: we see to it that it has it.
pub(super) fn promise_meeting(case: &mut Case, by: Timestamp, at: Timestamp) {
    add(
        case,
        RuleCode::PATHWAY,
        MORE_HELP,
        PromiseOwner::Hub,
        by,
        at,
    );
}

/// It has it.
pub(super) fn keep_meeting(case: &mut Case, seq: u32, at: Timestamp) {
    keep_promise(case, RuleCode::PATHWAY, seq, at);
}

/// The person complained: within 10 working days they hear that it is there, within 20 they have a reply. The hub and its
/// services answer for themselves; what is about the Code goes to the police, who answer for the agencies of justice. Where
/// the police did not refer the person they may not know of the case: then the hub sees to it.
pub(super) fn promise_complaint(case: &mut Case, about: ComplaintAbout, at: Timestamp) {
    let owner = match about {
        ComplaintAbout::Code if case.received.source == SourceKind::Police => PromiseOwner::Police,
        ComplaintAbout::Code | ComplaintAbout::Service => PromiseOwner::Hub,
    };
    let steps = [
        (
            RuleCode::COMPLAINT_ACKNOWLEDGED,
            "You hear that we have your complaint",
            10,
        ),
        (
            RuleCode::COMPLAINT_REPLIED,
            "You get an answer to your complaint",
            20,
        ),
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
        case.promises.push(Promise { limit, ..promise });
    }
}

/// The complaint, and how far it has come, where that is what keeps the promise of that code.
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

/// It was answered so far. Who has a reply knows that the complaint is there.
pub(super) fn keep_complaint(case: &mut Case, complaint: u32, step: ComplaintStep, at: Timestamp) {
    keep_promise(case, RuleCode::COMPLAINT_ACKNOWLEDGED, complaint, at);
    if step == ComplaintStep::Replied {
        keep_promise(case, RuleCode::COMPLAINT_REPLIED, complaint, at);
    }
}

/// The case is over: what was to be done to support the person is owed no more. Where they have died, nothing is. What
/// was promised by hand, and what a complaint is owed, stays.
pub(super) fn release_support(case: &mut Case, died: bool, at: Timestamp) {
    release(case, at, |promise| {
        died || [RuleCode::ANSWER, RuleCode::FIRST_CONTACT, RuleCode::LOOK]
            .contains(&promise.code.rule)
    });
}

/// The codes of the promises of which nobody has been released.
pub(super) fn not_released(case: &Case) -> BTreeSet<PromiseId> {
    case.promises
        .iter()
        .filter(|one| one.released_at.is_none())
        .map(|one| one.code.clone())
        .collect()
}

/// Those promises are owed again, by the times that were said: nobody should have been released.
pub(super) fn restore(case: &mut Case, codes: &[PromiseId]) {
    case.promises
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
    case.promises.push(make_named(
        PromiseId::new(rule, seq),
        what,
        owner,
        OWN,
        at,
        by,
        seq,
    ));
}

fn keep_promise(case: &mut Case, rule: RuleCode, seq: u32, at: Timestamp) {
    let (code, proof) = (PromiseId::new(rule, seq), case.version + 1);
    case.promises
        .iter_mut()
        .filter(|promise| promise.code == code)
        .for_each(|promise| keep(promise, at, proof));
}

/// Nobody owes any more what `which` says. What was kept stays as it was, and what was broken by then is seen to be, also
/// where nobody had looked yet.
fn release(case: &mut Case, at: Timestamp, which: impl Fn(&Promise) -> bool) {
    let decided = |promise: &Promise| {
        promise.kept_at.or(promise.broken_at).is_some() || is_broken(promise, at)
    };
    let open = |promise: &&mut Promise| !decided(promise) && which(promise);
    case.promises.iter_mut().filter(open).for_each(|promise| {
        promise.released_at.get_or_insert(at);
    });
}

/// The live onward referral whose provider owes that promise; nothing where the promise is somebody else's.
pub fn owing_onward<'a>(case: &'a Case, promise: &PromiseId) -> Option<&'a Onward> {
    let by_provider = [RuleCode::ANSWER, RuleCode::FIRST_CONTACT].contains(&promise.rule);
    case.live()
        .find(|onward| by_provider && onward.seq == promise.event_number)
}

/// What the person is promised by a task, in plain words.
const fn task_words(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::TellPerson => "One of our team finds a safe way to tell you how things stand",
        TaskKind::Call => "One of our team rings you, as you asked",
        TaskKind::Letter => "One of our team writes to you",
        TaskKind::LookAtDanger => LOOKS,
        TaskKind::NameCoordinator => "One person of our team stays with you from start to end",
        TaskKind::CheckContact => "One of our team checks how we can reach you safely",
        // Whoever mourns the person may read it, and so may the person, where it was a mistake.
        TaskKind::CheckDeath => "One of our team checks that what we know is right",
        TaskKind::WrongWords => "One of our team checks that nobody else tried to read your page",
        TaskKind::ReadWords => "One of our team reads what you wrote and answers",
        TaskKind::RestorativeJustice => {
            "Somebody tells you what restorative justice is, and you choose"
        }
        TaskKind::Panel => "One of our team tells you about the panel",
        TaskKind::Deletion => {
            "One of our team deletes what we know of you, or tells you why we must keep it"
        }
        // Whoever reads over the person's shoulder must not learn of a meeting about them, or of what is shared.
        TaskKind::ConsiderMarac | TaskKind::ConsiderMash | TaskKind::ApproveDisclosure => MORE_HELP,
        TaskKind::Duplicate => "One of our team checks whether you asked us twice",
        TaskKind::Complaint => "One of our team helps with your complaint",
        TaskKind::ChasePromise => {
            "One of our team asks why a promise to you was not kept, and tells you"
        }
        TaskKind::NotesRequest => {
            "One of our team sees to it that the notes about you stay private"
        }
    }
}
