//! Creates or updates a CloudFormation stack.

use crate::aws::Aws;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// The outputs of a stack, by name.
pub type Outputs = BTreeMap<String, String>;

/// A template with more bytes than this goes through a bucket.
const LONGEST_INLINE: u64 = 51_200;

/// What to deploy.
#[derive(Debug)]
pub struct Stack<'a> {
    pub name: &'a str,
    pub template: &'a Path,
    /// Its parameters. Those that the template does not declare are left out.
    pub parameters: &'a BTreeMap<String, String>,
    /// The bucket for a long template.
    pub bucket: &'a str,
}

/// Creates or updates a stack and returns its outputs.
///
/// # Errors
/// It cannot be deployed: the sentence names the first resource that failed, and why.
pub async fn deploy(aws: &Aws, stack: &Stack<'_>) -> Result<Outputs> {
    remove_failed_creation(aws, stack.name).await?;
    let mut arguments: Vec<OsString> = [
        "cloudformation",
        "deploy",
        "--no-fail-on-empty-changeset",
        "--stack-name",
        stack.name,
    ]
    .iter()
    .map(OsString::from)
    .collect();
    arguments.extend(["--template-file".into(), stack.template.into()]);
    arguments.extend(
        [
            "--capabilities",
            "CAPABILITY_NAMED_IAM",
            "CAPABILITY_AUTO_EXPAND",
        ]
        .map(OsString::from),
    );
    let size = std::fs::metadata(stack.template)
        .with_context(|| format!("{} cannot be read", stack.template.display()))?
        .len();
    if size > LONGEST_INLINE {
        arguments
            .extend(["--s3-bucket", stack.bucket, "--s3-prefix", "templates"].map(OsString::from));
    }
    if !stack.parameters.is_empty() {
        arguments.push("--parameter-overrides".into());
        arguments.extend(
            stack
                .parameters
                .iter()
                .map(|(name, value)| OsString::from(format!("{name}={value}"))),
        );
    }
    let what = format!("The stack {} cannot be deployed", stack.name);
    if let Err(error) = aws.call(&what, arguments).await {
        match first_failure(aws, stack.name).await {
            Some(reason) => bail!("{what}: {reason}"),
            None => return Err(error),
        }
    }
    outputs(aws, stack.name).await
}

/// A stack's outputs.
///
/// # Errors
/// There is no such stack.
pub async fn outputs(aws: &Aws, name: &str) -> Result<Outputs> {
    let described = describe(aws, name).await?;
    let outputs = described["Stacks"][0]["Outputs"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let pair = |output: &Value| {
        Some((
            output["OutputKey"].as_str()?.to_owned(),
            output["OutputValue"].as_str()?.to_owned(),
        ))
    };
    Ok(outputs.iter().filter_map(pair).collect())
}

/// The value of a stack's parameter.
///
/// # Errors
/// There is no such stack, or it has no such parameter.
pub async fn parameter(aws: &Aws, stack: &str, name: &str) -> Result<String> {
    let described = describe(aws, stack).await?;
    let parameters = described["Stacks"][0]["Parameters"].as_array();
    parameters
        .into_iter()
        .flatten()
        .find(|one| one["ParameterKey"] == name)
        .and_then(|one| one["ParameterValue"].as_str())
        .map(str::to_owned)
        .with_context(|| format!("The stack {stack} has no parameter {name}"))
}

/// One output.
///
/// # Errors
/// The stack has no such output.
pub fn output<'a>(outputs: &'a Outputs, name: &str) -> Result<&'a str> {
    outputs
        .get(name)
        .map(String::as_str)
        .with_context(|| format!("The template has no output `{name}`"))
}

async fn describe(aws: &Aws, name: &str) -> Result<Value> {
    let what = format!("The stack {name} cannot be read");
    let text = aws
        .call(
            &what,
            ["cloudformation", "describe-stacks", "--stack-name", name],
        )
        .await?;
    Ok(serde_json::from_str(&text)?)
}

/// Deletes a stack whose creation failed: it cannot be updated, and holds nothing yet.
async fn remove_failed_creation(aws: &Aws, name: &str) -> Result<()> {
    let Ok(described) = describe(aws, name).await else {
        return Ok(());
    };
    let state = described["Stacks"][0]["StackStatus"]
        .as_str()
        .unwrap_or_default();
    if matches!(
        state,
        "ROLLBACK_COMPLETE" | "CREATE_FAILED" | "ROLLBACK_FAILED"
    ) {
        let what = format!("What is left of the stack {name} cannot be removed");
        aws.call(
            &what,
            ["cloudformation", "delete-stack", "--stack-name", name],
        )
        .await?;
        aws.call(
            &what,
            [
                "cloudformation",
                "wait",
                "stack-delete-complete",
                "--stack-name",
                name,
            ],
        )
        .await?;
    }
    Ok(())
}

async fn first_failure(aws: &Aws, name: &str) -> Option<String> {
    let what = "The stack's events cannot be read";
    let text = aws
        .call(
            what,
            [
                "cloudformation",
                "describe-stack-events",
                "--stack-name",
                name,
            ],
        )
        .await
        .ok()?;
    let events: Value = serde_json::from_str(&text).ok()?;
    let failed = |event: &&Value| {
        let reason = event["ResourceStatusReason"].as_str().unwrap_or_default();
        event["ResourceStatus"]
            .as_str()
            .is_some_and(|status| status.ends_with("FAILED"))
            && !reason.is_empty()
            && !reason.contains("cancelled")
    };
    // The newest events come first. Those of this attempt end where the stack's own operation began.
    let this_attempt = events["StackEvents"]
        .as_array()?
        .iter()
        .take_while(|event| {
            let own = event["LogicalResourceId"].as_str() == Some(name);
            !(own
                && matches!(
                    event["ResourceStatus"].as_str(),
                    Some("CREATE_COMPLETE" | "UPDATE_COMPLETE")
                ))
        });
    let event = this_attempt.filter(failed).last()?;
    Some(format!(
        "{}: {}",
        event["LogicalResourceId"].as_str()?,
        event["ResourceStatusReason"].as_str()?
    ))
}
