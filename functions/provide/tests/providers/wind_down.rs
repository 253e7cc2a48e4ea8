//! A service comes to its end, and nobody is left on the way (AS24, TV12, CA20).

use crate::world::{World, answer, at, request};
use events::case::{Case, CoordinatorReason, OnwardState};
use jiff::civil::date;
use lambda_http::http::Method;
use serde_json::{Value, json};
use twins::sample;

fn sum(answers: &[Value], name: &str) -> u64 {
    answers
        .iter()
        .map(|answer| answer[name].as_u64().unwrap())
        .sum()
}

/// More people than one batch holds, all with one service. Returns the code of that service, and of one that could take
/// over.
async fn supported(world: &World, people: u64) -> (Vec<events::Reference>, String, String) {
    let mut references = Vec::new();
    let mut service = String::new();
    let mut follows = None;
    for number in 1..=people {
        let reference = world.person(number).await;
        let has = world.accepted(&reference).await;
        service.clone_from(&has.offered.service);
        if follows.is_none() {
            let (_, body) = world
                .get_as(
                    &format!("provider-{}", has.offered.provider),
                    &has,
                    "/refer-on",
                )
                .await;
            follows = body["choices"]
                .as_array()
                .unwrap()
                .iter()
                .find_map(|choice| {
                    let code = choice["service"].as_str()?;
                    let known = world
                        .twin
                        .profile()
                        .services
                        .iter()
                        .find(|service| service.code == code)?;
                    (known.capacity.is_none_or(|most| most > 60) && known.national.is_none())
                        .then(|| code.to_owned())
                });
        }
        references.push(reference);
    }
    (references, service, follows.expect("somebody could follow"))
}

fn live(case: &Case) -> Vec<(&str, OnwardState)> {
    case.support
        .live()
        .map(|onward| (onward.offered.service.as_str(), onward.state))
        .collect()
}

#[tokio::test]
async fn everybody_moves_in_batches_and_stays_where_they_are_until_another_says_yes() {
    let world = World::new();
    let (people, service, follows) = supported(&world, 43).await;
    let answers = world.winds_down(&service, Some(&follows), at(0)).await;
    assert!(answers.len() > 2, "batches");
    assert_eq!((sum(&answers, "asked"), sum(&answers, "told")), (43, 0));
    assert!(
        answers
            .iter()
            .all(|answer| answer["failed"].as_array().unwrap().is_empty())
    );
    world.loads_are_right();
    for reference in &people {
        let case = world.case(reference);
        assert_eq!(
            live(&case),
            [
                (service.as_str(), OnwardState::Accepted),
                (follows.as_str(), OnwardState::Offered)
            ]
        );
        let asked = world.onward(reference, OnwardState::Offered);
        assert_eq!(world.messages(&asked, "hub.onward-referral.offered.v1"), 1);
        assert!(world.seen(&asked).await["takes_over_from"]["provider_name"].is_string());
    }
    // The same again finds nothing left to do.
    let again = world.winds_down(&service, Some(&follows), at(0)).await;
    assert_eq!((sum(&again, "asked"), sum(&again, "waiting")), (0, 43));

    for reference in &people {
        let old = world.onward(reference, OnwardState::Accepted);
        world.accepted(reference).await;
        let case = world.case(reference);
        assert_eq!(
            case.support.onward(&old.offered.onward).unwrap().state,
            OnwardState::HandedOver
        );
        let has = |(code, state): &(&str, OnwardState)| {
            *code == follows && *state == OnwardState::Accepted
        };
        assert!(
            live(&case).iter().any(has) && live(&case).iter().all(|(code, _)| *code != service)
        );
        assert_eq!(world.messages(&old, "hub.onward-referral.withdrawn.v1"), 1);
    }
    let last = world.winds_down(&service, Some(&follows), at(0)).await;
    assert_eq!(
        (sum(&last, "asked"), sum(&last, "waiting")),
        (0, 0),
        "nothing is left"
    );
    world.loads_are_right();
}

#[tokio::test]
async fn where_the_successor_says_no_the_old_one_keeps_the_person_and_the_coordinators_are_told() {
    let world = World::new();
    let (people, service, follows) = supported(&world, 1).await;
    world.winds_down(&service, Some(&follows), at(0)).await;
    let asked = world.onward(&people[0], OnwardState::Offered);
    assert_eq!(
        world
            .post(&asked, "decline", &json!({"why": "no-capacity"}))
            .await
            .0,
        200
    );
    world.deliver(at(0)).await;
    let case = world.case(&people[0]);
    assert!(live(&case).contains(&(service.as_str(), OnwardState::Accepted)));
    assert!(
        case.coordination.held(CoordinatorReason::NoService),
        "{:?}",
        case.owner
    );
    // They try again, without naming anybody: any service that fits is asked, and the coordinators' work is done when one says yes.
    let again = world.winds_down(&service, None, at(0)).await;
    assert_eq!(sum(&again, "asked") + sum(&again, "told"), 1, "{again:?}");
    if sum(&again, "asked") == 1 {
        world.accepted(&people[0]).await;
        assert!(
            !world
                .case(&people[0])
                .coordination
                .held(CoordinatorReason::NoService)
        );
    }
}

