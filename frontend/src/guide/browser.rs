//! What the islands do in a browser: they read the form and mark its fields. They never make a field, so nothing that a
//! person typed is lost.

use crate::guide::{Answers, check, wanted};
use crate::words::message;
use ::words::Language;
use events::FieldError;
use hydration_context::HydrateSharedContext;
use jiff::civil::Date;
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, FormData, HtmlElement, HtmlFormElement};

const FORM: &str = "form";
const MARKED: &str = "govuk-form-group--error";
const MESSAGE: &str = "govuk-error-message";

/// Gets Leptos ready for islands. They have no effects, so no executor is started: it would cost a tenth of the bytes.
pub fn wake() {
    let context = HydrateSharedContext::new_islands();
    let owner = Owner::new_root(Some(Arc::new(context)));
    owner.set();
    speak_the_language_of_the_page();
    // The root lives as long as the page.
    std::mem::forget(owner);
}

/// With English alone this leaves nothing in the WASM.
fn speak_the_language_of_the_page() {
    if Language::ALL.len() > 1
        && let Some(root) = document().document_element()
        && let Some(language) = root
            .get_attribute("lang")
            .and_then(|tag| Language::from_tag(&tag))
    {
        language.stay();
    }
}

/// Checks the answers when the small script asks, and stops it where something has to be put right first.
pub(super) fn answer_checks() {
    listen("hub:check", |event| {
        let listed = mark(&found(&event).unwrap_or_default());
        if show(&listed).is_some() && !listed.is_empty() {
            event.prevent_default();
        }
    });
}

