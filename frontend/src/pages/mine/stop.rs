//! A pause, an end, a way back, and deletion.

use super::progress::status_notice;
use super::{command_form, label, own_page};
use crate::Site;
use crate::parts::fields::radios;
use crate::view::{CaseStatus, FormView, StopView};
use ::words::own_page as text;
use leptos::prelude::*;

const WEEKS: [&str; 4] = ["1", "2", "4", "12"];

/// How the person can pause, stop, come back, and have things deleted.
pub fn stop(site: &Site, view: &StopView) -> String {
    own_page(site, &view.page, "stop", || {
        let page = &view.page;
        let none = || ().into_any();
        let pause = view! {
            <h2 class="govuk-heading-m">{text::pause()}</h2>
            <p class="govuk-body">{text::pause_hint()}</p>
        };
        let weeks = || {
            let choices = WEEKS.map(|weeks| (weeks, text::weeks(weeks).unwrap_or_default()));
            let form = FormView::default();
            radios(&form, "weeks", text::pause_weeks(), "", &choices, "")
        };
        let leave = || {
            view! {
                <h2 class="govuk-heading-m">{text::stop()}</h2>
                <p class="govuk-body">{text::stop_hint()}</p>
                {command_form(page, "withdraw", text::stop_send(), none())}
            }
        };
        let commands = match &view.status {
            CaseStatus::Open => view! {
                {pause}
                {command_form(page, "pause", text::pause(), weeks())}
                {leave()}
            }
            .into_any(),
            CaseStatus::Paused(_) => view! {
                {command_form(page, "resume", text::pause_resume(), none())}
                {leave()}
            }
            .into_any(),
            CaseStatus::Closed => view! {
                <p class="govuk-body">{text::reopen_hint()}</p>
                {command_form(page, "reopen", text::reopen(), none())}
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
        view! { <p class="govuk-body">{text::delete_asked()}</p> }.into_any()
    } else {
        command_form(&view.page, "delete", text::delete_send(), ().into_any())
    };
    view! {
        <h2 class="govuk-heading-m">{text::delete()}</h2>
        <p class="govuk-body">{text::delete_hint()}</p>
        {ask}
    }
    .into_any()
}
