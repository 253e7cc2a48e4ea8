//! Which ways to reach the person are safe. Unknown is never safe, so nothing is ticked beforehand.

use crate::Site;
use crate::parts::fields::{Ask, hidden, line, lines, radios, select, tick};
use crate::view::FormView;
use crate::words;
use events::referral::{ChannelKind, Frequency};
use leptos::prelude::*;

/// One way to reach a person, at its fixed place in the list.
struct Way {
    kind: ChannelKind,
    kind_name: &'static str,
    safe_name: &'static str,
    address: Option<Ask<'static>>,
}

const WAYS: [Way; 5] = [
    Way {
        kind: ChannelKind::Email,
        kind_name: "/contact/channels/0/kind",
        safe_name: "/contact/channels/0/safe",
        address: Some(Ask {
            name: "/contact/channels/0/address",
            label: "Email address",
            hint: "Nobody else should read this mail.",
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
            label: "Phone number for texts",
            hint: "Texts can show on a locked screen.",
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
            label: "Phone number for calls",
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
            label: "Address for letters",
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
];

/// The ways, each with its own tick.
pub(super) fn channels(_: &Site, form: &FormView) -> AnyView {
    let ways: Vec<_> = WAYS.iter().map(|way| one_way(form, way)).collect();
    let preferred = WAYS
        .iter()
        .map(|way| (way.kind.as_str(), words::channel(way.kind)));
    view! {
        <p class="govuk-body">
            "Tick only what is safe: nobody who scares you sees or hears it. "
            <b>"We use nothing that you do not tick."</b>
        </p>
        <fieldset class="govuk-fieldset ways">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">"What is safe?"</legend>
            {ways}
        </fieldset>
        <p class="govuk-body">
            "Nothing safe? You can still send. You get a reference and three words to come back with."
        </p>
        <details class="govuk-details plain">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"Best way, how often, someone you trust"</span>
            </summary>
            {select(form, "/contact/preferred", "Best way", "I do not mind", preferred)}
            {select(
                form,
                "/contact/frequency",
                "How often should we write or call?",
                "You decide",
                Frequency::ALL.iter().map(|f| (f.as_str(), words::frequency(*f))),
            )}
            {trusted(form)}
        </details>
    }
    .into_any()
}

fn one_way(form: &FormView, way: &Way) -> AnyView {
    let address = way.address.map(|ask| {
        let field = if way.kind == ChannelKind::Letter {
            lines(form, ask, 3)
        } else {
            line(form, ask)
        };
        let call = (way.kind == ChannelKind::Phone).then(|| when_to_call(form));
        view! { <div class="more">{field} {call}</div> }
    });
    view! {
        <div class="govuk-checkboxes way">
            {hidden(way.kind_name, way.kind.as_str())}
            {tick(form, way.safe_name, "true", words::channel_safe(way.kind), form.value(way.safe_name) == "true")}
            {address}
        </div>
    }
    .into_any()
}

fn when_to_call(form: &FormView) -> AnyView {
    let time = |name, label| {
        line(
            form,
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
    view! {
        <details class="govuk-details plain">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"Safe times, messages, a code word"</span>
            </summary>
        {time("/contact/channels/2/from", "Call me from (leave empty for any time)")}
        {time("/contact/channels/2/until", "and until")}
        {radios(
            form,
            "/contact/channels/2/voicemail",
            "May we leave a message?",
            "",
            &[("true", "Yes"), ("false", "No")],
            "",
        )}
        {line(
            form,
            Ask {
                name: "/contact/channels/2/code_word",
                label: "A word that we say first, so you know it is us",
                fill: "off",
                class: "govuk-input--width-20",
                ..Ask::default()
            },
        )}
        </details>
    }
    .into_any()
}

fn trusted(form: &FormView) -> AnyView {
    view! {
        {line(form, Ask { name: "/contact/trusted_person/name", label: "Someone you trust: their name", fill: "off", ..Ask::default() })}
        {line(
            form,
            Ask {
                name: "/contact/trusted_person/channel",
                label: "How we can reach them",
                hint: "A phone number or an email address.",
                fill: "off",
                ..Ask::default()
            },
        )}
        {radios(
            form,
            "/contact/trusted_person/knows",
            "Do they know what happened?",
            "We only speak with them if they do.",
            &[("true", "Yes"), ("false", "No")],
            "",
        )}
    }
    .into_any()
}
