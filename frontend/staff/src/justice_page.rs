//! The pages of the police and of witness care: what they owe people, the cases that the police referred, and one case.

use crate::browser::{Content, Refusal, RefusalKind, go_to, go_to_place, moment};
use crate::form::Form;
use crate::form_view::form_view;
use crate::frame::{Count, counts};
use crate::json::{list, text};
use crate::justice_forms::{progress, told};
use crate::latest::Latest;
use crate::parts::{
    back, contact, fact, facts, find_case, place_of, section, standing, tag, texts, when,
};
use crate::place::Place;
use crate::safe_contact::{Contact, stop};
use crate::session::{Session, is_latest};
use crate::shown::shown;
use crate::shown_view::shown_view;
use crate::who::Role;
use crate::wording::label;
use leptos::prelude::*;
use leptos::task::tick;
use serde_json::{Value, json};
use wasm_bindgen_futures::spawn_local;
use words::{codes, staff, staff_pages};

/// The `id` of the line that says what happened.
const STATUS: &str = "heard";
/// The `id` of the heading of a list or a case.
const TITLE: &str = "justice-title";

#[derive(Clone, Copy)]
struct State {
    session: Session,
    /// The list of the place; none while it loads.
    page: RwSignal<Option<Value>>,
    case: RwSignal<Option<Value>>,
    message: RwSignal<String>,
    latest: RwSignal<Latest>,
    witness_care: bool,
}

/// Shows the page that the address names.
pub(crate) fn justice_page(session: Session, role: Role) -> impl IntoView {
    let state = State {
        session,
        page: RwSignal::new(None),
        case: RwSignal::new(None),
        message: RwSignal::new(String::new()),
        latest: RwSignal::new(Latest::default()),
        witness_care: role == Role::WitnessCare,
    };
    Effect::new(move |_| {
        let place = session.place.get();
        spawn_local(state.follow(place));
    });
    let page = move || {
        let view = session.place.with(|place| place.view().to_owned());
        match view.as_str() {
            "case" => (move || state.case.get().map(|known| case(state, &known))).into_any(),
            "due" | "cases" => (move || state.page.get().map(|page| rows(state, &page))).into_any(),
            _ => home(state).into_any(),
        }
    };
    view! {
        <p class="govuk-body" role="status" id=STATUS tabindex="-1">
            {move || state.message.get()}
        </p>
        {page}
    }
}

impl State {
    async fn follow(self, place: Place) {
        let Some(ticket) = self.latest.try_update(Latest::begin) else {
            return;
        };
        self.page.set(None);
        self.case.set(None);
        self.message.set(String::new());
        let address = match place.view() {
            "case" => of(place.get("case")),
            view @ ("due" | "cases") => match place.get("after") {
                "" => format!("/police/{view}"),
                after => format!("/police/{view}?after={after}"),
            },
            _ => return,
        };
        self.message.set(staff::loading().to_owned());
        let answer = self.session.request("GET", &address, None).await;
        if !is_latest(self.latest, ticket) {
            return;
        }
        match answer {
            Ok(answer) => {
                self.message.set(String::new());
                if place.view() == "case" {
                    self.case.set(Some(answer));
                } else {
                    self.page.set(Some(answer));
                }
                go_to(TITLE.to_owned());
            }
            Err(refusal) => self.message.set(refusal.message()),
        }
    }

    async fn counts(self) -> Option<Vec<Count>> {
        let mut all = Vec::new();
        for view in ["due", "cases"] {
            let address = format!("/police/{view}");
            let asked_at = self.session.place.get_untracked();
            let answer = self.session.request("GET", &address, None).await;
            // Nothing about one page is said on another.
            if !self.session.is_at(&asked_at) {
                return None;
            }
            let answer = match answer {
                Ok(answer) => answer,
                Err(refusal) => {
                    let _ = self.message.try_set(refusal.message());
                    return None;
                }
            };
            all.push(Count {
                what: if view == "due" { "owed" } else { "referred" },
                number: list(&answer, "/cases").len(),
                more: answer["next"].is_string(),
                late: false,
                place: Place::of(view),
            });
        }
        Some(all)
    }

