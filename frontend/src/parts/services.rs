//! The services of an area, as its people read about them.

use crate::parts::help::tel;
use crate::parts::hours::{hours, open_now};
use crate::words;
use ::words::{directory, parts};
use domain::directory::Found;
use events::profile::{Profile, ProviderKind, Service};
use events::referral::{AccessNeed, WorkerGender};
use jiff::civil::DateTime;
use leptos::prelude::*;

/// Whether a service is for the whole country rather than for this area (AS6).
pub(crate) fn is_national(found: &Found) -> bool {
    found.provider.kind == ProviderKind::National || found.service.national.is_some()
}

/// Services, each with who it is for and how to reach it. `now` is the moment of the search, in London. A page that is made
/// once has none: it cannot know what is open.
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

/// The names of the councils that the area knows.
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
    let provider_name = if service.illustrative || provider.illustrative {
        parts::example_service(&provider.name)
    } else {
        provider.name.clone()
    };
    let stage = profile.labels.stages.get(&service.stage).cloned();
    // A refuge shows how to get in touch, and nothing that could give its place away (AS29).
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
                {provider_name}
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
    let secret = directory::where_secret().to_owned();
    [
        open(service, now),
        text(directory::where_it_is(), secret),
        text(directory::cost(), directory::cost_free().to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What decides whether it is for this person.
fn facts(profile: &Profile, found: &Found, now: Option<DateTime>) -> Vec<Fact> {
    let service = found.service;
    let place = found
        .place()
        .map(|place| directory::where_place(&place.address, &place.name, &place.postcode));
    let home = match (service.local_authorities.is_empty(), is_national(found)) {
        (true, true) => directory::home_country().to_owned(),
        (true, false) => directory::home_area(&profile.name),
        (false, _) => names(profile, &service.local_authorities),
    };
    [
        text(directory::who(), who(service)),
        text(directory::home(), home),
        text(
            directory::how_it_helps(),
            listed(service.modalities.iter().map(|one| words::modality(*one))),
        ),
        open(service, now),
        text(directory::where_it_is(), place.unwrap_or_default()),
        text(directory::cost(), directory::cost_free().to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who it takes, by age and by what they are to the crime.
fn who(service: &Service) -> String {
    let ages = words::ages(&service.ages);
    if service.roles.is_empty() {
        return if service.ages.is_empty() {
            directory::who_everyone().to_owned()
        } else {
            directory::who_ages(ages)
        };
    }
    let roles = joined(service.roles.iter().map(|role| words::taken(*role)));
    words::at_start(&if service.ages.is_empty() {
        roles
    } else {
        directory::who_roles(ages, roles)
    })
}

/// When it is open; and after a search, whether it is open now.
fn open(service: &Service, now: Option<DateTime>) -> Option<Fact> {
    if service.opening.is_empty() {
        return None;
    }
    let state = now.map(|now| {
        if open_now(service, now) {
            directory::opening_now()
        } else {
            directory::opening_closed()
        }
    });
    let rows: Vec<_> = service.opening.iter().map(hours).collect();
    let rows: Vec<_> = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| view! { {(at > 0).then(|| view! { <br /> })} {row} })
        .collect();
    Some((
        directory::opening(),
        view! { {state.map(|state| view! { <b>{state}</b> " " })} {rows} }.into_any(),
    ))
}

/// The languages by their own names, so that people who speak one can find it.
fn languages(service: &Service) -> Option<Fact> {
    let interpreters = service.interpreters.then(directory::languages_interpreters);
    if service.languages.is_empty() {
        let english = directory::languages_english();
        return interpreters.and_then(|more| {
            text(
                directory::languages_spoken(),
                joined([english, more].into_iter()),
            )
        });
    }
    let spoken: Vec<_> = service
        .languages
        .iter()
        .map(|tag| {
            // A sign language has no script, so its name is in English.
            let written = Some(tag.clone()).filter(|tag| tag != "bfi");
            view! { ", " <span lang=written>{words::language(tag).to_owned()}</span> }
        })
        .collect();
    let more = interpreters.map(|more| view! { ", " {more} });
    let english = directory::languages_english();
    Some((
        directory::languages_spoken(),
        view! { {english} {spoken} {more} }.into_any(),
    ))
}

/// Further facts, folded, so that a list of many services can be read on a phone.
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
            .then(directory::access_other),
    );
    let asks_for = |gender| service.worker_genders.contains(&gender);
    let worker = match (asks_for(WorkerGender::Woman), asks_for(WorkerGender::Man)) {
        (true, true) => directory::worker_either(),
        (true, false) => directory::worker_woman(),
        (false, true) => directory::worker_man(),
        (false, false) => "",
    };
    let said: Vec<_> = {
        service
            .specialisms
            .iter()
            .map(|one| words::specialism(*one))
    }
    .chain(service.needs.iter().map(|one| words::need(*one)))
    .map(|said| view! { <li>{directory::say_this(said)}</li> })
    .collect();
    let said = (!said.is_empty()).then(|| {
        (
            directory::say(),
            view! { <ul class="govuk-list">{said}</ul> }.into_any(),
        )
    });
    let facts: Vec<_> = [
        said,
        languages(service),
        text(directory::access(), listed(access.into_iter())),
        text(directory::worker(), worker.to_owned()),
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
                        {directory::about()}
                        <span class="govuk-visually-hidden">{parts::about(&service.name)}</span>
                    </span>
                </summary>
                <dl class="govuk-body facts">{facts}</dl>
            </details>
        }
        .into_any(),
    )
}

/// How to get in touch; through us where the service has no number and no website.
fn contact(service: &Service) -> AnyView {
    let aside = parts::about(&service.name);
    let phone = service.phone.clone().map(|phone| {
        view! {
            <a class="govuk-link tel" href=tel(&phone)>
                {parts::call(&phone)}
            </a>
            <br />
        }
    });
    let aside_of_url = aside.clone();
    let url = service.url.clone().map(|url| {
        view! {
            <a class="govuk-link" href=url rel="noreferrer">
                {directory::website()}
                <span class="govuk-visually-hidden">{aside_of_url}</span>
            </a>
        }
    });
    let aside_of_page = aside.clone();
    let page = service.page.clone().map(|page| {
        view! {
            <a class="govuk-link" href=page>
                {directory::read_here()}
                <span class="govuk-visually-hidden">{aside_of_page}</span>
            </a>
        }
    });
    let ask = (phone.is_none() && url.is_none() && page.is_none()).then(|| {
        view! {
            <a class="govuk-link" href="/get-support/">
                {directory::ask_for_you()}
                <span class="govuk-visually-hidden">{aside}</span>
            </a>
        }
    });
    view! { <p class="govuk-body">{phone} {url} {page} {ask}</p> }.into_any()
}

/// Several things in a row. A name keeps its capital letter.
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
