//! The session of the member of staff who is signed in, and the requests with its token.

use crate::browser::{Content, Refusal, RefusalKind, request};
use crate::idle::Presence;
use crate::latest::{Latest, Ticket};
use crate::place::Place;
use leptos::prelude::*;
use serde_json::Value;
use words::staff;

/// The session of one member of staff. It ends with the page.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// The access token, while someone is signed in.
    pub(crate) token: RwSignal<Option<String>>,
    /// The refresh token, while someone is signed in.
    pub(crate) refresh: StoredValue<Option<String>>,
    /// Since when, and when they last did something.
    pub(crate) presence: StoredValue<Option<Presence>>,
    /// The message at the top of the page.
    pub(crate) message: RwSignal<&'static str>,
    /// Where in the application they are.
    pub(crate) place: RwSignal<Place>,
    /// The organisation that they work for, where the hub names it.
    pub(crate) employer: RwSignal<Option<String>>,
}

impl Session {
    /// A session in which no one is signed in yet.
    pub(crate) fn new() -> Self {
        Self {
            token: RwSignal::new(None),
            refresh: StoredValue::new(None),
            presence: StoredValue::new(None),
            message: RwSignal::new(staff::loading()),
            place: RwSignal::new(Place::default()),
            employer: RwSignal::new(None),
        }
    }

    /// Whether the page of that place is still open.
    pub(crate) fn is_at(self, place: &Place) -> bool {
        self.place.with_untracked(|now| now == place)
    }

    /// Sends a request to the hub. If the token is no longer accepted, the page asks the member of staff to sign in again.
    pub(crate) async fn request(
        self,
        method: &str,
        address: &str,
        content: Option<Content<'_>>,
    ) -> Result<Value, Refusal> {
        let token = self.token.get_untracked().unwrap_or_default();
        let answer = request(method, address, &token, content).await;
        if answer
            .as_ref()
            .is_err_and(|refusal| refusal.kind == RefusalKind::SignIn)
        {
            self.message.set(staff::sign_in_again());
            self.token.set(None);
        }
        answer
    }
}

/// Whether that is the latest request, and its page is still open.
pub(crate) fn is_latest(latest: RwSignal<Latest>, ticket: Ticket) -> bool {
    latest
        .try_with_untracked(|latest| latest.is(ticket))
        .unwrap_or(false)
}
