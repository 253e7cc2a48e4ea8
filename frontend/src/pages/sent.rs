//! The page after the hub has accepted a referral.

use crate::Site;
use crate::parts::{Closing, From, Page, document, help_list, linked, next_list, offered_guides};
use crate::view::SentView;
use ::words::{parts, sent, shell};
use leptos::prelude::*;

/// What happens now: helplines that are open day and night above everything else, then the reference, then who looks, and
/// by when.
pub fn sent(site: &Site, view: &SentView) -> String {
    let page = Page {
        closing: Some(Closing {
            minutes: 10,
            warns: 2,
            from: From::Opening,
        }),
        ..Page::plain(sent::title())
    };
    document(site, &page, || {
        let word = view.word.clone().map(|word| {
            view! {
                <p class="govuk-body">{sent::word()}</p>
                <p class="keep notranslate" id="word" translate="no">
                    {word}
                </p>
            }
        });
        let come_back = if view.word.is_some() {
            sent::come_back_with_both()
        } else {
            sent::come_back_with_reference()
        };
        let danger = view! {
            <h1 class="govuk-heading-l">{sent::heading()}</h1>
            <p class="box">{linked(sent::danger(), &[("call", "tel:999")])}</p>
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            {help_list(&view.help_now)}
        };
        let keep = view! {
            <h2 class="govuk-heading-m">{sent::come_back()}</h2>
            <p class="govuk-body">{sent::reference()}</p>
            <p class="keep notranslate" id="reference" translate="no">
                {view.reference.spaced()}
            </p>
            {word}
            <p class="govuk-body">{come_back}</p>
            <p class="govuk-body">
                {sent::write_down()} " "
                <b class="jo">{sent::closes()}</b>
                <noscript>
                    <b>{sent::closes()}</b>
                </noscript>
            </p>
        };
        let next = view! {
            <h2 class="govuk-heading-m">{parts::what_next()}</h2>
            {next_list(&view.next)}
            <p class="govuk-body">
                <a class="govuk-link" href="/progress/">
                    {shell::progress()}
                </a>
            </p>
        };
        let on_their_own = view.on_their_own.then(|| {
            view! { <p class="govuk-body">{linked(sent::on_your_own(), &[("directory", "/directory/")])}</p> }
        });
        let done =
            view! { <p class="govuk-body">{linked(sent::done(), &[("leaving", "/leaving/")])}</p> };
        view! {
            {danger.into_any()}
            {keep.into_any()}
            {next.into_any()}
            {on_their_own}
            {done.into_any()}
            {(!view.guides.is_empty()).then(|| offered_guides(&view.guides))}
        }
        .into_any()
    })
}
