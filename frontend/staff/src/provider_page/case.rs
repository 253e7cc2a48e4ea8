//! One referral: an offer that is decided here, or a person whom the provider supports.

use super::chart::travelled;
use super::state::{State, TITLE};
use crate::browser::moment;
use crate::form::Form;
use crate::form_view::form_view;
use crate::json::{list, text};
use crate::parts::{back, contact, contents, fact, facts, folded, section, tag, texts, when};
use crate::place::Place;
use crate::provider_forms::available;
use crate::safe_contact::{Contact, stop};
use crate::wording::{Label, label};
use crate::worklist::{attempts, is_offered, timeline};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;
use words::{codes, staff, staff_pages};

/// The parts of the page, each with the forms that belong there.
const PARTS: [(&str, &[&str]); 6] = [
    ("needs", &[]),
    ("contacts", &["contact-tried"]),
    ("sessions", &["session-held"]),
    ("travelled", &["measured", "stage-reached"]),
    ("notes", &["notes"]),
    ("refer-on", &["refer-on"]),
];

pub(super) fn case(state: State, code: String, details: &Value) -> AnyView {
    let forms = available(details);
    let send = {
        let code = code.clone();
        move |form, body| state.send(code.clone(), form, body)
    };
    let shown = |form: &Form| form_view(form.clone(), send.clone()).into_any();
    let content = if is_offered(details) {
        offer(state, &code, details, forms.iter().map(shown).collect())
    } else {
        let of = |names: &[&str]| -> Vec<AnyView> {
            let named = forms
                .iter()
                .filter(|form| names.contains(&form.id.as_str()));
            named.map(shown).collect()
        };
        supported(state, details, of)
    };
    let list_of = if is_offered(details) {
        "offers"
    } else {
        "open"
    };
    view! {
        {back(&Place::of(list_of), staff_pages::back_to_list())}
        <article class="case" id="details">
            {content}
        </article>
    }
    .into_any()
}

/// Everything that the decision needs, and the decision, on one screen.
fn offer(state: State, code: &str, details: &Value, decline: Vec<AnyView>) -> AnyView {
    let accept = {
        let code = code.to_owned();
        move |_| spawn_local(state.accept(code.clone()))
    };
    let offer = &details["offer"];
    view! {
        <h2 class="govuk-heading-l" id=TITLE tabindex="-1">
            {text(details, "service_name")}
        </h2>
        <p class="govuk-body">{tags(offer)} " " <span class="code">{code.to_owned()}</span></p>
        {facts([when(staff_pages::answer_until(), &offer["accept_by"])])}
        {summary(details)}
        <p class="govuk-body">{words::commands::provider_consequence("accept").unwrap_or_default()}</p>
        <button class="govuk-button" type="button" id="accept" on:click=accept>
            {staff::accept()}
        </button>
        {decline}
        {texts("why", staff_pages::why_here(), strings(&details["why"]))}
    }
    .into_any()
}

/// A person whom the provider supports, or supported.
fn supported(state: State, details: &Value, forms: impl Fn(&[&str]) -> Vec<AnyView>) -> AnyView {
    let latest = move || state.onward.get().unwrap_or_default();
    let over = !details["person"].is_object() && details["offer"].is_null();
    let parts: Vec<&(&str, &[&str])> = PARTS
        .iter()
        .filter(|(part, _)| !over || matches!(*part, "contacts" | "sessions" | "travelled"))
        .collect();
    let titles = parts
        .iter()
        .map(|(part, _)| {
            let title = staff_pages::provider_part(part).unwrap_or_default();
            ((*part).to_owned(), title.to_owned())
        })
        .collect();
    let sections: Vec<AnyView> = parts
        .iter()
        .map(|(part, names)| {
            let part = *part;
            let known = move || known(part, &latest());
            let title = staff_pages::provider_part(part).unwrap_or_default();
            section(part, title, view! { {known} {forms(names)} })
        })
        .collect();
    let close = forms(&["closed"]);
    let close = (!close.is_empty()).then(|| {
        section(
            "close",
            staff_pages::provider_part("close").unwrap_or_default(),
            close,
        )
    });
    view! {
        {move || header(&latest())}
        {contents(titles)}
        {sections}
        {close}
    }
    .into_any()
}

