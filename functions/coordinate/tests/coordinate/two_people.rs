//! Deletion and merging take two people of the hub: one proposes, and another approves.

use crate::support::{
    Account, BOSS, act, act_on_what_stands, approved, ask, ask_as, at, given, happens, merged,
    stored, world,
};
use events::case::{Actor, Case, CaseChange, ReopenReason, TaskKind, TaskOutcome};
use serde_json::{Value, json};
use twins::Twin;

const OTHER: Account = ("0a6d1f58-2c1b-4a53-9d3f-6e1f3c9b7d55", "another");

/// A closed case whose deletion is proposed, and the number of the proposal.
async fn proposed(approver: Option<&str>) -> (Twin, Case, u32) {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let (status, _) = act_on_what_stands(&twin, &case, "close", json!({"why": "withdrew"})).await;
    assert_eq!(status, 200);
    let body = json!({"reference": case.reference, "approver": approver});
    let (status, answer) = because(&twin, &case, "erase", body).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["recorded"][0]["event"], "proposed");
    let number = answer["recorded"][0]["number"].as_u64().unwrap();
    (twin, case, u32::try_from(number).unwrap())
}

/// What a coordinator does to a closed case, with a reason.
async fn because(twin: &Twin, case: &Case, what: &str, body: Value) -> (u16, Value) {
    let path = format!(
        "/hub/cases/{}/{what}?reason=asked-by-person",
        case.reference
    );
    ask(twin, "coordinator", &path, Some(body), None).await
}

fn is_ordered(twin: &Twin, case: &Case) -> bool {
    stored(twin, &case.reference).lifecycle.is_forgotten()
}

#[tokio::test]
async fn nobody_erases_alone() {
    let (twin, case, number) = proposed(None).await;
    assert!(!is_ordered(&twin, &case));
    let task = stored(&twin, &case.reference).coordination.tasks[0].clone();
    assert_eq!(
        (task.task, task.kind, task.due),
        (number, TaskKind::ApproveErasure, at("2026-11-24T17:00:00Z"))
    );
    let own = act(&twin, &case, "approve-erasure", json!({"proposal": number})).await;
    assert_eq!(own.0, 409, "{}", own.1);
    let done = json!({"task": number, "outcome": "done"});
    assert_eq!(act(&twin, &case, "task-done", done).await.0, 409);
    let again = json!({"reference": case.reference});
    let twice = act(&twin, &case, "erase", again).await;
    assert_eq!(
        (twice.0, &twice.1["title"]),
        (409, &json!(words::staff_access::proposed_already()))
    );
    let path = format!("/hub/cases/{}/approve-erasure", case.reference);
    let body = json!({"proposal": number});
    let by_police = ask_as(
        &twin,
        BOSS,
        "coordinator employer-police",
        &path,
        Some(body),
        None,
    )
    .await;
    assert_eq!(by_police.0, 404, "the police did not send the case");
    assert!(!is_ordered(&twin, &case));
    let (status, answer) = approved(&twin, OTHER, &case, "approve-erasure")
        .await
        .unwrap();
    assert_eq!(
        (status, answer["erased_at"].is_null()),
        (202, true),
        "{answer}"
    );
    let events = twin.state().events[&case.reference].clone();
    let [.., approval, order] = events.as_slice() else {
        panic!("events")
    };
    assert!(matches!(&approval.what, CaseChange::ProposalApproved(one) if one.by == OTHER.0));
    assert_eq!(
        order.what,
        CaseChange::ToBeErased {
            by: Actor::coordinator(OTHER.0)
        }
    );
}

#[tokio::test]
async fn only_the_named_approver_of_the_hub_approves() {
    for approver in ["me", "Me", "nobody-such", "of-the-police", "a-provider"] {
        let twin = world();
        let case = given(&twin, 1, |_| {}).await;
        act_on_what_stands(&twin, &case, "close", json!({"why": "withdrew"})).await;
        let body = json!({"reference": case.reference, "approver": approver});
        assert_eq!(
            because(&twin, &case, "erase", body).await.0,
            422,
            "{approver}"
        );
    }
    let (twin, case, _) = proposed(Some("boss")).await;
    let other = approved(&twin, OTHER, &case, "approve-erasure")
        .await
        .unwrap();
    assert_eq!(other.0, 409);
    let (_, queue) = ask_as(
        &twin,
        BOSS,
        "coordinator",
        "/hub/queue?mine=true",
        None,
        None,
    )
    .await;
    assert_eq!(queue["rows"].as_array().unwrap().len(), 1);
    let boss = approved(&twin, BOSS, &case, "approve-erasure")
        .await
        .unwrap();
    assert_eq!(boss.0, 202);
}

