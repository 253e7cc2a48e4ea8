//! The services of an area, as its people read of them.

use crate::parts::help::tel;
use events::profile::{Opening, Profile, Service};
use events::referral::Day;
use jiff::civil::Time;
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
    let hours = service.opening.iter().map(|opening| view! { <br />{hours(opening)} }).collect_view();
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

/// Hours on some days, as people say them, such as `Mon to Fri, 09:00 to 17:00`.
fn hours(opening: &Opening) -> String {
    let all_day = opening.from == Time::midnight() && opening.until >= Time::constant(23, 59, 0, 0);
    let times = if all_day {
        "day and night".to_owned()
    } else {
        format!("{} to {}", opening.from.strftime("%H:%M"), opening.until.strftime("%H:%M"))
    };
    format!("{}, {times}", days(&opening.days))
}

/// Days, as people say them: a row of days by its ends.
fn days(days: &[Day]) -> String {
    let name = |day: Day| {
        let text = day.as_str();
        let (first, rest) = text.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    };
    let row = Day::ALL.windows(days.len().max(1)).any(|window| window == days);
    match days {
        [] => String::new(),
        _ if days.len() == Day::ALL.len() => "Every day".to_owned(),
        [first, .., last] if row && days.len() > 2 => format!("{} to {}", name(*first), name(*last)),
        _ => days.iter().map(|day| name(*day)).collect::<Vec<_>>().join(", "),
    }
}
