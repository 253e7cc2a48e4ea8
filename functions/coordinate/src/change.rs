//! What a coordinator does to a case: each command is written down as a read, decided on the case as it is, and stored
//! with everything that belongs to it.

use crate::colleague::colleague;
use crate::command::{self, CoordinatorCommand};
use crate::{Ports, StaffRequest, merge};
use application::{Decision, Document, OnConflict, Refusal, check_version, require_version};
use domain::case::commands::merge::close_merged;
use domain::case::commands::tasks::NewTask;
use domain::case::commands::{coordinator, record_for_person, safeguarding, tasks};
use events::case::{Case, CaseEvent, Chosen, CloseReason, ContactChangeReason, Disclosed, HandOn};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::PortError;
use platform::http::{if_match, json};
use serde_json::Value;

/// `POST /hub/cases/{reference}/{name}`. What is wrong in itself is 422, what the case does not allow 409, and what was
/// said of an older version of it 412.
pub(crate) async fn change<P: Ports>(
    asked: &StaffRequest<'_, P>,
    reference: &str,
    name: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let command = &command::read(name, request)?;
    let seen = if_match(request);
    if command.needs_version() {
        require_version(seen)?;
    }
    let outcome = asked
        .execute(
            reference,
            "a coordinator changed it",
            OnConflict::RetryUnlessFull,
            |case| async move {
                // Also where it moved between two tries: what is of one version is never made of another.
                if let Some(seen) = seen {
                    check_version(&case, seen)?;
                }
                decide(asked, &case, command).await
            },
        )
        .await?;
    Ok(changed(&outcome.state, &outcome.events))
}

