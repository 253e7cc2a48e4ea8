//! Members of staff who are curious, know somebody in a case, or act alone.

use api::case_events::CasePerson;
use api::{Answer, HUB, person, police, soon};
use base64::Engine;
use serde_json::{Value, json};

/// Opens the case as that demo user, with this reason or none.
fn open(role: &str, reference: &str, reason: &str) -> Answer {
    let bearer = format!("Bearer {}", HUB.token(role));
    let headers = [("authorization", bearer.as_str()), ("x-hub-reason", reason)];
    HUB.send("GET", &format!("/hub/cases/{reference}"), &headers, b"")
}

fn act(role: &str, reference: &str, command: &str, body: &Value) -> Answer {
    let path = format!("/hub/cases/{reference}/{command}");
    HUB.post_as(&HUB.token(role), &path, body)
}

/// The name that a demo user signs in with.
fn account(role: &str) -> String {
    HUB.users[role].username.clone()
}

/// The account of a demo user, as the sign-in service knows it.
fn subject(role: &str) -> String {
    let token = HUB.token(role);
    let claims = token.split('.').nth(1).expect("claims");
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims);
    let claims: Value = serde_json::from_slice(&claims.expect("base64")).expect("JSON");
    claims["sub"].as_str().expect("an account").to_owned()
}

#[test]
fn a_colleagues_case_asks_why_and_the_person_sees_it() {
    let one = CasePerson::refer("a colleague's", &person(&json!({})));
    HUB.settled(&one.reference);
    for role in ["coordinator", "duty-manager"] {
        assert_eq!(open(role, &one.reference, "").status, 200, "{role}");
    }
    let to = json!({"to": account("duty-manager")});
    let given = act("coordinator", &one.reference, "assign", &to);
    assert_eq!(given.status, 200, "{}", given.text);
    let asked = open("coordinator", &one.reference, "");
    let reasons = asked.json();
    assert_eq!(asked.status, 403, "{}", asked.text);
    assert_eq!(reasons["code"], "REASON_NEEDED");
    assert!(!reasons["reasons"].as_array().expect("reasons").is_empty());
    assert!(!asked.text.contains(&one.reference));
    assert_eq!(open("coordinator", &one.reference, "curious").status, 400);
    let path = format!("/hub/cases/{}?reason=covering", one.reference);
    let bearer = format!("Bearer {}", HUB.token("coordinator"));
    let headers = [("authorization", bearer.as_str()), ("x-hub-reason", "")];
    let opened = HUB.send("GET", &path, &headers, b"");
    assert_eq!(opened.status, 200, "{}", opened.text);
    let shown = one.page_command("consent", &[]);
    assert_eq!(shown.status, 200, "{}", shown.text);
    let told = "for a colleague who was away";
    assert!(shown.text.contains(told), "{}", shown.text);
    let row = soon("its row", || {
        let queue = HUB.ask(&HUB.token("duty-manager"), "GET", "/hub/queue?mine=true");
        let rows = queue.json()["rows"].as_array().cloned().unwrap_or_default();
        let own = rows
            .into_iter()
            .find(|row| row["reference"] == one.reference.as_str());
        own.or_else(|| Some(Value::Null).filter(|_| queue.status == 200))
    });
    assert!(row.is_null() || row["asks_why"] == false, "{row}");
}

#[test]
fn for_an_excluded_account_the_case_does_not_exist() {
    let one = CasePerson::refer(
        "an excluded account",
        &police(&json!({"needs": [{"code": "trouble-sleeping", "weight": "a-lot"}]})),
    );
    HUB.offered_services(&one.reference);
    assert!(one.answer_offer("accept", &json!({})), "accepted");
    let (_, href) = one.onward("accepted").expect("an accepted one");
    let onward = href.rsplit('/').next().unwrap_or_default().to_owned();
    let case = one.case();
    let provider = case["onwards"]
        .as_array()
        .expect("onwards")
        .iter()
        .find(|one| one["offered"]["onward"] == onward.as_str())
        .and_then(|one| one["offered"]["provider"].as_str())
        .expect("a provider")
        .to_owned();
    let worker = format!("provider-{provider}");
    let list = "/provider/onwards?state=accepted";
    let listed = |role: &str, path: &str, what: &str| {
        let answer = HUB.ask(&HUB.token(role), "GET", path);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text.contains(what)
    };
    assert!(listed(&worker, list, &onward));
    for role in ["duty-manager", "police", &worker] {
        let out = json!({"account": account(role), "reason": "knows-suspect"});
        let done = act("coordinator", &one.reference, "exclude", &out);
        assert_eq!(done.status, 200, "{role}: {}", done.text);
    }
    let unknown = open("duty-manager", "22222222", "covering");
    let hidden = open("duty-manager", &one.reference, "covering");
    assert_eq!((hidden.status, &hidden.text), (404, &unknown.text));
    let include = json!({"account": account("duty-manager"), "reason": "no-longer-needed"});
    let lifted = act("duty-manager", &one.reference, "include", &include);
    assert_eq!((lifted.status, &lifted.text), (404, &unknown.text));
    let ask = |role: &str, path: &str| {
        let answer = HUB.ask(&HUB.token(role), "GET", path);
        (answer.status, answer.text)
    };
    let police_case = |reference: &str| ask("police", &format!("/police/cases/{reference}"));
    assert_eq!(police_case(&one.reference), police_case("22222222"));
    let path = format!("/provider/onwards/{onward}");
    assert_eq!(
        ask(&worker, &path),
        ask(&worker, "/provider/onwards/22222222-1")
    );
    soon("lists without it", || {
        (!listed(&worker, list, &onward) && !listed("police", "/police/cases", &one.reference))
            .then_some(())
    });
    assert_eq!(open("coordinator", &one.reference, "").status, 200);
    // The attempts are listed, and the person does not see them as looks.
    let path = format!("/oversight/looks?account={}", subject("duty-manager"));
    let looks = HUB.ask(&HUB.token("oversight"), "GET", &path).json();
    let tried = |look: &Value| {
        look["reference"] == one.reference.as_str() && look["marks"] == json!(["denied"])
    };
    assert!(
        looks["looks"].as_array().expect("looks").iter().any(tried),
        "{looks}"
    );
}

