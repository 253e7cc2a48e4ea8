//! The way in for a provider's staff.

use crate::Site;
use crate::parts::{Loads, Page, document};
use leptos::prelude::*;

/// The page of a provider's staff: an application that needs a script, behind a login.
pub fn staff(site: &Site) -> String {
    let page = Page {
        loads: Loads::Staff,
        ..Page::plain("Staff")
    };
    document(site, &page, || {
        view! {
            <h1 class="govuk-heading-l">"Your worklist"</h1>
            <noscript>
                <p class="govuk-body">"This page needs JavaScript. Your own system can also read your queue."</p>
            </noscript>
            <div id="staff">
                <p class="govuk-body">"Loading."</p>
            </div>
        }
        .into_any()
    })
}
