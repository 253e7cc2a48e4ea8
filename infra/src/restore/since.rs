//! What happened after the second of a restore: cases that were opened since are copied into the restored tables, those
//! that have changed since are listed, and those that were to be erased go to the register of erased cases. For an operator; no function reads whole tables.

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::calendar::start_of_week;
use jiff::Timestamp;
use platform::{document, schema};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Item = HashMap<String, AttributeValue>;

/// How long the register names a case, in seconds: a year.
const REGISTERED: i64 = 365 * 24 * 60 * 60;

/// What is compared of a case.
#[derive(Clone, Debug)]
struct Stood {
    version: String,
    /// When its erasure was done or, before that, requested.
    erasure: Option<Timestamp>,
}

/// What a restore could not bring back by itself, by reference.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Since {
    /// The cases that were opened since. They are in the restored tables now.
    pub(super) opened: BTreeSet<String>,
    /// The cases whose later changes are gone, without those of people who are erased: nobody calls them.
    pub(super) changed: Vec<String>,
    /// The cases whose erasure was requested or done, and when. The hub may not have noted them in the register: it was
    /// paused.
    erasures: BTreeMap<String, Timestamp>,
}

/// Compares the former tables with the restored ones, copies what belongs to cases that only the former ones have, and
/// notes in the register who has to be erased. `tables` are the former and the new name of each; the cases come first.
/// It can be repeated.
///
/// # Errors
/// A table cannot be read or written.
pub(super) async fn carry_over(
    sdk: &SdkConfig,
    tables: &[(String, String)],
    register: &str,
) -> Result<Since> {
    let client = Client::new(sdk);
    let Some((former, restored)) = tables.first() else {
        return Ok(Since::default());
    };
    let since = compare(
        &states(&client, former).await?,
        &states(&client, restored).await?,
    );
    for (reference, at) in &since.erasures {
        keep(&client, register, entry(reference, *at)).await?;
    }
    for ((former, restored), of_states) in passes(tables) {
        let mut from = None;
        loop {
            let page = client
                .scan()
                .table_name(former)
                .consistent_read(true)
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(aws_sdk_dynamodb::Error::from)
                .with_context(|| format!("The table {former} cannot be read"))?;
            for item in page.items.unwrap_or_default() {
                if is_state(&item) == of_states && belongs(&item, &since.opened) {
                    keep(&client, restored, item).await?;
                }
            }
            from = page.last_evaluated_key;
            if from.is_none() {
                break;
            }
        }
    }
    Ok(since)
}

/// The order in which tables are copied, and whether only the states of cases or only everything else. A case counts as
/// opened since until its state is copied, so that comes last: a run that ended too early can be repeated.
fn passes(tables: &[(String, String)]) -> Vec<(&(String, String), bool)> {
    let Some((cases, others)) = tables.split_first() else {
        return Vec::new();
    };
    let others = others.iter().map(|table| (table, false));
    others.chain([(cases, false), (cases, true)]).collect()
}

fn is_state(item: &Item) -> bool {
    let key = item.get(schema::SK).and_then(|value| value.as_s().ok());
    key.is_some_and(|key| key == schema::STATE)
}

/// Whether an item is copied: it belongs to a case that was opened since, or is a submission. A submission that was
/// emptied by an erasure names no case, and without it a repeat would make a new case of somebody who was erased.
fn belongs(item: &Item, opened: &BTreeSet<String>) -> bool {
    let key = item.get(schema::PK).and_then(|value| value.as_s().ok());
    key.is_some_and(|key| key.starts_with("SUBMISSION#"))
        || of(item).is_some_and(|reference| opened.contains(&reference))
}

/// An entry of the register. The hub writes it again, with its final times, when it erases the case.
fn entry(reference: &str, at: Timestamp) -> Item {
    let text = AttributeValue::S;
    let until = at.as_second() + REGISTERED;
    Item::from([
        (schema::PK.to_owned(), text(schema::ERASED.to_owned())),
        (schema::SK.to_owned(), text(reference.to_owned())),
        (
            schema::ERASED_IN.to_owned(),
            text(start_of_week(at).to_string()),
        ),
        (schema::TTL.to_owned(), AttributeValue::N(until.to_string())),
    ])
}

