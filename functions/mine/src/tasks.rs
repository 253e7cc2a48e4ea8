//! The tasks that a person's own doing gives to somebody.

use domain::routing::case_due;
use events::case::{Case, TaskGiven, TaskKind, What};
use jiff::Timestamp;

/// A task with its usual time.
pub(crate) fn task(case: &Case, kind: TaskKind, now: Timestamp) -> What {
    What::TaskGiven(TaskGiven {
        kind,
        from: None,
        due: case_due(case, now),
    })
}

/// A task, where it is not to be done already.
pub(crate) fn once(case: &Case, kind: TaskKind, due: Timestamp) -> Vec<What> {
    let given = What::TaskGiven(TaskGiven {
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
