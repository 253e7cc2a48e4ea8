//! What providers record, and what follows from it.

use crate::world::World;
use domain::case::commands::lifecycle::close;
use domain::case::commands::person::change_consent;
use domain::gate::ContactStatus;
use events::case::{Actor, CloseReason, CoordinatorReason, TaskKind};
use lambda_http::http::Method;
use serde_json::{Value, json};

async fn tried(outcome: &str) -> (World, events::case::Case) {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.accepted(&reference).await;
    let act = json!({"act": "contact-tried", "by": "phone", "outcome": outcome});
    let (status, body) = world.post(&onward, "acts", &act).await;
    assert_eq!(status, 200, "{body}");
    let case = world.case(&reference);
    (world, case)
}

#[tokio::test]
async fn a_wrong_number_is_looked_into_and_a_danger_at_once() {
    for outcome in ["wrong-number", "somebody-else"] {
        let (_, case) = tried(outcome).await;
        assert!(
            case.coordination
                .open_tasks()
                .any(|task| task.kind == TaskKind::CheckContact),
            "{outcome}"
        );
    }
    let (_, case) = tried("unsafe").await;
    assert!(case.coordination.held(CoordinatorReason::Unsafe));
    for outcome in [
        "no-answer",
        "no-answer-no-message",
        "another-time",
        "no-common-language",
        "helped-already",
    ] {
        let (_, case) = tried(outcome).await;
        assert!(
            case.coordination.holds.is_empty() && case.coordination.open_tasks().next().is_none(),
            "{outcome}"
        );
        assert_eq!(case.support.onwards[0].care.attempts.len(), 1);
    }
}

#[tokio::test]
async fn whoever_has_the_person_reads_that_contact_is_stopped() {
    for (outcome, stop) in [
        ("no-answer", Value::Null),
        ("unsafe", json!("unsafe")),
        ("may-have-died", json!("perhaps-died")),
    ] {
        let (world, case) = tried(outcome).await;
        let onward = &case.support.onwards[0];
        let seen = world.seen(onward).await;
        assert_eq!(seen["person"]["contact"]["stop"], stop, "{outcome}");
        assert_eq!(seen["due"], json!(onward.due()), "{outcome}");
    }
}

#[tokio::test]
async fn a_no_because_it_is_not_safe_is_looked_into_while_another_is_looked_for() {
    for (why, held) in [
        ("unsafe", true),
        ("wrong-details", false),
        ("no-capacity", false),
    ] {
        let world = World::new();
        let reference = world.person(1).await;
        let onward = world.case(&reference).support.onwards[0].clone();
        let (status, _) = world.post(&onward, "decline", &json!({"why": why})).await;
        let case = world.case(&reference);
        assert_eq!(
            (status, case.coordination.held(CoordinatorReason::Unsafe)),
            (200, held),
            "{why}"
        );
        let check = case
            .coordination
            .open_tasks()
            .any(|task| task.kind == TaskKind::CheckContact);
        assert_eq!(check, why == "wrong-details", "{why}");
        assert!(
            case.support.match_by.is_some(),
            "{why}: another is looked for"
        );
    }
}

#[tokio::test]
async fn who_is_given_up_without_help_is_the_coordinators() {
    let ways = [
        ("no-capacity", CoordinatorReason::NoService),
        ("out-of-area", CoordinatorReason::NoService),
        ("wrong-details", CoordinatorReason::NotReached),
        ("unsafe", CoordinatorReason::Unsafe),
    ];
    for (outcome, why) in ways {
        let world = World::new();
        let reference = world.person(1).await;
        let onward = world.accepted(&reference).await;
        assert_eq!(
            world
                .post(
                    &onward,
                    "acts",
                    &json!({"act": "closed", "outcome": outcome})
                )
                .await
                .0,
            200
        );
        assert!(world.case(&reference).coordination.held(why), "{outcome}");
    }
}

#[tokio::test]
async fn who_may_have_died_is_told_nothing_by_a_machine_until_a_coordinator_has_found_out() {
    let acts = [
        json!({"act": "contact-tried", "by": "phone", "outcome": "may-have-died"}),
        json!({"act": "closed", "outcome": "died"}),
    ];
    for act in acts {
        let world = World::new();
        let reference = world.person(1).await;
        let onward = world.accepted(&reference).await;
        assert_eq!(world.post(&onward, "acts", &act).await.0, 200);
        let case = world.case(&reference);
        assert_eq!(
            case.lifecycle.ended, None,
            "one provider's word ends no case"
        );
        let task = case
            .coordination
            .open_tasks()
            .find(|task| task.kind == TaskKind::CheckDeath)
            .unwrap();
        assert_eq!(
            task.due,
            domain::case::deadlines::case_due(&case, crate::world::at(0))
        );
        assert_eq!(ContactStatus::of(&case), ContactStatus::PerhapsDied);
        let goes_on = case.support.live().next().is_some();
        assert_eq!(
            goes_on,
            act["act"] == "contact-tried",
            "who only heard so has the person still"
        );
        if goes_on {
            assert_eq!(world.post(&onward, "acts", &act).await.0, 200);
            assert_eq!(
                world.case(&reference).coordination.open_tasks().count(),
                1,
                "one finds out for all who heard it"
            );
        }
    }
}

