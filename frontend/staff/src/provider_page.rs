//! The pages of a provider's staff: what needs doing now, their lists, and one referral.

mod case;
mod chart;
mod list;
mod state;

use crate::frame::counts;
use crate::oversight_page::{Whose, oversight_page};
use crate::place::Place;
use crate::session::Session;
use leptos::prelude::*;
use state::{STATUS, State};
use wasm_bindgen_futures::spawn_local;

/// Shows the page that the address names.
pub(crate) fn provider_page(session: Session) -> impl IntoView {
    let state = State::new(session);
    Effect::new(move |_| {
        let place = session.place.get();
        spawn_local(state.follow(place));
    });
    let page = move || match state.shown.get() {
        Some(shown) => match shown {
            state::Shown::Home => counts(move || state.counts()).into_any(),
            state::Shown::Figures => oversight_page(session, Whose::OwnProvider).into_any(),
            state::Shown::List => list::list(state).into_any(),
            state::Shown::Case(code) => {
                move || {
                    let drawn = state.drawn.get();
                    drawn.map(|details| case::case(state, code.clone(), &details))
                }
            }
            .into_any(),
        },
        None => ().into_any(),
    };
    view! {
        <p class="govuk-body" role="status" id=STATUS tabindex="-1">
            {move || state.message.get()}
        </p>
        {page}
    }
}

/// The place of one referral.
pub(crate) fn place_of(onward: &str) -> Place {
    Place::of("case").with("onward", onward)
}
