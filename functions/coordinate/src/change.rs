//! A coordinator's commands. Each one is recorded as a read, decided on the current case, and stored together with
//! everything that belongs to it.

use crate::colleague::{any_account, colleague, own, reader};
use crate::{Ports, StaffRequest, erase, limits, merge};
use application::{
    Decision, Document, OnConflict, Refusal, check_version, json_object, read_command,
    require_version,
};
use domain::case::commands::tasks::NewTask;
use domain::case::commands::{
    access, coordinator, readers, reassess, record_for_person, safeguarding, tasks, two_people,
};
use events::case::{
    Actor, Case, CaseEvent, Chosen, CloseReason, ContactChangeReason, Disclosed, HandOn,
};
use events::commands::{Commands, CoordinatorCommand};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::PortError;
use platform::http::{if_match, json};
use platform::keys::Keys;
use platform::ports::Submission;
use serde_json::Value;

/// The longest body that is read: a complaint has up to 5,000 characters, each of up to four bytes and an escape.
const MOST_BYTES: usize = 65_536;

/// `POST /hub/cases/{reference}/{name}`. A wrong body gets 422, a change that the case does not allow 409, and a change
/// to an older version 412.
pub(crate) async fn change<P: Ports>(
    asked: &StaffRequest<'_, P>,
    reference: &str,
    name: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let spec = CoordinatorCommand::spec_of(name).ok_or_else(Refusal::no_such_address)?;
    let command: &CoordinatorCommand =
        &read_command(spec, json_object(request.body(), MOST_BYTES))?;
    let seen = if_match(request);
    if spec.needs_version {
        require_version(seen)?;
    }
    // Without the key nobody could say the words, and the old ones would have ended.
    let keys = match command {
        CoordinatorCommand::NewWords {} => Some(asked.ports.keys().await?),
        _ => None,
    };
    let outcome = asked
        .execute(
            reference,
            "a coordinator changed it",
            OnConflict::RetryUnlessFull,
            |case| async move {
                // Retries check it too: a change to one version is never applied to another.
                if let Some(seen) = seen {
                    check_version(&case, seen)?;
                }
                decide(asked, &case, command).await
            },
        )
        .await
        .map_err(|refusal| match command {
            CoordinatorCommand::ApproveErasure { .. } => {
                refusal.introduced_by(words::coordinator::not_deleted_yet())
            }
            _ => refusal,
        })?;
    Ok(match command {
        CoordinatorCommand::ApproveErasure { .. } => erase::ordered(&outcome.state),
        // It was ordered before.
        CoordinatorCommand::Erase { .. } if outcome.events.is_empty() => {
            erase::ordered(&outcome.state)
        }
        _ => changed(&outcome.state, &outcome.events, keys.as_ref()),
    })
}

