//! A pause, an end, a way back, and deletion.

use super::progress::status_notice;
use super::{command_form, label, person_page};
use crate::Site;
use crate::parts::fields::radios;
use crate::view::{CaseStatus, FormView, StopView};
use ::words::own_page;
use leptos::prelude::*;

const WEEKS: [&str; 4] = ["1", "2", "4", "12"];

/// How the person can pause, stop, come back, and have things deleted.
pub fn stop(site: &Site, view: &StopView) -> String {
    person_page(site, &view.page, "stop", || {
        let page = &view.page;
        let none = || ().into_any();
        let pause = view! {
            <h2 class="govuk-heading-m">{own_page::pause()}</h2>
            <p class="govuk-body">{own_page::pause_hint()}</p>
        };
        let weeks = || {
            let choices = WEEKS.map(|weeks| (weeks, own_page::weeks(weeks).unwrap_or_default()));
            let form = FormView::default();
            radios(&form, "weeks", own_page::pause_weeks(), "", &choices)
        };
        let leave = || {
            view! {
                <h2 class="govuk-heading-m">{own_page::stop()}</h2>
                <p class="govuk-body">{own_page::stop_hint()}</p>
                {command_form(page, "withdraw", own_page::stop_send(), none())}
            }
        };
        let commands = match &view.status {
            CaseStatus::Open => view! {
                {pause}
                {command_form(page, "pause", own_page::pause(), weeks())}
                {leave()}
            }
            .into_any(),
            CaseStatus::Paused(_) => view! {
                {command_form(page, "resume", own_page::pause_resume(), none())}
                {leave()}
            }
            .into_any(),
            CaseStatus::Closed => view! {
                <p class="govuk-body">{own_page::reopen_hint()}</p>
                {command_form(page, "reopen", own_page::reopen(), none())}
            }
            .into_any(),
            CaseStatus::CannotReopen | CaseStatus::Erased(_) => none(),
        };
        let erased = matches!(view.status, CaseStatus::Erased(_));
        let delete = (!erased).then(|| delete(view));
        view! {
            <h1 class="govuk-heading-l">{label("stop")}</h1>
            {status_notice(&view.status)}
            {commands}
            {delete}
        }
        .into_any()
    })
}

fn delete(view: &StopView) -> AnyView {
    let ask = if view.deletion_asked {
        view! { <p class="govuk-body">{own_page::delete_asked()}</p> }.into_any()
    } else {
        command_form(&view.page, "delete", own_page::delete_send(), ().into_any())
    };
    view! {
        <h2 class="govuk-heading-m">{own_page::delete()}</h2>
        <p class="govuk-body">{own_page::delete_hint()}</p>
        {ask}
    }
    .into_any()
}
