//! The way in to a person's own page.

use crate::Site;
use crate::parts::{Page, document, help_list, linked, open_day_and_night, problem_summary};
use crate::view::ProgressProblem;
use ::words::{parts, progress};
use leptos::prelude::*;

/// The way in: the reference and three words. A plain POST to `/me/progress`, which answers with the page itself.
pub fn progress_form(site: &Site, problem: Option<ProgressProblem>) -> String {
    let page = if problem.is_some() {
        Page::answering(progress::title_error(), "/progress/")
    } else {
        Page::public(progress::title(), "/progress/", progress::LANGUAGES)
    };
    document(site, &page, || {
        let summary = problem.map(summary);
        view! {
            {summary}
            <h1 class="govuk-heading-l">{progress::heading()}</h1>
            <form method="post" action="/me/progress" novalidate autocomplete="off" data-once="">
                <div class="govuk-form-group">
                    <label class="govuk-label" for="reference">
                        {progress::reference()}
                    </label>
                    <div class="govuk-hint" id="reference-hint">
                        {progress::reference_hint()}
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
                        {progress::word()}
                    </label>
                    <div class="govuk-hint" id="word-hint">
                        {progress::word_hint()}
                    </div>
                    <input
                        class="govuk-input"
                        id="word"
                        name="word"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby="word-hint"
                    />
                </div>
                <button class="govuk-button" type="submit" id="open">
                    {progress::open()}
                </button>
            </form>
            <details class="govuk-details">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{progress::lost()}</span>
                </summary>
                <div class="govuk-details__text">
                    <p class="govuk-body">{progress::lost_call()}</p>
                    {linked(progress::lost_detail(), &[("form", "/get-support/")])}
                </div>
            </details>
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            {help_list(&open_day_and_night(site.profile))}
        }
        .into_any()
    })
}

fn summary(problem: ProgressProblem) -> AnyView {
    let text = match problem {
        ProgressProblem::Incomplete => progress::problem_incomplete(),
        ProgressProblem::NotFound => progress::problem_not_found(),
        ProgressProblem::Closed => progress::problem_closed(),
        ProgressProblem::TooManyTries => progress::problem_too_many(),
        ProgressProblem::AfterCall => progress::problem_after_call(),
    };
    let item = view! {
        <li>
            <a href="#reference">{text}</a>
        </li>
    };
    problem_summary(None, item.into_any())
}
