//! The page that loads the staff application.

use crate::Site;
use crate::parts::{Loads, Page, document};
use ::words::shell;
use leptos::prelude::*;

/// The page of a provider's staff: an application that needs a script, behind a login.
pub fn staff(site: &Site) -> String {
    let page = Page {
        loads: Loads::Staff,
        ..Page::plain(shell::staff_title())
    };
    document(site, &page, || {
        view! {
            <h1 class="govuk-heading-l">{shell::staff_heading()}</h1>
            <noscript>
                <p class="govuk-body">{shell::staff_script()}</p>
            </noscript>
            <div id="staff">
                <p class="govuk-body">{shell::staff_loading()}</p>
            </div>
        }
        .into_any()
    })
}
