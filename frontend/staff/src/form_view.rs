//! A form as the page shows it: closed until someone opens it.

use crate::browser::{self, Refusal, go_to, new_id};
use crate::controls::{FormErrors, controls, summary, summary_id};
use crate::field::FormError;
use crate::form::{Form, Record};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement};
use words::staff;

/// Shows a form. `send` sends its body and shows what follows. If the hub refuses it, the answers stay, with their errors.
pub(crate) fn form_view<Send, Sent>(form: Form, send: Send) -> impl IntoView + use<Send, Sent>
where
    Send: Fn(Form, Value) -> Sent + Clone + 'static,
    Sent: Future<Output = Result<(), Refusal>> + 'static,
{
    let errors = FormErrors::default();
    // A second tap sends nothing while the first request is running.
    let busy = RwSignal::new(false);
    let record = StoredValue::new(Record::default());
    let fields = controls(&form.id, form.fields.clone(), errors);
    let summary = summary(form.id.clone(), errors);
    let (id, title, button) = (form.id.clone(), form.title.clone(), form.button);
    let summary_at = format!("{id}-summary");
    let (consequence, class) = match (form.consequence, form.hard_to_undo) {
        ("", _) => (None, "govuk-button"),
        (consequence, false) => (
            Some(view! { <p class="govuk-body">{consequence}</p> }.into_any()),
            "govuk-button",
        ),
        (consequence, true) => {
            let consequence = view! {
                <p class="govuk-body">
                    <b>{staff::what_will_happen()}</b>
                    {consequence}
                </p>
            };
            (
                Some(consequence.into_any()),
                "govuk-button govuk-button--warning",
            )
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = submitted(&event).filter(|_| !busy.get_untracked()) else {
            return;
        };
        let (mut form, send) = (form.clone(), send.clone());
        busy.set(true);
        spawn_local(async move {
            let answers = |name: &str| {
                data.get_all(name)
                    .iter()
                    .filter_map(|value| value.as_string())
                    .collect::<Vec<_>>()
            };
            let body = form.body(&answers, &browser::now());
            if let Ok(body) = &body {
                let id = record.try_update_value(|record| record.id(body, new_id));
                form.record = id.unwrap_or_default();
            }
            let found = match body {
                Err(found) => found,
                Ok(body) => match send(form.clone(), body).await {
                    Ok(()) => {
                        record.try_update_value(Record::done);
                        Vec::new()
                    }
                    Err(refusal) if refusal.errors.is_empty() => vec![FormError {
                        field: None,
                        message: refusal.message(),
                    }],
                    Err(refusal) => form.errors(&answers, &refusal.errors),
                },
            };
            busy.set(false);
            if !found.is_empty() {
                go_to(summary_id(&form.id));
            }
            errors.set(found);
        });
    };
    view! {
        <details class="govuk-details" id=id>
            <summary class="govuk-details__summary" id=summary_at>
                <span class="govuk-details__summary-text">{title.clone()}</span>
            </summary>
            <form class="govuk-details__text" on:submit=submit novalidate>
                {summary}
                {fields}
                {consequence}
                <button class=class type="submit">
                    {button}
                    <span class="govuk-visually-hidden">{staff::button_for(title)}</span>
                </button>
            </form>
        </details>
    }
}

/// The answers of the form that was sent.
pub(crate) fn submitted(event: &leptos::ev::SubmitEvent) -> Option<FormData> {
    let form = event
        .target()
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())?;
    FormData::new_with_form(&form).ok()
}
