//! A person's own pages, of the sample area.

use events::referral::{ChannelKind, Referral, Scope};
use events::{Code, FieldError, Reference};
use frontend::*;
use std::collections::BTreeMap;

/// Every message that a person may read.
pub const MESSAGES: [Message; 50] = [
    Message::ContactChanged,
    Message::ConsentSaved,
    Message::ConsentWithdrawn,
    Message::NothingNew,
    Message::ServiceRefused,
    Message::MessageReceived,
    Message::CallRequested,
    Message::RestorativeJusticeRequested,
    Message::ComplaintReceived,
    Message::FeedbackReceived,
    Message::PanelRequested,
    Message::Paused,
    Message::Resumed,
    Message::Withdrawn,
    Message::Reopened,
    Message::DeletionRequested,
    Message::WordsChanged,
    Message::PageClosed,
    Message::TryAgain,
    Message::CaseChanged,
    Message::NoSafePhone,
    Message::NotOnThisPage,
    Message::CaseClosed,
    Message::CannotReopen,
    Message::TooManyWaiting,
    Message::CheckContact,
    Message::MessageEmpty,
    Message::MessageTooLong,
    Message::MessageNotAllowed,
    Message::TimeMissing,
    Message::TooSoon,
    Message::TooFar,
    Message::OutsideHours,
    Message::NothingChosen,
    Message::WordsAndDiaryChanged,
    Message::WordsChangedDiaryStays,
    Message::DiaryBegun,
    Message::DiaryMoved,
    Message::DiaryWritten,
    Message::DiaryRemoved,
    Message::DiaryDeleted,
    Message::DiaryWords,
    Message::DiaryNotOpened,
    Message::DiaryOwnShort,
    Message::DiaryEmpty,
    Message::DiaryDay,
    Message::DiarySure,
    Message::DiaryClosed,
    Message::DiaryFull,
    Message::DiaryWait,
];

/// Every page: when it first loads, after a change was saved, and after a change was refused.
pub fn every_page(site: &Site) -> Vec<(String, String)> {
    let paused = CaseStatus::Paused("9am on Monday 7 December".to_owned());
    let erased = CaseStatus::Erased("9am on Monday 7 December".to_owned());
    let stop_at = |status| {
        stop(
            site,
            &StopView {
                page: page(None),
                status,
                deletion_asked: false,
            },
        )
    };
    [
        ("progress", progress(site, &a_progress(CaseStatus::Open))),
        (
            "progress, erased",
            progress(site, &a_progress(erased.clone())),
        ),
        ("contact", contact(site, &a_contact(None))),
        (
            "contact with problems",
            contact(site, &a_contact(Some(Message::CheckContact))),
        ),
        ("consent", consent(site, &a_consent())),
        ("ask", ask(site, &an_ask(None, BTreeMap::new()))),
        (
            "ask with a problem",
            ask(site, &an_ask(Some(Message::TimeMissing), BTreeMap::new())),
        ),
        ("stop", stop_at(CaseStatus::Open)),
        ("stop, paused", stop_at(paused)),
        ("stop, closed", stop_at(CaseStatus::Closed)),
        ("stop, cannot reopen", stop_at(CaseStatus::CannotReopen)),
        ("stop, erased", stop_at(erased)),
        ("export", export(site, &an_export())),
        ("access", access(site, &an_access(None))),
        (
            "access with new words",
            access(site, &an_access(Some("three plain words".to_owned()))),
        ),
        ("diary", diary(site, &a_diary(None))),
        (
            "diary, not opened",
            diary(site, &a_diary(Some(Message::DiaryNotOpened))),
        ),
        ("diary, open", diary(site, &an_open_diary(false))),
        (
            "diary, open, where somebody may see it",
            diary(site, &an_open_diary(true)),
        ),
        ("closed", page_closed(site, Some(Message::PageClosed))),
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
            Some(Message::MessageTooLong),
            BTreeMap::from([typed("words"), typed("complaint")]),
        ),
    )
}

fn a_diary(message: Option<Message>) -> DiaryView {
    DiaryView {
        page: PageState {
            field: message.map(|_| "word"),
            ..page(message)
        },
        form: FormView::default(),
        state: DiaryState::Locked("a-number-of-a-form".to_owned()),
    }
}

