//! Quiet for a time, an end, a way back, and deletion.

use super::progress::stands;
use super::{act, own_page};
use crate::Site;
use crate::parts::fields::radios;
use crate::view::{FormView, Stands, StopView};
use leptos::prelude::*;

const WEEKS: [(&str, &str); 4] = [
    ("1", "1 week"),
    ("2", "2 weeks"),
    ("4", "4 weeks"),
    ("12", "12 weeks"),
];

/// How the person can pause, stop, come back, and have things deleted.
pub fn stop(site: &Site, view: &StopView) -> String {
    own_page(site, &view.own, "stop", || {
        let own = &view.own;
        let none = || ().into_any();
        let quiet = view! {
            <h2 class="govuk-heading-m">"Some quiet"</h2>
            <p class="govuk-body">
                "We send you nothing for a while, and nobody tries to reach you. Nothing is lost. "
                "You can end it here at any time."
            </p>
        };
        let weeks = || {
            radios(
                &FormView::default(),
                "weeks",
                "For how long?",
                "",
                &WEEKS,
                "",
            )
        };
        let leave = || {
            view! {
                <h2 class="govuk-heading-m">"Stop"</h2>
                <p class="govuk-body">
                    "You can stop all of it. Services are told, and see nothing more of you. You do not have to say why. "
                    "If the police or the courts deal with what happened, what they have to tell you goes on. "
                    "You can come back here and go on whenever you like."
                </p>
                {act(own, "withdraw", "Stop all of it", none())}
            }
        };
        let ways = match &view.stands {
            Stands::Open => view! { {quiet} {act(own, "pause", "Start the quiet", weeks())} {leave()} }.into_any(),
            Stands::Quiet(_) => view! { {act(own, "resume", "End the quiet now", none())} {leave()} }.into_any(),
            Stands::Over => view! {
                <p class="govuk-body">"We look again for who can help you. You do not have to tell it all again."</p>
                {act(own, "reopen", "Go on", none())}
            }
            .into_any(),
            Stands::Elsewhere | Stands::Erased(_) => none(),
        };
        let gone = matches!(view.stands, Stands::Erased(_));
        let delete = (!gone).then(|| delete(view));
        view! {
            <h1 class="govuk-heading-l">"Pause or stop"</h1>
            {stands(&view.stands)}
            {ways}
            {delete}
        }
        .into_any()
    })
}

fn delete(view: &StopView) -> AnyView {
    let ask = if view.deletion_asked {
        view! { <p class="govuk-body">"You have asked us to. You hear from us within a month."</p> }
            .into_any()
    } else {
        act(&view.own, "delete", "Ask us to delete it", ().into_any())
    };
    view! {
        <h2 class="govuk-heading-m">"Delete what we know about you"</h2>
        <p class="govuk-body">
            "You can ask us to delete your name, how to reach you and what you told us. One of our team does it within a "
            "month, or tells you why we have to keep some of it for a while. You may want to save “All that we know about "
            "you” first."
        </p>
        {ask}
    }
    .into_any()
}
