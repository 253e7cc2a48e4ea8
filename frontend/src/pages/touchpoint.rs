//! The pages of a touchpoint: where people come, or point a phone at a poster (TV10, TV14).

use crate::Site;
use crate::pages::form;
use crate::parts::{Page, danger, document, help_list, linked, open_day_and_night};
use crate::view::{FormView, PosterView};
use crate::words;
use ::words::{home, parts, touchpoint};
use events::profile::Touchpoint;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The form's name for where a person came from.
const CODE: &str = "/source/code";

/// The assisted start: someone here can help, or the person answers alone; and short prompts for anyone who helps (AS17,
/// TV22).
pub fn touchpoint(site: &Site, touchpoint: &Touchpoint) -> String {
    let address = words::path_of(touchpoint);
    let page = Page::public(home::title(), &address, touchpoint::LANGUAGES);
    document(site, &page, || {
        let coordinator = words::at_start(&words::with_article(&site.profile.labels.coordinator));
        view! {
            <h1 class="govuk-heading-l">{touchpoint::heading()}</h1>
            <p class="govuk-body">
                <b>{words::name_of(touchpoint)}</b>
                <br />
                {touchpoint::address(&touchpoint.address, &site.profile.labels.touchpoint, &touchpoint.sort)}
            </p>
            {danger()}
            <p class="govuk-body">{touchpoint::lead()}</p>
            <a class="govuk-button" href=format!("{address}support/") draggable="false">
                {touchpoint::start()}
            </a>
            <p class="govuk-body">{touchpoint::how_long()}</p>
            <h2 class="govuk-heading-m">{parts::what_next()}</h2>
            <p class="govuk-body">{linked(touchpoint::what_next(coordinator), &[("directory", "/directory/")])}</p>
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            {help_list(&open_day_and_night(site.profile))}
            {for_staff(&address)}
        }
        .into_any()
    })
}

/// What anyone who helps should know, short enough for the moment.
fn for_staff(address: &str) -> AnyView {
    let prompts: Vec<_> = [
        touchpoint::helping_danger(),
        touchpoint::helping_alone(),
        touchpoint::helping_family(),
        touchpoint::helping_phone(),
        touchpoint::helping_safe(),
        touchpoint::helping_words(),
        touchpoint::helping_choice(),
        touchpoint::helping_reference(),
    ]
    .into_iter()
    .map(|prompt| view! { <li>{linked(prompt, &[])}</li> })
    .collect();
    view! {
        <details class="govuk-details" id="helping">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{touchpoint::helping()}</span>
            </summary>
            <div class="govuk-details__text">
                <ul class="govuk-list govuk-list--spaced">{prompts}</ul>
                <a class="govuk-link" href=format!("{address}poster/")>
                    {touchpoint::helping_poster()}
                </a>
            </div>
        </details>
    }
    .into_any()
}

/// The form of a touchpoint: it has the touchpoint's code from the start, so that it needs no script.
pub fn touchpoint_form(site: &Site, touchpoint: &Touchpoint) -> String {
    let values = BTreeMap::from([(CODE.to_owned(), touchpoint.code.clone())]);
    let values = FormView {
        values,
        ..FormView::default()
    };
    form::write(
        site,
        &values,
        &format!("{}support/", words::path_of(touchpoint)),
    )
}

/// A poster to print. It says only that there is support, so that people who are seen to read it give no reason away.
pub fn poster(site: &Site, poster: &PosterView) -> String {
    let path = format!("{}poster/", words::path_of(poster.touchpoint));
    let page = Page::public(touchpoint::poster_title(), &path, touchpoint::LANGUAGES);
    document(site, &page, || {
        let view_box = format!("0 0 {0} {0}", poster.side);
        let shown = poster
            .address
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let lines: Vec<_> = open_day_and_night(site.profile)
            .into_iter()
            .map(|line| view! { <li>{touchpoint::poster_line(line.name, line.phone)}</li> })
            .collect();
        view! {
            <div class="screen">
                <p class="govuk-body">{touchpoint::poster_print()}</p>
            </div>
            <h1 class="govuk-heading-l">{home::heading()}</h1>
            <p class="govuk-body-l">{touchpoint::poster_for()}</p>
            <p class="govuk-body">{linked(touchpoint::poster_scan(shown), &[])}</p>
            <svg width="300" height="300" viewBox=view_box role="img" aria-label=touchpoint::poster_code()>
                <path d=poster.path.to_owned() shape-rendering="crispEdges"></path>
            </svg>
            <p class="govuk-body">{linked(touchpoint::poster_ask(words::name_of(poster.touchpoint)), &[])}</p>
            <h2 class="govuk-heading-m">{touchpoint::poster_call()}</h2>
            <ul class="govuk-list">
                <li>{touchpoint::poster_danger()}</li>
                {lines}
            </ul>
            <p class="govuk-body">{touchpoint::poster_from(&site.profile.name, &site.profile.hub_name)}</p>
        }
        .into_any()
    })
}
