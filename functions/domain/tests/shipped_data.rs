//! The data that is shipped: it all parses, and what was in force is never edited.
//!
//! The code skips data that does not parse, because a function must not panic. These tests are why
//! that cannot happen: data that does not parse never passes them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test that fails is a test that fails"
)]

use domain::assess::RuleSet;
use domain::promise::{Edition, Status};
use domain::retention::Policy;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The data that was in force, each with the hash of its content.
///
/// Cases keep the edition or version that made their promises and assessments. Do not edit such a
/// file: add another edition with its own first day, and add its hash here.
const IN_FORCE: [(&str, &str); 3] = [
    (
        "2021-04.1.json",
        "98e17ab76664f4961c72f6712733298d61323aa6ab4f12c75b653717914ffb98",
    ),
    (
        "code-2020.json",
        "215e7655bb9e7f25d54e86562c79f2f8702cc44895e3cb45338d1cdfd688432c",
    ),
    (
        "retention-1.json",
        "d01b905498fde54f5084f723b502e93dbcd8e86d0133fa17a16849148c2fc67b",
    ),
];

/// Fields that do not affect a decision: the result of a check against the source, and the words.
const MAY_CHANGE: [&str; 2] = ["verified", "because"];

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn name(file: &Path) -> &str {
    file.file_name().unwrap().to_str().unwrap()
}

/// The content without the fields that may change.
fn content(value: &Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .filter(|(field, _)| !MAY_CHANGE.contains(&field.as_str()))
                .map(|(field, value)| (field.clone(), content(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(content).collect()),
        other => other.clone(),
    }
}

fn hash(text: &str) -> String {
    let value = serde_json::from_str(text).unwrap();
    let canonical = events::ijson::canonical(&content(&value));
    let digest = Sha256::digest(canonical.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_rules_file_parses() {
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = name(&file);
        let parsed = if name.starts_with("code-") {
            serde_json::from_str::<Edition>(&text)
                .map(|_| ())
                .map_err(|error| error.to_string())
        } else if name.starts_with("retention-") {
            serde_json::from_str::<Policy>(&text)
                .map(|_| ())
                .map_err(|error| error.to_string())
        } else {
            RuleSet::read(&text)
                .map(|_| ())
                .map_err(|error| error.to_string())
        };
        parsed.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_rules_file_is_shipped() {
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let name = name(&file);
        if name.starts_with("code-") {
            let edition: Edition = serde_json::from_str(&text).unwrap();
            let shipped = domain::promise::code_edition(edition.effective_from);
            assert!(
                edition.status == Status::Draft || shipped == Some(&edition),
                "{name}"
            );
        } else if name.starts_with("retention-") {
            assert_eq!(
                serde_json::to_value(domain::retention::policy()).unwrap(),
                value,
                "{name}"
            );
        } else {
            let version = name.trim_end_matches(".json");
            assert!(domain::assess::rule_set(version).is_some(), "{name}");
        }
    }
}

#[test]
fn data_in_force_is_never_edited() {
    let mut known = Vec::new();
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = name(&file);
        if text.contains(r#""status": "draft""#) {
            continue;
        }
        let expected = IN_FORCE.iter().find(|(known, _)| *known == name);
        let (_, expected) =
            expected.unwrap_or_else(|| panic!("add the hash of {name}: {}", hash(&text)));
        assert_eq!(
            hash(&text),
            *expected,
            "{name} was in force: add another edition instead"
        );
        known.push(name.to_owned());
    }
    assert_eq!(
        known.len(),
        IN_FORCE.len(),
        "a file that was in force is gone"
    );
}

#[test]
fn an_edit_changes_the_hash_and_a_check_does_not() {
    let before = r#"{"edition": "1", "rules": [{"days": 5, "verified": false}]}"#;
    assert_eq!(hash(before), hash(&before.replace("false", "true")));
    assert_ne!(hash(before), hash(&before.replace('5', "6")));
    assert_ne!(hash(before), hash(&before.replace("\"1\"", "\"2\"")));
}
