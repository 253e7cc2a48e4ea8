//! A person who asked to be forgotten is forgotten: no personal data is left anywhere, whatever goes wrong.

use crate::test_hub::{TestHub, recognisable_referral};
use events::Reference;
use events::case::{CaseChange, CloseReason, TaskGiven, TaskKind, TaskOutcome};
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
        let erased = state.events[&one]
            .iter()
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
        let done: Vec<_> = state.cases[&one]
            .coordination
            .tasks
            .iter()
            .filter(|task| task.kind == TaskKind::Deletion)
            .collect();
        assert_eq!(done[0].outcome, Some(TaskOutcome::Done), "seed {seed}");
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

pub fn task(kind: TaskKind) -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind,
        from: None,
        due: "2026-12-23T10:00:00Z".parse().unwrap(),
    })
}
