//! The two islands of the form. What they show is rendered on the server, hidden; in a browser they listen to the form
//! and show it. They hold no state that could be lost: the form does.

use leptos::prelude::*;

/// What must be looked at before the form goes on: a summary with links, shown above the question.
///
/// It answers the event `hub:check`, which the small script sends before it moves on or sends the form.
#[island]
pub fn Checks() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::guide::browser::answer_checks();
    view! {
        <div class="govuk-error-summary" id="checks" tabindex="-1" hidden>
            <h2 class="govuk-error-summary__title">"Please check"</h2>
            <p class="govuk-body">"Nothing is lost. Nothing is sent yet."</p>
            <ul class="govuk-list govuk-error-summary__list"></ul>
        </div>
    }
}

/// Lines to ring that fit the answers, shown as soon as they do, before anything is sent.
#[island]
pub fn Guide(
    /// The lines, each hidden and marked with whom it is for.
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
