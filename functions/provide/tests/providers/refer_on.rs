//! A provider refers a person on to another member of the network (DC24).

use crate::world::World;
use events::Reference;
use events::case::{Onward, OnwardState, ReferOnReason, ReferredOn};
use serde_json::{Value, json};

/// The first service that could be asked, for a need that the person had not named, as the form sends it.
async fn choice(world: &World, from: &Onward) -> Value {
    let group = format!("provider-{}", from.offered.provider);
    let (status, body) = world.get_as(&group, from, "/refer-on").await;
    assert_eq!(status, 200, "{body}");
    let choices = body["choices"].as_array().unwrap();
    let helps = |choice: &&Value| {
        choice["needs"]
            .as_array()
            .unwrap()
            .contains(&json!("trouble-sleeping"))
    };
    let one = choices
        .iter()
        .find(helps)
        .expect("somebody else helps with that");
    json!({"service": one["service"], "needs": ["trouble-sleeping"], "reason": "needs-more", "agreed": true})
}

async fn referred() -> (World, Reference, Onward, Onward) {
    let world = World::new();
    let reference = world.person(1).await;
    let from = world.accepted(&reference).await;
    let asked = choice(&world, &from).await;
    let (status, body) = world.post(&from, "refer-on", &asked).await;
    assert_eq!(status, 200, "{body}");
    world.deliver(crate::world::at(0)).await;
    let to = world.onward(&reference, OnwardState::Offered);
    (world, reference, from, to)
}

#[tokio::test]
async fn a_person_who_agrees_is_referred_on_and_both_providers_know_where_it_stands() {
    let (world, reference, from, to) = referred().await;
    let by = ReferredOn {
        from: from.offered.onward.clone(),
        reason: ReferOnReason::NeedsMore,
        by: from.offered.provider.clone(),
        agreed_at: Some(crate::world::at(0)),
    };
    assert_eq!(to.offered.referred_on, Some(by));
    assert_eq!(world.messages(&to, "hub.onward-referral.offered.v1"), 1);
    assert_eq!(
        world
            .case(&reference)
            .support
            .onward(&from.offered.onward)
            .unwrap()
            .state,
        OnwardState::Accepted
    );
    // Before it says yes it knows who refers, and not who is referred.
    let before = world.seen(&to).await;
    assert_eq!(
        before["referred_on_by"]["provider"],
        from.offered.provider.as_str()
    );
    assert_eq!(
        before["referred_on_by"]["agreed_at"],
        crate::world::at(0).to_string()
    );
    assert!(
        before["referred_on_by"]["provider_name"].is_string()
            && !before.to_string().contains("Robin")
    );
    assert_eq!(
        world.seen(&from).await["referred_on_to"][0]["state"],
        "offered"
    );

    world.accepted(&reference).await;
    let follows = world.seen(&from).await["referred_on_to"][0].clone();
    assert_eq!(follows["state"], "accepted");
    assert_eq!(
        world.messages(&from, "hub.onward-referral.updated.v1"),
        1,
        "its own system hears of it"
    );
    // What the other does then is not its to know.
    world
        .post(
            &to,
            "acts",
            &json!({"act": "closed", "outcome": "not-reached"}),
        )
        .await;
    assert_eq!(world.seen(&from).await["referred_on_to"][0], follows);
    world.loads_are_right();
}

#[tokio::test]
async fn assessment_consent_and_distance_travelled_go_with_the_person_and_no_note_does() {
    let world = World::new();
    let reference = world.person(1).await;
    let from = world.accepted(&reference).await;
    world
        .post(
            &from,
            "acts",
            &json!({"act": "contact-tried", "by": "phone", "outcome": "reached"}),
        )
        .await;
    let scores = json!({"health": 2, "coping": 3, "safety": 4, "reintegration": 5, "informed": 6, "justice": 7});
    let measured = json!({"act": "measured", "point": "beginning", "scores": scores, "needs": ["trouble-sleeping"]});
    assert_eq!(world.post(&from, "acts", &measured).await.0, 200);
    let note = json!({"id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10", "text": "what was said"});
    assert_eq!(world.post(&from, "notes", &note).await.0, 201);
    let asked = choice(&world, &from).await;
    assert_eq!(world.post(&from, "refer-on", &asked).await.0, 200);
    world.deliver(crate::world::at(0)).await;
    assert!(
        world
            .seen(&world.onward(&reference, OnwardState::Offered))
            .await["care_before"]
            .is_null()
    );

    let to = world.accepted(&reference).await;
    let seen = world.seen(&to).await;
    assert_eq!(seen["assessment"]["complexity"], "low");
    let received = world.case(&reference).received;
    let consent =
        json!({"basis": received.basis, "given_by": received.given_by, "scope": received.scope});
    assert_eq!(seen["consent"], consent);
    assert_eq!(
        (
            &consent["basis"],
            consent["scope"]
                .as_array()
                .is_some_and(|scope| !scope.is_empty())
        ),
        (&json!("consent"), true)
    );
    assert_eq!(seen["care_before"]["measures"][0]["scores"]["justice"], 7);
    assert_eq!(
        seen["care_before"]["measures"][0]["needs"],
        json!({"health": ["trouble-sleeping"]})
    );
    assert_eq!(seen["person"]["name"], "Quiet Robin");
    assert!(!seen.to_string().contains("what was said"));
    let (status, notes) = world
        .get_as(&format!("provider-{}", to.offered.provider), &to, "/notes")
        .await;
    assert_eq!((status, notes["notes"].as_array().unwrap().len()), (200, 0));
    // A volunteer of the same service sees who to call, but no measures.
    let (_, less) = world
        .get_as(&format!("volunteer-{}", to.offered.provider), &to, "")
        .await;
    assert_eq!(less["person"]["name"], "Quiet Robin");
    assert_eq!(less["may"], json!(["contact-tried", "session-held"]));
    for theirs in [
        "assessment",
        "consent",
        "care_before",
        "referred_on_to",
        "referred_on_by",
    ] {
        assert!(less[theirs].is_null(), "{theirs}");
    }
    assert!(less["care"]["measures"].is_null() && less["care"]["distance_travelled"].is_null());
}

