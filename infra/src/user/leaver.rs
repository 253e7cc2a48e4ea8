//! The cases of a coordinator whose account was closed: somebody else has to be named in each.

use crate::aws::Aws;
use crate::invoke::invoke;
use crate::stack::{Outputs, output};
use anyhow::{Context, Result};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::case::readers::{is_theirs, waits_for};
use events::case::Case;
use launcher::say;
use platform::schema;
use serde_json::json;

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
    let mut given = 0;
    for cases in theirs.cases.chunks(BATCH) {
        let request = json!({"coordinator_left": {"names": names, "cases": cases}});
        let what = "The cases of the account could not be given to others";
        let answer = invoke(aws, area, "clock", &request, what).await?;
        given += answer["given"]
            .as_u64()
            .context("The clock did not take the request: deploy this version first")?;
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
    Ok(())
}

/// What an account leaves behind, by reference.
#[derive(Debug, Default)]
struct Theirs {
    cases: Vec<String>,
    closed: Vec<String>,
    approvals: Vec<String>,
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
                .projection_expression("#case")
                .expression_attribute_names("#case", schema::CASE)
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(aws_sdk_dynamodb::Error::from)
                .context("The cases cannot be read")?;
            for mut item in page.items.unwrap_or_default() {
                let read = |value| serde_dynamo::from_attribute_value::<_, Case>(value).ok();
                if let Some(case) = item.remove(schema::CASE).and_then(read) {
                    found.take(&case, &names);
                }
            }
            from = page.last_evaluated_key;
            if from.is_none() {
                return Ok(found);
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
