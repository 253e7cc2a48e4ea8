//! Gives coordinators the task to tell a person what no machine may tell.

use crate::{Ports, taken};
use application::{Decision, Execution, OnConflict};
use domain::case::commands::clock::unconfirmed_update;
use domain::case::deadlines::case_due;
use domain::notifications::{Notification, tasks_instead_of_letter, tasks_to_tell};
use events::case::{Case, CaseChange, CaseFile, NotSentReason, Update};
use events::update::UpdateKind;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::Claim;
use std::future::ready;
use std::sync::Arc;

/// Gives the task to tell the person about `kinds`, which `update` holds, unless a coordinator has that task already.
///
/// The update is claimed first, so that the task is given once. If the claim is never settled, the clock gives the
/// task.
pub(crate) async fn give<P: Ports>(
    ports: &P,
    file: CaseFile,
    update: &Update,
    kinds: &[UpdateKind],
    now: Timestamp,
) -> Result<(), PortError> {
    if ports.claim(&file.case.reference, update).await? == Claim::Taken {
        return taken(ports, &file.case, update, now).await;
    }
    let tasks = |case: &Case| {
        tasks_to_tell(
            case,
            kinds,
            NotSentReason::NoSafeChannel,
            case_due(case, now),
        )
    };
    give_claimed(ports, file, update, tasks, now).await
}

/// Gives the tasks in place of the letter of a claimed update, because its address has had its letter of the day.
pub(crate) async fn instead_of_letter<P: Ports>(
    ports: &P,
    file: CaseFile,
    update: &Update,
    news: &[Notification],
    now: Timestamp,
) -> Result<(), PortError> {
    let tasks = |case: &Case| tasks_instead_of_letter(case, update.kind, news, case_due(case, now));
    give_claimed(ports, file, update, tasks, now).await
}

/// Gives the task in place of the letter of a claimed update, because the mail service did not take it. It is the task of
/// a letter whose fate nobody knows.
pub(crate) async fn instead_of_refused<P: Ports>(
    ports: &P,
    file: CaseFile,
    update: &Update,
    now: Timestamp,
) -> Result<(), PortError> {
    let task = |case: &Case| {
        unconfirmed_update(case, update.kind, now)
            .into_iter()
            .collect()
    };
    give_claimed(ports, file, update, task, now).await
}

/// Gives the tasks of a claimed update, and settles the claim.
async fn give_claimed<P: Ports>(
    ports: &P,
    file: CaseFile,
    update: &Update,
    tasks: impl Fn(&Case) -> Vec<CaseChange>,
    now: Timestamp,
) -> Result<(), PortError> {
    let reference = file.case.reference.clone();
    let execution = Execution {
        ports,
        now,
        action: "an update became a coordinator's task",
        on_conflict: OnConflict::Retry,
    };
    execution
        .run_from(
            file,
            || ports.case_file(&reference),
            |file: Arc<CaseFile>| ready(Ok::<_, PortError>(Decision::of(tasks(&file.case)))),
        )
        .await?
        .ok_or_else(|| PortError::Permanent("the case is gone".to_owned()))?;
    ports.settle_claim(&update.request(&reference)).await
}
