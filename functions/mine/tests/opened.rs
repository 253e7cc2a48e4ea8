//! Who can open a case, what the pages carry, and what a stranger can do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use domain::case::commands::person::MANY_WRONG_WORDS;
use events::case::{Actor, CaseChange, CloseReason, CoordinatorReason, TaskKind};
use jiff::SignedDuration;
use people::{NOW, World, at, value_of};
use platform::keys::Keys;
use serde_json::json;

#[tokio::test]
async fn a_page_carries_a_pass_and_closes_by_itself() {
    let mut world = World::new().await;
    let page = world.opened().await;
    assert!(!page.contains(&world.word), "the words are not in the page");
    for name in ["contact", "consent", "ask", "stop", "export", "progress"] {
        let answer = world.form(name, &page, &[]).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
        assert!(!answer.text.contains(&world.word), "{name}");
        assert!(answer.text.contains("<title>Your page</title>"), "{name}");
    }
    world.now = at(NOW) + SignedDuration::from_mins(31);
    let closed = world.form("contact", &page, &[]).await;
    assert_eq!(closed.status, 410);
    assert!(closed.text.contains("Your page has closed"));
    assert_eq!(
        world
            .send_form("contact", &[("pass", "made.up.pass")])
            .await
            .status,
        410
    );
}

#[tokio::test]
async fn many_wrong_words_raise_one_task_and_lock_nobody_out() {
    let world = World::new().await;
    let keys = Keys::new("a secret for the person's page");
    let unknown = "22222222";
    let later = world.now + SignedDuration::from_mins(1);
    for reference in [world.reference.as_str(), unknown] {
        world.twin.state().wrong.insert(
            keys.name("reference", reference),
            (MANY_WRONG_WORDS - 1, later),
        );
    }
    let wrong =
        |reference: &str| json!({"reference": reference, "word": "three wrong words"}).to_string();
    let try_it = async |reference: &str| {
        let answer = world
            .send("progress", "application/json", wrong(reference))
            .await;
        (answer.status, answer.text)
    };
    let waited = || {
        world
            .twin
            .state()
            .waits
            .iter()
            .map(std::time::Duration::as_secs_f64)
            .collect::<Vec<f64>>()
    };
    let (known, other) = tokio::join!(try_it(world.reference.as_str()), try_it(unknown));
    assert_eq!((known.0, &known.1), (404, &other.1), "they look the same");
    let waits = waited();
    assert!(
        waits.len() == 2 && (waits[0] - waits[1]).abs() < 0.5,
        "and take as long: {waits:?}"
    );
    assert!(
        waits.iter().all(|wait| *wait > 3.0),
        "the more, the longer: {waits:?}"
    );
    let tasks = || {
        world
            .case()
            .coordination
            .tasks
            .iter()
            .filter(|task| task.kind == TaskKind::WrongWords)
            .count()
    };
    assert_eq!(tasks(), 1);
    // Once is enough, however many there are.
    let again = try_it(world.reference.as_str()).await;
    assert_eq!((again.0, tasks()), (404, 1));
    assert_eq!(
        world.ask("progress", json!({})).await.status,
        200,
        "the right words get in"
    );
    assert!(waited()[3] > 3.0, "and wait as long");
}

#[tokio::test]
async fn after_deletion_the_page_says_so_and_takes_no_commands() {
    let world = World::new().await;
    let page = world.opened().await;
    world.happens(domain::case::commands::lifecycle::close(
        &world.case(),
        CloseReason::Withdrew,
        None,
        Actor::Person,
    ));
    world.happens(vec![CaseChange::Erased { by: Actor::Machine }]);
    world.twin.state().people.remove(&world.reference);
    for name in ["progress", "contact", "consent", "ask", "stop", "export"] {
        let answer = world.form(name, &page, &[]).await;
        assert_eq!(answer.status, 200, "{name}");
        assert!(
            answer.text.contains("We deleted what says who you are"),
            "{name}"
        );
    }
    for act in [
        "say",
        "reopen",
        "agree",
        "change-contact",
        "withdraw",
        "delete",
    ] {
        let answer = world
            .tell(act, json!({"words": "hello", "contact": {"channels": []}}))
            .await;
        assert_eq!(answer.status, 409, "{act}");
    }
    assert_eq!(
        world.ask("export", json!({})).await.json["stands"],
        "erased"
    );
}

