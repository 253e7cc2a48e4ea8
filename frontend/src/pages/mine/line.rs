//! The lists that several of a person's own pages have: what happened, what was promised, who sees what, who looked.

use crate::view::{
    AccessLine, Journey, ProgressStep, PromiseLine, PromiseOutcome, ServiceAccess, ServiceLine,
};
use ::words::{expect, own_page, parts};
use leptos::prelude::*;

/// Both journeys on one line of time (KE4).
pub(super) fn timeline(steps: &[ProgressStep]) -> AnyView {
    let steps: Vec<_> = steps.iter().map(step).collect();
    view! { <ol class="govuk-list steps">{steps}</ol> }.into_any()
}

fn step(step: &ProgressStep) -> AnyView {
    let (class, state) = if step.done {
        ("step-done", own_page::done())
    } else {
        ("step-now", own_page::under_way())
    };
    let journey = (step.journey == Journey::Justice)
        .then(|| view! { <span>{own_page::police_and_courts()}</span> });
    let detail = (!step.detail.is_empty()).then(|| view! { <span>{step.detail.clone()}</span> });
    let when =
        (!step.when.is_empty()).then(|| view! { <span class="when">{step.when.clone()}</span> });
    let expect = step.expect.clone().map(|href| {
        view! {
            <a class="govuk-link" href=href>
                {expect::own_step()}
                <span class="govuk-visually-hidden">{parts::about(&step.title)}</span>
            </a>
        }
    });
    view! {
        <li class=class>
            <b>
                <span class="govuk-visually-hidden">{state}</span>
                {step.title.clone()}
            </b>
            {journey}
            {detail}
            {when}
            {expect}
        </li>
    }
    .into_any()
}

/// What was promised, kept and not (DC7).
pub(super) fn promises(promises: &[PromiseLine]) -> AnyView {
    if promises.is_empty() {
        return view! { <p class="govuk-body">{own_page::nothing_yet()}</p> }.into_any();
    }
    let items: Vec<_> = promises
        .iter()
        .map(|promise| {
            let class = if promise.outcome == PromiseOutcome::Kept {
                "step-done"
            } else {
                "step-now"
            };
            view! {
                <li class=class>
                    {promise.what.clone()}
                    <span>
                        <b>{own_page::promise(promise.outcome.as_str())}</b>
                    </span>
                    <span class="when">{promise.when.clone()}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="govuk-list steps">{items}</ul> }.into_any()
}

/// What a service sees, in plain words.
fn sees(access: ServiceAccess) -> Option<&'static str> {
    own_page::sees(access.as_str())
}

/// Each service, and what it sees.
pub(super) fn services(services: &[ServiceLine]) -> AnyView {
    if services.is_empty() {
        return view! { <p class="govuk-body">{own_page::no_services()}</p> }.into_any();
    }
    let items: Vec<_> = services
        .iter()
        .map(|service| {
            view! {
                <li>
                    <b>{service.name.clone()}</b>
                    <br />
                    {sees(service.access)}
                </li>
            }
        })
        .collect();
    view! { <ul class="govuk-list lines">{items}</ul> }.into_any()
}

/// Who looked, and when.
pub(super) fn looks(looks: &[AccessLine]) -> AnyView {
    if looks.is_empty() {
        return view! { <p class="govuk-body">{own_page::nobody_looked()}</p> }.into_any();
    }
    let items: Vec<_> = looks
        .iter()
        .map(|look| {
            view! { <li>{look.who.clone()} <span class="when">{own_page::looked_at(&look.when)}</span></li> }
        })
        .collect();
    view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_and_access_has_its_words() {
        for outcome in PromiseOutcome::ALL {
            assert!(own_page::promise(outcome.as_str()).is_some(), "{outcome:?}");
        }
        assert_eq!(own_page::PROMISE.len(), PromiseOutcome::ALL.len());
        for access in ServiceAccess::ALL {
            assert!(sees(*access).is_some(), "{access:?}");
        }
        assert_eq!(own_page::SEES.len(), ServiceAccess::ALL.len());
    }
}
