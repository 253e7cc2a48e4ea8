//! Figures, as the hub writes them: all of them for the commissioner's office, and their own for a provider's staff. The
//! page sends the choices and fetches the files, because both need the account's token. The office's choices are in the
//! address, after `#`, and go to no log.

use crate::browser::{RefusalKind, choose, chosen, encoded, go_to, save, text};
use crate::latest::Latest;
use crate::session::{Session, is_latest};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, FormData, HtmlFormElement};
use words::staff;

/// The `id` of the heading of the figures.
const TITLE: &str = "figures";

/// Whose figures are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The area's. The page is the whole application, so the choices are its address.
    Area,
    /// The provider's of the account. It is one page of several, whose address says which.
    OwnProvider,
}

#[derive(Clone, Copy)]
struct State {
    session: Session,
    whose: Whose,
    /// The choices, where the address does not have them.
    choices: StoredValue<String>,
    html: RwSignal<String>,
    message: RwSignal<&'static str>,
    latest: RwSignal<Latest>,
}

/// Shows the figures of the choices in the address.
pub(crate) fn oversight_page(session: Session, whose: Whose) -> impl IntoView {
    let state = State {
        session,
        whose,
        choices: StoredValue::new(String::new()),
        html: RwSignal::new(String::new()),
        message: RwSignal::new(staff::loading()),
        latest: RwSignal::new(Latest::default()),
    };
    spawn_local(state.show(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = event
            .target()
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let choices = form.and_then(|form| FormData::new_with_form(&form).ok());
        if let Some(choices) = choices {
            let query: Vec<String> = ["period", "district"]
                .into_iter()
                .filter_map(|name| {
                    let value = choices.get(name).as_string()?;
                    (!value.is_empty()).then(|| format!("{name}={}", encoded(&value)))
                })
                .collect();
            state.choose(query.join("&"));
            spawn_local(state.show(true));
        }
    };
    let click = move |event: leptos::ev::MouseEvent| {
        let pressed = event
            .target()
            .and_then(|pressed| pressed.dyn_into::<Element>().ok());
        let closest = |wanted| {
            let pressed = pressed.as_ref()?;
            pressed.closest(wanted).ok().flatten()
        };
        if let Some(id) = closest("a[data-go]").and_then(|link| link.get_attribute("data-go")) {
            event.prevent_default();
            return go_to(id);
        }
        let link = closest("a[data-file]");
        let file = link.and_then(|link| {
            Some((
                link.get_attribute("href")?,
                link.get_attribute("data-file")?,
            ))
        });
        if let Some((address, name)) = file {
            event.prevent_default();
            spawn_local(state.fetch_file(address, name));
        }
    };
    view! {
        <p class="govuk-body" role="status">
            {move || state.message.get()}
        </p>
        <div on:submit=submit on:click=click inner_html=move || state.html.get()></div>
    }
}

impl State {
    fn choose(self, query: String) {
        match self.whose {
            Whose::Area => {
                let _ = choose(&query);
            }
            Whose::OwnProvider => self.choices.set_value(query),
        }
    }

    /// Shows the figures, and moves the focus there if somebody asked for them.
    async fn show(self, asked: bool) {
        let Some(ticket) = self.latest.try_update(Latest::begin) else {
            return;
        };
        self.message.set(staff::loading());
        let (query, page) = match self.whose {
            Whose::Area => (chosen(), "/oversight/page"),
            Whose::OwnProvider => (self.choices.get_value(), "/oversight/own/page"),
        };
        let address = if query.is_empty() {
            page.to_owned()
        } else {
            format!("{page}?{query}")
        };
        let answer = self.read(&address).await;
        if !is_latest(self.latest, ticket) {
            return;
        }
        match answer {
            Some(html) => {
                self.html.set(html);
                self.message.set("");
                if asked {
                    go_to(TITLE.to_owned());
                }
            }
            None => self.message.set(staff::refused_later()),
        }
    }

    async fn fetch_file(self, address: String, name: String) {
        let saved = match self.read(&address).await {
            Some(content) => save(&name, &content),
            None => None,
        };
        if saved.is_none() {
            self.message.set(staff::refused_later());
        }
    }

    async fn read(self, address: &str) -> Option<String> {
        let token = self.session.token.get_untracked().unwrap_or_default();
        match text(address, &token).await {
            Ok(text) => Some(text),
            Err(RefusalKind::SignIn) => {
                self.session.message.set(staff::sign_in_again());
                self.session.token.set(None);
                None
            }
            Err(_) => None,
        }
    }
}
