//! The tasks that a person's own doing gives to somebody.

use domain::case::deadlines::case_due;
use events::case::{Case, CaseChange, TaskGiven, TaskKind};
use jiff::Timestamp;

/// A task with its usual time.
pub(crate) fn task(case: &Case, kind: TaskKind, now: Timestamp) -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind,
        from: None,
        due: case_due(case, now),
    })
}

/// A task, where it is not to be done already.
pub(crate) fn once(case: &Case, kind: TaskKind, due: Timestamp) -> Vec<CaseChange> {
    let given = CaseChange::TaskGiven(TaskGiven {
        kind,
        from: None,
        due,
    });
    if case.has_open_task(kind) {
        Vec::new()
    } else {
        vec![given]
    }
}
