//! The services of an area, as its people read of them.

use crate::parts::help::tel;
use events::profile::{Profile, Service};
use leptos::prelude::*;

/// Every public service, in the profile's order.
pub(crate) fn service_list(profile: &Profile) -> AnyView {
    let items: Vec<_> = profile.services.iter().filter(|service| service.public).map(|s| item(profile, s)).collect();
    view! { <ul class="govuk-list lines">{items}</ul> }.into_any()
}

fn item(profile: &Profile, service: &Service) -> AnyView {
    let provider = profile.providers.iter().find(|provider| provider.code == service.provider);
    let name = provider.map(|provider| provider.name.clone()).unwrap_or_default();
    let made_up = provider.is_some_and(|provider| provider.illustrative).then_some(" (example, not a real service)");
    let hours = service.hours.clone().map(|hours| view! { <br />{hours} });
    let phone = service.phone.clone().map(|phone| {
        view! {
            <br />
            <a class="govuk-link tel" href=tel(&phone)>
                {format!("Ring {phone}")}
            </a>
        }
    });
    let url = service.url.clone().map(|url| {
        view! {
            <br />
            <a class="govuk-link" href=url rel="noreferrer">
                "See their website"
                <span class="govuk-visually-hidden">{format!(" ({})", service.name)}</span>
            </a>
        }
    });
    view! {
        <li>
            <b>{service.name.clone()}</b>
            <br />
            {format!("{name}{}", made_up.unwrap_or_default())}
            <br />
            {service.about.clone()}
            {hours}
            {phone}
            {url}
        </li>
    }
    .into_any()
}
