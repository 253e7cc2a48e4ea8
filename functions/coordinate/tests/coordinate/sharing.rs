//! Sharing without consent takes two people: one asks, and somebody else, signed in as themselves, approves.

use crate::support::{
    Account, ME, act, act_on_what_stands, ask, ask_as, at, given, happens, stored, world,
};
use events::case::{Case, CaseChange, CloseReason, DisclosedScope, TaskKind, TaskOutcome};
use serde_json::{Value, json};
use twins::Twin;

const BOSS: Account = ("b4e0c3f1-8a55-4f0e-8f3b-5d0c9a7e2b44", "boss");
const OTHER: Account = ("0a6d1f58-2c1b-4a53-9d3f-6e1f3c9b7d55", "other");

fn wish(approver: &str, scope: Value) -> Value {
    json!({"to": "police", "reason": "danger-to-life", "scope": scope, "approver": approver, "reader": "an-officer"})
}

/// A case whose whereabouts will be shared after the boss approves, and the number of that disclosure.
async fn wished() -> (Twin, Case, u32) {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let (status, answer) = act_on_what_stands(
        &twin,
        &case,
        "disclose",
        wish("boss", json!(["whereabouts"])),
    )
    .await;
    assert_eq!(status, 200, "{answer}");
    let number = answer["recorded"][0]["number"].as_u64().unwrap();
    (twin, case, u32::try_from(number).unwrap())
}

async fn approved_by(twin: &Twin, who: Account, case: &Case, number: u32) -> u16 {
    let path = format!(
        "/hub/cases/{}/approve-disclosure?reason=second-person",
        case.reference
    );
    ask_as(
        twin,
        who,
        "coordinator employer-hub",
        &path,
        Some(json!({"disclosure": number})),
        None,
    )
    .await
    .0
}

fn shown(twin: &Twin, case: &Case) -> bool {
    stored(twin, &case.reference)
        .coordination
        .disclosures
        .iter()
        .any(|one| one.in_force(at(crate::support::NOW)))
}

#[tokio::test]
async fn sharing_without_consent_names_what_is_shared_and_somebody_else_under_any_name() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    for (approver, scope) in [
        (ME, json!(["concern"])),
        ("Me", json!(["concern"])),
        ("", json!(["concern"])),
        ("boss", json!([])),
        ("boss", json!(["concern", "concern"])),
        ("boss", json!(["everything"])),
    ] {
        let body = wish(approver, scope);
        assert_eq!(
            act_on_what_stands(&twin, &case, "disclose", body.clone())
                .await
                .0,
            422,
            "{body}"
        );
    }
    assert_eq!(stored(&twin, &case.reference).version, 1);
}

#[tokio::test]
async fn one_coordinator_alone_shares_nothing_whatever_approver_they_name() {
    let (twin, case, number) = wished().await;
    assert_eq!(
        stored(&twin, &case.reference).coordination.disclosures[0].scope,
        [DisclosedScope::Whereabouts]
    );
    assert!(!shown(&twin, &case));
    let alone = act(
        &twin,
        &case,
        "approve-disclosure",
        json!({"disclosure": number}),
    )
    .await;
    assert_eq!(alone.0, 409, "{}", alone.1);
    assert_eq!(
        approved_by(&twin, OTHER, &case, number).await,
        409,
        "whom nobody named"
    );
    let done = json!({"task": number, "outcome": "done"});
    assert_eq!(
        act(&twin, &case, "task-done", done).await.0,
        409,
        "saying that it is done approves nothing"
    );
    assert_eq!(
        act_on_what_stands(&twin, &case, "task", json!({"kind": "approve-disclosure"}))
            .await
            .0,
        422
    );
    assert!(!shown(&twin, &case));
}

