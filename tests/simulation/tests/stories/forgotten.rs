//! A person who asked to be forgotten is forgotten: no personal data is left anywhere, whatever goes wrong.

use crate::test_hub::{TestHub, recognisable_referral};
use events::Reference;
use events::case::{CaseChange, CloseReason, TaskGiven, TaskKind};
use platform::notes::{Note, Notes};
use platform::ports::{AppendEvents, SideWrites, Words};
use serde_json::Value;
use twins::{Faults, sample};

/// The personal fields of a referral: everything that people wrote, and when and where they were born and live.
const PERSONAL: [&str; 10] = [
    "/person/name",
    "/person/date_of_birth",
    "/residence/postcode",
    "/incident/postcode",
    "/incident/crime_reference",
    "/wishes/own_words",
    "/contact/trusted_person/name",
    "/contact/trusted_person/channel",
    "/contact/trusted_person/relationship",
    "/dash/reason",
];

/// The personal texts of that referral.
fn personal_texts(referral: &Value) -> Vec<String> {
    let at = |pointer: &str| {
        referral
            .pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let channels = referral["contact"]["channels"]
        .as_array()
        .into_iter()
        .flatten();
    let channels = channels.flat_map(|channel| [&channel["address"], &channel["code_word"]]);
    let mut all: Vec<String> = PERSONAL.into_iter().filter_map(at).collect();
    all.extend(channels.filter_map(Value::as_str).map(str::to_owned));
    // A short name may be part of another word that is stored, so search for it as a complete stored value.
    all.into_iter()
        .map(|text| {
            if text.chars().count() < 9 {
                format!("\"{text}\"")
            } else {
                text
            }
        })
        .collect()
}

/// The person writes something, and a provider writes something down.
async fn add_texts(hub: &TestHub, reference: &Reference) {
    let task = CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::ReadWords,
        from: None,
        due: hub.now,
    });
    let (after, events) =
        domain::case::apply::append_all(&hub.case(reference), vec![task], hub.now).unwrap();
    let words = Words {
        seq: after.version,
        at: hub.now,
        text: "said in confidence".to_owned(),
    };
    hub.twin
        .append(
            &after,
            &events,
            SideWrites {
                words: Some(&words),
                ..SideWrites::default()
            },
        )
        .await
        .unwrap();
    for provider in ["one", "two"] {
        let id = "00000000-0000-4000-8000-000000000001".to_owned();
        let note = Note {
            id,
            at: hub.now,
            by: "worker".to_owned(),
            text: "noted in confidence".to_owned(),
        };
        hub.twin
            .keep_note(reference, provider, &note)
            .await
            .unwrap();
    }
}

/// Everything that is stored, as text. Sent mail is with the mail service, and queues hold nothing personal.
fn stored_text(hub: &TestHub) -> String {
    let mut state = hub.twin.state();
    let mails = std::mem::take(&mut state.mails);
    let text = format!("{state:?}");
    state.mails = mails;
    text
}

