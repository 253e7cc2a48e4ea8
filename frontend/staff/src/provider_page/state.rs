//! The state of a provider's pages, and its requests to the hub.

use crate::browser::{Content, Refusal, RefusalKind, go_to, go_to_place};
use crate::form::Form;
use crate::frame::Count;
use crate::json::list;
use crate::latest::{Latest, Ticket};
use crate::place::Place;
use crate::provider_forms::available;
use crate::session::{Session, is_latest};
use crate::worklist::{Service, Worklist};
use leptos::prelude::*;
use leptos::task::tick;
use serde_json::{Value, json};
use wasm_bindgen_futures::spawn_local;
use words::staff;

/// The `id` of the line that says what happened.
pub(super) const STATUS: &str = "heard";
/// The `id` of the heading of the referral that is open.
pub(super) const TITLE: &str = "details-title";
/// The `id` of the heading of a list.
pub(super) const LIST_TITLE: &str = "list-title";

/// What is on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Home,
    List,
    /// The provider's own figures.
    Figures,
    /// The referral of that code.
    Case(String),
}

/// The lists, each with the query that the hub takes.
const LISTS: [(&str, &str); 4] = [
    ("offers", "state=offered"),
    ("open", "state=accepted"),
    ("due", "state=accepted&due=soon"),
    ("over", "state=closed"),
];

#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) session: Session,
    pub(super) shown: RwSignal<Option<Shown>>,
    /// The list that is shown; none while it loads.
    pub(super) rows: RwSignal<Option<Worklist>>,
    pub(super) services: RwSignal<Vec<Service>>,
    /// The referral that is open, from the latest answer.
    pub(super) onward: RwSignal<Option<Value>>,
    /// The answer that its forms were made from: they stay while someone fills them in.
    pub(super) drawn: RwSignal<Option<Value>>,
    pub(super) message: RwSignal<String>,
    /// What to say once the next page is there.
    after: StoredValue<&'static str>,
    latest: RwSignal<Latest>,
}

