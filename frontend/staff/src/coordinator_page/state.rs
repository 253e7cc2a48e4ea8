//! The state of the coordinators' page, and its requests to the hub.

use crate::browser::{Content, Refusal, RefusalKind, encoded, go_to, go_to_place};
use crate::form::Form;
use crate::frame::Count;
use crate::latest::{Latest, Ticket};
use crate::place::Place;
use crate::queue::{Queue, Rows, aside, query};
use crate::session::{Session, is_latest};
use leptos::prelude::*;
use serde_json::Value;
use words::staff;

/// The `id` of the heading of the case that is open.
pub(super) const CASE_TITLE: &str = "case-title";
/// The `id` of the heading of the person's full copy.
pub(super) const COPY_TITLE: &str = "copy-title";
/// The `id` of the heading of the question why a case is opened.
pub(super) const WHY_TITLE: &str = "why-title";
/// The `id` of the line that says what happened.
pub(super) const STATUS: &str = "heard";

/// The state of the page.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) session: Session,
    pub(super) queue: RwSignal<Rows>,
    /// The case that is open, from the latest answer.
    pub(super) case: RwSignal<Option<Value>>,
    /// The answer that its forms were made from: they stay while someone fills them in.
    pub(super) drawn: RwSignal<Option<Value>>,
    /// What happened; while it is empty, the page shows the status of the list.
    pub(super) message: RwSignal<String>,
    /// The case that is opened only with a reason, while the page asks for it.
    pub(super) asked_why: RwSignal<Option<String>>,
    /// The case that was opened with a reason, and its code. It goes with everything that is sent for this case.
    why: StoredValue<Option<(String, String)>>,
    /// The person's full copy, while it is shown.
    pub(super) copied: RwSignal<Option<Value>>,
    opening: RwSignal<Latest>,
}

