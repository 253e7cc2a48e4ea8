//! What coordinators learn after the referral is nowhere on the person's page: somebody else may read it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use domain::case::commands::reassess::reassess;
use domain::case::commands::routing::route;
use domain::matching::Loads;
use events::case::CaseChange;
use events::commands::{Commands, CoordinatorCommand};
use people::{World, document};
use serde_json::{Value, json};

/// A coordinator records these answers, and the hub looks for services.
fn learn(world: &World, answers: Value) {
    let spec = CoordinatorCommand::spec_of("reassess").unwrap();
    let mut body = json!({"why": "person-told", "spoken": "yes"});
    for (name, answer) in answers.as_object().unwrap() {
        body[name] = answer.clone();
    }
    let command = CoordinatorCommand::from_body(spec, body.as_object().cloned().unwrap()).unwrap();
    let (case, known, profile) = (world.case(), world.person(), world.twin.profile());
    let told = reassess(&case, profile, &known, &command, "coordinator", world.now)
        .unwrap()
        .expect("a document that can be read");
    assert!(!told.changes.is_empty());
    world.happens(told.changes);
    world
        .twin
        .state()
        .people
        .insert(world.reference.clone(), told.document);
    world.happens(route(&world.case(), profile, &Loads::default(), world.now));
}

/// All that the pages say, apart from when they were opened.
async fn pages(world: &World) -> Vec<Value> {
    let mut pages = Vec::new();
    for name in ["progress", "contact", "consent", "ask", "stop", "export"] {
        let mut page = world.ask(name, json!({})).await.json;
        assert!(page.is_object(), "{name}");
        page["page"] = Value::Null;
        pages.push(page);
    }
    pages
}

#[tokio::test]
async fn a_danger_that_is_learned_changes_nothing_on_the_page() {
    let mut at_first = document();
    at_first["safety"] = json!({"someone_may_see_device": false});
    at_first["residence"] = json!({"postcode": "RG1 1AA"});
    let world = World::of(at_first).await;
    world.is_helped();
    let before = pages(&world).await;
    let asked = world.case().support.onwards.len();
    learn(
        &world,
        json!({
            "in_danger_now": "yes", "happened": ["domestic-abuse", "sexual-offence"], "dash_ticks": 20,
            "needs": ["safeguarding-concerns"], "suspect_known": "partner-or-ex", "thoughts_of_suicide": "yes",
        }),
    );
    let case = world.case();
    assert!(case.support.onwards.len() > asked, "a service was asked");
    assert!(case.coordination.open_tasks().any(|task| task.quiet));
    assert_eq!(pages(&world).await, before);
}

#[tokio::test]
async fn what_a_service_says_after_it_reached_the_person_is_on_the_page() {
    let world = World::new().await;
    world.is_helped();
    let asked = world.case().support.onwards.len();
    learn(&world, json!({"happened": ["sexual-offence"]}));
    let offered = world.case().support.onwards[asked].offered.clone();
    let hidden = world.ask("progress", json!({})).await.text;
    let name = world
        .twin
        .profile()
        .service(&offered.service)
        .unwrap()
        .name
        .clone();
    assert!(!hidden.contains(&name), "{hidden}");
    let act = serde_json::from_value(
        json!({"act": "contact-tried", "by": "phone", "outcome": "reached"}),
    );
    world.happens(vec![
        CaseChange::Accepted {
            onward: offered.onward.clone(),
            provider: offered.provider.clone(),
            first_contact_by: world.now,
        },
        CaseChange::Cared {
            onward: offered.onward,
            provider: offered.provider,
            act: act.unwrap(),
        },
    ]);
    let shown = world.ask("progress", json!({})).await.text;
    assert!(shown.contains(&name), "{shown}");
}

#[tokio::test]
async fn a_device_that_may_be_seen_closes_the_page() {
    let mut at_first = document();
    at_first["contact"]["channels"]
        .as_array_mut()
        .unwrap()
        .push(json!({"kind": "online", "safe": true}));
    let world = World::of(at_first).await;
    let mut state = world.twin.state();
    let case = state.cases.get_mut(&world.reference).unwrap();
    case.received
        .safe_channels
        .push(events::referral::ChannelKind::Online);
    drop(state);
    learn(&world, json!({"someone_may_see_device": "yes"}));
    assert!(!world.case().has_open_page());
    let closed = world.ask("progress", json!({})).await;
    assert!(!closed.text.contains("steps"), "{}", closed.text);
}