#[tokio::test]
async fn what_changed_since_is_proposed_again() {
    let (twin, case, number) = proposed(None).await;
    let reopened = CaseChange::Reopened {
        why: ReopenReason::Asked,
        by: Actor::Person,
    };
    happens(&twin, &case.reference, vec![reopened]).await;
    let task = stored(&twin, &case.reference).coordination.tasks[0].clone();
    assert_eq!(task.outcome, Some(TaskOutcome::NotNeeded));
    let path = format!("/hub/cases/{}/approve-erasure", case.reference);
    let body = json!({"proposal": number});
    let answer = ask_as(&twin, BOSS, "coordinator", &path, Some(body), None).await;
    assert_eq!(
        (answer.0, &answer.1["title"]),
        (409, &json!(words::staff_access::changed_since()))
    );
    // An open case is not even proposed.
    let again = json!({"reference": case.reference});
    assert_eq!(act(&twin, &case, "erase", again).await.0, 409);
}

#[tokio::test]
async fn what_was_refused_is_not_approved() {
    let (twin, case, number) = proposed(None).await;
    let refused = json!({"task": number, "outcome": "not-wanted"});
    assert_eq!(act(&twin, &case, "task-done", refused).await.0, 200);
    let path = format!("/hub/cases/{}/approve-erasure", case.reference);
    let body = json!({"proposal": number});
    let answer = ask_as(
        &twin,
        BOSS,
        "coordinator",
        &format!("{path}?reason=second-person"),
        Some(body),
        None,
    )
    .await;
    assert_eq!(answer.0, 409, "{}", answer.1);
    assert!(!is_ordered(&twin, &case));
}

#[tokio::test]
async fn nobody_merges_alone_and_a_way_that_changed_since_stops_it() {
    let twin = world();
    let first = given(&twin, 1, |_| {}).await;
    let second = given(&twin, 2, |_| {}).await;
    let into = json!({"into": first.reference});
    let (status, _) = act_on_what_stands(&twin, &second, "merge", into.clone()).await;
    assert_eq!(status, 200);
    assert_eq!(
        stored(&twin, &first.reference).version,
        1,
        "nothing is merged yet"
    );
    let own = act(&twin, &second, "approve-merge", json!({"proposal": 2})).await;
    assert_eq!(own.0, 409);
    // Somebody changed on the page of the case that would go on how the person is reached.
    let since = at("2026-11-23T10:30:00Z");
    twin.state()
        .cases
        .get_mut(&first.reference)
        .unwrap()
        .contact
        .page_changed_at = Some(since);
    let changed = approved(&twin, BOSS, &second, "approve-merge")
        .await
        .unwrap();
    assert_eq!(changed.0, 409, "{}", changed.1);
    twin.state()
        .cases
        .get_mut(&first.reference)
        .unwrap()
        .contact
        .page_changed_at = None;
    let done = approved(&twin, BOSS, &second, "approve-merge")
        .await
        .unwrap();
    assert_eq!(done.0, 200, "{}", done.1);
    let ended = stored(&twin, &second.reference);
    assert!(ended.lifecycle.is_closed() && ended.access.closed);
}

#[tokio::test]
async fn who_may_not_open_one_of_two_merged_cases_may_not_open_the_other() {
    let twin = world();
    let first = given(&twin, 1, |_| {}).await;
    let second = given(&twin, 2, |_| {}).await;
    let excluded = json!({"account": "another", "reason": "knows-suspect"});
    assert_eq!(act(&twin, &second, "exclude", excluded).await.0, 200);
    let (status, answer) = merged(&twin, &second, json!({"into": first.reference})).await;
    assert_eq!(status, 200, "{answer}");
    let path = format!("/hub/cases/{}", first.reference);
    let seen = ask_as(&twin, OTHER, "coordinator", &path, None, None).await;
    assert_eq!(seen.0, 404);
}