/// Listens as long as the page lives. The listener of Leptos can be taken away again, from its own thread only: to tell one
/// thread from another takes a second allocator.
fn listen(name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    let _ = window().add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// Shows the lines that fit, now and after each answer.
pub(super) fn follow_answers() {
    listen("change", |_| show_lines());
    // The person may have answered before the island woke.
    request_animation_frame(show_lines);
}

fn show_lines() {
    let (Some(guide), Some(answers)) = (element("guide"), answers()) else {
        return;
    };
    let wanted = wanted(&answers);
    let (mut any, mut new) = (false, false);
    each("#guide [data-for]", |line| {
        let people = line.get_attribute("data-for").unwrap_or_default();
        let fits = people.split(' ').any(|one| wanted.contains(&one));
        any |= fits;
        new |= fits && line.has_attribute("hidden");
        hide(&line, !fits);
    });
    hide(&guide, !any);
    // The person sees a new line immediately; the small script folds it with the next question.
    if new {
        let _ = guide.set_attribute("open", "");
    }
}

/// Fills the summary and takes the person there; or hides it.
fn show(listed: &[(String, &'static str)]) -> Option<()> {
    let summary = element("checks")?;
    let list = summary.query_selector("ul").ok().flatten()?;
    list.set_text_content(None);
    for (to, text) in listed {
        let link = document().create_element("a").ok()?;
        link.set_attribute("href", &format!("#{to}")).ok()?;
        link.set_text_content(Some(text));
        let item = document().create_element("li").ok()?;
        item.append_child(&link).ok()?;
        list.append_child(&item).ok()?;
    }
    hide(&summary, listed.is_empty());
    if !listed.is_empty() {
        let _ = summary.dyn_into::<HtmlElement>().ok()?.focus();
    }
    Some(())
}

fn hide(element: &Element, yes: bool) {
    let _ = if yes {
        element.set_attribute("hidden", "")
    } else {
        element.remove_attribute("hidden")
    };
}

fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

fn form() -> Option<HtmlFormElement> {
    element(FORM)?.dyn_into().ok()
}

/// The form as it would be sent.
fn answers() -> Option<Answers> {
    let data = FormData::new_with_form(&form()?).ok()?;
    let pairs = Array::from(&data);
    let pair = |pair: JsValue| {
        let pair = Array::from(&pair);
        let (name, mut text) = (pair.get(0).as_string()?, pair.get(1).as_string()?);
        // Line breaks as the server reads them. No browser writes the first of their two characters alone.
        text.retain(|c| c != '\r');
        Some((name, text))
    };
    Some(Answers::read(pairs.iter().filter_map(pair), today()))
}

/// Today, as the phone knows it. Its clock may be wrong, so nothing is refused because of it.
fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    let year = i16::try_from(now.get_full_year()).ok()?;
    let month = i8::try_from(now.get_month() + 1).ok()?;
    let day = i8::try_from(now.get_date()).ok()?;
    Date::new(year, month, day).ok()
}

/// What has to be put right in the question that the event names, or in all of them. Errors without a field on the page are
/// left to the server.
fn found(event: &Event) -> Option<Vec<(FieldError, Element)>> {
    let step = Reflect::get(event, &JsValue::from_str("detail"))
        .ok()?
        .as_string();
    let errors = check(answers()?, today()?);
    let fields = errors
        .into_iter()
        .filter_map(|error| field_of(&error.field).map(|field| (error, field)));
    let asked = |field: &Element| match &step {
        Some(step) => field.closest(step).ok().flatten().is_some(),
        None => true,
    };
    Some(fields.filter(|(_, field)| asked(field)).collect())
}

fn field_of(name: &str) -> Option<Element> {
    form()?
        .query_selector(&format!("[name=\"{name}\"]:not([type=hidden])"))
        .ok()
        .flatten()
}

/// Removes old messages and puts each new one next to its field. Returns the summary: the field's id and what to do.
fn mark(found: &[(FieldError, Element)]) -> Vec<(String, &'static str)> {
    clear();
    let mut listed = Vec::new();
    for (error, field) in found {
        let text = message(&error.field, error.code);
        let id = field.id();
        if place(field, &id, text).is_some() {
            listed.push((id, text));
        }
    }
    listed
}

fn place(field: &Element, id: &str, text: &str) -> Option<()> {
    let message = document().create_element("p").ok()?;
    let error_id = format!("{id}-error");
    message.set_id(&error_id);
    message.set_class_name(MESSAGE);
    message.set_text_content(Some(text));
    let near = match field.get_attribute("type").as_deref() {
        Some("radio") => field.closest(".govuk-radios").ok().flatten()?,
        Some("checkbox") => field.closest(".govuk-checkboxes__item").ok().flatten()?,
        _ => field.clone(),
    };
    let parent = near.parent_node()?;
    parent.insert_before(&message, Some(&near)).ok()?;
    if let Some(group) = field.closest(".govuk-form-group").ok().flatten() {
        let _ = group.class_list().add_1(MARKED);
    }
    let described = field.get_attribute("aria-describedby").unwrap_or_default();
    let _ = field.set_attribute("aria-describedby", format!("{described} {error_id}").trim());
    Some(())
}

/// Removes every message, including those of the server: what still has to be put right gets a new one.
fn clear() {
    if let Some(summary) = element("problems") {
        summary.remove();
    }
    each(&format!("#{FORM} p.{MESSAGE}"), |message| {
        let error_id = message.id();
        each(
            &format!("#{FORM} [aria-describedby~=\"{error_id}\"]"),
            |field| {
                let ids = field.get_attribute("aria-describedby").unwrap_or_default();
                let kept: Vec<_> = ids.split(' ').filter(|id| *id != error_id).collect();
                let _ = field.set_attribute("aria-describedby", &kept.join(" "));
            },
        );
        message.remove();
    });
    each(&format!(".{MARKED}"), |group| {
        let _ = group.class_list().remove_1(MARKED);
    });
}

fn each(selector: &str, mut act: impl FnMut(Element)) {
    let Ok(found) = document().query_selector_all(selector) else {
        return;
    };
    for index in 0..found.length() {
        if let Some(element) = found.item(index).and_then(|node| node.dyn_into().ok()) {
            act(element);
        }
    }
}
