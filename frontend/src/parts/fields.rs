//! The fields of the forms. Each is uncontrolled: what a person types stays in the page, with or without scripts.

use crate::view::FormView;
use crate::words::message;
use ::words::parts;
use leptos::prelude::*;

/// The id of the field that the form calls `name`.
pub(crate) fn id(name: &str) -> String {
    name.trim_start_matches('/').replace('/', "-")
}

/// A question that is answered with text.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ask<'a> {
    /// The form name.
    pub(crate) name: &'a str,
    /// The question.
    pub(crate) label: &'static str,
    /// Help with the answer.
    pub(crate) hint: &'static str,
    /// The keyboard: `email`, `tel`, `numeric`; text where empty.
    pub(crate) keyboard: &'static str,
    /// What a browser may fill in (WCAG 1.3.5).
    pub(crate) fill: &'static str,
    /// Whether it is a short line.
    pub(crate) class: &'static str,
}

/// What to do about the error of the field called `name`.
pub(crate) fn problem_of(form: &FormView, name: &str) -> Option<&'static str> {
    form.errors
        .iter()
        .find(|error| error.field == name)
        .map(|error| message(name, error.code))
}

/// The error message above a field, the class of its group, and the message's id.
fn error_of(form: &FormView, name: &str) -> (Option<AnyView>, &'static str, Option<String>) {
    let Some(text) = problem_of(form, name) else {
        return (None, "govuk-form-group", None);
    };
    let error_id = format!("{}-error", id(name));
    let message = view! {
        <p class="govuk-error-message" id=error_id.clone()>
            <span class="govuk-visually-hidden">{parts::problem_prefix()}</span>
            {text}
        </p>
    };
    (
        Some(message.into_any()),
        "govuk-form-group govuk-form-group--error",
        Some(error_id),
    )
}

fn hint_of(text: &'static str, id: &str) -> (Option<AnyView>, Option<String>) {
    if text.is_empty() {
        return (None, None);
    }
    let hint_id = format!("{id}-hint");
    let hint = view! {
        <div class="govuk-hint" id=hint_id.clone()>
            {text}
        </div>
    };
    (Some(hint.into_any()), Some(hint_id))
}

