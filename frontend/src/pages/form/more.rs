//! The questions that may be left out. What is not answered is unknown, never no.

use crate::Site;
use crate::parts::fields::{Ask, facts, group, line, lines, radios, select, tick, ticks};
use crate::view::FormView;
use crate::words;
use events::referral::{
    AccessNeed, AgeBand, IncidentFlag, Modality, NeedCode, Reported, RestorativeJusticeWish,
    SuspectKnown, Weight, WorkerGender,
};
use leptos::prelude::*;

const YES_NO: [(&str, &str); 2] = [("true", "Yes"), ("false", "No")];

/// What happened, in ticks.
pub(super) fn happened(_: &Site, form: &FormView) -> AnyView {
    let hate = |flag: &IncidentFlag| flag.as_str().starts_with("hate-");
    let all = || IncidentFlag::ALL.iter().enumerate();
    let item = |(index, flag): (usize, &IncidentFlag)| (index, flag.as_str(), words::flag(*flag));
    let reported: Vec<_> = Reported::ALL
        .iter()
        .map(|r| (r.as_str(), words::reported(*r)))
        .collect();
    view! {
        {ticks(form, "/incident/flags", "Tick all that fit", all().filter(|(_, flag)| !hate(flag)).map(item))}
        {ticks(form, "/incident/flags", "They did it", all().filter(|(_, flag)| hate(flag)).map(item))}
        {radios(
            form,
            "/incident/antisocial_behaviour_only",
            "Is it only noise, mess or nasty behaviour near you?",
            "",
            &YES_NO,
            "",
        )}
        {select(
            form,
            "/circumstances/suspect_known",
            "Who did it?",
            "I do not want to say",
            SuspectKnown::ALL.iter().map(|s| (s.as_str(), words::suspect(*s))),
        )}
        {radios(form, "/circumstances/lives_with_suspect", "Do you live with them?", "", &YES_NO, "")}
        {line(
            form,
            Ask {
                name: "/incident/occurred",
                label: "When was it?",
                hint: "As much as you want to say: 2026, or 2026-03 for March, or 2026-03-14.",
                fill: "off",
                class: "govuk-input--width-10",
                ..Ask::default()
            },
        )}
        {line(
            form,
            Ask {
                name: "/circumstances/times_in_12_months",
                label: "How many times in the last year?",
                keyboard: "numeric",
                fill: "off",
                class: "govuk-input--width-4",
                ..Ask::default()
            },
        )}
        {radios(form, "/circumstances/targeted_deliberately", "Did they pick you on purpose?", "", &YES_NO, "")}
        {radios(form, "/incident/reported", "Did you tell the police?", "You get help either way.", &reported, "")}
        {line(
            form,
            Ask {
                name: "/incident/crime_reference",
                label: "Crime number, if you have one",
                fill: "off",
                class: "govuk-input--width-20",
                ..Ask::default()
            },
        )}
    }
    .into_any()
}

/// The short safety screen.
pub(super) fn safety(_: &Site, form: &FormView) -> AnyView {
    facts(form, "/safety", "Tick all that are true", &words::SAFETY)
}

/// The needs in their six groups, each with a weight once it is ticked.
pub(super) fn needs(_: &Site, form: &FormView) -> AnyView {
    let mut index = 0;
    let groups: Vec<_> = words::NEED_GROUPS
        .iter()
        .map(|(name, codes)| {
            let items: Vec<_> = codes
                .iter()
                .map(|code| {
                    let item = need(form, index, *code);
                    index += 1;
                    item
                })
                .collect();
            group(name, items.into_any())
        })
        .collect();
    groups.into_any()
}

fn need(form: &FormView, index: usize, code: NeedCode) -> AnyView {
    let name = format!("/needs/{index}/code");
    let ticked = form.value(&name) == code.as_str();
    view! {
        <div class="govuk-checkboxes way">
            {tick(form, &name, code.as_str(), words::need(code), ticked)}
            <div class="more">
                {select(
                    form,
                    &format!("/needs/{index}/weight"),
                    "How much?",
                    "",
                    Weight::ALL.iter().map(|w| (w.as_str(), words::weight(*w))),
                )}
            </div>
        </div>
    }
    .into_any()
}

/// Where the person lives: it decides who helps.
pub(super) fn home(_: &Site, form: &FormView) -> AnyView {
    view! {
        {line(
            form,
            Ask {
                name: "/residence/postcode",
                label: "Your postcode",
                hint: "It tells us which services are near you. We write nothing to this address.",
                fill: "postal-code",
                class: "govuk-input--width-10",
                ..Ask::default()
            },
        )}
        {tick(
            form,
            "/residence/no_fixed_address",
            "true",
            "I have no fixed home",
            form.value("/residence/no_fixed_address") == "true",
        )}
    }
    .into_any()
}

/// How the person would like to be supported.
pub(super) fn support(_: &Site, form: &FormView) -> AnyView {
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
            form,
            "/wishes/modality",
            "How would you like to talk?",
            Modality::ALL.iter().enumerate().map(|(index, m)| (index, m.as_str(), words::modality(*m))),
        )}
        {radios(form, "/wishes/worker_gender", "Who would you rather talk to?", "", &worker, "")}
        {radios(
            form,
            "/wishes/restorative_justice",
            "Would you like to tell the person who did it how it hurt you?",
            "With someone at your side, and only if you want. We can ask again another time.",
            &restorative,
            "",
        )}
        {line(
            form,
            Ask {
                name: "/wishes/already_supported_by/0",
                label: "Does someone help you already? Who?",
                fill: "off",
                ..Ask::default()
            },
        )}
    }
    .into_any()
}

/// Age, language, and what a service should know to be of use.
pub(super) fn about(_: &Site, form: &FormView) -> AnyView {
    view! {
        {select(form, "/person/age_band", "How old are you?", "I do not want to say", AgeBand::ALL.iter().map(|a| (a.as_str(), words::age(*a))))}
        {select(form, "/person/language", "Which language is best?", "No matter", words::LANGUAGES.into_iter())}
        {tick(form, "/person/interpreter", "true", "I need someone to interpret", form.value("/person/interpreter") == "true")}
        {ticks(
            form,
            "/person/access_needs",
            "What helps you to use a service?",
            AccessNeed::ALL.iter().enumerate().map(|(index, a)| (index, a.as_str(), words::access(*a))),
        )}
        {facts(form, "/circumstances", "Tick what is true for you. It can give you more rights", &words::ABOUT_ME)}
    }
    .into_any()
}

/// The person's own words.
pub(super) fn own_words(_: &Site, form: &FormView) -> AnyView {
    lines(
        form,
        Ask {
            name: "/wishes/own_words",
            label: "Anything you want us to know",
            hint: "In any language. You do not need to tell it all. Up to 4,000 letters.",
            ..Ask::default()
        },
        6,
    )
}
