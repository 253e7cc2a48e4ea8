//! What follows from a command of a person: the events and what is stored with them, or the reply that says why not.

use crate::command::PersonCommand;
use crate::reply::{Rejection, Reply, decided};
use crate::{PersonRequest, Ports, access, contact, requests};
use application::{Decision, Document};
use domain::case::commands::access::close_page;
use domain::case::commands::person::{self, Request};
use domain::copy::case_for_page;
use events::case::{Actor, Case, CaseFile, ChoiceReason};
use events::referral::{ConsentHow, Scope};
use frontend::view::Message;
use serde_json::json;

/// Decides what follows from a command in the current case.
pub(crate) async fn decide<P: Ports>(
    request: &PersonRequest<'_, P>,
    command: PersonCommand,
    file: &CaseFile,
) -> Result<Decision<Reply>, Rejection> {
    let (case, now) = (&file.case, request.now);
    if case.lifecycle.is_forgotten() {
        return Err(Message::NotOnThisPage.into());
    }
    let requested = |what, message| decided(person::request(case, what, now), message);
    Ok(match command {
        PersonCommand::ChangeContact => contact::change(request, case).await?,
        PersonCommand::ConfirmContact => contact::confirm(request, case).await?,
        PersonCommand::Agree => agree(request, case).await?,
        PersonCommand::Call => requests::call(request, case).await?,
        PersonCommand::Refuse => refuse(request, file)?,
        PersonCommand::Say => requests::say(request, case)?,
        PersonCommand::Complain => requests::complain(request, case)?,
        PersonCommand::Feedback => requests::feedback(request, file)?,
        PersonCommand::RestorativeJustice => requested(
            Request::RestorativeJustice,
            Message::RestorativeJusticeRequested,
        ),
        PersonCommand::Panel => requested(Request::Panel, Message::PanelRequested),
        PersonCommand::Delete => requested(Request::Deletion, Message::DeletionRequested),
        PersonCommand::Pause => {
            let weeks = request.input.number("weeks");
            let paused = weeks
                .and_then(|weeks| person::request_pause(weeks, now))
                .ok_or(Message::NothingChosen)?;
            decided(vec![paused], Message::Paused)
        }
        PersonCommand::NewWords => access::new_words(request, case)?,
        PersonCommand::ClosePage => decided(close_page(case, Actor::Person), Message::PageClosed),
        PersonCommand::Resume => decided(person::resume(case), Message::Resumed),
        PersonCommand::Withdraw => decided(person::withdraw(case, now), Message::Withdrawn),
        PersonCommand::Reopen => {
            let reopened = person::reopen(case, now).ok_or(Message::CannotReopen)?;
            decided(reopened, Message::Reopened)
        }
    })
}

/// Refuses a provider that the page shows. Any other answers like one that does not exist.
fn refuse<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
) -> Result<Decision<Reply>, Message> {
    let case = &file.case;
    let provider = request.input.text("provider");
    if !person::may_refuse(&case_for_page(file.clone()).case, provider) {
        return Err(Message::NothingChosen);
    }
    let form_name = format!("reason-{provider}");
    let reason = [request.input.text(&form_name), request.input.text("reason")]
        .into_iter()
        .find_map(ChoiceReason::parse)
        .unwrap_or(ChoiceReason::Asked);
    let changes = person::refuse_provider(case, request.profile, provider, reason, request.now);
    Ok(decided(changes, Message::ServiceRefused))
}

/// Saves what the person agrees to. If they no longer agree to updates, the gate stops all updates. How often they want to
/// hear stays stored, for when they agree again.
async fn agree<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Rejection> {
    let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    let scope: Option<Vec<Scope>> = request
        .input
        .list("scope", &names)
        .and_then(|list| list.iter().map(|one| Scope::parse(one)).collect());
    let Some(mut scope) = scope else {
        return Err(Message::NothingChosen.into());
    };
    let mut named = Vec::new();
    scope.retain(|one| {
        let new = !named.contains(one);
        named.push(*one);
        new
    });
    let only_assess = scope == [Scope::Assess];
    let scope: &[Scope] = if only_assess { &[] } else { &scope };
    let Some(changes) = person::change_consent(case, request.profile, scope, request.now) else {
        return Err(Message::NotOnThisPage.into());
    };
    let Some(agreed) = person::new_consent(&changes).cloned() else {
        return Ok(decided(changes, Message::ConsentSaved));
    };
    let Some(mut document) = request.context.ports.person(&case.reference).await? else {
        return Err(Message::NotOnThisPage.into());
    };
    document["consent"] = json!({
        "basis": agreed.basis, "given_by": agreed.given_by, "how": ConsentHow::Form, "scope": agreed.scope,
        "given_at": format!("{:.0}", request.now),
    });
    let message = if agreed.scope.is_empty() {
        Message::ConsentWithdrawn
    } else {
        Message::ConsentSaved
    };
    Ok(decided(changes, message).document(Document::Replaced(document)))
}