fn described(hint: Option<String>, error: Option<String>) -> Option<String> {
    let ids: Vec<String> = hint.into_iter().chain(error).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

const fn some(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

/// One line of text.
pub(crate) fn line(form: &FormView, ask: Ask<'_>) -> AnyView {
    let id = id(ask.name);
    let (error, group, error_id) = error_of(form, ask.name);
    let (hint, hint_id) = hint_of(ask.hint, &id);
    let class = if error_id.is_some() {
        format!("govuk-input {} govuk-input--error", ask.class)
    } else {
        format!("govuk-input {}", ask.class)
    };
    let kind = match ask.keyboard {
        "email" | "tel" | "time" | "date" => ask.keyboard,
        _ => "text",
    };
    let keyboard = if kind == "text" {
        some(ask.keyboard)
    } else {
        None
    };
    // A name is shown in its own direction.
    let direction = (kind == "text" && keyboard.is_none()).then_some("auto");
    view! {
        <div class=group>
            <label class="govuk-label" for=id.clone()>
                {ask.label}
            </label>
            {hint}
            {error}
            <input
                class=class
                id=id
                name=ask.name.to_owned()
                type=kind
                inputmode=keyboard
                dir=direction
                autocomplete=some(ask.fill)
                spellcheck="false"
                aria-describedby=described(hint_id, error_id)
                value=Some(form.value(ask.name).to_owned()).filter(|value| !value.is_empty())
            />
        </div>
    }
    .into_any()
}

/// Many lines of text.
pub(crate) fn lines(form: &FormView, ask: Ask<'_>, rows: u8) -> AnyView {
    let id = id(ask.name);
    let (error, group, error_id) = error_of(form, ask.name);
    let (hint, hint_id) = hint_of(ask.hint, &id);
    view! {
        <div class=group>
            <label class="govuk-label" for=id.clone()>
                {ask.label}
            </label>
            {hint}
            {error}
            <textarea
                class="govuk-textarea"
                id=id
                name=ask.name.to_owned()
                rows=rows
                dir="auto"
                autocomplete=some(ask.fill)
                aria-describedby=described(hint_id, error_id)
            >
                {inside_textarea(form.value(ask.name))}
            </textarea>
        </div>
    }
    .into_any()
}

/// Leptos does not escape the children of a text area, so this does; and a browser drops the first line break, so there is
/// always one to drop.
fn inside_textarea(typed: &str) -> String {
    if typed.is_empty() {
        return String::new();
    }
    format!(
        "\n{}",
        typed
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    )
}

/// One box to tick. What it reveals follows it in the same item.
pub(crate) fn tick(
    form: &FormView,
    name: &str,
    value: &'static str,
    label: &'static str,
    ticked: bool,
) -> AnyView {
    let id = id(name);
    let (error, _, error_id) = error_of(form, name);
    view! {
        {error}
        <div class="govuk-checkboxes__item">
            <input
                class="govuk-checkboxes__input"
                id=id.clone()
                name=name.to_owned()
                type="checkbox"
                value=value
                checked=ticked
                aria-describedby=error_id
            />
            <label class="govuk-label govuk-checkboxes__label" for=id>
                {label}
            </label>
        </div>
    }
    .into_any()
}

/// A list of boxes under one question: `prefix/0`, `prefix/1`, … in the order given.
pub(crate) fn ticks(
    form: &FormView,
    prefix: &str,
    legend: &'static str,
    choices: impl Iterator<Item = (usize, &'static str, &'static str)>,
) -> AnyView {
    let boxes: Vec<_> = choices
        .map(|(index, value, label)| {
            tick(
                form,
                &format!("{prefix}/{index}"),
                value,
                label,
                form.ticked(prefix, value),
            )
        })
        .collect();
    group(
        legend,
        view! { <div class="govuk-checkboxes">{boxes}</div> }.into_any(),
    )
}

/// Boxes that are answers by themselves: `prefix/name` is `true`, or unknown.
pub(crate) fn facts(
    form: &FormView,
    prefix: &str,
    legend: &'static str,
    facts: impl Iterator<Item = (&'static str, &'static str)>,
) -> AnyView {
    let boxes: Vec<_> = facts
        .map(|(name, label)| {
            let name = format!("{prefix}/{name}");
            let ticked = form.value(&name) == "true";
            tick(form, &name, "true", label, ticked)
        })
        .collect();
    group(
        legend,
        view! { <div class="govuk-checkboxes">{boxes}</div> }.into_any(),
    )
}

/// One of a few answers. None is chosen for the person. An empty value means that the person does not say.
pub(crate) fn radios(
    form: &FormView,
    name: &str,
    legend: &'static str,
    hint: &'static str,
    choices: &[(&'static str, &'static str)],
) -> AnyView {
    let first = id(name);
    let (error, group, error_id) = error_of(form, name);
    let (hint, hint_id) = hint_of(hint, &first);
    let given = form.values.get(name);
    let items: Vec<_> = choices
        .iter()
        .enumerate()
        .map(|(index, (value, label))| {
            let id = if index == 0 {
                first.clone()
            } else {
                format!("{first}-{index}")
            };
            view! {
                <div class="govuk-radios__item">
                    <input
                        class="govuk-radios__input"
                        id=id.clone()
                        name=name.to_owned()
                        type="radio"
                        value=*value
                        checked=given.is_some_and(|given| given == *value)
                    />
                    <label class="govuk-label govuk-radios__label" for=id>
                        {*label}
                    </label>
                </div>
            }
        })
        .collect();
    view! {
        <div class=group>
            <fieldset class="govuk-fieldset" aria-describedby=described(hint_id, error_id)>
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
                {hint}
                {error}
                <div class="govuk-radios">{items}</div>
            </fieldset>
        </div>
    }
    .into_any()
}

/// One of many answers. The first is empty: the person does not say.
pub(crate) fn select(
    form: &FormView,
    name: &str,
    label: &'static str,
    not_said: &'static str,
    choices: impl Iterator<Item = (&'static str, &'static str)>,
) -> AnyView {
    let id = id(name);
    let (error, group, error_id) = error_of(form, name);
    let given = form.value(name);
    let options: Vec<_> = choices
        .map(
            |(value, label)| view! { <option value=value selected=given == value>{label}</option> },
        )
        .collect();
    view! {
        <div class=group>
            <label class="govuk-label" for=id.clone()>
                {label}
            </label>
            {error}
            <select class="govuk-select" id=id name=name.to_owned() aria-describedby=error_id>
                <option value="">{not_said}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Fields under one question.
pub(crate) fn group(legend: &'static str, fields: AnyView) -> AnyView {
    view! {
        <div class="govuk-form-group">
            <fieldset class="govuk-fieldset">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
                {fields}
            </fieldset>
        </div>
    }
    .into_any()
}

/// A value that the form sends and does not show.
pub(crate) fn hidden(name: &str, value: &str) -> AnyView {
    view! { <input type="hidden" name=name.to_owned() value=value.to_owned() /> }.into_any()
}

/// More fields, folded. With scripts too they stay folded until the person opens them.
pub(crate) fn details(summary: &'static str, fields: AnyView) -> AnyView {
    view! {
        <details class="govuk-details plain">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{summary}</span>
            </summary>
            {fields}
        </details>
    }
    .into_any()
}
