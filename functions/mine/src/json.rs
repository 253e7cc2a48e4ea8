//! The same as the pages, for a programme.

use crate::page::{Page, calls, stands_name};
use crate::plan::Heard;
use crate::{Ports, Visit, contact, export, line, view};
use domain::answer::help_now;
use events::case::{CaseFile, TaskKind};
use events::profile::Profile;
use frontend::view::{Became, Journey, LookLine, ProgressStep, PromiseLine, Sees, SeesView};
use frontend::words::said;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{answer as body, json};
use serde_json::{Value, json};

/// The page as a document; what could not be done as a problem, with every field that is wrong.
pub(crate) async fn answer<P: Ports>(
    visit: &Visit<'_, P>,
    file: &CaseFile,
    page: Page,
    heard: Option<Heard>,
) -> Result<Response<Body>, PortError> {
    let case = &file.case;
    if let Some(heard) = heard.as_ref().filter(|heard| heard.said.status() != 200) {
        let status = heard.said.status();
        let mut problem = json!({"type": "about:blank", "title": said(heard.said), "status": status, "version": case.version});
        if !heard.errors.is_empty() {
            problem["errors"] = json!(heard.errors);
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return Ok(body(
            status,
            "application/problem+json",
            problem.to_string(),
        ));
    }
    let gone = case.erased_at.is_some();
    let mut shown = match page {
        _ if gone => progress(file, visit.profile, visit.now),
        Page::Progress => progress(file, visit.profile, visit.now),
        Page::Contact => {
            let answers = contact::answers(visit, case).await?;
            json!({"contact": answers.map(|answers| answers.contact)})
        }
        Page::Consent => {
            let seen = visit.room.ports.looks(&case.reference).await?;
            json!({
                "basis": case.received.basis, "scope": case.received.scope,
                "services": services(&line::services(case, visit.profile)),
                "looked": looks(&line::looks(&seen, case, visit.profile)),
            })
        }
        Page::Ask => {
            let answers = contact::answers(visit, case).await?;
            let open: Vec<&str> = case
                .open_tasks()
                .map(|task| task.kind)
                .filter(asked)
                .map(TaskKind::as_str)
                .collect();
            json!({"calls": answers.as_ref().map(calls), "open": open})
        }
        Page::Stop => {
            json!({"paused_until": case.paused_until, "ended": case.ended.as_ref().map(|ended| ended.at)})
        }
        Page::Export => match contact::answers(visit, case).await? {
            Some(answers) => return export::file(visit, file, answers).await,
            None => progress(file, visit.profile, visit.now),
        },
    };
    shown["reference"] = json!(case.reference);
    shown["version"] = json!(case.version);
    shown["stands"] = json!(stands_name(&view::stands(case)));
    if let Some(heard) = heard {
        shown["said"] = json!(said(heard.said));
    }
    Ok(json(StatusCode::OK, &shown))
}

/// What the person asked for, and not what somebody else has to do.
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
        "steps": steps(&line::steps(file, profile)),
        "promises": promises(&line::promises(case, now)),
        "next": view::next(case, profile, now)
            .into_iter()
            .map(|next| json!({"what": next.what, "by": next.by, "late": next.by <= now}))
            .collect::<Vec<_>>(),
        "help_now": help_now(&case.received.assessment, profile),
    })
}

pub(crate) fn steps(steps: &[ProgressStep]) -> Vec<Value> {
    let journey = |step: &ProgressStep| match step.journey {
        Journey::Support => "support",
        Journey::Justice => "justice",
    };
    let one = |step: &ProgressStep| json!({"title": step.title, "detail": step.detail, "when": step.when, "journey": journey(step)});
    steps.iter().map(one).collect()
}

pub(crate) fn promises(promises: &[PromiseLine]) -> Vec<Value> {
    let became = |promise: &PromiseLine| match promise.became {
        Became::ToCome => "to-come",
        Became::Kept => "kept",
        Became::KeptLate => "kept-late",
        Became::Broken => "broken",
    };
    promises
        .iter()
        .map(|one| json!({"what": one.what, "when": one.when, "became": became(one)}))
        .collect()
}

pub(crate) fn services(services: &[SeesView]) -> Vec<Value> {
    let sees = |service: &SeesView| match service.sees {
        Sees::WhatIsNeeded => "what-is-needed",
        Sees::WhoYouAre => "who-you-are",
        Sees::Nothing => "nothing",
    };
    services
        .iter()
        .map(|one| json!({"provider": one.provider, "name": one.name, "sees": sees(one)}))
        .collect()
}

pub(crate) fn looks(looks: &[LookLine]) -> Vec<Value> {
    looks
        .iter()
        .map(|look| json!({"who": look.who, "when": look.when}))
        .collect()
}
