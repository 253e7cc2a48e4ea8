//! The form. Four short questions are enough; the others are optional.
//!
//! Without a script it is one page: the four questions, then the optional ones in closed `<details>`. With the small
//! script of the head it is one question at a time, decided before the first paint by `data-at` on the root element.

mod more;
mod safe;
mod short;

use crate::guide::{Checks, Guide};
use crate::parts::fields::{hidden, id, problem_of};
use crate::parts::{
    Closing, From, Loads, Page, Versions, document, lines_for_some, linked, problem_summary,
};
use crate::view::FormView;
use crate::{Site, words};
use ::words::form;
use leptos::prelude::*;

/// One question, or a few related ones.
pub(crate) struct Step {
    /// Its heading.
    heading: fn() -> &'static str,
    /// The beginnings of the form names that are asked here.
    names: &'static [&'static str],
    /// Its fields.
    fields: fn(&Site, &FormView) -> AnyView,
}

/// The number of questions before the form can be sent.
const SHORT: usize = 4;

/// All questions, in order.
const STEPS: [Step; 11] = [
    Step {
        heading: form::step_danger,
        names: &["/safety/in_danger_now", "/safety/someone_may_see_device"],
        fields: short::danger,
    },
    Step {
        heading: form::step_name,
        names: &["/person/name", "/person/role", "/consent/given_by"],
        fields: short::name,
    },
    Step {
        heading: form::step_contact,
        names: &["/contact"],
        fields: safe::channels,
    },
    Step {
        heading: form::step_share,
        names: &["/consent"],
        fields: short::consent,
    },
    Step {
        heading: form::step_happened,
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
        heading: form::step_safety,
        names: &["/safety"],
        fields: more::safety,
    },
    Step {
        heading: form::step_needs,
        names: &["/needs"],
        fields: more::needs,
    },
    Step {
        heading: form::step_home,
        names: &["/residence"],
        fields: more::home,
    },
    Step {
        heading: form::step_support,
        names: &[
            "/wishes/modality",
            "/wishes/worker_gender",
            "/wishes/restorative_justice",
            "/wishes/already_supported_by",
        ],
        fields: more::support,
    },
    Step {
        heading: form::step_about,
        names: &["/person", "/circumstances"],
        fields: more::about,
    },
    Step {
        heading: form::step_words,
        names: &["/wishes/own_words"],
        fields: more::own_words,
    },
];

/// The question that asks for `name`: the one with the longest prefix.
fn step_of(name: &str) -> Option<usize> {
    STEPS
        .iter()
        .enumerate()
        .flat_map(|(at, step)| step.names.iter().map(move |prefix| (at, prefix)))
        .filter(|(_, prefix)| name.starts_with(**prefix))
        .max_by_key(|(_, prefix)| prefix.len())
        .map(|(at, _)| at)
}

/// The form: empty, or with the answers and their errors.
pub fn support_form(site: &Site, values: &FormView) -> String {
    write(site, values, "/get-support/")
}

