//! Helplines, errors, and what happens next.

use crate::guide::SUICIDE;
use crate::parts::{in_english, linked, marked};
use crate::view::{HelpNow, NextStep};
use events::profile::Profile;
use leptos::prelude::*;

/// The helplines for everyone that answer day and night.
pub(crate) fn open_day_and_night(profile: &Profile) -> Vec<HelpNow> {
    profile
        .helplines
        .iter()
        .filter(|line| line.always_open && (line.specialisms.is_empty() || line.suicide))
        .map(HelpNow::from)
        .collect()
}

/// What to do in danger, above everything else.
pub(crate) fn danger() -> AnyView {
    view! {
        <p class="box" lang=in_english(words::parts::LANGUAGES)>
            {linked(words::parts::danger(), &[("call", "tel:999")])}
        </p>
    }
    .into_any()
}

/// A number as a link that calls it.
pub(crate) fn tel(phone: &str) -> String {
    let digits: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    format!("tel:{digits}")
}

/// Helplines, each with its purpose and its number as a link.
pub(crate) fn help_list(lines: &[HelpNow]) -> AnyView {
    let items: Vec<_> = lines
        .iter()
        .map(|line| {
            let page = line.url.clone().map(|url| {
                marked(words::parts::website_or(), |_, text| {
                    view! {
                        <a class="govuk-link" href=url.clone() rel="noreferrer">
                            {text}
                            <span class="govuk-visually-hidden">{words::parts::about(&line.name)}</span>
                        </a>
                    }
                    .into_any()
                })
            });
            view! {
                <li>
                    <b>{line.name.clone()}</b>
                    <br />
                    {line.why.clone()}
                    <br />
                    <a class="govuk-link tel" href=tel(&line.phone)>
                        {words::parts::call(&line.phone)}
                    </a>
                    {page}
                </li>
            }
        })
        .collect();
    view! { <ul class="govuk-list lines">{items}</ul> }.into_any()
}

/// What happens next, and by when.
pub(crate) fn next_list(next: &[NextStep]) -> AnyView {
    let items: Vec<_> = next
        .iter()
        .map(|step| {
            view! {
                <li>
                    {step.what.clone()}
                    <br />
                    <b>{step.by.clone()}</b>
                </li>
            }
        })
        .collect();
    view! { <ol class="govuk-list govuk-list--number govuk-list--spaced">{items}</ol> }.into_any()
}

/// The helplines that are for some people, each hidden until it fits the answers.
pub(crate) fn lines_for_some(profile: &Profile) -> AnyView {
    let items: Vec<_> = profile
        .helplines
        .iter()
        .filter_map(|line| {
            let people: Vec<_> = line
                .specialisms
                .iter()
                .map(|one| one.as_str())
                .chain(line.suicide.then_some(SUICIDE))
                .collect();
            let item = view! {
                <li data-for=people.join(" ") hidden>
                    <b>{line.name.clone()}</b>
                    <br />
                    {format!("{} {}", line.why, line.hours)}
                    <br />
                    <a class="govuk-link tel" href=tel(&line.phone)>
                        {words::parts::call(&line.phone)}
                    </a>
                </li>
            };
            (!people.is_empty()).then_some(item)
        })
        .collect();
    view! {
        <summary>
            <b>{words::parts::call_now()}</b>
        </summary>
        <ul class="govuk-list lines">{items}</ul>
    }
    .into_any()
}

/// What has to be put right, with links to it (GOV.UK error summary). The page moves the focus to it.
pub(crate) fn problem_summary(detail: Option<&'static str>, items: AnyView) -> AnyView {
    view! {
        <div class="govuk-error-summary" id="problems" tabindex="-1" data-focus="">
            <div role="alert">
                <h2 class="govuk-error-summary__title">{words::parts::problem()}</h2>
                {detail.map(|detail| view! { <p class="govuk-body">{detail}</p> })}
                <ul class="govuk-list govuk-error-summary__list">{items}</ul>
            </div>
        </div>
    }
    .into_any()
}
