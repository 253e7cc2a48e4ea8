//! The queue as a worklist: whose, how late, and with which kind of task. The choices are in the address.

use super::set_aside;
use super::state::State;
use crate::browser::{go_to_place, moment};
use crate::form_view::submitted;
use crate::parts::{find_case, place_of, tag};
use crate::queue::{Filter, Row};
use crate::wording::{label, options};
use events::case::TaskKind;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use words::{codes, staff, staff_pages};

pub(super) fn list(state: State) -> impl IntoView {
    let aside = state
        .session
        .place
        .with_untracked(|place| place.view() == "set-aside");
    let rows = move || {
        let rows = state.queue.with(|queue| queue.rows.clone());
        rows.iter().map(line).collect::<Vec<_>>()
    };
    let more = move || {
        state
            .queue
            .with(|queue| queue.next.is_some() && !queue.rows.is_empty())
            .then(|| {
                view! {
                    <button
                        class="govuk-button govuk-button--secondary screen"
                        type="button"
                        id="more"
                        on:click=move |_| spawn_local(state.more())
                    >
                        {staff::more()}
                    </button>
                }
            })
    };
    let title = staff_pages::page(if aside { "set-aside" } else { "queue" });
    let filters = (!aside).then(|| filters(state));
    let groups = aside.then(|| set_aside::groups(state));
    view! {
        <h2 class="govuk-heading-m" id="queue-title" tabindex="-1">
            {title.unwrap_or_default()}
        </h2>
        {filters}
        {(!aside).then(find_case)}
        {groups}
        <ul class="govuk-list rows" id="queue">
            {rows}
        </ul>
        {more}
    }
}

fn filters(state: State) -> impl IntoView {
    let links: Vec<_> = Filter::ALL
        .into_iter()
        .map(|one| {
            let place = state.session.place;
            let current =
                move || place.with(|place| (place.get("filter") == one.code()).then_some("page"));
            let href = move || place.with(|place| place.clone().with("filter", one.code()).href());
            view! {
                <li>
                    <a class="govuk-link" href=href aria-current=current>
                        {one.label()}
                    </a>
                </li>
            }
        })
        .collect();
    let choose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = submitted(&event).and_then(|data| data.get("task").as_string());
        let place = state.session.place.get_untracked();
        go_to_place(&place.with("task", &chosen.unwrap_or_default()));
    };
    let chosen = state
        .session
        .place
        .with_untracked(|place| place.get("task").to_owned());
    let kinds: Vec<_> = options(
        codes::task_kind,
        TaskKind::ALL.iter().map(|kind| kind.as_str()),
    )
    .into_iter()
    .map(|(code, label)| {
        let selected = code == chosen;
        view! { <option value=code selected=selected>{label}</option> }
    })
    .collect();
    view! {
        <nav class="sub" id="filters" aria-label=staff_pages::filters()>
            <ul>{links}</ul>
        </nav>
        <form class="filter screen" id="kind" on:submit=choose>
            <div class="govuk-form-group">
                <label class="govuk-label" for="kind-task">
                    {staff_pages::filter_task()}
                </label>
                <select class="govuk-select" id="kind-task" name="task">
                    <option value="">{staff_pages::filter_all()}</option>
                    {kinds}
                </select>
            </div>
            <button class="govuk-button govuk-button--secondary" type="submit">
                {staff_pages::filter_show()}
            </button>
            " "
            <button
                class="govuk-button govuk-button--secondary"
                type="button"
                id="refresh"
                on:click=move |_| spawn_local(state.refresh())
            >
                {staff::refresh()}
            </button>
        </form>
    }
}

fn line(row: &Row) -> impl IntoView + use<> {
    let due = row.due_line(&moment(&row.due));
    let late = row.overdue.then(|| tag("late", staff_pages::late()));
    let kind = if row.risk == "high" { "high" } else { "plain" };
    let complaints =
        (row.complaints > 0).then(|| tag("soon", staff_pages::complaints(row.complaints)));
    view! {
        <li>
            <a class="govuk-link" href=place_of(&row.reference).href()>
                <b>{row.reference.clone()}</b>
            </a>
            " "
            {tag(kind, label(codes::risk, &row.risk))}
            " "
            {tag("plain", label(codes::tier, &row.tier))}
            " "
            {late}
            {complaints}
            <br />
            {row.reasons()}
            <br />
            {due}
            " "
            {row.council.clone()}
        </li>
    }
}
