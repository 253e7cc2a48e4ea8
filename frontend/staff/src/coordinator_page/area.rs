//! The area: a service that ends, and the needs that no service meets.

use super::state::{STATUS, State};
use crate::area::{result, unmet, wind_down_form};
use crate::browser::{Content, Refusal, go_to};
use crate::form::Form;
use crate::form_view::form_view;
use crate::who::Role;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;
use words::{commands, staff};

/// The `id` of the heading of the form.
const FORM_TITLE: &str = "wind-downs-summary";
/// The `id` of the heading of the table.
const TITLE: &str = "unmet-title";

/// What is shown after a press of its button.
#[derive(Clone)]
enum Shown {
    Ending(Value),
    Unmet(Value),
}

/// Two buttons, and what they open. Staff that the police employ may not see every case of a service, and so cannot end
/// one.
pub(super) fn area(state: State, role: Role) -> impl IntoView {
    let shown = RwSignal::new(None);
    let open = move |address: &'static str, show: fn(Value) -> Shown, id: &'static str| {
        move |_| {
            spawn_local(async move {
                let Some(answer) = state.get(address).await else {
                    return;
                };
                shown.set(Some(show(answer)));
                go_to(id.to_owned());
            });
        }
    };
    let ends = (role != Role::PoliceCoordinator).then(|| {
        view! {
            <button
                class="govuk-button govuk-button--secondary"
                type="button"
                id="ending"
                on:click=open("/hub/wind-downs", Shown::Ending, FORM_TITLE)
            >
                {commands::coordinator_title("wind-downs")}
            </button>
            " "
        }
    });
    view! {
        <h2 class="govuk-heading-m">{staff::area()}</h2>
        {ends}
        <button
            class="govuk-button govuk-button--secondary"
            type="button"
            id="unmet"
            on:click=open("/hub/unmet-needs", Shown::Unmet, TITLE)
        >
            {staff::area_unmet()}
        </button>
        {move || {
            shown
                .get()
                .map(|shown| match shown {
                    Shown::Ending(answer) => {
                        wind_down_form(&answer)
                            .map(|form| form_view(form, move |form, body| wind_down(state, form, body)))
                            .into_any()
                    }
                    Shown::Unmet(answer) => register(&answer).into_any(),
                })
        }}
    }
}

/// Sends the form once for each batch of cases.
async fn wind_down(state: State, form: Form, mut body: Value) -> Result<(), Refusal> {
    let (mut batches, address) = (Vec::new(), format!("/hub/{}", form.address));
    loop {
        state.message.set(staff::loading().to_owned());
        let content = Content {
            body: &body,
            version: None,
        };
        let batch = state.session.request("POST", &address, Some(content)).await;
        state.message.set(String::new());
        let batch = batch?;
        let next = batch.get("next").filter(|next| next.is_string()).cloned();
        batches.push(batch);
        let Some(next) = next else { break };
        body["next"] = next;
    }
    state.message.set(result(&batches));
    go_to(STATUS.to_owned());
    Ok(())
}

fn register(answer: &Value) -> impl IntoView + use<> {
    let title = staff::unmet_in(answer["year"].as_i64().unwrap_or_default());
    let rows: Vec<_> = unmet(answer)
        .into_iter()
        .map(|(need, place, cases)| {
            view! {
                <tr class="govuk-table__row">
                    <th class="govuk-table__header" scope="row">{need}</th>
                    <td class="govuk-table__cell">{place}</td>
                    <td class="govuk-table__cell">{cases}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="govuk-table" id="unmet-needs">
            <caption class="govuk-table__caption govuk-table__caption--s" id=TITLE tabindex="-1">
                {title}
            </caption>
            <thead class="govuk-table__head">
                <tr class="govuk-table__row">
                    <th class="govuk-table__header" scope="col">{staff::unmet_need()}</th>
                    <th class="govuk-table__header" scope="col">{staff::unmet_council()}</th>
                    <th class="govuk-table__header" scope="col">{staff::unmet_cases()}</th>
                </tr>
            </thead>
            <tbody class="govuk-table__body">{rows}</tbody>
        </table>
    }
}