/// The form that is at `path`.
pub(super) fn write(site: &Site, values: &FormView, path: &str) -> String {
    let first = values.errors.is_empty() && !values.sent_before;
    let title = if first {
        form::title()
    } else {
        form::title_error()
    };
    let at = values
        .errors
        .iter()
        .filter_map(|error| step_of(&error.field))
        .min()
        .unwrap_or(0);
    let page = Page {
        title,
        at: Some(at),
        tried: !first,
        loads: Loads::Islands,
        back: (!first).then_some("/get-support/"),
        closing: Some(Closing {
            minutes: 30,
            warns: 5,
            from: From::LastActivity,
        }),
        end: None,
        versions: first.then_some(Versions {
            path,
            languages: form::LANGUAGES,
        }),
    };
    document(site, &page, || {
        let steps: Vec<_> = STEPS
            .iter()
            .enumerate()
            .map(|(at, step)| section(site, values, at, step))
            .collect();
        let source =
            ["/source/code", "/source/campaign"].map(|name| hidden(name, values.value(name)));
        let lines = lines_for_some(site.profile);
        let action = if values.sent_before {
            "/referrals?new=yes"
        } else {
            "/referrals"
        };
        view! {
            {summary(values)}
            {values.sent_before.then(sent_before)}
            <h1 class="govuk-heading-l" id="top">
                {form::heading()}
            </h1>
            <p class="govuk-body jo">
                {form::nothing_saved()}
            </p>
            <noscript>
                <p class="govuk-body">{form::without_script()}</p>
            </noscript>
            <p class="govuk-body">
                <a class="govuk-link" href="/privacy/">
                    {form::privacy()}
                </a>
            </p>
            <form method="post" action=action novalidate autocomplete="off" id="form" data-once="">
                {hidden("/id", values.id.as_deref().unwrap_or_default())}
                {hidden("/source/kind", "self")}
                {source.into_iter().collect::<Vec<_>>()}
                {hidden("/consent/basis", "consent")}
                {hidden("/consent/how", "form")}
                {hidden("/consent/scope/0", "assess")}
                <Checks />
                {steps}
                <Guide>{lines}</Guide>
                {buttons(&words::at_start(&words::with_article(&site.profile.labels.coordinator)))}
            </form>
        }
        .into_any()
    })
}

fn section(site: &Site, values: &FormView, at: usize, step: &Step) -> AnyView {
    let fields = (step.fields)(site, values);
    let id = format!("q{at}");
    let heading = (step.heading)();
    if at < SHORT {
        return view! {
            <section class="step" id=id>
                <p class="govuk-caption-m">{form::question(at + 1, SHORT)}</p>
                <h2 class="govuk-heading-m" tabindex="-1">
                    {heading}
                </h2>
                {fields}
            </section>
        }
        .into_any();
    }
    let is_here = |name: &str| step_of(name) == Some(at);
    let open = values.errors.iter().any(|error| is_here(&error.field))
        || values
            .values
            .iter()
            .any(|(name, value)| !value.is_empty() && is_here(name));
    view! {
        <section class="step" id=id>
            <p class="govuk-caption-m jo">
                {form::optional(at + 1 - SHORT, STEPS.len() - SHORT)}
            </p>
            <h2 class="govuk-heading-m jo" tabindex="-1">
                {heading}
            </h2>
            <details class="govuk-details" open=open>
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{form::optional_question(heading)}</span>
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
                {form::what_sent(coordinator)}
            </p>
            <button class="govuk-button send" type="submit" id="send" aria-describedby="sending-what">
                {form::send_now()}
            </button>
            <button class="govuk-button jo next" type="button" data-move="1">
                <span class="first">{form::go_on()}</span>
                <span class="later">{form::more_first()}</span>
            </button>
            <button class="govuk-button govuk-button--secondary jo back" type="button" data-move="-1">
                {form::back()}
            </button>
            <p
                class="govuk-body"
                role="status"
                id="sending"
                data-sending=form::sending()
                data-kept=form::sending_kept()
                data-unsent=form::sending_unsent()
            ></p>
        </div>
    }
    .into_any()
}

/// Says that the hub has a form of this person already, and what to do.
fn sent_before() -> AnyView {
    problem_summary(
        Some(form::sent_before()),
        view! { <li>{linked(form::sent_before_what(), &[("page", "/progress/")])}</li> }.into_any(),
    )
}

/// The errors, with links to their fields.
fn summary(values: &FormView) -> Option<AnyView> {
    if values.errors.is_empty() {
        return None;
    }
    let items: Vec<_> = values
        .errors
        .iter()
        .map(|error| {
            let text = problem_of(values, &error.field)
                .unwrap_or_else(|| words::message(&error.field, error.code));
            // No question asks for this name, so the link leads to the top.
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
    Some(problem_summary(
        Some(::words::parts::problem_kept()),
        items.into_any(),
    ))
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
