//! The browser: its address, its random bytes, and the hub behind it.

use crate::login::{Attempt, Config};
use events::FieldError;
use js_sys::JsString;
use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, HtmlElement, Request, RequestInit, Response, Storage, Url, Window};

/// Where the attempt waits while its person is at the login.
const KEPT: &str = "attempt";

/// Why something could not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The token is not, or no longer, good.
    SignIn,
    /// The hub says that this is not theirs, or not there any more.
    Gone,
    /// Somebody was faster: look again before saying it once more.
    Moved,
    /// What was said does not follow, or was not filled in.
    NotSo,
    /// The line, or the hub.
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
    kept()?
        .set_item(KEPT, &serde_json::to_string(&attempt).ok()?)
        .ok()?;
    window()?.location().assign(&attempt.address(config)).ok()
}

/// The token, where the browser has just come back from the login. The address is cleaned whatever happens.
pub(crate) async fn come_back(config: &Config) -> Result<Option<String>, Trouble> {
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
    Ok(answer
        .get("access_token")
        .and_then(Value::as_str)
        .map(str::to_owned))
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
    let attempt: Attempt = serde_json::from_str(&text).ok()?;
    let code = attempt.code(&query)?;
    Some((attempt, code))
}

/// The configuration that was written where the site is deployed.
pub(crate) async fn config() -> Result<Config, Trouble> {
    let value = send("GET", "/staff/config.json", &[], None).await?;
    serde_json::from_value(value).map_err(|_| Trouble::Later)
}

/// What is said to the hub, and where it is about a case of which version: a second tap then says nothing twice.
pub(crate) struct Said<'a> {
    pub(crate) body: &'a Value,
    pub(crate) version: Option<u64>,
}

/// Asks the hub, without its words where it says no.
pub(crate) async fn ask(
    method: &str,
    address: &str,
    token: &str,
    said: Option<Said<'_>>,
) -> Result<Value, Trouble> {
    ask_in_words(method, address, token, said)
        .await
        .map_err(|no| no.trouble)
}

/// Why not, as the hub says it.
pub(crate) struct No {
    pub(crate) trouble: Trouble,
    /// Its own words, where it has any.
    pub(crate) title: Option<String>,
    /// What is wrong field by field.
    pub(crate) errors: Vec<FieldError>,
}

impl No {
    const LATER: Self = Self {
        trouble: Trouble::Later,
        title: None,
        errors: Vec::new(),
    };
}

/// Asks the hub. Only the path of `address` counts: a token never goes to another origin, whatever an answer says.
pub(crate) async fn ask_in_words(
    method: &str,
    address: &str,
    token: &str,
    said: Option<Said<'_>>,
) -> Result<Value, No> {
    let base = window()
        .and_then(|window| window.location().href().ok())
        .ok_or(No::LATER)?;
    let url = Url::new_with_base(address, &base).map_err(|_| No::LATER)?;
    let path = format!("{}{}", url.pathname(), url.search());
    let bearer = format!("Bearer {token}");
    let Some(said) = said else {
        return send_in_words(method, &path, &[("authorization", &bearer)], None).await;
    };
    let version = said.version.map(|version| format!("\"{version}\""));
    let mut headers = vec![
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    headers.extend(version.as_deref().map(|version| ("if-match", version)));
    send_in_words(method, &path, &headers, Some(&said.body.to_string())).await
}

async fn send(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Value, Trouble> {
    send_in_words(method, address, headers, body)
        .await
        .map_err(|no| no.trouble)
}

async fn send_in_words(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Value, No> {
    let response = fetch(method, address, headers, body)
        .await
        .ok_or(No::LATER)?;
    let trouble = match response.status() {
        200..=299 => None,
        401 | 403 => Some(Trouble::SignIn),
        404 | 410 => Some(Trouble::Gone),
        409 | 412 => Some(Trouble::Moved),
        400 | 422 => Some(Trouble::NotSo),
        _ => Some(Trouble::Later),
    };
    let said = content(&response).await;
    let Some(trouble) = trouble else {
        return said.ok_or(No::LATER);
    };
    let said = said.unwrap_or_default();
    let title = said.get("title").and_then(Value::as_str).map(str::to_owned);
    let errors = said
        .get("errors")
        .cloned()
        .and_then(|errors| serde_json::from_value(errors).ok())
        .unwrap_or_default();
    Err(No {
        trouble,
        title,
        errors,
    })
}

async fn content(response: &Response) -> Option<Value> {
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    let text = text.dyn_into::<JsString>().map(String::from).ok()?;
    serde_json::from_str(&text).ok()
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

/// Goes to what has that id, once the page shows it.
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
    // Sweden writes a moment as the machines do.
    let shown: String = js_sys::Date::new_0()
        .to_locale_string("sv-SE", &options)
        .into();
    shown
        .get(..16)
        .map(|shown| shown.replace(' ', "T"))
        .unwrap_or_default()
}

/// A moment as people of this country write it.
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
