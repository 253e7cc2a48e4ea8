//! Who can open a case, what the pages carry, and what a stranger can do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use events::case::{CaseChange, CoordinatorReason, TaskKind};
use jiff::SignedDuration;
use people::{NOW, World, at, value_of};
use platform::ports::{AuditRead, Look};
use serde_json::json;

#[tokio::test]
async fn a_page_carries_a_pass_and_closes_by_itself() {
    let mut world = World::new().await;
    let page = world.opened().await;
    assert!(!page.contains(&world.word), "the words are not in the page");
    for name in [
        "contact", "consent", "ask", "stop", "export", "access", "progress",
    ] {
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
    for name in ["progress", "consent", "ask", "stop", "export", "access"] {
        let text = world.form(name, &page, &[]).await.text.to_lowercase();
        for word in [
            "marac",
            "mash",
            "risk",
            "disclos",
            "safeguard",
            "wrong words",
            "tried",
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
    let look = Look {
        reference: world.reference.clone(),
        at: world.now,
        role: "coordinator".to_owned(),
        account: "11111111-2222".to_owned(),
        reason: None,
        marks: Vec::new(),
    };
    world.twin.audit(&look).await.unwrap();
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
async fn the_export_has_the_conclusions_only_where_nobody_else_may_see_them() {
    let of = async |device: Option<bool>, flags: &[&str]| {
        let mut document = people::document();
        document["incident"] = json!({"flags": flags});
        document["needs"] = json!([{"code": "trouble-sleeping", "weight": "a-lot"}]);
        if let Some(device) = device {
            document["safety"] = json!({"someone_may_see_device": device});
        }
        let world = World::of(document).await;
        let page = world.opened().await;
        let readable = world.form("export", &page, &[]).await.text;
        (readable, world.ask("export", json!({})).await.json)
    };
    let (readable, file) = of(Some(false), &["fraud"]).await;
    assert_eq!(file["assessment"]["risk"], "standard");
    assert!(file["assessment"]["reasons"].is_array());
    assert!(readable.contains("Standard risk"));
    for (device, flags) in [
        (None, ["fraud"]),
        (Some(true), ["fraud"]),
        (Some(false), ["domestic-abuse"]),
        (Some(false), ["stalking-or-harassment"]),
    ] {
        let (readable, file) = of(device, &flags).await;
        assert_eq!(
            file["assessment"],
            json!({"not_here": words::copy::not_on_page()}),
            "the same words for everybody"
        );
        assert!(!readable.contains("risk"), "{device:?} {flags:?}");
    }
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

/// The address that ends the visit of a page.
fn end_of(page: &str) -> String {
    let address = page
        .split("ping=\"/me/")
        .nth(1)
        .expect("what ends the visit");
    address.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn leaving_a_page_ends_every_pass_of_the_visit() {
    let mut world = World::new().await;
    let first = world.opened().await;
    let second = world.form("contact", &first, &[]).await.text;
    assert_eq!(end_of(&first), end_of(&second), "it is one visit");
    world.now += SignedDuration::from_secs(1);
    let other = world.opened().await;
    assert_ne!(end_of(&first), end_of(&other));
    let left = world.send_form(&end_of(&second), &[]).await;
    assert_eq!((left.status, left.text.as_str()), (204, ""));
    for page in [&first, &second] {
        let closed = world.form("progress", page, &[]).await;
        assert_eq!(closed.status, 410);
        assert!(closed.text.contains("Your page has closed"));
        assert!(!closed.text.contains("ping="), "it has nothing to end");
    }
    let stays = world.form("progress", &other, &[]).await;
    assert_eq!(stays.status, 200, "another visit goes on");
    world.now += SignedDuration::from_secs(1);
    let again = world.opened().await;
    assert_eq!(world.form("contact", &again, &[]).await.status, 200);
}

#[tokio::test]
async fn nothing_but_a_page_ends_its_visit() {
    let world = World::new().await;
    let page = world.opened().await;
    let end = end_of(&page);
    assert!(!end.contains(world.case().reference.as_str()));
    let pass = value_of(&page, "pass");
    assert!(!pass.contains(end.trim_start_matches("leave/")));
    for nonsense in [
        "leave/00".to_owned(),
        // The name of the visit without the hub's mark.
        end[..end.len() - 32].to_owned(),
        format!("{}{}", &end[..end.len() - 32], "0".repeat(32)),
        format!("leave/{pass}"),
    ] {
        let answer = world.send_form(&nonsense, &[]).await;
        assert_eq!(answer.status, 204, "the answer says nothing");
    }
    assert_eq!(world.form("progress", &page, &[]).await.status, 200);
    let as_pass = [("pass", end.trim_start_matches("leave/"))];
    let opened = world.send_form("progress", &as_pass).await;
    assert_eq!(opened.status, 410, "it opens nothing");
}
