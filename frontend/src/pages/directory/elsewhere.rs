//! For people who live in another area: the hubs there (AS23, CA21).

use crate::parts::{names, tel};
use domain::directory::provider_of;
use events::profile::{Profile, ProviderKind, Service};
use jiff::civil::Date;
use leptos::prelude::*;

/// How people who live elsewhere find their way: the hubs that this one hands on to, those of `council` alone where it
/// is known. It always says what else one can do.
pub(super) fn section(profile: &Profile, council: Option<&str>, day: Date) -> AnyView {
    let hub = |service: &&Service| provider_of(profile, service).is_some_and(|one| one.kind == ProviderKind::Hub);
    let hubs: Vec<_> = profile.services.iter().filter(|one| one.public && one.open_on(day)).filter(hub).collect();
    let serves = |hub: &&Service| council.is_some_and(|code| hub.local_authorities.iter().any(|one| one == code));
    let theirs: Vec<_> = hubs.iter().copied().filter(serves).collect();
    let items: Vec<_> =
        if theirs.is_empty() { hubs } else { theirs }.into_iter().map(|service| item(profile, service)).collect();
    let list = (!items.is_empty()).then(|| view! { <ul class="govuk-list lines">{items}</ul> });
    view! {
        <h2 class="govuk-heading-m" id="elsewhere">
            "If you live somewhere else"
        </h2>
        <p class="govuk-body">
            "You can still "
            <a class="govuk-link" href="/get-support/">
                "start here"
            </a>
            ". It does not matter where it happened. We find out who helps where you live. "
            "We pass on what you tell us only if you say yes."
        </p>
        {list}
    }
    .into_any()
}

fn item(profile: &Profile, service: &Service) -> AnyView {
    let provider = provider_of(profile, service);
    let made_up = service.illustrative || provider.is_some_and(|one| one.illustrative);
    let name = provider.map_or(&service.name, |one| &one.name);
    let name = format!("{name}{}", if made_up { " (example, not a real service)" } else { "" });
    let councils = names(profile, &service.local_authorities);
    let councils = (!councils.is_empty()).then(|| view! { <br />{format!("For people in {councils}")} });
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
            <b>{name}</b>
            <br />
            {service.about.clone()}
            {councils}
            {phone}
            {url}
        </li>
    }
    .into_any()
}
