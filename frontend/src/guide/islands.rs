//! The two islands of the form. The server renders what they show, hidden; in a browser they listen to the form and show
//! it. They hold no state that could be lost: the form does.

use leptos::prelude::*;

/// What has to be put right before the form continues: a summary with links, above the question.
///
/// It answers the event `hub:check`, which the small script dispatches before it moves on or sends the form.
#[island]
pub fn Checks() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::guide::browser::answer_checks();
    view! {
        <div class="govuk-error-summary" id="checks" tabindex="-1" hidden>
            <h2 class="govuk-error-summary__title">{::words::parts::problem()}</h2>
            <p class="govuk-body">{::words::parts::problem_kept()}</p>
            <ul class="govuk-list govuk-error-summary__list"></ul>
        </div>
    }
}

/// Helplines that fit the answers, shown as soon as they fit, before anything is sent.
#[island]
pub fn Guide(
    /// The helplines, each hidden and marked with who it is for.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::guide::browser::follow_answers();
    view! {
        <div aria-live="polite">
            <details class="box" id="guide" hidden>
                {children()}
            </details>
        </div>
    }
}