#[tokio::test]
async fn a_need_that_is_named_twice_is_not_kept() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.accepted(&reference).await;
    let left = |needs: Value| json!({"act": "measured", "point": "beginning", "scores": null, "needs": needs});
    let (status, body) = world
        .post(
            &onward,
            "acts",
            &left(json!(["lack-of-trust", "lack-of-trust"])),
        )
        .await;
    assert_eq!(status, 409, "{body}");
    assert_eq!(
        world
            .post(
                &onward,
                "acts",
                &left(json!(["lack-of-trust", "immigration-status"]))
            )
            .await
            .0,
        200
    );
    let seen = world.seen(&onward).await;
    let kept = &seen["care"]["measures"][0]["needs"];
    assert_eq!(
        *kept,
        json!({"informed": ["lack-of-trust"], "coping": ["immigration-status"]})
    );
}

#[tokio::test]
async fn a_list_of_more_than_a_hundred_says_where_it_goes_on() {
    let mut profile = twins::sample::profile("thames-valley");
    profile
        .services
        .iter_mut()
        .for_each(|service| service.capacity = None);
    let world = World::of(profile);
    let first = world.person(1).await;
    let offered = world.case(&first).support.onwards[0].offered.clone();
    for number in 2..=102 {
        world.person(number).await;
    }
    let group = format!("provider-{}", offered.provider);
    let ask = async |query: &[(&str, &str)]| {
        use lambda_http::RequestExt;
        let parameters: std::collections::HashMap<String, Vec<String>> = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
            .collect();
        let request = crate::world::request(Method::GET, "/provider/onwards", None, &group, None)
            .with_query_string_parameters(parameters);
        crate::world::answer(
            provide::handle(&world.twin, crate::world::HUB, request, crate::world::at(0)).await,
        )
    };
    let (_, page) = ask(&[("state", "offered")]).await;
    let length = |page: &Value| page["onwards"].as_array().unwrap().len();
    assert_eq!(length(&page), 100);
    let next = page["next"].as_str().unwrap();
    let after = next.split("after=").nth(1).unwrap();
    let (_, rest) = ask(&[("state", "offered"), ("after", after)]).await;
    assert_eq!((length(&rest), rest["next"].is_null()), (2, true));
    assert_eq!(ask(&[("after", "nowhere")]).await.0, 400);
}

#[tokio::test]
async fn a_note_that_is_sent_again_is_kept_once_and_never_replaced() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.accepted(&reference).await;
    let note = |text: &str| json!({"id": "00000000-0000-4000-8000-0000000000aa", "text": text});
    let (status, first) = world.post(&onward, "notes", &note("They rang.")).await;
    assert_eq!(status, 201, "{first}");
    let (status, again) = world.post(&onward, "notes", &note("They rang.")).await;
    assert_eq!((status, again), (200, first));
    let (status, other) = world.post(&onward, "notes", &note("They wrote.")).await;
    assert_eq!(status, 409, "{other}");
    assert!(
        other["title"].as_str().unwrap().contains("new id"),
        "{other}"
    );
}

#[tokio::test]
async fn a_provider_reads_its_own_notes_after_a_merge_until_consent_is_withdrawn() {
    let world = World::new();
    let (goes_on, ends) = (world.person(1).await, world.person(2).await);
    let onward = world.accepted(&ends).await;
    let note = json!({"id": "00000000-0000-4000-8000-0000000000aa", "text": "They rang."});
    assert_eq!(world.post(&onward, "notes", &note).await.0, 201);
    let duplicate = CloseReason::Duplicate;
    let by = Actor::coordinator("someone");
    let merged = close(&world.case(&ends), duplicate, Some(goes_on.clone()), by);
    world.happens(&ends, merged);
    let group = format!("provider-{}", onward.offered.provider);
    let (status, body) = world.get_as(&group, &onward, "/notes").await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(body["notes"].as_array().unwrap().len(), 1);
    // The case itself is not the provider's any more.
    assert_eq!(world.get_as(&group, &onward, "").await.0, 410);
    assert_eq!(world.post(&onward, "notes", &note).await.0, 409);
    let volunteers = format!("volunteer-{}", onward.offered.provider);
    assert_ne!(world.get_as(&volunteers, &onward, "/notes").await.0, 200);
    let case = world.case(&goes_on);
    let nothing = change_consent(&case, world.twin.profile(), &[], crate::world::at(1)).unwrap();
    world.happens(&goes_on, nothing);
    assert_eq!(world.get_as(&group, &onward, "/notes").await.0, 404);
}

#[tokio::test]
async fn notes_are_closed_to_a_service_that_the_person_sent_away() {
    let world = World::new();
    let (goes_on, ends) = (world.person(1).await, world.person(2).await);
    let onward = world.accepted(&ends).await;
    let case = world.case(&ends);
    let nothing = change_consent(&case, world.twin.profile(), &[], crate::world::at(0)).unwrap();
    world.happens(&ends, nothing);
    let group = format!("provider-{}", onward.offered.provider);
    assert_eq!(world.get_as(&group, &onward, "/notes").await.0, 404);
    // A later merge does not open them.
    let case = world.case(&ends);
    let by = Actor::coordinator("someone");
    let merged = close(&case, CloseReason::Duplicate, Some(goes_on), by);
    world.twin.state().cases.insert(
        ends.clone(),
        domain::case::apply::append_all(&case, merged, crate::world::at(2))
            .unwrap()
            .0,
    );
    assert_eq!(world.get_as(&group, &onward, "/notes").await.0, 404);
}