    /// Records a step, or that the person was told, and shows the current case. It is not shown if something else
    /// was opened since.
    async fn send(self, reference: String, form: Form, mut body: Value) -> Result<(), Refusal> {
        let Some(ticket) = self.latest.try_update(Latest::begin) else {
            return Ok(());
        };
        body["id"] = json!(form.record);
        let address = format!("{}/{}", of(&reference), form.address);
        let content = Content {
            body: &body,
            version: None,
        };
        self.message.set(staff::loading().to_owned());
        let answer = self.session.request("POST", &address, Some(content)).await;
        let here = is_latest(self.latest, ticket);
        match answer {
            Ok(_) if !here => {}
            Ok(case) => {
                // Removed first, so that its forms are closed and empty again.
                self.case.set(None);
                tick().await;
                if is_latest(self.latest, ticket) {
                    self.case.set(Some(case));
                    self.message.set(staff::saved().to_owned());
                    go_to(STATUS.to_owned());
                }
            }
            Err(refusal) => {
                if here {
                    self.message.set(String::new());
                    if refusal.kind == RefusalKind::Gone {
                        go_to_place(&Place::of("cases"));
                    }
                }
                return Err(refusal);
            }
        }
        Ok(())
    }
}

fn of(reference: &str) -> String {
    format!("/police/cases/{reference}")
}

fn home(state: State) -> impl IntoView {
    view! {
        {counts(move || state.counts())}
        {find_case()}
        <h2 class="govuk-heading-m">{staff_pages::justice_refer_title()}</h2>
        <p class="govuk-body">{staff_pages::justice_refer()}</p>
        <ul class="govuk-list">
            <li>
                <a class="govuk-link" href="/get-support/">
                    {staff_pages::justice_form()}
                </a>
            </li>
            <li>
                <a class="govuk-link" href="/api/referrals.json">
                    {staff_pages::justice_interface()}
                </a>
            </li>
        </ul>
    }
}

fn rows(state: State, page: &Value) -> AnyView {
    let place = state.session.place.get_untracked();
    let title = staff_pages::page(if place.view() == "due" {
        "due"
    } else {
        "cases"
    });
    let items: Vec<_> = list(page, "/cases").iter().map(row).collect();
    let empty = items
        .is_empty()
        .then(|| view! { <p class="govuk-body">{staff::queue_empty()}</p> });
    let next = page["next"].as_str().map(|mark| {
        let href = place.with("after", mark).href();
        view! {
            <nav class="pager screen" aria-label=staff_pages::paging()>
                <a class="govuk-link" id="next-page" href=href>
                    {staff_pages::next_page()}
                </a>
            </nav>
        }
    });
    view! {
        <h2 class="govuk-heading-m" id=TITLE tabindex="-1">
            {title.unwrap_or_default()}
        </h2>
        {empty}
        <ul class="govuk-list rows" id="cases">
            {items}
        </ul>
        {next}
    }
    .into_any()
}

fn row(row: &Value) -> impl IntoView + use<> {
    let reference = text(row, "reference");
    let owed: Vec<_> = list(row, "/owed").iter().map(owed).collect();
    let place = place_of(&reference);
    view! {
        <li>
            <a class="govuk-link" href=place.href()>
                <b>{staff::case(reference)}</b>
            </a>
            " "
            {tag("plain", label(codes::tier, &text(row, "tier")))}
            <br />
            {staff_pages::opened(moment(&text(row, "opened_at")))}
            <ul class="govuk-list">{owed}</ul>
        </li>
    }
}

