//! What a person says, asks for and stops on their own page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use events::case::{CaseChange, CloseReason, ComplaintAbout, OnwardState, TaskKind};
use people::{World, at};
use serde_json::json;

#[tokio::test]
async fn a_message_is_kept_outside_the_case_and_read() {
    let world = World::new().await;
    let answer = world
        .tell("say", json!({"words": "ring after the school run"}))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let task = world
        .case()
        .coordination
        .open_tasks()
        .find(|task| task.kind == TaskKind::ReadWords)
        .cloned()
        .expect("a task");
    let state = world.twin.state();
    assert_eq!(
        state.words[&(world.reference.clone(), task.task)].text,
        "ring after the school run"
    );
    assert!(
        !serde_json::to_string(&state.events[&world.reference])
            .unwrap()
            .contains("school run")
    );
}

#[tokio::test]
async fn the_same_message_sent_twice_is_stored_once() {
    let world = World::new().await;
    let (version, before) = (world.version().await, world.case().version);
    for (path, more) in [
        ("say", json!({"words": "hello", "version": version})),
        (
            "complain",
            json!({"about": "service", "words": "slow", "version": version}),
        ),
        ("feedback", json!({"helped": 4, "version": version})),
        (
            "call",
            json!({"day": "2026-11-24", "time": "14:00", "version": version}),
        ),
    ] {
        // From a version that is older than the first of them, each but the first is refused.
        let first = before == world.case().version;
        assert_eq!(
            world.ask(path, more.clone()).await.status,
            if first { 200 } else { 409 },
            "{path}"
        );
        assert_eq!(world.ask(path, more).await.status, 409, "{path} twice");
    }
    assert_eq!(world.case().version, before + 1);
    for path in ["restorative-justice", "panel", "delete", "withdraw"] {
        let (once, again) = (
            world.ask(path, json!({})).await,
            world.ask(path, json!({})).await,
        );
        assert_eq!(
            (once.status, again.status),
            (200, 200),
            "{path} is the same however often"
        );
        let version = world.version().await;
        assert_eq!(again.json["version"], json!(version), "{path}");
    }
    let asked = |kind| {
        world
            .case()
            .coordination
            .tasks
            .iter()
            .filter(|task| task.kind == kind)
            .count()
    };
    assert_eq!(
        [
            TaskKind::RestorativeJustice,
            TaskKind::Panel,
            TaskKind::Deletion
        ]
        .map(asked),
        [1, 1, 1]
    );
    let unseen = world.ask("say", json!({"words": "hello"})).await;
    assert_eq!(
        unseen.status, 409,
        "what adds something says what it was written under"
    );
}

