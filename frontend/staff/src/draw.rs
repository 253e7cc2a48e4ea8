//! The fields of a form as the page shows them, each with what is wrong with it beside it.

mod around;

use crate::field::{Choices, Field, RADIOS, Takes, Wrong};
use around::Around;
use leptos::prelude::*;

/// What is wrong with a form, as it was last sent.
pub(crate) type Wrongs = RwSignal<Vec<Wrong>>;

/// One field of the form of that name.
pub(crate) fn control(form: &str, field: Field, wrongs: Wrongs) -> AnyView {
    let around = Around::new(form, &field, wrongs);
    match field.takes.clone() {
        Takes::Kept => {
            let value = field.given.first().cloned();
            view! { <input type="hidden" name=field.name value=value /> }.into_any()
        }
        Takes::Set(inner) => around.set(controls(form, inner, wrongs)),
        Takes::Fold(inner) => {
            let names: Vec<String> = inner
                .iter()
                .flat_map(Field::leaves)
                .map(|leaf| leaf.name.clone())
                .collect();
            let open = Memo::new(move |_| {
                wrongs.with(|wrongs| {
                    wrongs
                        .iter()
                        .any(|wrong| names.iter().any(|name| name == wrong.name()))
                })
            });
            let inner = controls(form, inner, wrongs);
            view! {
                <details class="govuk-details" open=move || open.get()>
                    <summary class="govuk-details__summary">
                        <span class="govuk-details__summary-text">{field.label}</span>
                    </summary>
                    {inner}
                </details>
            }
            .into_any()
        }
        Takes::Way(inner) => {
            let tick = tick(
                around.id.clone(),
                &field,
                "true".to_owned(),
                field.label.to_owned(),
            );
            let more = (!inner.is_empty())
                .then(|| view! { <div class="more">{controls(form, inner, wrongs)}</div> });
            view! { <div class="govuk-checkboxes way">{around.error()} {tick} {more}</div> }
                .into_any()
        }
        Takes::Yes => {
            let tick = tick(
                around.id.clone(),
                &field,
                "true".to_owned(),
                field.label.to_owned(),
            );
            view! {
                <div class="govuk-form-group">
                    <div class="govuk-checkboxes">{tick}</div>
                </div>
            }
            .into_any()
        }
        Takes::Several(choices) => {
            let id = around.id.clone();
            let boxes = choices
                .into_iter()
                .map(|(code, words)| tick(format!("{id}-{code}"), &field, code, words));
            around.set(
                view! { <div class="govuk-checkboxes govuk-checkboxes--small">{boxes.collect::<Vec<_>>()}</div> }
                    .into_any(),
            )
        }
        Takes::One(choices) if choices.len() <= RADIOS => {
            let radios = radios(&around.id, &field, choices);
            around.set(radios)
        }
        Takes::One(choices) => select(around, &field, or("Choose one", choices)),
        Takes::Among(choices) => select(around, &field, or("None", choices)),
        Takes::Choice(choices) => select(around, &field, choices),
        Takes::Words(_) => {
            let (id, name, given) = (
                around.id.clone(),
                field.name.clone(),
                field.given.first().cloned(),
            );
            let described = around.described();
            around.labelled(
                view! {
                    <textarea
                        class="govuk-textarea"
                        id=id
                        name=name
                        rows="4"
                        autocomplete="off"
                        aria-describedby=described
                        prop:value=given.unwrap_or_default()
                    ></textarea>
                }
                .into_any(),
            )
        }
        takes => line(around, &field, &takes),
    }
}

/// Several fields of the form of that name.
pub(crate) fn controls(form: &str, fields: Vec<Field>, wrongs: Wrongs) -> Vec<AnyView> {
    fields
        .into_iter()
        .map(|field| control(form, field, wrongs))
        .collect()
}