#[test]
fn a_restricted_case_is_for_named_colleagues_and_duty_managers() {
    let one = CasePerson::refer("restricted", &police(&json!({})));
    HUB.settled(&one.reference);
    assert_eq!(open("police-coordinator", &one.reference, "").status, 200);
    let limits = json!({"reason": "works-here"});
    let done = act("coordinator", &one.reference, "restrict", &limits);
    assert_eq!(done.status, 200, "{}", done.text);
    let unknown = open("police-coordinator", "22222222", "");
    let hidden = open("police-coordinator", &one.reference, "");
    assert_eq!((hidden.status, &hidden.text), (404, &unknown.text));
    for role in ["coordinator", "duty-manager"] {
        assert_eq!(open(role, &one.reference, "").status, 200, "{role}");
    }
    let lift = json!({"reason": "no-longer-needed"});
    assert_eq!(
        act("coordinator", &one.reference, "unrestrict", &lift).status,
        200
    );
    assert_eq!(open("police-coordinator", &one.reference, "").status, 200);
}

#[test]
fn nobody_erases_or_merges_alone() {
    let (first, second) = (
        CasePerson::refer("stays", &person(&json!({}))),
        CasePerson::refer("ends", &person(&json!({}))),
    );
    for one in [&first, &second] {
        HUB.settled(&one.reference);
    }
    let into = json!({"into": first.reference, "approver": account("duty-manager")});
    assert!(second.coordinator_command("merge", &into));
    let case = second.case();
    let proposal = json!({"proposal": case["proposals"][0]["proposal"]});
    assert!(!second.coordinator_command("approve-merge", &proposal));
    assert!(second.case()["ended"].is_null(), "nothing is merged");
    assert!(second.command_as("duty-manager", "approve-merge", &proposal));
    assert_eq!(second.case()["ended"]["into"], first.reference.as_str());
    assert!(first.coordinator_command("close", &json!({"why": "withdrew"})));
    assert!(first.coordinator_command("erase", &json!({"reference": first.reference})));
    assert!(!first.coordinator_command("erase", &json!({"reference": first.reference})));
    let case = first.case();
    let proposal = json!({"proposal": case["proposals"][0]["proposal"]});
    assert!(!first.coordinator_command("approve-erasure", &proposal));
    assert!(first.case()["referral"].is_object(), "nothing is deleted");
    assert!(first.command_as("duty-manager", "approve-erasure", &proposal));
    soon("the deletion", || {
        first.case()["erased_at"].is_string().then_some(())
    });
}

#[test]
fn an_account_that_opens_many_cases_is_listed_by_oversight() {
    let begin = jiff::Timestamp::now();
    for _ in 0..62 {
        let answer = HUB.post(&police(&json!({})));
        assert_eq!(answer.status, 201, "{}", answer.text);
        let reference = answer.json()["reference"].as_str().expect("one").to_owned();
        assert_eq!(open("duty-manager", &reference, "").status, 200);
    }
    let oversight = HUB.token("oversight");
    let by = subject("duty-manager");
    let path = format!("/oversight/looks?account={by}&from={begin}");
    let listed = HUB.ask(&oversight, "GET", &path);
    assert_eq!(listed.status, 200, "{}", listed.text);
    let listed = listed.json();
    assert!(
        listed["cases"].as_u64().unwrap_or_default() >= 62,
        "{listed}"
    );
    let path = format!("/oversight/looks?from={begin}");
    let accounts = HUB.ask(&oversight, "GET", &path).json()["accounts"].clone();
    let hour_turned = begin.to_string()[..13] != jiff::Timestamp::now().to_string()[..13];
    let one = accounts
        .as_array()
        .expect("accounts")
        .iter()
        .find(|one| one["account"] == by.as_str());
    let over = one
        .and_then(|one| one["over_budget"].as_u64())
        .unwrap_or_default();
    assert!(over >= 1 || hour_turned, "{accounts}");
    for role in ["coordinator", "police", "touchpoint"] {
        assert_eq!(
            HUB.ask(&HUB.token(role), "GET", &path).status,
            403,
            "{role}"
        );
    }
    assert_eq!(
        HUB.ask(&oversight, "GET", "/oversight/looks?from=soon")
            .status,
        400
    );
}
