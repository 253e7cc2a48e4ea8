//! The page about the daily file agrees with the contract.
#![expect(
    clippy::unwrap_used,
    reason = "a test helper that fails is a test that fails"
)]

use events::form::is_field;
use serde_json::Value;

const PAGE: &str = include_str!("../feed/README.md");

fn schema(pointer: &str) -> Value {
    let schema: Value =
        serde_json::from_str(include_str!("../contract/referral.schema.json")).unwrap();
    schema.pointer(pointer).cloned().unwrap()
}

#[test]
fn every_documented_column_is_a_contract_field() {
    let columns = PAGE
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.starts_with('/'));
    let columns: Vec<&str> = columns.filter(|column| *column != "/row").collect();
    assert!(columns.len() > 20, "{columns:?}");
    for column in columns {
        assert!(is_field(column), "{column}");
    }
}

#[test]
fn every_closed_set_on_the_page_is_the_contracts() {
    for pointer in [
        "/properties/person/properties/role/enum",
        "/properties/person/properties/age_band/enum",
        "/properties/contact/properties/channels/items/properties/kind/enum",
        "/properties/incident/properties/reported/enum",
        "/properties/incident/properties/flags/items/enum",
        "/properties/needs/items/properties/code/enum",
        "/properties/needs/items/properties/weight/enum",
        "/properties/circumstances/properties/suspect_known/enum",
    ] {
        let set = schema(pointer);
        let written: Vec<String> = set
            .as_array()
            .unwrap()
            .iter()
            .map(|value| format!("`{}`", value.as_str().unwrap()))
            .collect();
        assert!(
            PAGE.contains(&format!("| {} |", written.join(" ")))
                || PAGE.contains(&written.join(" ")),
            "{pointer}"
        );
    }
}
