//! Everything that the hub holds about a person that they may have. They can read, print or save it.

use super::access::openings;
use super::{diary::entry_text, label, line, person_page};
use crate::Site;
use crate::parts::fields::hidden;
use crate::parts::untranslated;
use crate::view::ExportView;
use crate::words;
use ::words::{copy, diary, own_page};
use events::referral::{Channel, Referral};
use leptos::prelude::*;

/// A heading, and what is known under it.
type Part = (&'static str, Vec<Line>);

/// A label, and what is known: one text, or several.
type Line = (String, Vec<String>);

/// Everything that the hub holds about the person that they may have.
pub fn export(site: &Site, view: &ExportView) -> String {
    person_page(site, &view.page, "export", || {
        let answers: Vec<_> = answers(&view.answers).into_iter().map(part).collect();
        let messages: Vec<_> = view
            .messages
            .iter()
            .map(|message| {
                view! { <li><span class="when">{message.when.clone()}</span><p class="govuk-body data" dir="auto">{message.text.clone()}</p></li> }
            })
            .collect();
        let agreed: Vec<_> = view
            .scope
            .iter()
            .map(|scope| view! { <li>{words::scope(*scope)}</li> })
            .collect();
        view! {
            <h1 class="govuk-heading-l">{label("export")}</h1>
            <p class="govuk-body">{untranslated(own_page::export_reference(&view.at, view.page.reference.spaced()))}</p>
            <form class="screen" method="post" action="/me/export" autocomplete="off">
                {hidden("pass", &view.page.pass)}
                {view.diary_pass.as_ref().map(|carried| hidden("diary", carried))}
                <p class="govuk-body">{own_page::export_hint()}</p>
                <button class="govuk-button" type="submit" name="as" value="file" id="save">
                    {own_page::export_save()}
                </button>
            </form>
            {answers}
            <h2 class="govuk-heading-m">{own_page::agree()}</h2>
            <ul class="govuk-list govuk-list--bullet">{agreed}</ul>
            <h2 class="govuk-heading-m">{own_page::steps()}</h2>
            {line::timeline(&view.steps)}
            <h2 class="govuk-heading-m">{own_page::promises()}</h2>
            {line::promises(&view.promises)}
            <h2 class="govuk-heading-m">{own_page::export_messages()}</h2>
            <ul class="govuk-list lines">{messages}</ul>
            {own_diary(view)}
            <h2 class="govuk-heading-m">{label("consent")}</h2>
            {line::services(&view.services)}
            <h2 class="govuk-heading-m">{copy::shared()}</h2>
            <ul class="govuk-list govuk-list--bullet">
                {view.shared.iter().map(|one| view! { <li>{one.text.clone()}", "{one.when.clone()}</li> }).collect::<Vec<_>>()}
            </ul>
            <p class="govuk-body">{copy::shared_not_here()}</p>
            <h2 class="govuk-heading-m">{copy::conclusions()}</h2>
            {match &view.conclusions {
                Some(conclusions) => {
                    let items: Vec<_> = conclusions.iter().map(|one| view! { <li>{one.clone()}</li> }).collect();
                    view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
                }
                None => view! { <p class="govuk-body">{copy::not_on_page()}</p> }.into_any(),
            }}
            <h2 class="govuk-heading-m">{copy::letters()}</h2>
            {letters(view)}
            <p class="govuk-body">{copy::letters_not_here()}</p>
            <h2 class="govuk-heading-m">{own_page::looks()}</h2>
            {line::looks(&view.looks)}
            {openings(&view.openings)}
            <h2 class="govuk-heading-m">{own_page::export_not_here()}</h2>
            <p class="govuk-body">{own_page::export_not_here_hint()}</p>
        }
        .into_any()
    })
}

/// The diary, if it is open; otherwise where it is.
fn own_diary(view: &ExportView) -> AnyView {
    let entries = match &view.diary {
        None => view! { <p class="govuk-body">{diary::not_here()}</p> }.into_any(),
        Some(lines) => {
            let items: Vec<_> = lines
                .iter()
                .map(|one| view! { <li>{entry_text(one)}</li> })
                .collect();
            view! { <ul class="govuk-list lines">{items}</ul> }.into_any()
        }
    };
    view! {
        <h2 class="govuk-heading-m">{diary::in_copy()}</h2>
        {entries}
    }
    .into_any()
}

/// What was sent, each with its time.
fn letters(view: &ExportView) -> AnyView {
    if view.letters.is_empty() {
        return view! { <p class="govuk-body">{copy::letters_none()}</p> }.into_any();
    }
    let items: Vec<_> = view
        .letters
        .iter()
        .map(|one| view! { <li><span class="when">{one.when.clone()}</span>" "{one.text.clone()}</li> })
        .collect();
    view! { <ul class="govuk-list lines">{items}</ul> }.into_any()
}

fn part((heading, lines): Part) -> Option<AnyView> {
    let items: Vec<_> = lines
        .into_iter()
        .map(|(label, values)| {
            // Each is isolated, so that no character in it turns its neighbours round.
            let values: Vec<_> = values
                .into_iter()
                .enumerate()
                .map(|(at, value)| {
                    view! {
                        {(at > 0).then_some(", ")}
                        <bdi>{value}</bdi>
                    }
                })
                .collect();
            view! {
                <dt>{label}</dt>
                <dd>{values}</dd>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">{heading}</h2>
            <dl class="govuk-body facts">{items}</dl>
        }
        .into_any()
    })
}

fn labelled(label: &str, value: &str) -> Line {
    (label.to_owned(), vec![value.to_owned()])
}

/// The answers, part by part.
fn answers(answers: &Referral) -> Vec<Part> {
    let person = &answers.person;
    let line = |label, value: Option<&str>| value.map(|value| labelled(label, value));
    let you = [
        line(own_page::label_name(), Some(&person.name)),
        line(
            own_page::label_preferred_name(),
            person.preferred_name.as_deref(),
        ),
        line(own_page::label_pronouns(), person.pronouns.as_deref()),
        line(own_page::label_born(), person.date_of_birth.as_deref()),
        line(own_page::label_age(), person.age_band.map(words::age)),
        line(own_page::label_language(), person.language.as_deref()),
        line(own_page::label_role(), Some(words::role(person.role))),
        line(
            own_page::label_interpreter(),
            person.interpreter.map(yes_or_no),
        ),
    ];
    let access = person
        .access_needs
        .iter()
        .map(|need| labelled(own_page::label_access(), words::access(*need)));
    let home = answers.residence.as_ref();
    let home = [
        line(
            own_page::label_postcode(),
            home.and_then(|home| home.postcode.as_deref()),
        ),
        line(
            own_page::label_council(),
            home.and_then(|home| home.local_authority.as_deref()),
        ),
        line(
            own_page::label_no_home(),
            home.and_then(|home| home.no_fixed_address).map(yes_or_no),
        ),
    ];
    let weight = |need: &events::referral::Need| need.weight.map(words::weight).unwrap_or_default();
    let needs = answers
        .needs
        .iter()
        .map(|need| labelled(words::need(need.code), weight(need)));
    vec![
        (
            own_page::part_you(),
            you.into_iter().flatten().chain(access).collect(),
        ),
        (own_page::part_contact(), contact(answers)),
        (own_page::part_home(), home.into_iter().flatten().collect()),
        (own_page::part_happened(), incident(answers)),
        (own_page::part_needs(), needs.collect()),
        (own_page::part_safety(), facts(answers)),
        (own_page::part_wishes(), wishes(answers)),
    ]
}

fn contact(answers: &Referral) -> Vec<Line> {
    let contact = &answers.contact;
    let best = contact
        .preferred
        .map(|kind| labelled(own_page::label_best(), words::channel(kind)));
    let often = contact
        .frequency
        .map(|often| labelled(own_page::label_often(), words::frequency(often)));
    let trusted = contact.trusted_person.as_ref();
    let trusted = trusted.map(|one| {
        let who_and_how = vec![one.name.clone(), one.channel.clone()];
        (own_page::label_trusted().to_owned(), who_and_how)
    });
    contact
        .channels
        .iter()
        .map(way)
        .chain(best)
        .chain(often)
        .chain(trusted)
        .collect()
}

/// A way to contact the person: its address, whether it is safe, and when.
fn way(channel: &Channel) -> Line {
    let safe = if channel.safe {
        own_page::way_safe()
    } else {
        own_page::way_not_safe()
    };
    let hours = match (channel.from.as_deref(), channel.until.as_deref()) {
        (None, None) => None,
        (from, until) => {
            let midnight = ::words::times::midnight();
            Some(own_page::way_hours(
                from.unwrap_or(midnight),
                until.unwrap_or(midnight),
            ))
        }
    };
    let parts = channel
        .address
        .as_deref()
        .into_iter()
        .chain([safe])
        .chain(hours.as_deref())
        .chain(channel.days.iter().map(|day| words::day(*day)))
        .map(str::to_owned)
        .collect();
    (words::channel(channel.kind).to_owned(), parts)
}

fn incident(answers: &Referral) -> Vec<Line> {
    let Some(incident) = &answers.incident else {
        return Vec::new();
    };
    let flags = incident
        .flags
        .iter()
        .map(|flag| labelled(own_page::label_what(), words::flag(*flag)));
    let when = incident
        .occurred
        .as_deref()
        .map(|when| labelled(own_page::label_when(), when));
    let reported = incident
        .reported
        .map(|reported| labelled(own_page::label_reported(), words::reported(reported)));
    let number = incident
        .crime_reference
        .as_deref()
        .map(|number| labelled(own_page::label_crime_number(), number));
    flags.chain(when).chain(reported).chain(number).collect()
}

/// The answers about safety and about what matters for rights.
fn facts(answers: &Referral) -> Vec<Line> {
    let safety = serde_json::to_value(answers.safety).unwrap_or_default();
    let about = serde_json::to_value(answers.circumstances).unwrap_or_default();
    let answer = |given: &serde_json::Value, (name, label): &(&str, &str)| {
        let yes = given.get(*name)?.as_bool()?;
        Some(labelled(label, yes_or_no(yes)))
    };
    let danger = [
        ("in_danger_now", own_page::label_in_danger()),
        ("someone_may_see_device", own_page::label_device_seen()),
    ];
    let screen = danger
        .iter()
        .copied()
        .chain(words::safety())
        .filter_map(|one| answer(&safety, &one));
    let rights = words::about_me().filter_map(|one| answer(&about, &one));
    let suspect = answers
        .circumstances
        .as_ref()
        .and_then(|about| about.suspect_known)
        .map(|known| labelled(own_page::label_suspect(), words::suspect(known)));
    screen.chain(rights).chain(suspect).collect()
}

fn wishes(answers: &Referral) -> Vec<Line> {
    let Some(wishes) = &answers.wishes else {
        return Vec::new();
    };
    let ways = wishes
        .modality
        .iter()
        .map(|way| labelled(own_page::label_talk(), words::modality(*way)));
    let worker = wishes
        .worker_gender
        .map(|gender| labelled(own_page::label_worker(), words::worker(gender)));
    let restorative = wishes
        .restorative_justice
        .map(|wish| labelled(own_page::label_restorative(), words::restorative(wish)));
    let own = wishes
        .own_words
        .as_deref()
        .map(|own| labelled(own_page::label_own_words(), own));
    ways.chain(worker).chain(restorative).chain(own).collect()
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { own_page::yes() } else { own_page::no() }
}
