//! What the page uses of the browser: its address, random bytes and requests.

use crate::login::{Attempt, Config};
use crate::place::Place;
use events::FieldError;
use js_sys::JsString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, HtmlElement, Request, RequestInit, Response, Storage, Url, Window};
use words::staff;

/// Where the attempt is kept while its member of staff is at the login.
const KEPT: &str = "attempt";

/// What is kept while a member of staff is at the login.
#[derive(Serialize, Deserialize)]
struct Kept {
    attempt: Attempt,
    /// Where they were going, as the address has it.
    place: String,
}

/// The code of the hub's answer that asks why somebody opens a case.
const REASON_NEEDED: &str = "REASON_NEEDED";

/// What kind of refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefusalKind {
    /// The token is not accepted.
    SignIn,
    /// Their role may not do it.
    Forbidden,
    /// The member of staff has to say why they open the case.
    AskWhy,
    /// It is no longer there, or they may not see it.
    Gone,
    /// The case has changed since it was read.
    Moved,
    /// The body has an error.
    Unacceptable,
    /// The connection or the hub does not work now.
    Later,
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn kept() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// Sends the browser to the login.
pub(crate) fn go_to_login(config: &Config) -> Option<()> {
    let mut bytes = [0; 64];
    window()?
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut bytes)
        .ok()?;
    let attempt = Attempt::from_random(&bytes);
    let address = attempt.address(config);
    let place = place().unwrap_or_default().hash();
    let text = serde_json::to_string(&Kept { attempt, place }).ok()?;
    kept()?.set_item(KEPT, &text).ok()?;
    window()?.location().assign(&address).ok()
}

/// What the login gives.
pub(crate) struct Tokens {
    /// For requests to the hub.
    pub(crate) access: String,
    /// It is never used, and given back when the session ends.
    pub(crate) refresh: Option<String>,
}

/// The tokens, where the browser has just come back from the login. The code is always removed from the address.
pub(crate) async fn come_back(config: &Config) -> Result<Option<Tokens>, RefusalKind> {
    let Some((attempt, code)) = returned() else {
        return Ok(None);
    };
    let body = attempt.exchange(config, &code);
    let answer = send(
        "POST",
        &config.token_url,
        &[("content-type", "application/x-www-form-urlencoded")],
        Some(&body),
    )
    .await?;
    let token = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(token("access_token").map(|access| Tokens {
        access,
        refresh: token("refresh_token"),
    }))
}

/// Gives the refresh token back, and sends the browser to where the login ends its own session. It comes back from there.
pub(crate) async fn sign_out(config: Config, refresh: Option<String>) {
    if let Some((address, body)) = refresh.as_deref().and_then(|token| config.revoke(token)) {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        // If it fails, the token ends by itself.
        let _ = fetch("POST", address, &headers, Some(&body)).await;
    }
    if let (Some(window), Some(address)) = (window(), config.logout()) {
        let _ = window.location().replace(&address);
    }
}

/// The browser's clock, in milliseconds.
pub(crate) fn clock() -> f64 {
    js_sys::Date::now()
}

fn returned() -> Option<(Attempt, String)> {
    let location = window()?.location();
    let query = location.search().ok()?;
    if query.is_empty() {
        return None;
    }
    let path = location.pathname().ok()?;
    let _ = window()?
        .history()
        .ok()?
        .replace_state_with_url(&JsValue::NULL, "", Some(&path));
    let text = kept()?.get_item(KEPT).ok().flatten()?;
    let _ = kept()?.remove_item(KEPT);
    let Kept { attempt, place } = serde_json::from_str(&text).ok()?;
    let code = attempt.code(&query)?;
    if let Some(place) = Place::parse(&place) {
        replace_place(&place);
    }
    Some((attempt, code))
}

/// The configuration that the deployment writes.
pub(crate) async fn config() -> Result<Config, RefusalKind> {
    let value = send("GET", "/staff/config.json", &[], None).await?;
    serde_json::from_value(value).map_err(|_| RefusalKind::Later)
}

