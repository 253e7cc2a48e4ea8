//! The page of a provider's staff: their offered and accepted referrals, and the one that is open.

use crate::browser::{Content, Refusal, RefusalKind, go_to, moment};
use crate::form::Form;
use crate::form_view::form_view;
use crate::json::list;
use crate::latest::Latest;
use crate::provider_forms::available;
use crate::queue::is_moment;
use crate::session::{Session, is_latest};
use crate::worklist::{Row, Worklist, attempts, facts, is_offered, measures};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;
use words::staff;

/// The addresses of the worklist: what is offered, then what this provider has accepted.
const ADDRESSES: [&str; 2] = [
    "/provider/onwards?state=offered",
    "/provider/onwards?state=accepted",
];
/// The `id` of the line that says what happened.
const STATUS: &str = "heard";

/// The state of the page.
#[derive(Clone, Copy)]
struct State {
    session: Session,
    rows: RwSignal<Vec<Row>>,
    /// The onward referral that is open, from the latest answer.
    onward: RwSignal<Option<Value>>,
    /// The answer that its forms were made from: they stay while someone fills them in.
    drawn: RwSignal<Option<(Row, Value)>>,
    message: RwSignal<String>,
    listing: RwSignal<Latest>,
    opening: RwSignal<Latest>,
}

/// Shows the page and loads the worklist.
pub(crate) fn provider_page(session: Session) -> impl IntoView {
    let state = State {
        session,
        rows: RwSignal::new(Vec::new()),
        onward: RwSignal::new(None),
        drawn: RwSignal::new(None),
        message: RwSignal::new(staff::loading().to_owned()),
        listing: RwSignal::new(Latest::default()),
        opening: RwSignal::new(Latest::default()),
    };
    spawn_local(state.refresh());
    view! {
        <p class="govuk-body" role="status" id=STATUS tabindex="-1">
            {move || state.message.get()}
        </p>
        {move || state.drawn.get().map(|(row, details)| card(state, row, &details))}
        <button
            class="govuk-button govuk-button--secondary"
            type="button"
            on:click=move |_| spawn_local(state.refresh())
        >
            {staff::refresh()}
        </button>
        <ul class="govuk-list lines" id="onwards">
            {move || state.rows.get().into_iter().map(|row| line(state, row)).collect::<Vec<_>>()}
        </ul>
    }
}

impl State {
    /// Loads the worklist again, and says whether it is empty.
    async fn refresh(self) {
        if self.list().await {
            let empty = self.rows.with_untracked(Vec::is_empty);
            let message = if empty { staff::worklist_empty() } else { "" };
            self.message.set(message.to_owned());
        }
    }

    /// Loads the worklist. Returns whether that worked, and no later request has begun.
    async fn list(self) -> bool {
        let Some(ticket) = self.listing.try_update(Latest::begin) else {
            return false;
        };
        let mut rows = Vec::new();
        for address in ADDRESSES {
            let mut next = Some(address.to_owned());
            while let Some(address) = next {
                let Some(answer) = self.get(&address).await else {
                    return false;
                };
                let page = serde_json::from_value::<Worklist>(answer).unwrap_or_default();
                rows.extend(page.onwards);
                next = page.next;
            }
        }
        let latest = is_latest(self.listing, ticket);
        if latest {
            self.rows.set(rows);
        }
        latest
    }

    /// Opens an onward referral. Only the one of the latest press is shown.
    async fn open(self, row: Row) {
        let Some(ticket) = self.opening.try_update(Latest::begin) else {
            return;
        };
        let Some(details) = self.get(&row.href).await else {
            return;
        };
        let details = self.with_choices(&row, details).await;
        if is_latest(self.opening, ticket) {
            self.message.set(String::new());
            self.show(row, details);
        }
    }

    /// Accepts an offer, and shows who the person is.
    async fn accept(self, row: Row) {
        let Some(ticket) = self.opening.try_update(Latest::begin) else {
            return;
        };
        let answer = self
            .session
            .request("POST", &format!("{}/accept", row.href), None)
            .await;
        let Some(details) = self.answer(answer) else {
            return;
        };
        let details = self.with_choices(&row, details).await;
        if is_latest(self.opening, ticket) {
            self.show(row, details);
        }
        self.list().await;
        self.message.set(staff::accepted().to_owned());
    }

    /// Sends a form for the onward referral that is open, with the version that was seen, then shows the new state. If the
    /// hub refuses it, the answers stay, under the current referral.
    async fn send(self, row: Row, form: Form, body: Value) -> Result<(), Refusal> {
        let address = format!("{}/{}", row.href, form.address);
        let content = Content {
            body: &body,
            version: self
                .onward
                .with_untracked(|onward| onward.as_ref()?["version"].as_u64()),
        };
        self.message.set(staff::loading().to_owned());
        let details = match self.session.request("POST", &address, Some(content)).await {
            Ok(details) => details,
            Err(refusal) => {
                if refusal.kind == RefusalKind::Moved
                    && let Ok(details) = self.session.request("GET", &row.href, None).await
                {
                    self.onward.set(Some(details));
                }
                self.message.set(String::new());
                return Err(refusal);
            }
        };
        let details = self.with_choices(&row, details).await;
        let over = available(&details).is_empty();
        // Removed first, so that its forms are closed and empty again.
        self.close();
        self.list().await;
        if over {
            self.message.set(staff::saved_and_off_list().to_owned());
        } else {
            self.show(row, details);
            self.message.set(staff::saved().to_owned());
        }
        go_to(STATUS.to_owned());
        Ok(())
    }

