//! What a coordinator learned after the referral is nowhere on the person's page, and follows like at first.

use api::{HUB, new_id, person, police, soon};
use serde_json::{Value, json};

/// A coordinator records the answers, of the version that stands.
fn learn(reference: &str, answers: &Value) {
    let mut body = json!({"why": "person-told", "spoken": "yes"});
    for (name, answer) in answers.as_object().expect("answers") {
        body[name] = answer.clone();
    }
    soon("the version that stands", || {
        let seen = format!("\"{}\"", HUB.settled(reference)["version"]);
        let bearer = format!("Bearer {}", HUB.token("coordinator"));
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("if-match", &seen),
        ];
        let path = format!("/hub/cases/{reference}/reassess");
        let answer = HUB.send("POST", &path, &headers, body.to_string().as_bytes());
        assert!(matches!(answer.status, 200 | 412), "{}", answer.text);
        (answer.status == 200).then_some(())
    });
}

fn asked(case: &Value) -> Vec<Value> {
    let onwards = case["onwards"].as_array().expect("onwards").iter();
    onwards
        .map(|one| one["offered"]["service"].clone())
        .collect()
}

/// What the person's page shows, apart from the time.
fn page(answer: &Value) -> Value {
    let body = json!({"reference": answer["reference"], "word": answer["memorable_word"]});
    let headers = [("content-type", "application/json")];
    let shown = HUB.send(
        "POST",
        "/me/progress",
        &headers,
        body.to_string().as_bytes(),
    );
    assert_eq!(shown.status, 200, "{}", shown.text);
    let shown = shown.json();
    json!([
        shown["steps"],
        shown["promises"],
        shown["next"],
        shown["help_now"]
    ])
}

#[test]
fn a_danger_that_a_coordinator_learned_is_theirs_within_fifteen_minutes_and_on_no_page() {
    let referral = person(&json!({
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "residence": {"local_authority": "E07000178"},
    }));
    let sent = HUB.post(&referral).json();
    let reference = sent["reference"].as_str().expect("a reference");
    let before = HUB.settled(reference);
    let shown = page(&sent);
    learn(
        reference,
        &json!({"in_danger_now": "yes", "happened": ["domestic-abuse"], "dash_ticks": 20}),
    );
    let after = soon("a service that fits now", || {
        Some(HUB.settled(reference)).filter(|case| asked(case).len() > asked(&before).len())
    });
    assert_eq!(after["risk"], "high");
    let look = after["tasks"]
        .as_array()
        .expect("tasks")
        .iter()
        .find(|task| task["kind"] == "look-at-danger")
        .expect("a task");
    let entry = &after["reassessed"][0];
    let moment = |value: &Value| -> jiff::Timestamp {
        value.as_str().expect("a moment").parse().expect("a moment")
    };
    let within = moment(&look["due"]).duration_since(moment(&entry["at"]));
    assert!(within.as_mins() <= 15, "{within:?}");
    assert_eq!(entry["before"]["risk"], before["risk"]);
    assert_eq!(page(&sent), shown);
    // Those who support the person assess with the same answers (AS11).
    assert!(
        after["assessment"]["specialisms"]
            .as_array()
            .expect("specialisms")
            .contains(&json!("domestic-abuse"))
    );
}

#[test]
fn restorative_justice_is_offered_again_after_a_sentence_and_taken_up() {
    // AS16, TV20.
    let referral = police(&json!({
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "residence": {"local_authority": "E07000178"},
    }));
    let reference = HUB.refer(&referral);
    HUB.settled(&reference);
    for (role, step) in [
        ("police", "charged"),
        ("witness-care", "verdict"),
        ("witness-care", "sentenced"),
    ] {
        let now = jiff::Timestamp::now().to_string();
        let body = json!({"id": new_id(), "step": step, "at": now});
        let path = format!("/police/cases/{reference}/progress");
        let answer = HUB.post_as(&HUB.token(role), &path, &body);
        assert_eq!(answer.status, 201, "{step}: {}", answer.text);
    }
    let open = |case: &Value| {
        let tasks = case["tasks"].as_array().expect("tasks").iter();
        tasks
            .filter(|task| task["kind"] == "restorative-justice" && task["outcome"].is_null())
            .count()
    };
    soon("the task to offer it", || {
        (open(&HUB.case(&reference)) == 1).then_some(())
    });
    learn(&reference, &json!({"restorative_justice": "interested"}));
    let case = soon("an offer", || {
        Some(HUB.settled(&reference))
            .filter(|case| asked(case).contains(&json!("tvrjs-restorative-justice")))
    });
    assert_eq!(open(&case), 0);
}