/// What is owed and by when.
fn owed(promise: &Value) -> impl IntoView + use<> {
    let by = if promise["by"].is_string() {
        "by"
    } else {
        "due"
    };
    view! {
        <li>
            {standing(&text(promise, "standing"))}
            " "
            {staff_pages::promised(moment(&text(promise, by)), text(promise, "what"))}
        </li>
    }
}

fn case(state: State, known: &Value) -> AnyView {
    let reference = text(known, "reference");
    let send = {
        let reference = reference.clone();
        move |form, body| state.send(reference.clone(), form, body)
    };
    let tell: Vec<AnyView> = told(known)
        .into_iter()
        .map(|form| form_view(form, send.clone()).into_any())
        .collect();
    let none = tell
        .is_empty()
        .then(|| view! { <p class="govuk-body">{staff_pages::justice_nothing_to_tell()}</p> });
    let mut steps: Vec<&Value> = list(known, "/progress").iter().collect();
    steps.sort_by_key(|step| text(step, "at"));
    let steps: Vec<_> = steps
        .into_iter()
        .map(|step| {
            view! {
                <li>
                    <span class="when">{moment(&text(step, "at"))}</span>
                    <br />
                    {label(staff_pages::justice_step, &text(step, "step"))}
                </li>
            }
        })
        .collect();
    let promises: Vec<_> = list(known, "/promises").iter().map(owed).collect();
    let record = known["tier"]
        .is_string()
        .then(|| progress(state.witness_care))
        .flatten()
        .map(|form| form_view(form, send));
    // Of a case that the police did not refer there is nothing else.
    let only_disclosed = known["tier"].is_null();
    let shared = if only_disclosed {
        known
    } else {
        &known["disclosed"]
    };
    let disclosed = shared.is_object().then(|| {
        section(
            "disclosed",
            staff_pages::justice_disclosed(),
            disclosed(shared),
        )
    });
    let journey = (!only_disclosed).then(|| {
        view! {
            {section("tell", staff_pages::justice_tell(), view! { {none} {tell} })}
            {section("steps", staff_pages::justice_steps(), view! { <ol class="timeline" id="steps">{steps}</ol> {record} })}
            {section("promises", staff_pages::justice_promises(), view! { <ul class="govuk-list rows">{promises}</ul> })}
        }
    });
    view! {
        {back(&Place::of("cases"), staff_pages::back_to_list())}
        <article class="case" id="case">
            <h2 class="govuk-heading-l" id=TITLE tabindex="-1">
                {staff::case(reference)}
            </h2>
            {facts([
                fact(member_label_of("tier"), known["tier"].as_str().map(|tier| label(codes::tier, tier)).unwrap_or_default()),
                when(staff_pages::opened_at(), &known["opened_at"]),
            ])}
            {disclosed}
            {journey}
        </article>
    }
    .into_any()
}

/// What was shared to prevent harm: the harm, how to make contact safely, who the person is and where.
fn disclosed(shared: &Value) -> AnyView {
    let concern = list(shared, "/concern")
        .iter()
        .filter_map(Value::as_str)
        .map(|reason| label(codes::disclosure_reason, reason))
        .collect();
    let known = &shared["safe_contact"];
    let contact = known.is_object().then(|| {
        let paused = known["quiet_until"].as_str().map(moment);
        let mut shown = Contact::by(list(known, "/channels"), known["preferred"].as_str())
            .unless(stop(known["stop"].as_str()))
            .unless(paused.map(staff_pages::contact_quiet));
        shown.someone_may_see = known["someone_may_see"].as_bool();
        contact(shown)
    });
    let rest = json!({"identity": shared["identity"], "whereabouts": shared["whereabouts"]});
    let rest = shown(&rest, "disclosed").map(|shown| shown_view(&shown));
    view! {
        {texts("concern", staff_pages::justice_concern(), concern)}
        {contact}
        {rest}
    }
    .into_any()
}

fn member_label_of(member: &str) -> &'static str {
    staff::fact(member).unwrap_or_default()
}
