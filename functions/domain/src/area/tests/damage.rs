//! A profile with any one field damaged is judged and never breaks the judge.

use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// Every place in the document, as pointers.
fn places(document: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        found.push(at.to_owned());
        match value {
            Value::Array(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(i, item)| walk(item, &format!("{at}/{i}"), found));
            }
            Value::Object(fields) => fields
                .iter()
                .for_each(|(name, item)| walk(item, &format!("{at}/{name}"), found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(document, "", &mut found);
    found
}

fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..20_u8).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z0-9-]{0,30}".prop_map(Value::from),
        "(19|20|99)[0-9]{2}-(01|12)-(01|31)".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["E06000038", "E06000038"])),
    ]
}

proptest! {
    #[test]
    fn a_damaged_profile_is_judged_at_places_that_it_has(choice in any::<prop::sample::Index>(), value in anything()) {
        static SHIPPED: LazyLock<(Value, Vec<String>)> = LazyLock::new(|| {
            let document = document("thames-valley");
            let places = places(&document);
            (document, places)
        });
        let (document, places) = &*SHIPPED;
        let mut document = document.clone();
        *document.pointer_mut(&places[choice.index(places.len())]).unwrap() = value;
        // A value of the wrong type is refused when the profile is read.
        if let Ok(profile) = serde_json::from_value::<Profile>(document.clone()) {
            for fault in faults_of(&profile, "thames-valley") {
                let parent = fault.field.rsplit_once('/').map_or("", |(parent, _)| parent);
                // A field that was left out has a parent that was not.
                let has = |field: &str| document.pointer(field).is_some_and(|value| !value.is_null());
                let optional = ["/clocks", "/thresholds"].contains(&parent);
                prop_assert!(has(&fault.field) || has(parent) || optional, "{fault}");
                prop_assert!(!fault.what.is_empty() && !fault.mend.is_empty());
            }
            let report = coverage(&profile, TODAY);
            for row in &report.rows {
                let councils: BTreeSet<&String> = row.gaps.iter().chain(row.services.keys()).collect();
                prop_assert!(profile.local_authorities.iter().all(|council| councils.contains(&council.code)));
            }
        }
    }
}
