//! The first page: danger first, then the way to support.

use crate::parts::{Page, danger, document, help_list, open_day_and_night};
use crate::{Site, words};
use leptos::prelude::*;

/// The first page.
pub fn home(site: &Site) -> String {
    document(site, &Page::plain("Support"), || {
        let coordinator = words::at_start(&words::with_article(&site.profile.labels.coordinator));
        let lines = help_list(&open_day_and_night(site.profile));
        let places = (!site.profile.touchpoints.is_empty()).then(|| {
            view! {
                <li>
                    <a class="govuk-link" href="/directory/#places">
                        {format!("{}: someone there helps you ask", site.profile.labels.touchpoint)}
                    </a>
                </li>
            }
        });
        view! {
            <h1 class="govuk-heading-l">"Free, private support"</h1>
            <p class="govuk-body">
                "For you, if someone hurt you, scared you, stole from you or made your life hard. "
                "It does not matter when it was. You do not need to tell the police."
            </p>
            {danger()}
            <a class="govuk-button" href="/get-support/" draggable="false">
                "Get support"
            </a>
            <p class="govuk-body">
                "Four short questions. Any name will do. You say how we may reach you, and we use no other way."
            </p>
            <h2 class="govuk-heading-m">"What happens then"</h2>
            <ol class="govuk-list govuk-list--number govuk-list--spaced">
                <li>{format!("{coordinator} reads it. You see at once by when.")}</li>
                <li>"If you say yes, we ask a service that fits to help you."</li>
                <li>
                    "You can come back and "
                    <a class="govuk-link" href="/progress/">
                        "see what is happening"
                    </a>
                    "."
                </li>
            </ol>
            <h2 class="govuk-heading-m">"Talk to someone now"</h2>
            <p class="govuk-body">"These lines are open day and night. Nobody reads this site all the time."</p>
            {lines}
            <h2 class="govuk-heading-m">"More ways"</h2>
            <ul class="govuk-list govuk-list--spaced">
                <li>
                    <a class="govuk-link" href="/directory/">
                        "Look for someone who can help near you"
                    </a>
                </li>
                {places}
                <li>
                    <a class="govuk-link" href="/directory/#elsewhere">
                        "If you live somewhere else"
                    </a>
                </li>
            </ul>
        }
        .into_any()
    })
}
