//! What the person agreed to, who sees what, and who looked. They can withdraw any of it.

use super::{command_form, key, label, line, person_page};
use crate::parts::fields::{hidden, select, tick};
use crate::view::{ConsentView, FormView, ServiceLine};
use crate::{Site, words};
use ::words::own_page;
use events::case::ChoiceReason;
use events::referral::Scope;
use leptos::prelude::*;

/// What the person agrees to, who sees what, and who looked.
pub fn consent(site: &Site, view: &ConsentView) -> String {
    person_page(site, &view.page, "consent", || {
        let coordinator = words::at_start(&words::with_article(&site.profile.labels.coordinator));
        let refusals: Vec<_> = refusable(view)
            .into_iter()
            .map(|service| refuse(view, service))
            .collect();
        let refusals = (!refusals.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">{own_page::refuse()}</h2>
                {refusals}
            }
        });
        view! {
            <h1 class="govuk-heading-l">{label("consent")}</h1>
            <p class="govuk-body">{own_page::consent_lead(coordinator)}</p>
            {line::services(&view.services)}
            {refusals}
            <h2 class="govuk-heading-m">{own_page::agree()}</h2>
            {agree(view)}
            <form method="post" action="/me/agree" autocomplete="off" data-once="">
                {key(&view.page)}
                <p class="govuk-body">{own_page::withdraw_consent_hint()}</p>
                <button class="govuk-button govuk-button--warning" type="submit" id="agree-to-nothing">
                    {own_page::withdraw_consent()}
                </button>
            </form>
            <h2 class="govuk-heading-m">{own_page::looks()}</h2>
            {line::looks(&view.looks)}
        }
        .into_any()
    })
}

/// Each provider that sees something, once.
fn refusable(view: &ConsentView) -> Vec<&ServiceLine> {
    let mut once: Vec<&ServiceLine> = Vec::new();
    for service in view
        .services
        .iter()
        .filter(|service| service.access.is_current())
    {
        if once.iter().all(|known| known.provider != service.provider) {
            once.push(service);
        }
    }
    once
}

fn refuse(view: &ConsentView, service: &ServiceLine) -> AnyView {
    let form = FormView::default();
    let name = format!("reason-{}", service.provider);
    let reasons = ChoiceReason::ALL
        .iter()
        .map(|why| (why.as_str(), words::why_not(*why)));
    let reasons = reasons.filter(|(_, words)| !words.is_empty());
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{own_page::refuse_service(&service.name)}</span>
            </summary>
            <form method="post" action="/me/refuse" autocomplete="off" data-once="">
                {key(&view.page)}
                {hidden("provider", &service.provider)}
                {select(&form, &name, own_page::refuse_why(), own_page::refuse_why_unsaid(), reasons)}
                <button class="govuk-button" type="submit">
                    {own_page::refuse_send()}
                </button>
            </form>
        </details>
    }
    .into_any()
}

fn agree(view: &ConsentView) -> AnyView {
    let form = FormView::default();
    let boxes: Vec<_> = [
        Scope::ShareWithProviders,
        Scope::Updates,
        Scope::ShareWithPolice,
        Scope::Research,
    ]
    .into_iter()
    .map(|scope| {
        tick(
            &form,
            scope.as_str(),
            "true",
            words::scope(scope),
            view.scope.contains(&scope),
        )
    })
    .collect();
    let fields = view! {
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{own_page::agree_legend()}</legend>
            <div class="govuk-checkboxes">{boxes}</div>
        </fieldset>
    };
    command_form(&view.page, "agree", own_page::save(), fields.into_any())
}
