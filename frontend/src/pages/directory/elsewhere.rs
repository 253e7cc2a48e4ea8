//! For people who live in another area: the hubs there (AS23, CA21).

use crate::parts::{linked, tel};
use ::words::{directory, parts};
use events::profile::{Profile, Provider, ProviderKind, Service};
use jiff::civil::Date;
use leptos::prelude::*;

/// Where people who live elsewhere can go: the hubs that this one passes referrals to, or only the hub of `council` where
/// there is one. It always says what else they can do.
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
        (false, true) => Some(directory::elsewhere_known()),
        (false, false) => Some(directory::elsewhere_hubs()),
    };
    let list = lead.map(|lead| {
        view! {
            <p class="govuk-body">{lead}</p>
            <ul class="govuk-list lines">{items}</ul>
        }
    });
    view! {
        <h2 class="govuk-heading-m" id="elsewhere">
            {directory::elsewhere()}
        </h2>
        <p class="govuk-body">{linked(directory::elsewhere_lead(), &[("form", "/get-support/")])}</p>
        {list}
    }
    .into_any()
}

/// The services of a hub, in the directory or not: we pass referrals on by its contract.
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

/// A hub: its name, which says its area, and its number and website if they are public.
fn item(profile: &Profile, hub: &Provider, day: Date) -> AnyView {
    let name = if hub.illustrative {
        parts::example_service(&hub.name)
    } else {
        hub.name.clone()
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
                    {parts::call(&phone)}
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
                    {directory::website()}
                    <span class="govuk-visually-hidden">{parts::about(&hub.name)}</span>
                </a>
            }
        });
    view! {
        <li>
            {name}
            {phone}
            {url}
        </li>
    }
    .into_any()
}
