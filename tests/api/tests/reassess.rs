//! `cargo hub reassess`: who would be assessed differently by other rules, on the running stack.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{HUB, person};
use serde_json::{Value, json};
use std::process::{Command, Output};

fn reassess(arguments: &[&str]) -> Output {
    let hub = std::env::var_os("HUB_COMMAND")
        .expect("HUB_COMMAND names no hub command: use `cargo hub test api`");
    Command::new(hub)
        .arg("reassess")
        .args(arguments)
        .output()
        .expect("the hub command")
}

/// The lines of JSON that it prints: the cases that change, and the summary.
fn changes(rules: &str) -> (Vec<Value>, Value) {
    let output = reassess(&["--rules", rules, "--dry-run", "--json"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        !text.contains("Robin") && !text.contains("example.org"),
        "it says who"
    );
    let mut lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let summary = lines.pop().expect("a summary");
    (lines, summary)
}

#[test]
fn every_case_was_assessed_by_the_rules_in_force() {
    assert_eq!(
        HUB.post(&person(&json!({"safety": {"weapon": true}})))
            .status,
        201
    );
    let (changed, summary) = changes("2021-04.1");
    assert_eq!(changed, [] as [Value; 0]);
    assert!(
        summary["cases"].as_u64().unwrap() > 0 && summary["unreadable"] == 0,
        "{summary}"
    );
}

#[test]
fn other_rules_show_differences_and_change_nothing() {
    let referral = person(&json!({"incident": {"flags": ["arson-endangering-life"]}}));
    let reference = HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let shipped = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../functions/domain/rules/2021-04.1.json"
    );
    let mut rules: Value =
        serde_json::from_str(&std::fs::read_to_string(shipped).expect("rules")).expect("JSON");
    rules["version"] = json!("2999-01.1");
    rules["rules"]
        .as_object_mut()
        .expect("rules")
        .remove("R-ARSON");
    let path = std::env::temp_dir().join(format!("rules-{reference}.json"));
    std::fs::write(&path, rules.to_string()).expect("a file");

    let (changed, summary) = changes(path.to_str().expect("a path"));
    let of = |field: &str| {
        let case = changed
            .iter()
            .find(|case| case["reference"] == reference.as_str())
            .expect("the case changes");
        let differences = case["differences"].as_array().expect("a list").clone();
        differences
            .into_iter()
            .find(|one| one["field"] == field)
            .expect("a difference")
    };
    assert_eq!(
        of("tier"),
        json!({"field": "tier", "gone": ["enhanced"], "new": ["standard"]})
    );
    assert!(
        of("reasons")["gone"]
            .as_array()
            .unwrap()
            .contains(&json!("R-ARSON"))
    );
    assert!(
        summary["rules"].as_str().unwrap().starts_with("2999-01.1"),
        "{summary}"
    );

    let refused = reassess(&["--rules", path.to_str().unwrap()]);
    assert!(
        !refused.status.success()
            && String::from_utf8_lossy(&refused.stderr).contains("use --dry-run")
    );
    let case = HUB
        .ask(
            &HUB.token("coordinator"),
            "GET",
            &format!("/hub/cases/{reference}"),
        )
        .json();
    assert_eq!(case["assessment"]["tier"], "enhanced");
    std::fs::remove_file(path).expect("the file");
}
