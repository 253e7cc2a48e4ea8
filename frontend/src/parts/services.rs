//! The services of an area, as its people read of them.

use crate::parts::help::tel;
use crate::parts::hours::{hours, open_now};
use crate::words;
use domain::directory::Found;
use events::profile::{Profile, ProviderKind, Service};
use events::referral::AccessNeed;
use jiff::civil::DateTime;
use leptos::prelude::*;

/// Whether a service is for the whole country rather than for this area (AS6).
pub(crate) fn is_national(found: &Found) -> bool {
    found.provider.kind == ProviderKind::National || found.service.national.is_some()
}

/// Services, each with whom it is for and how to reach it. `now` is the moment of asking, in London, and nothing on a
/// page that is made once: such a page cannot know what is open.
pub(crate) fn service_list(
    profile: &Profile,
    services: &[Found],
    now: Option<DateTime>,
) -> AnyView {
    let items: Vec<_> = services
        .iter()
        .map(|found| item(profile, found, now))
        .collect();
    view! { <ul class="govuk-list lines">{items}</ul> }.into_any()
}

/// The names of councils, of those that the area knows.
fn names(profile: &Profile, councils: &[String]) -> String {
    let named = |code: &String| {
        profile
            .local_authorities
            .iter()
            .find(|council| council.code == *code)
    };
    joined(
        councils
            .iter()
            .filter_map(named)
            .map(|council| council.name.as_str()),
    )
}

fn item(profile: &Profile, found: &Found, now: Option<DateTime>) -> AnyView {
    let Found { provider, service } = *found;
    let made_up =
        (service.illustrative || provider.illustrative).then_some(" (example, not a real service)");
    let stage = profile.labels.stages.get(&service.stage).cloned();
    // A refuge shows how to get in touch, and nothing from which its place could be guessed (AS29).
    let facts = if service.refuge {
        refuge(service, now)
    } else {
        facts(profile, found, now)
    };
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(what, text)| view! { <dt>{what}</dt><dd>{text}</dd> })
        .collect();
    view! {
        <li>
            {stage.map(|stage| view! { <p class="govuk-caption-m">{stage}</p> })}
            <h3 class="govuk-heading-s">{service.name.clone()}</h3>
            <p class="govuk-body">
                {format!("{}{}", provider.name, made_up.unwrap_or_default())}
                <br />
                {service.about.clone()}
            </p>
            <dl class="govuk-body facts">{facts}</dl>
            {contact(service)}
            {(!service.refuge).then(|| more(service))}
        </li>
    }
    .into_any()
}

