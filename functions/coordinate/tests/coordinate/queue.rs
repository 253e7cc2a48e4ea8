//! What lies in the queue, and in which order.

use crate::support::{ME, act, act_on_what_stands, ask, at, given, happens, stored, world};
use domain::case::commands::lifecycle;
use domain::case::readers::needs_reason;
use events::assessment::{Flag, Risk, Tier};
use events::case::{Case, CaseChange, CoordinatorReason, TaskGiven, TaskKind};
use serde_json::{Value, json};
use twins::{Twin, sample};

fn held(due: &str) -> CaseChange {
    CaseChange::GivenToCoordinators {
        why: CoordinatorReason::NoService,
        due: at(due),
    }
}

fn call(due: &str) -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::Call,
        from: None,
        due: at(due),
    })
}

/// The rows of all pages.
async fn rows(twin: &Twin, groups: &str, query: &str) -> Vec<Value> {
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let (status, page) = ask(
            twin,
            groups,
            &format!("/hub/queue?{query}{after}"),
            None,
            None,
        )
        .await;
        assert_eq!(status, 200, "{page}");
        rows.extend(page["rows"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else {
            return rows;
        };
        after = format!("&after={next}");
    }
}

fn references(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["reference"].as_str().unwrap())
        .collect()
}

/// Five cases: one that is standard and late, one that is due soon, one at medium risk, one at high risk, one in danger.
async fn five(twin: &Twin) -> Vec<Case> {
    let mut cases = Vec::new();
    for number in 0..5 {
        let case = given(twin, number, |new| {
            let assessment = &mut new.case.received.assessment;
            match number {
                2 => assessment.risk = Risk::Medium,
                3 => assessment.risk = Risk::High,
                4 => assessment.flags = vec![Flag::SuicideRisk],
                _ => {}
            }
        })
        .await;
        let due = if number == 0 {
            "2026-11-23T09:00:00Z"
        } else {
            "2026-11-24T17:00:00Z"
        };
        cases.push(happens(twin, &case.reference, vec![held(due)]).await);
    }
    cases
}