#[tokio::test]
async fn who_had_not_answered_is_asked_no_more_and_the_case_is_matched_again() {
    let world = World::new();
    let reference = world.person(1).await;
    let asked = world.onward(&reference, OnwardState::Offered);
    let service = asked.offered.service.clone();
    let answers = world.winds_down(&service, None, at(0)).await;
    assert_eq!(sum(&answers, "matched_again"), 1);
    let case = world.case(&reference);
    assert_eq!(
        case.support.onward(&asked.offered.onward).unwrap().state,
        OnwardState::Withdrawn
    );
    assert!(live(&case).iter().all(|(code, _)| *code != service) && case.owned().is_some());
    assert_eq!(
        world.messages(&asked, "hub.onward-referral.withdrawn.v1"),
        1
    );
    world.loads_are_right();
}

#[tokio::test]
async fn a_support_that_ends_well_meanwhile_is_taken_over_by_nobody() {
    let world = World::new();
    let (people, service, follows) = supported(&world, 1).await;
    world.winds_down(&service, Some(&follows), at(0)).await;
    let (old, asked) = (
        world.onward(&people[0], OnwardState::Accepted),
        world.onward(&people[0], OnwardState::Offered),
    );
    assert_eq!(
        world
            .post(
                &old,
                "acts",
                &json!({"act": "closed", "outcome": "declined"})
            )
            .await
            .0,
        200
    );
    world.deliver(at(0)).await;
    let case = world.case(&people[0]);
    assert_eq!(
        case.support.onward(&asked.offered.onward).unwrap().state,
        OnwardState::Withdrawn
    );
    assert!(case.lifecycle.ended.is_some(), "{:?}", case.owner);
}

#[tokio::test]
async fn when_the_contract_is_over_the_clock_finds_whoever_is_left() {
    let mut profile = sample::profile("thames-valley");
    let probe = World::new();
    let reference = probe.person(1).await;
    let service = probe
        .onward(&reference, OnwardState::Offered)
        .offered
        .service;
    profile
        .services
        .iter_mut()
        .find(|known| known.code == service)
        .unwrap()
        .until = Some(date(2026, 11, 24));
    let world = World::of(profile);
    let reference = world.person(1).await;
    world.accepted(&reference).await;
    // Three in the morning of the contract's last day, and of the day after.
    clock::handle(&world.twin, crate::world::HUB, at(17), || true)
        .await
        .unwrap();
    assert_eq!(
        live(&world.case(&reference)),
        [(service.as_str(), OnwardState::Accepted)]
    );
    clock::handle(&world.twin, crate::world::HUB, at(41), || true)
        .await
        .unwrap();
    world.deliver(at(41)).await;
    let case = world.case(&reference);
    assert!(
        live(&case).contains(&(service.as_str(), OnwardState::Accepted)),
        "nobody is left alone"
    );
    let moved = case
        .support
        .onwards
        .iter()
        .any(|onward| onward.offered.moved_from.is_some());
    assert!(
        moved || case.coordination.held(CoordinatorReason::NoService),
        "{case:?}"
    );
    let version = case.version;
    clock::handle(&world.twin, crate::world::HUB, at(41), || true)
        .await
        .unwrap();
    assert_eq!(world.case(&reference).version, version, "once is enough");
}

#[tokio::test]
async fn only_a_coordinator_winds_down_and_only_what_there_is() {
    let world = World::new();
    let ask = async |body: &Value, group: &str| {
        answer(
            coordinate::handle(
                &world.twin,
                request(Method::POST, "/hub/wind-downs", Some(body), group, None),
                at(0),
            )
            .await,
        )
    };
    let good = json!({"service": "esas-support", "reason": "contract-ends"});
    assert_eq!(ask(&good, "provider-esas").await.0, 403);
    assert_eq!(ask(&good, "[coordinator employer-hub]").await.0, 200);
    for (name, value) in [
        ("service", json!("nobody")),
        ("to", json!("nobody")),
        ("to", json!("esas-support")),
        ("reason", json!("money")),
        ("next", json!("declined")),
        ("next", json!("accepted nowhere")),
    ] {
        let mut wrong = good.clone();
        wrong[name] = value;
        assert_eq!(
            ask(&wrong, "[coordinator employer-hub]").await.0,
            422,
            "{wrong}"
        );
    }
}
