//! The pages, for whoever has a browser.

use crate::plan::Heard;
use crate::{Ports, Visit, contact, export, line, view};
use domain::plain;
use events::case::{By, CaseFile, TaskKind, What};
use events::referral::{Channel, ChannelKind, Referral};
use frontend::view::{
    AskView, ConsentView, ContactView, FormView, Own, Said, Site, Stands, StopView,
};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::page;

/// One of a person's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// What is happening.
    Progress,
    /// How they may be reached.
    Contact,
    /// Who sees what.
    Consent,
    /// What they can say and ask for.
    Ask,
    /// Quiet, an end, deletion.
    Stop,
    /// All that is known.
    Export,
}

impl Page {
    /// By the last part of its address.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "progress" => Some(Self::Progress),
            "contact" => Some(Self::Contact),
            "consent" => Some(Self::Consent),
            "ask" => Some(Self::Ask),
            "stop" => Some(Self::Stop),
            "export" => Some(Self::Export),
            _ => None,
        }
    }
}

/// The page as it stands, with what came of the last thing that the person did. Where nobody is left whom it could be
/// about, the first page says so, whichever was asked for.
pub(crate) async fn answer<P: Ports>(
    visit: &Visit<'_, P>,
    file: &CaseFile,
    asked: Page,
    heard: Option<Heard>,
) -> Result<Response<Body>, PortError> {
    let site = Site {
        profile: visit.profile,
        assets: visit.room.assets,
    };
    let case = &file.case;
    let said = heard.as_ref().map(|heard| heard.said);
    let own = Own {
        said,
        at: said.and_then(|said| field_of(asked, said)),
        ..view::own(visit, case)
    };
    let status = said.map_or(200, Said::status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let answers = match asked {
        Page::Contact | Page::Ask | Page::Export if case.erased_at.is_none() => {
            contact::answers(visit, case).await?
        }
        _ => None,
    };
    let progress =
        |own| frontend::progress(&site, &view::progress(own, file, visit.profile, visit.now));
    let html = match (asked, answers) {
        _ if case.erased_at.is_some() => progress(own),
        (Page::Contact, Some(answers)) => {
            frontend::contact(&site, &contact_view(visit, file, own, &answers, heard))
        }
        (Page::Ask, Some(answers)) => frontend::ask(&site, &ask_view(visit, file, own, &answers)),
        (Page::Export, Some(answers)) if visit.ask.text("as") == "file" => {
            return export::file(visit, file, answers).await;
        }
        (Page::Export, Some(answers)) => {
            frontend::export(&site, &export::view(visit, file, own, answers).await?)
        }
        (Page::Consent, _) => {
            let looks = visit.room.ports.looks(&case.reference).await?;
            let view = ConsentView {
                own,
                scope: case.received.scope.clone(),
                services: line::services(case, visit.profile),
                looks: line::looks(&looks, case, visit.profile),
            };
            frontend::consent(&site, &view)
        }
        (Page::Stop, _) => {
            let deletion_asked = case
                .open_tasks()
                .any(|task| task.kind == TaskKind::Deletion);
            frontend::stop(
                &site,
                &StopView {
                    own,
                    stands: view::stands(case),
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
    visit: &Visit<'_, P>,
    file: &CaseFile,
    own: Own,
    answers: &Referral,
    heard: Option<Heard>,
) -> ContactView {
    let told = file.events.iter().rev().find(|event| match &event.what {
        What::ContactChanged(changed) => changed.by == By::Person,
        _ => false,
    });
    let told = plain::moment(told.map_or(file.case.opened_at, |event| event.at));
    let known = serde_json::to_value(&answers.contact).unwrap_or_default();
    let (mut ways, mut form) = contact::form(&known);
    let not_taken = heard.filter(|heard| heard.said.status() != 200);
    if let (Some(heard), Some((_, typed))) = (not_taken, visit.ask.form()) {
        ways = contact::typed(typed.values());
        form = FormView {
            values: typed.values().clone(),
            errors: heard.errors,
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
    visit: &Visit<'_, P>,
    file: &CaseFile,
    own: Own,
    answers: &Referral,
) -> AskView {
    let case = &file.case;
    let not_taken = own.said.is_some_and(|said| said.status() != 200);
    let values = visit
        .ask
        .form()
        .filter(|_| not_taken)
        .map(|(plain, _)| plain.clone())
        .unwrap_or_default();
    let open = |kind| case.open_tasks().any(|task| task.kind == kind);
    let mut services: Vec<(String, String)> = Vec::new();
    for offered in case.onwards.iter().map(|onward| &onward.offered) {
        if services.iter().all(|(code, _)| *code != offered.service) {
            services.push((
                offered.service.clone(),
                line::name(visit.profile, &offered.provider, &offered.service),
            ));
        }
    }
    AskView {
        own,
        form: FormView {
            values,
            ..FormView::default()
        },
        calls: calls(answers),
        services,
        restorative_asked: open(TaskKind::RestorativeJustice),
        panel_asked: open(TaskKind::Panel),
    }
}

/// The hours of each number that is safe to ring, in words.
pub(crate) fn calls(answers: &Referral) -> Vec<String> {
    let safe = |channel: &&Channel| channel.kind == ChannelKind::Phone && channel.safe;
    let hours = |channel: &Channel| {
        let days: Vec<&str> = channel
            .days
            .iter()
            .map(|day| frontend::words::day(*day))
            .collect();
        let days = if days.is_empty() {
            "Any day".to_owned()
        } else {
            days.join(", ")
        };
        match (channel.from.as_deref(), channel.until.as_deref()) {
            (None, None) => format!("{days}, at any time"),
            (from, until) => format!(
                "{days}, {} to {}",
                from.unwrap_or("00:00"),
                until.unwrap_or("midnight")
            ),
        }
    };
    answers
        .contact
        .channels
        .iter()
        .filter(safe)
        .map(hours)
        .collect()
}

/// What a programme is told of where a case stands.
pub(crate) const fn stands_name(stands: &Stands) -> &'static str {
    match stands {
        Stands::Open => "open",
        Stands::Quiet(_) => "paused",
        Stands::Over | Stands::Elsewhere => "closed",
        Stands::Erased(_) => "erased",
    }
}
