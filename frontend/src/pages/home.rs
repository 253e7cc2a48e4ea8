//! The first page: danger first, then the way to support.

use crate::Site;
use crate::parts::{Page, document, help_list, open_day_and_night};
use leptos::prelude::*;

/// The first page.
pub fn home(site: &Site) -> String {
    document(site, &Page::plain("Support"), || {
        let lines = help_list(&open_day_and_night(site.profile));
        view! {
            <h1 class="govuk-heading-l">"Free, private support"</h1>
            <p class="govuk-body">
                "For you, if someone hurt you, scared you, stole from you or made your life hard. "
                "It does not matter when it was. You do not need to tell the police."
            </p>
            <p class="box">
                <b>"In danger now? "</b>
                <a class="govuk-link" href="tel:999">
                    "Ring 999"
                </a>
                ". If you cannot speak, stay on the line, and when you are asked, press 55."
            </p>
            <a class="govuk-button" href="/get-support/" draggable="false">
                "Get support"
            </a>
            <p class="govuk-body">
                "Four short questions. Any name will do. You say how we may reach you, and we use no other way."
            </p>
            <h2 class="govuk-heading-m">"What happens then"</h2>
            <ol class="govuk-list govuk-list--number govuk-list--spaced">
                <li>"You see at once who looks at it, and by when."</li>
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
            <p class="govuk-body">
                <a class="govuk-link" href="/directory/">
                    "Everyone who can help in your area"
                </a>
            </p>
        }
        .into_any()
    })
}
