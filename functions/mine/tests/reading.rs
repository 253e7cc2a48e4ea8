//! What a person is offered to read on their own page, and what somebody who reads along sees of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use events::case::CaseChange;
use people::{NOW, World, document};
use serde_json::{Value, json};

/// Somebody who said whether others see their device.
fn somebody(seen: Option<bool>) -> Value {
    let mut document = document();
    document["contact"]["channels"][2] = json!({"kind": "online", "safe": true});
    document["circumstances"] = json!({"lives_with_suspect": false});
    document["incident"] = json!({"flags": ["stalking-or-harassment"]});
    if let Some(seen) = seen {
        document["safety"] = json!({"someone_may_see_device": seen});
    }
    document
}

async fn first_page(document: Value) -> String {
    let world = World::of(document).await;
    let step = json!({
        "event": "progress", "id": "0d6a8f1e-5b0f-4f0e-9a3c-2b7f0c5f1a11", "step": "needs-assessed",
        "at": NOW, "heard_at": NOW, "recorded_by": "police"
    });
    let step: CaseChange = serde_json::from_value(step).unwrap();
    world.happens(vec![step]);
    world.opened().await
}

#[tokio::test]
async fn on_a_screen_of_their_own_a_person_finds_what_fits_and_what_comes_next() {
    let page = first_page(somebody(Some(false))).await;
    for link in [
        "/guides/sleep/",
        "/guides/contact/",
        "/what-to-expect/first-steps/",
    ] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}: {page}");
    }
    assert!(page.contains("Sleeping after something bad has happened"));
}

#[tokio::test]
async fn where_others_may_look_the_page_names_nothing_that_alarms() {
    for seen in [Some(true), None] {
        let page = first_page(somebody(seen)).await;
        assert!(page.contains(">Sleep</a>"), "{seen:?}: {page}");
        for link in [
            "/guides/contact/",
            "/guides/phone/",
            "/what-to-expect/first-steps/",
        ] {
            assert!(!page.contains(link), "{seen:?}: {link}");
        }
        // The address of the general page says as little as that of the own page.
        assert!(page.contains("href=\"/what-to-expect/\""), "{seen:?}");
    }
}

#[tokio::test]
async fn the_page_opens_with_guides_for_everyone_when_the_answers_are_gone() {
    let world = World::of(somebody(Some(false))).await;
    world.twin.state().people.clear();
    let page = world.opened().await;
    assert!(page.contains("href=\"/guides/\""), "{page}");
    assert!(!page.contains("/guides/contact/"));
}
