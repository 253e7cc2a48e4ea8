//! `POST /referrals`, and what follows a 201.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, lines, person, soon};
use base64::Engine;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn bad_requests_are_refused_and_store_nothing() {
    for line in lines("bad-referrals.jsonl") {
        let name = line["name"].as_str().expect("a name");
        let expect = &line["expect"];
        if let Some(first) = line.get("first") {
            assert_eq!(u64::from(HUB.post(first).status), expect["first"], "{name}");
            assert_eq!(
                u64::from(HUB.post(&line["then"]).status),
                expect["then"],
                "{name}"
            );
            continue;
        }
        let body = body_of(&line);
        let answer = send_bad(&line, &body);
        assert_eq!(
            u64::from(answer.status),
            expect["status"],
            "{name}: {}",
            answer.text
        );
        if answer.status == 201 {
            inert_text_is_kept_and_never_acts(&line, &answer);
            continue;
        }
        if let Some(errors) = expect["errors"].as_array() {
            assert_eq!(
                answer.json()["errors"]
                    .as_array()
                    .map(|list| list.iter().map(Value::to_string).collect::<BTreeSet<_>>()),
                Some(errors.iter().map(Value::to_string).collect()),
                "{name}"
            );
        }
        assert!(
            answer
                .header("content-type")
                .starts_with("application/problem+json"),
            "{name}"
        );
        nothing_was_stored(name, &body);
    }
}

fn body_of(line: &Value) -> Vec<u8> {
    if let Some(text) = line["body"].as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some(coded) = line["body_base64"].as_str() {
        return base64::engine::general_purpose::STANDARD
            .decode(coded)
            .expect("base64");
    }
    let mut body = line["referral"].to_string().into_bytes();
    if let Some(size) = line["pad_to"].as_u64() {
        body.resize(usize::try_from(size).expect("a size"), b' ');
    }
    body
}

fn send_bad(line: &Value, body: &[u8]) -> Answer {
    let own = line["referral"]["source"]["kind"]
        .as_str()
        .filter(|kind| HUB.partners.contains_key(*kind));
    let kind = if line.get("token").is_some() {
        line["token"].as_str()
    } else {
        own
    };
    let token = kind.map(|kind| format!("Bearer {}", HUB.partner_token(kind)));
    let mut headers = Vec::new();
    if let Some(content_type) = line["content_type"].as_str() {
        headers.push(("content-type", content_type));
    }
    if let Some(token) = &token {
        headers.push(("authorization", token));
    }
    HUB.send("POST", "/referrals", &headers, body)
}

/// Text is kept word for word, and is still only text when a coordinator reads it.
fn inert_text_is_kept_and_never_acts(line: &Value, answer: &Answer) {
    let Some(pieces) = line["expect"]["inert"].as_array() else {
        return;
    };
    let reference = answer.json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let case = HUB.ask(
        &HUB.token("coordinator"),
        "GET",
        &format!("/hub/cases/{reference}"),
    );
    assert!(case.header("content-type").starts_with("application/json"));
    for piece in pieces.iter().filter_map(Value::as_str) {
        let kept = case.json()["referral"].to_string();
        assert!(
            kept.contains(&serde_json::to_string(piece).expect("text")[1..piece.len()]),
            "{piece} was not kept"
        );
    }
}

/// The same id with other, valid content is accepted as a new referral.
fn nothing_was_stored(name: &str, body: &[u8]) {
    let Ok(Value::Object(document)) = serde_json::from_slice::<Value>(body) else {
        return;
    };
    let Some(id) = document
        .get("id")
        .and_then(Value::as_str)
        .filter(|id| uuid::Uuid::parse_str(id).is_ok())
    else {
        return;
    };
    assert_eq!(
        HUB.post(&person(&json!({"id": id}))).status,
        201,
        "{name} left something behind"
    );
}

#[test]
fn a_partner_gets_a_code_only_if_the_page_is_safe() {
    let own = HUB.post(&person(&json!({})));
    assert_eq!(
        own.json()["memorable_word"]
            .as_str()
            .map(|word| word.split(' ').count()),
        Some(3)
    );
    assert!(own.json().get("tier").is_none(), "the tier is for partners");
    let library = |safe: bool| {
        HUB.post(&person(&json!({
            "source": {"kind": "touchpoint", "code": "LIB-1"},
            "contact": {"channels": [{"kind": "online", "safe": safe}]},
        })))
    };
    assert!(library(true).json()["opening_code"].is_string());
    for safe in [true, false] {
        assert!(library(safe).json().get("memorable_word").is_none());
    }
    assert!(library(false).json().get("opening_code").is_none());
    assert_eq!(library(false).json()["tier"], "standard");
}

#[test]
fn a_case_not_to_be_shared_goes_to_coordinators() {
    let token = HUB.token("coordinator");
    for (safety, minutes) in [
        (json!({"in_danger_now": true}), 15),
        (json!({"strangled_or_choked": true}), 60),
    ] {
        let referral = person(
            &json!({"consent": {"basis": "consent", "scope": ["assess"]}, "safety": safety}),
        );
        let reference = HUB.post(&referral).json()["reference"]
            .as_str()
            .expect("a reference")
            .to_owned();
        let path = format!("/hub/cases/{reference}");
        let case = soon("the coordinators", || {
            Some(HUB.ask(&token, "GET", &path).json())
                .filter(|case| case["owner"]["kind"] == "coordinators")
        });
        let moment = |value: &Value| {
            value
                .as_str()
                .expect("a moment")
                .parse::<jiff::Timestamp>()
                .expect("a moment")
        };
        let given = moment(&case["owner"]["due"])
            .duration_since(moment(&case["opened_at"]))
            .as_secs()
            / 60;
        assert!(
            (minutes..=minutes + 1).contains(&given),
            "due in {given} minutes"
        );
        assert!(HUB.offers(&reference).is_empty());
    }
}

#[test]
fn who_may_not_see_a_case_does_not_see_it() {
    let reference = HUB.post(&person(&json!({}))).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let path = format!("/hub/cases/{reference}");
    assert_eq!(HUB.send("GET", &path, &[], b"").status, 401);
    for role in ["police", "oversight", "touchpoint", "provider-esas"] {
        assert_eq!(
            HUB.ask(&HUB.token(role), "GET", &path).status,
            403,
            "{role}"
        );
    }
    assert_eq!(
        HUB.ask(&HUB.token("coordinator"), "GET", "/hub/cases/22222222")
            .status,
        404
    );
}
