//! What went wrong, in plain words, and what to do.

use crate::Site;
use crate::parts::{Page, danger, document, help_list, open_day_and_night};
use crate::view::{Problem, ProblemView};
use leptos::prelude::*;

/// A page that says what went wrong, that nothing typed is lost, and what to do next.
pub fn problem(site: &Site, view: &ProblemView) -> String {
    document(site, &Page::plain("Support"), || {
        let (heading, what) = words(view.problem);
        let wait = view
            .wait
            .map(|seconds| view! { <p class="govuk-body">{wait_for(seconds)}</p> });
        let again = can_be_sent_again(view.problem).then(|| {
            view! {
                <p class="govuk-body">
                    "To send it again, reload this page. If your browser asks, say that it may send it again. "
                    "Sending it twice does no harm. The Back button clears your answers."
                </p>
            }
        });
        view! {
            <h1 class="govuk-heading-l">{heading}</h1>
            <p class="govuk-body">{what}</p>
            {again}
            {wait}
            {danger()}
            <h2 class="govuk-heading-m">"Talk to someone now"</h2>
            {help_list(&open_day_and_night(site.profile))}
            <p class="govuk-body">
                <a class="govuk-link" href="/get-support/">
                    "Get support"
                </a>
                " or "
                <a class="govuk-link" href="/progress/">
                    "see what is happening"
                </a>
            </p>
        }
        .into_any()
    })
}

const fn words(problem: Problem) -> (&'static str, &'static str) {
    match problem {
        Problem::Broken => (
            "It did not reach us whole",
            "Something broke on the way. It is not your fault. We have not got it yet.",
        ),
        Problem::NotFound => (
            "This page is not here",
            "The address may have a slip in it. You can start below.",
        ),
        Problem::AlreadySent => (
            "We already have this from you",
            "We kept what you sent first. What you changed since then has not reached us.",
        ),
        Problem::Closed => (
            "This page has closed",
            "It closes 10 minutes after you send, to keep you safe. We have got what you sent, and we go on as we said.",
        ),
        Problem::TooLong => (
            "It is too long for us to take",
            "Shorten your own words a little. You can tell us the rest later. We have not got it yet.",
        ),
        Problem::NotAForm => (
            "We could not read it",
            "Please send it with the page below. We have not got it yet.",
        ),
        Problem::SlowDown => (
            "Please wait a little",
            "Many people are sending right now. It is not your fault. We have not got it yet.",
        ),
        Problem::TryAgain => (
            "We cannot take it right now",
            "Something on our side is not working. It is not your fault. It may not have reached us.",
        ),
    }
}

/// Whether the same answers can reach us when the browser sends them again. With scripts the form stays on the screen until
/// it is sent, and nobody comes here.
const fn can_be_sent_again(problem: Problem) -> bool {
    match problem {
        Problem::Broken | Problem::SlowDown | Problem::TryAgain => true,
        Problem::AlreadySent
        | Problem::TooLong
        | Problem::NotAForm
        | Problem::NotFound
        | Problem::Closed => false,
    }
}

fn wait_for(seconds: u32) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "Try again in one minute.".to_owned(),
        minutes => format!("Try again in {minutes} minutes."),
    }
}
