//! Everything that the hub knows and concluded about a person, to read to them or to give to them on paper.

use super::state::{COPY_TITLE, State};
use crate::browser::print;
use crate::json::{list, text};
use crate::parts::{back, place_of, section, texts};
use crate::shown::shown;
use crate::shown_view::shown_view;
use leptos::prelude::*;
use serde_json::Value;
use words::staff_pages;

/// The parts of the copy, in the order in which they are read.
const PARTS: [&str; 8] = [
    "answers",
    "consent",
    "assessment",
    "shared",
    "letters",
    "who_looked",
    "sent_by",
    CHECK_FIRST,
];

/// The part that is only for the person. It comes last, and is printed only if somebody says so.
const CHECK_FIRST: &str = "check_first";

pub(super) fn copy(state: State) -> impl IntoView {
    move || state.copied.get().map(|copy| of(&copy))
}

fn of(copy: &Value) -> AnyView {
    let reference = text(copy, "reference");
    let reasons: Vec<String> = list(copy, "/assessment/reasons")
        .iter()
        .map(|reason| text(reason, "because"))
        .collect();
    let mut rest = copy.clone();
    // They are written as sentences.
    if let Some(assessment) = rest["assessment"].as_object_mut() {
        assessment.remove("reasons");
    }
    for look in rest["who_looked"].as_array_mut().into_iter().flatten() {
        if look["name"].is_string() {
            look["who"] = look["name"].take();
        }
        if let Some(look) = look.as_object_mut() {
            look.remove("name");
        }
    }
    let parts: Vec<AnyView> = PARTS
        .iter()
        .filter_map(|name| {
            let shown = shown(&rest[*name], name)?;
            let title = staff_pages::copy_part(&name.replace('_', "-")).unwrap_or_default();
            let reasons = (*name == "assessment").then(|| {
                texts(
                    "copy-reasons",
                    staff_pages::assessment_because(),
                    reasons.clone(),
                )
            });
            let content = shown_view(&shown);
            Some(if *name == CHECK_FIRST {
                printed_if_asked(name, title, content)
            } else {
                section(name, title, view! { {content} {reasons} })
            })
        })
        .collect();
    view! {
        {back(&place_of(&reference), staff_pages::back_to_case())}
        <article class="case" id="whole-copy">
            <h2 class="govuk-heading-l" id=COPY_TITLE tabindex="-1">
                {staff_pages::copy_title(&reference)}
            </h2>
            <p class="govuk-body screen">
                <strong>{staff_pages::copy_how()}</strong>
            </p>
            <button
                class="govuk-button govuk-button--secondary screen"
                type="button"
                id="print"
                on:click=move |_| print()
            >
                {staff_pages::print()}
            </button>
            {parts}
        </article>
    }
    .into_any()
}

/// A part that is on paper only if somebody ticks that.
fn printed_if_asked(name: &str, title: &'static str, content: AnyView) -> AnyView {
    let printed = RwSignal::new(false);
    let class = move || if printed.get() { "" } else { "screen" };
    let tick = move |event| printed.set(event_target_checked(&event));
    let content = view! {
        <div class="govuk-checkboxes govuk-checkboxes--small screen">
            <div class="govuk-checkboxes__item">
                <input
                    class="govuk-checkboxes__input"
                    type="checkbox"
                    id="print-too"
                    autocomplete="off"
                    on:change=tick
                />
                <label class="govuk-label govuk-checkboxes__label" for="print-too">
                    {staff_pages::copy_print_too()}
                </label>
            </div>
        </div>
        {content}
    };
    view! { <div class=class>{section(name, title, content)}</div> }.into_any()
}
