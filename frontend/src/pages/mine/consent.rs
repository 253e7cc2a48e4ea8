//! What the person agreed to, who sees what, who looked; and taking any of it back.

use super::{act, key, line, own_page};
use crate::parts::fields::{hidden, select, tick};
use crate::view::{ConsentView, FormView, Sees, SeesView};
use crate::{Site, words};
use events::case::ChoiceReason;
use events::referral::Scope;
use leptos::prelude::*;

/// What the person agrees to, who sees what of them, and who looked.
pub fn consent(site: &Site, view: &ConsentView) -> String {
    own_page(site, &view.own, "consent", || {
        let coordinator = words::at_start(&words::with_article(&site.profile.labels.coordinator));
        let refusals: Vec<_> = refusable(view)
            .into_iter()
            .map(|service| refuse(view, service))
            .collect();
        let refusals = (!refusals.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">"If you do not want one of them"</h2>
                {refusals}
            }
        });
        view! {
            <h1 class="govuk-heading-l">"Who sees what"</h1>
            <p class="govuk-body">{format!("{coordinator} of our team sees what you tell us.")}</p>
            {line::services(&view.services)}
            {refusals}
            <h2 class="govuk-heading-m">"What you agree to"</h2>
            {agree(view)}
            <form method="post" action="/me/agree" autocomplete="off" data-once="">
                {key(&view.own)}
                <p class="govuk-body">
                    "You can take all of it back. Services are told, and see nothing more of you. "
                    "If we think that you or a child may be badly hurt, we may have to tell someone who can stop it."
                </p>
                <button class="govuk-button govuk-button--warning" type="submit" id="agree-to-nothing">
                    "Take all of it back"
                </button>
            </form>
            <h2 class="govuk-heading-m">"Who looked, and when"</h2>
            {line::looks(&view.looks)}
        }
        .into_any()
    })
}

/// Each provider that has something, once.
fn refusable(view: &ConsentView) -> Vec<&SeesView> {
    let mut once: Vec<&SeesView> = Vec::new();
    for service in view
        .services
        .iter()
        .filter(|service| service.sees != Sees::Nothing)
    {
        if once.iter().all(|known| known.provider != service.provider) {
            once.push(service);
        }
    }
    once
}

fn refuse(view: &ConsentView, service: &SeesView) -> AnyView {
    let form = FormView::default();
    let name = format!("reason-{}", service.provider);
    let reasons = ChoiceReason::ALL
        .iter()
        .map(|why| (why.as_str(), words::why_not(*why)));
    let reasons = reasons.filter(|(_, words)| !words.is_empty());
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{format!("I do not want {}", service.name)}</span>
            </summary>
            <form method="post" action="/me/refuse" autocomplete="off" data-once="">
                {key(&view.own)}
                {hidden("provider", &service.provider)}
                {select(&form, &name, "Why? You do not have to say", "I do not want to say", reasons)}
                <button class="govuk-button" type="submit">
                    "Tell them no"
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
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">"Tick what you agree to"</legend>
            <div class="govuk-checkboxes">{boxes}</div>
        </fieldset>
    };
    act(&view.own, "agree", "Save", fields.into_any())
}
