//! What coordinators do to a case, and what they see of unmet needs.

use api::{Answer, HUB, person, soon};
use serde_json::{Value, json};

fn act(token: &str, reference: &str, what: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let path = format!("/hub/cases/{reference}/{what}");
    HUB.send(
        "POST",
        &path,
        &[("authorization", &bearer)],
        body.to_string().as_bytes(),
    )
}

#[test]
fn a_conflict_that_is_cleared_lets_a_case_be_offered() {
    let referral = person(&json!({
        "consent": {"basis": "consent", "given_by": "parent-or-guardian", "how": "form",
                    "scope": ["assess", "share-with-providers"]},
        "circumstances": {"suspect_known": "family"},
        "residence": {"local_authority": "E07000178"},
    }));
    let reference = HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let token = HUB.token("coordinator");
    let path = format!("/hub/cases/{reference}");
    soon("the coordinators", || {
        (HUB.ask(&token, "GET", &path).json()["owner"]["kind"] == "coordinators").then_some(())
    });
    assert_eq!(
        act(
            &token,
            &reference,
            "clear-conflict",
            &json!({"reason": "because"})
        )
        .status,
        422
    );
    let choice = json!({"wanted": ["no-such-service"], "reason": "asked"});
    assert_eq!(act(&token, &reference, "choice", &choice).status, 422);
    let cleared = act(
        &token,
        &reference,
        "clear-conflict",
        &json!({"reason": "spoken-alone"}),
    );
    assert_eq!(cleared.status, 200, "{}", cleared.text);
    assert_eq!(
        act(
            &token,
            &reference,
            "clear-conflict",
            &json!({"reason": "spoken-alone"})
        )
        .status,
        409
    );
    let offer = soon("an offer", || HUB.offers(&reference).pop());

    // What the person does not want is withdrawn.
    let service = &offer["data"]["service"];
    let chosen = act(
        &token,
        &reference,
        "choice",
        &json!({"unwanted": [service], "reason": "not-ready"}),
    );
    assert_eq!(chosen.status, 200, "{}", chosen.text);
    soon("a withdrawal", || {
        HUB.offers(&reference)
            .into_iter()
            .find(|event| event["type"] == "hub.onward-referral.withdrawn.v1")
    });
}

#[test]
fn only_coordinators_move_cases_and_read_the_register() {
    for role in ["police", "oversight"] {
        let token = HUB.token(role);
        assert_eq!(
            act(&token, "22222222", "hand-on", &json!({})).status,
            403,
            "{role}"
        );
        for path in ["/hub/unmet-needs", "/hub/wind-downs"] {
            assert_eq!(HUB.ask(&token, "GET", path).status, 403, "{role}: {path}");
        }
    }
    let answer = HUB.ask(&HUB.token("coordinator"), "GET", "/hub/unmet-needs");
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.json()["unmet"].is_array());
    let answer = HUB.ask(&HUB.token("coordinator"), "GET", "/hub/wind-downs");
    assert!(
        answer.json()["services"][0]["service_name"].is_string(),
        "{}",
        answer.text
    );
}
