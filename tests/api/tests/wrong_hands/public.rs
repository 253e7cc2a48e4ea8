//! Requests and cases in which something was lost, said twice, or sent with the wrong token.

use api::case_events::CasePerson;
use api::{HUB, person};
use serde_json::json;

#[test]
fn a_legal_hold_is_on_the_case_that_goes_on() {
    let (first, second) = (
        CasePerson::refer("goes on", &person(&json!({}))),
        CasePerson::refer("is held", &person(&json!({}))),
    );
    for one in [&first, &second] {
        HUB.settled(&one.reference);
    }
    assert!(second.coordinator_command("legal-hold", &json!({"on": true})));
    assert!(second.coordinator_command("merge", &json!({"into": first.reference})));
    let proposal = json!({"proposal": second.case()["proposals"][0]["proposal"]});
    assert!(second.command_as("duty-manager", "approve-merge", &proposal));
    for one in [&first, &second] {
        assert_eq!(one.case()["legal_hold"], true, "{}", one.case());
    }
}

#[test]
fn a_body_of_staff_with_a_name_twice_is_refused() {
    let one = CasePerson::refer("a name twice", &person(&json!({})));
    HUB.settled(&one.reference);
    let bearer = format!("Bearer {}", HUB.token("coordinator"));
    let version = one.case()["version"].to_string();
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("if-match", version.as_str()),
    ];
    let path = format!("/hub/cases/{}/task", one.reference);
    let body = br#"{"kind": "call", "kind": "letter"}"#;
    let answer = HUB.send("POST", &path, &headers, body);
    assert_eq!(answer.status, 422, "{}", answer.text);
    let case = one.case();
    let tasks = case["tasks"].as_array().expect("tasks");
    assert!(tasks.iter().all(|task| task["kind"] != "letter"), "{case}");
}

#[test]
fn a_token_that_may_not_submit_a_kind_is_told_so() {
    let submit = |kind: &str, token: &str| {
        let referral = person(&json!({"source": {"kind": kind}}));
        let bearer = format!("Bearer {token}");
        let headers = [
            ("content-type", "application/json"),
            ("authorization", bearer.as_str()),
        ];
        let body = referral.to_string();
        HUB.send("POST", "/referrals", &headers, body.as_bytes())
    };
    for role in ["police", "coordinator"] {
        let answer = submit("police", &HUB.token(role));
        assert_eq!(answer.status, 403, "{role}: {}", answer.text);
    }
    let other = submit("police", &HUB.partner_token("touchpoint"));
    assert_eq!(other.status, 403, "{}", other.text);
    for token in ["", "nothing", "a.b.c"] {
        let answer = submit("police", token);
        assert_eq!(answer.status, 401, "{}", answer.text);
    }
}
