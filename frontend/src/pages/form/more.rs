//! The optional questions. No answer means unknown, never no.

use crate::Site;
use crate::parts::fields::{Ask, facts, group, line, lines, radios, select, tick, ticks};
use crate::view::FormView;
use crate::words;
use ::words::{codes, form, parts};
use events::referral::{
    AccessNeed, AgeBand, IncidentFlag, Modality, NeedCode, Reported, RestorativeJusticeWish,
    SuspectKnown, Weight, WorkerGender,
};
use leptos::prelude::*;

/// Yes, no, and a way to take the answer back.
pub(super) fn yes_no() -> [(&'static str, &'static str); 3] {
    [
        ("true", parts::yes()),
        ("false", parts::no()),
        ("", form::not_said()),
    ]
}

/// What happened, in ticks.
pub(super) fn happened(_: &Site, values: &FormView) -> AnyView {
    let hate = |flag: &IncidentFlag| flag.as_str().starts_with("hate-");
    let all = || IncidentFlag::ALL.iter().enumerate();
    let item = |(index, flag): (usize, &IncidentFlag)| (index, flag.as_str(), words::flag(*flag));
    let reported: Vec<_> = Reported::ALL
        .iter()
        .map(|r| (r.as_str(), words::reported(*r)))
        .collect();
    view! {
        {ticks(values, "/incident/flags", form::select_all(), all().filter(|(_, flag)| !hate(flag)).map(item))}
        {ticks(values, "/incident/flags", form::because(), all().filter(|(_, flag)| hate(flag)).map(item))}
        {radios(
            values,
            "/incident/antisocial_behaviour_only",
            form::antisocial(),
            "",
            &yes_no(),
        )}
        {select(
            values,
            "/circumstances/suspect_known",
            form::suspect(),
            form::not_said(),
            SuspectKnown::ALL.iter().map(|s| (s.as_str(), words::suspect(*s))),
        )}
        {radios(values, "/circumstances/lives_with_suspect", form::lives_with(), "", &yes_no())}
        {line(
            values,
            Ask {
                name: "/incident/occurred",
                label: form::occurred(),
                hint: form::occurred_hint(),
                fill: "off",
                class: "govuk-input--width-10",
                ..Ask::default()
            },
        )}
        {line(
            values,
            Ask {
                name: "/circumstances/times_in_12_months",
                label: form::times(),
                keyboard: "numeric",
                fill: "off",
                class: "govuk-input--width-4",
                ..Ask::default()
            },
        )}
        {radios(values, "/circumstances/targeted_deliberately", form::on_purpose(), "", &yes_no())}
        {radios(values, "/incident/reported", form::reported(), form::reported_hint(), &reported)}
        {line(
            values,
            Ask {
                name: "/incident/crime_reference",
                label: form::crime_number(),
                fill: "off",
                class: "govuk-input--width-20",
                ..Ask::default()
            },
        )}
    }
    .into_any()
}

/// The short safety screen.
pub(super) fn safety(_: &Site, values: &FormView) -> AnyView {
    facts(values, "/safety", form::safety(), words::safety())
}

/// The needs in their groups; each has a weight when it is ticked.
pub(super) fn needs(_: &Site, values: &FormView) -> AnyView {
    let mut index = 0;
    let groups: Vec<_> = words::NEED_GROUPS
        .iter()
        .map(|(group_name, needs)| {
            let items: Vec<_> = needs
                .iter()
                .map(|code| {
                    let item = need(values, index, *code);
                    index += 1;
                    item
                })
                .collect();
            group(
                codes::need_group(group_name).unwrap_or(group_name),
                items.into_any(),
            )
        })
        .collect();
    groups.into_any()
}

fn need(values: &FormView, index: usize, code: NeedCode) -> AnyView {
    let name = format!("/needs/{index}/code");
    let ticked = values.value(&name) == code.as_str();
    view! {
        <div class="govuk-checkboxes way">
            {tick(values, &name, code.as_str(), words::need(code), ticked)}
            <div class="more">
                {select(
                    values,
                    &format!("/needs/{index}/weight"),
                    form::how_much(),
                    "",
                    Weight::ALL.iter().map(|w| (w.as_str(), words::weight(*w))),
                )}
            </div>
        </div>
    }
    .into_any()
}

/// Where the person lives, which decides who can help.
pub(super) fn home(_: &Site, values: &FormView) -> AnyView {
    view! {
        {line(
            values,
            Ask {
                name: "/residence/postcode",
                label: form::postcode(),
                hint: form::postcode_hint(),
                fill: "postal-code",
                class: "govuk-input--width-10",
                ..Ask::default()
            },
        )}
        {tick(
            values,
            "/residence/no_fixed_address",
            "true",
            form::no_fixed_home(),
            values.value("/residence/no_fixed_address") == "true",
        )}
    }
    .into_any()
}

/// How the person would like to be supported.
pub(super) fn support(_: &Site, values: &FormView) -> AnyView {
    let worker: Vec<_> = WorkerGender::ALL
        .iter()
        .map(|g| (g.as_str(), words::worker(*g)))
        .collect();
    let restorative: Vec<_> = RestorativeJusticeWish::ALL
        .iter()
        .map(|w| (w.as_str(), words::restorative(*w)))
        .collect();
    view! {
        {ticks(
            values,
            "/wishes/modality",
            form::modality(),
            Modality::ALL.iter().enumerate().map(|(index, m)| (index, m.as_str(), words::modality(*m))),
        )}
        {radios(values, "/wishes/worker_gender", form::worker(), "", &worker)}
        {radios(
            values,
            "/wishes/restorative_justice",
            form::restorative(),
            form::restorative_hint(),
            &restorative,
        )}
        {line(
            values,
            Ask {
                name: "/wishes/already_supported_by/0",
                label: form::supported_by(),
                fill: "off",
                ..Ask::default()
            },
        )}
    }
    .into_any()
}

/// Age, language, and what a service should know to be of use.
pub(super) fn about(_: &Site, values: &FormView) -> AnyView {
    view! {
        {select(values, "/person/age_band", form::age(), form::not_said(), AgeBand::ALL.iter().map(|a| (a.as_str(), words::age(*a))))}
        {select(values, "/person/language", form::language(), form::language_any(), words::offered_languages())}
        {tick(values, "/person/interpreter", "true", form::interpreter(), values.value("/person/interpreter") == "true")}
        {ticks(
            values,
            "/person/access_needs",
            form::access(),
            AccessNeed::ALL.iter().enumerate().map(|(index, a)| (index, a.as_str(), words::access(*a))),
        )}
        {facts(values, "/circumstances", form::rights(), words::about_me())}
    }
    .into_any()
}

/// The person's own words.
pub(super) fn own_words(_: &Site, values: &FormView) -> AnyView {
    lines(
        values,
        Ask {
            name: "/wishes/own_words",
            label: form::own_words(),
            hint: form::own_words_hint(),
            ..Ask::default()
        },
        6,
    )
}
