//! The cases of a coordinator whose account was closed: somebody else has to be named in each.

use crate::aws::Aws;
use crate::invoke::invoke;
use crate::stack::{Outputs, output};
use anyhow::{Context, Result, ensure};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::case::readers::{is_theirs, waits_for};
use events::case::Case;
use launcher::say;
use platform::{document, schema};
use serde_json::json;
use std::collections::HashMap;

/// How many cases one call of the function handles.
const BATCH: usize = 25;

/// Gives the task of naming somebody else in each open case of the account, and says which cases are closed or
/// wait for its approval. A second run finds nothing to do.
///
/// # Errors
/// AWS refuses, or some cases failed.
pub(super) async fn release(
    aws: &Aws,
    area: &str,
    outputs: &Outputs,
    names: Vec<String>,
) -> Result<()> {
    let table = output(outputs, "CasesTable")?;
    let client = Client::new(&aws.sdk().await?);
    let theirs = Theirs::find(&client, table, &names).await?;
    let (mut given, mut failed) = (0, Vec::new());
    // One case that fails does not stop the others, and the lists below are said in any case.
    for cases in theirs.cases.chunks(BATCH) {
        match give(aws, area, &names, cases).await {
            Ok(number) => given += number,
            Err(error) => {
                say::line(format!("{error:#}"));
                failed.extend(cases);
            }
        }
    }
    say::line(format!(
        "Cases that need another coordinator: {given}. They are in the queue, under those without one."
    ));
    if !theirs.closed.is_empty() {
        say::line(format!(
            "Closed cases of the account: {}. If one is reopened, name somebody else.",
            theirs.closed.join(", ")
        ));
    }
    if !theirs.approvals.is_empty() {
        say::line(format!(
            "Wait for the approval of the account: {}. Ask again in each, and name somebody else.",
            theirs.approvals.join(", ")
        ));
    }
    ensure!(
        failed.is_empty(),
        "Some of these cases were not given to others: {failed:?}. Run the command again."
    );
    ensure!(
        theirs.unreadable.is_empty(),
        "These cases cannot be read, and may be the account's: {}.",
        theirs.unreadable.join(", ")
    );
    Ok(())
}

/// Has the clock give these cases to others, and returns how many it gave.
async fn give(aws: &Aws, area: &str, names: &[String], cases: &[String]) -> Result<u64> {
    let request = json!({"coordinator_left": {"names": names, "cases": cases}});
    let what = "The cases of the account could not be given to others";
    let answer = invoke(aws, area, "clock", &request, what).await?;
    answer["given"]
        .as_u64()
        .context("The clock did not take the request: deploy this version first")
}

/// What an account leaves behind, by reference.
#[derive(Debug, Default)]
struct Theirs {
    cases: Vec<String>,
    closed: Vec<String>,
    approvals: Vec<String>,
    /// The keys of cases that cannot be read, and may be theirs.
    unreadable: Vec<String>,
}

impl Theirs {
    /// Reads the states of all cases, which no function does: accounts are closed rarely.
    async fn find(client: &Client, table: &str, names: &[String]) -> Result<Self> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (mut found, mut from) = (Self::default(), None);
        loop {
            let page = client
                .scan()
                .table_name(table)
                .filter_expression("sk = :state")
                .expression_attribute_values(":state", AttributeValue::S(schema::STATE.to_owned()))
                .projection_expression("pk, #case")
                .consistent_read(true)
                .expression_attribute_names("#case", schema::CASE)
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(aws_sdk_dynamodb::Error::from)
                .context("The cases cannot be read")?;
            for item in page.items.unwrap_or_default() {
                found.take_item(item, &names);
            }
            from = page.last_evaluated_key;
            if from.is_none() {
                return Ok(found);
            }
        }
    }

    /// A state without its case is one that nobody has changed, so nobody is named in it.
    fn take_item(&mut self, mut item: HashMap<String, AttributeValue>, names: &[&str]) {
        let Some(stored) = item.remove(schema::CASE) else {
            return;
        };
        match document::read::<Case>(stored) {
            Ok(case) => self.take(&case, names),
            Err(_) => {
                let key = item.get(schema::PK).and_then(|key| key.as_s().ok());
                self.unreadable.extend(key.cloned());
            }
        }
    }

    fn take(&mut self, case: &Case, names: &[&str]) {
        if is_theirs(case, names) {
            let list = if case.lifecycle.is_closed() {
                &mut self.closed
            } else {
                &mut self.cases
            };
            list.push(case.reference.to_string());
        }
        if waits_for(case, names) {
            self.approvals.push(case.reference.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(case: Option<AttributeValue>) -> HashMap<String, AttributeValue> {
        let key = AttributeValue::S("CASE#DEM0CASE".to_owned());
        let mut item = HashMap::from([(schema::PK.to_owned(), key)]);
        item.extend(case.map(|case| (schema::CASE.to_owned(), case)));
        item
    }

    #[test]
    fn cases_are_found_however_they_were_stored() {
        let stored = include_str!("../../../events/tests/stored/case.json");
        let mut case: Case = serde_json::from_str(stored).unwrap();
        case.coordination.coordinator = Some("leaver".to_owned());
        case.lifecycle.ended = None;
        let mut found = Theirs::default();
        let text = document::write(&case).unwrap();
        found.take_item(item(Some(AttributeValue::S(text))), &["leaver"]);
        let fields = serde_dynamo::to_attribute_value(&case).unwrap();
        found.take_item(item(Some(fields)), &["leaver"]);
        found.take_item(item(None), &["leaver"]);
        assert_eq!(found.cases.len(), 2);
        assert!(found.unreadable.is_empty());
        let damaged = AttributeValue::S("{".to_owned());
        found.take_item(item(Some(damaged)), &["leaver"]);
        assert_eq!(found.unreadable, ["CASE#DEM0CASE"]);
    }
}
