//! The coordinators' page: their queue, a case of it, and what they do.

mod area;
mod card;
mod form;

use crate::browser::{No, Said, Trouble, ask_in_words, go_to, moment};
use crate::form::Form;
use crate::page::Staff;
use crate::queue::{PARTS, Queue, Row};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement};

/// What is said while the hub is asked.
const WAIT: &str = "One moment.";

/// What the page knows.
#[derive(Clone, Copy)]
struct Desk {
    staff: Staff,
    /// Which part of the queue is shown.
    part: RwSignal<&'static str>,
    rows: RwSignal<Vec<Row>>,
    next: RwSignal<Option<String>>,
    /// The case that is looked at, as it was last seen.
    case: RwSignal<Option<Value>>,
    /// The same as it was when its forms were drawn: they stay while somebody fills them in.
    drawn: RwSignal<Option<Value>>,
    heard: RwSignal<String>,
}

/// The desk, which looks for itself.
pub(crate) fn desk(staff: Staff) -> impl IntoView {
    let desk = Desk {
        staff,
        part: RwSignal::new(""),
        rows: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        case: RwSignal::new(None),
        drawn: RwSignal::new(None),
        heard: RwSignal::new(WAIT.to_owned()),
    };
    spawn_local(list(desk));
    let filters: Vec<_> = PARTS
        .into_iter()
        .map(|(name, query)| filter(desk, name, query))
        .collect();
    let more = move || {
        desk.next.with(Option::is_some).then(|| {
            view! {
                <button class="govuk-button govuk-button--secondary" type="button" on:click=move |_| spawn_local(more(desk))>
                    "Show more"
                </button>
            }
        })
    };
    view! {
        <p class="govuk-body" role="status" id="heard" tabindex="-1">
            {move || desk.heard.get()}
        </p>
        {move || desk.drawn.get().map(|case| card::card(desk, &case))}
        {find(desk)}
        <div id="filters">{filters}</div>
        <ul class="govuk-list lines" id="queue">
            {move || desk.rows.get().into_iter().map(|row| line(desk, row)).collect::<Vec<_>>()}
        </ul>
        {more}
        {area::area(desk)}
    }
}

async fn list(desk: Desk) {
    let address = format!("/hub/queue?{}", desk.part.get_untracked());
    let Some(queue) = read(desk, &address).await else {
        return;
    };
    desk.heard.set(if queue.rows.is_empty() {
        "Nothing is waiting here.".to_owned()
    } else {
        String::new()
    });
    desk.rows.set(queue.rows);
    desk.next.set(queue.next);
}

async fn more(desk: Desk) {
    let Some(after) = desk.next.get_untracked() else {
        return;
    };
    let after = js_sys::encode_uri_component(&after);
    let address = format!("/hub/queue?{}&after={after}", desk.part.get_untracked());
    let Some(queue) = read(desk, &address).await else {
        return;
    };
    desk.rows.update(|rows| rows.extend(queue.rows));
    desk.next.set(queue.next);
}

async fn read(desk: Desk, address: &str) -> Option<Queue> {
    serde_json::from_value(asked(desk, "GET", address, None).await?).ok()
}

async fn look(desk: Desk, reference: String) {
    let Some(case) = asked(desk, "GET", &format!("/hub/cases/{reference}"), None).await else {
        return;
    };
    desk.heard.set(String::new());
    desk.case.set(Some(case.clone()));
    desk.drawn.set(Some(case));
    go_to(card::TITLE.to_owned());
}

fn leave(desk: Desk) {
    desk.drawn.set(None);
    desk.case.set(None);
    go_to("heard".to_owned());
}

