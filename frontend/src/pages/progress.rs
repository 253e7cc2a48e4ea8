//! The way in to a person's own page.

use crate::Site;
use crate::parts::{Page, document, help_list, open_day_and_night};
use crate::view::ProgressProblem;
use leptos::prelude::*;

/// The way in: reference and three words. A plain POST to `/me/progress`, whose answer is the page itself.
pub fn progress_form(site: &Site, problem: Option<ProgressProblem>) -> String {
    let title = if problem.is_some() {
        "Error: Your page"
    } else {
        "Your page"
    };
    let page = if problem.is_some() {
        Page::answering(title, "/progress/")
    } else {
        Page::plain(title)
    };
    document(site, &page, || {
        let summary = problem.map(summary);
        view! {
            {summary}
            <h1 class="govuk-heading-l">"See what is happening"</h1>
            <form method="post" action="/me/progress" novalidate autocomplete="off" data-once="">
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
        ProgressProblem::NotFound => (
            "The reference and the words do not fit together. Check both",
            "#reference",
        ),
        ProgressProblem::Closed => (
            "Your page has closed, to keep you safe. Type your reference and your words again",
            "#reference",
        ),
        ProgressProblem::TooManyTries => (
            "There were many tries. Wait 15 minutes, then try again",
            "#reference",
        ),
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
