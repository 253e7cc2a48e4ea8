//! The pages, for anyone who has a browser.

use crate::access::Openings;
use crate::overview::Offer;
use crate::page::Page;
use crate::reply::Reply;
use crate::{PersonRequest, Ports, access, contact, export, overview, timeline};
use domain::calendar::london_today;
use domain::guides::{Reader, Screen, fitting};
use domain::times;
use events::case::{Actor, Case, CaseChange, CaseFile, TaskKind};
use events::referral::Referral;
use frontend::view::{
    AskView, ConsentView, ContactView, FormView, GuideLink, Message, PageState, Site, StopView,
};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::page;

/// The page that was asked for, with the message about the last command. If the person was deleted, it is always the first
/// page, which says so.
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
    let message = reply.as_ref().map(|reply| reply.message);
    let state = PageState {
        message,
        field: message.and_then(|message| field_of(asked, message)),
        ..overview::page_state(request, file)
    };
    let status = message.map_or(200, Message::status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let answers = match asked {
        Page::Contact | Page::Ask | Page::Export if !case.lifecycle.erasure.is_done() => {
            contact::answers(request, case).await?
        }
        _ => None,
    };
    let some_wrong_words = match asked {
        Page::Progress => {
            let openings = Openings::read(request, case).await?;
            openings.some_wrong_words(request.now)
        }
        _ => false,
    };
    let offer = match asked {
        Page::Progress if !case.lifecycle.erasure.is_done() => offer(request, case).await,
        _ => Offer {
            guides: Vec::new(),
            screen: Screen::MayBeSeen,
        },
    };
    let progress = |state| {
        let profile = request.profile;
        let view = overview::progress(state, file, profile, some_wrong_words, offer, request.now);
        frontend::progress(&site, &view)
    };
    let html = match (asked, answers) {
        _ if case.lifecycle.erasure.is_done() => progress(state),
        (Page::Contact, Some(answers)) => {
            frontend::contact(&site, &contact_view(request, file, state, &answers, reply))
        }
        (Page::Ask, Some(answers)) => {
            frontend::ask(&site, &ask_view(request, file, state, &answers))
        }
        (Page::Export, Some(answers)) if request.input.text("as") == "file" => {
            return export::file(request, file, answers).await;
        }
        (Page::Export, Some(answers)) => {
            frontend::export(&site, &export::view(request, file, state, answers).await?)
        }
        (Page::Consent, _) => {
            let looks = request.context.ports.access_log(&case.reference).await?;
            let view = ConsentView {
                page: state,
                scope: case.received.scope.clone(),
                services: timeline::services(case, request.profile),
                looks: timeline::looks(&looks, case, request.profile, request.now),
            };
            frontend::consent(&site, &view)
        }
        (Page::Access, _) => frontend::access(&site, &access::view(request, case, state).await?),
        (Page::Stop, _) => {
            let deletion_asked = case.coordination.has_open_task(TaskKind::Deletion);
            frontend::stop(
                &site,
                &StopView {
                    page: state,
                    status: overview::status(case, request.now),
                    deletion_asked,
                },
            )
        }
        (Page::Progress | Page::Contact | Page::Ask | Page::Export, _) => progress(state),
    };
    Ok(page(status, html))
}

/// The guides that fit the person. If their answers cannot be read, those that fit everyone: the rest of the page does not
/// need the answers.
async fn offer<P: Ports>(request: &PersonRequest<'_, P>, case: &Case) -> Offer {
    let reader = match contact::answers(request, case).await {
        Ok(Some(answers)) => Reader::of(&answers, london_today(request.now)),
        Ok(None) => Reader::default(),
        Err(error) => {
            tracing::warn!(cause = %error, case.reference = %case.reference, "guides are offered without the answers");
            Reader::default()
        }
    };
    let reader = reader.at_stage_of(case);
    let screen = reader.screen;
    Offer {
        guides: fitting(&reader)
            .into_iter()
            .map(|guide| GuideLink::of(guide, screen))
            .collect(),
        screen,
    }
}

/// The id of the field that the message is about.
const fn field_of(page: Page, message: Message) -> Option<&'static str> {
    match (page, message) {
        (
            Page::Ask,
            Message::TimeMissing | Message::TooSoon | Message::TooFar | Message::OutsideHours,
        ) => Some("day"),
        _ => None,
    }
}

fn contact_view<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    page: PageState,
    answers: &Referral,
    reply: Option<Reply>,
) -> ContactView {
    let told = file.events.iter().rev().find(|event| match &event.what {
        CaseChange::ContactChanged(changed) => changed.by == Actor::Person,
        _ => false,
    });
    let told = told.map_or(file.case.opened_at, |event| event.at);
    let known = serde_json::to_value(&answers.contact).unwrap_or_default();
    let change = answers.page_change.as_ref();
    let asks_code = change.is_some_and(|change| change.code.is_some());
    let unconfirmed = answers
        .contact
        .channels
        .iter()
        .filter(|channel| channel.safe && answers.is_unconfirmed(channel))
        .map(|channel| channel.kind)
        .collect();
    let (mut ways, mut form) = contact::form(&known);
    let not_taken = reply.filter(|reply| reply.message.status() != 200);
    if let (Some(reply), Some((_, typed))) = (not_taken, request.input.form()) {
        ways = contact::typed(typed.values());
        form = FormView {
            values: typed.values().clone(),
            errors: reply.errors,
            ..FormView::default()
        };
    }
    ContactView {
        page,
        ways,
        form,
        told: times::time(told, request.now),
        unconfirmed,
        asks_code,
    }
}

fn ask_view<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    page: PageState,
    answers: &Referral,
) -> AskView {
    let case = &file.case;
    let not_taken = page.message.is_some_and(|message| message.status() != 200);
    let values = request
        .input
        .form()
        .filter(|_| not_taken)
        .map(|(plain, _)| plain.clone())
        .unwrap_or_default();
    // A hidden task is not what the person asked for.
    let open = |kind| {
        let mut tasks = case.coordination.open_tasks();
        tasks.any(|task| task.kind == kind && !task.is_hidden())
    };
    let mut services: Vec<(String, String)> = Vec::new();
    for offered in case.support.onwards.iter().map(|onward| &onward.offered) {
        if services.iter().all(|(code, _)| *code != offered.service) {
            services.push((
                offered.service.clone(),
                timeline::name(request.profile, &offered.provider, &offered.service),
            ));
        }
    }
    AskView {
        page,
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