/// When the erasure of a case was done or, before that, requested, by its state. A time that cannot be read is now.
fn erasure(state: &Item) -> Option<Timestamp> {
    let case: Value = document::read(state.get(schema::CASE)?.clone()).ok()?;
    let of = |name: &str| case.get(name).filter(|value| !value.is_null());
    let at = match (of("erased_at"), of("erasing")) {
        (Some(done), _) => done.as_str(),
        (None, Some(request)) => request["since"].as_str(),
        (None, None) => return None,
    };
    let at = at.and_then(|at| at.parse::<Timestamp>().ok());
    Some(at.unwrap_or_else(Timestamp::now))
}

/// Writes an item unless it is there already.
async fn keep(client: &Client, table: &str, item: Item) -> Result<()> {
    let put = client
        .put_item()
        .table_name(table)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(pk)")
        .send()
        .await
        .map_err(aws_sdk_dynamodb::Error::from);
    match put {
        Ok(_) | Err(aws_sdk_dynamodb::Error::ConditionalCheckFailedException(_)) => Ok(()),
        Err(error) => Err(error).with_context(|| format!("The table {table} cannot be written")),
    }
}

/// The reference of the case that an item belongs to; none for what belongs to no case.
fn of(item: &Item) -> Option<String> {
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
    let key = text(schema::PK)?;
    let mut parts = key.split('#');
    match (parts.next()?, parts.next()?) {
        ("CASE" | "PERSON" | "WORDS", reference) => Some(reference.to_owned()),
        // A submission knows its case by what it was answered.
        _ => {
            let answer: Value = document::read(item.get(schema::ANSWER)?.clone()).ok()?;
            answer["reference"].as_str().map(str::to_owned)
        }
    }
}

/// How each case stood, by reference.
async fn states(client: &Client, table: &str) -> Result<BTreeMap<String, Stood>> {
    let mut states = BTreeMap::new();
    let mut from = None;
    loop {
        let page = client
            .scan()
            .table_name(table)
            .consistent_read(true)
            .filter_expression("sk = :state")
            .expression_attribute_values(":state", AttributeValue::S(schema::STATE.to_owned()))
            .projection_expression("pk, #version, #case")
            .expression_attribute_names("#version", schema::VERSION)
            .expression_attribute_names("#case", schema::CASE)
            .set_exclusive_start_key(from)
            .send()
            .await
            .map_err(aws_sdk_dynamodb::Error::from)
            .with_context(|| format!("The table {table} cannot be read"))?;
        for item in page.items.unwrap_or_default() {
            let version = item
                .get(schema::VERSION)
                .and_then(|value| value.as_n().ok());
            if let (Some(reference), Some(version)) = (of(&item), version) {
                let stood = Stood {
                    version: version.clone(),
                    erasure: erasure(&item),
                };
                states.insert(reference, stood);
            }
        }
        from = page.last_evaluated_key;
        if from.is_none() {
            return Ok(states);
        }
    }
}