impl State {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            shown: RwSignal::new(None),
            rows: RwSignal::new(None),
            services: RwSignal::new(Vec::new()),
            onward: RwSignal::new(None),
            drawn: RwSignal::new(None),
            message: RwSignal::new(String::new()),
            after: StoredValue::new(""),
            latest: RwSignal::new(Latest::default()),
        }
    }

    /// Shows the page of that place.
    pub(super) async fn follow(self, place: Place) {
        let Some(ticket) = self.latest.try_update(Latest::begin) else {
            return;
        };
        let said = self
            .after
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        self.message.set(said.to_owned());
        self.onward.set(None);
        self.drawn.set(None);
        if place.view() == "case" {
            let code = place.get("onward").to_owned();
            self.shown.set(Some(Shown::Case(code.clone())));
            return self.open(code).await;
        }
        if place.view() == "figures" {
            return self.shown.set(Some(Shown::Figures));
        }
        let Some(address) = address(&place) else {
            return self.shown.set(Some(Shown::Home));
        };
        self.rows.set(None);
        self.shown.set(Some(Shown::List));
        if said.is_empty() {
            self.message.set(staff::loading().to_owned());
        }
        let found = self.read(&address, 10).await;
        if !is_latest(self.latest, ticket) {
            return;
        }
        if let Some(found) = found {
            self.message.set(said.to_owned());
            self.rows.set(Some(found));
            go_to(if said.is_empty() { LIST_TITLE } else { STATUS }.to_owned());
        }
    }

    /// Reads a list. A filtered page may be empty although there are more, so up to `pages` are read until there is a row.
    async fn read(self, address: &str, pages: usize) -> Option<Worklist> {
        let mut address = address.to_owned();
        let asked_at = self.session.place.get_untracked();
        for _ in 0..pages {
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
            let page = serde_json::from_value::<Worklist>(answer).unwrap_or_default();
            if let Some(name) = &page.provider_name {
                let _ = self.session.employer.try_set(Some(name.clone()));
            }
            let _ = self.services.try_set(page.services.clone());
            match &page.next {
                Some(next) if page.onwards.is_empty() => address.clone_from(next),
                _ => return Some(page),
            }
        }
        Some(Worklist::default())
    }

    /// What needs doing now.
    pub(super) async fn counts(self) -> Option<Vec<Count>> {
        let mut counts = Vec::new();
        for (view, query) in LISTS.into_iter().filter(|(view, _)| *view != "over") {
            let address = format!("/provider/onwards?{query}");
            let page = self.read(&address, 1).await?;
            counts.push(Count {
                what: view,
                number: page.onwards.len(),
                more: page.next.is_some(),
                late: false,
                place: Place::of(view),
            });
        }
        Some(counts)
    }

    /// Opens a referral. Only the latest one is shown.
    async fn open(self, code: String) {
        let Some(ticket) = self.latest.try_update(Latest::begin) else {
            return;
        };
        self.message.set(staff::loading().to_owned());
        let answer = self.session.request("GET", &of(&code), None).await;
        if let Some(details) = self.answered(ticket, &code, answer).await {
            self.message.set(String::new());
            self.show(details);
            go_to(TITLE.to_owned());
        }
    }

    /// Accepts an offer, and shows who the person is.
    pub(super) async fn accept(self, code: String) {
        let Some(ticket) = self.latest.try_update(Latest::begin) else {
            return;
        };
        let answer = self
            .session
            .request("POST", &format!("{}/accept", of(&code)), None)
            .await;
        if let Some(details) = self.answered(ticket, &code, answer).await {
            self.show(details);
            self.message.set(staff::accepted().to_owned());
            go_to(STATUS.to_owned());
        }
    }

    /// The whole referral of an answer. If the hub refused, the page says why. None, and nothing is said, if something else
    /// was opened since.
    async fn answered(
        self,
        ticket: Ticket,
        code: &str,
        answer: Result<Value, Refusal>,
    ) -> Option<Value> {
        let details = match answer {
            Ok(details) => self.complete(code, details).await,
            Err(refusal) => {
                if is_latest(self.latest, ticket) {
                    self.message.set(refusal.message());
                }
                return None;
            }
        };
        is_latest(self.latest, ticket).then_some(details)
    }

    /// Sends a form for the referral that is open, with the version that was seen, then shows the new state. If the hub
    /// refuses it, the answers stay, under the current referral. It is not shown if something else was opened
    /// since.
    pub(super) async fn send(
        self,
        code: String,
        form: Form,
        mut body: Value,
    ) -> Result<(), Refusal> {
        let Some(ticket) = self.latest.try_update(Latest::begin) else {
            return Ok(());
        };
        let is_note = form.address == "notes";
        if is_note {
            body["id"] = json!(form.record);
        }
        let content = Content {
            body: &body,
            version: self
                .onward
                .with_untracked(|onward| onward.as_ref()?["version"].as_u64()),
        };
        self.message.set(staff::loading().to_owned());
        let address = format!("{}/{}", of(&code), form.address);
        let mut answer = self.session.request("POST", &address, Some(content)).await;
        // The answer to a note is the note.
        if is_note && answer.is_ok() {
            answer = self.session.request("GET", &of(&code), None).await;
        }
        let details = match answer {
            Ok(details) => self.complete(&code, details).await,
            Err(refusal) => return self.refused(ticket, &code, refusal).await,
        };
        if !is_latest(self.latest, ticket) {
            return Ok(());
        }
        if available(&details).is_empty() {
            self.after.set_value(staff::saved_and_off_list());
            go_to_place(&Place::of("open"));
            return Ok(());
        }
        // Removed first, so that its forms are closed and empty again.
        self.drawn.set(None);
        tick().await;
        if !is_latest(self.latest, ticket) {
            return Ok(());
        }
        self.show(details);
        self.message.set(staff::saved().to_owned());
        go_to(STATUS.to_owned());
        Ok(())
    }

    /// What is known now stands above the answers that the hub refused.
    async fn refused(self, ticket: Ticket, code: &str, refusal: Refusal) -> Result<(), Refusal> {
        let now = if refusal.kind == RefusalKind::Moved {
            self.session.request("GET", &of(code), None).await.ok()
        } else {
            None
        };
        let now = match now {
            Some(details) => Some(self.complete(code, details).await),
            None => None,
        };
        if is_latest(self.latest, ticket) {
            if now.is_some() {
                self.onward.set(now);
            }
            self.message.set(String::new());
        }
        Err(refusal)
    }

    fn show(self, details: Value) {
        self.onward.set(Some(details.clone()));
        self.drawn.set(Some(details));
    }

    /// The referral with the services to which the person can be referred on, if staff may do that now, and the
    /// provider's own notes. What could not be read has its reason.
    async fn complete(self, code: &str, mut details: Value) -> Value {
        let may = list(&details, "/may");
        if may.iter().any(|one| one == "refer-on") {
            for (path, name, failed) in [
                ("refer-on", "refer_on_to", "refer_on_failed"),
                ("notes", "own_notes", "own_notes_failed"),
            ] {
                let address = format!("{}/{path}", of(code));
                match self.session.request("GET", &address, None).await {
                    Ok(answer) => details[name] = answer,
                    Err(refusal) => details[failed] = json!(refusal.message()),
                }
            }
        }
        details
    }

    /// Reads the list again.
    pub(super) fn again(self) {
        let place = self.session.place.get_untracked();
        spawn_local(self.follow(place));
    }
}

/// The address of a referral.
fn of(code: &str) -> String {
    format!("/provider/onwards/{code}")
}

/// The address of the list of that place.
fn address(place: &Place) -> Option<String> {
    let (_, query) = LISTS.into_iter().find(|(view, _)| *view == place.view())?;
    let more: String = ["service", "after"]
        .into_iter()
        .map(|name| (name, place.get(name)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("&{name}={value}"))
        .collect();
    Some(format!("/provider/onwards?{query}{more}"))
}