/// A body, and the version of the case that its writer has seen, so that a second tap changes nothing twice.
pub(crate) struct Content<'a> {
    pub(crate) body: &'a Value,
    pub(crate) version: Option<u64>,
}

/// Why the hub refused a request.
pub(crate) struct Refusal {
    pub(crate) kind: RefusalKind,
    /// The hub's title for it, if it gives one.
    pub(crate) title: Option<String>,
    /// What is wrong field by field.
    pub(crate) errors: Vec<FieldError>,
}

impl Refusal {
    const LATER: Self = Self {
        kind: RefusalKind::Later,
        title: None,
        errors: Vec::new(),
    };

    /// What to tell the member of staff. If the hub gives a title, the title says what to do next.
    pub(crate) fn message(&self) -> String {
        let ours = match self.kind {
            RefusalKind::Gone => staff::refused_gone(),
            RefusalKind::Moved => staff::refused_moved(),
            RefusalKind::Unacceptable => staff::refused_unacceptable(),
            RefusalKind::AskWhy => words::staff_access::reason_needed(),
            RefusalKind::SignIn => staff::sign_in_again(),
            RefusalKind::Forbidden => staff::refused_gone(),
            RefusalKind::Later => staff::refused_later(),
        };
        self.title
            .as_ref()
            .map_or_else(|| ours.to_owned(), staff::refused_because)
    }
}

/// Reads a text of the hub. Only the path of `address` counts, as for [`request`].
pub(crate) async fn text(address: &str, token: &str) -> Result<String, RefusalKind> {
    let path = own_path(address).ok_or(RefusalKind::Later)?;
    let bearer = format!("Bearer {token}");
    let response = fetch("GET", &path, &[("authorization", &bearer)], None)
        .await
        .ok_or(RefusalKind::Later)?;
    match response.status() {
        200..=299 => body(&response).await.ok_or(RefusalKind::Later),
        401 | 403 => Err(RefusalKind::SignIn),
        _ => Err(RefusalKind::Later),
    }
}

/// Saves a text as a file of that name.
pub(crate) fn save(name: &str, content: &str) -> Option<()> {
    let document = window()?.document()?;
    let link = document.create_element("a").ok()?;
    let address = format!("data:text/csv;charset=utf-8,{}", encoded(content));
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.dyn_into::<HtmlElement>().ok()?.click();
    Some(())
}

/// What the address says after `#`.
pub(crate) fn chosen() -> String {
    let hash = window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Where the address says that somebody is. `None` if it names an element of the page.
pub(crate) fn place() -> Option<Place> {
    Place::parse(&window()?.location().hash().ok()?)
}

/// Goes to a place, so that Back leads to the place before.
pub(crate) fn go_to_place(place: &Place) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(&place.hash());
    }
}

/// Changes the address without a step for Back.
pub(crate) fn replace_place(place: &Place) {
    let history = window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&place.hash()));
    }
}

/// Whether the page is in view.
pub(crate) fn in_view() -> bool {
    window()
        .and_then(|window| window.document())
        .is_some_and(|document| !document.hidden())
}

/// Scrolls to the top of the page.
pub(crate) fn to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Opens the browser's own window for printing.
pub(crate) fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// A new random identifier for a record.
pub(crate) fn new_id() -> String {
    window()
        .and_then(|window| window.crypto().ok())
        .map(|crypto| crypto.random_uuid())
        .unwrap_or_default()
}

/// Keeps the choices in the address.
pub(crate) fn choose(query: &str) -> Option<()> {
    let history = window()?.history().ok()?;
    let address = format!("#{query}");
    history
        .replace_state_with_url(&JsValue::NULL, "", Some(&address))
        .ok()
}

/// Path and query of an address, without its origin.
fn own_path(address: &str) -> Option<String> {
    let base = window()?.location().href().ok()?;
    let url = Url::new_with_base(address, &base).ok()?;
    Some(format!("{}{}", url.pathname(), url.search()))
}

