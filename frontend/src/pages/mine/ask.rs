//! What the person can say and ask for: words, a call, restorative justice, complaints, what they think, the panel.

use super::{act, own_page};
use crate::parts::fields::{Ask, line, lines, radios};
use crate::parts::{help_list, open_day_and_night};
use crate::view::AskView;
use crate::{Site, words};
use events::case::ComplaintAbout;
use leptos::prelude::*;

/// From 1 to 5, as answers.
const HOW_MUCH: [(&str, &str); 5] = [
    ("1", "Not at all"),
    ("2", "A little"),
    ("3", "Partly"),
    ("4", "Mostly"),
    ("5", "Very much"),
];

/// What the person can say and ask for.
pub fn ask(site: &Site, view: &AskView) -> String {
    own_page(site, &view.own, "ask", || {
        view! {
            <h1 class="govuk-heading-l">"Tell us or ask us something"</h1>
            <p class="govuk-body">"Nobody is watching this page. If you cannot wait, ring one of these lines."</p>
            {help_list(&open_day_and_night(site.profile))}
            <h2 class="govuk-heading-m">"Write to us"</h2>
            {say(view)}
            <h2 class="govuk-heading-m">"Ask us to ring you"</h2>
            {call(view)}
            <h2 class="govuk-heading-m">"Tell us how it was for you"</h2>
            {feedback(view)}
            <h2 class="govuk-heading-m">"Complain"</h2>
            {complain(view)}
            <h2 class="govuk-heading-m">"Speak with the person who did it"</h2>
            {restorative(view)}
            <h2 class="govuk-heading-m">"Help us do better"</h2>
            {panel(view)}
        }
        .into_any()
    })
}

fn own_words<'a>(name: &'a str, label: &'static str) -> Ask<'a> {
    Ask {
        name,
        label,
        hint: "In any language. Up to 2,000 letters.",
        fill: "off",
        ..Ask::default()
    }
}

fn say(view: &AskView) -> AnyView {
    act(
        &view.own,
        "say",
        "Send",
        lines(&view.form, own_words("words", "Your own words"), 5),
    )
}

fn call(view: &AskView) -> AnyView {
    if view.calls.is_empty() {
        return view! {
            <p class="govuk-body">
                "No number for calls is ticked as safe, so we do not ring you. You can write to us above, "
                "ring one of the lines, or tick a number under “How we reach you”."
            </p>
        }
        .into_any();
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
        <p class="govuk-body">"You called these times safe:"</p>
        <ul class="govuk-list govuk-list--bullet">{hours}</ul>
        {time("day", "On which day?", "Like 2026-11-24.", "date")}
        {time("time", "At what time?", "Like 14:30.", "time")}
    };
    act(&view.own, "call", "Ask for a call", fields.into_any())
}

fn feedback(view: &AskView) -> AnyView {
    let form = &view.form;
    let services = view.services.iter().map(|(code, name)| {
        view! { <option value=code.clone() selected=form.value("service") == code>{name.clone()}</option> }
    });
    let services: Vec<_> = services.collect();
    let about = (!services.is_empty()).then(|| {
        view! {
            <div class="govuk-form-group">
                <label class="govuk-label" for="service">
                    "About whom?"
                </label>
                <select class="govuk-select" id="service" name="service">
                    <option value="">"All of it"</option>
                    {services}
                </select>
            </div>
        }
    });
    let fields = view! {
        <p class="govuk-body">"Answer what you like. It changes nothing about the help you get."</p>
        {radios(form, "helped", "Did it help?", "", &HOW_MUCH, "")}
        {radios(form, "had_a_say", "Did you have a say in it?", "", &HOW_MUCH, "")}
        {radios(form, "felt_safe", "Did you feel safe with how it was done?", "", &HOW_MUCH, "")}
        {about}
    };
    act(&view.own, "feedback", "Tell us", fields.into_any())
}

fn complain(view: &AskView) -> AnyView {
    let about: Vec<_> = ComplaintAbout::ALL
        .iter()
        .map(|about| (about.as_str(), words::complaint(*about)))
        .collect();
    let fields = view! {
        <p class="govuk-body">
            "You hear from us within 10 working days, and get an answer within 20. "
            "It changes nothing about the help you get."
        </p>
        {radios(&view.form, "about", "What is it about?", "", &about, "")}
        {lines(&view.form, own_words("complaint", "What happened?"), 5)}
    };
    act(
        &view.own,
        "complain",
        "Send the complaint",
        fields.into_any(),
    )
}

fn restorative(view: &AskView) -> AnyView {
    let asked = view.restorative_asked;
    let button = if asked {
        asked_already()
    } else {
        act(&view.own, "restorative-justice", "Tell me more", none())
    };
    view! {
        <p class="govuk-body">
            "Some people want to tell the person who did it how it hurt them. Someone is at your side, and only if you "
            "want. This is called restorative justice. Asking does not mean that you have to do it."
        </p>
        {button}
    }
    .into_any()
}

fn panel(view: &AskView) -> AnyView {
    let asked = view.panel_asked;
    let button = if asked {
        asked_already()
    } else {
        act(&view.own, "panel", "Tell me about the panel", none())
    };
    view! {
        <p class="govuk-body">
            "People who went through something themselves help us to do better. They meet as a panel, when they like."
        </p>
        {button}
    }
    .into_any()
}

fn asked_already() -> AnyView {
    view! { <p class="govuk-body">"You asked for this. One of our team tells you more."</p> }
        .into_any()
}

fn none() -> AnyView {
    ().into_any()
}
