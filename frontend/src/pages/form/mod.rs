//! The form. Four short questions suffice; the rest may be left out.
//!
//! Without a script it is one page: the four questions, then the optional ones in closed `<details>`. With the small
//! script of the head it is one question at a time, decided before the first paint by `data-at` on the root element.

mod more;
mod safe;
mod short;

use crate::guide::{Checks, Guide};
use crate::parts::fields::{hidden, id, problem_of};
use crate::parts::{Closing, From, Loads, Page, document, lines_for_some};
use crate::view::FormView;
use crate::{Site, words};
use leptos::prelude::*;

/// One question, or a few that belong together.
pub(crate) struct Step {
    /// Its heading.
    heading: &'static str,
    /// The beginnings of the form names that are asked here.
    names: &'static [&'static str],
    /// Its fields.
    fields: fn(&Site, &FormView) -> AnyView,
}

/// How many questions come before the form can be sent.
const SHORT: usize = 4;

/// All questions, in order.
const STEPS: [Step; 11] = [
    Step {
        heading: "Are you safe right now?",
        names: &["/safety/in_danger_now", "/safety/someone_may_see_device"],
        fields: short::danger,
    },
    Step {
        heading: "What should we call you?",
        names: &["/person/name", "/person/role", "/consent/given_by"],
        fields: short::name,
    },
    Step {
        heading: "How may we reach you?",
        names: &["/contact"],
        fields: safe::channels,
    },
    Step {
        heading: "May we ask a service to help you?",
        names: &["/consent"],
        fields: short::consent,
    },
    Step {
        heading: "What happened?",
        names: &[
            "/incident",
            "/circumstances/suspect_known",
            "/circumstances/lives_with_suspect",
            "/circumstances/times_in_12_months",
            "/circumstances/targeted_deliberately",
        ],
        fields: more::happened,
    },
    Step {
        heading: "Are you in danger from someone?",
        names: &["/safety"],
        fields: more::safety,
    },
    Step {
        heading: "What do you need?",
        names: &["/needs"],
        fields: more::needs,
    },
    Step {
        heading: "Where do you live?",
        names: &["/residence"],
        fields: more::home,
    },
    Step {
        heading: "What kind of help do you like?",
        names: &[
            "/wishes/modality",
            "/wishes/worker_gender",
            "/wishes/restorative_justice",
            "/wishes/already_supported_by",
        ],
        fields: more::support,
    },
    Step {
        heading: "More about you",
        names: &["/person", "/circumstances"],
        fields: more::about,
    },
    Step {
        heading: "Your own words",
        names: &["/wishes/own_words"],
        fields: more::own_words,
    },
];

/// The question that asks for `name`: the most particular one.
fn step_of(name: &str) -> Option<usize> {
    STEPS
        .iter()
        .enumerate()
        .flat_map(|(at, step)| step.names.iter().map(move |prefix| (at, prefix)))
        .filter(|(_, prefix)| name.starts_with(**prefix))
        .max_by_key(|(_, prefix)| prefix.len())
        .map(|(at, _)| at)
}

/// The form: empty, or with what was typed and what is wrong with it.
pub fn support_form(site: &Site, form: &FormView) -> String {
    let title = if form.errors.is_empty() {
        "Support"
    } else {
        "Error: Support"
    };
    let at = form
        .errors
        .iter()
        .filter_map(|error| step_of(&error.field))
        .min()
        .unwrap_or(0);
    let page = Page {
        title,
        at: Some(at),
        tried: !form.errors.is_empty(),
        loads: Loads::Islands,
        back: (!form.errors.is_empty()).then_some("/get-support/"),
        closing: Some(Closing {
            minutes: 30,
            warns: 5,
            from: From::LastActivity,
        }),
    };
    document(site, &page, || {
        let steps: Vec<_> = STEPS
            .iter()
            .enumerate()
            .map(|(at, step)| section(site, form, at, step))
            .collect();
        let source =
            ["/source/code", "/source/campaign"].map(|name| hidden(name, form.value(name)));
        let lines = lines_for_some(site.profile);
        view! {
            {summary(form)}
            <h1 class="govuk-heading-l" id="top">
                "Get support"
            </h1>
            <p class="govuk-body jo">
                "Nothing is saved until you send it. If you leave this page, or do nothing on it for 30 minutes, your answers are cleared."
            </p>
            <noscript>
                <p class="govuk-body">
                    "Answer the first four questions. The others can stay closed. Nothing is sent before you press Send now. "
                    "If you leave this page, your answers are cleared. Until then they stay on the screen."
                </p>
            </noscript>
            <form method="post" action="/referrals" novalidate autocomplete="off" id="form" data-once="">
                {hidden("/id", form.id.as_deref().unwrap_or_default())}
                {hidden("/source/kind", "self")}
                {source.into_iter().collect::<Vec<_>>()}
                {hidden("/consent/basis", "consent")}
                {hidden("/consent/how", "form")}
                {hidden("/consent/scope/0", "assess")}
                <Checks />
                {steps}
                <Guide>{lines}</Guide>
                {buttons(&words::with_article(&site.profile.labels.coordinator))}
            </form>
        }
        .into_any()
    })
}

