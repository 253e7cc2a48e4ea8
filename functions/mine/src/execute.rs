//! The commands of a person are carried out once, even if they press twice.

use crate::access::last_request;
use crate::command::PersonCommand;
use crate::decide::decide;
use crate::reply::{Rejection, Reply};
use crate::{PersonRequest, Ports};
use application::{Decision, Execution, OnConflict};
use domain::case::apply::IllegalChange;
use events::case::{AccessStep, Actor, Case, CaseChange, CaseEvent, CaseFile, TaskKind};
use events::referral::Frequency;
use frontend::view::Message;
use jiff::SignedDuration;
use platform::PortError;
use std::sync::Arc;

/// The most commands of one person within a day. After that only what takes something back is accepted, whatever the
/// command is called.
const MOST_A_DAY: usize = 60;

/// Carries out the command. Returns the file after that, and the reply.
///
/// A change by the machine or a service since the person opened the page is no conflict. A change by the person is, so that
/// a second tap, or a repeat after a lost answer, adds nothing.
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
                let asks_again = command == PersonCommand::NewWords
                    && last_request(&file, request.input).is_some();
                if asks_again {
                    return Ok(Decision::nothing(Message::WordsChanged.into()));
                }
                if moved(request, &file, command) {
                    return Ok(Decision::nothing(Message::CaseChanged.into()));
                }
                match decide(request, command, &file).await {
                    Ok(decision)
                        if decision
                            .changes()
                            .iter()
                            .any(|change| adds(&file.case, change))
                            && today(&file, request) >= MOST_A_DAY =>
                    {
                        Ok(Decision::nothing(Message::TooManyWaiting.into()))
                    }
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

/// Whether the change adds something: work for somebody, a way of contact, consent. What only takes something back, or
/// asks for quiet, does not.
fn adds(case: &Case, change: &CaseChange) -> bool {
    let received = &case.received;
    match change {
        CaseChange::Withdrawn { .. } | CaseChange::Chosen(_) | CaseChange::Closed(_) => false,
        CaseChange::Paused(_) => false,
        CaseChange::AccessChanged(changed) => changed.what != AccessStep::Closed,
        // It comes with a stop, and is never refused.
        CaseChange::TaskGiven(given) => {
            !matches!(given.kind, TaskKind::CheckStopped | TaskKind::CheckContact)
        }
        CaseChange::ConsentChanged(changed) => changed
            .scope
            .iter()
            .any(|one| !received.scope.contains(one)),
        CaseChange::ContactChanged(changed) => {
            changed.sends_code
                || !changed.unconfirmed.is_empty()
                || changed.tells_before
                || changed
                    .safe_channels
                    .iter()
                    .any(|kind| !received.safe_channels.contains(kind))
                || changed.frequency.is_some_and(|often| {
                    often != Frequency::OnlyWhenAsked && received.frequency != Some(often)
                })
        }
        _ => true,
    }
}

/// The reply if the case does not allow it.
fn not_allowed(illegal: IllegalChange) -> Reply {
    Reply::from(match illegal {
        IllegalChange::Ended => Message::CaseClosed,
        IllegalChange::NotEnded => Message::CannotReopen,
        _ => Message::CaseChanged,
    })
}

/// The version of the case that the person sees: it changes with what they do, and with nothing else. It does not
/// say how many events the case has, because some of them are hidden from anyone who reads the page.
pub(crate) fn page_version<P>(request: &PersonRequest<'_, P>, file: &CaseFile) -> String {
    let last = file.events.iter().rev().find(|event| by_person(event));
    let last = last.map_or(0, |event| event.seq);
    request
        .context
        .keys
        .page_version(&file.case.reference, last)
}

/// Whether the person has done something since the version that they saw. Without a version, a command that adds
/// something is not carried out, and one that is the same when repeated is.
fn moved<P>(request: &PersonRequest<'_, P>, file: &CaseFile, command: PersonCommand) -> bool {
    let Some(seen) = &request.input.version else {
        return command.adds();
    };
    *seen != page_version(request, file)
}

/// How many commands the person gave within the last day.
fn today<P>(file: &CaseFile, request: &PersonRequest<'_, P>) -> usize {
    let since = request.now - SignedDuration::from_hours(24);
    file.events
        .iter()
        .filter(|event| event.at > since && by_person(event))
        .count()
}

/// Whether an event comes, or may come, from the person on these pages.
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
        CaseChange::AccessChanged(changed) => changed.by == Actor::Person,
        _ => false,
    }
}
