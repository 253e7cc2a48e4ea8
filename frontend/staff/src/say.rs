//! The forms of [`crate::acts`], as a page shows them: closed until they are wanted.

use crate::acts::{Field, Say, Takes};
use crate::page::{Staff, tell};
use crate::view::Row;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement};

/// One form: what it sends is of that version of the case.
pub(crate) fn form(staff: Staff, row: Row, say: Say, details: &Value, version: u64) -> impl IntoView + use<> {
    let fields: Vec<_> =
        say.fields(details).into_iter().map(|field| control(say.code(), hint(say, &field), field)).collect();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(data) = form.and_then(|form| FormData::new_with_form(&form).ok()) else { return };
        let answers = |name: &str| data.get_all(name).iter().filter_map(|value| value.as_string()).collect::<Vec<_>>();
        let body = say.body(&|name| answers(name).join(" "));
        spawn_local(tell(staff, row.clone(), say, body, version));
    };
    view! {
        <details class="govuk-details" id=say.code()>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{say.title()}</span>
            </summary>
            <form class="govuk-details__text" on:submit=send>
                {fields}
                <button class="govuk-button" type="submit">
                    "Write it down"
                    <span class="govuk-visually-hidden">{format!(": {}", say.title())}</span>
                </button>
            </form>
        </details>
    }
}

/// What helps to fill in a field.
fn hint(say: Say, field: &Field) -> &'static str {
    match say {
        Say::Measured if field.name == "health" => {
            "0 is as bad as it can be, 10 is good. Leave all six empty if they would rather not say."
        }
        _ => "",
    }
}

/// One field of the form of that name.
pub(crate) fn control(form: &str, hint: &'static str, field: Field) -> impl IntoView + use<> {
    let id = format!("{form}-{}", field.name);
    let options = |choices: Vec<(String, String)>| {
        let options: Vec<_> =
            choices.into_iter().map(|(code, words)| view! { <option value=code>{words}</option> }).collect();
        view! {
            <select class="govuk-select" id=id.clone() name=field.name>
                {options}
            </select>
        }
        .into_any()
    };
    let input = match field.takes {
        Takes::Choice(choices) => options(choices.into_iter().map(|(code, words)| (code.to_owned(), words)).collect()),
        Takes::OneOf(choices) => options(choices),
        Takes::Several(choices) => return several(form, field.name, field.label, choices).into_any(),
        Takes::Yes => {
            return view! {
                <div class="govuk-form-group">
                    <div class="govuk-checkboxes">{tick(id, field.name, "true", field.label.to_owned(), true)}</div>
                </div>
            }
            .into_any();
        }
        Takes::Number(least, most) => view! {
            <input
                class="govuk-input govuk-input--width-4"
                type="number"
                inputmode="numeric"
                id=id.clone()
                name=field.name
                min=least.to_string()
                max=most.to_string()
            />
        }
        .into_any(),
    };
    view! {
        <div class="govuk-form-group">
            <label class="govuk-label" for=id>
                {field.label}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="govuk-hint">{hint}</p> })}
            {input}
        </div>
    }
    .into_any()
}

/// A list of boxes to tick, under one heading.
fn several(
    form: &str,
    name: &'static str,
    label: &'static str,
    choices: Vec<(&'static str, String)>,
) -> impl IntoView + use<> {
    let boxes: Vec<_> = choices
        .into_iter()
        .map(|(code, words)| tick(format!("{form}-{name}-{code}"), name, code, words, false))
        .collect();
    view! {
        <fieldset class="govuk-fieldset govuk-form-group">
            <legend class="govuk-fieldset__legend">{label}</legend>
            <div class="govuk-checkboxes govuk-checkboxes--small">{boxes}</div>
        </fieldset>
    }
}

fn tick(id: String, name: &'static str, value: &'static str, words: String, required: bool) -> impl IntoView + use<> {
    view! {
        <div class="govuk-checkboxes__item">
            <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                required=required
            />
            <label class="govuk-label govuk-checkboxes__label" for=id>
                {words}
            </label>
        </div>
    }
}
