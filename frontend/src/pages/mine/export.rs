//! Everything that the hub holds about a person that they may have, to be read, printed or saved.

use super::{line, own_page};
use crate::Site;
use crate::parts::fields::hidden;
use crate::view::ExportView;
use crate::words;
use events::referral::{Channel, Referral};
use leptos::prelude::*;

/// A heading, and what is known under it.
type Part = (&'static str, Vec<(String, String)>);

/// Everything that the hub holds about the person that they may have.
pub fn export(site: &Site, view: &ExportView) -> String {
    own_page(site, &view.own, "export", || {
        let answers: Vec<_> = answers(&view.answers).into_iter().map(part).collect();
        let words: Vec<_> = view
            .words
            .iter()
            .map(|words| {
                view! { <li><span class="when">{words.when.clone()}</span><p class="govuk-body data">{words.text.clone()}</p></li> }
            })
            .collect();
        let agreed: Vec<_> = view
            .scope
            .iter()
            .map(|scope| view! { <li>{words::scope(*scope)}</li> })
            .collect();
        view! {
            <h1 class="govuk-heading-l">"All that we know about you"</h1>
            <p class="govuk-body">{format!("Reference {}. As it stood at {}.", view.own.reference.spaced(), view.at)}</p>
            <form class="screen" method="post" action="/me/export" autocomplete="off">
                {hidden("pass", &view.own.pass)}
                <p class="govuk-body">
                    "You can print this page. Or save it as a file, only where nobody who scares you can find it."
                </p>
                <button class="govuk-button" type="submit" name="as" value="file" id="save">
                    "Save as a file"
                </button>
            </form>
            {answers}
            <h2 class="govuk-heading-m">"What you agree to"</h2>
            <ul class="govuk-list govuk-list--bullet">{agreed}</ul>
            <h2 class="govuk-heading-m">"What happened so far"</h2>
            {line::timeline(&view.steps)}
            <h2 class="govuk-heading-m">"What was promised to you"</h2>
            {line::promises(&view.promises)}
            <h2 class="govuk-heading-m">"What you wrote to us here"</h2>
            <ul class="govuk-list lines">{words}</ul>
            <h2 class="govuk-heading-m">"Who sees what"</h2>
            {line::services(&view.services)}
            <h2 class="govuk-heading-m">"Who looked, and when"</h2>
            {line::looks(&view.looks)}
            <h2 class="govuk-heading-m">"What is not here"</h2>
            <p class="govuk-body">
                "A service that helps you may keep notes of its own. Only that service reads them. You can ask it for them, "
                "or ask us to ask. What other people told us, and the names of those who work here, are not yours alone, so "
                "they are left out. You can ask us why, under “Tell us or ask us something”."
            </p>
        }
        .into_any()
    })
}

fn part((heading, lines): Part) -> Option<AnyView> {
    let items: Vec<_> = lines
        .into_iter()
        .map(|(label, value)| {
            view! {
                <dt>{label}</dt>
                <dd>{value}</dd>
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

/// The answers, part by part, in the words of the questions.
fn answers(answers: &Referral) -> Vec<Part> {
    let person = &answers.person;
    let said =
        |label: &str, value: Option<&str>| value.map(|value| (label.to_owned(), value.to_owned()));
    let you = [
        said("Name", Some(&person.name)),
        said("What to call you", person.preferred_name.as_deref()),
        said("Pronouns", person.pronouns.as_deref()),
        said("Born", person.date_of_birth.as_deref()),
        said("Age", person.age_band.map(words::age)),
        said("Language", person.language.as_deref()),
        said("What fits you", Some(words::role(person.role))),
        said("Interpreter", person.interpreter.map(yes_or_no)),
    ];
    let access = person
        .access_needs
        .iter()
        .filter_map(|need| said("What you need to take part", Some(words::access(*need))));
    let home = answers.residence.as_ref();
    let home = [
        said("Postcode", home.and_then(|home| home.postcode.as_deref())),
        said(
            "Council",
            home.and_then(|home| home.local_authority.as_deref()),
        ),
        said(
            "No fixed home",
            home.and_then(|home| home.no_fixed_address).map(yes_or_no),
        ),
    ];
    let weight = |need: &events::referral::Need| need.weight.map(words::weight).unwrap_or_default();
    let needs = answers
        .needs
        .iter()
        .map(|need| (words::need(need.code).to_owned(), weight(need).to_owned()));
    vec![
        (
            "About you",
            you.into_iter().flatten().chain(access).collect(),
        ),
        ("How we may reach you", reached(answers)),
        ("Where you live", home.into_iter().flatten().collect()),
        ("What happened", happened(answers)),
        ("What you need", needs.collect()),
        (
            "Being safe, and what matters for your rights",
            facts(answers),
        ),
        ("What you would like", wishes(answers)),
    ]
}

fn reached(answers: &Referral) -> Vec<(String, String)> {
    let contact = &answers.contact;
    let way = |channel: &Channel| {
        let safe = if channel.safe {
            "safe"
        } else {
            "not safe: we do not use it"
        };
        let hours = match (&channel.from, &channel.until) {
            (None, None) => String::new(),
            (from, until) => {
                format!(
                    ", {} to {}",
                    from.as_deref().unwrap_or("00:00"),
                    until.as_deref().unwrap_or("24:00")
                )
            }
        };
        let days: Vec<&str> = channel.days.iter().map(|day| words::day(*day)).collect();
        let days = if days.is_empty() {
            String::new()
        } else {
            format!(", {}", days.join(", "))
        };
        let address = channel
            .address
            .as_deref()
            .map(|address| format!("{address}: "))
            .unwrap_or_default();
        (
            words::channel(channel.kind).to_owned(),
            format!("{address}{safe}{hours}{days}"),
        )
    };
    let best = contact
        .preferred
        .map(|kind| ("Best way".to_owned(), words::channel(kind).to_owned()));
    let often = contact
        .frequency
        .map(|often| ("How often".to_owned(), words::frequency(often).to_owned()));
    let trusted = contact.trusted_person.as_ref();
    let trusted = trusted.map(|one| {
        (
            "Someone you trust".to_owned(),
            format!("{}, {}", one.name, one.channel),
        )
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

fn happened(answers: &Referral) -> Vec<(String, String)> {
    let Some(incident) = &answers.incident else {
        return Vec::new();
    };
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let flags = incident
        .flags
        .iter()
        .map(|flag| line("What it was", words::flag(*flag)));
    let when = incident.occurred.as_deref().map(|when| line("When", when));
    let told = incident
        .reported
        .map(|reported| line("Did you tell the police?", words::reported(reported)));
    let number = incident
        .crime_reference
        .as_deref()
        .map(|number| line("Crime number", number));
    flags.chain(when).chain(told).chain(number).collect()
}

/// The screen for safety and what bears on rights: what was answered, and how.
fn facts(answers: &Referral) -> Vec<(String, String)> {
    let safety = serde_json::to_value(answers.safety).unwrap_or_default();
    let about = serde_json::to_value(answers.circumstances).unwrap_or_default();
    let answer = |given: &serde_json::Value, (name, label): &(&str, &str)| {
        let yes = given.get(*name)?.as_bool()?;
        Some(((*label).to_owned(), yes_or_no(yes).to_owned()))
    };
    let own = [
        ("in_danger_now", "You are in danger now"),
        ("someone_may_see_device", "Someone may look at your phone"),
    ];
    let screen = own
        .iter()
        .copied()
        .chain(words::safety())
        .filter_map(|one| answer(&safety, &one));
    let rights = words::about_me().filter_map(|one| answer(&about, &one));
    let known = answers
        .circumstances
        .as_ref()
        .and_then(|about| about.suspect_known);
    let known = known.map(|known| ("Who did it".to_owned(), words::suspect(known).to_owned()));
    screen.chain(rights).chain(known).collect()
}

fn wishes(answers: &Referral) -> Vec<(String, String)> {
    let Some(wishes) = &answers.wishes else {
        return Vec::new();
    };
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let ways = wishes
        .modality
        .iter()
        .map(|way| line("How you like to talk", words::modality(*way)));
    let worker = wishes
        .worker_gender
        .map(|gender| line("Whom you would rather talk to", words::worker(gender)));
    let restorative = wishes
        .restorative_justice
        .map(|wish| line("Telling the person who did it", words::restorative(wish)));
    let own = wishes
        .own_words
        .as_deref()
        .map(|own| line("Your own words", own));
    ways.chain(worker).chain(restorative).chain(own).collect()
}

const fn yes_or_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}
