//! The case that is open on the coordinators' page, and its forms.

use super::state::{CASE_TITLE, State};
use crate::browser::moment;
use crate::coordinator_forms::available;
use crate::form_view::form_view;
use crate::queue::{is_moment, parts};
use crate::worklist::Fact;
use leptos::prelude::*;
use serde_json::Value;
use words::staff;

pub(super) fn case(state: State, case: &Value) -> impl IntoView + use<> {
    let reference = case
        .get("reference")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let known = move || state.case.with(|case| case.as_ref().map(known));
    let forms: Vec<_> = available(case)
        .into_iter()
        .map(|(name, forms)| {
            let forms: Vec<_> = forms
                .into_iter()
                .map(|one| form_view(one, move |form, body| state.send(form, body)))
                .collect();
            view! {
                <h3 class="govuk-heading-s">{name}</h3>
                {forms}
            }
        })
        .collect();
    view! {
        <section class="box" id="case">
            <h2 class="govuk-heading-m" id=CASE_TITLE tabindex="-1">
                {staff::case(reference)}
            </h2>
            {known}
            {forms}
            <button class="govuk-button govuk-button--secondary" type="button" on:click=move |_| state.close()>
                {staff::close()}
            </button>
        </section>
    }
}

/// The parts of the case from the latest answer.
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
    let shown = |text: String| {
        if is_moment(&text) {
            moment(&text)
        } else {
            text
        }
    };
    view! {
        <dt>{shown(fact.name)}</dt>
        <dd dir="auto">{shown(fact.value)}</dd>
    }
}