impl State {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            queue: RwSignal::new(Rows::default()),
            case: RwSignal::new(None),
            drawn: RwSignal::new(None),
            message: RwSignal::new(String::new()),
            asked_why: RwSignal::new(None),
            why: StoredValue::new(None),
            copied: RwSignal::new(None),
            opening: RwSignal::new(Latest::default()),
        }
    }

    /// Shows the page of that place.
    pub(super) async fn follow(self, place: Place) {
        // Nothing that was asked for before is shown any more.
        let Some(ticket) = self.opening.try_update(Latest::begin) else {
            return;
        };
        self.message.set(String::new());
        self.asked_why.set(None);
        self.drawn.set(None);
        self.case.set(None);
        self.copied.set(None);
        let reference = place.get("case").to_owned();
        if self
            .why
            .with_value(|why| why.as_ref().is_some_and(|(of, _)| *of != reference))
        {
            self.why.set_value(None);
        }
        match place.view() {
            "case" => {
                self.open(reference).await;
            }
            "copy" => {
                let address = self.address(&reference, "/copy");
                match self.session.request("GET", &address, None).await {
                    Ok(copy) if is_latest(self.opening, ticket) => {
                        self.copied.set(Some(copy));
                        go_to(COPY_TITLE.to_owned());
                    }
                    Ok(_) => {}
                    // The page of the case asks why it is opened.
                    Err(_) if !is_latest(self.opening, ticket) => {}
                    Err(refusal) if refusal.kind == RefusalKind::AskWhy => {
                        go_to_place(&place.with("view", "case"));
                    }
                    Err(refusal) => self.message.set(refusal.message()),
                }
            }
            "queue" | "set-aside" => self.show(&query(&place)).await,
            _ => {}
        }
    }

    /// What needs doing now.
    pub(super) async fn counts(self) -> Option<Vec<Count>> {
        let mut counts = Vec::new();
        for (what, filter) in [
            ("mine", "mine"),
            ("overdue", "overdue"),
            ("unnamed", "unnamed"),
            ("all", ""),
        ] {
            let place = Place::of("queue").with("filter", filter);
            let address = format!("/hub/queue?{}", query(&place));
            let batch = self.batch(&address).await?;
            counts.push(Count {
                what,
                number: batch.rows.len(),
                more: batch.next.is_some(),
                late: false,
                place,
            });
        }
        // The first answer has all groups of what was set aside.
        let place = Place::of("set-aside");
        let batch = self.batch(&format!("/hub/queue?{}", query(&place))).await?;
        let (number, late) = aside(&batch.set_aside.unwrap_or_default());
        counts.push(Count {
            what: "set-aside",
            number: usize::try_from(number).unwrap_or(usize::MAX),
            more: false,
            late,
            place,
        });
        Some(counts)
    }

    /// Shows the queue under that filter.
    async fn show(self, filter: &str) {
        let ticket = self.queue.try_update(|queue| queue.show(filter));
        let Some(mut ticket) = ticket else { return };
        let mut address = format!("/hub/queue?{filter}");
        loop {
            let Some(batch) = self.batch(&address).await else {
                self.queue.update(|queue| {
                    queue.failed(ticket);
                });
                return;
            };
            let after = batch.next.clone().unwrap_or_default();
            let empty = self
                .queue
                .try_update(|queue| queue.arrived(ticket, batch).then(|| queue.more()));
            let Some(Some(next)) = empty else { return };
            ticket = next;
            address = format!("/hub/queue?{filter}&after={}", encoded(&after));
        }
    }

    /// Shows the queue again, under the same filter.
    pub(super) async fn refresh(self) {
        let filter = self.queue.with_untracked(|queue| queue.filter.clone());
        self.show(&filter).await;
    }

    /// Shows the next rows.
    pub(super) async fn more(self) {
        let (filter, next) = self
            .queue
            .with_untracked(|queue| (queue.filter.clone(), queue.next.clone()));
        let Some(after) = next else { return };
        let Some(ticket) = self.queue.try_update(Rows::more) else {
            return;
        };
        let address = format!("/hub/queue?{filter}&after={}", encoded(&after));
        let batch = self.batch(&address).await;
        self.queue.update(|queue| {
            match batch {
                Some(batch) => queue.arrived(ticket, batch),
                None => queue.failed(ticket),
            };
        });
    }

    async fn batch(self, address: &str) -> Option<Queue> {
        serde_json::from_value(self.get(address).await?).ok()
    }

    /// Begins something whose result is shown only if nothing else is opened before it arrives.
    pub(super) fn begin(self) -> Option<Ticket> {
        self.opening.try_update(Latest::begin)
    }

    /// Whether nothing else was opened since.
    pub(super) fn is_latest(self, ticket: Ticket) -> bool {
        is_latest(self.opening, ticket)
    }

    /// Opens a case. Only the case of the latest press is shown; returns whether this is the latest.
    pub(super) async fn open(self, reference: String) -> bool {
        let Some(ticket) = self.begin() else {
            return false;
        };
        let address = self.address(&reference, "");
        let answer = self.session.request("GET", &address, None).await;
        if !self.is_latest(ticket) {
            return false;
        }
        let case = match answer {
            Ok(case) => case,
            Err(refusal) => {
                if refusal.kind == RefusalKind::AskWhy {
                    self.drawn.set(None);
                    self.case.set(None);
                    self.asked_why.set(Some(reference));
                    go_to(WHY_TITLE.to_owned());
                }
                self.message.set(refusal.message());
                return true;
            }
        };
        self.asked_why.set(None);
        self.message.set(String::new());
        self.case.set(Some(case.clone()));
        self.drawn.set(Some(case));
        go_to(CASE_TITLE.to_owned());
        true
    }

    /// Opens a case for a reason, which is recorded.
    pub(super) async fn open_because(self, reference: String, reason: String) {
        self.why.set_value(Some((reference.clone(), reason)));
        self.open(reference).await;
    }

    /// The address of a case, or of something below it. It has the reason that was given for opening the case.
    fn address(self, reference: &str, below: &str) -> String {
        let why = self.why.get_value().filter(|(of, _)| of == reference);
        let query = why.map(|(_, reason)| format!("?reason={}", encoded(&reason)));
        format!("/hub/cases/{reference}{below}{}", query.unwrap_or_default())
    }

    /// Leaves the question why a case is opened.
    pub(super) fn close(self) {
        self.why.set_value(None);
        go_to_place(&Place::of("queue"));
    }

    /// Sends a form for the case that is open, with the version that was seen, then shows the new state. If the hub refuses
    /// it, the answers stay, under the current case. It is not shown if something else was opened since.
    pub(super) async fn send(
        self,
        reference: String,
        form: Form,
        body: Value,
    ) -> Result<(), Refusal> {
        let Some(ticket) = self.begin() else {
            return Ok(());
        };
        let address = self.address(&reference, &format!("/{}", form.address));
        let content = Content {
            body: &body,
            version: self
                .case
                .with_untracked(|case| case.as_ref()?["version"].as_u64()),
        };
        self.message.set(staff::loading().to_owned());
        let answer = match self.session.request("POST", &address, Some(content)).await {
            Ok(answer) => answer,
            Err(refusal) => return self.refused(ticket, reference, refusal).await,
        };
        if !self.is_latest(ticket) {
            return Ok(());
        }
        // Removed first, so that its forms are closed and empty again.
        self.drawn.set(None);
        if !self.open(reference).await {
            return Ok(());
        }
        // The words are in this answer only, and on the screen until the next thing is done.
        self.message.set(match answer["memorable_word"].as_str() {
            Some(words) => staff::new_words(words),
            None => staff::saved().to_owned(),
        });
        go_to(STATUS.to_owned());
        Ok(())
    }

    /// What is known now stands above the answers that the hub refused.
    async fn refused(
        self,
        ticket: Ticket,
        reference: String,
        refusal: Refusal,
    ) -> Result<(), Refusal> {
        let now = if refusal.kind == RefusalKind::Moved {
            let address = self.address(&reference, "");
            self.session.request("GET", &address, None).await.ok()
        } else {
            None
        };
        if self.is_latest(ticket) {
            if now.is_some() {
                self.case.set(now);
            }
            // The other case of a merge may be a colleague's.
            if refusal.kind == RefusalKind::AskWhy {
                self.asked_why.set(Some(reference));
                go_to(WHY_TITLE.to_owned());
            }
            self.message.set(String::new());
        }
        Err(refusal)
    }

    /// The hub's answer. If the hub refuses, the page says why and this is none.
    pub(super) async fn get(self, address: &str) -> Option<Value> {
        let asked_at = self.session.place.get_untracked();
        match self.session.request("GET", address, None).await {
            Ok(answer) => Some(answer),
            Err(refusal) => {
                // Nothing about one page is said on another.
                if self.session.is_at(&asked_at) {
                    self.message.set(refusal.message());
                }
                None
            }
        }
    }
}
