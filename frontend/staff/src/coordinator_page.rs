//! The coordinators' pages: what needs doing now, the queue, the cases that were set aside, the area, and one case.

mod area;
mod case;
mod copy;
mod list;
mod set_aside;
mod state;
mod why;

use crate::frame::counts;
use crate::parts::find_case;
use crate::session::Session;
use crate::who::Role;
use leptos::prelude::*;
use state::{STATUS, State};
use wasm_bindgen_futures::spawn_local;

/// Shows the page that the address names.
pub(crate) fn coordinator_page(session: Session, role: Role) -> impl IntoView {
    let state = State::new(session);
    Effect::new(move |_| {
        let place = session.place.get();
        spawn_local(state.follow(place));
    });
    let status = move || {
        let message = state.message.get();
        let lists = session
            .place
            .with(|place| matches!(place.view(), "queue" | "set-aside"));
        if message.is_empty() && lists {
            state.queue.with(|queue| queue.status()).to_owned()
        } else {
            message
        }
    };
    let page = move || {
        let view = session.place.with(|place| place.view().to_owned());
        match view.as_str() {
            "case" => view! {
                {move || state.asked_why.get().map(|reference| why::why(state, reference))}
                {move || state.drawn.get().map(|case| case::case(state, &case))}
            }
            .into_any(),
            "copy" => copy::copy(state).into_any(),
            "queue" | "set-aside" => list::list(state).into_any(),
            "area" => area::area(state, role).into_any(),
            _ => view! {
                {counts(move || state.counts())}
                {find_case()}
            }
            .into_any(),
        }
    };
    view! {
        <p class="govuk-body" role="status" id=STATUS tabindex="-1">
            {status}
        </p>
        {page}
    }
}
