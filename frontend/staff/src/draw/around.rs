//! What stands around the input of a field.

use super::Wrongs;
use crate::field::{Field, Wrong};
use leptos::prelude::*;

/// What stands around the input of a field: its label, its hint, and what is wrong with it.
pub(super) struct Around {
    pub(super) id: String,
    label: &'static str,
    hint: String,
    says: Memo<Option<String>>,
}

impl Around {
    pub(super) fn new(form: &str, field: &Field, wrongs: Wrongs) -> Self {
        let name = field.name.clone();
        let of = move |wrongs: &Vec<Wrong>| {
            wrongs
                .iter()
                .find(|wrong| wrong.name() == name)
                .map(|wrong| wrong.says.clone())
        };
        let says = Memo::new(move |_| wrongs.with(&of));
        Self {
            id: field.id(form),
            label: field.label,
            hint: field.hint.clone(),
            says,
        }
    }

    pub(super) fn error(&self) -> impl IntoView + use<> {
        let (id, says) = (format!("{}-error", self.id), self.says);
        move || {
            says.get().map(|text| {
                view! {
                    <p class="govuk-error-message" id=id.clone()>
                        <span class="govuk-visually-hidden">"Please check: "</span>
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

    /// Where more about the input is said.
    pub(super) fn described(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let (error, says) = (format!("{}-error", self.id), self.says);
        move || {
            let error = says.with(Option::is_some).then(|| error.clone());
            let ids: Vec<String> = hint.iter().cloned().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    fn class(&self) -> impl Fn() -> &'static str + Send + Sync + use<> {
        let says = self.says;
        move || {
            if says.with(Option::is_some) {
                "govuk-form-group govuk-form-group--error"
            } else {
                "govuk-form-group"
            }
        }
    }

    /// An input under its label.
    pub(super) fn labelled(self, input: AnyView) -> AnyView {
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
    pub(super) fn set(self, inputs: impl IntoView + 'static) -> AnyView {
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
