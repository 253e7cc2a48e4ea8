//! Small parts that several pages of staff share.

use crate::browser::{go_to, go_to_place, moment};
use crate::form_view::submitted;
use crate::place::Place;
use crate::safe_contact::{Contact, Way, who_else};
use crate::wording::label;
use events::Reference;
use leptos::prelude::*;
use words::{staff, staff_pages};

/// A label that stands out. `kind` says how: `late`, `soon`, `high` or nothing.
pub(crate) fn tag(kind: &str, text: impl Into<String>) -> AnyView {
    let class = format!("tag tag--{kind}");
    view! { <strong class=class>{text.into()}</strong> }.into_any()
}

/// How a promise stands, as a label that stands out where somebody has to act.
pub(crate) fn standing(code: &str) -> AnyView {
    let kind = match code {
        "broken" | "kept-late" => "late",
        "due-soon" => "soon",
        _ => "plain",
    };
    tag(kind, label(staff_pages::standing, code))
}

/// One line of a list of facts; nothing if there is nothing to say.
pub(crate) fn fact(name: &'static str, value: impl Into<String>) -> Option<AnyView> {
    let value = value.into();
    (!value.is_empty()).then(|| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
            </div>
        }
        .into_any()
    })
}

/// The same for a moment.
pub(crate) fn when(name: &'static str, at: &serde_json::Value) -> Option<AnyView> {
    at.as_str().and_then(|at| fact(name, moment(at)))
}

/// A list of facts.
pub(crate) fn facts(lines: impl IntoIterator<Item = Option<AnyView>>) -> AnyView {
    let lines: Vec<AnyView> = lines.into_iter().flatten().collect();
    view! { <dl class="summary">{lines}</dl> }.into_any()
}

/// A list of texts under its heading; nothing if there are none.
pub(crate) fn texts(id: &'static str, title: &'static str, lines: Vec<String>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        let lines: Vec<_> = lines
            .into_iter()
            .map(|line| view! { <li dir="auto">{line}</li> })
            .collect();
        view! {
            <h3 class="govuk-heading-s">{title}</h3>
            <ul class="govuk-list govuk-list--bullet" id=id>
                {lines}
            </ul>
        }
        .into_any()
    })
}

/// A long list of texts that is closed until someone opens it; nothing if there are none.
pub(crate) fn folded(id: &'static str, title: &'static str, lines: Vec<String>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        let lines: Vec<_> = lines
            .into_iter()
            .map(|line| view! { <li dir="auto">{line}</li> })
            .collect();
        view! {
            <details class="govuk-details">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{title}</span>
                </summary>
                <ul class="govuk-list govuk-list--bullet govuk-details__text" id=id>
                    {lines}
                </ul>
            </details>
        }
        .into_any()
    })
}

/// A part of a page under its own heading.
pub(crate) fn section(
    id: &str,
    title: impl Into<String>,
    content: impl IntoView + 'static,
) -> AnyView {
    let (id, title_id) = (format!("part-{id}"), format!("part-{id}-title"));
    let named_by = title_id.clone();
    view! {
        <section class="part" id=id aria-labelledby=named_by>
            <h2 class="govuk-heading-m" id=title_id tabindex="-1">
                {title.into()}
            </h2>
            {content}
        </section>
    }
    .into_any()
}

