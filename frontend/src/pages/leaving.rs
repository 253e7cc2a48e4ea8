//! How to leave, and what a phone still remembers.

use crate::parts::{Page, document, linked};
use crate::{Site, words};
use ::words::{leaving, shell};
use leptos::prelude::*;

/// How to leave this site quickly, what the phone still remembers, and who sees what a person tells us.
pub fn leaving(site: &Site) -> String {
    let page = Page::public(leaving::title(), "/leaving/", leaving::LANGUAGES);
    document(site, &page, || {
        let exit = site
            .profile
            .exit_url
            .trim_start_matches("https://")
            .trim_end_matches('/');
        let coordinator = words::at_start(&words::with_article(&site.profile.labels.coordinator));
        view! {
            <h1 class="govuk-heading-l">{leaving::heading()}</h1>
            <p class="govuk-body">{leaving::lead()}</p>
            <h2 class="govuk-heading-m">{leaving::fast()}</h2>
            <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
                <li>{linked(leaving::fast_exit(exit), &[])}</li>
                <li>{leaving::fast_shift()}</li>
                <li class="jo">{leaving::fast_cleared()}</li>
                <noscript>
                    <li>{leaving::fast_cleared_without_script()}</li>
                </noscript>
                <li>{leaving::fast_history()}</li>
                <li>{leaving::fast_first()}</li>
            </ul>
            <h2 class="govuk-heading-m">{leaving::device()}</h2>
            <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
                <li>{leaving::device_name()}</li>
                <li>{leaving::device_form_data()}</li>
                <li>{leaving::device_picture()}</li>
                <li>{leaving::device_calls()}</li>
            </ul>
            <h2 class="govuk-heading-m">{leaving::history()}</h2>
            <p class="govuk-body">{leaving::history_how()}</p>
            <h2 class="govuk-heading-m">{leaving::kept()}</h2>
            <p class="govuk-body">{leaving::kept_what()}</p>
            <h2 class="govuk-heading-m">{leaving::who()}</h2>
            <p class="govuk-body">{leaving::who_sees(coordinator)}</p>
            <p class="govuk-body">{linked(leaving::who_computer(), &[("rules", "/rules/")])}</p>
            <p class="govuk-body">
                <a class="govuk-link" href="/get-support/">
                    {shell::get_support()}
                </a>
            </p>
        }
        .into_any()
    })
}
