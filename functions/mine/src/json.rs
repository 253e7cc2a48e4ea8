//! The same as the pages, for a program.

use crate::access::Openings;
use crate::execute::page_version;
use crate::lists::{looks, openings, promises, services, steps};
use crate::page::Page;
use crate::reply::Reply;
use crate::{PersonRequest, Ports, access, contact, export, overview, timeline};
use domain::answer::help_now;
use domain::guides::Screen;
use events::case::{CaseFile, TaskKind};
use events::profile::Profile;
use frontend::view::CaseStatus;
use frontend::words::reply as reply_text;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{answer as body, json};
use serde_json::{Value, json};

/// The page as a document, or a problem with every field that is wrong.
pub(crate) async fn answer<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    page: Page,
    reply: Option<Reply>,
) -> Result<Response<Body>, PortError> {
    let case = &file.case;
    if let Some(reply) = reply.as_ref().filter(|reply| reply.message.status() != 200) {
        let status = reply.message.status();
        let mut problem = json!({"type": "about:blank", "title": reply_text(reply.message), "status": status, "version": page_version(request, file)});
        if !reply.errors.is_empty() {
            problem["errors"] = json!(reply.errors);
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return Ok(body(
            status,
            "application/problem+json",
            problem.to_string(),
        ));
    }
    let gone = case.lifecycle.erasure.is_done();
    let mut shown = match page {
        _ if gone => progress(file, request.profile, request.now),
        Page::Progress => {
            let known = Openings::read(request, case).await?;
            let mut shown = progress(file, request.profile, request.now);
            shown["some_wrong_words"] = json!(known.some_wrong_words(request.now));
            shown
        }
        Page::Contact => {
            let answers = contact::answers(request, case).await?;
            let change = answers
                .as_ref()
                .and_then(|answers| answers.page_change.clone());
            let asks_code = change.as_ref().is_some_and(|change| change.code.is_some());
            json!({
                "contact": answers.map(|answers| answers.contact),
                "unconfirmed": change.map(|change| change.unconfirmed).unwrap_or_default(),
                "asks_code": asks_code,
            })
        }
        Page::Consent => {
            let seen = request.context.ports.access_log(&case.reference).await?;
            json!({
                "basis": case.received.basis, "scope": case.received.scope,
                "services": services(&timeline::services(case, request.profile)),
                "looked": looks(&timeline::looks(&seen, case, request.profile, request.now)),
            })
        }
        Page::Ask => {
            let answers = contact::answers(request, case).await?;
            let open: Vec<&str> = case
                .coordination
                .open_tasks()
                .filter(|task| !task.is_hidden())
                .map(|task| task.kind)
                .filter(asked)
                .map(TaskKind::as_str)
                .collect();
            json!({"calls": answers.as_ref().map(contact::calls), "open": open})
        }
        Page::Stop => {
            json!({"paused_until": case.contact.paused_until, "ended": case.lifecycle.ended.as_ref().map(|ended| ended.at)})
        }
        Page::Access => {
            let known = Openings::read(request, case).await?;
            json!({"page": openings(&known.view(request.now))})
        }
        Page::Export => match contact::answers(request, case).await? {
            Some(answers) => return export::file(request, file, answers).await,
            None => progress(file, request.profile, request.now),
        },
    };
    shown["reference"] = json!(case.reference);
    shown["version"] = json!(page_version(request, file));
    shown["stands"] = json!(status_name(&overview::status(case, request.now)));
    let message = reply.as_ref().map(|reply| reply.message);
    if let Some(words) = access::words(request, case, message) {
        shown["memorable_word"] = json!(words);
    }
    if let Some(reply) = reply {
        shown["said"] = json!(reply_text(reply.message));
    }
    Ok(json(StatusCode::OK, &shown))
}

/// The answer to what closed the page.
pub(crate) fn closed(file: &CaseFile, reply: Option<Reply>) -> Response<Body> {
    let case = &file.case;
    let said = reply.map(|reply| reply_text(reply.message));
    let shown = json!({"reference": case.reference, "version": case.version, "stands": "page-closed", "said": said});
    json(StatusCode::OK, &shown)
}

/// Whether the person asked for the task themselves.
const fn asked(kind: &TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::Call
            | TaskKind::ReadWords
            | TaskKind::RestorativeJustice
            | TaskKind::Panel
            | TaskKind::Deletion
    )
}

fn progress(file: &CaseFile, profile: &Profile, now: Timestamp) -> Value {
    let case = &file.case;
    json!({
        "ask_council": case.received.ask_council,
        "steps": steps(&timeline::steps(file, profile, Screen::MayBeSeen, now)),
        "promises": promises(&timeline::promises(case, now)),
        "next": overview::next(case, profile, now)
            .into_iter()
            .map(|next| json!({"what": next.what, "by": next.by, "late": next.by <= now}))
            .collect::<Vec<_>>(),
        "help_now": help_now(&case.received.assessment, profile),
    })
}

/// The status of a case, for a program.
const fn status_name(status: &CaseStatus) -> &'static str {
    match status {
        CaseStatus::Open => "open",
        CaseStatus::Paused(_) => "paused",
        CaseStatus::Closed | CaseStatus::CannotReopen => "closed",
        CaseStatus::Erased(_) => "erased",
    }
}