#[tokio::test]
async fn nothing_is_left_of_a_forgotten_person() {
    let mut tried = 0;
    for line in sample::lines("referrals.jsonl") {
        if line["expect"]["status"] != 201 {
            continue;
        }
        let area = line["area"]
            .as_str()
            .filter(|area| *area != "elsewhere")
            .unwrap_or("thames-valley");
        let mut hub = TestHub::of(area);
        let reference = hub.refer(&line["referral"]).await;
        hub.deliver().await;
        hub.notify().await;
        add_texts(&hub, &reference).await;
        let before = stored_text(&hub);
        assert!(before.contains("in confidence"));
        assert_eq!(
            hub.erase(&reference).await,
            409,
            "nobody is deleted while they are helped"
        );
        hub.close(&reference, CloseReason::Withdrew).await;
        assert_eq!(hub.erase(&reference).await, 202);
        hub.deliver().await;
        assert_eq!(hub.erase(&reference).await, 200, "done once");
        let after = stored_text(&hub);
        assert!(!after.contains("in confidence"), "{}", line["name"]);
        for text in personal_texts(&line["referral"]) {
            assert!(
                before.contains(&text),
                "{}: {text} was never stored",
                line["name"]
            );
            assert!(!after.contains(&text), "{}: {text} is left", line["name"]);
        }
        let case = hub.case(&reference);
        assert!(
            case.lifecycle.erasure.is_done()
                && case.coordination.tasks.iter().all(|task| !task.is_open())
        );
        assert!(
            hub.twin.state().sightings.is_empty(),
            "nobody is remembered"
        );
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}

#[tokio::test]
async fn a_person_is_forgotten_completely_and_others_are_not() {
    for seed in 0..60 {
        let mut hub = TestHub::with("thames-valley", Faults::seeded(seed, 250).deadly());
        let (one, other) = (
            hub.refer(&recognisable_referral("self", 1)).await,
            hub.refer(&recognisable_referral("self", 2)).await,
        );
        hub.deliver().await;
        for reference in [&one, &other] {
            hub.append(reference, |_| vec![task(TaskKind::Deletion)])
                .await;
        }
        hub.close(&one, CloseReason::Withdrew).await;
        hub.deliver().await;
        hub.append(&one, |_| {
            vec![CaseChange::ToBeErased {
                by: events::case::Actor::Person,
            }]
        })
        .await;
        hub.deliver().await;
        let state = hub.twin.state();
        let erased = state
            .stream
            .iter()
            .filter(|event| event.reference == one)
            .filter(|event| matches!(event.what, CaseChange::Erased { .. }))
            .count();
        assert_eq!(
            (erased, state.people.contains_key(&one)),
            (1, false),
            "seed {seed}"
        );
        assert!(
            state.people.contains_key(&other),
            "seed {seed}: somebody else was forgotten"
        );
        let left: Vec<_> = state
            .sightings
            .values()
            .flatten()
            .map(|sighting| &sighting.reference)
            .collect();
        assert_eq!(
            left,
            [&other, &other, &other],
            "seed {seed}: the person, their name and the place are remembered for the other case"
        );
        assert!(state.cases[&one].has_only_remains(), "seed {seed}");
    }
}

#[tokio::test]
async fn erasure_is_confirmed_twice_and_a_legal_hold_wins() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("self", 1)).await;
    hub.deliver().await;
    hub.close(&reference, CloseReason::Withdrew).await;
    let path = format!("/hub/cases/{reference}/erase");
    let post = lambda_http::http::Method::POST;
    let wrong_case = serde_json::json!({"reference": "22222222"});
    for (body, title) in [
        (serde_json::json!({}), None),
        (wrong_case, Some(words::coordinator::name_case_again())),
    ] {
        let (status, problem) = hub
            .ask("coordinator employer-hub", post.clone(), &path, Some(&body))
            .await;
        assert_eq!(status, 422);
        assert!(
            title.is_none_or(|title| problem["title"] == title),
            "{problem}"
        );
    }
    assert_eq!(
        hub.ask("police", post.clone(), &path, Some(&serde_json::json!({})))
            .await
            .0,
        403
    );
    hub.append(&reference, |_| {
        vec![CaseChange::LegalHold {
            on: true,
            by: "someone".to_owned(),
        }]
    })
    .await;
    assert_eq!(hub.erase(&reference).await, 409);
    hub.days(3_000);
    hub.day().await;
    assert!(hub.twin.state().people.contains_key(&reference));
    hub.append(&reference, |_| {
        vec![CaseChange::LegalHold {
            on: false,
            by: "someone".to_owned(),
        }]
    })
    .await;
    assert_eq!(hub.erase(&reference).await, 202);
    // The hold is set while the deletion is in progress.
    hub.append(&reference, |_| {
        vec![CaseChange::LegalHold {
            on: true,
            by: "someone".to_owned(),
        }]
    })
    .await;
    hub.deliver().await;
    assert!(
        hub.twin.state().people.contains_key(&reference)
            && !hub.case(&reference).lifecycle.erasure.is_done()
    );
}

/// What is stored under a case and its submission, as text.
fn stored_of(hub: &TestHub, reference: &Reference) -> String {
    let state = hub.twin.state();
    let updates = state.updates.keys().filter(|of| of.reference == *reference);
    let reads = state.reads.iter().filter(|(of, ..)| of == reference);
    format!(
        "{:?} {:?} {:?} {:?}",
        state.cases.get(reference),
        state.events.get(reference),
        updates.collect::<Vec<_>>(),
        reads.collect::<Vec<_>>()
    )
}

