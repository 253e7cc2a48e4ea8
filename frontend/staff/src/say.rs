//! The forms of [`crate::acts`], as a page shows them: closed until they are wanted.

use crate::acts::Say;
use crate::draw::{Wrongs, controls};
use crate::page::{Staff, tell};
use crate::view::Row;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement};

/// One form: what it sends is of that version of the case.
pub(crate) fn form(
    staff: Staff,
    row: Row,
    say: Say,
    details: &Value,
    version: u64,
) -> impl IntoView + use<> {
    let fields = controls(say.code(), say.fields(details), Wrongs::default());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = event
            .target()
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(data) = form.and_then(|form| FormData::new_with_form(&form).ok()) else {
            return;
        };
        let answers = |name: &str| {
            data.get_all(name)
                .iter()
                .filter_map(|value| value.as_string())
                .collect::<Vec<_>>()
        };
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
