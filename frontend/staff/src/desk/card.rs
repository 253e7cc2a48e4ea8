//! A case on the coordinators' page: what is known of it, and the forms for what can be done, each closed until wanted.

use super::form::form;
use super::{Desk, leave, make};
use crate::browser::moment;
use crate::moves::now;
use crate::queue::{is_moment, parts};
use crate::view::Fact;
use leptos::prelude::*;
use serde_json::Value;

/// Where a case begins.
pub(super) const TITLE: &str = "case-title";

pub(super) fn card(desk: Desk, case: &Value) -> impl IntoView + use<> {
    let reference = case
        .get("reference")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let known = move || desk.case.with(|case| case.as_ref().map(known));
    let forms: Vec<_> = now(case)
        .into_iter()
        .map(|(name, forms)| {
            let forms: Vec<_> = forms
                .into_iter()
                .map(|one| form(one, move |form, body| make(desk, form, body)))
                .collect();
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
    let shown = |text: String| {
        if is_moment(&text) {
            moment(&text)
        } else {
            text
        }
    };
    view! {
        <dt>{shown(fact.name)}</dt>
        <dd>{shown(fact.value)}</dd>
    }
}