#[tokio::test]
async fn what_stays_of_an_erased_case_is_three_events_in_weeks() {
    let mut hub = TestHub::of("thames-valley");
    let document = recognisable_referral("self", 1);
    let reference = hub.refer(&document).await;
    hub.deliver().await;
    hub.notify().await;
    let path = format!("/hub/cases/{reference}");
    let read = lambda_http::http::Method::GET;
    let (status, _) = hub.ask("coordinator employer-hub", read, &path, None).await;
    assert_eq!(status, 200);
    hub.close(&reference, CloseReason::Withdrew).await;
    hub.deliver().await;
    let counted = hub.twin.state().counters.clone();
    let version = hub.case(&reference).version;
    assert_eq!(hub.erase(&reference).await, 202);
    hub.deliver().await;
    let text = stored_of(&hub, &reference);
    let submission = document["id"].as_str().unwrap();
    for told in ["someone", submission, "2026-11-23T10", "E07"] {
        assert!(!text.contains(told), "{told} is left: {text}");
    }
    assert!(text.contains("language: \"und\""));
    let case = hub.case(&reference);
    assert!(case.has_only_remains() && case.version > version);
    assert_eq!(hub.twin.state().events[&reference].len(), 3);
    let until = hub.twin.state().remains_until[&reference];
    assert!((365..375).contains(&(until.duration_since(hub.now).as_hours() / 24)));
    // The stream delivers everything again, and nothing changes or is counted twice.
    let all = hub.twin.state().stream.clone();
    let once = hub.twin.state().counters.clone();
    for event in all {
        react::handle(&hub.twin, "https://hub.example.net", event.clone(), hub.now)
            .await
            .unwrap();
        figures::handle(&hub.twin, event).await.unwrap();
    }
    assert_eq!(hub.twin.state().counters, once);
    assert!(
        counted.iter().all(|(what, count)| once[what] >= *count),
        "figures stay"
    );
    assert_eq!(hub.case(&reference), case);
    assert_eq!(stored_of(&hub, &reference), text);
}

#[tokio::test]
async fn a_repeat_makes_no_new_case_of_somebody_who_was_erased() {
    let mut hub = TestHub::of("thames-valley");
    let document = recognisable_referral("self", 1);
    let reference = hub.refer(&document).await;
    hub.deliver().await;
    hub.close(&reference, CloseReason::Withdrew).await;
    hub.erase(&reference).await;
    hub.deliver().await;
    let (status, body) = hub.submit(&document).await;
    assert_eq!(status, 409, "{body}");
    assert!(!body.to_string().contains(reference.as_str()));
    assert_eq!(hub.twin.state().cases.len(), 1);
}

#[tokio::test]
async fn what_a_restore_brings_back_is_erased_again() {
    for seed in 0..20 {
        let mut hub = TestHub::with("thames-valley", Faults::seeded(seed, 150).deadly());
        let one = hub.refer(&recognisable_referral("self", 1)).await;
        let other = hub.refer(&recognisable_referral("self", 2)).await;
        hub.deliver().await;
        hub.append(&one, |_| {
            vec![CaseChange::LegalHold {
                on: true,
                by: "someone".to_owned(),
            }]
        })
        .await;
        let backup = {
            let state = hub.twin.state();
            (
                state.cases.clone(),
                state.events.clone(),
                state.people.clone(),
                state.sightings.clone(),
            )
        };
        hub.append(&one, |_| {
            vec![CaseChange::LegalHold {
                on: false,
                by: "someone".to_owned(),
            }]
        })
        .await;
        hub.close(&one, CloseReason::Withdrew).await;
        hub.append(&one, |_| {
            vec![CaseChange::ToBeErased {
                by: events::case::Actor::Person,
            }]
        })
        .await;
        hub.deliver().await;
        // All tables, or only that of the people.
        let all = seed % 2 == 0;
        {
            let mut state = hub.twin.state();
            state.people = backup.2;
            if all {
                (state.cases, state.events, state.sightings) = (backup.0, backup.1, backup.3);
            }
            assert!(state.people.contains_key(&one));
        }
        let mut after = None;
        for _ in 0..200 {
            let done = hub
                .twin
                .outlive(react::erase_again(&hub.twin, after.as_ref(), hub.now))
                .await;
            match done {
                Some(Ok(done)) if done.failed.is_empty() => after = done.next,
                _ => continue,
            }
            if after.is_none() {
                break;
            }
        }
        assert_eq!(after, None, "seed {seed}: it never came to its end");
        hub.deliver().await;
        let state = hub.twin.state();
        assert!(
            !state.people.contains_key(&one),
            "seed {seed}: a person is back"
        );
        assert!(
            state.cases[&one].has_only_remains(),
            "seed {seed}: a case is back"
        );
        let known = state.sightings.values().flatten();
        assert!(
            known.clone().all(|seen| seen.reference == other),
            "seed {seed}"
        );
        assert!(
            known.count() > 0 && state.people.contains_key(&other),
            "seed {seed}"
        );
        assert!(!state.cases[&other].lifecycle.is_forgotten(), "seed {seed}");
    }
}

pub fn task(kind: TaskKind) -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind,
        from: None,
        due: "2026-12-23T10:00:00Z".parse().unwrap(),
    })
}
