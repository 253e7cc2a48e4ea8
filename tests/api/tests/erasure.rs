//! How long a person's data is kept after their case is closed, and that nothing is left of a person who asked to be
//! forgotten.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, person, soon};
use serde_json::{Value, json};

fn post(token: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    HUB.send("POST", path, &headers, body.to_string().as_bytes())
}

/// Closes a case as a coordinator. Retries if the case changed.
fn close(reference: &str) -> Answer {
    let bearer = format!("Bearer {}", HUB.token("coordinator"));
    soon("a case that does not change", || {
        let version = HUB.case(reference)["version"].to_string();
        let headers = [
            ("authorization", bearer.as_str()),
            ("if-match", &version),
            ("content-type", "application/json"),
        ];
        let closed = HUB.send(
            "POST",
            &format!("/hub/cases/{reference}/close"),
            &headers,
            br#"{"why": "withdrew"}"#,
        );
        (closed.status != 412).then_some(closed)
    })
}

/// The output of the stock AWS command line.
fn aws_json(arguments: &[&str]) -> Value {
    let output = HUB.aws(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

/// Everything that is stored in every table of the hub, as text.
fn stored_text() -> String {
    let tables = [
        "cases",
        "people",
        "notes",
        "diaries",
        "submissions",
        "figures",
        "attempts",
        "directory",
    ];
    let scan = |table: &&str| {
        aws_json(&[
            "dynamodb",
            "scan",
            "--table-name",
            &format!("hub-{}-{table}", HUB.area),
        ])
        .to_string()
    };
    tables.iter().map(scan).collect()
}

/// When the store will delete the person's document by itself.
fn expiry_of(reference: &str) -> Option<String> {
    let table = format!("hub-{}-people", HUB.area);
    let key = json!({"pk": {"S": format!("PERSON#{reference}")}}).to_string();
    let item = aws_json(&[
        "dynamodb",
        "get-item",
        "--table-name",
        &table,
        "--key",
        &key,
        "--consistent-read",
    ]);
    item["Item"]["ttl"]["N"].as_str().map(str::to_owned)
}

/// A case that a provider supports, with personal data in every field.
fn supported_case() -> (String, Vec<String>) {
    let one = uuid::Uuid::new_v4().simple().to_string();
    let personal = vec![
        format!("Zephyrine {one}"),
        format!("{one}@example.org"),
        format!("The blue gate, {one}."),
        format!("A note of {one}."),
        "1971-03-05".to_owned(),
    ];
    let referral = person(&json!({
        "person": {"role": "victim", "name": personal[0], "date_of_birth": "1971-03-05"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": personal[1]}]},
        "residence": {"postcode": "OX4 4PU"},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "wishes": {"own_words": personal[2]},
    }));
    let reference = HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let offer = soon("an offer", || HUB.offers(&reference).pop());
    let provider = HUB.token(&format!(
        "provider-{}",
        offer["data"]["provider"].as_str().expect("a provider")
    ));
    let href = offer["data"]["href"].as_str().expect("an address");
    assert_eq!(
        HUB.ask(&provider, "POST", &format!("{href}/accept")).status,
        200
    );
    let note = json!({"id": uuid::Uuid::new_v4().to_string(), "text": personal[3]});
    let kept = post(&provider, &format!("{href}/notes"), &note);
    assert_eq!(kept.status, 201, "{}", kept.text);
    (reference, personal)
}

#[test]
fn nothing_is_left_of_a_forgotten_person() {
    let (reference, personal) = supported_case();
    let coordinator = HUB.token("coordinator");
    let before = stored_text();
    for text in &personal {
        assert!(before.contains(text), "{text} was never stored");
    }
    let path = format!("/hub/cases/{reference}");
    let order = json!({"reference": reference});
    assert_eq!(
        post(&coordinator, &format!("{path}/erase"), &order).status,
        409,
        "nobody is deleted while they are helped"
    );
    let closed = close(&reference);
    assert_eq!(closed.status, 200, "{}", closed.text);
    assert_eq!(
        post(&coordinator, &format!("{path}/erase"), &json!({})).status,
        422,
        "it is said twice"
    );
    let proposed = post(&coordinator, &format!("{path}/erase"), &order);
    assert_eq!(proposed.status, 200, "{}", proposed.text);
    let proposal = json!({"proposal": proposed.json()["recorded"][0]["number"]});
    let approve = format!("{path}/approve-erasure");
    assert_eq!(
        post(&coordinator, &approve, &proposal).status,
        409,
        "nobody deletes alone"
    );
    let ordered = post(&HUB.token("duty-manager"), &approve, &proposal);
    assert!([200, 202].contains(&ordered.status), "{}", ordered.text);
    soon("the deletion", || {
        (post(&coordinator, &format!("{path}/erase"), &order).status == 200).then_some(())
    });
    // Other people may have been born on that day.
    let after = stored_text();
    for text in personal.iter().filter(|text| text.len() > 12) {
        assert!(!after.contains(text), "{text} is left");
    }
    let case = HUB.case(&reference);
    assert_eq!(case["referral"], Value::Null);
    assert!(
        case["erased_at"].is_string() && !after.contains(&format!("PERSON#{reference}")),
        "{case}"
    );
    assert!(
        !is_remembered(&after, &reference),
        "somebody is remembered who was forgotten"
    );
}

/// Whether a case is remembered under the key of a person or a place.
fn is_remembered(stored: &str, reference: &str) -> bool {
    stored.split("\"seen\":").skip(1).any(|list| {
        list.split("\"sk\"")
            .next()
            .is_some_and(|own| own.contains(reference))
    })
}

#[test]
fn what_is_over_expires_and_what_goes_on_does_not() {
    let reference = HUB.post(&person(&json!({}))).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    HUB.settled(&reference);
    assert_eq!(expiry_of(&reference), None);
    let coordinator = HUB.token("coordinator");
    let path = format!("/hub/cases/{reference}");
    assert_eq!(close(&reference).status, 200);
    let at = soon("a time to expire", || expiry_of(&reference));
    let weeks = (at.parse::<i64>().expect("a number") - jiff::Timestamp::now().as_second())
        / (7 * 24 * 3_600);
    assert!(
        (10..=12).contains(&weeks),
        "six weeks, and the net thirty days below: {weeks}"
    );
    assert_eq!(
        post(
            &coordinator,
            &format!("{path}/reopen"),
            &json!({"why": "asked"})
        )
        .status,
        200
    );
    soon("the end of that", || {
        expiry_of(&reference).is_none().then_some(())
    });
}

#[test]
fn the_clocks_day_runs_and_forgets_nobody_before_their_time() {
    let reference = HUB.post(&person(&json!({}))).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    HUB.settled(&reference);
    assert_eq!(close(&reference).status, 200);
    let function = format!("hub-{}-clock", HUB.area);
    let payload = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../events/samples/schedule.day.json"
    );
    let answer = aws_json(&[
        "lambda",
        "invoke",
        "--function-name",
        &function,
        "--payload",
        &format!("file://{payload}"),
        "/dev/stdout",
    ]);
    assert!(answer["FunctionError"].is_null(), "{answer}");
    assert!(HUB.case(&reference)["referral"].is_object());
}
