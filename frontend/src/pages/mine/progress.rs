//! What is happening: both journeys, promises kept and broken, what comes next and by when, and helplines to call.

use super::{key, label, line, person_page};
use crate::Site;
use crate::parts::{help_list, next_list, offered_guides, untranslated};
use crate::view::{CaseStatus, ProgressView};
use ::words::{expect, own_page, parts};
use leptos::prelude::*;

/// The first of a person's own pages.
pub fn progress(site: &Site, view: &ProgressView) -> String {
    person_page(site, &view.page, "progress", || {
        let next = (!view.next.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">{parts::what_next()}</h2>
                {next_list(&view.next)}
            }
        });
        let promises = (!view.promises.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">{own_page::promises()}</h2>
                {line::promises(&view.promises)}
            }
        });
        view! {
            <h1 class="govuk-heading-l">{label("progress")}</h1>
            <p class="govuk-body">{untranslated(own_page::reference(view.page.reference.spaced()))}</p>
            {status_notice(&view.status)}
            {view.some_wrong_words.then(|| view! { <p class="box">{own_page::some_wrong_words()}</p> })}
            {view.ask_council.then(|| council(site, view))}
            {next}
            <h2 class="govuk-heading-m">{own_page::steps()}</h2>
            {line::timeline(&view.steps)}
            <p class="govuk-body screen">
                <a class="govuk-link" href="/what-to-expect/">
                    {expect::own_all()}
                </a>
            </p>
            {promises}
            {(!view.guides.is_empty()).then(|| offered_guides(&view.guides))}
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            <p class="govuk-body">{own_page::helplines_hint()}</p>
            {help_list(&view.help_now)}
        }
        .into_any()
    })
}

/// The state of the case, unless it is open.
pub(super) fn status_notice(status: &CaseStatus) -> Option<AnyView> {
    let text = match status {
        CaseStatus::Open => return None,
        CaseStatus::Paused(until) => own_page::paused(until),
        CaseStatus::Closed => own_page::closed().to_owned(),
        CaseStatus::CannotReopen => own_page::cannot_reopen().to_owned(),
        CaseStatus::Erased(at) => own_page::erased(at),
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
                    {own_page::council()}
                </label>
                <div class="govuk-hint" id="council-hint">
                    {own_page::council_hint()}
                </div>
                <select class="govuk-select" id="council" name="council" aria-describedby="council-hint">
                    <option value="">{own_page::council_choose()}</option>
                    {councils}
                    <option value="elsewhere">{own_page::council_elsewhere()}</option>
                </select>
            </div>
            <button class="govuk-button" type="submit">
                {own_page::council_save()}
            </button>
        </form>
    }
    .into_any()
}