#[tokio::test]
async fn danger_comes_first_then_risk_then_what_is_overdue() {
    let twin = world();
    let cases = five(&twin).await;
    let rows = rows(&twin, "coordinator", "").await;
    let wanted: Vec<&str> = [4, 3, 2, 0, 1]
        .iter()
        .map(|place: &usize| cases[*place].reference.as_str())
        .collect();
    assert_eq!(references(&rows), wanted);
    assert_eq!(
        (&rows[3]["overdue"], &rows[4]["overdue"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(rows[0]["why"][0]["why"], "no-service");
    assert_eq!(rows[0]["flags"], json!(["suicide-risk"]));
    let text = serde_json::to_string(&rows).unwrap();
    assert!(
        !text.contains("Robin") && !text.contains("example.org"),
        "a row says who it is: {text}"
    );
}

#[tokio::test]
async fn each_coordinator_finds_their_own_the_unnamed_the_late_and_each_kind_of_task() {
    let twin = world();
    let cases = five(&twin).await;
    let (status, _) = act(&twin, &cases[1], "assign", json!({})).await;
    assert_eq!(status, 200);
    happens(
        &twin,
        &cases[2].reference,
        vec![call("2026-11-24T12:00:00Z")],
    )
    .await;
    let of = async |query: &str| {
        let rows = rows(&twin, "coordinator", query).await;
        rows.iter()
            .map(|row| row["reference"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let name = |place: usize| cases[place].reference.to_string();
    assert_eq!(of("mine=true").await, [name(1)]);
    assert_eq!(
        of("unnamed=true").await,
        [name(4), name(3), name(2), name(0)]
    );
    assert_eq!(of("overdue=true").await, [name(0)]);
    assert_eq!(of("task=call").await, [name(2)]);
    for query in ["task=sing", "mine=perhaps", "name=Robin"] {
        assert_eq!(
            ask(
                &twin,
                "coordinator",
                &format!("/hub/queue?{query}"),
                None,
                None
            )
            .await
            .0,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_case_that_a_colleague_handed_over_by_the_name_one_signs_in_with_is_found() {
    let twin = world();
    let case = five(&twin).await.remove(1);
    let path = format!("/hub/cases/{}/assign", case.reference);
    assert_eq!(
        ask(&twin, "coordinator", &path, Some(json!({"to": "me"})), None)
            .await
            .0,
        200
    );
    let mine = rows(&twin, "coordinator", "mine=true").await;
    assert_eq!(
        (references(&mine), &mine[0]["mine"]),
        (vec![case.reference.as_str()], &json!(true))
    );
}

#[tokio::test]
async fn what_is_to_be_done_is_seen_whoever_owns_the_case_and_also_once_it_is_over() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let (after, events) = sample::offered(&case, "one", at("2026-11-23T10:00:00Z"));
    platform::ports::AppendEvents::append(
        &twin,
        &after,
        &events,
        platform::ports::SideWrites::default(),
    )
    .await
    .unwrap();
    assert!(
        rows(&twin, "coordinator", "").await.is_empty(),
        "a provider has it"
    );
    happens(&twin, &case.reference, vec![call("2026-11-24T12:00:00Z")]).await;
    let seen = rows(&twin, "coordinator", "").await;
    assert_eq!(
        (&seen[0]["owner"], &seen[0]["tasks"][0]["kind"]),
        (&json!("queue"), &json!("call"))
    );
    assert_eq!(
        act_on_what_stands(&twin, &case, "close", json!({"why": "no-more-needs"}))
            .await
            .0,
        200
    );
    assert_eq!(rows(&twin, "coordinator", "").await[0]["over"], true);
    let task = seen[0]["tasks"][0]["task"].clone();
    assert_eq!(
        act(
            &twin,
            &case,
            "task-done",
            json!({"task": task, "outcome": "done"})
        )
        .await
        .0,
        200
    );
    assert!(rows(&twin, "coordinator", "").await.is_empty());
}

#[tokio::test]
async fn whoever_has_enhanced_rights_is_seen_until_somebody_is_named() {
    let twin = world();
    let case = given(&twin, 1, |new| {
        new.case.received.assessment.tier = Tier::Enhanced
    })
    .await;
    let (after, events) = sample::offered(&case, "one", at("2026-11-23T10:00:00Z"));
    platform::ports::AppendEvents::append(
        &twin,
        &after,
        &events,
        platform::ports::SideWrites::default(),
    )
    .await
    .unwrap();
    let matched = CaseChange::Matched(events::case::Matched {
        left: Vec::new(),
        unmet: Vec::new(),
        newly_unmet: Vec::new(),
        unserved: Vec::new(),
        local_authority: None,
    });
    happens(&twin, &case.reference, vec![matched]).await;
    assert_eq!(
        references(&rows(&twin, "coordinator", "unnamed=true").await),
        [case.reference.as_str()]
    );
    assert_eq!(act(&twin, &case, "assign", json!({})).await.0, 200);
    assert!(rows(&twin, "coordinator", "").await.is_empty());
    assert_eq!(
        stored(&twin, &case.reference)
            .coordination
            .coordinator
            .as_deref(),
        Some(ME)
    );
}

#[tokio::test]
async fn a_page_mark_needs_no_escaping_and_a_wrong_one_is_refused() {
    let twin = world();
    five(&twin).await;
    let page = platform::ports::ReadCoordinatorQueue::coordinator_queue(&twin, None)
        .await
        .unwrap();
    let mark = page.next.expect("a second page").to_string();
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~:".contains(c);
    assert!(mark.chars().all(safe), "{mark}");
    let after = |mark: &str| format!("/hub/queue?after={mark}");
    assert_eq!(
        ask(&twin, "coordinator", &after(&mark), None, None).await.0,
        200
    );
    let (band, rest) = mark.split_at(1);
    for wrong in [
        "x",
        "",
        "0",
        "~",
        &format!("{band}x{rest}"),
        &mark[..mark.len() - 1],
        &format!("8{rest}"),
    ] {
        let (status, page) = ask(&twin, "coordinator", &after(wrong), None, None).await;
        assert_eq!(status, 400, "{wrong}: {page}");
    }
}

#[tokio::test]
async fn a_case_whose_coordinator_left_is_unnamed_until_somebody_else_is_named() {
    let twin = world();
    let case = given(&twin, 1, |new| {
        new.case.received.assessment.risk = Risk::Medium;
    })
    .await;
    let to = json!({"to": "boss"});
    assert_eq!(act(&twin, &case, "assign", to).await.0, 200);
    let left = |names: &[&str]| {
        let now = at(crate::support::NOW);
        lifecycle::coordinator_left(&stored(&twin, &case.reference), names, now)
    };
    assert_eq!(left(&["somebody-else"]), Vec::new());
    let path = format!("/hub/cases/{}", case.reference);
    assert!(needs_reason(&stored(&twin, &case.reference), &[ME]));
    happens(&twin, &case.reference, left(&["BOSS"])).await;
    assert_eq!(left(&["boss"]), Vec::new(), "once");
    let rows = rows(&twin, "coordinator", "unnamed=true").await;
    assert_eq!(references(&rows), [case.reference.as_str()]);
    assert_eq!(
        (&rows[0]["coordinator_left"], &rows[0]["asks_why"]),
        (&json!(true), &json!(false))
    );
    assert!(!needs_reason(&stored(&twin, &case.reference), &[ME]));
    let (status, view) = ask(&twin, "coordinator", &path, None, None).await;
    assert_eq!((status, &view["coordinator_left"]), (200, &json!(true)));
    assert_eq!(view["ended"], Value::Null, "the case stays open");
    assert_eq!(act(&twin, &case, "assign", json!({})).await.0, 200);
    let after = stored(&twin, &case.reference);
    assert_eq!(after.coordination.open_tasks().count(), 0);
    assert_eq!(after.coordination.coordinator.as_deref(), Some(ME));
    let rows = self::rows(&twin, "coordinator", "unnamed=true").await;
    assert_eq!(rows, Vec::<Value>::new());
}

#[tokio::test]
async fn a_closed_account_gets_its_cases_back_only_when_it_is_open_again() {
    let twin = world();
    let case = given(&twin, 1, |new| {
        new.case.received.assessment.tier = Tier::Standard;
    })
    .await;
    assert_eq!(act(&twin, &case, "assign", json!({})).await.0, 200);
    let now = at(crate::support::NOW);
    let left = lifecycle::coordinator_left(&stored(&twin, &case.reference), &[ME], now);
    happens(&twin, &case.reference, left).await;
    let task = stored(&twin, &case.reference)
        .coordination
        .open_tasks()
        .map(|task| task.task)
        .next()
        .unwrap();
    let ended = json!({"task": task, "outcome": "not-needed"});
    assert_eq!(act(&twin, &case, "task-done", ended).await.0, 409);
    // The token of the closed account is still valid.
    assert_eq!(act(&twin, &case, "assign", json!({})).await.0, 422);
    assert_eq!(
        references(&rows(&twin, "coordinator", "unnamed=true").await).len(),
        1
    );
    let mut account = sample::staff("me", &["coordinator", "employer-hub"]);
    account.subject = ME.to_owned();
    twin.state().staff.push(account);
    assert_eq!(act(&twin, &case, "assign", json!({})).await.0, 200);
    let rows = rows(&twin, "coordinator", "unnamed=true").await;
    assert_eq!(rows, Vec::<Value>::new());
}
