//! What happened after the second of a restore: cases that were opened since are copied into the restored tables, and those
//! that have changed since are listed. For an operator; no function reads whole tables.

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use platform::schema;
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Item = HashMap<String, AttributeValue>;

/// What a restore could not bring back by itself, by reference.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Since {
    /// The cases that were opened since. They are in the restored tables now.
    pub(super) opened: BTreeSet<String>,
    /// The cases whose later changes are gone.
    pub(super) changed: Vec<String>,
}

/// Compares the former tables with the restored ones, and copies what belongs to cases that only the former ones have.
/// `tables` are the former and the new name of each; the cases come first. It can be repeated.
///
/// # Errors
/// A table cannot be read or written.
pub(super) async fn carry_over(sdk: &SdkConfig, tables: &[(String, String)]) -> Result<Since> {
    let client = Client::new(sdk);
    let Some((former, restored)) = tables.first() else {
        return Ok(Since::default());
    };
    let since = compare(
        &versions(&client, former).await?,
        &versions(&client, restored).await?,
    );
    if since.opened.is_empty() {
        return Ok(since);
    }
    for (former, restored) in tables {
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
                if of(&item).is_some_and(|reference| since.opened.contains(reference)) {
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
fn of(item: &Item) -> Option<&str> {
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
    let key = text(schema::PK)?;
    let mut parts = key.split('#');
    match (parts.next()?, parts.next()?) {
        ("CASE" | "PERSON" | "WORDS", reference) => Some(reference),
        // A submission knows its case by what it was answered.
        _ => item
            .get(schema::ANSWER)?
            .as_m()
            .ok()?
            .get("reference")?
            .as_s()
            .ok()
            .map(String::as_str),
    }
}

/// The version of each case, by reference.
async fn versions(client: &Client, table: &str) -> Result<BTreeMap<String, String>> {
    let mut versions = BTreeMap::new();
    let mut from = None;
    loop {
        let page = client
            .scan()
            .table_name(table)
            .consistent_read(true)
            .filter_expression("sk = :state")
            .expression_attribute_values(":state", AttributeValue::S(schema::STATE.to_owned()))
            .projection_expression("pk, #version")
            .expression_attribute_names("#version", schema::VERSION)
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
                versions.insert(reference.to_owned(), version.clone());
            }
        }
        from = page.last_evaluated_key;
        if from.is_none() {
            return Ok(versions);
        }
    }
}

fn compare(former: &BTreeMap<String, String>, restored: &BTreeMap<String, String>) -> Since {
    let mut since = Since::default();
    for (reference, version) in former {
        match restored.get(reference) {
            None => {
                since.opened.insert(reference.clone());
            }
            Some(then) if then != version => since.changed.push(reference.clone()),
            Some(_) => {}
        }
    }
    since
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(some: &[(&str, &str)]) -> BTreeMap<String, String> {
        let own =
            |(reference, version): &(&str, &str)| ((*reference).to_owned(), (*version).to_owned());
        some.iter().map(own).collect()
    }

    #[test]
    fn new_cases_are_kept_and_lost_changes_are_listed() {
        let former = cases(&[("A", "3"), ("B", "1"), ("C", "2")]);
        let since = compare(&former, &cases(&[("A", "2"), ("C", "2"), ("D", "1")]));
        assert_eq!(since.opened, BTreeSet::from(["B".to_owned()]));
        assert_eq!(since.changed, ["A"]);
    }

    #[test]
    fn an_item_says_which_case_it_belongs_to() {
        let item = |pk: &str, reference: Option<&str>| {
            let mut item = Item::from([("pk".to_owned(), AttributeValue::S(pk.to_owned()))]);
            let answer = |text: &str| {
                let own = ("reference".to_owned(), AttributeValue::S(text.to_owned()));
                AttributeValue::M(HashMap::from([own]))
            };
            item.extend(reference.map(|text| (schema::ANSWER.to_owned(), answer(text))));
            item
        };
        for (pk, reference, expected) in [
            ("CASE#AB12", None, Some("AB12")),
            ("WORDS#AB12#3", None, Some("AB12")),
            ("SUBMISSION#self#1", Some("AB12"), Some("AB12")),
            ("LOAD#refuge", None, None),
        ] {
            assert_eq!(of(&item(pk, reference)), expected, "{pk}");
        }
    }
}
