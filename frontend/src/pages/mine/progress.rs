//! What is happening: both journeys, promises kept and broken, what comes next and by when, and helplines to call.

use super::{key, label, line, own_page};
use crate::Site;
use crate::parts::{help_list, next_list};
use crate::view::{CaseStatus, ProgressView};
use ::words::{own_page as text, parts};
use leptos::prelude::*;

/// The first of a person's own pages.
pub fn progress(site: &Site, view: &ProgressView) -> String {
    own_page(site, &view.page, "progress", || {
        let next = (!view.next.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">{parts::what_next()}</h2>
                {next_list(&view.next)}
            }
        });
        let promises = (!view.promises.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">{text::promises()}</h2>
                {line::promises(&view.promises)}
            }
        });
        view! {
            <h1 class="govuk-heading-l">{label("progress")}</h1>
            <p class="govuk-body">{text::reference(view.page.reference.spaced())}</p>
            {status_notice(&view.status)}
            {view.ask_council.then(|| council(site, view))}
            {next}
            <h2 class="govuk-heading-m">{text::steps()}</h2>
            {line::timeline(&view.steps)}
            {promises}
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            <p class="govuk-body">{text::helplines_hint()}</p>
            {help_list(&view.help_now)}
        }
        .into_any()
    })
}

/// The state of the case, unless it is open.
pub(super) fn status_notice(status: &CaseStatus) -> Option<AnyView> {
    let text = match status {
        CaseStatus::Open => return None,
        CaseStatus::Paused(until) => text::paused(until),
        CaseStatus::Closed => text::closed().to_owned(),
        CaseStatus::CannotReopen => text::cannot_reopen().to_owned(),
        CaseStatus::Erased(at) => text::erased(at),
    };
    Some(view! { <p class="box">{text}</p> }.into_any())
}

/// Asks for the council.
fn council(site: &Site, view: &ProgressView) -> AnyView {
    let councils: Vec<_> = site
        .profile
        .local_authorities
        .iter()
        .map(|council| view! { <option value=council.code.clone()>{council.name.clone()}</option> })
        .collect();
    view! {
        <form class="box" method="post" action="/me/council" autocomplete="off" data-once="">
            {key(&view.page)}
            <div class="govuk-form-group">
                <label class="govuk-label govuk-label--m" for="council">
                    {text::council()}
                </label>
                <div class="govuk-hint" id="council-hint">
                    {text::council_hint()}
                </div>
                <select class="govuk-select" id="council" name="council" aria-describedby="council-hint">
                    <option value="">{text::council_choose()}</option>
                    {councils}
                    <option value="elsewhere">{text::council_elsewhere()}</option>
                </select>
            </div>
            <button class="govuk-button" type="submit">
                {text::council_save()}
            </button>
        </form>
    }
    .into_any()
}