/// Sends a request to the hub. Only the path of `address` counts: a token never goes to another origin, whatever an
/// answer says.
pub(crate) async fn request(
    method: &str,
    address: &str,
    token: &str,
    content: Option<Content<'_>>,
) -> Result<Value, Refusal> {
    let path = own_path(address).ok_or(Refusal::LATER)?;
    let bearer = format!("Bearer {token}");
    let Some(content) = content else {
        return send_with_title(method, &path, &[("authorization", &bearer)], None).await;
    };
    let version = content.version.map(|version| format!("\"{version}\""));
    let mut headers = vec![
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    headers.extend(version.as_deref().map(|version| ("if-match", version)));
    send_with_title(method, &path, &headers, Some(&content.body.to_string())).await
}

async fn send(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Value, RefusalKind> {
    send_with_title(method, address, headers, body)
        .await
        .map_err(|refusal| refusal.kind)
}

async fn send_with_title(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Value, Refusal> {
    let response = fetch(method, address, headers, body)
        .await
        .ok_or(Refusal::LATER)?;
    let kind = match response.status() {
        200..=299 => None,
        401 => Some(RefusalKind::SignIn),
        403 => Some(RefusalKind::Forbidden),
        404 | 410 => Some(RefusalKind::Gone),
        409 | 412 => Some(RefusalKind::Moved),
        400 | 422 => Some(RefusalKind::Unacceptable),
        _ => Some(RefusalKind::Later),
    };
    let answer = content(&response).await;
    let Some(kind) = kind else {
        return answer.ok_or(Refusal::LATER);
    };
    let answer = answer.unwrap_or_default();
    let asks_why = answer.get("code").and_then(Value::as_str) == Some(REASON_NEEDED);
    let kind = if asks_why { RefusalKind::AskWhy } else { kind };
    let title = answer
        .get("title")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let errors = answer
        .get("errors")
        .cloned()
        .and_then(|errors| serde_json::from_value(errors).ok())
        .unwrap_or_default();
    Err(Refusal {
        kind,
        title,
        errors,
    })
}

async fn content(response: &Response) -> Option<Value> {
    serde_json::from_str(&body(response).await?).ok()
}

async fn body(response: &Response) -> Option<String> {
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    text.dyn_into::<JsString>().map(String::from).ok()
}

async fn fetch(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Option<Response> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
    }
    let sent = Headers::new().ok()?;
    for (name, value) in headers {
        sent.set(name, value).ok()?;
    }
    init.set_headers(&sent);
    let request = Request::new_with_str_and_init(address, &init).ok()?;
    JsFuture::from(window()?.fetch_with_request(&request))
        .await
        .ok()?
        .dyn_into()
        .ok()
}

/// A text as one value of a query.
pub(crate) fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Moves the focus to the element with that id, once the page shows it.
pub(crate) fn go_to(id: String) {
    leptos::prelude::request_animation_frame(move || {
        let found = window().and_then(|window| window.document()?.get_element_by_id(&id));
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = found.focus();
        }
    });
}

/// What a clock in London shows now, as a field for a moment has it: `2026-11-22T10:45`.
pub(crate) fn now() -> String {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"timeZone".into(), &"Europe/London".into());
    // Swedish dates are in the order of ISO 8601.
    let shown: String = js_sys::Date::new_0()
        .to_locale_string("sv-SE", &options)
        .into();
    shown
        .get(..16)
        .map(|shown| shown.replace(' ', "T"))
        .unwrap_or_default()
}

/// A moment as people in Britain write it.
pub(crate) fn moment(text: &str) -> String {
    let date = js_sys::Date::new(&JsValue::from_str(text));
    if date.get_time().is_nan() {
        return text.to_owned();
    }
    let options = js_sys::Object::new();
    for (name, value) in [
        ("timeZone", "Europe/London"),
        ("dateStyle", "full"),
        ("timeStyle", "short"),
    ] {
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    date.to_locale_string("en-GB", &options).into()
}