/// Buttons that lead to the parts of a long page. They do not change the address.
pub(crate) fn contents(parts: Vec<(String, String)>) -> AnyView {
    let items: Vec<_> = parts
        .into_iter()
        .map(|(id, title)| {
            let go = move |_| go_to(format!("part-{id}-title"));
            view! {
                <li>
                    <button type="button" class="link" on:click=go>
                        {title}
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="contents screen" aria-label=staff_pages::contents()>
            <ul>{items}</ul>
        </nav>
    }
    .into_any()
}

/// The way back to a list.
pub(crate) fn back(place: &Place, text: &'static str) -> AnyView {
    view! {
        <p class="govuk-body screen">
            <a class="govuk-link back" href=place.href()>
                {text}
            </a>
        </p>
    }
    .into_any()
}

/// The place of one case.
pub(crate) fn place_of(reference: &str) -> Place {
    Place::of("case").with("case", reference)
}

/// The `id` of what is wrong with a reference.
const FIND_ERROR: &str = "find-reference-error";

/// Finds a case by the reference that someone reads out. What is typed is in the address only if it is a reference.
pub(crate) fn find_case() -> AnyView {
    let wrong = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = submitted(&event) else {
            return;
        };
        let typed = data.get("reference").as_string().unwrap_or_default();
        let found = typed.trim().parse::<Reference>();
        wrong.set(found.is_err());
        match found {
            Ok(reference) => go_to_place(&place_of(reference.as_str())),
            Err(_) => go_to("find-reference".to_owned()),
        }
    };
    let group = move || {
        if wrong.get() {
            "govuk-form-group govuk-form-group--error"
        } else {
            "govuk-form-group"
        }
    };
    let error = move || {
        wrong.get().then(|| {
            view! {
                <p class="govuk-error-message" id=FIND_ERROR>
                    <span class="govuk-visually-hidden">{staff::check_answer()}</span>
                    {staff::check_reference()}
                </p>
            }
        })
    };
    view! {
        <form id="find" class="filter screen" on:submit=send novalidate>
            <div class=group>
                <label class="govuk-label" for="find-reference">
                    {staff::find_reference()}
                </label>
                {error}
                <input
                    class="govuk-input govuk-input--width-10"
                    id="find-reference"
                    name="reference"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=move || wrong.get().then_some(FIND_ERROR)
                />
            </div>
            <button class="govuk-button govuk-button--secondary" type="submit">
                {staff::find()}
            </button>
        </form>
    }
    .into_any()
}

/// How to make contact safely, in a box that cannot be overlooked. What stops contact comes first.
pub(crate) fn contact(known: Contact) -> AnyView {
    let none = known.ways.is_empty();
    let items: Vec<_> = known.ways.into_iter().map(way).collect();
    let stops: Vec<_> = known
        .stops
        .into_iter()
        .map(|stop| view! { <p class="govuk-body stop"><strong>{stop}</strong></p> })
        .collect();
    let warnings: Vec<_> = known
        .not_confirmed
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    let warnings =
        (!warnings.is_empty()).then(|| view! { <ul class="govuk-list warning">{warnings}</ul> });
    view! {
        <section class="safely" id="safely" aria-labelledby="safely-title">
            <h2 class="govuk-heading-m" id="safely-title">
                {staff_pages::contact_title()}
            </h2>
            {stops}
            <p class="govuk-body">{who_else(known.someone_may_see)}</p>
            {none.then(|| view! { <p class="govuk-body"><strong>{staff_pages::contact_none()}</strong></p> })}
            <ul class="govuk-list ways">{items}</ul>
            {warnings}
            <p class="govuk-body">{staff_pages::contact_if_someone_else()}</p>
        </section>
    }
    .into_any()
}

fn way(way: Way) -> AnyView {
    let address = match way.href {
        Some(href) => view! {
            <a class="govuk-link tel" href=href>
                {way.address}
            </a>
        }
        .into_any(),
        None => view! { <span dir="auto">{way.address}</span> }.into_any(),
    };
    let rules: Vec<_> = way
        .rules
        .into_iter()
        .map(|rule| view! { <li><strong dir="auto">{rule}</strong></li> })
        .collect();
    let preferred = way
        .preferred
        .then(|| tag("plain", staff_pages::contact_preferred()));
    view! {
        <li>
            <h3 class="govuk-heading-s">{way.name} " " {preferred}</h3>
            <p class="govuk-body">{address} " " <span class="when">{way.when}</span></p>
            <ul class="govuk-list">{rules}</ul>
        </li>
    }
    .into_any()
}
