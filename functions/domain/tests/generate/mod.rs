//! Referrals generated from the contract's schema: any that it allows, and those that also follow
//! the rules between fields.

#![allow(dead_code, reason = "each test takes the part of it that it needs")]
#![allow(
    clippy::print_stdout,
    reason = "what a test says is shown where it fails"
)]

use domain::assess::{assess, rule_set};
use events::assessment::Assessment;
use events::{Code, Referral, parse};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::strategy::Union;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// The date in every property.
pub const TODAY: Date = date(2026, 11, 22);

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!(
        "../../../../events/contract/referral.schema.json"
    ))
    .unwrap()
});

/// The number of cases, from a new random seed each time. The seed is printed.
pub fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(RandomState::new().hash_one(0));
    }
    println!(
        "PROPTEST_RNG_SEED={} cargo test -p domain replays this",
        config.rng_seed
    );
    config
}

/// The schema of the contract.
pub fn schema() -> &'static Value {
    &SCHEMA
}

/// An accepted document, parsed.
pub fn read(document: &Value) -> Referral {
    parse::referral(document, TODAY).unwrap_or_else(|errors| panic!("{document}: {errors:?}"))
}

/// The assessment of an accepted document.
pub fn judged(document: &Value) -> Assessment {
    assess(&read(document), rule_set("2021-04.1").unwrap(), TODAY)
}

/// Any document of the schema's shape. It may break the rules between fields.
pub fn shaped() -> impl Strategy<Value = Value> {
    of_schema(&SCHEMA, "")
}

/// Any accepted document: parts that break a rule are fixed or left out.
pub fn accepted() -> impl Strategy<Value = Value> {
    shaped().prop_filter_map("cannot be fixed", |mut document| {
        for _ in 0..8 {
            let Err(errors) = parse::referral(&document, TODAY) else {
                return Some(document);
            };
            errors
                .iter()
                .for_each(|error| mend(&mut document, &error.field, error.code));
        }
        None
    })
}

fn mend(document: &mut Value, field: &str, code: Code) {
    let (parent, name) = field.rsplit_once('/').unwrap_or_default();
    match code {
        Code::ConsentRequired => document["consent"] = json!({"basis": "consent"}),
        Code::ReasonRequired | Code::ApproverRequired => {
            document[&parent[1..]][name] = json!("because")
        }
        Code::AddressRequired | Code::Contradiction if parent.starts_with("/contact/channels/") => {
            if let Some(channel) = document.pointer_mut(parent).and_then(Value::as_object_mut) {
                channel.insert("safe".to_owned(), json!(false));
                channel.remove("address");
            }
        }
        _ => match document.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.remove(name);
            }
            Some(Value::Array(items)) => {
                items.retain(|item| item.is_object() && item.get("code").is_none())
            }
            _ => {}
        },
    }
}

fn of_schema(schema: &'static Value, pointer: &str) -> BoxedStrategy<Value> {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return prop::sample::select(values.clone()).boxed();
    }
    match schema["type"].as_str() {
        Some("object") => object(schema, pointer),
        Some("array") => {
            let unique = schema.get("uniqueItems").is_some();
            let items =
                prop::collection::vec(of_schema(&schema["items"], &format!("{pointer}/-")), 0..5);
            items
                .prop_map(move |items| Value::Array(if unique { each_once(items) } else { items }))
                .boxed()
        }
        Some("boolean") => any::<bool>().prop_map(Value::from).boxed(),
        Some("integer") => {
            let bound =
                |name: &str, or: u64| schema.get(name).and_then(Value::as_u64).unwrap_or(or);
            (bound("minimum", 0)..=bound("maximum", 40))
                .prop_map(Value::from)
                .boxed()
        }
        _ => text(schema, pointer),
    }
}

fn object(schema: &'static Value, pointer: &str) -> BoxedStrategy<Value> {
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let mut fields = Just(Map::new()).boxed();
    for (name, of) in schema["properties"].as_object().unwrap() {
        let value = of_schema(of, &format!("{pointer}/{name}"));
        let value = if required.iter().any(|r| r == name) {
            value.prop_map(Some).boxed()
        } else {
            prop::option::weighted(0.4, value).boxed()
        };
        fields = (fields, value)
            .prop_map(move |(mut fields, value)| {
                fields.extend(value.map(|value| (name.clone(), value)));
                fields
            })
            .boxed();
    }
    fields.prop_map(Value::Object).boxed()
}

fn text(schema: &Value, pointer: &str) -> BoxedStrategy<Value> {
    let max = schema["maxLength"].as_u64().unwrap_or(12).min(12);
    let regex: &str = match pointer.rsplit('/').next().unwrap_or_default() {
        "id" => "[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "date_of_birth" => "(19[2-9][0-9]|20[01][0-9])-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9])",
        "occurred" => "(19[5-9][0-9]|20[0-2][0-9])(-(0[1-9]|1[0-2])(-[012][0-9])?)?",
        "given_at" => "202[0-6]-0[1-9]-1[0-9]T[01][0-9]:[0-5][0-9]:00Z",
        "from" | "until" => "([01][0-9]|2[0-3]):[0-5][0-9]",
        "local_authority" => "[ENSW][0-9]{8}",
        "postcode" => "(BS|M|sw)[1-9] ?[0-9][ABDhu]{2}",
        "language" => "[a-z]{2,3}(-[A-Z]{2})?",
        "address" => {
            let addresses = [
                "[a-c]@example\\.org",
                "07700 90002[0-4]",
                "[1-3] A Street\nTown",
            ];
            return Union::new(addresses.map(|a| proptest::string::string_regex(a).unwrap()))
                .prop_map(Value::from)
                .boxed();
        }
        _ => {
            let any = format!(
                "[a-zé🙂'&=%+<>/~\"] ?[A-Z0-9 \u{4e00}-\u{4e20}]{{0,{}}}",
                max - 2
            );
            return proptest::string::string_regex(&any)
                .unwrap()
                .prop_map(Value::from)
                .boxed();
        }
    };
    proptest::string::string_regex(regex)
        .unwrap()
        .prop_map(Value::from)
        .boxed()
}

fn each_once(items: Vec<Value>) -> Vec<Value> {
    items.into_iter().fold(Vec::new(), |mut kept, item| {
        if !kept.contains(&item) {
            kept.push(item);
        }
        kept
    })
}