#[tokio::test]
async fn changes_by_others_are_no_conflict() {
    let world = World::new().await;
    let version = world.version().await;
    world.is_helped();
    assert_eq!(
        world
            .ask("say", json!({"words": "hello", "version": version}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_call_can_be_requested_only_if_it_is_safe() {
    let world = World::new().await;
    for (day, time, status) in [
        ("2026-11-24", "14:00", 200),
        ("2026-11-24", "09:00", 422),
        ("2026-11-24", "16:00", 422),
        ("2026-11-22", "14:00", 422),
        ("2027-11-22", "14:00", 422),
        ("tomorrow", "noon", 422),
        ("", "", 422),
    ] {
        assert_eq!(
            world
                .tell("call", json!({"day": day, "time": time}))
                .await
                .status,
            status,
            "{day} {time}"
        );
    }
    let task = world
        .case()
        .coordination
        .open_tasks()
        .find(|task| task.kind == TaskKind::Call)
        .cloned()
        .expect("a task");
    assert_eq!(
        (task.from, task.due),
        (Some(at("2026-11-24T14:00:00Z")), at("2026-11-24T15:00:00Z"))
    );
    // No number is safe any longer. Somebody has to find another way, and no further call is booked.
    let none = json!({"contact": {"channels": [{"kind": "phone", "safe": false, "address": "07700 900123"}]}});
    assert_eq!(world.tell("change-contact", none).await.status, 200);
    assert!(
        world
            .case()
            .coordination
            .open_tasks()
            .any(|task| task.kind == TaskKind::CheckContact)
    );
    let page = world.opened().await;
    let refused = world
        .form("call", &page, &[("day", "2026-11-24"), ("time", "14:00")])
        .await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text.contains(words::own_page::call_no_safe_phone())
            && refused.text.contains(words::own_page::say())
    );
}

#[tokio::test]
async fn complaints_about_services_and_the_code_are_separate() {
    let world = World::new().await;
    for about in ["service", "code"] {
        let said = json!({"about": about, "words": format!("about the {about}")});
        assert_eq!(world.tell("complain", said).await.status, 200);
    }
    let case = world.case();
    let abouts: Vec<_> = case
        .coordination
        .complaints
        .iter()
        .map(|complaint| complaint.about)
        .collect();
    assert_eq!(abouts, [ComplaintAbout::Service, ComplaintAbout::Code]);
    let words = |at: usize| {
        world.twin.state().words[&(
            world.reference.clone(),
            case.coordination.complaints[at].complaint,
        )]
            .clone()
    };
    assert_eq!(
        [words(0).text, words(1).text],
        ["about the service", "about the code"]
    );
    let page = world.ask("progress", json!({})).await.json;
    assert!(
        page["promises"]
            .to_string()
            .contains(words::promises::complaint_replied().trim_end_matches('.')),
        "{page}"
    );
    assert_eq!(
        world
            .tell("complain", json!({"about": "weather", "words": "x"}))
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn feedback_is_from_one_to_five_or_unknown() {
    let world = World::new().await;
    world.is_helped();
    let service = world.case().support.onwards[0].offered.service.clone();
    for (said, status) in [
        (
            json!({"helped": 5, "felt_safe": 2, "service": service}),
            200,
        ),
        (json!({"had_a_say": 1}), 200),
        (json!({}), 422),
        (json!({"helped": 6}), 422),
        (json!({"helped": 0}), 422),
        (json!({"helped": "much"}), 422),
        (json!({"helped": 3, "service": "nobody"}), 422),
    ] {
        assert_eq!(
            world.tell("feedback", said.clone()).await.status,
            status,
            "{said}"
        );
    }
    let given = world.twin.state().events[&world.reference]
        .iter()
        .find_map(|event| match &event.what {
            CaseChange::FeedbackGiven(feedback) => Some(feedback.clone()),
            _ => None,
        });
    let given = given.expect("feedback");
    assert_eq!(
        (given.helped, given.had_a_say, given.felt_safe),
        (Some(5), None, Some(2))
    );
}

#[tokio::test]
async fn the_person_pauses_and_resumes() {
    let world = World::new().await;
    world.is_helped();
    assert_eq!(world.tell("pause", json!({"weeks": 3})).await.status, 422);
    assert_eq!(
        world.tell("pause", json!({"weeks": 2})).await.json["stands"],
        "paused"
    );
    assert_eq!(
        world.case().contact.paused_until,
        Some(at("2026-12-07T09:00:00Z"))
    );
    assert_eq!(world.tell("resume", json!({})).await.json["stands"], "open");
    assert_eq!(world.case().contact.paused_until, None);
    assert_eq!(
        world.tell("resume", json!({})).await.status,
        200,
        "twice is once"
    );
}

#[tokio::test]
async fn a_person_who_stops_can_come_back() {
    let world = World::new().await;
    world.is_helped();
    let stopped = world.tell("withdraw", json!({})).await;
    assert_eq!(
        (stopped.status, &stopped.json["stands"]),
        (200, &json!("closed"))
    );
    let case = world.case();
    assert_eq!(
        case.lifecycle.ended.as_ref().map(|ended| ended.why),
        Some(CloseReason::Withdrew)
    );
    assert!(
        case.support
            .onwards
            .iter()
            .all(|onward| onward.state == OnwardState::Withdrawn)
    );
    assert!(
        stopped.json["said"]
            .as_str()
            .unwrap()
            .contains(words::replies::withdrawn())
    );
    assert_eq!(world.tell("pause", json!({"weeks": 1})).await.status, 409);
    let page = world.opened().await;
    assert!(page.contains(words::own_page::closed()));
    assert_eq!(
        world
            .tell("say", json!({"words": "thank you"}))
            .await
            .status,
        200,
        "one may always write"
    );
    assert_eq!(world.tell("reopen", json!({})).await.json["stands"], "open");
    assert!(world.case().support.match_by.is_some());
    assert_eq!(world.tell("reopen", json!({})).await.status, 200);
}

#[tokio::test]
async fn text_has_limits_and_typed_text_is_kept() {
    let world = World::new().await;
    let page = world.opened().await;
    let long = "ä".repeat(2_001);
    let answer = world.form("say", &page, &[("words", &long)]).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains(&long) && answer.text.contains(words::replies::message_too_long())
    );
    assert_eq!(
        world
            .tell("say", json!({"words": "ä".repeat(2_000)}))
            .await
            .status,
        200
    );
    for (words, status) in [("", 422), (" \n ", 422), ("a\u{0}b", 422), ("a\nb\tc", 200)] {
        assert_eq!(
            world.tell("say", json!({"words": words})).await.status,
            status,
            "{words:?}"
        );
    }
    assert_eq!(
        world
            .send("say", "application/json", "x".repeat(60_000))
            .await
            .status,
        413
    );
    assert_eq!(
        world
            .send("say", "application/json", "[]".to_owned())
            .await
            .status,
        400
    );
    assert_eq!(
        world
            .send(
                "say",
                "application/json",
                r#"{"word":"a","word":"b"}"#.to_owned()
            )
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn commands_are_limited_except_those_for_safety() {
    let world = World::new().await;
    for _ in 0..10 {
        assert_eq!(
            world.tell("say", json!({"words": "hello"})).await.status,
            200
        );
    }
    assert_eq!(
        world.tell("say", json!({"words": "hello"})).await.status,
        409
    );
    for _ in 0..50 {
        world.tell("feedback", json!({"helped": 1})).await;
    }
    assert_eq!(world.tell("panel", json!({})).await.status, 409);
    assert_eq!(world.tell("withdraw", json!({})).await.status, 200);
}
