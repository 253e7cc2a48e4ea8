//! Who may, and who may not.

use crate::support::{ME, NOW, act, ask, at, given, happens, stored, world};
use events::assessment::{Specialism, Tier};
use events::case::{CaseChange, Joined, TaskGiven, TaskKind, TriageFinding, Triaged};
use events::referral::{Need, NeedCode, SourceKind};
use serde_json::json;
use twins::sample;

#[tokio::test]
async fn only_coordinators_come_in() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    for group in [
        "police",
        "provider-esas",
        "oversight",
        "touchpoint",
        "employer-police",
        "",
    ] {
        for path in [
            format!("/hub/cases/{}", case.reference),
            "/hub/queue".to_owned(),
        ] {
            assert_eq!(ask(&twin, group, &path, None, None).await.0, 403, "{group}");
        }
    }
    assert!(twin.state().reads.is_empty());
}

#[tokio::test]
async fn for_a_coordinator_whom_the_police_employ_a_case_that_they_did_not_send_does_not_exist() {
    for source in SourceKind::ALL {
        let twin = world();
        let case = given(&twin, 1, |new| new.case.received.source = *source).await;
        let task = TaskGiven {
            kind: TaskKind::Call,
            from: None,
            due: "2026-11-24T17:00:00Z".parse().unwrap(),
        };
        happens(&twin, &case.reference, vec![CaseChange::TaskGiven(task)]).await;
        let theirs = matches!(
            source,
            SourceKind::Police | SourceKind::BritishTransportPolice | SourceKind::ActionFraud
        );
        let groups = "coordinator employer-police";
        let path = format!("/hub/cases/{}", case.reference);
        let unknown = ask(&twin, groups, "/hub/cases/22222222", None, None).await;
        let seen = ask(&twin, groups, &path, None, None).await;
        assert_eq!(seen.0, if theirs { 200 } else { 404 }, "{source}");
        assert!(
            theirs || seen == unknown,
            "{source}: it says that there is one"
        );
        let moved = ask(
            &twin,
            groups,
            &format!("{path}/assign"),
            Some(json!({})),
            None,
        )
        .await
        .0;
        assert_eq!(moved, if theirs { 200 } else { 404 }, "{source}");
        let (_, queue) = ask(&twin, groups, "/hub/queue", None, None).await;
        assert_eq!(
            queue["rows"].as_array().unwrap().len(),
            usize::from(theirs),
            "{source}"
        );
        assert_eq!(twin.state().reads.is_empty(), !theirs, "{source}");
        // A coordinator whom somebody else employs sees them all.
        assert_eq!(
            ask(&twin, "coordinator employer-hub", &path, None, None)
                .await
                .0,
            200,
            "{source}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said_in_words_and_what_is_no_move_is_not_there() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let (status, answer) = act(&twin, &case, "close", json!({"why": "tired"})).await;
    assert_eq!(status, 422);
    assert!(
        answer["title"]
            .as_str()
            .unwrap()
            .starts_with("why is one of support-over, withdrew"),
        "{answer}"
    );
    assert_eq!(
        act(
            &twin,
            &case,
            "close",
            json!({"why": "withdrew", "note": "Robin"})
        )
        .await
        .0,
        422
    );
    assert_eq!(act(&twin, &case, "close", json!(["withdrew"])).await.0, 422);
    assert_eq!(act(&twin, &case, "sing", json!({})).await.0, 404);
    let nobody = ask(
        &twin,
        "coordinator",
        "/hub/cases/22222222/assign",
        Some(json!({})),
        None,
    )
    .await;
    assert_eq!(nobody.0, 404);
    assert_eq!(stored(&twin, &case.reference).version, 1);
}

#[tokio::test]
async fn every_read_and_every_deed_is_written_down() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    ask(
        &twin,
        "coordinator",
        &format!("/hub/cases/{}", case.reference),
        None,
        None,
    )
    .await;
    act(&twin, &case, "assign", json!({})).await;
    act(&twin, &case, "assign", json!({"to": "not an account"})).await;
    let wanted = vec![(case.reference.clone(), at(NOW), format!("coordinator/{ME}")); 3];
    assert_eq!(twin.state().reads, wanted);
}

#[tokio::test]
async fn whoever_ends_a_service_chooses_it_by_its_name_unless_the_police_employ_them() {
    let twin = world();
    let (status, answer) = ask(&twin, "coordinator", "/hub/wind-downs", None, None).await;
    let services = answer["services"].as_array().unwrap();
    let first = services
        .iter()
        .find(|one| one["service"] == "vf-telephone")
        .unwrap();
    assert_eq!((status, &first["takes_new"]), (200, &json!(true)));
    assert!(
        services
            .iter()
            .all(|one| one["service_name"].is_string() && one["provider_name"].is_string()),
        "{answer}"
    );
    assert_eq!(
        ask(
            &twin,
            "coordinator employer-police",
            "/hub/wind-downs",
            None,
            None
        )
        .await
        .0,
        403
    );
}

#[tokio::test]
async fn a_case_that_they_may_not_see_is_not_named_to_them_by_another_nor_what_was_said_there() {
    let twin = world();
    let own_words = given(&twin, 1, |new| {
        let needs = vec![Need {
            code: NeedCode::TroubleSleeping,
            weight: None,
        }];
        new.case.received.needs = needs;
    })
    .await;
    let theirs = given(&twin, 2, |new| {
        new.case.received.source = SourceKind::Police
    })
    .await;
    let other = own_words.reference.clone();
    let triaged = Triaged {
        check_by: None,
        found: vec![TriageFinding::EarlierReferral],
        tier: Tier::Enhanced,
        earlier: vec![other.clone()],
    };
    let compare = TaskGiven {
        kind: TaskKind::Duplicate,
        from: None,
        due: at("2026-11-24T17:00:00Z"),
    };
    happens(
        &twin,
        &theirs.reference,
        vec![CaseChange::Triaged(triaged), CaseChange::TaskGiven(compare)],
    )
    .await;
    let employed = "coordinator employer-police";
    let merge = format!("/hub/cases/{}/merge", theirs.reference);
    let merged = ask(
        &twin,
        employed,
        &merge,
        Some(json!({"into": other})),
        Some(3),
    )
    .await;
    let unknown = ask(
        &twin,
        employed,
        &merge,
        Some(json!({"into": "22222222"})),
        Some(3),
    )
    .await;
    assert_eq!((merged.0, &merged), (404, &unknown));
    let (_, queue) = ask(&twin, employed, "/hub/queue", None, None).await;
    assert!(!queue.to_string().contains("duplicate"), "{queue}");
    let joined = Joined {
        reason: None,
        from: other.clone(),
        needs: own_words.received.needs,
        specialisms: vec![Specialism::DomesticAbuse],
        unwanted: vec!["vf-telephone".to_owned()],
        updates_taken_back: false,
        by: "another".to_owned(),
    };
    happens(&twin, &theirs.reference, vec![CaseChange::Joined(joined)]).await;
    let path = format!("/hub/cases/{}", theirs.reference);
    let (status, seen) = ask(&twin, employed, &path, None, None).await;
    let text = seen.to_string();
    assert_eq!(
        (status, &seen["earlier"], &seen["joined"]),
        (200, &json!([]), &json!([]))
    );
    for told in [
        other.as_str(),
        "trouble-sleeping",
        "earlier-referral",
        "duplicate",
        "asked us twice",
        "vf-telephone",
        "domestic-abuse",
        "domestic-abuse",
    ] {
        assert!(!text.contains(told), "{told}: {text}");
    }
    let (_, all) = ask(&twin, "coordinator employer-hub", &path, None, None).await;
    assert_eq!(
        (&all["joined"], &all["needs"][0]["code"]),
        (&json!([other]), &json!("trouble-sleeping"))
    );
}

#[tokio::test]
async fn a_coordinator_without_an_employer_is_refused() {
    let twin = world();
    for groups in ["coordinator provider-safe", "coordinator volunteer-safe"] {
        let (status, _) = ask(&twin, groups, "/hub/queue", None, None).await;
        assert_eq!(status, 403, "{groups}");
    }
    twin.state()
        .staff
        .push(sample::staff("unknown", &["coordinator"]));
    let case = given(&twin, 1, |_| ()).await;
    let path = format!("/hub/cases/{}/assign", case.reference);
    let (status, _) = ask(
        &twin,
        "coordinator",
        &path,
        Some(json!({"to": "unknown"})),
        None,
    )
    .await;
    assert_eq!(status, 422, "a case is not given to them");
}

#[tokio::test]
async fn the_police_see_no_unmet_need_of_a_few_people() {
    let twin = world();
    for (need, cases) in [
        (NeedCode::TroubleSleeping, 4),
        (NeedCode::MediaAttention, 5),
    ] {
        let key = measures::UNMET_REGISTER.key("2026");
        let cell = format!("E07000178/unmet/{}", need.as_str());
        let mut state = twin.state();
        state.counters.entry(key).or_default().insert(cell, cases);
    }
    let path = "/hub/unmet-needs?year=2026";
    let seen = async |groups| {
        let (_, body) = ask(&twin, groups, path, None, None).await;
        body["unmet"].as_array().map(Vec::len)
    };
    assert_eq!(seen("coordinator").await, Some(2));
    assert_eq!(seen("coordinator employer-police").await, Some(1));
}
