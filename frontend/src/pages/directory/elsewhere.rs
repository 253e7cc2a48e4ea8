//! For people who live in another area: the hubs there (AS23, CA21).

use crate::parts::tel;
use events::profile::{Profile, Provider, ProviderKind, Service};
use jiff::civil::Date;
use leptos::prelude::*;

/// How people who live elsewhere find their way: the hubs that this one hands on to, that of `council` alone where one
/// is for it. It always says what else one can do.
pub(super) fn section(profile: &Profile, council: Option<&str>, day: Date) -> AnyView {
    let hubs: Vec<_> = profile
        .providers
        .iter()
        .filter(|provider| provider.kind == ProviderKind::Hub)
        .collect();
    let theirs: Vec<_> = { hubs.iter().copied() }
        .filter(|hub| council.is_some_and(|council| serves(profile, hub, council, day)))
        .collect();
    let known = !theirs.is_empty();
    let items: Vec<_> = if known { theirs } else { hubs }
        .into_iter()
        .map(|hub| item(profile, hub, day))
        .collect();
    let lead = match (items.is_empty(), known) {
        (true, _) => None,
        (false, true) => Some("They help where you live:"),
        (false, false) => Some("These teams help in other areas:"),
    };
    let list = lead.map(|lead| {
        view! {
            <p class="govuk-body">{lead}</p>
            <ul class="govuk-list lines">{items}</ul>
        }
    });
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

/// What a hub does for us, in the directory or not: its contract is how we hand people on.
fn contracts<'a>(
    profile: &'a Profile,
    hub: &Provider,
    day: Date,
) -> impl Iterator<Item = &'a Service> {
    profile
        .services
        .iter()
        .filter(move |service| service.provider == hub.code && service.open_on(day))
}

fn serves(profile: &Profile, hub: &Provider, council: &str, day: Date) -> bool {
    contracts(profile, hub, day)
        .any(|service| service.local_authorities.iter().any(|one| one == council))
}

/// A hub by its name, which says its area; and its number and page where they are public.
fn item(profile: &Profile, hub: &Provider, day: Date) -> AnyView {
    let made_up = if hub.illustrative {
        " (example, not a real service)"
    } else {
        ""
    };
    let public: Vec<_> = contracts(profile, hub, day)
        .filter(|service| service.public)
        .collect();
    let phone = public
        .iter()
        .find_map(|service| service.phone.clone())
        .map(|phone| {
            view! {
                <br />
                <a class="govuk-link tel" href=tel(&phone)>
                    {::words::parts::call(&phone)}
                </a>
            }
        });
    let url = public
        .iter()
        .find_map(|service| service.url.clone())
        .map(|url| {
            view! {
                <br />
                <a class="govuk-link" href=url rel="noreferrer">
                    "See their website"
                    <span class="govuk-visually-hidden">{format!(" ({})", hub.name)}</span>
                </a>
            }
        });
    view! {
        <li>
            {format!("{}{made_up}", hub.name)}
            {phone}
            {url}
        </li>
    }
    .into_any()
}
