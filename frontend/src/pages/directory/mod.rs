//! Everyone who can help in the area (AS20), listed or searched. A refuge's place is never in it.

mod ask;
mod elsewhere;
mod found;

use crate::parts::{Page, danger, document, help_list, is_national, service_list};
use crate::query::DirectoryQuery;
use crate::view::HelpNow;
use crate::{Site, words};
use domain::directory::{Found, Search, search};
use events::assessment::Specialism;
use events::profile::{Helpline, Profile, ProviderKind};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

/// The heading of the services that are for everyone, wherever they live.
const COUNTRY: &str = "For the whole country";

/// The directory as everybody sees it first: the form, then lines to ring, then every service whose contract runs on
/// `day`. The page is made once, so it says hours, and not what is open.
pub fn directory(site: &Site, day: Date) -> String {
    document(site, &Page::plain("Who can help"), || {
        let profile = site.profile;
        let all = services(profile, &Search::default(), day);
        view! {
            <h1 class="govuk-heading-l">{format!("Who can help in {}", profile.name)}</h1>
            {danger()}
            <p class="govuk-body">
                "You do not need to choose. "
                <a class="govuk-link" href="/get-support/">
                    "Tell us what you need"
                </a>
                " and we find the service that fits."
            </p>
            <h2 class="govuk-heading-m">"Look for someone yourself"</h2>
            {ask::form(profile, None)}
            {contents(profile, &all)}
            {open_lines(profile, None)}
            {listed(profile, "Services", &all, None)}
            {national(profile, &all, None)}
            {more_lines(profile, None)}
            {touchpoints(profile)}
            {elsewhere::section(profile, None, day)}
        }
        .into_any()
    })
}

/// The answer to somebody who asked: the same page with what fits. With a problem it is the form again, choices kept.
pub fn directory_results(site: &Site, query: &DirectoryQuery) -> String {
    let title = if query.problem.is_some() {
        "Error: Who can help"
    } else {
        "Who can help"
    };
    document(
        site,
        &Page::answering(title, "/directory/"),
        || match query.problem {
            Some(problem) => view! {
                {ask::summary(problem)}
                <h1 class="govuk-heading-l">{format!("Who can help in {}", site.profile.name)}</h1>
                {danger()}
                {ask::form(site.profile, Some(query))}
                {open_lines(site.profile, query.specialism())}
                {more_lines(site.profile, query.specialism())}
                <p class="govuk-body">
                    <a class="govuk-link" href="/directory/">
                        "See everyone who can help"
                    </a>
                </p>
            }
            .into_any(),
            None => found::answer(site.profile, query),
        },
    )
}

/// The public services that fit, without the hubs of other areas, which are no services.
fn services<'a>(profile: &'a Profile, asked: &Search, day: Date) -> Vec<Found<'a>> {
    search(profile, asked, day)
        .into_iter()
        .filter(|found| found.provider.kind != ProviderKind::Hub)
        .collect()
}

/// The parts of the page, for it is long.
fn contents(profile: &Profile, all: &[Found]) -> AnyView {
    let parts = [
        ("lines", "Lines to ring now", true),
        (
            "services",
            "Services",
            all.iter().any(|found| !is_national(found)),
        ),
        ("country", COUNTRY, all.iter().any(is_national)),
        (
            "places",
            profile.labels.touchpoint.as_str(),
            !profile.touchpoints.is_empty(),
        ),
        ("elsewhere", "If you live somewhere else", true),
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
        <p class="govuk-body">"On this page:"</p>
        <ul class="govuk-list govuk-list--spaced">{links}</ul>
    }
    .into_any()
}

/// Services of the area, under a heading; nothing where there are none.
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
    under(("country", COUNTRY), &far, profile, now)
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

/// Lines that answer day and night; where it is known what it is about, those that fit.
fn open_lines(profile: &Profile, about: Option<Specialism>) -> AnyView {
    view! {
        <h2 class="govuk-heading-m" id="lines">
            "Talk to someone now: open day and night"
        </h2>
        {help_list(&lines(profile, about, |line| line.always_open))}
    }
    .into_any()
}

/// The other lines, each with its hours.
fn more_lines(profile: &Profile, about: Option<Specialism>) -> Option<AnyView> {
    let lines = lines(profile, about, |line| !line.always_open);
    let shown = view! {
        <h2 class="govuk-heading-m">"More lines to ring"</h2>
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

/// Where somebody can come and be helped to ask (TV10).
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
                    {format!("{}, {}", touchpoint.sort, touchpoint.address)}
                </li>
            }
        })
        .collect();
    let shown = view! {
        <h2 class="govuk-heading-m" id="places">{format!("{}: someone there helps you ask", profile.labels.touchpoint)}</h2>
        <ul class="govuk-list lines">{items}</ul>
    };
    (!profile.touchpoints.is_empty()).then(|| shown.into_any())
}
