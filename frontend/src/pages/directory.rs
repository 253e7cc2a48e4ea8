//! Everyone who can help in the area.

use crate::Site;
use crate::parts::{Page, document, help_list, service_list};
use crate::view::HelpNow;
use leptos::prelude::*;

/// The public directory: lines to ring, then services. A refuge's place is never in it.
pub fn directory(site: &Site) -> String {
    document(site, &Page::plain("Who can help"), || {
        let (open, other): (Vec<_>, Vec<_>) = site.profile.helplines.iter().partition(|line| line.always_open);
        let with_hours = |lines: Vec<&events::profile::Helpline>| -> Vec<HelpNow> {
            lines
                .into_iter()
                .map(|line| {
                    let mut shown = HelpNow::from(line);
                    shown.why = format!("{} {}", line.why, line.hours);
                    shown
                })
                .collect()
        };
        let other = (!other.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">"More lines to ring"</h2>
                {help_list(&with_hours(other))}
            }
        });
        view! {
            <h1 class="govuk-heading-l">{format!("Who can help in {}", site.profile.name)}</h1>
            <p class="box">
                <b>"In danger now? "</b>
                <a class="govuk-link" href="tel:999">
                    "Ring 999"
                </a>
                ". If you cannot speak, stay on the line, and when you are asked, press 55."
            </p>
            <p class="govuk-body">
                "You do not need to choose. "
                <a class="govuk-link" href="/get-support/">
                    "Tell us what you need"
                </a>
                " and we find the service that fits."
            </p>
            <h2 class="govuk-heading-m">"Open day and night"</h2>
            {help_list(&with_hours(open))}
            {other}
            <h2 class="govuk-heading-m">"Services"</h2>
            {service_list(site.profile)}
        }
        .into_any()
    })
}
