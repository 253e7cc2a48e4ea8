//! Who asked to be forgotten is: nothing that says who they were is left anywhere, whatever goes wrong on the way.

use crate::house::{House, somebody};
use events::Reference;
use events::case::{CaseChange, CloseReason, TaskGiven, TaskKind, TaskOutcome};
use platform::notes::{Note, Notes};
use platform::ports::{AppendEvents, SideWrites, Words};
use serde_json::Value;
use twins::{Faults, sample};

/// What of a referral says who somebody is: whatever people wrote themselves, and where and when they were born and live.
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

/// The strings of that referral that say who it is about.
fn personal(referral: &Value) -> Vec<String> {
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
    // A short name may be part of a word of the hub's own: then it is looked for as it is stored, by itself.
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

/// The person says something, and a provider writes something down.
async fn much_is_said(house: &House, reference: &Reference) {
    let task = CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::ReadWords,
        from: None,
        due: house.now,
    });
    let (after, events) =
        domain::case::apply::append_all(&house.case(reference), vec![task], house.now).unwrap();
    let words = Words {
        seq: after.version,
        at: house.now,
        text: "said in confidence".to_owned(),
    };
    house
        .twin
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
            at: house.now,
            by: "worker".to_owned(),
            text: "noted in confidence".to_owned(),
        };
        house
            .twin
            .keep_note(reference, provider, &note)
            .await
            .unwrap();
    }
}

/// Everything that is stored, as text. What was sent by mail lies with the mail service, and queues hold nothing personal.
fn everything(house: &House) -> String {
    let mut state = house.twin.state();
    let mails = std::mem::take(&mut state.mails);
    let text = format!("{state:?}");
    state.mails = mails;
    text
}

#[tokio::test]
async fn of_nobody_who_asked_to_be_forgotten_anything_is_left() {
    let mut tried = 0;
    for line in sample::lines("referrals.jsonl") {
        if line["expect"]["status"] != 201 {
            continue;
        }
        let area = line["area"]
            .as_str()
            .filter(|area| *area != "elsewhere")
            .unwrap_or("thames-valley");
        let mut house = House::of(area);
        let reference = house.refer(&line["referral"]).await;
        house.deliver().await;
        house.notify().await;
        much_is_said(&house, &reference).await;
        let before = everything(&house);
        assert!(before.contains("in confidence"));
        assert_eq!(
            house.erase(&reference).await,
            409,
            "who is still helped is not deleted"
        );
        house.close(&reference, CloseReason::Withdrew).await;
        assert_eq!(house.erase(&reference).await, 202);
        house.deliver().await;
        assert_eq!(house.erase(&reference).await, 200, "done once");
        let after = everything(&house);
        assert!(!after.contains("in confidence"), "{}", line["name"]);
        for text in personal(&line["referral"]) {
            assert!(
                before.contains(&text),
                "{}: {text} was never stored",
                line["name"]
            );
            assert!(!after.contains(&text), "{}: {text} is left", line["name"]);
        }
        let case = house.case(&reference);
        assert!(case.erased_at.is_some() && case.tasks.iter().all(|task| !task.is_open()));
        assert!(
            house.twin.state().sightings.is_empty(),
            "nobody is remembered"
        );
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}

#[tokio::test]
async fn who_is_forgotten_is_so_once_whatever_goes_wrong_and_others_stay_remembered() {
    for seed in 0..60 {
        let mut house = House::with("thames-valley", Faults::seeded(seed, 250).deadly());
        let (one, other) = (
            house.refer(&somebody("self", 1)).await,
            house.refer(&somebody("self", 2)).await,
        );
        house.deliver().await;
        for reference in [&one, &other] {
            house
                .happens(reference, |_| vec![task(TaskKind::Deletion)])
                .await;
        }
        house.close(&one, CloseReason::Withdrew).await;
        house.deliver().await;
        house
            .happens(&one, |_| {
                vec![CaseChange::ToBeErased {
                    by: events::case::Actor::Person,
                }]
            })
            .await;
        house.deliver().await;
        let state = house.twin.state();
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
            [&other, &other],
            "seed {seed}: the person and the place are remembered for the other case"
        );
        let done: Vec<_> = state.cases[&one]
            .tasks
            .iter()
            .filter(|task| task.kind == TaskKind::Deletion)
            .collect();
        assert_eq!(done[0].outcome, Some(TaskOutcome::Done), "seed {seed}");
    }
}

#[tokio::test]
async fn what_cannot_be_undone_is_said_twice_and_a_legal_hold_wins() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("self", 1)).await;
    house.deliver().await;
    house.close(&reference, CloseReason::Withdrew).await;
    let path = format!("/hub/cases/{reference}/erase");
    let post = lambda_http::http::Method::POST;
    for body in [
        serde_json::json!({}),
        serde_json::json!({"reference": "22222222"}),
    ] {
        let (status, problem) = house
            .ask("coordinator", post.clone(), &path, Some(&body))
            .await;
        assert_eq!(
            (
                status,
                problem["title"]
                    .as_str()
                    .unwrap()
                    .starts_with("This cannot be undone")
            ),
            (422, true)
        );
    }
    assert_eq!(
        house
            .ask("police", post.clone(), &path, Some(&serde_json::json!({})))
            .await
            .0,
        403
    );
    house
        .happens(&reference, |_| {
            vec![CaseChange::LegalHold {
                on: true,
                by: "someone".to_owned(),
            }]
        })
        .await;
    assert_eq!(house.erase(&reference).await, 409);
    house.days(3_000);
    house.day().await;
    assert!(house.twin.state().people.contains_key(&reference));
    house
        .happens(&reference, |_| {
            vec![CaseChange::LegalHold {
                on: false,
                by: "someone".to_owned(),
            }]
        })
        .await;
    assert_eq!(house.erase(&reference).await, 202);
    // The hold comes while it is on its way.
    house
        .happens(&reference, |_| {
            vec![CaseChange::LegalHold {
                on: true,
                by: "someone".to_owned(),
            }]
        })
        .await;
    house.deliver().await;
    assert!(
        house.twin.state().people.contains_key(&reference)
            && house.case(&reference).erased_at.is_none()
    );
}

pub fn task(kind: TaskKind) -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind,
        from: None,
        due: "2026-12-23T10:00:00Z".parse().unwrap(),
    })
}
