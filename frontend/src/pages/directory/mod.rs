//! Everyone who can help in the area (AS20), as a list or found by a search. The place of a refuge is never in it.

mod ask;
mod elsewhere;
mod found;

use crate::parts::{Page, danger, document, help_list, is_national, linked, service_list};
use crate::query::DirectoryQuery;
use crate::view::HelpNow;
use crate::{Site, words};
use ::words::directory;
use domain::directory::{Found, Search, search};
use events::assessment::Specialism;
use events::profile::{Helpline, Profile, ProviderKind};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

/// The directory before any search: the form, then helplines, then every service whose contract runs on `day`. The page is
/// made once, so it shows hours and not what is open.
pub fn directory(site: &Site, day: Date) -> String {
    let page = Page::public(directory::title(), "/directory/", directory::LANGUAGES);
    document(site, &page, || {
        let profile = site.profile;
        let all = services(profile, &Search::default(), day);
        view! {
            <h1 class="govuk-heading-l">{directory::heading(&profile.name)}</h1>
            {danger()}
            <p class="govuk-body">{linked(directory::lead(), &[("form", "/get-support/")])}</p>
            <h2 class="govuk-heading-m">{directory::search_yourself()}</h2>
            {ask::form(profile, None)}
            {contents(profile, &all)}
            {open_lines(profile, None)}
            {listed(profile, directory::services(), &all, None)}
            {national(profile, &all, None)}
            {more_lines(profile, None)}
            {touchpoints(profile)}
            {elsewhere::section(profile, None, day)}
        }
        .into_any()
    })
}

/// The answer to a search: the same page with what fits. With a problem it is the form again, with the choices.
pub fn directory_results(site: &Site, query: &DirectoryQuery) -> String {
    let title = if query.problem.is_some() {
        directory::title_error()
    } else {
        directory::title()
    };
    document(
        site,
        &Page::answering(title, "/directory/"),
        || match query.problem {
            Some(problem) => view! {
                {ask::summary(problem)}
                <h1 class="govuk-heading-l">{directory::heading(&site.profile.name)}</h1>
                {danger()}
                {ask::form(site.profile, Some(query))}
                {open_lines(site.profile, query.specialism())}
                {more_lines(site.profile, query.specialism())}
                {everyone()}
            }
            .into_any(),
            None => found::answer(site.profile, query),
        },
    )
}

/// The link from the results of a search to the whole list.
fn everyone() -> AnyView {
    view! {
        <p class="govuk-body">
            <a class="govuk-link" href="/directory/">
                {directory::everyone()}
            </a>
        </p>
    }
    .into_any()
}

/// The public services that fit, without the hubs of other areas, which are not services.
fn services<'a>(profile: &'a Profile, wanted: &Search, day: Date) -> Vec<Found<'a>> {
    search(profile, wanted, day)
        .into_iter()
        .filter(|found| found.provider.kind != ProviderKind::Hub)
        .collect()
}

/// Links to the parts of the page, because it is long.
fn contents(profile: &Profile, all: &[Found]) -> AnyView {
    let parts = [
        ("lines", directory::lines(), true),
        (
            "services",
            directory::services(),
            all.iter().any(|found| !is_national(found)),
        ),
        ("country", directory::country(), all.iter().any(is_national)),
        (
            "places",
            profile.labels.touchpoint.as_str(),
            !profile.touchpoints.is_empty(),
        ),
        ("elsewhere", directory::elsewhere(), true),
    ];
    let links: Vec<_> = parts
        .into_iter()
        .filter(|(_, _, there)| *there)
        .map(|(id, name, _)| {
            view! {
                <li>
                    <a class="govuk-link" href=format!("#{id}")>
                        {name.to_owned()}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <p class="govuk-body">{directory::on_this_page()}</p>
        <ul class="govuk-list govuk-list--spaced">{links}</ul>
    }
    .into_any()
}

/// Services of the area, under a heading, if there are any.
fn listed(
    profile: &Profile,
    heading: &str,
    all: &[Found],
    now: Option<DateTime>,
) -> Option<AnyView> {
    let here: Vec<_> = all
        .iter()
        .filter(|found| !is_national(found))
        .copied()
        .collect();
    under(("services", heading), &here, profile, now)
}

/// Services for the whole country (AS6).
fn national(profile: &Profile, all: &[Found], now: Option<DateTime>) -> Option<AnyView> {
    let far: Vec<_> = all
        .iter()
        .filter(|found| is_national(found))
        .copied()
        .collect();
    under(("country", directory::country()), &far, profile, now)
}

fn under(
    (id, heading): (&'static str, &str),
    services: &[Found],
    profile: &Profile,
    now: Option<DateTime>,
) -> Option<AnyView> {
    let shown = view! {
        <h2 class="govuk-heading-m" id=id>
            {heading.to_owned()}
        </h2>
        {service_list(profile, services, now)}
    };
    (!services.is_empty()).then(|| shown.into_any())
}

/// Helplines that answer day and night. If the search says what it is about, only the helplines that fit.
fn open_lines(profile: &Profile, about: Option<Specialism>) -> AnyView {
    view! {
        <h2 class="govuk-heading-m" id="lines">
            {directory::lines_open()}
        </h2>
        {help_list(&lines(profile, about, |line| line.always_open))}
    }
    .into_any()
}

/// The other helplines, each with its hours.
fn more_lines(profile: &Profile, about: Option<Specialism>) -> Option<AnyView> {
    let lines = lines(profile, about, |line| !line.always_open);
    let shown = view! {
        <h2 class="govuk-heading-m">{directory::lines_more()}</h2>
        {help_list(&lines)}
    };
    (!lines.is_empty()).then(|| shown.into_any())
}

fn lines(
    profile: &Profile,
    about: Option<Specialism>,
    wanted: fn(&Helpline) -> bool,
) -> Vec<HelpNow> {
    let fits = |line: &&Helpline| {
        line.suicide
            || line.specialisms.is_empty()
            || about.is_none_or(|about| line.specialisms.contains(&about))
    };
    let shown = |line: &Helpline| HelpNow {
        why: format!("{} {}", line.why, line.hours),
        ..HelpNow::from(line)
    };
    profile
        .helplines
        .iter()
        .filter(fits)
        .filter(|line| wanted(line))
        .map(shown)
        .collect()
}

/// Where people can come and get help to ask for support (TV10).
fn touchpoints(profile: &Profile) -> Option<AnyView> {
    let items: Vec<_> = profile
        .touchpoints
        .iter()
        .map(|touchpoint| {
            view! {
                <li>
                    <a class="govuk-link" href=words::path_of(touchpoint)>
                        {words::name_of(touchpoint)}
                    </a>
                    <br />
                    {directory::place(&touchpoint.address, &touchpoint.sort)}
                </li>
            }
        })
        .collect();
    let shown = view! {
        <h2 class="govuk-heading-m" id="places">{directory::places(&profile.labels.touchpoint)}</h2>
        <ul class="govuk-list lines">{items}</ul>
    };
    (!profile.touchpoints.is_empty()).then(|| shown.into_any())
}
