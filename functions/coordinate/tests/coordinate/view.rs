//! The care package, who owes what, and every contact.

use crate::support::{act, ask, at, given, happens, stored, world};
use domain::gate::contact_stop;
use events::care::{Act, ContactOutcome};
use events::case::{CaseChange, CoordinatorReason};
use events::referral::{ChannelKind, NeedCode};
use serde_json::json;
use twins::sample;

#[tokio::test]
async fn a_coordinator_sees_who_does_what_by_when_what_nobody_does_and_every_contact() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let mut offer = sample::offer(&case, "victims-first", at("2026-11-23T10:00:00Z"));
    offer.needs = vec![NeedCode::TroubleSleeping];
    let onward = offer.onward.clone();
    let matched = CaseChange::Matched(events::case::Matched {
        left: Vec::new(),
        unmet: vec![NeedCode::MediaAttention],
        newly_unmet: vec![NeedCode::MediaAttention],
        unserved: Vec::new(),
        local_authority: None,
    });
    let provider = offer.provider.clone();
    let accepted = CaseChange::Accepted {
        onward: onward.clone(),
        provider: provider.clone(),
        first_contact_by: at("2026-11-25T17:00:00Z"),
    };
    happens(
        &twin,
        &case.reference,
        vec![matched, CaseChange::Offered(offer), accepted],
    )
    .await;
    let path = format!("/hub/cases/{}", case.reference);
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    let part = &view["package"]["parts"][0];
    assert_eq!(
        (&part["needs"], &part["state"]),
        (&json!(["trouble-sleeping"]), &json!("accepted"))
    );
    assert_eq!(
        part["next"],
        json!({"what": "tries to reach the person", "by": "2026-11-25T17:00:00Z"})
    );
    assert_eq!(view["package"]["unmet"], json!(["media-attention"]));
    assert_eq!(view["package"]["next_review"], "2026-11-25T17:00:00Z");
    let owed = &view["owes"][0];
    assert_eq!(
        (&owed["who"], &owed["provider"]),
        (&json!("provider"), &json!(provider))
    );
    assert_eq!(owed["by"], "2026-11-25T17:00:00Z");
    let promises = view["promises"].as_array().unwrap();
    let promised = promises.iter().find(|one| one["code"] == owed["promise"]);
    assert_eq!(promised.unwrap()["provider_name"], owed["provider_name"]);
    assert!(owed["provider_name"].is_string());

    let tried = Act::ContactTried {
        by: ChannelKind::Phone,
        outcome: ContactOutcome::NoAnswer,
    };
    let cared = CaseChange::Cared {
        onward,
        provider: provider.clone(),
        act: tried,
    };
    happens(&twin, &case.reference, vec![cared]).await;
    let given = json!({"kind": "call"});
    let (_, answer) = ask(
        &twin,
        "coordinator",
        &format!("{path}/task"),
        Some(given),
        Some(5),
    )
    .await;
    let done = json!({"task": answer["recorded"][0]["number"], "outcome": "not-reached"});
    assert_eq!(act(&twin, &case, "task-done", done).await.0, 200);
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    let contacts = view["contacts"].as_array().unwrap();
    let by: Vec<_> = contacts
        .iter()
        .map(|one| {
            (
                one["by"].as_str().unwrap(),
                one["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        by,
        [("provider", "no-answer"), ("coordinator", "not-reached")]
    );
    assert_eq!(contacts[1]["account"], crate::support::ME);
}

#[tokio::test]
async fn a_coordinator_reads_what_stops_contact_also_if_the_person_wants_no_updates() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let path = format!("/hub/cases/{}", case.reference);
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    assert_eq!(view["contact"], json!({"stop": null}));
    let found = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::Unsafe,
        due: at("2026-11-24T17:00:00Z"),
    };
    happens(&twin, &case.reference, vec![found]).await;
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    assert_eq!(view["contact"], json!({"stop": "unsafe"}));
    let mut quiet = stored(&twin, &case.reference);
    quiet.contact.updates_taken_back = true;
    assert_eq!(contact_stop(&quiet), Some("unsafe"));
}

#[tokio::test]
async fn the_councils_are_there_to_choose_from_until_it_is_known_where_the_person_lives() {
    let twin = world();
    let case = given(&twin, 1, |new| new.case.received.local_authority = None).await;
    let path = format!("/hub/cases/{}", case.reference);
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    let council = json!({"code": "E07000178", "name": "Oxford"});
    assert!(
        view["councils"].as_array().unwrap().contains(&council),
        "{}",
        view["councils"]
    );
    assert_eq!(view["postcode_unknown"], true, "it is in no list");
    let date = include_str!("../../../../infra/reference/postcodes.date").trim();
    let of = view["postcodes_of"].as_str().unwrap();
    assert!(of.ends_with(&date[..4]), "{of} is not the date {date}");
    assert_eq!(
        act(
            &twin,
            &case,
            "home",
            json!({"local_authority": "E07000178"})
        )
        .await
        .0,
        200
    );
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    assert_eq!(view["councils"], json!([]));
    assert_eq!(view["postcode_unknown"], false);
    assert_eq!(view["postcodes_of"], json!(null));
}

#[tokio::test]
async fn a_copy_for_the_person_has_the_conclusions_and_names_no_staff() {
    let twin = world();
    let case = given(&twin, 1, |new| {
        new.case.received.assessment.flags = vec![events::assessment::Flag::Marac];
    })
    .await;
    let path = format!("/hub/cases/{}", case.reference);
    assert_eq!(ask(&twin, "coordinator", &path, None, None).await.0, 200);
    let (status, copy) = ask(&twin, "coordinator", &format!("{path}/copy"), None, None).await;
    assert_eq!(status, 200, "{copy}");
    assert!(copy["assessment"]["reasons"].is_array());
    assert_eq!(copy["answers"]["person"]["name"], "Quiet Robin");
    assert!(copy["answers"]["id"].is_null());
    assert_eq!(copy["check_first"]["flags"], serde_json::json!(["marac"]));
    assert_eq!(copy["how_to_give"], words::copy::for_coordinator());
    assert_eq!(copy["who_looked"].as_array().map(Vec::len), Some(2));
    assert!(!copy.to_string().contains(crate::support::ME));
    let police = "coordinator employer-police";
    let (status, _) = ask(&twin, police, &format!("{path}/copy"), None, None).await;
    assert_eq!(status, 404, "a case that the police did not send");
}

#[tokio::test]
async fn a_coordinator_sees_who_looked_without_their_accounts() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let path = format!("/hub/cases/{}", case.reference);
    let (_, _) = ask(&twin, "coordinator", &path, None, None).await;
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    let look = &view["who_looked"][0];
    assert_eq!(look["who"], json!("hub"), "{}", view["who_looked"]);
    let members: Vec<&str> = look
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(members, ["at", "provider_name", "reason", "who"]);
}
