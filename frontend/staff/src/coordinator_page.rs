//! The coordinators' page: their queue, the case that is open, and the area.

mod area;
mod case;
mod set_aside;
mod state;
mod why;

use crate::browser::moment;
use crate::form_view::submitted;
use crate::queue::{Filter, Row};
use crate::session::Session;
use leptos::prelude::*;
use state::{STATUS, State};
use wasm_bindgen_futures::spawn_local;
use words::staff;

/// Shows the page and loads the queue.
pub(crate) fn coordinator_page(session: Session) -> impl IntoView {
    let state = State::new(session);
    spawn_local(state.refresh());
    let filters: Vec<_> = Filter::ALL
        .into_iter()
        .map(|one| filter(state, one))
        .collect();
    let status = move || {
        let message = state.message.get();
        if message.is_empty() {
            state.queue.with(|queue| queue.status()).to_owned()
        } else {
            message
        }
    };
    let rows = move || {
        let rows = state.queue.with(|queue| queue.rows.clone());
        rows.into_iter()
            .map(|row| line(state, row))
            .collect::<Vec<_>>()
    };
    let more = move || {
        state
            .queue
            .with(|queue| queue.next.is_some() && !queue.rows.is_empty())
            .then(|| {
                view! {
                    <button
                        class="govuk-button govuk-button--secondary"
                        type="button"
                        on:click=move |_| spawn_local(state.more())
                    >
                        {staff::more()}
                    </button>
                }
            })
    };
    view! {
        <p class="govuk-body" role="status" id=STATUS tabindex="-1">
            {status}
        </p>
        {move || state.asked_why.get().map(|reference| why::why(state, reference))}
        {move || state.drawn.get().map(|case| case::case(state, &case))}
        {find(state)}
        <div id="filters">{filters}</div>
        <ul class="govuk-list lines" id="queue">
            {rows}
        </ul>
        {more}
        {set_aside::groups(state)}
        {area::area(state)}
    }
}

fn filter(state: State, filter: Filter) -> impl IntoView {
    let query = filter.query();
    let pressed = move || state.queue.with(|queue| queue.filter == query);
    let class = move || {
        if pressed() {
            "govuk-button"
        } else {
            "govuk-button govuk-button--secondary"
        }
    };
    let show = move |_| {
        state.message.set(String::new());
        spawn_local(state.show(query));
    };
    view! {
        <button
            class=class
            type="button"
            aria-pressed=move || pressed().to_string()
            on:click=show
        >
            {filter.label()}
        </button>
        " "
    }
}

/// Finds a case by the reference that someone reads out.
fn find(state: State) -> impl IntoView {
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = submitted(&event) else {
            return;
        };
        let typed = data.get("reference").as_string().unwrap_or_default();
        let reference: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        spawn_local(state.open(reference));
    };
    view! {
        <form id="find" on:submit=send>
            <div class="govuk-form-group">
                <label class="govuk-label" for="find-reference">
                    {staff::find_reference()}
                </label>
                <input
                    class="govuk-input govuk-input--width-10"
                    id="find-reference"
                    name="reference"
                    autocomplete="off"
                    spellcheck="false"
                />
            </div>
            <button class="govuk-button govuk-button--secondary" type="submit">
                {staff::find()}
            </button>
        </form>
    }
}

fn line(state: State, row: Row) -> impl IntoView {
    let due = row.due_line(&moment(&row.due));
    let (title, reasons, reference) = (row.title(), row.reasons(), row.reference.clone());
    view! {
        <li>
            <b>{title}</b>
            <br />
            {reasons}
            <br />
            {due}
            <br />
            <button
                class="govuk-button govuk-button--secondary"
                type="button"
                on:click=move |_| spawn_local(state.open(row.reference.clone()))
            >
                {staff::open()}
                <span class="govuk-visually-hidden">{staff::open_item(reference)}</span>
            </button>
        </li>
    }
}
