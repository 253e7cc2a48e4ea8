//! Coordinators over HTTP: the queue, their commands, and what their employer lets them see.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, person, soon};
use serde_json::{Value, json};

fn act(token: &str, reference: &str, what: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let version = HUB
        .ask(token, "GET", &format!("/hub/cases/{reference}"))
        .json()["version"]
        .to_string();
    let headers = [
        ("authorization", bearer.as_str()),
        ("if-match", version.as_str()),
    ];
    HUB.send(
        "POST",
        &format!("/hub/cases/{reference}/{what}"),
        &headers,
        body.to_string().as_bytes(),
    )
}

/// A case that must not be shared, so that the coordinators own it. `more` is what the person says.
fn kept(more: &Value) -> String {
    let mut referral = person(&json!({
        "consent": {"basis": "consent", "given_by": "person", "how": "form", "scope": ["assess"]},
    }));
    for (name, value) in more.as_object().into_iter().flatten() {
        referral[name] = value.clone();
    }
    let reference = HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let (token, path) = (HUB.token("coordinator"), format!("/hub/cases/{reference}"));
    soon("the coordinators", || {
        (HUB.ask(&token, "GET", &path).json()["owner"]["kind"] == "coordinators").then_some(())
    });
    reference
}

/// The row of a case in a queue, over all pages.
fn row(token: &str, query: &str, reference: &str) -> Option<Value> {
    let mut after = String::new();
    loop {
        let page = HUB.ask(token, "GET", &format!("/hub/queue?{query}{after}"));
        assert_eq!(page.status, 200, "{}", page.text);
        let page = page.json();
        let rows = page["rows"].as_array().expect("rows").clone();
        if let Some(row) = rows.into_iter().find(|row| row["reference"] == reference) {
            return Some(row);
        }
        after = format!("&after={}", page["next"].as_str()?);
    }
}

#[test]
fn a_case_stays_queued_until_its_tasks_are_done() {
    let token = HUB.token("coordinator");
    let reference = kept(&json!({"safety": {"thoughts_of_suicide": true}}));
    let waits = soon("a row", || row(&token, "unnamed=true", &reference));
    assert_eq!(
        (&waits["priority"], &waits["why"][0]["why"]),
        (&json!(0), &json!("not-to-be-shared"))
    );
    assert!(!waits.to_string().contains("Robin"), "{waits}");
    for nobody in ["nobody-such", "police"] {
        let refused = act(&token, &reference, "assign", &json!({"to": nobody}));
        assert_eq!(refused.status, 422, "{nobody}: {}", refused.text);
    }
    assert_eq!(act(&token, &reference, "assign", &json!({})).status, 200);
    soon("a row of mine", || row(&token, "mine=true", &reference));
    let call = act(&token, &reference, "task", &json!({"kind": "call"}));
    assert_eq!(call.status, 200, "{}", call.text);
    let number = call.json()["recorded"][0]["number"].clone();
    assert_eq!(
        act(
            &token,
            &reference,
            "look",
            &json!({"why": "not-to-be-shared"})
        )
        .status,
        200
    );
    soon("the call alone", || {
        row(&token, "task=call", &reference).filter(|row| row["why"] == json!([]))
    });
    let done = json!({"task": number, "outcome": "done"});
    assert_eq!(act(&token, &reference, "task-done", &done).status, 200);
    assert_eq!(
        act(&token, &reference, "task-done", &done).status,
        200,
        "a second tap"
    );
    let view = HUB
        .ask(&token, "GET", &format!("/hub/cases/{reference}"))
        .json();
    let contacts = view["contacts"].as_array().expect("contacts");
    assert!(
        contacts
            .iter()
            .any(|one| one["how"] == "call" && one["outcome"] == "done"),
        "{contacts:?}"
    );
    // The remaining tasks have a reason and are shown.
    let left = view["tasks"]
        .as_array()
        .expect("tasks")
        .iter()
        .filter(|task| task["outcome"].is_null())
        .count();
    let rest = soon("the rest", || row(&token, "", &reference));
    assert!(
        left > 0 || rest["why"][0]["why"] == "nothing-left",
        "nobody has helped, and that is no end: {rest}"
    );
    assert_eq!(
        act(
            &token,
            &reference,
            "close",
            &json!({"why": "no-more-needs"})
        )
        .status,
        200
    );
    soon("the rest", || {
        (row(&token, "", &reference).is_some() == (left > 0)).then_some(())
    });
}