/// What the command comes to, as the case is.
async fn decide<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    command: &CoordinatorCommand,
) -> Result<Decision, Refusal> {
    let (by, now) = (asked.who.subject.as_str(), asked.now);
    let changes = match command {
        CoordinatorCommand::ClearConflict { reason } => {
            coordinator::clear_conflict(case, *reason, by)
        }
        CoordinatorCommand::Choice {
            wanted,
            unwanted,
            reason,
        } => {
            let (wanted, unwanted, by) = (wanted.clone(), unwanted.clone(), by.to_owned());
            let chosen = Chosen {
                wanted,
                unwanted,
                reason: *reason,
                by,
            };
            coordinator::choose(case, &*asked.ports.profile().await?, chosen)
        }
        CoordinatorCommand::HandOn {
            service,
            basis,
            reason,
        } => {
            let hand_on = HandOn {
                basis: *basis,
                reason: *reason,
                by: by.to_owned(),
            };
            coordinator::hand_on(case, &*asked.ports.profile().await?, service, hand_on, now)
        }
        CoordinatorCommand::Assign { to: None } => tasks::assign(case, by, by),
        CoordinatorCommand::Assign { to: Some(to) } => {
            tasks::assign(case, &colleague(asked, case, to).await?, by)
        }
        CoordinatorCommand::Look { why } => Ok(tasks::mark_looked_at(case, *why, by)),
        CoordinatorCommand::Task { kind, from, due } => tasks::give_task(
            case,
            NewTask {
                kind: *kind,
                from: *from,
                due: *due,
            },
            now,
        ),
        CoordinatorCommand::TaskDone { task, outcome } => {
            tasks::finish_task(case, *task, *outcome, by)
        }
        CoordinatorCommand::Uplift { tier, risk, reason } => {
            coordinator::uplift(case, *tier, *risk, *reason, by, now)
        }
        CoordinatorCommand::Pathway {
            pathway,
            criterion,
            basis,
        } => safeguarding::put_to_meeting(case, *pathway, *criterion, *basis, by, now),
        CoordinatorCommand::AcknowledgePathway { pathway } => {
            safeguarding::acknowledge_meeting(case, *pathway, by)
        }
        CoordinatorCommand::Disclose {
            to,
            reason,
            scope,
            approver,
        } => {
            let (approver, by) = (colleague(asked, case, approver).await?, by.to_owned());
            let disclosed = Disclosed {
                to: *to,
                reason: *reason,
                scope: scope.clone(),
                approver,
                approve_by: None,
                by,
            };
            safeguarding::disclose(case, disclosed, &asked.names(), now)
        }
        CoordinatorCommand::ApproveDisclosure { disclosure } => {
            safeguarding::approve_disclosure(case, *disclosure, &asked.names(), now)
        }
        CoordinatorCommand::AnswerComplaint { complaint, step } => {
            record_for_person::answer_complaint(case, *complaint, *step, by)
        }
        CoordinatorCommand::Close { why } => coordinator::close(case, *why, by),
        CoordinatorCommand::Died {} => coordinator::close(case, CloseReason::Died, by),
        CoordinatorCommand::Reopen { why } => coordinator::reopen(case, *why, by, now),
        CoordinatorCommand::Pause { until } => coordinator::pause(case, *until, by, now),
        CoordinatorCommand::Resume {} => Ok(coordinator::resume(case, by)),
        CoordinatorCommand::LegalHold { on } => Ok(coordinator::legal_hold(case, *on, by)),
        CoordinatorCommand::Home { local_authority } => record_for_person::record_home(
            case,
            &*asked.ports.profile().await?,
            local_authority.as_deref(),
        ),
        CoordinatorCommand::Merge { into } => {
            merge::join(asked, case, into).await?;
            Ok(close_merged(case, into, by))
        }
        CoordinatorCommand::Complaint { about, words } => {
            let changes = record_for_person::complain(case, *about, words, by, now)?;
            return Ok(Decision::of(changes).words(Some(words.clone())));
        }
        CoordinatorCommand::Contact { contact, why } => {
            let document = document(asked, case).await?;
            if !matches!(
                why,
                ContactChangeReason::Asked | ContactChangeReason::FoundOut
            ) {
                return Err(Refusal::invalid(
                    "The hub itself sees what came back: say asked, or found-out",
                ));
            }
            let told =
                record_for_person::change_contact(case, &document, contact.clone(), *why, by, now);
            return match told {
                Ok(reached) => Ok(reached_by(reached)),
                Err(errors) if errors.is_empty() => Err(not_read().into()),
                Err(errors) => Err(Refusal::Fields(errors)),
            };
        }
        CoordinatorCommand::Consent {
            basis,
            given_by,
            scope,
        } => {
            let document = document(asked, case).await?;
            let profile = asked.ports.profile().await?;
            let agreed = (*basis, *given_by, scope.clone());
            let told =
                record_for_person::change_consent(case, &profile, &document, agreed, by, now)?;
            return Ok(reached_by(told));
        }
    };
    Ok(Decision::of(changes?))
}

/// The person's document, which changes with what is done.
async fn document<P: Ports>(asked: &StaffRequest<'_, P>, case: &Case) -> Result<Value, Refusal> {
    let document = asked.ports.person(&case.reference).await?;
    document.ok_or_else(|| Refusal::conflict("What identified the person has been deleted"))
}

/// The person is reached in another way from now on, where anything changes.
fn reached_by(reached: record_for_person::PersonUpdate) -> Decision {
    let document = if reached.changes.is_empty() {
        Document::Unchanged
    } else {
        Document::Replaced(reached.document)
    };
    Decision::of(reached.changes).document(document)
}

fn not_read() -> PortError {
    PortError::Permanent("a stored referral cannot be read".to_owned())
}

/// The case as it is then, and the numbers of what was recorded: of a task, a complaint.
fn changed(after: &Case, events: &[CaseEvent]) -> Response<Body> {
    let recorded = events
        .iter()
        .map(|event| serde_json::json!({"number": event.seq, "event": event.what.name()}));
    let answer = serde_json::json!({
        "reference": after.reference,
        "version": after.version,
        "owner": after.owner,
        "onwards": after.onwards,
        "recorded": recorded.collect::<Vec<_>>(),
    });
    json(StatusCode::OK, &answer)
}
