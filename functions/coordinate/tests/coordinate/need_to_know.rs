//! A coordinator opens what is theirs or the team's. For anything else they say why.

use crate::support::{
    Account, BOSS, ME, act, act_on_what_stands, ask, ask_as, given, stored, world,
};
use events::Reference;
use events::case::{Case, LookMark, LookReason};
use platform::ports::LookBudget;
use serde_json::{Value, json};
use twins::Twin;

const OTHER: Account = ("another-subject", "another");

fn path(case: &Case) -> String {
    format!("/hub/cases/{}", case.reference)
}

async fn seen_by(twin: &Twin, who: Account, path: &str) -> (u16, Value) {
    ask_as(twin, who, "coordinator", path, None, None).await
}

#[tokio::test]
async fn what_is_mine_or_nobodys_opens_without_a_reason() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    for who in [BOSS, OTHER] {
        assert_eq!(seen_by(&twin, who, &path(&case)).await.0, 200);
    }
    assert_eq!(
        act(&twin, &case, "assign", json!({"to": "boss"})).await.0,
        200
    );
    assert_eq!(seen_by(&twin, BOSS, &path(&case)).await.0, 200);
    assert!(twin.state().looks.iter().all(|look| look.reason.is_none()));
}

#[tokio::test]
async fn a_colleagues_case_opens_only_with_a_reason_from_the_list() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    act(&twin, &case, "assign", json!({"to": "boss"})).await;
    let looks = twin.state().looks.len();
    let (status, answer) = seen_by(&twin, OTHER, &path(&case)).await;
    assert_eq!(
        (status, &answer["code"], &answer["reasons"][0]["reason"]),
        (403, &json!("REASON_NEEDED"), &json!("covering"))
    );
    assert!(!answer.to_string().contains(case.reference.as_str()));
    assert_eq!(
        ask_as(
            &twin,
            OTHER,
            "coordinator",
            &format!("{}/resume", path(&case)),
            Some(json!({})),
            None
        )
        .await
        .0,
        403,
        "nor is anything done to it"
    );
    assert_eq!(twin.state().looks.len(), looks, "nobody looked");
    let free_text = format!("{}?reason=curious", path(&case));
    assert_eq!(seen_by(&twin, OTHER, &free_text).await.0, 400);
    let covering = format!("{}?reason=covering", path(&case));
    assert_eq!(seen_by(&twin, OTHER, &covering).await.0, 200);
    let last = twin.state().looks.last().cloned().unwrap();
    assert_eq!(
        (last.account.as_str(), last.reason, last.marks),
        (
            OTHER.0,
            Some(LookReason::Covering),
            vec![LookMark::NotTheirs]
        )
    );
    // To take it over is recorded with the reason too.
    let take = format!("{}/assign?reason=covering", path(&case));
    let taken = ask_as(&twin, OTHER, "coordinator", &take, Some(json!({})), None).await;
    assert_eq!(taken.0, 200);
    assert_eq!(seen_by(&twin, OTHER, &path(&case)).await.0, 200);
    assert_eq!(seen_by(&twin, BOSS, &path(&case)).await.0, 403);
}

#[tokio::test]
async fn a_closed_case_opens_with_a_reason_while_nothing_in_it_is_to_do() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    act_on_what_stands(&twin, &case, "close", json!({"why": "withdrew"})).await;
    assert_eq!(seen_by(&twin, OTHER, &path(&case)).await.0, 403);
    let with = format!("{}?reason=complaint", path(&case));
    assert_eq!(seen_by(&twin, OTHER, &with).await.0, 200);
    let call = format!("{}/task?reason=complaint", path(&case));
    let version = stored(&twin, &case.reference).version;
    let given = ask_as(
        &twin,
        OTHER,
        "coordinator",
        &call,
        Some(json!({"kind": "call"})),
        Some(version),
    )
    .await;
    assert_eq!(given.0, 200, "{}", given.1);
    assert_eq!(
        seen_by(&twin, BOSS, &path(&case)).await.0,
        200,
        "the team has a task there"
    );
}

#[tokio::test]
async fn a_restricted_case_exists_only_for_whom_it_names_and_duty_managers() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let reason = json!({"reason": "works-here"});
    assert_eq!(act(&twin, &case, "restrict", reason).await.0, 200);
    let unknown = seen_by(&twin, OTHER, "/hub/cases/22222222").await;
    assert_eq!(seen_by(&twin, OTHER, &path(&case)).await, unknown);
    let (_, queue) = seen_by(&twin, OTHER, "/hub/queue").await;
    assert!(!queue.to_string().contains(case.reference.as_str()));
    let manager = "coordinator employer-hub duty-manager";
    assert_eq!(
        ask_as(&twin, BOSS, manager, &path(&case), None, None)
            .await
            .0,
        200
    );
    assert_eq!(
        act(&twin, &case, "assign", json!({"to": "another"}))
            .await
            .0,
        422
    );
    let more = json!({"account": "another", "reason": "safeguarding"});
    assert_eq!(act(&twin, &case, "restrict", more).await.0, 200);
    assert_eq!(seen_by(&twin, OTHER, &path(&case)).await.0, 200);
    let open = json!({"reason": "no-longer-needed"});
    assert_eq!(act(&twin, &case, "unrestrict", open).await.0, 200);
    assert_eq!(seen_by(&twin, BOSS, &path(&case)).await.0, 200);
    assert_eq!(
        twin.state()
            .looks
            .iter()
            .filter(|look| look.marks.contains(&LookMark::Denied))
            .count(),
        1
    );
}

