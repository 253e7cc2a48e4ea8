//! Which ways to reach the person are safe. Unknown is never safe, so nothing is ticked beforehand.

use super::more::yes_no;
use crate::Site;
use crate::parts::fields::{Ask, details, hidden, line, lines, radios, select, tick};
use crate::parts::linked;
use crate::view::FormView;
use crate::words;
use ::words::form;
use events::referral::{ChannelKind, Frequency};
use leptos::prelude::*;

/// One way to reach a person, at its fixed place in the list.
struct Way {
    kind: ChannelKind,
    kind_name: &'static str,
    safe_name: &'static str,
    address: Option<Ask<'static>>,
}

fn ways() -> [Way; 5] {
    [
        Way {
            kind: ChannelKind::Email,
            kind_name: "/contact/channels/0/kind",
            safe_name: "/contact/channels/0/safe",
            address: Some(Ask {
                name: "/contact/channels/0/address",
                label: form::email(),
                hint: form::email_hint(),
                keyboard: "email",
                fill: "email",
                class: "",
            }),
        },
        Way {
            kind: ChannelKind::Text,
            kind_name: "/contact/channels/1/kind",
            safe_name: "/contact/channels/1/safe",
            address: Some(Ask {
                name: "/contact/channels/1/address",
                label: form::text(),
                hint: form::text_hint(),
                keyboard: "tel",
                fill: "tel",
                class: "govuk-input--width-20",
            }),
        },
        Way {
            kind: ChannelKind::Phone,
            kind_name: "/contact/channels/2/kind",
            safe_name: "/contact/channels/2/safe",
            address: Some(Ask {
                name: "/contact/channels/2/address",
                label: form::call(),
                hint: "",
                keyboard: "tel",
                fill: "tel",
                class: "govuk-input--width-20",
            }),
        },
        Way {
            kind: ChannelKind::Letter,
            kind_name: "/contact/channels/3/kind",
            safe_name: "/contact/channels/3/safe",
            address: Some(Ask {
                name: "/contact/channels/3/address",
                label: form::letter(),
                hint: "",
                keyboard: "",
                fill: "street-address",
                class: "",
            }),
        },
        Way {
            kind: ChannelKind::Online,
            kind_name: "/contact/channels/4/kind",
            safe_name: "/contact/channels/4/safe",
            address: None,
        },
    ]
}

/// The ways, each with its own tick.
pub(super) fn channels(_: &Site, values: &FormView) -> AnyView {
    let ways = ways();
    let preferred = ways
        .iter()
        .map(|way| (way.kind.as_str(), words::channel(way.kind)));
    let more = view! {
        {select(values, "/contact/preferred", form::preferred(), form::preferred_any(), preferred)}
        {select(
            values,
            "/contact/frequency",
            form::frequency(),
            form::frequency_any(),
            Frequency::ALL.iter().map(|f| (f.as_str(), words::frequency(*f))),
        )}
        {trusted(values)}
    };
    let shown: Vec<_> = ways.iter().map(|way| one_way(values, way)).collect();
    view! {
        <p class="govuk-body">{linked(form::safe_lead(), &[])}</p>
        <fieldset class="govuk-fieldset ways">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{form::safe()}</legend>
            {shown}
        </fieldset>
        <p class="govuk-body">{form::safe_nothing()}</p>
        {details(form::safe_more(), more.into_any())}
    }
    .into_any()
}

fn one_way(values: &FormView, way: &Way) -> AnyView {
    let address = way.address.map(|ask| {
        let field = if way.kind == ChannelKind::Letter {
            lines(values, ask, 3)
        } else {
            line(values, ask)
        };
        let call = (way.kind == ChannelKind::Phone).then(|| when_to_call(values));
        view! { <div class="more">{field} {call}</div> }
    });
    view! {
        <div class="govuk-checkboxes way">
            {hidden(way.kind_name, way.kind.as_str())}
            {tick(values, way.safe_name, "true", words::channel_safe(way.kind), values.value(way.safe_name) == "true")}
            {address}
        </div>
    }
    .into_any()
}

fn when_to_call(values: &FormView) -> AnyView {
    let time = |name, label| {
        line(
            values,
            Ask {
                name,
                label,
                keyboard: "time",
                fill: "off",
                class: "govuk-input--width-10",
                ..Ask::default()
            },
        )
    };
    let fields = view! {
        {time("/contact/channels/2/from", form::call_from())}
        {time("/contact/channels/2/until", form::call_until())}
        {radios(
            values,
            "/contact/channels/2/voicemail",
            form::voicemail(),
            "",
            &yes_no(),
        )}
        {line(
            values,
            Ask {
                name: "/contact/channels/2/code_word",
                label: form::code_word(),
                fill: "off",
                class: "govuk-input--width-20",
                ..Ask::default()
            },
        )}
    };
    details(form::call_more(), fields.into_any())
}

fn trusted(values: &FormView) -> AnyView {
    view! {
        {line(
            values,
            Ask {
                name: "/contact/trusted_person/name",
                label: form::trusted_name(),
                fill: "off",
                ..Ask::default()
            },
        )}
        {line(
            values,
            Ask {
                name: "/contact/trusted_person/channel",
                label: form::trusted_channel(),
                hint: form::trusted_channel_hint(),
                fill: "off",
                ..Ask::default()
            },
        )}
        {radios(
            values,
            "/contact/trusted_person/knows",
            form::trusted_knows(),
            form::trusted_knows_hint(),
            &yes_no(),
        )}
    }
    .into_any()
}
