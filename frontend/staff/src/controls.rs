//! The fields of a form as the page shows them, each with its error.

use crate::field::{Field, FormError, Input, MOST_RADIOS, Options};
use leptos::prelude::*;
use words::staff;

/// The errors of a form when it was last sent.
pub(crate) type FormErrors = RwSignal<Vec<FormError>>;

/// One field of the form with that `id`.
pub(crate) fn control(form: &str, field: Field, errors: FormErrors) -> AnyView {
    let frame = Frame::new(form, &field, errors);
    match field.input.clone() {
        Input::Hidden => {
            let value = field.initial.first().cloned();
            view! { <input type="hidden" name=field.name value=value /> }.into_any()
        }
        Input::Group(inner) | Input::AllOrNone(inner) => frame.set(controls(form, inner, errors)),
        Input::Folded(inner) => {
            let names: Vec<String> = inner
                .iter()
                .flat_map(Field::leaves)
                .map(|leaf| leaf.name.clone())
                .collect();
            let open = Memo::new(move |_| {
                errors.with(|errors| {
                    errors
                        .iter()
                        .any(|error| names.iter().any(|name| name == error.name()))
                })
            });
            let inner = controls(form, inner, errors);
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
        Input::Tick(inner) => {
            let tick = tick(
                frame.id.clone(),
                &field,
                "true".to_owned(),
                field.label.to_owned(),
                frame.described(),
            );
            let more = (!inner.is_empty())
                .then(|| view! { <div class="more">{controls(form, inner, errors)}</div> });
            view! { <div class="govuk-checkboxes way">{frame.error()} {tick} {more}</div> }
                .into_any()
        }
        Input::Confirmation => {
            let tick = tick(
                frame.id.clone(),
                &field,
                "true".to_owned(),
                field.label.to_owned(),
                frame.described(),
            );
            view! {
                <div class=frame.class()>
                    {frame.error()}
                    <div class="govuk-checkboxes">{tick}</div>
                </div>
            }
            .into_any()
        }
        Input::Several(choices) => {
            let id = frame.id.clone();
            let boxes = choices
                .into_iter()
                .map(|(code, label)| tick(format!("{id}-{code}"), &field, code, label, || None));
            frame.set(
                view! { <div class="govuk-checkboxes govuk-checkboxes--small">{boxes.collect::<Vec<_>>()}</div> }
                    .into_any(),
            )
        }
        Input::Choice(choices) if choices.len() <= MOST_RADIOS => {
            let radios = radios(&frame.id, &field, choices);
            frame.set(radios)
        }
        Input::Choice(choices) => select(frame, &field, or(staff::choose_one(), choices)),
        Input::OptionalChoice(choices) => select(frame, &field, or(staff::choose_none(), choices)),
        Input::Text(_) => {
            let (id, name, given) = (
                frame.id.clone(),
                field.name.clone(),
                field.initial.first().cloned(),
            );
            let described = frame.described();
            frame.labelled(
                view! {
                    <textarea
                        class="govuk-textarea"
                        id=id
                        name=name
                        rows="4"
                        dir="auto"
                        autocomplete="off"
                        aria-describedby=described
                        prop:value=given.unwrap_or_default()
                    ></textarea>
                }
                .into_any(),
            )
        }
        input => line(frame, &field, &input),
    }
}

/// Several fields of the form with that `id`.
pub(crate) fn controls(form: &str, fields: Vec<Field>, errors: FormErrors) -> Vec<AnyView> {
    fields
        .into_iter()
        .map(|field| control(form, field, errors))
        .collect()
}

/// The errors of a form, each with a link to its field.
pub(crate) fn summary(form: String, errors: FormErrors) -> impl IntoView {
    move || {
        let errors = errors.get();
        let items: Vec<_> = errors.iter().map(|error| item(&form, error)).collect();
        (!items.is_empty()).then(|| {
            view! {
                <div class="govuk-error-summary" id=summary_id(&form) tabindex="-1">
                    <div role="alert">
                        <h3 class="govuk-error-summary__title">{staff::check()}</h3>
                        <ul class="govuk-list govuk-error-summary__list">{items}</ul>
                    </div>
                </div>
            }
        })
    }
}

/// The `id` of a form's error summary.
pub(crate) fn summary_id(form: &str) -> String {
    format!("{form}-wrong")
}

fn item(form: &str, error: &FormError) -> AnyView {
    let Some(field) = &error.field else {
        return view! { <li>{error.message.clone()}</li> }.into_any();
    };
    let text = if field.label.ends_with('?') {
        staff::check_question(field.label, &error.message)
    } else {
        staff::check_field(field.label, &error.message)
    };
    view! {
        <li>
            <a href=format!("#{}", field.focus_id(form))>{text}</a>
        </li>
    }
    .into_any()
}

fn line(frame: Frame, field: &Field, input: &Input) -> AnyView {
    let (kind, width) = match input {
        Input::Number(..) => ("number", "govuk-input--width-4"),
        Input::Day => ("date", "govuk-input--width-10"),
        Input::Moment | Input::Past => ("datetime-local", "govuk-input--width-20"),
        Input::Time => ("time", "govuk-input--width-10"),
        Input::Reference => ("text", "govuk-input--width-10"),
        Input::Line(kind) => (*kind, ""),
        _ => ("text", ""),
    };
    let (least, most) = match input {
        Input::Number(least, most) => (Some(least.to_string()), Some(most.to_string())),
        _ => (None, None),
    };
    let class = format!("govuk-input {width}");
    let keyboard = (kind == "number").then_some("numeric");
    let direction = (kind == "text").then_some("auto");
    let input = view! {
        <input
            class=class
            type=kind
            inputmode=keyboard
            dir=direction
            id=frame.id.clone()
            name=field.name.clone()
            value=field.initial.first().cloned()
            min=least
            max=most
            autocomplete="off"
            spellcheck="false"
            aria-describedby=frame.described()
        />
    };
    frame.labelled(input.into_any())
}

fn or(none: &str, choices: Options) -> Options {
    let there = choices.iter().any(|(code, _)| code.is_empty());
    let none = (!there).then(|| (String::new(), none.to_owned()));
    none.into_iter().chain(choices).collect()
}

fn select(frame: Frame, field: &Field, choices: Options) -> AnyView {
    let options: Vec<_> = choices
        .into_iter()
        .map(|(code, label)| {
            let selected = field.initial.contains(&code);
            view! { <option value=code selected=selected>{label}</option> }
        })
        .collect();
    let select = view! {
        <select
            class="govuk-select"
            id=frame.id.clone()
            name=field.name.clone()
            aria-describedby=frame.described()
        >
            {options}
        </select>
    };
    frame.labelled(select.into_any())
}

fn radios(id: &str, field: &Field, choices: Options) -> AnyView {
    let items = choices.into_iter().map(|(code, label)| {
        let id = format!("{id}-{code}");
        let chosen = field.initial.contains(&code);
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
                    {label}
                </label>
            </div>
        }
    });
    view! { <div class="govuk-radios govuk-radios--small">{items.collect::<Vec<_>>()}</div> }
        .into_any()
}

