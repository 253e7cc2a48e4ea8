//! The generator covers everything that the contract's schema allows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod generate;

use generate::{accepted, config, schema, shaped};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::collections::BTreeSet;

/// The number of documents.
const DOCUMENTS: usize = 1_500;

/// Everything that the schema names: each property, listed value, yes-or-no answer and bound.
fn named(schema: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    for value in schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        found.insert(format!("{pointer} = {value}"));
    }
    match schema["type"].as_str().unwrap_or("string") {
        "object" => {
            for (name, of) in schema["properties"].as_object().unwrap() {
                found.insert(format!("{pointer}/{name}"));
                named(of, &format!("{pointer}/{name}"), found);
            }
        }
        "array" => named(&schema["items"], &format!("{pointer}/-"), found),
        "boolean" => found.extend([true, false].map(|answer| format!("{pointer} = {answer}"))),
        "integer" | "string" => {}
        other => panic!("{pointer} is {other}, which the generator does not know"),
    }
}

/// The same of a document.
fn made(document: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    match document {
        Value::Object(members) => {
            for (name, value) in members {
                found.insert(format!("{pointer}/{name}"));
                made(value, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| made(item, &format!("{pointer}/-"), found)),
        other => drop(found.insert(format!("{pointer} = {other}"))),
    }
}

fn never_made(documents: impl Strategy<Value = Value>) -> Vec<String> {
    let mut runner = TestRunner::new(config(1));
    let mut found = BTreeSet::new();
    for _ in 0..DOCUMENTS {
        made(
            &documents.new_tree(&mut runner).unwrap().current(),
            "",
            &mut found,
        );
    }
    let mut all = BTreeSet::new();
    named(schema(), "", &mut all);
    assert!(all.len() > 200, "the schema was not walked: {all:?}");
    all.difference(&found).cloned().collect()
}

#[test]
fn every_property_and_every_value_of_the_schema_is_made() {
    assert_eq!(never_made(shaped()), [""; 0]);
}

#[test]
fn accepted_documents_cover_the_schema_too() {
    assert_eq!(never_made(accepted()), [""; 0]);
}
