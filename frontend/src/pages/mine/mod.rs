//! A person's own pages. Each is the answer to a form, and carries what opens the next one: nothing is kept on the phone.

mod ask;
mod consent;
mod contact;
mod export;
mod line;
mod progress;
mod stop;

pub use ask::ask;
pub use consent::consent;
pub use contact::contact;
pub use export::export;
pub use progress::progress;
pub use stop::stop;

use crate::Site;
use crate::parts::fields::hidden;
use crate::parts::{Page, document};
use crate::view::{Own, Said};
use crate::words::said;
use leptos::prelude::*;

/// The pages, by the last part of their address and what leads to them.
const PAGES: [(&str, &str); 6] = [
    ("progress", "What is happening"),
    ("contact", "How we reach you"),
    ("consent", "Who sees what"),
    ("ask", "Tell us or ask us something"),
    ("stop", "Pause or stop"),
    ("export", "All that we know about you"),
];

/// One of the pages, by the last part of its address: what came of the last thing first, then `main`, then the ways on.
fn own_page(site: &Site, own: &Own, page: &str, main: impl FnOnce() -> AnyView) -> String {
    let problem = own.said.is_some_and(|said| said.status() != 200);
    let title = if problem {
        "Error: Your page"
    } else {
        "Your page"
    };
    document(site, &Page::own(title), || {
        view! {
            {own.said.map(|said| heard(said, problem, own.at))}
            {main()}
            {ways_on(own, page)}
            <p class="govuk-body screen">
                <span class="jo">
                    "This page closes by itself after 30 minutes. What you have not sent is then cleared. "
                </span>
                <noscript>
                    "This page closes by itself after 30 minutes. What you have not sent is then cleared. "
                    "Close the tab when you leave: the Back button can ask to open this page again. "
                </noscript>
                "To see it again, "
                <a class="govuk-link" href="/progress/">
                    "type your reference and words again"
                </a>
                ". This phone does not keep them."
            </p>
        }
        .into_any()
    })
}

/// What came of the last thing that the person did.
fn heard(what: Said, problem: bool, at: Option<&'static str>) -> AnyView {
    let text = format!("{}.", said(what));
    if problem {
        let text = match at {
            None => view! { <p class="govuk-body">{text}</p> }.into_any(),
            Some(field) => view! {
                <ul class="govuk-list govuk-error-summary__list">
                    <li>
                        <a href=format!("#{field}")>{text}</a>
                    </li>
                </ul>
            }
            .into_any(),
        };
        return view! {
            <div class="govuk-error-summary" id="problems" tabindex="-1" data-focus="">
                <div role="alert">
                    <h2 class="govuk-error-summary__title">"Please check"</h2>
                    {text}
                </div>
            </div>
        }
        .into_any();
    }
    view! {
        <p class="box" id="heard" role="status" tabindex="-1" data-focus="">
            {text}
        </p>
    }
    .into_any()
}

/// What every form of these pages sends with it.
fn key(own: &Own) -> AnyView {
    view! {
        {hidden("pass", &own.pass)}
        {hidden("version", &own.version.to_string())}
    }
    .into_any()
}

/// The other pages.
fn ways_on(own: &Own, page: &str) -> AnyView {
    let ways: Vec<_> = PAGES
        .iter()
        .filter(|(name, _)| *name != page)
        .map(|(name, label)| {
            view! {
                <button class="govuk-button govuk-button--secondary" formaction=format!("/me/{name}")>
                    {*label}
                </button>
            }
        })
        .collect();
    view! {
        <form class="ways-on screen" method="post" action="/me/progress" autocomplete="off">
            <h2 class="govuk-heading-m">"What else you can see and do"</h2>
            {key(own)}
            {ways}
        </form>
    }
    .into_any()
}

/// A form with one button, and what is above the button.
fn act(own: &Own, action: &'static str, button: &'static str, fields: AnyView) -> AnyView {
    view! {
        <form method="post" action=format!("/me/{action}") novalidate autocomplete="off" data-once="">
            {key(own)}
            {fields}
            <button class="govuk-button" type="submit" id=action>
                {button}
            </button>
        </form>
    }
    .into_any()
}