/// A checkbox for one answer to the field.
fn tick(
    id: String,
    field: &Field,
    code: String,
    label: String,
    described: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> AnyView {
    let ticked = field.initial.contains(&code);
    view! {
        <div class="govuk-checkboxes__item">
            <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id=id.clone()
                name=field.name.clone()
                value=code
                checked=ticked
                aria-describedby=described
            />
            <label class="govuk-label govuk-checkboxes__label" for=id>
                {label}
            </label>
        </div>
    }
    .into_any()
}

/// The label, the hint and the error of a field.
struct Frame {
    id: String,
    label: &'static str,
    hint: String,
    message: Memo<Option<String>>,
}

impl Frame {
    fn new(form: &str, field: &Field, errors: FormErrors) -> Self {
        let name = field.name.clone();
        let of = move |errors: &Vec<FormError>| {
            errors
                .iter()
                .find(|error| error.name() == name)
                .map(|error| error.message.clone())
        };
        let message = Memo::new(move |_| errors.with(&of));
        Self {
            id: field.id(form),
            label: field.label,
            hint: field.hint.clone(),
            message,
        }
    }

    fn error(&self) -> impl IntoView + use<> {
        let (id, message) = (format!("{}-error", self.id), self.message);
        move || {
            message.get().map(|text| {
                view! {
                    <p class="govuk-error-message" id=id.clone()>
                        <span class="govuk-visually-hidden">{staff::check_answer()}</span>
                        {text}
                    </p>
                }
            })
        }
    }

    fn hint(&self) -> Option<AnyView> {
        let (id, hint) = (format!("{}-hint", self.id), self.hint.clone());
        (!hint.is_empty()).then(|| view! { <div class="govuk-hint" id=id>{hint}</div> }.into_any())
    }

    /// The `id`s of the elements that describe the input.
    fn described(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let (error, message) = (format!("{}-error", self.id), self.message);
        move || {
            let error = message.with(Option::is_some).then(|| error.clone());
            let ids: Vec<String> = hint.iter().cloned().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    fn class(&self) -> impl Fn() -> &'static str + Send + Sync + use<> {
        let message = self.message;
        move || {
            if message.with(Option::is_some) {
                "govuk-form-group govuk-form-group--error"
            } else {
                "govuk-form-group"
            }
        }
    }

    /// An input under its label.
    fn labelled(self, input: AnyView) -> AnyView {
        view! {
            <div class=self.class()>
                <label class="govuk-label" for=self.id.clone()>
                    {self.label}
                </label>
                {self.hint()}
                {self.error()}
                {input}
            </div>
        }
        .into_any()
    }

    /// Several inputs under one question.
    fn set(self, inputs: impl IntoView + 'static) -> AnyView {
        view! {
            <div class=self.class()>
                <fieldset class="govuk-fieldset" aria-describedby=self.described()>
                    <legend class="govuk-fieldset__legend">{self.label}</legend>
                    {self.hint()}
                    {self.error()}
                    {inputs}
                </fieldset>
            </div>
        }
        .into_any()
    }
}