/// Does something to the case that is looked at, of the version that was seen, and shows what then stands. Where it says
/// no, what was filled in stays, under the case as it is now.
async fn make(desk: Desk, form: Form, body: Value) -> Result<(), No> {
    let seen = desk.case.get_untracked().unwrap_or_default();
    let reference = seen
        .get("reference")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let version = seen
        .get("version")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    let address = format!("/hub/cases/{reference}/{}", form.address);
    desk.heard.set(WAIT.to_owned());
    if let Err(no) = told(
        desk,
        "POST",
        &address,
        Some(Said {
            body: &body,
            version: Some(version),
        }),
    )
    .await
    {
        if no.trouble == Trouble::Moved
            && let Ok(case) = told(desk, "GET", &format!("/hub/cases/{reference}"), None).await
        {
            desk.case.set(Some(case));
        }
        desk.heard.set(String::new());
        return Err(no);
    }
    // Taken away first, so that its forms come back closed and as they were.
    desk.drawn.set(None);
    list(desk).await;
    look(desk, reference).await;
    desk.heard.set("It is written down.".to_owned());
    go_to("heard".to_owned());
    Ok(())
}

async fn asked(desk: Desk, method: &str, address: &str, said: Option<Said<'_>>) -> Option<Value> {
    match told(desk, method, address, said).await {
        Ok(answer) => Some(answer),
        Err(no) => {
            desk.heard.set(why_not(&no));
            None
        }
    }
}

/// What the hub answers. Who is signed in no more is shown the way in.
async fn told(
    desk: Desk,
    method: &str,
    address: &str,
    said: Option<Said<'_>>,
) -> Result<Value, No> {
    let token = desk.staff.token.get_untracked().unwrap_or_default();
    let answer = ask_in_words(method, address, &token, said).await;
    if answer
        .as_ref()
        .is_err_and(|no| no.trouble == Trouble::SignIn)
    {
        desk.staff.said.set("Please sign in again.");
        desk.staff.token.set(None);
    }
    answer
}

/// The hub's own words where it has any: they say what to do next.
fn why_not(no: &No) -> String {
    let ours = match no.trouble {
        Trouble::Gone => "There is no such case.",
        Trouble::Moved => "Something changed in the meantime. Please look at it again first.",
        Trouble::NotSo => "This cannot be written down as it stands. Please check what you put in.",
        Trouble::Later | Trouble::SignIn => {
            "The hub cannot be reached. Please try again in a minute."
        }
    };
    no.title
        .as_ref()
        .map_or_else(|| ours.to_owned(), |title| format!("{title}."))
}

fn filter(desk: Desk, name: &'static str, query: &'static str) -> impl IntoView {
    let show = move |_| {
        desk.part.set(query);
        spawn_local(list(desk));
    };
    view! {
        <button
            class="govuk-button govuk-button--secondary"
            type="button"
            aria-pressed=move || (desk.part.get() == query).to_string()
            on:click=show
        >
            {name}
        </button>
        " "
    }
}

/// A case by the reference that somebody reads out.
fn find(desk: Desk) -> impl IntoView {
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = answers(&event) else { return };
        let typed = data.get("reference").as_string().unwrap_or_default();
        let reference: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        spawn_local(look(desk, reference));
    };
    view! {
        <form id="find" on:submit=send>
            <div class="govuk-form-group">
                <label class="govuk-label" for="find-reference">
                    "Look at a case by its reference"
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
                "Look"
            </button>
        </form>
    }
}

fn line(desk: Desk, row: Row) -> impl IntoView {
    let by = if row.overdue {
        format!("Late since {}", moment(&row.due))
    } else {
        format!("By {}", moment(&row.due))
    };
    let (title, about, whose, reference) =
        (row.title(), row.about(), row.whose(), row.reference.clone());
    view! {
        <li>
            <b>{title}</b>
            <br />
            {about}
            <br />
            {format!("{by}. {whose}.")}
            <br />
            <button
                class="govuk-button govuk-button--secondary"
                type="button"
                on:click=move |_| spawn_local(look(desk, row.reference.clone()))
            >
                "Look"
                <span class="govuk-visually-hidden">{format!(" at {reference}")}</span>
            </button>
        </li>
    }
}

fn answers(event: &leptos::ev::SubmitEvent) -> Option<FormData> {
    let form = event
        .target()
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())?;
    FormData::new_with_form(&form).ok()
}
