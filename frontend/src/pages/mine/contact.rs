//! How the person may be reached, to be changed. Unknown is never safe: nothing is ticked that they did not tick.

use super::{act, own_page};
use crate::parts::fields::{Ask, hidden, line, lines, problem_of, radios, select, tick};
use crate::view::{ContactView, FormView};
use crate::words::message;
use crate::{Site, words};
use events::referral::{ChannelKind, Day, Frequency};
use leptos::prelude::*;

/// How the person may be reached: each way with its own tick, its address and its hours.
pub fn contact(site: &Site, view: &ContactView) -> String {
    own_page(site, &view.own, "contact", || {
        let form = &view.form;
        let ways: Vec<_> = view
            .ways
            .iter()
            .enumerate()
            .map(|(at, kind)| way(form, at, *kind))
            .collect();
        let preferred = ChannelKind::ALL
            .iter()
            .map(|kind| (kind.as_str(), words::channel(*kind)));
        let often = Frequency::ALL
            .iter()
            .map(|often| (often.as_str(), words::frequency(*often)));
        let trusted = trusted(form);
        let fields = view! {
            {problems(form)}
            <fieldset class="govuk-fieldset ways">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">"What is safe?"</legend>
                {ways}
            </fieldset>
            {select(form, "/contact/preferred", "Best way", "I do not mind", preferred)}
            {select(form, "/contact/frequency", "How often should we write or call?", "You decide", often)}
            {trusted}
        };
        view! {
            <h1 class="govuk-heading-l">"How we may reach you"</h1>
            <p class="govuk-body">
                "Tick only what is safe: nobody who scares you sees or hears it. "
                <b>"We use nothing that you do not tick. Take a tick away, and we stop at once."</b>
            </p>
            <p class="govuk-body">{format!("You told us so last at {}.", view.told)}</p>
            {act(&view.own, "change-contact", "Save", fields.into_any())}
        }
        .into_any()
    })
}

/// What is wrong, each with a link to its field.
fn problems(form: &FormView) -> Option<AnyView> {
    let items: Vec<_> = form
        .errors
        .iter()
        .map(|error| {
            let text =
                problem_of(form, &error.field).unwrap_or_else(|| message(&error.field, error.code));
            let to = format!("#{}", crate::parts::fields::id(&error.field));
            view! {
                <li>
                    <a href=to>{text}</a>
                </li>
            }
        })
        .collect();
    (!items.is_empty())
        .then(|| view! { <ul class="govuk-list govuk-error-summary__list">{items}</ul> }.into_any())
}

fn way(form: &FormView, at: usize, kind: ChannelKind) -> AnyView {
    let name = |field: &str| format!("/contact/channels/{at}/{field}");
    let safe = name("safe");
    let more = (kind != ChannelKind::Online).then(|| {
        view! {
            <div class="more">
                {address(form, &name("address"), kind)}
                {hours(form, at, kind)}
            </div>
        }
    });
    view! {
        <div class="govuk-checkboxes way">
            {hidden(&name("kind"), kind.as_str())}
            {tick(form, &safe, "true", words::channel_safe(kind), form.value(&safe) == "true")}
            {more}
        </div>
    }
    .into_any()
}

fn address(form: &FormView, name: &str, kind: ChannelKind) -> AnyView {
    let (label, keyboard, fill) = match kind {
        ChannelKind::Email => ("Email address", "email", "email"),
        ChannelKind::Text => ("Phone number for texts", "tel", "tel"),
        ChannelKind::Phone => ("Phone number for calls", "tel", "tel"),
        ChannelKind::Letter | ChannelKind::Online => ("Address for letters", "", "street-address"),
    };
    let ask = Ask {
        name,
        label,
        keyboard,
        fill,
        ..Ask::default()
    };
    if kind == ChannelKind::Letter {
        lines(form, ask, 3)
    } else {
        line(form, ask)
    }
}

/// When it is safe, and for a call what else. What the page does not ask goes along, so that it is not lost.
fn hours(form: &FormView, at: usize, kind: ChannelKind) -> AnyView {
    let name = |field: &str| format!("/contact/channels/{at}/{field}");
    let time = |field: &str, label| {
        let name = name(field);
        line(
            form,
            Ask {
                name: &name,
                label,
                keyboard: "time",
                fill: "off",
                class: "govuk-input--width-10",
                ..Ask::default()
            },
        )
    };
    let days: Vec<_> = Day::ALL
        .iter()
        .enumerate()
        .map(|(index, day)| {
            let name = name(&format!("days/{index}"));
            tick(
                form,
                &name,
                day.as_str(),
                words::day(*day),
                form.ticked(&days(at), day.as_str()),
            )
        })
        .collect();
    let (voicemail, code_word) = (name("voicemail"), name("code_word"));
    let call = if kind == ChannelKind::Phone {
        view! {
            {radios(form, &voicemail, "May we leave a message?", "", &[("true", "Yes"), ("false", "No")], "")}
            {line(
                form,
                Ask {
                    name: &code_word,
                    label: "A word that we say first, so you know it is us",
                    fill: "off",
                    class: "govuk-input--width-20",
                    ..Ask::default()
                },
            )}
        }
        .into_any()
    } else {
        [voicemail, code_word]
            .iter()
            .map(|name| hidden(name, form.value(name)))
            .collect::<Vec<_>>()
            .into_any()
    };
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"Safe times"</span>
            </summary>
            {time("from", "From (leave empty for any time)")}
            {time("until", "and until")}
            <fieldset class="govuk-fieldset">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
                    "On these days only (none ticked: any day)"
                </legend>
                <div class="govuk-checkboxes">{days}</div>
            </fieldset>
            {call}
        </details>
    }
    .into_any()
}

fn days(at: usize) -> String {
    format!("/contact/channels/{at}/days")
}

fn trusted(form: &FormView) -> AnyView {
    let name = |field| format!("/contact/trusted_person/{field}");
    let (who, channel, knows, relationship) = (
        name("name"),
        name("channel"),
        name("knows"),
        name("relationship"),
    );
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"Someone you trust"</span>
            </summary>
            {line(form, Ask { name: &who, label: "Their name", fill: "off", ..Ask::default() })}
            {line(
                form,
                Ask {
                    name: &channel,
                    label: "How we can reach them",
                    hint: "A phone number or an email address.",
                    fill: "off",
                    ..Ask::default()
                },
            )}
            {radios(
                form,
                &knows,
                "Do they know what happened?",
                "We only speak with them if they do.",
                &[("true", "Yes"), ("false", "No")],
                "",
            )}
            {hidden(&relationship, form.value(&relationship))}
        </details>
    }
    .into_any()
}