#[tokio::test]
async fn nobody_is_referred_on_who_did_not_say_yes_or_to_a_service_that_cannot_take_them() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.onward(&reference, OnwardState::Offered);
    let ask = json!({"service": "nobody", "needs": ["trouble-sleeping"], "reason": "other-need", "agreed": true});
    assert_eq!(
        world.post(&onward, "refer-on", &ask).await.0,
        409,
        "not before it has said yes itself"
    );
    let from = world.accepted(&reference).await;
    let good = choice(&world, &from).await;
    let with = |name: &str, value: Value| {
        let mut asked = good.clone();
        asked[name] = value;
        asked
    };
    let own = from.offered.service.as_str();
    let elsewhere = "west-berks-da";
    for (asked, expected) in [
        (with("agreed", json!(false)), 422),
        (with("needs", json!([])), 422),
        (
            with("needs", json!(["trouble-sleeping", "trouble-sleeping"])),
            422,
        ),
        (with("needs", json!(["a need in words"])), 422),
        (with("reason", json!("because")), 422),
        (with("service", json!("no-such-service")), 422),
        (with("service", json!(own)), 409),
        (with("service", json!(elsewhere)), 409),
        (with("service", json!("hub-kent")), 409),
    ] {
        let (status, body) = world.post(&from, "refer-on", &asked).await;
        assert_eq!(status, expected, "{asked}: {body}");
        assert!(body["title"].as_str().unwrap().len() > 20, "{body}");
    }
    let volunteer = format!("volunteer-{}", from.offered.provider);
    assert_eq!(
        world
            .post_as(&volunteer, &from, "refer-on", &good, crate::world::at(0))
            .await
            .0,
        403
    );
    assert_eq!(world.get_as(&volunteer, &from, "/refer-on").await.0, 403);
    assert_eq!(
        world
            .get_as("provider-somebody-else", &from, "/refer-on")
            .await
            .0,
        404
    );
    assert_eq!(
        world.case(&reference).support.onwards.len(),
        1,
        "nothing was offered"
    );
    // A full service is left out, and a service that was asked already is not asked twice.
    assert_eq!(world.post(&from, "refer-on", &good).await.0, 200);
    let (status, body) = world.post(&from, "refer-on", &good).await;
    assert_eq!(status, 409, "{body}");
}

#[tokio::test]
async fn who_declines_a_referral_leaves_the_person_where_they_are() {
    let (world, reference, from, to) = referred().await;
    assert_eq!(
        world
            .post(&to, "decline", &json!({"why": "no-capacity"}))
            .await
            .0,
        200
    );
    world.deliver(crate::world::at(0)).await;
    assert_eq!(
        world.seen(&from).await["referred_on_to"][0]["state"],
        "declined"
    );
    assert_eq!(world.messages(&from, "hub.onward-referral.updated.v1"), 1);
    let case = world.case(&reference);
    assert_eq!(
        case.support.onward(&from.offered.onward).unwrap().state,
        OnwardState::Accepted
    );
    let asked = choice_again(&world, &from, &to).await;
    assert_eq!(asked, 409, "it is not asked again");
}

async fn choice_again(world: &World, from: &Onward, to: &Onward) -> u16 {
    let needs = json!(["trouble-sleeping"]);
    let ask = json!({"service": to.offered.service, "needs": needs, "reason": "needs-more", "agreed": true});
    world.post(from, "refer-on", &ask).await.0
}
