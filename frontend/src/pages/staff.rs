//! The page of staff.

use crate::Site;
use crate::parts::{Loads, Page, document};
use leptos::prelude::*;

/// The page of staff: an application that needs a script and a login.
pub fn staff(site: &Site) -> String {
    let page = Page {
        loads: Loads::Staff,
        ..Page::plain(::words::staff::title())
    };
    document(site, &page, || {
        view! {
            <h1 class="govuk-heading-l">{::words::staff::heading()}</h1>
            <noscript>
                <p class="govuk-body">{::words::staff::no_script()}</p>
            </noscript>
            <p class="govuk-body" id="without-wasm" hidden>
                {::words::staff::no_web_assembly()}
            </p>
            <div id="staff">
                <p class="govuk-body">{::words::staff::loading()}</p>
            </div>
        }
        .into_any()
    })
}
