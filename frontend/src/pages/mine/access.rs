//! Who can open the page: new words, when it was opened, and closing it.

use super::{command_form, label, person_page};
use crate::Site;
use crate::parts::fields::{Ask, details, hidden, line};
use crate::parts::{Page, document, help_list, open_day_and_night};
use crate::view::{AccessView, FormView, Message, OpenedView};
use crate::words::reply;
use ::words::{diary, own_page, parts};
use leptos::prelude::*;

/// Who can open the page, and when it was opened.
pub fn access(site: &Site, view: &AccessView) -> String {
    person_page(site, &view.page, "access", || {
        let words = view.words.clone().map(|words| {
            view! {
                <h2 class="govuk-heading-m">{own_page::new_words()}</h2>
                <p class="keep notranslate" id="word" translate="no">
                    {words}
                </p>
                <p class="govuk-body">{own_page::new_words_once()}</p>
            }
        });
        view! {
            <h1 class="govuk-heading-l">{label("access")}</h1>
            {words}
            {openings(&view.openings)}
            <h2 class="govuk-heading-m">{own_page::change_words()}</h2>
            <p class="govuk-body">{own_page::change_words_hint()}</p>
            {command_form(
                &view.page,
                "new-words",
                own_page::change_words_send(),
                view! {
                    {hidden("id", &view.id)}
                    {bring_diary()}
                }
                    .into_any(),
            )}
            <h2 class="govuk-heading-m">{own_page::close_page()}</h2>
            <p class="govuk-body">{own_page::close_page_hint()}</p>
            {command_form(&view.page, "close-page", own_page::close_page_send(), ().into_any())}
        }
        .into_any()
    })
}

/// What brings a diary along to the new words.
fn bring_diary() -> AnyView {
    let none = FormView::default();
    let field = |name, label, hint| Ask {
        name,
        label,
        hint,
        fill: "off",
        ..Ask::default()
    };
    details(
        diary::bring(),
        view! {
            <p class="govuk-body">{diary::bring_hint()}</p>
            {line(&none, field("old", diary::word(), ""))}
            {line(&none, field("own", diary::own(), ""))}
        }
        .into_any(),
    )
}

/// When the page was opened, and when someone entered wrong words.
pub(super) fn openings(view: &OpenedView) -> AnyView {
    let lines = |lines: &[String]| {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| view! { <li>{line.clone()}</li> })
            .collect();
        view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }
    };
    let wrong = (!view.wrong_words.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">{own_page::wrong_words()}</h2>
            {lines(&view.wrong_words)}
        }
    });
    view! {
        <h2 class="govuk-heading-m">{own_page::opened()}</h2>
        <p class="govuk-body">{own_page::opened_hint()}</p>
        {lines(&view.opened)}
        {wrong}
    }
    .into_any()
}

/// The page after it was closed: it shows nothing any more.
pub fn page_closed(site: &Site, message: Option<Message>) -> String {
    document(site, &Page::own(own_page::title(), None), || {
        let message = message.map(|message| {
            view! {
                <p class="box" id="heard" role="status" tabindex="-1" data-focus="">
                    {format!("{}.", reply(message))}
                </p>
            }
        });
        view! {
            {message}
            <h1 class="govuk-heading-l">{own_page::page_closed()}</h1>
            <p class="govuk-body">{own_page::page_closed_hint()}</p>
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            {help_list(&open_day_and_night(site.profile))}
        }
        .into_any()
    })
}
