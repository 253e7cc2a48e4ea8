//! A person's own page, and the way in.

use crate::Site;
use crate::parts::{Page, document, help_list, next_list, open_day_and_night};
use crate::view::{ProgressProblem, ProgressStep, ProgressView};
use leptos::prelude::*;

/// The way in: reference and three words. A plain POST to `/me/progress`, whose answer is the page itself.
pub fn progress_form(site: &Site, problem: Option<ProgressProblem>) -> String {
    let title = if problem.is_some() { "Error: Your page" } else { "Your page" };
    document(site, &Page::plain(title), || {
        let summary = problem.map(summary);
        view! {
            {summary}
            <h1 class="govuk-heading-l">"See what is happening"</h1>
            <form method="post" action="/me/progress" novalidate data-once="">
                <div class="govuk-form-group">
                    <label class="govuk-label" for="reference">
                        "Your reference"
                    </label>
                    <div class="govuk-hint" id="reference-hint">
                        "Eight letters and numbers. Spaces and small letters are fine."
                    </div>
                    <input
                        class="govuk-input govuk-input--width-10"
                        id="reference"
                        name="reference"
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        aria-describedby="reference-hint"
                    />
                </div>
                <div class="govuk-form-group">
                    <label class="govuk-label" for="word">
                        "Your three words"
                    </label>
                    <input
                        class="govuk-input"
                        id="word"
                        name="word"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                    />
                </div>
                <button class="govuk-button" type="submit" id="open">
                    "Open my page"
                </button>
            </form>
            <details class="govuk-details">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">"I lost my reference or my words"</span>
                </summary>
                <div class="govuk-details__text">
                    "That is all right. We go on as we said, and reach you only in the ways you called safe. "
                    "If you want to come back here, "
                    <a class="govuk-link" href="/get-support/">
                        "send the questions again"
                    </a>
                    ": you get a new reference and new words."
                </div>
            </details>
            <h2 class="govuk-heading-m">"Talk to someone now"</h2>
            {help_list(&open_day_and_night(site.profile))}
        }
        .into_any()
    })
}

fn summary(problem: ProgressProblem) -> AnyView {
    let (text, field) = match problem {
        ProgressProblem::Incomplete => ("Type your reference and your three words", "#reference"),
        ProgressProblem::NotFound => ("The reference and the words do not fit together. Check both", "#reference"),
        ProgressProblem::TooManyTries => ("There were many tries. Wait 15 minutes, then try again", "#reference"),
    };
    view! {
        <div class="govuk-error-summary" id="problems" tabindex="-1" data-focus="">
            <div role="alert">
                <h2 class="govuk-error-summary__title">"Please check"</h2>
                <ul class="govuk-list govuk-error-summary__list">
                    <li>
                        <a href=field>{text}</a>
                    </li>
                </ul>
            </div>
        </div>
    }
    .into_any()
}

/// What has happened, what is under way, and what comes next.
pub fn progress(site: &Site, view: &ProgressView) -> String {
    document(site, &Page::plain("Your page"), || {
        let steps: Vec<_> = view.steps.iter().map(step).collect();
        let next = (!view.next.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">"What happens next"</h2>
                {next_list(&view.next)}
            }
        });
        view! {
            <h1 class="govuk-heading-l">"What is happening"</h1>
            <p class="govuk-body">{format!("Reference {}", view.reference.spaced())}</p>
            {view.ask_council.as_ref().map(|word| council(site, view, word))}
            <ol class="govuk-list steps">{steps}</ol>
            {next}
            <h2 class="govuk-heading-m">"Talk to someone now"</h2>
            <p class="govuk-body">"Nobody is watching this page. These lines answer day and night."</p>
            {help_list(&view.help_now)}
            <p class="govuk-body">
                "To see this again, "
                <a class="govuk-link" href="/progress/">
                    "type your reference and words again"
                </a>
                ". This phone does not keep them."
            </p>
        }
        .into_any()
    })
}

/// Asks for the council. The reference and the words go with it, so that nothing has to be typed again.
fn council(site: &Site, view: &ProgressView, word: &str) -> AnyView {
    let councils: Vec<_> = site
        .profile
        .local_authorities
        .iter()
        .map(|council| view! { <option value=council.code.clone()>{council.name.clone()}</option> })
        .collect();
    view! {
        <form class="box" method="post" action="/me/council" data-once="">
            <input type="hidden" name="reference" value=view.reference.to_string() />
            <input type="hidden" name="word" value=word.to_owned() />
            <div class="govuk-form-group">
                <label class="govuk-label govuk-label--m" for="council">
                    "Which council do you live in?"
                </label>
                <div class="govuk-hint" id="council-hint">
                    "We do not know your postcode. Your council helps us find services near you. You do not have to say."
                </div>
                <select class="govuk-select" id="council" name="council" aria-describedby="council-hint">
                    <option value="">"Please choose"</option>
                    {councils}
                    <option value="elsewhere">"Somewhere else"</option>
                </select>
            </div>
            <button class="govuk-button" type="submit">
                "Tell us"
            </button>
        </form>
    }
    .into_any()
}

fn step(step: &ProgressStep) -> AnyView {
    let (class, state) = if step.done { ("step-done", "Done: ") } else { ("step-now", "Under way: ") };
    let detail = (!step.detail.is_empty()).then(|| view! { <span>{step.detail.clone()}</span> });
    let when = (!step.when.is_empty()).then(|| view! { <span class="when">{step.when.clone()}</span> });
    view! {
        <li class=class>
            <b>
                <span class="govuk-visually-hidden">{state}</span>
                {step.title.clone()}
            </b>
            {detail}
            {when}
        </li>
    }
    .into_any()
}
