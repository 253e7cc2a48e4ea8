//! The first page: danger first, then the way to support.

use crate::parts::{Page, danger, document, help_list, linked, open_day_and_night};
use crate::{Site, words};
use ::words::{home, parts};
use leptos::prelude::*;

/// The first page.
pub fn home(site: &Site) -> String {
    document(
        site,
        &Page::public(home::title(), "/", home::LANGUAGES),
        || {
            let coordinator =
                words::at_start(&words::with_article(&site.profile.labels.coordinator));
            let lines = help_list(&open_day_and_night(site.profile));
            let places = (!site.profile.touchpoints.is_empty()).then(|| {
                view! {
                    <li>
                        <a class="govuk-link" href="/directory/#places">
                            {home::more_ways_places(&site.profile.labels.touchpoint)}
                        </a>
                    </li>
                }
            });
            view! {
                <h1 class="govuk-heading-l">{home::heading()}</h1>
                <p class="govuk-body">{home::lead()}</p>
                {danger()}
                <a class="govuk-button" href="/get-support/" draggable="false">
                    {home::get_support()}
                </a>
                <p class="govuk-body">{home::how_long()}</p>
                <h2 class="govuk-heading-m">{home::what_next()}</h2>
                <ol class="govuk-list govuk-list--number govuk-list--spaced">
                    <li>{home::what_next_read(coordinator)}</li>
                    <li>{home::what_next_service()}</li>
                    <li>{linked(home::what_next_come_back(), &[("progress", "/progress/")])}</li>
                </ol>
                <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
                <p class="govuk-body">{home::talk_now_hint()}</p>
                {lines}
                <h2 class="govuk-heading-m">{home::more_ways()}</h2>
                <ul class="govuk-list govuk-list--spaced">
                    <li>
                        <a class="govuk-link" href="/guides/">
                            {home::more_ways_guides()}
                        </a>
                    </li>
                    <li>
                        <a class="govuk-link" href="/what-to-expect/">
                            {home::more_ways_expect()}
                        </a>
                    </li>
                    <li>
                        <a class="govuk-link" href="/directory/">
                            {home::more_ways_directory()}
                        </a>
                    </li>
                    {places}
                    <li>
                        <a class="govuk-link" href="/directory/#elsewhere">
                            {home::more_ways_elsewhere()}
                        </a>
                    </li>
                </ul>
            }
            .into_any()
        },
    )
}
