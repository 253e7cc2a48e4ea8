//! What went wrong, and what to do.

use crate::Site;
use crate::parts::{Page, danger, document, help_list, linked, open_day_and_night};
use crate::view::{Problem, ProblemView};
use ::words::{parts, problem};
use leptos::prelude::*;

/// A page that says what went wrong, whether we have received anything, and what to do next.
pub fn problem(site: &Site, view: &ProblemView) -> String {
    document(site, &Page::plain(problem::title()), || {
        let (heading, detail) = texts(view.problem);
        let wait = view.wait.map(|seconds| {
            let minutes = u64::from(seconds.div_ceil(60).max(1));
            view! { <p class="govuk-body">{problem::wait(minutes)}</p> }
        });
        let again = can_be_sent_again(view.problem)
            .then(|| view! { <p class="govuk-body">{problem::again()}</p> });
        view! {
            <h1 class="govuk-heading-l">{heading}</h1>
            <p class="govuk-body">{detail}</p>
            {again}
            {wait}
            {danger()}
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            {help_list(&open_day_and_night(site.profile))}
            <p class="govuk-body">
                {linked(problem::ways_on(), &[("form", "/get-support/"), ("progress", "/progress/")])}
            </p>
        }
        .into_any()
    })
}

fn texts(problem: Problem) -> (&'static str, &'static str) {
    match problem {
        Problem::Broken => (problem::broken(), problem::broken_detail()),
        Problem::NotFound => (problem::not_found(), problem::not_found_detail()),
        Problem::AlreadySent => (problem::already_sent(), problem::already_sent_detail()),
        Problem::Closed => (problem::closed(), problem::closed_detail()),
        Problem::TooLong => (problem::too_long(), problem::too_long_detail()),
        Problem::NotAForm => (problem::not_a_form(), problem::not_a_form_detail()),
        Problem::SlowDown => (problem::slow_down(), problem::slow_down_detail()),
        Problem::TryAgain => (problem::try_again(), problem::try_again_detail()),
    }
}

/// Whether the same answers can reach us when the browser sends them again. With scripts the form stays on the screen until
/// the hub has accepted it, so nobody sees this page.
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
