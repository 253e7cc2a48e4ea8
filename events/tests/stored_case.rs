//! The stored form of a case stays readable and the same. Fields are grouped in the code, not there.
#![expect(
    clippy::unwrap_used,
    reason = "a test helper that fails is a test that fails"
)]

use events::case::Case;
use serde_json::{Value, json};

fn stored() -> Value {
    serde_json::from_str(include_str!("stored/case.json")).unwrap()
}

#[test]
fn a_stored_case_is_read_and_written_unchanged() {
    let case: Case = serde_json::from_value(stored()).unwrap();
    assert_eq!(serde_json::to_value(&case).unwrap(), stored());
}

#[test]
fn an_erased_case_is_read_and_written_unchanged() {
    let mut stored = stored();
    let fields = stored.as_object_mut().unwrap();
    fields.remove("erasing");
    fields.insert("erased_at".to_owned(), json!("2026-11-24T09:21:00Z"));
    let case: Case = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(serde_json::to_value(&case).unwrap(), stored);
}

#[test]
fn a_field_of_a_newer_version_is_refused() {
    let mut stored = stored();
    let fields = stored.as_object_mut().unwrap();
    fields.insert("from_the_future".to_owned(), json!(true));
    assert!(serde_json::from_value::<Case>(stored).is_err());
}
