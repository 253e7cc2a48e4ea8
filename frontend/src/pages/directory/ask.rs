//! The form of the directory. It is posted, never put in an address: a postcode tells where somebody lives.

use crate::query::{DirectoryQuery, PostcodeProblem};
use crate::words;
use events::assessment::Specialism;
use events::profile::Profile;
use events::referral::{AgeBand, Modality};
use leptos::prelude::*;

/// The form: empty, or with what was asked.
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
            view! { <optgroup label=*name>{options}</optgroup> }
        })
        .collect();
    let council = choice(
        "council",
        "Or choose your council",
        "I do not know",
        options(
            profile
                .local_authorities
                .iter()
                .map(|one| (one.code.as_str(), one.name.as_str())),
            &given("council"),
        ),
    );
    // Where the postcode did not help, the list of councils is the way on, and stands beside it.
    let (side_writes, folded) = if problem.is_some() {
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
    let open = [("now", "Open now"), ("today", "Open today")].into_iter();
    let more = ["specialism", "age", "how", "open", "council"]
        .iter()
        .any(|name| !given(name).is_empty());
    view! {
        <form method="post" action="/directory/search" novalidate autocomplete="off" id="ask">
            {postcode(&given("postcode"), problem)}
            {side_writes}
            {choice("need", "What do you need?", "I do not want to say", needs.into_any())}
            <details class="govuk-details" open=more>
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">"More choices"</span>
                </summary>
                {choice("specialism", "What is it about?", "I do not want to say", options(about, &given("specialism")))}
                {choice("age", "How old is the person it is for?", "I do not want to say", options(age, &given("age")))}
                {choice("how", "How would you like to talk?", "I do not mind", options(how, &given("how")))}
                {choice("open", "When?", "Any time", options(open, &given("open")))}
                {folded}
            </details>
            <button class="govuk-button" type="submit" id="search">
                "Show who can help"
            </button>
        </form>
    }
    .into_any()
}

/// What is wrong with the postcode, in words that say what to do.
const fn words_of(problem: PostcodeProblem) -> &'static str {
    match problem {
        PostcodeProblem::NotAPostcode => {
            "Check the postcode. It should look like RG1 1AA. Or choose your council"
        }
        PostcodeProblem::NotKnown => {
            "We do not know this postcode. Check it, or choose your council"
        }
    }
}

/// What to look at, with a link to it (GOV.UK error summary).
pub(super) fn summary(problem: PostcodeProblem) -> AnyView {
    view! {
        <div class="govuk-error-summary" id="problems" tabindex="-1" data-focus="">
            <div role="alert">
                <h2 class="govuk-error-summary__title">"Please check"</h2>
                <p class="govuk-body">"Your other choices are kept."</p>
                <ul class="govuk-list govuk-error-summary__list">
                    <li>
                        <a href="#postcode">{words_of(problem)}</a>
                    </li>
                </ul>
            </div>
        </div>
    }
    .into_any()
}

fn postcode(given: &str, problem: Option<PostcodeProblem>) -> AnyView {
    let group = if problem.is_some() {
        "govuk-form-group govuk-form-group--error"
    } else {
        "govuk-form-group"
    };
    let wrong = if problem.is_some() {
        " govuk-input--error"
    } else {
        ""
    };
    let told = problem.map(|problem| {
        view! {
            <p class="govuk-error-message" id="postcode-error">
                <span class="govuk-visually-hidden">"Please check: "</span>
                {words_of(problem)}
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
                "Your postcode"
            </label>
            <div class="govuk-hint" id="postcode-hint">
                "You can leave it empty. We do not keep it."
            </div>
            {told}
            <input
                class=format!("govuk-input govuk-input--width-10{wrong}")
                id="postcode"
                name="postcode"
                type="text"
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
