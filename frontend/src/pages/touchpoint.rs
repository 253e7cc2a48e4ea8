//! The pages of a touchpoint: where somebody comes, or points a phone at a poster (TV10, TV14).

use crate::Site;
use crate::pages::form::support_form;
use crate::parts::{Page, danger, document, help_list, open_day_and_night};
use crate::view::{FormView, PosterView};
use crate::words;
use events::profile::Touchpoint;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The form's name for where a person came from.
const CODE: &str = "/source/code";

/// The assisted start: somebody here can help, or one goes on alone; and short prompts for whoever helps (AS17, TV22).
pub fn touchpoint(site: &Site, touchpoint: &Touchpoint) -> String {
    document(site, &Page::plain("Support"), || {
        let home = words::path_of(touchpoint);
        view! {
            <h1 class="govuk-heading-l">"Someone here can help you ask for support"</h1>
            <p class="govuk-body">
                <b>{words::name_of(touchpoint)}</b>
                <br />
                {format!("{}: {}, {}", site.profile.labels.touchpoint, touchpoint.sort, touchpoint.address)}
            </p>
            {danger()}
            <p class="govuk-body">
                "If someone works here, you can ask them. Or answer the questions by yourself, here or at home. It is free."
            </p>
            <a class="govuk-button" href=format!("{home}support/") draggable="false">
                "Start"
            </a>
            <p class="govuk-body">
                "Four short questions. Any name will do. You say how we may reach you, and we use no other way. "
                "You do not need to tell the police."
            </p>
            <h2 class="govuk-heading-m">"What happens then"</h2>
            <p class="govuk-body">
                {format!(
                    "{} reads it. You see at once by when. If you say yes, we ask a service that fits to help you. ",
                    words::at_start(&words::with_article(&site.profile.labels.coordinator)),
                )}
                <a class="govuk-link" href="/directory/">
                    "Who can help"
                </a>
            </p>
            <h2 class="govuk-heading-m">"Talk to someone now"</h2>
            {help_list(&open_day_and_night(site.profile))}
            {for_staff(&home)}
        }
        .into_any()
    })
}

/// What whoever helps should know, in the moment and no longer than it.
fn for_staff(home: &str) -> AnyView {
    const PROMPTS: [(&str, &str); 8] = [
        ("Danger first.", "In danger now? Ring 999 with them."),
        (
            "Alone.",
            "Go where nobody hears. If someone came with them, find a calm reason to speak with them alone.",
        ),
        (
            "No family in between.",
            "Family, friends and children do not interpret. Ask us for an interpreter.",
        ),
        (
            "Whose phone is it?",
            "Use yours if someone could look at theirs. Press Exit now when you are done.",
        ),
        (
            "What is safe?",
            "Ask how we may reach them. If they are not sure, it is not safe: leave it out.",
        ),
        (
            "Their words.",
            "Read each question out. They may skip any. Do not ask why it happened, or why they stayed.",
        ),
        (
            "Their choice.",
            "Do not promise to keep everything secret: if someone may be badly hurt, we may have to act.",
        ),
        (
            "Their reference.",
            "They keep it and the three words, where it is safe. Do not keep a copy.",
        ),
    ];
    let prompts: Vec<_> = PROMPTS
        .iter()
        .map(|(what, why)| view! { <li><b>{*what}</b> " " {*why}</li> })
        .collect();
    view! {
        <details class="govuk-details" id="helping">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"I work here and help someone"</span>
            </summary>
            <div class="govuk-details__text">
                <ul class="govuk-list govuk-list--spaced">{prompts}</ul>
                <a class="govuk-link" href=format!("{home}poster/")>
                    "A poster to print"
                </a>
            </div>
        </details>
    }
    .into_any()
}

/// The form as it is opened from a touchpoint: its code is in it from the start, so that it needs no script.
pub fn touchpoint_form(site: &Site, touchpoint: &Touchpoint) -> String {
    let values = BTreeMap::from([(CODE.to_owned(), touchpoint.code.clone())]);
    support_form(
        site,
        &FormView {
            values,
            ..FormView::default()
        },
    )
}

/// A poster to print. Whoever is seen looking at it may do so for somebody else, or for any reason: it says no more
/// than that there is support.
pub fn poster(site: &Site, poster: &PosterView) -> String {
    document(site, &Page::plain("Support: poster"), || {
        let view_box = format!("0 0 {0} {0}", poster.side);
        let shown = poster
            .address
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let lines: Vec<_> = open_day_and_night(site.profile)
            .into_iter()
            .map(|line| view! { <li>{format!("{}: {}", line.name, line.phone)}</li> })
            .collect();
        view! {
            <div class="screen">
                <p class="govuk-body">
                    "Print this page, from the menu of your browser. "
                    "Hang it where one can look at it alone: inside a toilet door, or in a quiet corner. "
                    "Point a phone at the code once yourself, to see that it works."
                </p>
            </div>
            <h1 class="govuk-heading-l">"Free, private support"</h1>
            <p class="govuk-body-l">"For you, or for someone you know."</p>
            <p class="govuk-body">
                "Point the camera of a phone here, or take the address home: "
                <b>{shown.to_owned()}</b>
            </p>
            <svg width="300" height="300" viewBox=view_box role="img" aria-label="Code that opens the address">
                <path d=poster.path.to_owned() shape-rendering="crispEdges"></path>
            </svg>
            <p class="govuk-body">
                "Or ask someone who works here: " <b>{words::name_of(poster.touchpoint)}</b> "."
            </p>
            <h2 class="govuk-heading-m">"Or ring, day and night"</h2>
            <ul class="govuk-list">
                <li>"In danger: 999"</li>
                {lines}
            </ul>
            <p class="govuk-body">{format!("{}, for people in {}", site.profile.hub_name, site.profile.name)}</p>
        }
        .into_any()
    })
}
