//! What a person does to their own case: once, even if they press twice.

use crate::command::PersonCommand;
use crate::decide::decide;
use crate::reply::{Rejection, Reply};
use crate::{PersonRequest, Ports};
use application::{Decision, Execution, OnConflict};
use domain::case::apply::IllegalChange;
use events::case::{CaseChange, CaseEvent, CaseFile, TaskKind};
use frontend::view::Said;
use jiff::SignedDuration;
use platform::PortError;
use std::sync::Arc;

/// How much one person does within a day at most. Beyond it only what makes them safer is taken.
const MOST_A_DAY: usize = 60;

/// Does it, and says what came of it: the file as it is then.
///
/// What the machine or a service did to the case since is in nobody's way; what the person themselves did since they opened
/// the page is, so that a second tap, or a repeat after a lost answer, adds nothing.
pub(crate) async fn execute<P: Ports>(
    request: &PersonRequest<'_, P>,
    command: PersonCommand,
    file: CaseFile,
) -> Result<(CaseFile, Reply), PortError> {
    let execution = Execution {
        ports: request.context.ports,
        now: request.now,
        action: "a person did something on their own page",
        on_conflict: OnConflict::Retry,
    };
    let reference = file.case.reference.clone();
    let outcome = execution
        .run_from(
            file,
            || request.context.ports.case_file(&reference),
            |file: Arc<CaseFile>| async move {
                if moved(&file, command, request.input.version) {
                    return Ok(Decision::nothing(Said::Moved.into()));
                }
                if !command.makes_safer() && today(&file, request) >= MOST_A_DAY {
                    return Ok(Decision::nothing(Said::TooMuchWaiting.into()));
                }
                match decide(request, command, &file).await {
                    Ok(decision) => Ok(decision.or_if_illegal(not_allowed)),
                    Err(Rejection::Reply(reply)) => Ok(Decision::nothing(reply)),
                    Err(Rejection::Port(error)) => Err(error),
                }
            },
        )
        .await?
        .ok_or_else(|| PortError::Permanent("the case is gone".to_owned()))?;
    Ok((outcome.state, outcome.result))
}

/// What the person hears where the case does not allow it.
fn not_allowed(illegal: IllegalChange) -> Reply {
    Reply::from(match illegal {
        IllegalChange::Ended => Said::Over,
        IllegalChange::NotEnded => Said::NotToReopen,
        _ => Said::Moved,
    })
}

/// Whether the person has done something since they saw `seen`. Where they did not say what they saw, what adds something
/// is not done; what is the same done twice is.
fn moved(file: &CaseFile, command: PersonCommand, seen: Option<u32>) -> bool {
    let Some(seen) = seen else {
        return command.adds();
    };
    seen > file.case.version
        || file
            .events
            .iter()
            .any(|event| event.seq > seen && by_person(event))
}

/// How much the person did within the last day.
fn today<P>(file: &CaseFile, request: &PersonRequest<'_, P>) -> usize {
    let since = request.now - SignedDuration::from_hours(24);
    file.events
        .iter()
        .filter(|event| event.at > since && by_person(event))
        .count()
}

/// Whether an event is, or may be, of a person's own doing on these pages.
fn by_person(event: &CaseEvent) -> bool {
    match &event.what {
        CaseChange::TaskGiven(given) => matches!(
            given.kind,
            TaskKind::Call
                | TaskKind::ReadWords
                | TaskKind::RestorativeJustice
                | TaskKind::Panel
                | TaskKind::Deletion
        ),
        CaseChange::HomeTold { .. }
        | CaseChange::Chosen(_)
        | CaseChange::Paused(_)
        | CaseChange::Resumed { .. }
        | CaseChange::Closed(_)
        | CaseChange::Reopened { .. }
        | CaseChange::ContactChanged(_)
        | CaseChange::ConsentChanged(_)
        | CaseChange::Complained { .. }
        | CaseChange::FeedbackGiven(_) => true,
        _ => false,
    }
}