fn an_open_diary(quiet: bool) -> DiaryView {
    let day = |feeling| DiaryDay {
        day: "1 December 2026".to_owned(),
        feeling,
    };
    let line = DiaryLine {
        id: "an-entry-of-a-page".to_owned(),
        day: "1 December 2026".to_owned(),
        written: "10am on Tuesday 1 December".to_owned(),
        feeling: Some(4),
        text: "a walk to the green door".to_owned(),
        guide: Some("Sleeping better"),
        exercise: true,
    };
    DiaryView {
        state: DiaryState::Open(Box::new(OpenDiary {
            carried: "carried".to_owned(),
            id: "a-new-entry-of-a-page".to_owned(),
            quiet,
            today: "2026-12-01".to_owned(),
            guides: vec![("sleep", "Sleeping better")],
            lines: vec![line],
            days: vec![day(None), day(Some(2)), day(Some(4))],
        })),
        ..a_diary(None)
    }
}

fn page(message: Option<Message>) -> PageState {
    PageState {
        reference: Reference::from_number(7),
        pass: "a-pass".to_owned(),
        end: "an-end".to_owned(),
        version: "9".to_owned(),
        message,
        field: message
            .filter(|message| *message == Message::TimeMissing)
            .map(|_| "day"),
    }
}

fn steps() -> Vec<ProgressStep> {
    [Journey::Support, Journey::Justice]
        .map(|journey| ProgressStep {
            expect: Some(step_path("decision")),
            title: "Something happened".to_owned(),
            detail: "Someone to talk to".to_owned(),
            when: "10am on Monday 23 November".to_owned(),
            done: true,
            journey,
        })
        .to_vec()
}

fn promises() -> Vec<PromiseLine> {
    let line = |outcome| PromiseLine {
        what: "The service will try to contact you".to_owned(),
        when: "by noon".to_owned(),
        outcome,
    };
    [
        PromiseOutcome::ToCome,
        PromiseOutcome::Kept,
        PromiseOutcome::KeptLate,
        PromiseOutcome::Broken,
    ]
    .map(line)
    .to_vec()
}

fn a_progress(status: CaseStatus) -> ProgressView {
    ProgressView {
        page: page(Some(Message::Paused)),
        status,
        steps: steps(),
        promises: promises(),
        next: vec![NextStep {
            what: "We read it".to_owned(),
            by: "by 5pm on Monday".to_owned(),
        }],
        help_now: Vec::new(),
        guides: Vec::new(),
        ask_council: true,
        some_wrong_words: true,
    }
}

fn a_contact(said: Option<Message>) -> ContactView {
    let error = FieldError::new("/contact/channels/0/address", Code::NotAnEmail);
    let errors = said.map(|_| error).into_iter().collect();
    ContactView {
        page: page(said),
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
        unconfirmed: vec![ChannelKind::Email],
        asks_code: true,
    }
}

fn services() -> Vec<ServiceLine> {
    let view = |(code, access): (&str, ServiceAccess)| ServiceLine {
        provider: code.to_owned(),
        name: format!("{code} service"),
        access,
    };
    [
        ("one", ServiceAccess::WhatIsNeeded),
        ("two", ServiceAccess::WhoYouAre),
        ("three", ServiceAccess::Nothing),
    ]
    .map(view)
    .to_vec()
}

fn looks() -> Vec<AccessLine> {
    vec![AccessLine {
        who: "Our own team".to_owned(),
        when: "10am on Monday 23 November".to_owned(),
    }]
}

fn a_consent() -> ConsentView {
    ConsentView {
        page: page(None),
        scope: vec![Scope::Updates],
        services: services(),
        looks: looks(),
    }
}

fn openings() -> OpenedView {
    OpenedView {
        opened: vec!["10am on Monday 23 November".to_owned()],
        wrong_words: vec!["9am on Monday 23 November".to_owned()],
    }
}

fn an_access(words: Option<String>) -> AccessView {
    AccessView {
        page: page(words.as_ref().map(|_| Message::WordsChanged)),
        words,
        id: "0123456789abcdef".to_owned(),
        openings: openings(),
    }
}

fn an_ask(said: Option<Message>, values: BTreeMap<String, String>) -> AskView {
    AskView {
        page: page(said),
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
        page: page(None),
        at: "10am on Monday 23 November".to_owned(),
        answers,
        scope: vec![Scope::Assess],
        steps: steps(),
        promises: promises(),
        messages: vec![MessageLine {
            when: "10am".to_owned(),
            text: "my own\nwords".to_owned(),
        }],
        services: services(),
        looks: looks(),
        openings: openings(),
        conclusions: Some(vec!["Enhanced rights".to_owned()]),
        shared: vec![MessageLine {
            when: "10am".to_owned(),
            text: "Safe Space was asked".to_owned(),
        }],
        letters: Vec::new(),
        diary: None,
        diary_pass: None,
    }
}