type Fact = (&'static str, AnyView);

fn text(what: &'static str, text: String) -> Option<Fact> {
    (!text.is_empty()).then(|| (what, text.into_any()))
}

fn refuge(service: &Service, now: Option<DateTime>) -> Vec<Fact> {
    let secret = "Nobody is told. That keeps the people there safe.".to_owned();
    [
        open(service, now),
        text("Where it is", secret),
        text("Cost", "Free".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What decides whether it is for somebody at all.
fn facts(profile: &Profile, found: &Found, now: Option<DateTime>) -> Vec<Fact> {
    let service = found.service;
    let place = found
        .place()
        .map(|place| format!("{}, {}, {}", place.name, place.address, place.postcode));
    let where_one_lives = match (service.local_authorities.is_empty(), is_national(found)) {
        (true, true) => "Anywhere in the country".to_owned(),
        (true, false) => format!("Anywhere in {}", profile.name),
        (false, _) => names(profile, &service.local_authorities),
    };
    [
        text("Who it is for", whom(service)),
        text("Where you live", where_one_lives),
        text(
            "How",
            listed(service.modalities.iter().map(|one| words::modality(*one))),
        ),
        open(service, now),
        text("Where it is", place.unwrap_or_default()),
        text("Cost", "Free".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whom it takes, by age and by what they are to the crime.
fn whom(service: &Service) -> String {
    let ages = words::ages(&service.ages);
    if service.roles.is_empty() {
        return if service.ages.is_empty() {
            "Everyone, of any age".to_owned()
        } else {
            format!("People {ages}")
        };
    }
    let roles = joined(service.roles.iter().map(|role| words::taken(*role)));
    words::at_start(&if service.ages.is_empty() {
        roles
    } else {
        format!("{roles}; {ages}")
    })
}

/// When it is open; and, where somebody asks at a moment, whether it is.
fn open(service: &Service, now: Option<DateTime>) -> Option<Fact> {
    if service.opening.is_empty() {
        return None;
    }
    let state = now.map(|now| {
        if open_now(service, now) {
            "Open now. "
        } else {
            "Closed now. "
        }
    });
    let rows: Vec<_> = service.opening.iter().map(hours).collect();
    let rows: Vec<_> = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| view! { {(at > 0).then(|| view! { <br /> })} {row} })
        .collect();
    Some((
        "Open",
        view! { {state.map(|state| view! { <b>{state}</b> })} {rows} }.into_any(),
    ))
}

/// The languages in themselves, so that whoever speaks one can find it.
fn languages(service: &Service) -> Option<Fact> {
    let interpreters = service.interpreters.then_some("interpreters for others");
    if service.languages.is_empty() {
        return interpreters.and_then(|more| text("Languages", format!("English, and {more}")));
    }
    let spoken: Vec<_> = service
        .languages
        .iter()
        .map(|tag| {
            // A sign language has no letters of its own, so its name is in English.
            let written = Some(tag.clone()).filter(|tag| tag != "bfi");
            view! { ", " <span lang=written>{words::language(tag).to_owned()}</span> }
        })
        .collect();
    let more = interpreters.map(|more| format!(", and {more}"));
    Some(("Languages", view! { "English" {spoken} {more} }.into_any()))
}

/// What else one may want to know, folded: a list of many services must stay one that can be read on a phone.
fn more(service: &Service) -> Option<AnyView> {
    let mut access: Vec<_> = { service.access_needs.iter() }
        .filter(|need| **need != AccessNeed::Other)
        .map(|need| words::access(*need))
        .collect();
    access.sort_unstable();
    access.extend(
        service
            .access_needs
            .contains(&AccessNeed::Other)
            .then_some("other things, if you ask"),
    );
    let workers: Vec<_> = service
        .worker_genders
        .iter()
        .filter_map(|gender| words::can_ask_for(*gender))
        .collect();
    let said: Vec<_> = {
        service
            .specialisms
            .iter()
            .map(|one| words::specialism(*one))
    }
    .chain(service.needs.iter().map(|one| words::need(*one)))
    .map(|said| view! { <li>{format!("“{said}”")}</li> })
    .collect();
    let said = (!said.is_empty()).then(|| {
        (
            "It helps if you say",
            view! { <ul class="govuk-list">{said}</ul> }.into_any(),
        )
    });
    let facts: Vec<_> = [
        said,
        languages(service),
        text("It can work with", listed(access.into_iter())),
        text("You can ask for", workers.join(" or ")),
    ]
    .into_iter()
    .flatten()
    .map(|(what, text)| view! { <dt>{what}</dt><dd>{text}</dd> })
    .collect();
    if facts.is_empty() {
        return None;
    }
    Some(
        view! {
            <details class="govuk-details">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">
                        "More about it"
                        <span class="govuk-visually-hidden">{format!(" ({})", service.name)}</span>
                    </span>
                </summary>
                <dl class="govuk-body facts">{facts}</dl>
            </details>
        }
        .into_any(),
    )
}

/// How to get in touch; where the service has neither number nor page of its own, through us.
fn contact(service: &Service) -> AnyView {
    let aside = format!(" ({})", service.name);
    let phone = service.phone.clone().map(|phone| {
        view! {
            <a class="govuk-link tel" href=tel(&phone)>
                {::words::parts::call(&phone)}
            </a>
            <br />
        }
    });
    let aside_of_url = aside.clone();
    let url = service.url.clone().map(|url| {
        view! {
            <a class="govuk-link" href=url rel="noreferrer">
                "See their website"
                <span class="govuk-visually-hidden">{aside_of_url}</span>
            </a>
        }
    });
    let ask = (phone.is_none() && url.is_none()).then(|| {
        view! {
            <a class="govuk-link" href="/get-support/">
                "Ask us, and we ask them for you"
                <span class="govuk-visually-hidden">{aside}</span>
            </a>
        }
    });
    view! { <p class="govuk-body">{phone} {url} {ask}</p> }.into_any()
}

/// Several things in one sentence. A name keeps its capital letter.
fn listed<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let inside = |(at, part): (usize, &str)| {
        let keeps = at == 0 || part.starts_with("British");
        if keeps {
            part.to_owned()
        } else {
            words::in_sentence(part)
        }
    };
    parts.enumerate().map(inside).collect::<Vec<_>>().join(", ")
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
