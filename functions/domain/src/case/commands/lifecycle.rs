//! Closing and reopening a case, and raising its tier or risk, for every caller.

use super::access::close_page;
use crate::case::access::ends_page;
use crate::case::apply::append_all;
use crate::case::deadlines::case_due;
use crate::case::readers::is_theirs;
use events::Reference;
use events::assessment::{Category, Flag, Risk, Specialism, Tier};
use events::case::{
    Actor, Case, CaseChange, CloseReason, Closed, Onward, OnwardState, Pathway, ReopenReason,
    TaskGiven, TaskKind, Uplifted,
};
use jiff::Timestamp;

/// Closes a case. Live onward referrals are withdrawn first, so that each provider knows.
/// The recipient of a transfer that was accepted keeps the person (CA21, CA22). If the case goes on elsewhere, or should
/// not have been opened, nobody can open its page any more.
pub fn close(case: &Case, why: CloseReason, into: Option<Reference>, by: Actor) -> Vec<CaseChange> {
    let stays = |onward: &Onward| {
        why == CloseReason::MovedOn
            && onward.offered.hand_on.is_some()
            && onward.state == OnwardState::Accepted
    };
    let ended = case.support.live().map(|live| {
        let onward = live.offered.onward.clone();
        if stays(live) {
            CaseChange::Transferred { onward }
        } else {
            CaseChange::Withdrawn { onward }
        }
    });
    let page = ends_page(why).then(|| close_page(case, by.clone()));
    ended
        .chain([CaseChange::Closed(Closed { why, into, by })])
        .chain(page.into_iter().flatten())
        .collect()
}

/// Reopens a case. A person with enhanced rights gets a task for naming a coordinator (AS8, CA12), and so does everybody
/// whose coordinator's account was closed before the case was.
pub fn reopen(case: &Case, why: ReopenReason, by: Actor, now: Timestamp) -> Vec<CaseChange> {
    let reopened = CaseChange::Reopened { why, by };
    let unnamed = match case.coordination.coordinator {
        None => case.tier() == Tier::Enhanced,
        Some(_) => coordinator_had_left(case),
    };
    // If the case was closed by mistake, reopening may have restored that task already.
    let after = append_all(case, vec![reopened.clone()], now).map(|(after, _)| after);
    let open = |after: &Case| {
        after
            .coordination
            .open_tasks()
            .any(|task| task.kind == TaskKind::NameCoordinator)
    };
    let to_name = !after.as_ref().is_ok_and(open);
    let name = TaskGiven {
        kind: TaskKind::NameCoordinator,
        from: None,
        due: case_due(case, now),
    };
    std::iter::once(reopened)
        .chain((unnamed && to_name).then_some(CaseChange::TaskGiven(name)))
        .collect()
}

/// Whether the case ended while somebody else had to be named, and nobody has been named since.
fn coordinator_had_left(case: &Case) -> bool {
    let dropped = |number: u32| {
        let ended = case.lifecycle.ended.as_ref();
        ended.is_some_and(|ended| ended.dropped.contains(&number))
    };
    case.coordination
        .tasks
        .iter()
        .any(|task| task.kind == TaskKind::NameCoordinator && dropped(task.task))
}

/// Gives the task of naming somebody else, if the account that stays with the person was closed. Returns no events if the
/// case is over, is not theirs, or has the task. `names` are all the names of the account.
pub fn coordinator_left(case: &Case, names: &[&str], now: Timestamp) -> Vec<CaseChange> {
    let over = case.lifecycle.is_closed() || case.lifecycle.erasure.is_done();
    let given = case.coordination.has_open_task(TaskKind::NameCoordinator);
    if over || given || !is_theirs(case, names) {
        return Vec::new();
    }
    vec![CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::NameCoordinator,
        from: None,
        due: case_due(case, now),
    })]
}

/// Raises the tier or risk, and gives the tasks that the higher value would have given at first:
/// naming a coordinator for a person with enhanced rights (AS8), and considering multi-agency
/// meetings at high risk (AS15).
pub fn uplift(case: &Case, uplifted: Uplifted, now: Timestamp) -> Vec<CaseChange> {
    let enhanced = uplifted.tier == Some(Tier::Enhanced) && case.tier() != Tier::Enhanced;
    let name = enhanced && case.coordination.coordinator.is_none();
    let high = uplifted.risk == Some(Risk::High) && case.risk() != Risk::High;
    let raised = CaseChange::Uplifted(uplifted);
    // The deadlines are those of the new risk.
    let due = append_all(case, vec![raised.clone()], now)
        .map_or_else(|_| case_due(case, now), |(it, _)| case_due(&it, now));
    let kinds = name
        .then_some(TaskKind::NameCoordinator)
        .into_iter()
        .chain(meetings_to_consider(case).filter(|_| high));
    let tasks = kinds.map(|kind| {
        CaseChange::TaskGiven(TaskGiven {
            kind,
            from: None,
            due,
        })
    });
    std::iter::once(raised).chain(tasks).collect()
}

/// The meetings to consider for a person at high risk that nobody was asked to consider before: a
/// MARAC in domestic abuse, a MASH for a vulnerable person (contract, `marac`, `mash-adult`,
/// `mash-child`).
pub(super) fn meetings_to_consider(case: &Case) -> impl Iterator<Item = TaskKind> {
    let assessment = &case.received.assessment;
    let abuse =
        assessment.specialisms.contains(&Specialism::DomesticAbuse) && !assessment.has(Flag::Marac);
    let mash = assessment.has(Flag::MashChild) || assessment.has(Flag::MashAdult);
    let vulnerable = assessment.categories.contains(&Category::Vulnerable) && !mash;
    let known = |kind, pathway| {
        case.coordination.tasks.iter().any(|task| task.kind == kind)
            || case
                .coordination
                .pathways
                .iter()
                .any(|one| one.taken.pathway == pathway)
    };
    let marac = abuse && !known(TaskKind::ConsiderMarac, Pathway::Marac);
    let mash = vulnerable && !known(TaskKind::ConsiderMash, Pathway::Mash);
    let kinds = [
        (marac, TaskKind::ConsiderMarac),
        (mash, TaskKind::ConsiderMash),
    ];
    kinds
        .into_iter()
        .filter_map(|(holds, kind)| holds.then_some(kind))
}