#[tokio::test]
async fn an_excluded_account_cannot_find_the_case_or_lift_it() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let other = given(&twin, 2, |_| {}).await;
    let out = json!({"account": "Another", "reason": "knows-suspect"});
    assert_eq!(act(&twin, &case, "exclude", out.clone()).await.0, 200);
    assert_eq!(act(&twin, &case, "exclude", out).await.0, 200, "again");
    assert_eq!(stored(&twin, &case.reference).version, 2);
    let unknown = seen_by(&twin, OTHER, "/hub/cases/22222222?reason=covering").await;
    let manager = "coordinator employer-hub duty-manager";
    let open = format!("{}?reason=covering", path(&case));
    assert_eq!(
        ask_as(&twin, OTHER, manager, &open, None, None).await,
        unknown
    );
    let lift = format!("{}/include", path(&case));
    let body = json!({"account": "another", "reason": "no-longer-needed"});
    assert_eq!(
        ask_as(&twin, OTHER, manager, &lift, Some(body.clone()), None).await,
        unknown
    );
    for command in ["restrict", "exclude"] {
        let to = format!("{}/{command}", path(&other));
        let wrong = json!({"account": "nobody-such", "reason": "works-here"});
        assert_eq!(
            ask(&twin, "coordinator", &to, Some(wrong), None).await.0,
            422
        );
    }
    // Another case that names it does not name it to them.
    let triaged = events::case::Triaged {
        check_by: None,
        found: vec![events::case::TriageFinding::EarlierReferral],
        tier: events::assessment::Tier::Standard,
        earlier: vec![case.reference.clone()],
    };
    crate::support::happens(
        &twin,
        &other.reference,
        vec![events::case::CaseChange::Triaged(triaged)],
    )
    .await;
    let (status, view) = seen_by(&twin, OTHER, &path(&other)).await;
    assert_eq!(status, 200);
    assert!(
        !view.to_string().contains(case.reference.as_str()),
        "{view}"
    );
    let give = json!({"to": "another"});
    assert_eq!(
        act(&twin, &case, "assign", give).await.0,
        422,
        "nor is it given to them"
    );
    assert_eq!(act(&twin, &case, "include", body).await.0, 200);
    assert_eq!(seen_by(&twin, OTHER, &path(&case)).await.0, 200);
}

#[tokio::test]
async fn a_coordinator_keeps_themselves_out_but_not_whom_the_person_knows() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    act(&twin, &case, "assign", json!({"to": "boss"})).await;
    let with = |what: &str| format!("{}/{what}?reason=asked-by-person", path(&case));
    let out = |account: &str| Some(json!({"account": account, "reason": "knows-person"}));
    let named = ask(&twin, "coordinator", &with("exclude"), out("boss"), None).await;
    assert_eq!(named.0, 409, "first somebody else stays with the person");
    let me = ask(&twin, "coordinator", &with("exclude"), out(ME), None).await;
    assert_eq!(me.0, 200);
    let gone = ask(&twin, "coordinator", &with("resume"), Some(json!({})), None).await;
    assert_eq!(gone.0, 404);
}

#[tokio::test]
async fn many_cases_in_an_hour_are_marked_and_very_many_are_not_opened() {
    let twin = world();
    twin.state().look_budget = LookBudget { alert: 2, most: 3 };
    let mut statuses = Vec::new();
    for number in 1..=5 {
        let case = given(&twin, number, |_| {}).await;
        for _ in 0..2 {
            statuses.push(seen_by(&twin, OTHER, &path(&case)).await.0);
        }
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 429, 429, 429, 429]);
    let state = twin.state();
    let marks = |number: u64| {
        let reference = Reference::from_number(number);
        let of = state.looks.iter().find(|look| look.reference == reference);
        of.map(|look| look.marks.clone()).unwrap_or_default()
    };
    assert_eq!(marks(2), []);
    assert_eq!(marks(3), [LookMark::OverBudget]);
    assert_eq!(marks(4), [LookMark::OverBudget, LookMark::Denied]);
    assert_eq!(
        state.reads.len(),
        6,
        "what was refused is not in the log of a case"
    );
}

#[tokio::test]
async fn a_proposal_does_not_name_a_case_that_is_hidden() {
    let twin = world();
    let hidden = given(&twin, 1, |_| {}).await;
    let open = given(&twin, 2, |_| {}).await;
    let proposed =
        act_on_what_stands(&twin, &open, "merge", json!({"into": hidden.reference})).await;
    assert_eq!(proposed.0, 200, "{}", proposed.1);
    let out = json!({"account": "another", "reason": "knows-suspect"});
    assert_eq!(act(&twin, &hidden, "exclude", out).await.0, 200);
    let (status, view) = seen_by(&twin, OTHER, &path(&open)).await;
    assert_eq!(status, 200);
    let (_, queue) = seen_by(&twin, OTHER, "/hub/queue").await;
    for text in [view.to_string(), queue.to_string()] {
        assert!(!text.contains(hidden.reference.as_str()), "{text}");
        assert!(!text.contains("approve-merge"), "{text}");
    }
    let (_, all) = seen_by(&twin, BOSS, &path(&open)).await;
    assert_eq!(all["proposals"][0]["into"], hidden.reference.as_str());
}
