//! One of the lists: offers, open referrals, those that are due soon, and those that are over.

use super::place_of;
use super::state::{LIST_TITLE, State};
use crate::browser::{go_to_place, moment};
use crate::form_view::submitted;
use crate::parts::tag;
use crate::worklist::Row;
use leptos::prelude::*;
use words::{staff, staff_pages};

pub(super) fn list(state: State) -> impl IntoView {
    let view_name = state
        .session
        .place
        .with_untracked(|place| place.view().to_owned());
    let title = staff_pages::page(&view_name).unwrap_or_default();
    let rows = move || {
        state.rows.get().map(|page| {
            let empty = page.onwards.is_empty();
            let items: Vec<_> = page.onwards.iter().map(row).collect();
            let more = page.after().map(str::to_owned);
            let empty = empty.then(|| {
                view! { <p class="govuk-body" id="empty">{staff::worklist_empty()}</p> }
            });
            view! {
                {empty}
                <ul class="govuk-list rows" id="onwards">{items}</ul>
                {pager(state, more)}
            }
        })
    };
    view! {
        <h2 class="govuk-heading-m" id=LIST_TITLE tabindex="-1">
            {title}
        </h2>
        {filter(state)}
        {rows}
    }
}

/// Chooses one of the provider's services. The choice is in the address.
fn filter(state: State) -> impl IntoView {
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = submitted(&event).and_then(|data| data.get("service").as_string());
        let place = state.session.place.get_untracked();
        let next = place
            .with("service", &chosen.unwrap_or_default())
            .with("after", "");
        if state.session.place.with_untracked(|now| *now == next) {
            state.again();
        } else {
            go_to_place(&next);
        }
    };
    let options = move || {
        let chosen = state
            .session
            .place
            .with(|place| place.get("service").to_owned());
        let services = state.services.get();
        services
            .into_iter()
            .map(|one| {
                let selected = one.service == chosen;
                view! { <option value=one.service selected=selected>{one.service_name}</option> }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <form class="filter screen" id="filter" on:submit=send>
            <div class="govuk-form-group">
                <label class="govuk-label" for="filter-service">
                    {staff_pages::filter_service()}
                </label>
                <select class="govuk-select" id="filter-service" name="service">
                    <option value="">{staff_pages::filter_all()}</option>
                    {options}
                </select>
            </div>
            <button class="govuk-button govuk-button--secondary" type="submit" id="show">
                {staff_pages::filter_show()}
            </button>
        </form>
    }
}

fn row(row: &Row) -> impl IntoView + use<> {
    let state = match (row.late, row.soon) {
        (true, _) => Some(tag("late", staff_pages::late())),
        (false, true) => Some(tag("soon", staff_pages::soon())),
        (false, false) => None,
    };
    let needs = row.needs();
    view! {
        <li>
            <a class="govuk-link" href=place_of(&row.onward).href()>
                <b>{row.title().to_owned()}</b>
            </a>
            " "
            <span class="code">{row.onward.clone()}</span>
            " "
            {state}
            <br />
            {row.due_line(moment)}
            {(!needs.is_empty()).then(|| view! { <br /><span class="needs">{needs}</span> })}
        </li>
    }
}

/// The way to the next page and back to the first. Back goes to the page before.
fn pager(state: State, more: Option<String>) -> impl IntoView {
    let place = state.session.place.get_untracked();
    let later = !place.get("after").is_empty();
    let first = later.then(|| {
        let href = place.clone().with("after", "").href();
        view! {
            <a class="govuk-link" id="first-page" href=href>
                {staff_pages::first_page()}
            </a>
            " "
        }
    });
    let next = more.map(|mark| {
        let href = place.clone().with("after", &mark).href();
        view! {
            <a class="govuk-link" id="next-page" href=href>
                {staff_pages::next_page()}
            </a>
        }
    });
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager screen" aria-label=staff_pages::paging()>
                {first}
                {next}
            </nav>
        }
    })
}
