//! What fits the search; and where nothing fits, what else the person can do.

use super::{ask, elsewhere, everyone, listed, more_lines, national, open_lines, services};
use crate::parts::{danger, day_of, is_national, linked, open_today, service_list};
use crate::query::{DirectoryQuery, Open};
use crate::words;
use ::words::{directory, parts};
use domain::directory::{Found, Search};
use events::profile::{LocalAuthority, Profile};
use leptos::prelude::*;

/// Where the person lives, as far as they say.
enum Home<'a> {
    /// They do not say.
    Unknown,
    /// In this council of the area.
    Here(&'a LocalAuthority),
    /// In another area.
    Elsewhere(&'a str),
}

/// The page's content.
pub(super) fn answer(profile: &Profile, query: &DirectoryQuery) -> AnyView {
    let home = home(profile, query);
    let found = fitting(profile, query);
    let here = found.iter().filter(|one| !is_national(one)).count();
    let now = Some(query.now);
    let heading = match home {
        Home::Here(council) => directory::heading(&council.name),
        Home::Unknown => directory::heading(&profile.name),
        Home::Elsewhere(_) => directory::heading_elsewhere().to_owned(),
    };
    let day = query.now.date();
    let (first, last) = match home {
        Home::Elsewhere(council) => (Some(elsewhere::section(profile, Some(council), day)), None),
        Home::Unknown | Home::Here(_) => (None, Some(elsewhere::section(profile, None, day))),
    };
    let results = match (&home, here) {
        (Home::Elsewhere(_), _) => None,
        (_, 0) => Some(nothing(profile, query)),
        _ => listed(profile, &directory::found(here as u64), &found, now),
    };
    view! {
        <h1 class="govuk-heading-l">{heading}</h1>
        {danger()}
        {searched_for(query)}
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{directory::change()}</span>
            </summary>
            {ask::form(profile, Some(query))}
        </details>
        {first}
        {results}
        {national(profile, &found, now)}
        {next(profile)}
        {open_lines(profile, query.specialism())}
        {more_lines(profile, query.specialism())}
        {last}
        {everyone()}
    }
    .into_any()
}

fn home<'a>(profile: &'a Profile, query: &'a DirectoryQuery) -> Home<'a> {
    let Some(code) = query.council.as_deref() else {
        return Home::Unknown;
    };
    let council = profile
        .local_authorities
        .iter()
        .find(|council| council.code == code);
    council.map_or(Home::Elsewhere(code), Home::Here)
}

/// The services that fit, on the day of asking.
fn fitting<'a>(profile: &'a Profile, query: &DirectoryQuery) -> Vec<Found<'a>> {
    let search = Search {
        council: query.council.clone(),
        need: query.need(),
        specialism: query.specialism(),
        age_band: query.age(),
        modality: query.modality(),
        open_at: (query.open() == Some(Open::Now)).then(|| (day_of(query.now), query.now.time())),
    };
    let today = query.open() == Some(Open::Today);
    let mut found = services(profile, &search, query.now.date());
    found.retain(|one| !today || open_today(one.service, query.now));
    found
}

/// The choices of the search. The postcode is not shown: someone may look at the screen.
fn searched_for(query: &DirectoryQuery) -> Option<AnyView> {
    let choices: Vec<String> = [
        query.need().map(words::need).map(str::to_owned),
        query.specialism().map(words::specialism).map(str::to_owned),
        query
            .age()
            .map(|age| directory::searched_age(words::in_sentence(words::age(age)))),
        query.modality().map(words::modality).map(str::to_owned),
        query.open().map(|open| {
            match open {
                Open::Now => directory::open_now(),
                Open::Today => directory::open_today(),
            }
            .to_owned()
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let hours = query.open().map(|_| {
        view! { <p class="govuk-body">{directory::hours_unknown()}</p> }
    });
    (!choices.is_empty()).then(|| {
        let choices: Vec<_> = choices
            .into_iter()
            .map(|choice| view! { <li>{choice}</li> })
            .collect();
        view! {
            <p class="govuk-body">{directory::searched_for()}</p>
            <ul class="govuk-list govuk-list--bullet">{choices}</ul>
            {hours}
        }
        .into_any()
    })
}

/// No service of the area fits: the one that takes everyone (AS27), and what else the person can do.
fn nothing(profile: &Profile, query: &DirectoryQuery) -> AnyView {
    let all = services(profile, &Search::default(), query.now.date());
    let everyone: Vec<_> = all
        .into_iter()
        .filter(|found| found.service.universal)
        .collect();
    let takes = (!everyone.is_empty()).then(|| {
        view! {
            <p class="govuk-body">{directory::nothing_universal()}</p>
            {service_list(profile, &everyone, Some(query.now))}
        }
    });
    view! {
        <h2 class="govuk-heading-m">{directory::nothing()}</h2>
        <p class="govuk-body">{directory::nothing_detail()}</p>
        {takes}
    }
    .into_any()
}

/// What happens next: nothing by itself, and the person has to know that.
fn next(profile: &Profile) -> AnyView {
    let coordinator = words::with_article(&profile.labels.coordinator);
    view! {
        <h2 class="govuk-heading-m">{parts::what_next()}</h2>
        <p class="govuk-body">{linked(directory::next(coordinator), &[("form", "/get-support/")])}</p>
    }
    .into_any()
}