fn section(site: &Site, form: &FormView, at: usize, step: &Step) -> AnyView {
    let fields = (step.fields)(site, form);
    let id = format!("q{at}");
    if at < SHORT {
        return view! {
            <section class="step" id=id>
                <p class="govuk-caption-m">{format!("Question {} of {SHORT}", at + 1)}</p>
                <h2 class="govuk-heading-m" tabindex="-1">
                    {step.heading}
                </h2>
                {fields}
            </section>
        }
        .into_any();
    }
    let mine = |name: &str| step_of(name) == Some(at);
    let open = form.errors.iter().any(|error| mine(&error.field))
        || form
            .values
            .iter()
            .any(|(name, value)| !value.is_empty() && mine(name));
    view! {
        <section class="step" id=id>
            <p class="govuk-caption-m jo">
                {format!("Only if you want to: {} of {}. You can send now.", at + 1 - SHORT, STEPS.len() - SHORT)}
            </p>
            <h2 class="govuk-heading-m jo" tabindex="-1">
                {step.heading}
            </h2>
            <details class="govuk-details" open=open>
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{step.heading} " (only if you want to)"</span>
                </summary>
                {fields}
            </details>
        </section>
    }
    .into_any()
}

fn buttons(coordinator: &str) -> AnyView {
    view! {
        <div class="nav">
            <p class="govuk-body send" id="sending-what">
                {format!("We keep what you send, and {coordinator} of our team reads it.")}
            </p>
            <button class="govuk-button send" type="submit" id="send" aria-describedby="sending-what">
                "Send now"
            </button>
            <button class="govuk-button jo next" type="button" data-move="1">
                <span class="first">"Next"</span>
                <span class="later">"Say more first"</span>
            </button>
            <button class="govuk-button govuk-button--secondary jo back" type="button" data-move="-1">
                "Back"
            </button>
            <p
                class="govuk-body"
                role="status"
                id="sending"
                data-kept="Your answers are still here. You can press Send now again."
                data-unsent="We could not send it. Check that you are online."
            ></p>
        </div>
    }
    .into_any()
}

/// What is wrong, with links to the fields (GOV.UK error summary).
fn summary(form: &FormView) -> Option<AnyView> {
    if form.errors.is_empty() {
        return None;
    }
    let items: Vec<_> = form
        .errors
        .iter()
        .map(|error| {
            let text = problem_of(form, &error.field)
                .unwrap_or_else(|| words::message(&error.field, error.code));
            // A name that no question asks for cannot be shown; the way on is the first question.
            let to = if step_of(&error.field).is_some() {
                id(&error.field)
            } else {
                "top".to_owned()
            };
            view! {
                <li>
                    <a href=format!("#{to}")>{text}</a>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <div class="govuk-error-summary" id="problems" tabindex="-1" data-focus="">
                <div role="alert">
                    <h2 class="govuk-error-summary__title">"Please check"</h2>
                    <p class="govuk-body">"Nothing is lost. Nothing is sent yet."</p>
                    <ul class="govuk-list govuk-error-summary__list">{items}</ul>
                </div>
            </div>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_belongs_to_the_question_that_asks_for_it() {
        for (name, at) in [
            ("/safety/in_danger_now", 0),
            ("/person/name", 1),
            ("/contact/channels/0/address", 2),
            ("/consent/scope/1", 3),
            ("/circumstances/suspect_known", 4),
            ("/safety/afraid", 5),
            ("/needs/3/weight", 6),
            ("/residence/postcode", 7),
            ("/wishes/modality/0", 8),
            ("/circumstances/lives_alone", 9),
            ("/wishes/own_words", 10),
        ] {
            assert_eq!(step_of(name), Some(at), "{name}");
        }
        assert_eq!(step_of("/nonsense"), None);
    }
}
