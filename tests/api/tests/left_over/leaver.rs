//! The account of a coordinator who left is closed, and nobody is left alone.

use api::{Answer, HUB, new_id, person, soon};
use serde_json::{Value, json};

/// Runs the hub command against this stack.
fn hub(arguments: &[&str]) -> String {
    let program = std::env::var_os("HUB_COMMAND").expect("HUB_COMMAND names no hub command");
    let output = std::process::Command::new(program)
        .args(arguments)
        .output()
        .expect("the hub command");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{wrong}");
    said
}

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
    let name = format!("leaver-{}", &new_id()[..8]);
    let groups = ["--group", "coordinator", "--group", "employer-hub"];
    hub(&[&["user", "add", &name][..], &groups].concat());
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