/// Who the person is and how to make contact safely.
fn header(details: &Value) -> AnyView {
    let person = &details["person"];
    let name = name(person).unwrap_or_else(|| staff_pages::support_over().to_owned());
    let pronouns = text(person, "pronouns");
    let quiet = details["quiet_until"].as_str().map(moment);
    // Nothing is due once the support is over.
    let next = details.get("due").and_then(|due| {
        let by = due.as_str().map(moment);
        let by = by.unwrap_or_else(|| staff_pages::team_follows_up().to_owned());
        fact(staff_pages::act_next(), by)
    });
    let asked = person.is_object().then(|| {
        let known = &person["contact"];
        let mut shown = Contact::by(list(known, "/channels"), known["preferred"].as_str())
            .unless(stop(known["stop"].as_str()))
            .unless(quiet.map(staff_pages::contact_quiet));
        shown.not_confirmed = strings(&known["unconfirmed"]);
        shown.someone_may_see = known["someone_may_see"].as_bool();
        contact(shown)
    });
    view! {
        <h2 class="govuk-heading-l" id=TITLE tabindex="-1" dir="auto">
            {name}
        </h2>
        <p class="govuk-body">
            {(!pronouns.is_empty()).then(|| view! { <span dir="auto" class="pronouns">{pronouns}</span> " " })}
            {tags(&details["offer"])}
            " "
            <span class="code">
                {[&details["offer"]["onward"], &details["onward"]].into_iter().find_map(Value::as_str).unwrap_or_default().to_owned()}
            </span>
        </p>
        {asked}
        {facts([next])}
    }
    .into_any()
}

/// The name to use for the person.
fn name(person: &Value) -> Option<String> {
    let preferred = person["preferred_name"]
        .as_str()
        .filter(|name| !name.is_empty());
    let name = person["name"].as_str().filter(|name| !name.is_empty());
    match (preferred, name) {
        (Some(preferred), Some(name)) if preferred != name => {
            Some(staff_pages::name_preferred(name, preferred))
        }
        (preferred, name) => preferred.or(name).map(str::to_owned),
    }
}

fn tags(offer: &Value) -> Vec<AnyView> {
    let risk = offer["risk"].as_str();
    let risk = risk.map(|risk| {
        let kind = if risk == "high" { "high" } else { "plain" };
        tag(kind, label(codes::risk, risk))
    });
    let tier = offer["tier"].as_str();
    let tier = tier.map(|tier| tag("plain", label(codes::tier, tier)));
    risk.into_iter().chain(tier).collect()
}

/// What is known of one part.
fn known(part: &str, details: &Value) -> AnyView {
    match part {
        "needs" => view! {
            {summary(details)}
            {texts("why", staff_pages::why_here(), strings(&details["why"]))}
            {texts("reasons", staff_pages::assessment_because(), because(details))}
            {texts("consent", staff_pages::agreed_to(), labels(&details["consent"]["scope"], codes::scope_staff))}
        }
        .into_any(),
        "contacts" => contacts(details),
        "sessions" => sessions(details),
        "travelled" => view! {
            {travelled(details)}
            {facts([
                stage(&details["care"]["stage"], staff_pages::stage_now()),
                stage(&details["care_before"]["stage"], staff_pages::stage_before()),
                fact(staff_pages::needs_left(), needs_left(details)),
            ])}
        }
        .into_any(),
        "notes" => notes(details),
        "refer-on" => referred_on(details),
        _ => ().into_any(),
    }
}

/// What the person needs, in words.
fn summary(details: &Value) -> AnyView {
    let offer = &details["offer"];
    let person = &details["person"];
    let home = &person["residence"];
    let of = |value: &Value, labels: Label| labels_of(value, labels);
    let yes = |value: &Value| {
        (value == &Value::Bool(true))
            .then(staff::yes)
            .unwrap_or_default()
    };
    let referred = &details["referred_on_by"];
    facts([
        fact(staff_pages::own_words(), text(person, "own_words")),
        fact(staff_pages::needs(), of(&offer["needs"], codes::need_staff)),
        fact(
            staff_pages::specialisms(),
            of(&offer["specialisms"], codes::specialism_staff),
        ),
        fact(
            staff_pages::complexity(),
            code(&offer["complexity"], codes::complexity),
        ),
        fact(staff_pages::age(), code(&details["age_band"], codes::age)),
        fact(staff_pages::council(), text(details, "council")),
        fact(staff_pages::postcode(), text(home, "postcode")),
        fact(staff_pages::no_address(), yes(&home["no_fixed_address"])),
        fact(staff_pages::language(), language(&text(offer, "language"))),
        fact(staff_pages::interpreter(), yes(&offer["interpreter"])),
        fact(
            staff_pages::access(),
            of(&offer["access_needs"], codes::access),
        ),
        fact(
            staff_pages::modality(),
            of(&details["modality"], codes::modality),
        ),
        fact(
            staff_pages::worker(),
            code(&details["worker_gender"], codes::worker),
        ),
        fact(
            staff_pages::referred_on_by(),
            text(referred, "provider_name"),
        ),
        fact(
            staff_pages::referred_on_because(),
            code(&referred["reason"], codes::refer_on_reason),
        ),
        fact(
            staff_pages::takes_over(),
            text(&details["takes_over_from"], "provider_name"),
        ),
    ])
}

