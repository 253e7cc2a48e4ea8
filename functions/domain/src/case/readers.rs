//! Who in the hub's team may open a case, and when they have to say why.

use crate::coordinator_queue::place;
use events::case::{Case, Disclosure, Proposal, TaskKind};

/// Whether a coordinator may open the case: nobody who is excluded, and of a restricted case only
/// accounts that it names, its named coordinator and duty managers. `names` are all the names of
/// the account.
pub fn may_open(case: &Case, names: &[&str], duty_manager: bool) -> bool {
    let readers = &case.coordination.readers;
    !readers.excludes(names)
        && (!readers.restricted || readers.names(names) || duty_manager || is_theirs(case, names))
}

/// Whether a coordinator has to say why they open the case: it is a colleague's, or it is closed and
/// nothing in it is left for the team to do.
pub fn needs_reason(case: &Case, names: &[&str]) -> bool {
    let colleagues = case.coordination.coordinator.is_some()
        && !coordinator_left(case)
        && !is_theirs(case, names)
        && !waits_for(case, names);
    let over = case.lifecycle.is_closed() && place(case).is_none();
    colleagues || over
}

/// Whether nobody stays with the person: no coordinator was named, or the named coordinator's account is closed.
pub fn nobody_stays(case: &Case) -> bool {
    case.coordination.coordinator.is_none() || coordinator_left(case)
}

/// Whether the account that was named is closed, so that somebody else has to be named.
pub fn coordinator_left(case: &Case) -> bool {
    case.coordination.coordinator.is_some()
        && case.coordination.has_open_task(TaskKind::NameCoordinator)
}

/// Whether the case is assigned to the account, under any of its names.
pub fn is_theirs(case: &Case, names: &[&str]) -> bool {
    case.coordination
        .coordinator
        .as_deref()
        .is_some_and(|account| is_one_of(account, names))
}

/// Whether something in the case waits for that account's approval.
pub fn waits_for(case: &Case, names: &[&str]) -> bool {
    let open = |number: u32| {
        case.coordination
            .open_tasks()
            .any(|task| task.task == number)
    };
    let disclosed = |one: &Disclosure| open(one.disclosure) && is_one_of(&one.approver, names);
    let proposed = |one: &Proposal| {
        one.approver
            .as_deref()
            .is_some_and(|approver| is_one_of(approver, names))
    };
    case.coordination.disclosures.iter().any(disclosed)
        || case.coordination.open_proposals().any(proposed)
}

fn is_one_of(account: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(account))
}
