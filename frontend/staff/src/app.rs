//! The staff application: sign in, then the page of a coordinator or of a provider.

use crate::browser;
use crate::coordinator_page::coordinator_page;
use crate::login::Config;
use crate::provider_page::provider_page;
use crate::queue::is_coordinator;
use crate::session::Session;
use leptos::prelude::*;
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
        body(session, login)
    })
    .forget();
}

async fn begin(session: Session, login: RwSignal<Option<Config>>) {
    let Ok(config) = browser::config().await else {
        return session.message.set(staff::sign_in_not_set_up());
    };
    match browser::come_back(&config).await {
        Ok(token) => {
            session.message.set("");
            session.token.set(token);
        }
        Err(_) => session.message.set(staff::sign_in_failed()),
    }
    login.set(Some(config));
}

fn body(session: Session, login: RwSignal<Option<Config>>) -> impl IntoView {
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
        let page = if is_coordinator(&token) {
            coordinator_page(session).into_any()
        } else {
            provider_page(session).into_any()
        };
        Some(page)
    };
    view! {
        <p class="govuk-body" role="status" id="said" tabindex="-1">
            {move || session.message.get()}
        </p>
        {sign_in}
        {page}
    }
}
