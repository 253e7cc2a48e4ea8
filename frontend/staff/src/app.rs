//! The staff application: sign in, then the pages of the role that signed in.

use crate::browser;
use crate::coordinator_page::coordinator_page;
use crate::frame::{signed_in, sub_navigation};
use crate::idle::{Presence, State};
use crate::justice_page::justice_page;
use crate::login::Config;
use crate::oversight_page::{Whose, oversight_page};
use crate::partner_page::partner_page;
use crate::provider_page::provider_page;
use crate::session::Session;
use crate::who::{Role, Who};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use words::staff;

/// Shows the application in its place.
pub(crate) fn show() {
    let place = document()
        .get_element_by_id("staff")
        .and_then(|place| place.dyn_into::<HtmlElement>().ok());
    let Some(place) = place else { return };
    place.set_text_content(None);
    mount_to(place, || {
        let (session, login) = (Session::new(), RwSignal::new(None));
        spawn_local(begin(session, login));
        let warned = RwSignal::new(false);
        follow_the_address(session);
        watch(session, login, warned);
        body(session, login, warned)
    })
    .forget();
}

async fn begin(session: Session, login: RwSignal<Option<Config>>) {
    let Ok(config) = browser::config().await else {
        return session.message.set(staff::sign_in_not_set_up());
    };
    match browser::come_back(&config).await {
        Ok(tokens) => {
            session.message.set("");
            session.place.set(browser::place().unwrap_or_default());
            if let Some(tokens) = tokens {
                session.refresh.set_value(tokens.refresh);
                let presence = Presence::begin(browser::clock());
                session.presence.set_value(Some(presence));
                session.token.set(Some(tokens.access));
            }
        }
        Err(_) => session.message.set(staff::sign_in_failed()),
    }
    login.set(Some(config));
}

/// Back, a link and a typed address lead to a place. A link to an element of the page does not.
fn follow_the_address(session: Session) {
    window_event_listener_untyped("hashchange", move |_| {
        let Some(place) = browser::place() else {
            return;
        };
        if session.place.with_untracked(|now| *now != place) {
            session.place.set(place);
            browser::to_top();
        }
    });
}

/// Empties the page, gives the tokens back and ends the login's own session.
fn sign_out(
    session: Session,
    login: RwSignal<Option<Config>>,
    warned: RwSignal<bool>,
    why: &'static str,
) {
    session.message.set(why);
    session.token.set(None);
    session.employer.set(None);
    session.presence.set_value(None);
    warned.set(false);
    let refresh = session.refresh.get_value();
    session.refresh.set_value(None);
    if let Some(config) = login.get_untracked() {
        spawn_local(browser::sign_out(config, refresh));
    }
}

/// Warns when nobody seems to be there, and then signs out. The time of day counts, because timers stop while a computer
/// sleeps.
fn watch(session: Session, login: RwSignal<Option<Config>>, warned: RwSignal<bool>) {
    let look = move || {
        let Some(presence) = session.presence.get_value() else {
            return;
        };
        // The hub did not accept the token any more.
        if session.token.with_untracked(Option::is_none) {
            return sign_out(session, login, warned, staff::sign_in_again());
        }
        let state = presence.state(browser::clock());
        let soon = state == State::Warned;
        if warned.get_untracked() != soon {
            warned.set(soon);
        }
        if state == State::Over {
            sign_out(session, login, warned, staff::signed_out_idle());
        }
    };
    let act = move || {
        session.presence.update_value(|presence| {
            if let Some(presence) = presence {
                presence.act(browser::clock());
            }
        });
        look();
    };
    let _ = set_interval_with_handle(look, Duration::from_secs(1));
    for name in ["keydown", "pointerdown", "input", "scroll"] {
        window_event_listener_untyped(name, move |_| act());
    }
    // A page that was in the background looks before anything on it is used.
    for name in ["focus", "pageshow", "visibilitychange"] {
        window_event_listener_untyped(name, move |_| look());
    }
}

fn body(
    session: Session,
    login: RwSignal<Option<Config>>,
    warned: RwSignal<bool>,
) -> impl IntoView {
    let top = move || {
        let who = Who::of(session.token.get().as_deref()?);
        let leave = move |_| sign_out(session, login, warned, staff::signed_out());
        Some(view! {
            {signed_in(session, &who, leave)}
            {sub_navigation(session, who.role)}
        })
    };
    let warning = move || {
        warned.get().then(|| {
            view! {
                <div class="closing" id="idle" role="alert">
                    <p class="govuk-body">{staff::idle_warning()}</p>
                    <button class="govuk-button govuk-button--secondary" type="button" id="stay">
                        {staff::idle_stay()}
                    </button>
                </div>
            }
        })
    };
    let sign_in = move || {
        (login.with(Option::is_some) && session.token.with(Option::is_none)).then(|| {
            let go = move |_| {
                let left =
                    login.with_untracked(|login| login.as_ref().and_then(browser::go_to_login));
                if left.is_none() {
                    session.message.set(staff::sign_in_other_browser());
                }
            };
            view! {
                <button class="govuk-button" type="button" id="sign-in" on:click=go>
                    {staff::sign_in()}
                </button>
            }
        })
    };
    let page = move || {
        let token = session.token.get()?;
        let role = Who::of(&token).role;
        let page = match role {
            _ if role.coordinates() => coordinator_page(session, role).into_any(),
            Role::Oversight => oversight_page(session, Whose::Area).into_any(),
            Role::Provider | Role::Volunteer => provider_page(session).into_any(),
            Role::Police | Role::WitnessCare => justice_page(session, role).into_any(),
            _ => partner_page(role).into_any(),
        };
        Some(page)
    };
    view! {
        <p class="govuk-body" role="status" id="said" tabindex="-1">
            {move || session.message.get()}
        </p>
        {top}
        {sign_in}
        {page}
        {warning}
    }
}
