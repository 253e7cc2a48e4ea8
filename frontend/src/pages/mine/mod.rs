//! A person's own pages. Each is the answer to a form and carries what opens the next one, so the phone keeps nothing.

mod access;
mod ask;
mod consent;
mod contact;
mod diary;
mod export;
mod line;
mod progress;
mod stop;

pub use access::{access, page_closed};
pub use ask::ask;
pub use consent::consent;
pub use contact::contact;
pub use diary::diary;
pub use export::export;
pub use progress::progress;
pub use stop::stop;

use crate::Site;
use crate::parts::fields::hidden;
use crate::parts::{Page, document, linked};
use crate::view::{Message, PageState};
use crate::words::reply;
use ::words::own_page;
use leptos::prelude::*;

/// The pages, by the last part of their addresses.
const PAGES: [&str; 8] = [
    "progress", "contact", "consent", "ask", "diary", "access", "stop", "export",
];

/// The heading of a page, and the label of what leads to it.
fn label(page: &str) -> &'static str {
    own_page::page(page).unwrap_or_default()
}

/// One of the pages, by the last part of its address: the message about the last command first, then `main`, then the
/// buttons for the other pages.
fn person_page(
    site: &Site,
    state: &PageState,
    page: &str,
    main: impl FnOnce() -> AnyView,
) -> String {
    let problem = state.message.is_some_and(|message| message.status() != 200);
    let title = if problem {
        own_page::title_error()
    } else {
        own_page::title()
    };
    document(site, &Page::own(title, Some(&state.end)), || {
        view! {
            {state.message.map(|message| show_message(message, problem, state.field))}
            {main()}
            {other_pages(state, page)}
            <p class="govuk-body screen">
                <span class="jo">{own_page::closes_by_itself()}</span>
                <noscript>{own_page::closes_by_itself_no_script()}</noscript>
                {linked(own_page::see_again(), &[("open", "/progress/")])}
            </p>
        }
        .into_any()
    })
}

/// The message about what the person did last.
fn show_message(message: Message, problem: bool, field: Option<&'static str>) -> AnyView {
    let message = format!("{}.", reply(message));
    if problem {
        let message = match field {
            None => view! { <p class="govuk-body">{message}</p> }.into_any(),
            Some(field) => {
                let address = format!("#{field}");
                view! {
                    <ul class="govuk-list govuk-error-summary__list">
                        <li>
                            <a href=address>{message}</a>
                        </li>
                    </ul>
                }
                .into_any()
            }
        };
        return view! {
            <div class="govuk-error-summary" id="problems" tabindex="-1" data-focus="">
                <div role="alert">
                    <h2 class="govuk-error-summary__title">{own_page::problem()}</h2>
                    {message}
                </div>
            </div>
        }
        .into_any();
    }
    view! {
        <p class="box" id="heard" role="status" tabindex="-1" data-focus="">
            {message}
        </p>
    }
    .into_any()
}

/// The fields that every form of these pages sends.
fn key(state: &PageState) -> AnyView {
    view! {
        {hidden("pass", &state.pass)}
        {hidden("version", &state.version)}
    }
    .into_any()
}

fn other_pages(state: &PageState, page: &str) -> AnyView {
    let buttons: Vec<_> = PAGES
        .iter()
        .filter(|name| **name != page)
        .map(|name| {
            view! {
                <button class="govuk-button govuk-button--secondary" formaction=format!("/me/{name}")>
                    {label(name)}
                </button>
            }
        })
        .collect();
    view! {
        <form class="ways-on screen" method="post" action="/me/progress" autocomplete="off">
            <h2 class="govuk-heading-m">{own_page::ways_on()}</h2>
            {key(state)}
            {buttons}
        </form>
    }
    .into_any()
}

/// A form with one button below its fields.
fn command_form(
    state: &PageState,
    action: &'static str,
    button: &'static str,
    fields: AnyView,
) -> AnyView {
    view! {
        <form method="post" action=format!("/me/{action}") novalidate autocomplete="off" data-once="">
            {key(state)}
            {fields}
            <button class="govuk-button" type="submit" id=action>
                {button}
            </button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_label() {
        let mut pages = PAGES;
        let mut labelled = own_page::PAGE.to_vec();
        pages.sort_unstable();
        labelled.sort_unstable();
        assert_eq!(labelled, pages);
    }
}
