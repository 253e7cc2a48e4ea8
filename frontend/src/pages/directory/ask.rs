//! The search form of the directory. It is posted and never put in an address: a postcode says where someone lives.

use crate::parts::problem_summary;
use crate::query::{DirectoryQuery, PostcodeProblem};
use crate::words;
use ::words::{codes, directory, parts};
use events::assessment::Specialism;
use events::profile::Profile;
use events::referral::{AgeBand, Modality};
use leptos::prelude::*;

/// The form: empty, or with what the person searched for.
pub(super) fn form(profile: &Profile, query: Option<&DirectoryQuery>) -> AnyView {
    let given = |name: &str| query.map_or_else(String::new, |query| query.value(name).to_owned());
    let problem = query.and_then(|query| query.problem);
    let needs: Vec<_> = words::NEED_GROUPS
        .iter()
        .map(|(name, codes)| {
            let options = options(
                codes.iter().map(|code| (code.as_str(), words::need(*code))),
                &given("need"),
            );
            view! { <optgroup label=codes::need_group(name).unwrap_or(name)>{options}</optgroup> }
        })
        .collect();
    let council = choice(
        "council",
        directory::council(),
        directory::council_any(),
        options(
            profile
                .local_authorities
                .iter()
                .map(|one| (one.code.as_str(), one.name.as_str())),
            &given("council"),
        ),
    );
    // Where the postcode does not help, the list of councils comes directly after it.
    let (beside, folded) = if problem.is_some() {
        (Some(council), None)
    } else {
        (None, Some(council))
    };
    let age = AgeBand::ALL
        .iter()
        .map(|one| (one.as_str(), words::age(*one)));
    let about = Specialism::ALL
        .iter()
        .map(|one| (one.as_str(), words::specialism(*one)));
    let how = Modality::ALL
        .iter()
        .map(|one| (one.as_str(), words::modality(*one)));
    let open = [
        ("now", directory::open_now()),
        ("today", directory::open_today()),
    ]
    .into_iter();
    let more = ["specialism", "age", "how", "open", "council"]
        .iter()
        .any(|name| !given(name).is_empty());
    view! {
        <form method="post" action="/directory/search" novalidate autocomplete="off" id="ask">
            {postcode(&given("postcode"), problem)}
            {beside}
            {choice("need", directory::need(), directory::not_said(), needs.into_any())}
            <details class="govuk-details" open=more>
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{directory::more()}</span>
                </summary>
                {choice("specialism", directory::specialism(), directory::not_said(), options(about, &given("specialism")))}
                {choice("age", directory::age(), directory::not_said(), options(age, &given("age")))}
                {choice("how", directory::how(), directory::how_any(), options(how, &given("how")))}
                {choice("open", directory::open(), directory::open_any(), options(open, &given("open")))}
                {folded}
            </details>
            <button class="govuk-button" type="submit" id="search">
                {directory::search()}
            </button>
        </form>
    }
    .into_any()
}

/// What to do about the postcode.
fn text_of(problem: PostcodeProblem) -> &'static str {
    match problem {
        PostcodeProblem::NotAPostcode => directory::problem_not_a_postcode(),
        PostcodeProblem::NotKnown => directory::problem_not_known(),
    }
}

/// What has to be put right, with a link to it.
pub(super) fn summary(problem: PostcodeProblem) -> AnyView {
    let item = view! {
        <li>
            <a href="#postcode">{text_of(problem)}</a>
        </li>
    };
    problem_summary(Some(directory::problem_kept()), item.into_any())
}

fn postcode(given: &str, problem: Option<PostcodeProblem>) -> AnyView {
    let group = if problem.is_some() {
        "govuk-form-group govuk-form-group--error"
    } else {
        "govuk-form-group"
    };
    let class = if problem.is_some() {
        "govuk-input govuk-input--width-10 govuk-input--error"
    } else {
        "govuk-input govuk-input--width-10"
    };
    let message = problem.map(|problem| {
        view! {
            <p class="govuk-error-message" id="postcode-error">
                <span class="govuk-visually-hidden">{parts::problem_prefix()}</span>
                {text_of(problem)}
            </p>
        }
    });
    let described = if problem.is_some() {
        "postcode-hint postcode-error"
    } else {
        "postcode-hint"
    };
    view! {
        <div class=group>
            <label class="govuk-label" for="postcode">
                {directory::postcode()}
            </label>
            <div class="govuk-hint" id="postcode-hint">
                {directory::postcode_hint()}
            </div>
            {message}
            <input
                class=class
                id="postcode"
                name="postcode"
                autocomplete="postal-code"
                spellcheck="false"
                aria-describedby=described
                value=Some(given.to_owned()).filter(|text| !text.is_empty())
            />
        </div>
    }
    .into_any()
}

fn choice(
    name: &'static str,
    label: &'static str,
    not_said: &'static str,
    options: AnyView,
) -> AnyView {
    view! {
        <div class="govuk-form-group">
            <label class="govuk-label" for=name>
                {label}
            </label>
            <select class="govuk-select" id=name name=name>
                <option value="">{not_said}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn options<'a>(choices: impl Iterator<Item = (&'a str, &'a str)>, given: &str) -> AnyView {
    let option = |(value, label): (&str, &str)| {
        view! {
            <option value=value.to_owned() selected=given == value>
                {label.to_owned()}
            </option>
        }
    };
    choices.map(option).collect::<Vec<_>>().into_any()
}