/// All that is wrong with a form: each with a link to its field.
pub(crate) fn summary(form: String, wrongs: Wrongs) -> impl IntoView {
    move || {
        let wrongs = wrongs.get();
        let items: Vec<_> = wrongs.iter().map(|wrong| item(&form, wrong)).collect();
        (!items.is_empty()).then(|| {
            view! {
                <div class="govuk-error-summary" id=summary_id(&form) tabindex="-1">
                    <div role="alert">
                        <h4 class="govuk-error-summary__title">"Please check"</h4>
                        <ul class="govuk-list govuk-error-summary__list">{items}</ul>
                    </div>
                </div>
            }
        })
    }
}

/// Where what is wrong with the form of that name is said.
pub(crate) fn summary_id(form: &str) -> String {
    format!("{form}-wrong")
}

fn item(form: &str, wrong: &Wrong) -> AnyView {
    let Some(field) = &wrong.field else {
        return view! { <li>{wrong.says.clone()}</li> }.into_any();
    };
    let stop = if field.label.ends_with('?') { "" } else { ":" };
    let text = format!("{}{stop} {}", field.label, wrong.says);
    view! {
        <li>
            <a href=format!("#{}", field.first_id(form))>{text}</a>
        </li>
    }
    .into_any()
}

fn line(around: Around, field: &Field, takes: &Takes) -> AnyView {
    let (kind, width) = match takes {
        Takes::Number(..) => ("number", "govuk-input--width-4"),
        Takes::Day => ("date", "govuk-input--width-10"),
        Takes::Moment => ("datetime-local", "govuk-input--width-20"),
        Takes::Time => ("time", "govuk-input--width-10"),
        Takes::Reference => ("text", "govuk-input--width-10"),
        Takes::Line(kind) => (*kind, ""),
        _ => ("text", ""),
    };
    let (least, most) = match takes {
        Takes::Number(least, most) => (Some(least.to_string()), Some(most.to_string())),
        _ => (None, None),
    };
    let input = view! {
        <input
            class=format!("govuk-input {width}")
            type=kind
            inputmode=(kind == "number").then_some("numeric")
            id=around.id.clone()
            name=field.name.clone()
            value=field.given.first().cloned()
            min=least
            max=most
            autocomplete="off"
            spellcheck="false"
            aria-describedby=around.described()
        />
    };
    around.labelled(input.into_any())
}

fn or(none: &str, choices: Choices) -> Choices {
    let there = choices.iter().any(|(code, _)| code.is_empty());
    let none = (!there).then(|| (String::new(), none.to_owned()));
    none.into_iter().chain(choices).collect()
}

fn select(around: Around, field: &Field, choices: Choices) -> AnyView {
    let options: Vec<_> = choices
        .into_iter()
        .map(|(code, words)| {
            let selected = field.given.contains(&code);
            view! { <option value=code selected=selected>{words}</option> }
        })
        .collect();
    let select = view! {
        <select
            class="govuk-select"
            id=around.id.clone()
            name=field.name.clone()
            aria-describedby=around.described()
        >
            {options}
        </select>
    };
    around.labelled(select.into_any())
}

fn radios(id: &str, field: &Field, choices: Choices) -> AnyView {
    let items = choices.into_iter().map(|(code, words)| {
        let id = format!("{id}-{code}");
        let chosen = field.given.contains(&code);
        view! {
            <div class="govuk-radios__item">
                <input
                    class="govuk-radios__input"
                    type="radio"
                    id=id.clone()
                    name=field.name.clone()
                    value=code
                    checked=chosen
                />
                <label class="govuk-label govuk-radios__label" for=id>
                    {words}
                </label>
            </div>
        }
    });
    view! { <div class="govuk-radios govuk-radios--small">{items.collect::<Vec<_>>()}</div> }
        .into_any()
}

/// One box to tick, which says that answer to the field.
fn tick(id: String, field: &Field, code: String, words: String) -> AnyView {
    let ticked = field.given.contains(&code);
    view! {
        <div class="govuk-checkboxes__item">
            <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id=id.clone()
                name=field.name.clone()
                value=code
                checked=ticked
                required=field.takes == Takes::Yes
            />
            <label class="govuk-label govuk-checkboxes__label" for=id>
                {words}
            </label>
        </div>
    }
    .into_any()
}
