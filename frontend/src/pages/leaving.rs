//! How to leave, and what a phone still remembers.

use crate::parts::{Page, document};
use crate::{Site, words};
use leptos::prelude::*;

/// How to leave this site quickly, what the phone still remembers, and who sees what was told.
pub fn leaving(site: &Site) -> String {
    document(site, &Page::plain("Leaving this site"), || {
        let exit = site
            .profile
            .exit_url
            .trim_start_matches("https://")
            .trim_end_matches('/')
            .to_owned();
        let coordinator = words::at_start(&words::with_article(&site.profile.labels.coordinator));
        view! {
            <h1 class="govuk-heading-l">"How to leave this site safely"</h1>
            <p class="govuk-body">
                "If someone looks at your phone or computer, the safest way is to use another one: "
                "a friend’s, or one in a library."
            </p>
            <h2 class="govuk-heading-m">"Leave fast"</h2>
            <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
                <li>
                    <b>"Exit now"</b>
                    {format!(" is at the top of every page. It takes you to {exit}.")}
                </li>
                <li>"On a keyboard you can press Shift three times."</li>
                <li class="jo">
                    "What you typed and did not send is cleared. The Back button does not bring it back."
                </li>
                <noscript>
                    <li>
                        "What you typed is cleared when you leave a page. "
                        "The Back button may ask to send something again. Say no, and close the tab."
                    </li>
                </noscript>
                <li>
                    "It does not wipe your history. The Back button may still show that you were here. Close the tab too."
                </li>
                <li>
                    "Press Exit now before you close the tab. Some browsers can open a closed tab again with what you typed."
                </li>
            </ul>
            <h2 class="govuk-heading-m">"What the phone or computer still knows"</h2>
            <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
                <li>"The name of this site is in the history, until you delete it. No page says what you wrote."</li>
                <li>
                    "We tell the browser not to remember what you type. Some browsers and keyboards still do. "
                    "Delete “form data” to stop this."
                </li>
                <li>"If you save a picture of your reference, it is with your photos."</li>
                <li>"Calls and texts stay in their lists. Calls to 999 may not be on the bill; others may be."</li>
            </ul>
            <h2 class="govuk-heading-m">"Delete this site from the history"</h2>
            <p class="govuk-body">
                "Open the menu of your browser, choose History, and delete only this site. "
                "An empty history can make someone ask questions. "
                "Next time, open a private window first: it forgets when you close it."
            </p>
            <h2 class="govuk-heading-m">"What this site keeps on your phone"</h2>
            <p class="govuk-body">
                "Nothing while you answer. After you send, one small locked file shows you your reference. "
                "It is gone after 10 minutes, or when you press Exit now. We do not count or follow you."
            </p>
            <h2 class="govuk-heading-m">"Who sees what you tell us"</h2>
            <p class="govuk-body">
                {format!("{coordinator} of our team. ")}
                "A service, only if you say yes. The police only if you say so. "
                "If we think that you or a child may be badly hurt, we may have to tell someone who can stop it. "
                "We try to talk with you first."
            </p>
            <p class="govuk-body">
                "A computer reads it first, by rules that anyone can read: "
                <a class="govuk-link" href="/rules/">
                    "how we decide"
                </a>
                "."
            </p>
            <p class="govuk-body">
                <a class="govuk-link" href="/get-support/">
                    "Get support"
                </a>
            </p>
        }
        .into_any()
    })
}
