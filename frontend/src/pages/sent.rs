//! The page after a referral was accepted.

use crate::Site;
use crate::parts::{Closing, From, Page, document, help_list, next_list};
use crate::view::SentView;
use leptos::prelude::*;

/// When the page goes. It is said only where something makes it true: a script, or the browser's own refresh.
const CLOSES: &str = "This page closes by itself after 10 minutes. Then nobody can open it again.";

/// What happens now: lines open day and night above everything else, then the reference, then who looks, and by when.
pub fn sent(site: &Site, view: &SentView) -> String {
    let page = Page {
        closing: Some(Closing {
            minutes: 10,
            warns: 2,
            from: From::Opening,
        }),
        ..Page::plain("Support: sent")
    };
    document(site, &page, || {
        let word = view.word.clone().map(|word| {
            view! {
                <p class="govuk-body">"Your three words"</p>
                <p class="keep" id="word">
                    {word}
                </p>
            }
        });
        let come_back = if view.word.is_some() {
            "With the reference and the three words you can come back from any phone and see what is happening. \
             Nobody can open your page with only one of them."
        } else {
            "You may need the reference when you talk with us. The person who helped you can tell you the rest."
        };
        let danger = view! {
            <h1 class="govuk-heading-l">"We have got it"</h1>
            <p class="box">
                <b>"Nobody is watching this page. "</b>
                "In danger now? "
                <a class="govuk-link" href="tel:999">
                    "Ring 999"
                </a>
                ". If you cannot speak, stay on the line, and when you are asked, press 55."
            </p>
            <h2 class="govuk-heading-m">"Talk to someone now"</h2>
            {help_list(&view.help_now)}
        };
        let keep = view! {
            <h2 class="govuk-heading-m">"How to come back"</h2>
            <p class="govuk-body">"Your reference"</p>
            <p class="keep" id="reference">
                {view.reference.spaced()}
            </p>
            {word}
            <p class="govuk-body">{come_back}</p>
            <p class="govuk-body">
                "Write them down only where it is safe: not where someone who scares you could look. "
                "You could learn the words by heart, or ask a friend to keep them. "
                <b class="jo">{CLOSES}</b>
                <noscript>
                    <b>{CLOSES}</b>
                </noscript>
            </p>
        };
        let next = view! {
            <h2 class="govuk-heading-m">"What happens next"</h2>
            {next_list(&view.next)}
            <p class="govuk-body">
                <a class="govuk-link" href="/progress/">
                    "See what is happening"
                </a>
            </p>
            <p class="govuk-body">
                "Done? Press "
                <b>"Exit now"</b>
                ". It closes this page for good. "
                <a class="govuk-link" href="/leaving/">
                    "How to leave safely"
                </a>
            </p>
        };
        view! {
            {danger.into_any()}
            {keep.into_any()}
            {next.into_any()}
        }
        .into_any()
    })
}