#[tokio::test]
async fn the_approver_has_the_task_within_the_hour_and_approving_is_what_it_is_done_by() {
    let (twin, case, number) = wished().await;
    let task = stored(&twin, &case.reference).coordination.tasks[0].clone();
    assert_eq!(
        (task.task, task.kind, task.due),
        (
            number,
            TaskKind::ApproveDisclosure,
            at("2026-11-23T11:00:00Z")
        )
    );
    for (who, rows) in [(BOSS, 1), (OTHER, 0)] {
        let (_, queue) = ask_as(
            &twin,
            who,
            "coordinator",
            "/hub/queue?mine=true",
            None,
            None,
        )
        .await;
        assert_eq!(queue["rows"].as_array().unwrap().len(), rows, "{}", who.1);
    }
    for _ in 0..2 {
        assert_eq!(approved_by(&twin, BOSS, &case, number).await, 200);
    }
    let after = stored(&twin, &case.reference);
    assert_eq!(
        (after.version, after.coordination.tasks[0].outcome),
        (3, Some(TaskOutcome::Done))
    );
    let one = &after.coordination.disclosures[0];
    assert_eq!(
        (one.approved_at, one.until),
        (
            Some(at("2026-11-23T10:00:00Z")),
            Some(at("2026-12-21T10:00:00Z"))
        )
    );
    let by = twin.state().events[&case.reference][2].what.clone();
    assert!(
        matches!(&by, CaseChange::DisclosureApproved(approved) if approved.by == BOSS.0),
        "{by:?}"
    );
    assert_eq!(approved_by(&twin, BOSS, &case, 77).await, 422);
}

#[tokio::test]
async fn what_was_refused_or_needed_no_more_is_not_approved_any_more() {
    let (twin, case, number) = wished().await;
    let refused = json!({"task": number, "outcome": "not-needed"});
    assert_eq!(act(&twin, &case, "task-done", refused).await.0, 200);
    assert_eq!(approved_by(&twin, BOSS, &case, number).await, 409);
    let (twin, case, number) = wished().await;
    let by = events::case::Actor::Coordinator {
        account: "me".to_owned(),
    };
    let changes = domain::case::commands::lifecycle::close(
        &stored(&twin, &case.reference),
        CloseReason::Died,
        None,
        by,
    );
    happens(&twin, &case.reference, changes).await;
    assert_eq!(approved_by(&twin, BOSS, &case, number).await, 409);
    let (_, view) = ask(
        &twin,
        "coordinator",
        &format!("/hub/cases/{}", case.reference),
        None,
        None,
    )
    .await;
    assert_eq!(
        (
            &view["disclosures"][0]["approver"],
            &view["disclosures"][0]["approved_at"]
        ),
        (&json!("boss"), &json!(null))
    );
}

#[tokio::test]
async fn the_approver_is_a_coordinator_who_can_see_the_case() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    for approver in ["nobody-such", "a-provider", "of-the-police"] {
        let body = wish(approver, json!(["concern"]));
        let (status, answer) = act_on_what_stands(&twin, &case, "disclose", body).await;
        assert_eq!(status, 422, "{approver}: {answer}");
    }
    assert_eq!(stored(&twin, &case.reference).version, 1);
}

#[tokio::test]
async fn what_the_police_get_names_who_there_may_read_it() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let wish = |to: &str, reader: Option<&str>| json!({"to": to, "reason": "danger-to-life", "scope": ["concern"], "approver": "boss", "reader": reader});
    for (to, reader, status) in [
        ("police", None, 422),
        ("police", Some("nobody-such"), 422),
        ("police", Some("a-provider"), 422),
        ("marac", Some("an-officer"), 422),
        ("marac", None, 200),
        ("police", Some("an-officer"), 200),
    ] {
        let answer = act_on_what_stands(&twin, &case, "disclose", wish(to, reader)).await;
        assert_eq!(answer.0, status, "{to} {reader:?}: {}", answer.1);
    }
    let out = json!({"account": "an-officer", "reason": "knows-suspect"});
    assert_eq!(act(&twin, &case, "exclude", out).await.0, 200);
    let excluded =
        act_on_what_stands(&twin, &case, "disclose", wish("police", Some("an-officer"))).await;
    assert_eq!(excluded.0, 422);
}

#[tokio::test]
async fn what_waits_for_somebody_who_left_is_asked_of_somebody_else() {
    let (twin, case, number) = wished().await;
    let over = json!({"task": number, "outcome": "not-needed"});
    assert_eq!(act(&twin, &case, "task-done", over).await.0, 200);
    let another: Account = ("0a6d1f58-2c1b-4a53-9d3f-6e1f3c9b7d56", "another");
    let again = wish(another.1, json!(["whereabouts"]));
    let (status, answer) = act_on_what_stands(&twin, &case, "disclose", again).await;
    assert_eq!(status, 200, "{answer}");
    let second = answer["recorded"][0]["number"].as_u64().unwrap();
    let second = u32::try_from(second).unwrap();
    assert_eq!(approved_by(&twin, BOSS, &case, number).await, 409);
    assert_eq!(approved_by(&twin, BOSS, &case, second).await, 409);
    assert!(!shown(&twin, &case));
    assert_eq!(approved_by(&twin, another, &case, second).await, 200);
    assert!(shown(&twin, &case));
}
