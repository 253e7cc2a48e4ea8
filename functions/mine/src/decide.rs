//! What follows from what a person does: the events, and what is stored with them; or why not, in words.

use crate::command::PersonCommand;
use crate::reply::{Rejection, Reply, decided};
use crate::tasks::once;
use crate::{PersonRequest, Ports, contact, requests};
use application::{Decision, Document};
use domain::calendar::{end_of_working_day_after, last_working_day_within_months};
use domain::case::commands::{lifecycle, person};
use events::case::{
    Actor, Case, CaseChange, CaseFile, ChoiceReason, CloseReason, ReopenReason, TaskKind,
};
use events::referral::{ConsentHow, Scope};
use frontend::view::Said;
use jiff::Timestamp;
use serde_json::json;

/// By when somebody tells the person about restorative justice or the panel, in working days: nobody waits in danger.
const TELL_WITHIN: u32 = 5;

/// What follows from a command in the case as it is.
pub(crate) async fn decide<P: Ports>(
    request: &PersonRequest<'_, P>,
    command: PersonCommand,
    file: &CaseFile,
) -> Result<Decision<Reply>, Rejection> {
    let (case, now) = (&file.case, request.now);
    if case.erased_at.is_some() || case.erasing.is_some() {
        return Err(Said::NotHere.into());
    }
    Ok(match command {
        PersonCommand::ChangeContact => contact::change(request, case).await?,
        PersonCommand::Agree => agree(request, case).await?,
        PersonCommand::Call => requests::call(request, case).await?,
        PersonCommand::Refuse => refuse(request, case)?,
        PersonCommand::Say => requests::say(request, case)?,
        PersonCommand::Complain => requests::complain(request, case)?,
        PersonCommand::Feedback => requests::feedback(request, file)?,
        PersonCommand::RestorativeJustice => {
            let due = end_of_working_day_after(now, TELL_WITHIN);
            let task = once(case, TaskKind::RestorativeJustice, due);
            decided(task, Said::RestorativeAsked)
        }
        PersonCommand::Panel => {
            let due = end_of_working_day_after(now, TELL_WITHIN);
            decided(once(case, TaskKind::Panel, due), Said::PanelAsked)
        }
        // "Without undue delay and in any event within one month" (UK GDPR, articles 12 and 17).
        PersonCommand::Delete => {
            let due = last_working_day_within_months(now, 1);
            decided(once(case, TaskKind::Deletion, due), Said::DeletionAsked)
        }
        PersonCommand::Pause => match request.input.number("weeks") {
            Some(weeks @ (1 | 2 | 4 | 12)) => {
                decided(vec![person::pause(weeks, now)], Said::Paused)
            }
            _ => return Err(Said::NothingChosen.into()),
        },
        PersonCommand::Resume => {
            let resumed = case
                .paused_until
                .map(|_| CaseChange::Resumed { by: Actor::Person });
            decided(resumed.into_iter().collect(), Said::Resumed)
        }
        PersonCommand::Withdraw => decided(withdrawn(case), Said::Withdrawn),
        PersonCommand::Reopen => decided(reopened(case, now)?, Said::Reopened),
    })
}

fn withdrawn(case: &Case) -> Vec<CaseChange> {
    let over = case.ended.as_ref().is_some_and(|ended| ended.said);
    if over {
        Vec::new()
    } else {
        lifecycle::close(case, CloseReason::Withdrew, None, Actor::Person)
    }
}

/// A case that is over goes on, where it is this one that should.
fn reopened(case: &Case, now: Timestamp) -> Result<Vec<CaseChange>, Said> {
    let Some(ended) = &case.ended else {
        return Ok(Vec::new());
    };
    if matches!(
        ended.why,
        CloseReason::Duplicate | CloseReason::Died | CloseReason::EnteredInError
    ) {
        return Err(Said::NotToReopen);
    }
    Ok(lifecycle::reopen(
        case,
        ReopenReason::Asked,
        Actor::Person,
        now,
    ))
}

fn refuse<P: Ports>(request: &PersonRequest<'_, P>, case: &Case) -> Result<Decision<Reply>, Said> {
    let provider = request.input.text("provider");
    let known = case
        .onwards
        .iter()
        .any(|onward| onward.offered.provider == provider);
    if !known {
        return Err(Said::NothingChosen);
    }
    let form_name = format!("reason-{provider}");
    let reason = [request.input.text(&form_name), request.input.text("reason")]
        .into_iter()
        .find_map(ChoiceReason::parse);
    let changes = person::refuse_provider(
        case,
        request.profile,
        provider,
        reason.unwrap_or(ChoiceReason::Asked),
    );
    let new = changes.iter().any(|what| match what {
        CaseChange::Chosen(chosen) => chosen
            .unwanted
            .iter()
            .any(|code| !case.unwanted.contains(code)),
        _ => true,
    });
    Ok(decided(
        if new { changes } else { Vec::new() },
        Said::Refused,
    ))
}

/// What the person agrees to. Who does not agree to be told any more is told nothing from then on, by the gate's own rule;
/// how often they want to hear stays as they chose it, for when they agree again.
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
        return Err(Said::NothingChosen.into());
    };
    let mut named = Vec::new();
    scope.retain(|one| {
        let new = !named.contains(one);
        named.push(*one);
        new
    });
    let only_assess = scope == [Scope::Assess];
    let scope: &[Scope] = if only_assess { &[] } else { &scope };
    let Some(changes) = person::change_consent(case, request.profile, scope) else {
        return Err(Said::NotHere.into());
    };
    let Some(agreed) = person::new_consent(&changes).cloned() else {
        return Ok(decided(changes, Said::Agreed));
    };
    let Some(mut document) = request.context.ports.person(&case.reference).await? else {
        return Err(Said::NotHere.into());
    };
    document["consent"] = json!({
        "basis": agreed.basis, "given_by": agreed.given_by, "how": ConsentHow::Form, "scope": agreed.scope,
        "given_at": format!("{:.0}", request.now),
    });
    let said = if agreed.scope.is_empty() {
        Said::AgreedToNothing
    } else {
        Said::Agreed
    };
    Ok(decided(changes, said).document(Document::Replaced(document)))
}