#[tokio::test]
async fn a_step_whose_time_has_passed_is_shown_as_late() {
    let mut world = World::new().await;
    world.is_helped();
    let (onward, due) = {
        let first = &world.case().support.onwards[0];
        (
            first.offered.onward.clone(),
            world.now + SignedDuration::from_hours(7),
        )
    };
    world.happens(vec![CaseChange::Withdrawn {
        onward: onward.clone(),
    }]);
    world.happens(vec![CaseChange::GivenToCoordinators {
        why: CoordinatorReason::NoService,
        due,
    }]);
    let late = "This should have happened by 5pm on Monday 23 November. It is late, and that is not your fault";
    let page = world.opened().await;
    assert!(
        page.contains("<b>by 5pm on Monday 23 November</b>") && !page.contains(late),
        "{page}"
    );
    world.now = due + SignedDuration::from_hours(24);
    let page = world.opened().await;
    assert!(
        page.contains(late) && !page.contains("<b>by 5pm on Monday 23 November</b>"),
        "{page}"
    );
    let steps = world.ask("progress", json!({})).await.json["next"].clone();
    let of_then = steps
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["by"] == json!(due))
        .expect("a step");
    assert_eq!(of_then["late"], true, "{steps}");
}

#[tokio::test]
async fn a_page_shows_no_safeguarding_to_an_onlooker() {
    let world = World::new().await;
    let due = world.now + SignedDuration::from_hours(1);
    world.happens(vec![
        CaseChange::TaskGiven(events::case::TaskGiven {
            kind: TaskKind::ConsiderMarac,
            from: None,
            due,
        }),
        CaseChange::TaskGiven(events::case::TaskGiven {
            kind: TaskKind::WrongWords,
            from: None,
            due,
        }),
    ]);
    let page = world.opened().await;
    for name in ["progress", "consent", "ask", "stop", "export"] {
        let text = world.form(name, &page, &[]).await.text.to_lowercase();
        for word in [
            "marac",
            "mash",
            "risk",
            "disclos",
            "safeguard",
            "coordinator-",
        ] {
            assert!(!text.contains(word), "{name} says {word}");
        }
    }
}

#[tokio::test]
async fn the_export_is_a_page_and_a_file_with_a_bland_name() {
    let mut document = people::document();
    document["source"] = json!({"kind": "police"});
    document["dash"] = json!({"ticks": 15.0, "reason": "the officer's own words"});
    document["contact"]["trusted_person"] =
        json!({"name": "Sister Kim", "channel": "07700 900999"});
    let world = World::of(document).await;
    world
        .tell("say", json!({"words": "my own words here"}))
        .await;
    world
        .tell(
            "complain",
            json!({"about": "code", "words": "nobody told me"}),
        )
        .await;
    let reader = "coordinator/11111111-2222";
    world
        .twin
        .state()
        .reads
        .push((world.reference.clone(), world.now, reader.to_owned()));
    let page = world.opened().await;
    let readable = world.form("export", &page, &[]).await;
    let saved = world.form("export", &page, &[("as", "file")]).await;
    assert_eq!(saved.disposition, "attachment; filename=\"page.json\"");
    let file = world.ask("export", json!({})).await;
    assert_eq!(
        (file.disposition.as_str(), file.json.is_object()),
        ("attachment; filename=\"page.json\"", true)
    );
    for text in [&readable.text, &saved.text, &file.text] {
        for held in [
            "Quiet Robin",
            "robin@example.org",
            "the green door",
            "my own words here",
            "nobody told me",
            "Our own team",
        ] {
            assert!(text.contains(held), "{held} is missing: {text}");
        }
        for others in [
            "11111111",
            "officer",
            "Sister Kim",
            "900999",
            "dash",
            &world.word,
        ] {
            assert!(!text.contains(others), "{others} is not theirs");
        }
    }
    assert!(value_of(&readable.text, "pass").len() > 20);
    assert_eq!(
        file.json["words"][1]["about"],
        "complaint about the Victims' Code"
    );
}

#[tokio::test]
async fn other_addresses_do_not_exist() {
    let world = World::new().await;
    for path in ["", "nothing", "progress/more", "../provider"] {
        assert_eq!(world.ask(path, json!({})).await.status, 404, "{path}");
    }
    for (fields, status) in [
        (vec![], 422),
        (vec![("reference", "22222222"), ("word", "")], 422),
    ] {
        assert_eq!(world.send_form("contact", &fields).await.status, status);
    }
}
