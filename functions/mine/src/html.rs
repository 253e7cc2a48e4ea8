//! The pages, for anyone who has a browser.

use crate::page::Page;
use crate::reply::Reply;
use crate::{PersonRequest, Ports, contact, export, overview, timeline};
use domain::times;
use events::case::{Actor, CaseChange, CaseFile, TaskKind};
use events::referral::Referral;
use frontend::view::{AskView, ConsentView, ContactView, FormView, Own, Said, Site, StopView};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::page;

/// The page as it stands, with what came of the last thing that the person did. Where nobody is left whom it could be
/// about, the first page says so, whichever was asked for.
pub(crate) async fn answer<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    asked: Page,
    reply: Option<Reply>,
) -> Result<Response<Body>, PortError> {
    let site = Site {
        profile: request.profile,
        assets: request.context.assets,
    };
    let case = &file.case;
    let said = reply.as_ref().map(|reply| reply.message);
    let own = Own {
        said,
        at: said.and_then(|said| field_of(asked, said)),
        ..overview::own(request, case)
    };
    let status = said.map_or(200, Said::status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let answers = match asked {
        Page::Contact | Page::Ask | Page::Export if case.erased_at.is_none() => {
            contact::answers(request, case).await?
        }
        _ => None,
    };
    let progress = |own| {
        frontend::progress(
            &site,
            &overview::progress(own, file, request.profile, request.now),
        )
    };
    let html = match (asked, answers) {
        _ if case.erased_at.is_some() => progress(own),
        (Page::Contact, Some(answers)) => {
            frontend::contact(&site, &contact_view(request, file, own, &answers, reply))
        }
        (Page::Ask, Some(answers)) => frontend::ask(&site, &ask_view(request, file, own, &answers)),
        (Page::Export, Some(answers)) if request.input.text("as") == "file" => {
            return export::file(request, file, answers).await;
        }
        (Page::Export, Some(answers)) => {
            frontend::export(&site, &export::view(request, file, own, answers).await?)
        }
        (Page::Consent, _) => {
            let looks = request.context.ports.access_log(&case.reference).await?;
            let view = ConsentView {
                own,
                scope: case.received.scope.clone(),
                services: timeline::services(case, request.profile),
                looks: timeline::looks(&looks, case, request.profile),
            };
            frontend::consent(&site, &view)
        }
        (Page::Stop, _) => {
            let deletion_asked = case.has_open_task(TaskKind::Deletion);
            frontend::stop(
                &site,
                &StopView {
                    own,
                    stands: overview::stands(case),
                    deletion_asked,
                },
            )
        }
        (Page::Progress | Page::Contact | Page::Ask | Page::Export, _) => progress(own),
    };
    Ok(page(status, html))
}

/// The field that is to be mended, by id.
const fn field_of(page: Page, said: Said) -> Option<&'static str> {
    match (page, said) {
        (Page::Ask, Said::NoTime | Said::TooSoon | Said::TooFar | Said::OutsideHours) => {
            Some("day")
        }
        _ => None,
    }
}

fn contact_view<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    own: Own,
    answers: &Referral,
    reply: Option<Reply>,
) -> ContactView {
    let told = file.events.iter().rev().find(|event| match &event.what {
        CaseChange::ContactChanged(changed) => changed.by == Actor::Person,
        _ => false,
    });
    let told = times::moment(told.map_or(file.case.opened_at, |event| event.at));
    let known = serde_json::to_value(&answers.contact).unwrap_or_default();
    let (mut ways, mut form) = contact::form(&known);
    let not_taken = reply.filter(|reply| reply.message.status() != 200);
    if let (Some(reply), Some((_, typed))) = (not_taken, request.input.form()) {
        ways = contact::typed(typed.values());
        form = FormView {
            values: typed.values().clone(),
            errors: reply.errors,
            id: None,
        };
    }
    ContactView {
        own,
        ways,
        form,
        told,
    }
}

fn ask_view<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    own: Own,
    answers: &Referral,
) -> AskView {
    let case = &file.case;
    let not_taken = own.said.is_some_and(|said| said.status() != 200);
    let values = request
        .input
        .form()
        .filter(|_| not_taken)
        .map(|(plain, _)| plain.clone())
        .unwrap_or_default();
    let open = |kind| case.has_open_task(kind);
    let mut services: Vec<(String, String)> = Vec::new();
    for offered in case.onwards.iter().map(|onward| &onward.offered) {
        if services.iter().all(|(code, _)| *code != offered.service) {
            services.push((
                offered.service.clone(),
                timeline::name(request.profile, &offered.provider, &offered.service),
            ));
        }
    }
    AskView {
        own,
        form: FormView {
            values,
            ..FormView::default()
        },
        calls: contact::calls(answers),
        services,
        restorative_asked: open(TaskKind::RestorativeJustice),
        panel_asked: open(TaskKind::Panel),
    }
}
