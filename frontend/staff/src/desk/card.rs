//! A case on the coordinators' page: what is known of it, and the forms for what can be done, each closed until wanted.

use super::{Desk, answers, leave, make, why_not};
use crate::browser::{self, go_to, moment};
use crate::draw::{Wrongs, controls, summary, summary_id};
use crate::field::Wrong;
use crate::form::Form;
use crate::moves::now;
use crate::queue::{is_moment, parts};
use crate::view::Fact;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// Where a case begins.
pub(super) const TITLE: &str = "case-title";

pub(super) fn card(desk: Desk, case: &Value) -> impl IntoView + use<> {
    let reference = case.get("reference").and_then(Value::as_str).unwrap_or_default().to_owned();
    let known = move || desk.case.with(|case| case.as_ref().map(known));
    let forms: Vec<_> = now(case)
        .into_iter()
        .map(|(name, forms)| {
            let forms: Vec<_> = forms.into_iter().map(|one| form(desk, one)).collect();
            view! {
                <h3 class="govuk-heading-s">{name}</h3>
                {forms}
            }
        })
        .collect();
    view! {
        <section class="box" id="case">
            <h2 class="govuk-heading-m" id=TITLE tabindex="-1">
                {format!("Case {reference}")}
            </h2>
            {known}
            {forms}
            <button class="govuk-button govuk-button--secondary" type="button" on:click=move |_| leave(desk)>
                "Close"
            </button>
        </section>
    }
}

/// What is known of a case, as it was last seen.
fn known(case: &Value) -> impl IntoView + use<> {
    let parts: Vec<_> = parts(case)
        .into_iter()
        .map(|(name, facts)| {
            let lines: Vec<_> = facts.into_iter().map(line).collect();
            view! {
                <h3 class="govuk-heading-s">{name}</h3>
                <dl>{lines}</dl>
            }
        })
        .collect();
    parts
}

fn line(fact: Fact) -> impl IntoView {
    let shown = |text: String| if is_moment(&text) { moment(&text) } else { text };
    view! {
        <dt>{shown(fact.name)}</dt>
        <dd>{shown(fact.value)}</dd>
    }
}

fn form(desk: Desk, form: Form) -> impl IntoView {
    let wrongs = Wrongs::default();
    // A second tap while the first is on its way says nothing.
    let busy = RwSignal::new(false);
    let fields = controls(&form.id, form.fields.clone(), wrongs);
    let summary = summary(form.id.clone(), wrongs);
    let (id, title, press) = (form.id.clone(), form.title.clone(), form.press);
    let (next, class) = match (form.next, form.grave) {
        ("", _) => (None, "govuk-button"),
        (next, false) => (Some(view! { <p class="govuk-body">{next}</p> }.into_any()), "govuk-button"),
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
        let Some(data) = answers(&event).filter(|_| !busy.get_untracked()) else { return };
        let form = form.clone();
        busy.set(true);
        spawn_local(async move {
            let said = |name: &str| data.get_all(name).iter().filter_map(|value| value.as_string()).collect::<Vec<_>>();
            let wrong = match form.body(&said, &browser::now()) {
                Err(wrong) => wrong,
                Ok(body) => match make(desk, &form, body).await {
                    Ok(()) => return,
                    Err(no) if no.errors.is_empty() => vec![Wrong { field: None, says: why_not(&no) }],
                    Err(no) => form.wrong(&said, &no.errors),
                },
            };
            wrongs.set(wrong);
            busy.set(false);
            go_to(summary_id(&form.id));
        });
    };
    view! {
        <details class="govuk-details" id=id>
            <summary class="govuk-details__summary">
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