fn compare(former: &BTreeMap<String, Stood>, restored: &BTreeMap<String, Stood>) -> Since {
    let mut since = Since::default();
    for (reference, stood) in former {
        if let Some(at) = stood.erasure {
            since.erasures.insert(reference.clone(), at);
        }
        match restored.get(reference) {
            None => {
                since.opened.insert(reference.clone());
            }
            Some(then) if then.version != stood.version && stood.erasure.is_none() => {
                since.changed.push(reference.clone());
            }
            Some(_) => {}
        }
    }
    since
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn cases(some: &[(&str, &str)]) -> BTreeMap<String, Stood> {
        let own = |(reference, version): &(&str, &str)| {
            let stood = Stood {
                version: (*version).to_owned(),
                erasure: None,
            };
            ((*reference).to_owned(), stood)
        };
        some.iter().map(own).collect()
    }

    fn text(value: &str) -> AttributeValue {
        AttributeValue::S(value.to_owned())
    }

    /// The state of a case with one field, in the present form and in the earlier one.
    fn states_with(name: &str, value: &Value) -> [Item; 2] {
        let case = json!({name: value});
        let before = serde_dynamo::to_attribute_value(&case).expect("attributes");
        [text(&case.to_string()), before].map(|case| Item::from([(schema::CASE.to_owned(), case)]))
    }

    #[test]
    fn new_cases_are_kept_and_lost_changes_are_listed() {
        let former = cases(&[("A", "3"), ("B", "1"), ("C", "2")]);
        let since = compare(&former, &cases(&[("A", "2"), ("C", "2"), ("D", "1")]));
        assert_eq!(since.opened, BTreeSet::from(["B".to_owned()]));
        assert_eq!(since.changed, ["A"]);
    }

    #[test]
    fn who_asked_to_be_erased_is_registered_and_not_called() {
        let at: Timestamp = "2026-11-25T10:00:00Z".parse().expect("a moment");
        let mut former = cases(&[("A", "3"), ("B", "2")]);
        if let Some(stood) = former.get_mut("A") {
            stood.erasure = Some(at);
        }
        let since = compare(&former, &cases(&[("A", "2"), ("B", "1")]));
        assert_eq!(since.changed, ["B"]);
        assert_eq!(since.erasures, BTreeMap::from([("A".to_owned(), at)]));
        let entry = entry("A", at);
        assert_eq!(entry.get(schema::PK), Some(&text(schema::ERASED)));
        assert_eq!(entry.get(schema::SK), Some(&text("A")));
        let day = entry.get(schema::ERASED_IN).and_then(|day| day.as_s().ok());
        assert!(
            day.is_some_and(|day| !day.contains("2026-11-25")),
            "{day:?}"
        );
    }

    #[test]
    fn a_state_says_whether_its_person_is_erased() {
        let at: Timestamp = "2026-11-25T10:00:00Z".parse().expect("a moment");
        for done in states_with("erased_at", &json!("2026-11-25T10:00:00Z")) {
            assert_eq!(erasure(&done), Some(at));
        }
        let since = json!({"since": "2026-11-25T10:00:00Z"});
        for requested in states_with("erasing", &since) {
            assert_eq!(erasure(&requested), Some(at));
        }
        for unreadable in states_with("erased_at", &json!("unreadable")) {
            assert!(erasure(&unreadable).is_some());
        }
        for (name, value) in [("erasing", json!(null)), ("reference", json!("A"))] {
            for not_erased in states_with(name, &value) {
                assert_eq!(erasure(&not_erased), None);
            }
        }
        // These are the names of the stored form.
        let stored = include_str!("../../../events/src/case/stored.rs");
        for field in ["erased_at: Option<Timestamp>", "erasing: Option<Erasing>"] {
            assert!(stored.contains(field), "{field}");
        }
    }

    #[test]
    fn the_states_of_cases_are_copied_last() {
        let pair = |name: &str| (name.to_owned(), format!("{name}-at"));
        let tables = ["cases", "people", "notes"].map(pair);
        let order = passes(&tables).into_iter();
        let order: Vec<_> = order
            .map(|(table, of_states)| (table.0.as_str(), of_states))
            .collect();
        let expected = [
            ("people", false),
            ("notes", false),
            ("cases", false),
            ("cases", true),
        ];
        assert_eq!(order, expected);
        let item = |sk: &str| Item::from([(schema::SK.to_owned(), text(sk))]);
        assert!(is_state(&item(schema::STATE)) && !is_state(&item("EVENT#00000001")));
    }

    #[test]
    fn every_submission_is_kept() {
        let item = |pk: &str| Item::from([(schema::PK.to_owned(), text(pk))]);
        let opened = BTreeSet::from(["AB12".to_owned()]);
        assert!(belongs(&item(&schema::submission_pk("self", "1")), &opened));
        assert!(belongs(&item("CASE#AB12"), &opened));
        assert!(!belongs(&item("CASE#CD34"), &opened));
        assert!(!belongs(&item("LOAD#refuge"), &opened));
    }

    #[test]
    fn an_item_says_which_case_it_belongs_to() {
        let answers = |reference: &str| {
            let answer = json!({"reference": reference});
            let before = serde_dynamo::to_attribute_value(&answer).expect("attributes");
            [text(&answer.to_string()), before]
        };
        let items = |pk: &str, reference: Option<&str>| {
            let plain = Item::from([(schema::PK.to_owned(), text(pk))]);
            let Some(reference) = reference else {
                return vec![plain];
            };
            let with = |answer| {
                let mut item = plain.clone();
                item.insert(schema::ANSWER.to_owned(), answer);
                item
            };
            answers(reference).map(with).to_vec()
        };
        for (pk, reference, expected) in [
            ("CASE#AB12", None, Some("AB12")),
            ("WORDS#AB12#3", None, Some("AB12")),
            ("SUBMISSION#self#1", Some("AB12"), Some("AB12")),
            ("LOAD#refuge", None, None),
        ] {
            for item in items(pk, reference) {
                assert_eq!(of(&item).as_deref(), expected, "{pk}");
            }
        }
    }
}