    fn show(self, row: Row, details: Value) {
        self.onward.set(Some(details.clone()));
        self.drawn.set(Some((row, details)));
    }

    fn close(self) {
        self.drawn.set(None);
        self.onward.set(None);
    }

    /// The details, with the services to which the person could be referred on, where this member of staff may do that. If
    /// the hub does not answer, that form is left out and everything else stays.
    async fn with_choices(self, row: &Row, mut details: Value) -> Value {
        if list(&details, "/may").iter().any(|code| code == "refer-on")
            && let Ok(choices) = self
                .session
                .request("GET", &format!("{}/refer-on", row.href), None)
                .await
        {
            details["refer_on_to"] = choices;
        }
        details
    }

    async fn get(self, address: &str) -> Option<Value> {
        let answer = self.session.request("GET", address, None).await;
        self.answer(answer)
    }

    /// The answer. If the hub refuses, the page says why and this is none.
    fn answer(self, answer: Result<Value, Refusal>) -> Option<Value> {
        match answer {
            Ok(answer) => Some(answer),
            Err(refusal) => {
                self.message.set(refusal.message());
                None
            }
        }
    }
}

fn line(state: State, row: Row) -> impl IntoView {
    let (name, by, code) = (
        row.service.clone(),
        moment(&row.accept_by),
        row.onward.clone(),
    );
    let stage = if row.state == "offered" {
        staff::answer_by(by)
    } else {
        staff::accepted_already().to_owned()
    };
    view! {
        <li>
            <b>{staff::worklist_item(&code, name)}</b>
            <br />
            {stage}
            <br />
            <button
                class="govuk-button govuk-button--secondary"
                type="button"
                on:click=move |_| spawn_local(state.open(row.clone()))
            >
                {staff::open()}
                <span class="govuk-visually-hidden">{staff::open_item(code)}</span>
            </button>
        </li>
    }
}

fn card(state: State, row: Row, details: &Value) -> impl IntoView + use<> {
    let title = staff::worklist_item(&row.onward, &row.service);
    let forms: Vec<_> = available(details)
        .into_iter()
        .map(|form| {
            let row = row.clone();
            form_view(form, move |form, body| state.send(row.clone(), form, body))
        })
        .collect();
    let known = move || state.onward.with(|onward| onward.as_ref().map(known));
    let accept = is_offered(details).then(|| {
        view! {
            <button
                class="govuk-button"
                type="button"
                id="accept"
                on:click=move |_| spawn_local(state.accept(row.clone()))
            >
                {staff::accept()}
            </button>
        }
    });
    view! {
        <section class="box" id="details">
            <h2 class="govuk-heading-m">{title}</h2>
            {known}
            {accept}
            {forms}
            <button class="govuk-button govuk-button--secondary" type="button" on:click=move |_| state.close()>
                {staff::close()}
            </button>
        </section>
    }
}

/// The onward referral from the latest answer.
fn known(details: &Value) -> impl IntoView + use<> {
    let items: Vec<_> = facts(details)
        .into_iter()
        .map(|fact| {
            let value = if is_moment(&fact.value) {
                moment(&fact.value)
            } else {
                fact.value
            };
            view! {
                <dt>{fact.name}</dt>
                <dd dir="auto">{value}</dd>
            }
        })
        .collect();
    let table = measures(details).map(|table| {
        let head: Vec<_> = table
            .columns
            .iter()
            .map(|column| view! { <th class="govuk-table__header" scope="col">{*column}</th> })
            .collect();
        let rows: Vec<_> = table
            .areas
            .into_iter()
            .map(|(area, scores)| {
                let cells: Vec<_> =
                    scores.into_iter().map(|score| view! { <td class="govuk-table__cell">{score}</td> }).collect();
                view! {
                    <tr class="govuk-table__row">
                        <th class="govuk-table__header" scope="row">{area}</th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        view! {
            <table class="govuk-table" id="travelled">
                <caption class="govuk-table__caption govuk-table__caption--s">{staff::measures()}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th class="govuk-table__header" scope="col">{staff::measures_area()}</th>
                        {head}
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        }
    });
    let tries: Vec<_> = attempts(details)
        .into_iter()
        .map(|attempt| {
            let line = staff::attempt(moment(&attempt.at), attempt.outcome, attempt.way);
            view! { <li>{line}</li> }
        })
        .collect();
    let tries = (!tries.is_empty()).then(|| {
        view! {
            <h3 class="govuk-heading-s">{staff::attempts()}</h3>
            <ul class="govuk-list govuk-list--bullet" id="attempts">{tries}</ul>
        }
    });
    view! {
        <dl>{items}</dl>
        {tries}
        {table}
    }
}
