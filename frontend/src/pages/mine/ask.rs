//! What the person can say and ask for: a message, a call, restorative justice, complaints, feedback, the panel.

use super::{command_form, label, person_page};
use crate::parts::fields::{Ask, line, lines, radios};
use crate::parts::{help_list, open_day_and_night};
use crate::view::AskView;
use crate::{Site, words};
use ::words::own_page;
use events::case::ComplaintAbout;
use leptos::prelude::*;

/// From not at all to very much.
const HOW_MUCH: [&str; 5] = ["1", "2", "3", "4", "5"];

/// What the person can say and ask for.
pub fn ask(site: &Site, view: &AskView) -> String {
    person_page(site, &view.page, "ask", || {
        view! {
            <h1 class="govuk-heading-l">{label("ask")}</h1>
            <p class="govuk-body">{own_page::ask_lead()}</p>
            {help_list(&open_day_and_night(site.profile))}
            <h2 class="govuk-heading-m">{own_page::say()}</h2>
            {say(view)}
            <h2 class="govuk-heading-m">{own_page::call()}</h2>
            {call(view)}
            <h2 class="govuk-heading-m">{own_page::feedback()}</h2>
            {feedback(view)}
            <h2 class="govuk-heading-m">{own_page::complain()}</h2>
            {complain(view)}
            <h2 class="govuk-heading-m">{own_page::restorative_justice()}</h2>
            {restorative(view)}
            <h2 class="govuk-heading-m">{own_page::panel()}</h2>
            {panel(view)}
        }
        .into_any()
    })
}

fn own_words<'a>(name: &'a str, label: &'static str) -> Ask<'a> {
    Ask {
        name,
        label,
        hint: own_page::say_hint(),
        fill: "off",
        ..Ask::default()
    }
}

fn say(view: &AskView) -> AnyView {
    let field = lines(&view.form, own_words("words", own_page::say_label()), 5);
    command_form(&view.page, "say", own_page::say_send(), field)
}

fn call(view: &AskView) -> AnyView {
    if view.calls.is_empty() {
        return view! { <p class="govuk-body">{own_page::call_no_safe_phone()}</p> }.into_any();
    }
    let hours: Vec<_> = view
        .calls
        .iter()
        .map(|hours| view! { <li>{hours.clone()}</li> })
        .collect();
    let time = |name, label, hint, keyboard| {
        line(
            &view.form,
            Ask {
                name,
                label,
                hint,
                keyboard,
                fill: "off",
                class: "govuk-input--width-10",
            },
        )
    };
    let fields = view! {
        <p class="govuk-body">{own_page::call_hours()}</p>
        <ul class="govuk-list govuk-list--bullet">{hours}</ul>
        {time("day", own_page::call_day(), own_page::call_day_hint(), "date")}
        {time("time", own_page::call_time(), own_page::call_time_hint(), "time")}
    };
    command_form(&view.page, "call", own_page::call_send(), fields.into_any())
}

fn feedback(view: &AskView) -> AnyView {
    let form = &view.form;
    let chosen = form.value("service");
    let services = view.services.iter().map(|(code, name)| {
        view! { <option value=code.clone() selected=chosen == code>{name.clone()}</option> }
    });
    let services: Vec<_> = services.collect();
    let about = (!services.is_empty()).then(|| {
        view! {
            <div class="govuk-form-group">
                <label class="govuk-label" for="service">
                    {own_page::feedback_about()}
                </label>
                <select class="govuk-select" id="service" name="service">
                    <option value="">{own_page::feedback_about_all()}</option>
                    {services}
                </select>
            </div>
        }
    });
    let choices = HOW_MUCH.map(|mark| (mark, own_page::how_much(mark).unwrap_or_default()));
    let question = |name, legend| radios(form, name, legend, "", &choices);
    let fields = view! {
        <p class="govuk-body">{own_page::feedback_hint()}</p>
        {question("helped", own_page::feedback_helped())}
        {question("had_a_say", own_page::feedback_had_a_say())}
        {question("felt_safe", own_page::feedback_felt_safe())}
        {about}
    };
    command_form(
        &view.page,
        "feedback",
        own_page::feedback_send(),
        fields.into_any(),
    )
}

fn complain(view: &AskView) -> AnyView {
    let about: Vec<_> = ComplaintAbout::ALL
        .iter()
        .map(|about| (about.as_str(), words::complaint(*about)))
        .collect();
    let fields = view! {
        <p class="govuk-body">{own_page::complain_hint()}</p>
        {radios(&view.form, "about", own_page::complain_about(), "", &about)}
        {lines(&view.form, own_words("complaint", own_page::complain_what_happened()), 5)}
    };
    command_form(
        &view.page,
        "complain",
        own_page::complain_send(),
        fields.into_any(),
    )
}

fn restorative(view: &AskView) -> AnyView {
    let button = if view.restorative_asked {
        asked_already()
    } else {
        let send = own_page::restorative_justice_send();
        command_form(&view.page, "restorative-justice", send, ().into_any())
    };
    view! {
        <p class="govuk-body">{own_page::restorative_justice_hint()}</p>
        {button}
    }
    .into_any()
}

fn panel(view: &AskView) -> AnyView {
    let button = if view.panel_asked {
        asked_already()
    } else {
        command_form(&view.page, "panel", own_page::panel_send(), ().into_any())
    };
    view! {
        <p class="govuk-body">{own_page::panel_hint()}</p>
        {button}
    }
    .into_any()
}

fn asked_already() -> AnyView {
    view! { <p class="govuk-body">{own_page::asked_already()}</p> }.into_any()
}
