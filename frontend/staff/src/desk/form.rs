//! A form of the coordinators' page.

use super::{answers, why_not};
use crate::browser::{self, No, go_to};
use crate::draw::{Wrongs, controls, summary, summary_id};
use crate::field::Wrong;
use crate::form::Form;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// One form, closed until it is wanted. `make` sends what it says, and shows what then stands; where that is refused, what
/// was filled in stays, with what is wrong beside it.
pub(super) fn form<Make, Made>(form: Form, make: Make) -> impl IntoView + use<Make, Made>
where
    Make: Fn(Form, Value) -> Made + Copy + 'static,
    Made: Future<Output = Result<(), No>> + 'static,
{
    let wrongs = Wrongs::default();
    // A second tap while the first is on its way says nothing.
    let busy = RwSignal::new(false);
    let fields = controls(&form.id, form.fields.clone(), wrongs);
    let summary = summary(form.id.clone(), wrongs);
    let (id, title, press) = (form.id.clone(), form.title.clone(), form.press);
    let summary_at = format!("{id}-summary");
    let (next, class) = match (form.next, form.grave) {
        ("", _) => (None, "govuk-button"),
        (next, false) => (
            Some(view! { <p class="govuk-body">{next}</p> }.into_any()),
            "govuk-button",
        ),
        (next, true) => {
            let next = view! {
                <p class="govuk-body">
                    <b>"What will happen: "</b>
                    {next}
                </p>
            };
            (Some(next.into_any()), "govuk-button govuk-button--warning")
        }
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = answers(&event).filter(|_| !busy.get_untracked()) else {
            return;
        };
        let form = form.clone();
        busy.set(true);
        spawn_local(async move {
            let said = |name: &str| {
                data.get_all(name)
                    .iter()
                    .filter_map(|value| value.as_string())
                    .collect::<Vec<_>>()
            };
            let wrong = match form.body(&said, &browser::now()) {
                Err(wrong) => wrong,
                Ok(body) => match make(form.clone(), body).await {
                    Ok(()) => Vec::new(),
                    Err(no) if no.errors.is_empty() => vec![Wrong {
                        field: None,
                        says: why_not(&no),
                    }],
                    Err(no) => form.wrong(&said, &no.errors),
                },
            };
            busy.set(false);
            if !wrong.is_empty() {
                go_to(summary_id(&form.id));
            }
            wrongs.set(wrong);
        });
    };
    view! {
        <details class="govuk-details" id=id>
            <summary class="govuk-details__summary" id=summary_at>
                <span class="govuk-details__summary-text">{title.clone()}</span>
            </summary>
            <form class="govuk-details__text" on:submit=send novalidate>
                {summary}
                {fields}
                {next}
                <button class=class type="submit">
                    {press}
                    <span class="govuk-visually-hidden">{format!(": {title}")}</span>
                </button>
            </form>
        </details>
    }
}
