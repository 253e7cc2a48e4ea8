//! What is happening: both journeys, promises kept and broken, what comes next and by when, whom to ring.

use super::{key, line, own_page};
use crate::Site;
use crate::parts::{help_list, next_list};
use crate::view::{ProgressView, Stands};
use leptos::prelude::*;

/// A person's own page.
pub fn progress(site: &Site, view: &ProgressView) -> String {
    own_page(site, &view.own, "progress", || {
        let next = (!view.next.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">"What happens next"</h2>
                {next_list(&view.next)}
            }
        });
        let promises = (!view.promises.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">"What was promised to you"</h2>
                {line::promises(&view.promises)}
            }
        });
        view! {
            <h1 class="govuk-heading-l">"What is happening"</h1>
            <p class="govuk-body">{format!("Reference {}", view.own.reference.spaced())}</p>
            {stands(&view.stands)}
            {view.ask_council.then(|| council(site, view))}
            {next}
            <h2 class="govuk-heading-m">"What happened so far"</h2>
            {line::timeline(&view.steps)}
            {promises}
            <h2 class="govuk-heading-m">"Talk to someone now"</h2>
            <p class="govuk-body">"Nobody is watching this page. These lines answer day and night."</p>
            {help_list(&view.help_now)}
        }
        .into_any()
    })
}

/// Where the case stands as a whole, where that is worth a word.
pub(super) fn stands(stands: &Stands) -> Option<AnyView> {
    let text = match stands {
        Stands::Open => return None,
        Stands::Quiet(until) => format!("It is quiet until {until}. We send you nothing before."),
        Stands::Over => "We closed this. You can go on at any time, under “Pause or stop”.".to_owned(),
        Stands::Elsewhere => {
            "This goes on with what you told us at another time. Use that reference and its three words.".to_owned()
        }
        Stands::Erased(when) => format!(
            "We deleted what says who you are, at {when}: your name, how to reach you, and what you wrote. \
             What is left says only what was done and when. It cannot be brought back. If you need help, \
             send the questions again: it is never too late."
        ),
    };
    Some(view! { <p class="box">{text}</p> }.into_any())
}

/// Asks for the council.
fn council(site: &Site, view: &ProgressView) -> AnyView {
    let councils: Vec<_> = site
        .profile
        .local_authorities
        .iter()
        .map(|council| view! { <option value=council.code.clone()>{council.name.clone()}</option> })
        .collect();
    view! {
        <form class="box" method="post" action="/me/council" autocomplete="off" data-once="">
            {key(&view.own)}
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