/// A language by its own name, or its tag if the list does not have it.
fn language(tag: &str) -> String {
    let short = tag.split('-').next().unwrap_or(tag);
    let name = codes::language(tag).or_else(|| codes::language(short));
    name.unwrap_or(tag).to_owned()
}

fn contacts(details: &Value) -> AnyView {
    let lines = timeline(details).into_iter().map(|done| {
        view! {
            <li>
                <span class="when">{moment(&done.at)}</span>
                <br />
                {done.what}
            </li>
        }
    });
    let lines: Vec<_> = lines.collect();
    let tries: Vec<String> = attempts(details)
        .into_iter()
        .map(|attempt| staff::attempt(moment(&attempt.at), attempt.outcome, attempt.way))
        .collect();
    let none = lines.is_empty();
    view! {
        {texts("attempts", staff::attempts(), tries)}
        <h3 class="govuk-heading-s">{staff_pages::timeline()}</h3>
        {none.then(|| view! { <p class="govuk-body">{staff_pages::nothing_yet()}</p> })}
        <ol class="timeline" id="timeline">{lines}</ol>
    }
    .into_any()
}

fn sessions(details: &Value) -> AnyView {
    let care = &details["care"];
    let number = care["sessions"].as_u64().unwrap_or_default();
    let minutes = care["minutes"].as_u64().unwrap_or_default();
    let outcome = code(&care["outcome"], codes::care_outcome);
    view! {
        <p class="govuk-body" id="sessions">
            {staff_pages::sessions(staff_pages::session_minutes(minutes), number)}
        </p>
        {facts([fact(staff_pages::outcome(), outcome)])}
    }
    .into_any()
}

fn notes(details: &Value) -> AnyView {
    let failed = details["own_notes_failed"].as_str().map(|why| {
        view! { <p class="govuk-body failed">{staff_pages::own_notes_failed(why)}</p> }
    });
    let lines: Vec<_> = list(details, "/own_notes/notes")
        .iter()
        .map(|note| {
            view! {
                <li>
                    <span class="when">{moment(&text(note, "at"))}</span>
                    <p class="govuk-body said" dir="auto">{text(note, "text")}</p>
                </li>
            }
        })
        .collect();
    view! {
        <p class="govuk-body">{staff_pages::notes_are_yours()}</p>
        {failed}
        <ol class="timeline" id="own-notes">{lines}</ol>
    }
    .into_any()
}

fn referred_on(details: &Value) -> AnyView {
    let to: Vec<String> = list(details, "/referred_on_to")
        .iter()
        .map(|one| {
            let state = code(&one["state"], codes::onward_state);
            let name = staff::service_of(text(one, "provider_name"), text(one, "service_name"));
            staff_pages::referred_line(name, state)
        })
        .collect();
    let left: Vec<String> = list(details, "/refer_on_to/left")
        .iter()
        .map(|one| staff_pages::left_line(text(one, "service_name"), text(one, "words")))
        .collect();
    let failed = details["refer_on_failed"].as_str().map(|why| {
        view! { <p class="govuk-body failed">{staff_pages::refer_on_failed(why)}</p> }
    });
    view! {
        {failed}
        {texts("referred-on", staff_pages::referred_on_to(), to)}
        {folded("left", staff_pages::why_not_others(), left)}
    }
    .into_any()
}

fn stage(value: &Value, name: &'static str) -> Option<AnyView> {
    fact(name, code(value, codes::recovery_stage))
}

/// The needs that the last measure left, without their areas.
fn needs_left(details: &Value) -> String {
    let measures = list(details, "/care/measures");
    let last = measures
        .iter()
        .rev()
        .find_map(|one| one["needs"].as_object());
    let needs: Vec<String> = last
        .into_iter()
        .flat_map(|areas| areas.values())
        .flat_map(|needs| labels(needs, codes::need_staff))
        .collect();
    needs.join(staff::facts_between())
}

fn because(details: &Value) -> Vec<String> {
    let reasons = list(details, "/assessment/reasons");
    reasons
        .iter()
        .map(|reason| text(reason, "because"))
        .collect()
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn labels(value: &Value, labels: Label) -> Vec<String> {
    strings(value)
        .iter()
        .map(|code| label(labels, code))
        .collect()
}

fn labels_of(value: &Value, of: Label) -> String {
    labels(value, of).join(staff::facts_between())
}

fn code(value: &Value, labels: Label) -> String {
    value
        .as_str()
        .map(|code| label(labels, code))
        .unwrap_or_default()
}
