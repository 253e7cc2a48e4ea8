//! What several of a person's own pages list: what happened, what was promised, who sees what, who looked.

use crate::view::{Became, Journey, LookLine, ProgressStep, PromiseLine, Sees, SeesView};
use leptos::prelude::*;

/// Both journeys on one line of time (KE4).
pub(super) fn timeline(steps: &[ProgressStep]) -> AnyView {
    let steps: Vec<_> = steps.iter().map(step).collect();
    view! { <ol class="govuk-list steps">{steps}</ol> }.into_any()
}

fn step(step: &ProgressStep) -> AnyView {
    let (class, state) = if step.done {
        ("step-done", "Done: ")
    } else {
        ("step-now", "Under way: ")
    };
    let journey =
        (step.journey == Journey::Justice).then(|| view! { <span>"Police and courts"</span> });
    let detail = (!step.detail.is_empty()).then(|| view! { <span>{step.detail.clone()}</span> });
    let when =
        (!step.when.is_empty()).then(|| view! { <span class="when">{step.when.clone()}</span> });
    view! {
        <li class=class>
            <b>
                <span class="govuk-visually-hidden">{state}</span>
                {step.title.clone()}
            </b>
            {journey}
            {detail}
            {when}
        </li>
    }
    .into_any()
}

/// What was promised, kept and not (DC7).
pub(super) fn promises(promises: &[PromiseLine]) -> AnyView {
    if promises.is_empty() {
        return view! { <p class="govuk-body">"Nothing yet."</p> }.into_any();
    }
    let items: Vec<_> = promises
        .iter()
        .map(|promise| {
            let became = match promise.became {
                Became::ToCome => "Still to come",
                Became::Kept => "Done in time",
                Became::KeptLate => "Done, but too late",
                Became::Broken => "Not done in time. If you want to complain, tell us",
            };
            let class = if promise.became == Became::Kept {
                "step-done"
            } else {
                "step-now"
            };
            view! {
                <li class=class>
                    {promise.what.clone()}
                    <span>
                        <b>{became}</b>
                    </span>
                    <span class="when">{promise.when.clone()}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="govuk-list steps">{items}</ul> }.into_any()
}

/// What a service sees, in plain words.
pub(super) const fn sees(sees: Sees) -> &'static str {
    match sees {
        Sees::WhatIsNeeded => {
            "We asked if it can help. It sees what kind of help you need and roughly how old you are. It does not see your name, or how to reach you"
        }
        Sees::WhoYouAre => {
            "It helps you. It sees your name, the ways to reach you that you called safe, where you live and your own words from the form"
        }
        Sees::Nothing => "It sees nothing of you any more",
    }
}

/// Each service, and what it sees.
pub(super) fn services(services: &[SeesView]) -> AnyView {
    if services.is_empty() {
        return view! { <p class="govuk-body">"No service has heard of you."</p> }.into_any();
    }
    let items: Vec<_> = services
        .iter()
        .map(|service| {
            view! {
                <li>
                    <b>{service.name.clone()}</b>
                    <br />
                    {sees(service.sees)}
                </li>
            }
        })
        .collect();
    view! { <ul class="govuk-list lines">{items}</ul> }.into_any()
}

/// Who looked, and when.
pub(super) fn looks(looks: &[LookLine]) -> AnyView {
    if looks.is_empty() {
        return view! { <p class="govuk-body">"Nobody has looked yet."</p> }.into_any();
    }
    let items: Vec<_> = looks
        .iter()
        .map(|look| {
            view! { <li>{look.who.clone()} <span class="when">{format!(", {}", look.when)}</span></li> }
        })
        .collect();
    view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
}
