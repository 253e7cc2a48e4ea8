//! What fits what somebody asked; and where nothing does, a way on.

use super::{ask, elsewhere, listed, more_lines, national, open_lines, services};
use crate::parts::{danger, day_of, is_national, open_today, service_list};
use crate::query::{DirectoryQuery, Open};
use crate::words;
use domain::directory::{Found, Search};
use events::profile::{LocalAuthority, Profile};
use leptos::prelude::*;

/// Where the person lives, as far as they said.
enum Home<'a> {
    /// They did not say.
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
        Home::Here(council) => format!("Who can help in {}", council.name),
        Home::Unknown => format!("Who can help in {}", profile.name),
        Home::Elsewhere(_) => "Who can help where you live".to_owned(),
    };
    let day = query.now.date();
    let (first, last) = match home {
        Home::Elsewhere(council) => (Some(elsewhere::section(profile, Some(council), day)), None),
        Home::Unknown | Home::Here(_) => (None, Some(elsewhere::section(profile, None, day))),
    };
    let told = match (&home, here) {
        (Home::Elsewhere(_), _) => None,
        (_, 0) => Some(nothing(profile, query)),
        _ => listed(profile, &count(here), &found, now),
    };
    view! {
        <h1 class="govuk-heading-l">{heading}</h1>
        {danger()}
        {asked(query)}
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"Change what you asked"</span>
            </summary>
            {ask::form(profile, Some(query))}
        </details>
        {first}
        {told}
        {national(profile, &found, now)}
        {next(profile)}
        {open_lines(profile, query.specialism())}
        {more_lines(profile, query.specialism())}
        {last}
        <p class="govuk-body">
            <a class="govuk-link" href="/directory/">
                "See everyone who can help"
            </a>
        </p>
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

fn count(services: usize) -> String {
    match services {
        1 => "One service fits".to_owned(),
        more => format!("{more} services fit"),
    }
}

/// What was asked, said back. A postcode is not: someone may look at the screen.
fn asked(query: &DirectoryQuery) -> Option<AnyView> {
    let choices: Vec<String> = [
        query.need().map(words::need).map(str::to_owned),
        query.specialism().map(words::specialism).map(str::to_owned),
        query
            .age()
            .map(|age| format!("Age: {}", words::age(age).to_lowercase())),
        query.modality().map(words::modality).map(str::to_owned),
        query.open().map(|open| {
            if open == Open::Now {
                "Open now"
            } else {
                "Open today"
            }
            .to_owned()
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let hours = query.open().map(|_| {
        view! {
            <p class="govuk-body">
                "Services that have not told us their hours are left out. Hours may differ on bank holidays."
            </p>
        }
    });
    (!choices.is_empty()).then(|| {
        let choices: Vec<_> = choices
            .into_iter()
            .map(|choice| view! { <li>{choice}</li> })
            .collect();
        view! {
            <p class="govuk-body">"You asked for:"</p>
            <ul class="govuk-list govuk-list--bullet">{choices}</ul>
            {hours}
        }
        .into_any()
    })
}

/// No service of the area fits: the one that takes everyone (AS27), and what else one can do.
fn nothing(profile: &Profile, query: &DirectoryQuery) -> AnyView {
    let all = services(profile, &Search::default(), query.now.date());
    let everyone: Vec<_> = all
        .into_iter()
        .filter(|found| found.service.universal)
        .collect();
    let takes = (!everyone.is_empty()).then(|| {
        view! {
            <p class="govuk-body">"This one is for everyone:"</p>
            {service_list(profile, &everyone, Some(query.now))}
        }
    });
    view! {
        <h2 class="govuk-heading-m">"We found no service for all of this together"</h2>
        <p class="govuk-body">
            "That does not mean that nobody can help. You can leave out one of your choices and look again."
        </p>
        {takes}
    }
    .into_any()
}

/// What happens next: nothing by itself, which a person must know.
fn next(profile: &Profile) -> AnyView {
    let coordinator = &profile.labels.coordinator;
    view! {
        <h2 class="govuk-heading-m">"What happens next"</h2>
        <p class="govuk-body">
            "You can ring a service yourself. Nobody hears that you looked here. "
            "Or "
            <a class="govuk-link" href="/get-support/">
                "tell us what you need"
            </a>
            {format!(
                ": {} reads it, asks a service for you if you say yes, and you see by when.",
                words::with_article(coordinator),
            )}
        </p>
    }
    .into_any()
}