/// The changes that the command makes to the current case.
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
        CoordinatorCommand::LetThrough {} => coordinator::let_through(case, by),
        CoordinatorCommand::Choice {
            wanted,
            unwanted,
            reason,
        } => {
            let chosen = Chosen {
                wanted: wanted.clone().unwrap_or_default(),
                unwanted: unwanted.clone().unwrap_or_default(),
                reason: *reason,
                by: by.to_owned(),
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
        CoordinatorCommand::Assign { to } => {
            let to = colleague(asked, case, to.as_deref().unwrap_or(by)).await?;
            tasks::assign(case, &to, by)
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
        CoordinatorCommand::TaskDone { task, outcome, way } => {
            tasks::finish_task(case, *task, *outcome, *way, by)
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
            reader: for_whom,
        } => {
            let for_whom = match for_whom {
                Some(name) => Some(reader(asked, case, name).await?),
                None => None,
            };
            let (approver, by) = (colleague(asked, case, approver).await?, by.to_owned());
            let disclosed = Disclosed {
                to: *to,
                reason: *reason,
                reader: for_whom,
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
        CoordinatorCommand::ConfirmSamePerson {} => {
            let known = limits::of_case(asked, case.clone()).await?;
            coordinator::confirm_same_person(&known, by, now)
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
        CoordinatorCommand::NewWords {} => {
            // The words open what the police do not see.
            if asked.who.is_employed_by_police() {
                return Err(Refusal::forbidden(
                    words::coordinator::words_not_for_police(),
                ));
            }
            access::new_words(case, None, Actor::coordinator(by))
        }
        CoordinatorCommand::ClosePage {} => Ok(access::close_page(case, Actor::coordinator(by))),
        CoordinatorCommand::Restrict { account, reason } => {
            let account = match account {
                Some(name) => any_account(asked, name).await?,
                None => own(asked),
            };
            readers::restrict(case, account, *reason, by)
        }
        CoordinatorCommand::Unrestrict { reason } => Ok(readers::unrestrict(case, *reason, by)),
        CoordinatorCommand::Exclude { account, reason } => {
            readers::exclude(case, any_account(asked, account).await?, *reason, by)
        }
        CoordinatorCommand::Include { account, reason } => {
            let account = any_account(asked, account).await?;
            Ok(readers::include(case, account, *reason, by))
        }
        CoordinatorCommand::Merge {
            into,
            reason,
            approver,
        } => {
            let approver = approver_of(asked, case, approver.as_deref()).await?;
            return merge::propose(asked, case, into, *reason, approver).await;
        }
        CoordinatorCommand::ApproveMerge { proposal } => {
            only_hub_approves(asked)?;
            return merge::approve(asked, case, *proposal).await;
        }
        CoordinatorCommand::Erase {
            reference,
            approver,
        } => {
            let approver = approver_of(asked, case, approver.as_deref()).await?;
            erase::propose(case, reference, approver, &asked.names(), now)
        }
        CoordinatorCommand::ApproveErasure { proposal } => {
            only_hub_approves(asked)?;
            two_people::approve_erasure(case, *proposal, &asked.names())
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
                return Err(Refusal::invalid(words::coordinator::hub_sees_returns()));
            }
            let told =
                record_for_person::change_contact(case, &document, contact.clone(), *why, by, now);
            return match told {
                Ok(reached) => Ok(reached_by(reached)),
                Err(errors) if errors.is_empty() => Err(not_read().into()),
                Err(errors) => Err(Refusal::Fields(errors)),
            };
        }
        CoordinatorCommand::Reassess { .. } => {
            let document = document(asked, case).await?;
            let profile = asked.ports.profile().await?;
            let learned = reassess::reassess(case, &profile, &document, command, by, now)?;
            return Ok(reached_by(learned.ok_or_else(not_read)?));
        }
        CoordinatorCommand::ConfirmContact {} => {
            let document = document(asked, case).await?;
            let reached = record_for_person::confirm_contact(case, &document, by);
            return Ok(reached_by(reached.ok_or_else(not_read)?));
        }
        CoordinatorCommand::Consent {
            basis,
            given_by,
            scope,
        } => {
            let document = document(asked, case).await?;
            let profile = asked.ports.profile().await?;
            let agreed = (*basis, *given_by, scope.clone().unwrap_or_default());
            let told =
                record_for_person::change_consent(case, &profile, &document, agreed, by, now)?;
            return Ok(reached_by(told));
        }
    };
    Ok(Decision::of(changes?))
}

/// The colleague named to approve something, or `None`.
async fn approver_of<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    name: Option<&str>,
) -> Result<Option<String>, Refusal> {
    match name {
        Some(name) => colleague(asked, case, name).await.map(Some),
        None => Ok(None),
    }
}

/// Only a coordinator whom the hub employs approves what cannot be undone.
fn only_hub_approves<P>(asked: &StaffRequest<'_, P>) -> Result<(), Refusal> {
    if asked.who.has_role("employer-hub") && !asked.who.is_employed_by_police() {
        Ok(())
    } else {
        Err(Refusal::forbidden(words::staff_access::approver_of_hub()))
    }
}

/// The person's document.
async fn document<P: Ports>(asked: &StaffRequest<'_, P>, case: &Case) -> Result<Value, Refusal> {
    let document = asked.ports.person(&case.reference).await?;
    document.ok_or_else(|| Refusal::conflict(words::coordinator::person_deleted()))
}

/// The decision that stores the person's new answers, if anything changes.
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

/// The changed case, and the numbers of the events that were recorded, such as a task or a complaint. With `keys` also the
/// new words, which are in no other answer.
fn changed(after: &Case, events: &[CaseEvent], keys: Option<&Keys>) -> Response<Body> {
    let recorded = events
        .iter()
        .map(|event| serde_json::json!({"number": event.seq, "event": event.what.name()}));
    let mut answer = serde_json::json!({
        "reference": after.reference,
        "version": after.version,
        "owner": after.owner,
        "onwards": after.support.onwards,
        "recorded": recorded.collect::<Vec<_>>(),
    });
    if let Some(keys) = keys {
        let words = keys.word(&Submission::of(after), after.access.generation);
        answer["memorable_word"] = words.text().into();
    }
    json(StatusCode::OK, &answer)
}
