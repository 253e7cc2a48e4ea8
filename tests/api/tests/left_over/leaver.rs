//! The account of a coordinator who left is closed, and nobody is left alone.

use api::accounts::{account_in, pool, pool_id, token_of};
use api::{Answer, HUB, hub, person, soon};
use serde_json::{Value, json};

/// The row of a case among those without a coordinator.
fn unnamed(token: &str, reference: &str) -> Option<Value> {
    let mut after = String::new();
    loop {
        let path = format!("/hub/queue?unnamed=true&set_aside=false{after}");
        let page = HUB.ask(token, "GET", &path).json();
        let mut rows = page["rows"].as_array()?.iter();
        if let Some(row) = rows.find(|row| row["reference"] == reference) {
            return Some(row.clone());
        }
        after = format!("&after={}", page["next"].as_str()?);
    }
}

/// Closes a case with that token. Retries if the case changed.
fn close(token: &str, reference: &str) -> Answer {
    let (path, bearer) = (format!("/hub/cases/{reference}"), format!("Bearer {token}"));
    soon("a case that does not change", || {
        let version = HUB.ask(token, "GET", &path).json()["version"].to_string();
        let headers = [
            ("authorization", bearer.as_str()),
            ("if-match", &version),
            ("content-type", "application/json"),
        ];
        let to = format!("{path}/close");
        let closed = HUB.send("POST", &to, &headers, br#"{"why": "withdrew"}"#);
        (closed.status != 412).then_some(closed)
    })
}

/// Asks to share without consent, in the version that the case has now.
fn disclose(token: &str, reference: &str, body: &Value) -> Answer {
    let seen = format!("\"{}\"", HUB.case(reference)["version"]);
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("if-match", &seen),
    ];
    let path = format!("/hub/cases/{reference}/disclose");
    HUB.send("POST", &path, &headers, body.to_string().as_bytes())
}

#[test]
fn the_cases_of_a_closed_account_need_another_coordinator() {
    let name = account_in(&["coordinator", "employer-hub"]);
    let token = HUB.token("coordinator");
    let cases: Vec<String> = (0..2).map(|_| HUB.refer(&person(&json!({})))).collect();
    for reference in &cases {
        HUB.settled(reference);
        let path = format!("/hub/cases/{reference}/assign");
        let assigned = HUB.post_as(&token, &path, &json!({"to": name}));
        assert_eq!(assigned.status, 200, "{}", assigned.text);
        assert_eq!(unnamed(&token, reference), None);
    }
    let ask =
        json!({"to": "marac", "reason": "danger-to-life", "scope": ["concern"], "approver": name});
    let asked = disclose(&token, &cases[0], &ask);
    assert_eq!(asked.status, 200, "{}", asked.text);
    let said = hub(&["user", "disable", &name]);
    assert!(said.contains("need another coordinator: 2"), "{said}");
    assert!(
        said.contains(&cases[0]) && !said.contains(&cases[1]),
        "{said}"
    );
    for reference in &cases {
        let row = soon("its row", || unnamed(&token, reference));
        assert_eq!(row["coordinator_left"], true, "{row}");
        let case = HUB.case(reference);
        assert_eq!(case["ended"], Value::Null);
    }
    let again = hub(&["user", "release", &name]);
    assert!(again.contains("need another coordinator: 0"), "{again}");
    assert_eq!(
        disclose(&token, &cases[0], &ask).status,
        422,
        "nobody can approve it"
    );
    let boss = json!({"approver": HUB.users["duty-manager"].username});
    let mut ask = ask;
    ask["approver"] = boss["approver"].clone();
    assert_eq!(
        disclose(&token, &cases[0], &ask).status,
        200,
        "somebody else can"
    );
}

#[test]
fn the_cases_that_an_account_took_itself_are_released_by_its_name() {
    let name = account_in(&["coordinator", "employer-hub"]);
    let (token, own) = (HUB.token("coordinator"), token_of(&name));
    let [reference, over] = [(); 2].map(|()| HUB.refer(&person(&json!({}))));
    let path = format!("/hub/cases/{reference}/assign");
    for one in [&reference, &over] {
        HUB.settled(one);
        let taken = HUB.post_as(&own, &format!("/hub/cases/{one}/assign"), &json!({}));
        assert_eq!(taken.status, 200, "{}", taken.text);
    }
    let closed = close(&own, &over);
    assert_eq!(closed.status, 200, "{}", closed.text);
    // Somebody closes the account without the command.
    let id = pool_id();
    let of = ["--user-pool-id", &id, "--username", &name];
    pool("admin-disable-user", &of);
    assert_eq!(unnamed(&token, &reference), None);
    let said = hub(&["user", "release", &name]);
    assert!(said.contains("need another coordinator: 1"), "{said}");
    let listed = format!("Closed cases of the account: {over}.");
    assert!(said.contains(&listed), "{said}");
    let row = soon("its row", || unnamed(&token, &reference));
    assert_eq!(row["coordinator_left"], true, "{row}");
    // A token that is still valid does not give the case back.
    let taken = HUB.post_as(&own, &path, &json!({}));
    assert_eq!(taken.status, 422, "{}", taken.text);
}
