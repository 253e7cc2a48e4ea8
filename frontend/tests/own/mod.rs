//! A person's own pages, of the sample area.

use events::referral::{ChannelKind, Referral, Scope};
use events::{Code, FieldError, Reference};
use frontend::*;
use std::collections::BTreeMap;

/// All that a person may hear.
pub const SAID: [Said; 32] = [
    Said::ContactChanged,
    Said::Agreed,
    Said::AgreedToNothing,
    Said::SameAsBefore,
    Said::Refused,
    Said::WordsGot,
    Said::CallAsked,
    Said::RestorativeAsked,
    Said::ComplaintGot,
    Said::FeedbackGot,
    Said::PanelAsked,
    Said::Paused,
    Said::Resumed,
    Said::Withdrawn,
    Said::Reopened,
    Said::DeletionAsked,
    Said::TryAgain,
    Said::Moved,
    Said::NoSafePhone,
    Said::NotHere,
    Said::Over,
    Said::NotToReopen,
    Said::TooMuchWaiting,
    Said::CheckContact,
    Said::NoWords,
    Said::WordsTooLong,
    Said::WordsNotAllowed,
    Said::NoTime,
    Said::TooSoon,
    Said::TooFar,
    Said::OutsideHours,
    Said::NothingChosen,
];

/// Every page, as it is at first and after something was done or was not taken.
pub fn every_page(site: &Site) -> Vec<(String, String)> {
    let quiet = Stands::Quiet("9am on Monday 7 December".to_owned());
    let erased = Stands::Erased("9am on Monday 7 December".to_owned());
    let stop_at = |stands| {
        stop(
            site,
            &StopView {
                own: own(None),
                stands,
                deletion_asked: false,
            },
        )
    };
    [
        ("progress", progress(site, &a_progress(Stands::Open))),
        (
            "progress, erased",
            progress(site, &a_progress(erased.clone())),
        ),
        ("contact", contact(site, &a_contact(None))),
        (
            "contact with problems",
            contact(site, &a_contact(Some(Said::CheckContact))),
        ),
        ("consent", consent(site, &a_consent())),
        ("ask", ask(site, &an_ask(None, BTreeMap::new()))),
        (
            "ask with a problem",
            ask(site, &an_ask(Some(Said::NoTime), BTreeMap::new())),
        ),
        ("stop", stop_at(Stands::Open)),
        ("stop, quiet", stop_at(quiet)),
        ("stop, over", stop_at(Stands::Over)),
        ("stop, elsewhere", stop_at(Stands::Elsewhere)),
        ("stop, erased", stop_at(erased)),
        ("export", export(site, &an_export())),
    ]
    .into_iter()
    .map(|(name, html)| (format!("own {name}"), html))
    .collect()
}

/// The page on which one writes, with words that were not taken.
pub fn ask_with(site: &Site, typed: &str) -> String {
    let typed = |name: &str| (name.to_owned(), typed.to_owned());
    ask(
        site,
        &an_ask(
            Some(Said::WordsTooLong),
            BTreeMap::from([typed("words"), typed("complaint")]),
        ),
    )
}

fn own(said: Option<Said>) -> Own {
    Own {
        reference: Reference::from_number(7),
        pass: "a-pass".to_owned(),
        version: 9,
        said,
        at: said.filter(|said| *said == Said::NoTime).map(|_| "day"),
    }
}

fn steps() -> Vec<ProgressStep> {
    [Journey::Support, Journey::Justice]
        .map(|journey| ProgressStep {
            title: "Something happened".to_owned(),
            detail: "Someone to talk to".to_owned(),
            when: "10am on Monday 23 November".to_owned(),
            done: true,
            journey,
        })
        .to_vec()
}

fn promises() -> Vec<PromiseLine> {
    let line = |became| PromiseLine {
        what: "The service tries to reach you".to_owned(),
        when: "by noon".to_owned(),
        became,
    };
    [
        Became::ToCome,
        Became::Kept,
        Became::KeptLate,
        Became::Broken,
    ]
    .map(line)
    .to_vec()
}

fn a_progress(stands: Stands) -> ProgressView {
    ProgressView {
        own: own(Some(Said::Paused)),
        stands,
        steps: steps(),
        promises: promises(),
        next: vec![NextStep {
            what: "We read it".to_owned(),
            by: "by 5pm on Monday".to_owned(),
        }],
        help_now: Vec::new(),
        ask_council: true,
    }
}

fn a_contact(said: Option<Said>) -> ContactView {
    let error = FieldError::new("/contact/channels/0/address", Code::NotAnEmail);
    let errors = said.map(|_| error).into_iter().collect();
    ContactView {
        own: own(said),
        ways: vec![
            ChannelKind::Email,
            ChannelKind::Phone,
            ChannelKind::Phone,
            ChannelKind::Letter,
            ChannelKind::Online,
        ],
        form: FormView {
            errors,
            ..FormView::default()
        },
        told: "10am on Monday 23 November".to_owned(),
    }
}

fn services() -> Vec<SeesView> {
    let view = |(code, sees): (&str, Sees)| SeesView {
        provider: code.to_owned(),
        name: format!("{code} service"),
        sees,
    };
    [
        ("one", Sees::WhatIsNeeded),
        ("two", Sees::WhoYouAre),
        ("three", Sees::Nothing),
    ]
    .map(view)
    .to_vec()
}

fn looks() -> Vec<LookLine> {
    vec![LookLine {
        who: "Our own team".to_owned(),
        when: "10am on Monday 23 November".to_owned(),
    }]
}

fn a_consent() -> ConsentView {
    ConsentView {
        own: own(None),
        scope: vec![Scope::Updates],
        services: services(),
        looks: looks(),
    }
}

fn an_ask(said: Option<Said>, values: BTreeMap<String, String>) -> AskView {
    AskView {
        own: own(said),
        form: FormView {
            values,
            ..FormView::default()
        },
        calls: vec!["Any day, 13:00 to 16:00".to_owned()],
        services: vec![("one".to_owned(), "One".to_owned())],
        restorative_asked: false,
        panel_asked: true,
    }
}

fn an_export() -> ExportView {
    let answers: Referral = serde_json::from_value(serde_json::json!({
        "id": "00000000-0000-4000-8000-000000000001", "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Quiet Robin", "access_needs": ["large-print"]},
        "contact": {"channels": [{"kind": "phone", "safe": true, "address": "07700 900123", "from": "13:00", "days": ["mon"]}]},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "incident": {"flags": ["fraud"], "occurred": "2026-03"},
        "safety": {"afraid": true, "in_danger_now": false},
        "circumstances": {"lives_alone": true},
        "wishes": {"own_words": "the green door", "modality": ["phone"]}
    }))
    .expect("a referral");
    ExportView {
        own: own(None),
        at: "10am on Monday 23 November".to_owned(),
        answers,
        scope: vec![Scope::Assess],
        steps: steps(),
        promises: promises(),
        words: vec![WordsLine {
            when: "10am".to_owned(),
            text: "my own\nwords".to_owned(),
        }],
        services: services(),
        looks: looks(),
    }
}