#[test]
fn a_phoned_contact_change_and_a_complaint_are_recorded() {
    let token = HUB.token("coordinator");
    let reference = kept(&json!({}));
    let contact = json!({"channels": [{"kind": "phone", "safe": true, "address": "07700 900123"}]});
    let told = act(
        &token,
        &reference,
        "contact",
        &json!({"contact": contact, "why": "asked"}),
    );
    assert_eq!(told.status, 200, "{}", told.text);
    let wrong = json!({"contact": {"channels": [{"kind": "email", "safe": true, "address": "x"}]}, "why": "asked"});
    assert_eq!(
        act(&token, &reference, "contact", &wrong).json()["errors"][0]["code"],
        "NOT_AN_EMAIL"
    );
    let complaint = act(
        &token,
        &reference,
        "complaint",
        &json!({"about": "service", "words": "Nobody rang."}),
    );
    assert_eq!(complaint.status, 200, "{}", complaint.text);
    let view = HUB
        .ask(&token, "GET", &format!("/hub/cases/{reference}"))
        .json();
    assert_eq!(
        (&view["referral"]["contact"], &view["words"][0]["text"]),
        (&contact, &json!("Nobody rang."))
    );
    assert!(!view["events"].to_string().contains("Nobody"));
}

#[test]
fn two_cases_of_one_person_become_one() {
    let token = HUB.token("coordinator");
    let (first, second) = (
        kept(&json!({})),
        kept(&json!({"needs": [{"code": "trouble-sleeping"}]})),
    );
    let proposed = act(&token, &second, "merge", &json!({"into": first}));
    assert_eq!(proposed.status, 200, "{}", proposed.text);
    let proposal = json!({"proposal": proposed.json()["recorded"][0]["number"]});
    let alone = act(&token, &second, "approve-merge", &proposal);
    assert_eq!(alone.status, 409, "{}", alone.text);
    let manager = HUB.token("duty-manager");
    for _ in 0..2 {
        let merged = act(&manager, &second, "approve-merge", &proposal);
        assert_eq!(merged.status, 200, "{}", merged.text);
    }
    let view = |reference: &str| {
        HUB.ask(&token, "GET", &format!("/hub/cases/{reference}"))
            .json()
    };
    assert_eq!(
        (&view(&first)["joined"], &view(&second)["ended"]["into"]),
        (&json!([second]), &json!(first))
    );
    assert_eq!(view(&first)["needs"][0]["code"], "trouble-sleeping");
}

#[test]
fn a_police_coordinator_does_not_see_a_self_referral() {
    let (token, police) = (HUB.token("coordinator"), HUB.token("police"));
    let reference = kept(&json!({"residence": {"postcode": "RG1 1AA"}}));
    let path = format!("/police/cases/{reference}");
    assert_eq!(HUB.ask(&police, "GET", &path).status, 404);
    let disclosed = |approver: &str| json!({"to": "police", "reason": "danger-to-life", "scope": ["concern", "whereabouts"], "approver": approver, "reader": "police"});
    assert_eq!(
        act(&token, &reference, "disclose", &disclosed("coordinator")).status,
        422,
        "not by oneself"
    );
    let wish = act(&token, &reference, "disclose", &disclosed("duty-manager"));
    assert_eq!(wish.status, 200, "{}", wish.text);
    let approval = json!({"disclosure": wish.json()["recorded"][0]["number"]});
    assert_eq!(
        act(&token, &reference, "approve-disclosure", &approval).status,
        409,
        "nor approved by oneself"
    );
    assert_eq!(
        HUB.ask(&police, "GET", &path).status,
        404,
        "nobody else has approved it"
    );
    let shared = act(
        &HUB.token("duty-manager"),
        &reference,
        "approve-disclosure",
        &approval,
    );
    assert_eq!(shared.status, 200, "{}", shared.text);
    let seen = HUB.ask(&police, "GET", &path);
    let wanted = json!({"reference": reference, "concern": ["danger-to-life"], "whereabouts": {"postcode": "RG1 1AA"}});
    assert_eq!((seen.status, seen.json()), (200, wanted));
    let employed = HUB.token("police-coordinator");
    let path = format!("/hub/cases/{reference}");
    let unknown = HUB.ask(&employed, "GET", "/hub/cases/22222222");
    let denied = HUB.ask(&employed, "GET", &path);
    assert_eq!((denied.status, &denied.text), (404, &unknown.text));
    assert!(row(&employed, "", &reference).is_none());
}

#[test]
fn only_coordinators_read_the_queue_and_bad_marks_fail() {
    let wrong = HUB.ask(&HUB.token("coordinator"), "GET", "/hub/queue?after=x");
    assert_eq!(wrong.status, 400, "{}", wrong.text);
    for role in ["police", "oversight", "touchpoint", "witness-care"] {
        assert_eq!(
            HUB.ask(&HUB.token(role), "GET", "/hub/queue").status,
            403,
            "{role}"
        );
    }
    assert_eq!(HUB.send("GET", "/hub/queue", &[], b"").status, 401);
}
