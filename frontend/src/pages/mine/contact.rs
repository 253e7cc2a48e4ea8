//! The ways to contact the person, which they can change. Unknown is never safe: nothing is ticked that they did not tick.

use super::{command_form, label, person_page};
use crate::parts::fields::{Ask, hidden, line, lines, problem_of, radios, select, tick};
use crate::parts::linked;
use crate::view::{ContactView, FormView};
use crate::words::message;
use crate::{Site, words};
use ::words::own_page;
use events::referral::{ChannelKind, Day, Frequency};
use leptos::prelude::*;

/// The ways to contact the person: each has its tick, its address and its hours.
pub fn contact(site: &Site, view: &ContactView) -> String {
    person_page(site, &view.page, "contact", || {
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
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{own_page::contact_safe()}</legend>
                {ways}
            </fieldset>
            {select(form, "/contact/preferred", own_page::contact_best(), own_page::contact_best_unsaid(), preferred)}
            {select(form, "/contact/frequency", own_page::contact_often(), own_page::contact_often_unsaid(), often)}
            {trusted}
            {radios(
                form,
                "old_mail_safe",
                own_page::old_mail_safe(),
                own_page::old_mail_safe_hint(),
                &yes_or_no(),
            )}
        };
        let waits = (!view.unconfirmed.is_empty()).then(|| {
            let kinds: Vec<_> = view
                .unconfirmed
                .iter()
                .map(|kind| view! { <li>{words::channel(*kind)}</li> })
                .collect();
            view! {
                <p class="govuk-body">{own_page::unconfirmed()}</p>
                <ul class="govuk-list govuk-list--bullet">{kinds}</ul>
            }
        });
        let code = view.asks_code.then(|| {
            let ask = Ask {
                name: "code",
                label: own_page::contact_code(),
                hint: own_page::contact_code_hint(),
                keyboard: "numeric",
                fill: "one-time-code",
                class: "govuk-input--width-10",
            };
            let fields = line(&FormView::default(), ask);
            command_form(
                &view.page,
                "confirm-contact",
                own_page::contact_code_send(),
                fields,
            )
        });
        view! {
            <h1 class="govuk-heading-l">{label("contact")}</h1>
            <p class="govuk-body">{linked(own_page::contact_lead(), &[])}</p>
            <p class="govuk-body">{own_page::contact_page_closes()}</p>
            <p class="govuk-body">{own_page::contact_told(&view.told)}</p>
            {waits}
            {code}
            {command_form(&view.page, "change-contact", own_page::save(), fields.into_any())}
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
    let keyboard = match kind {
        ChannelKind::Email => "email",
        ChannelKind::Text | ChannelKind::Phone => "tel",
        ChannelKind::Letter | ChannelKind::Online => "",
    };
    let ask = Ask {
        name,
        label: own_page::address(kind.as_str()).unwrap_or_default(),
        keyboard,
        // A browser must not remember it for the next person who uses the phone.
        fill: "off",
        ..Ask::default()
    };
    if kind == ChannelKind::Letter {
        lines(form, ask, 3)
    } else {
        line(form, ask)
    }
}

/// When it is safe, and more for calls. Hidden fields keep the answers that this kind of way does not show.
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
            {radios(form, &voicemail, own_page::voicemail(), "", &yes_or_no())}
            {line(
                form,
                Ask {
                    name: &code_word,
                    label: own_page::code_word(),
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
                <span class="govuk-details__summary-text">{own_page::safe_times()}</span>
            </summary>
            {time("from", own_page::safe_times_from())}
            {time("until", own_page::safe_times_until())}
            <fieldset class="govuk-fieldset">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
                    {own_page::safe_times_days()}
                </legend>
                <div class="govuk-checkboxes">{days}</div>
            </fieldset>
            {call}
        </details>
    }
    .into_any()
}

/// Yes, no, and a way to take the answer back.
fn yes_or_no() -> [(&'static str, &'static str); 3] {
    [
        ("true", own_page::yes()),
        ("false", own_page::no()),
        ("", ::words::form::not_said()),
    ]
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
                <span class="govuk-details__summary-text">{own_page::trusted()}</span>
            </summary>
            {line(form, Ask { name: &who, label: own_page::trusted_name(), fill: "off", ..Ask::default() })}
            {line(
                form,
                Ask {
                    name: &channel,
                    label: own_page::trusted_channel(),
                    hint: own_page::trusted_channel_hint(),
                    fill: "off",
                    ..Ask::default()
                },
            )}
            {radios(
                form,
                &knows,
                own_page::trusted_knows(),
                own_page::trusted_knows_hint(),
                &yes_or_no(),
            )}
            {hidden(&relationship, form.value(&relationship))}
        </details>
    }
    .into_any()
}
