//! Creates or updates a CloudFormation stack.

use crate::aws::Aws;
use anyhow::{Context, Result, bail, ensure};
use launcher::say::note;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

/// The outputs of a stack, by name.
pub type Outputs = BTreeMap<String, String>;

/// A template with more bytes than this goes through a bucket.
const LONGEST_INLINE: u64 = 51_200;
/// Between two looks at a stack that changes.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

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
    let what = format!("The stack {} cannot be deployed", stack.name);
    if let Err(error) = aws.call(&what, arguments(stack, &[])?).await {
        return Err(explained(aws, stack.name, &what).await.unwrap_or(error));
    }
    outputs(aws, stack.name).await
}

/// Creates or updates a stack like [`deploy`], but says first what will change. Refuses to delete or replace what cannot
/// be made again.
///
/// # Errors
/// It cannot be deployed, or somebody would lose data.
pub async fn change(aws: &Aws, stack: &Stack<'_>) -> Result<Outputs> {
    change_if(aws, stack, |_| Ok(())).await
}

/// Changes a stack like [`change`], but only if it does not exist yet or nothing would change.
///
/// # Errors
/// As for [`change`], or the stack would change: the text says what, and that `how` allows it.
pub async fn create_only(aws: &Aws, stack: &Stack<'_>, how: &str) -> Result<Outputs> {
    remove_failed_creation(aws, stack.name).await?;
    let exists = state(aws, stack.name).await?.is_some();
    let name = stack.name;
    change_if(aws, stack, |changes| {
        ensure!(
            !exists || changes.is_empty(),
            "A release does not change the stack {name}, and this version would ({}). Nothing was changed. If this is meant, use {how}.",
            listed(changes)
        );
        Ok(())
    })
    .await
}

async fn change_if(
    aws: &Aws,
    stack: &Stack<'_>,
    may: impl Fn(&[Change]) -> Result<()>,
) -> Result<Outputs> {
    remove_failed_creation(aws, stack.name).await?;
    let what = format!("The stack {} cannot be deployed", stack.name);
    let said = aws
        .call(&what, arguments(stack, &["--no-execute-changeset"])?)
        .await;
    let said = match said {
        Ok(said) => said,
        Err(error) => return Err(explained(aws, stack.name, &what).await.unwrap_or(error)),
    };
    let Some(id) = change_set(&said) else {
        note(format!("{}: nothing changes", stack.name));
        return outputs(aws, stack.name).await;
    };
    let of_set = ["--change-set-name", id];
    let set = aws
        .call(
            &what,
            [&["cloudformation", "describe-change-set"][..], &of_set].concat(),
        )
        .await?;
    let changes = changes(&serde_json::from_str(&set)?);
    let lost: Vec<&str> = changes
        .iter()
        .filter(|change| change.loses_data())
        .map(|change| change.id.as_str())
        .collect();
    if !lost.is_empty() {
        discard(aws, &what, &of_set).await?;
        bail!(
            "{what}: it would delete, replace or rewrite {}. Nothing was changed.",
            lost.join(", ")
        );
    }
    if let Some(id) = first_that_holds_messages(aws, &changes).await? {
        discard(aws, &what, &of_set).await?;
        bail!(
            "{what}: it would delete the queue {id}, which may still hold messages. Nothing was changed. Let its owner read them, or purge it."
        );
    }
    if let Err(refusal) = may(&changes) {
        discard(aws, &what, &of_set).await?;
        return Err(refusal);
    }
    note(format!("{}: {}", stack.name, summary(&changes)));
    aws.call(
        &what,
        [&["cloudformation", "execute-change-set"][..], &of_set].concat(),
    )
    .await?;
    let state = settled(aws, stack.name).await?;
    if !matches!(state.as_str(), "CREATE_COMPLETE" | "UPDATE_COMPLETE") {
        return Err(explained(aws, stack.name, &what)
            .await
            .unwrap_or_else(|| anyhow::anyhow!("{what}: it is {state}")));
    }
    outputs(aws, stack.name).await
}

/// Gives a stack other parameters, and leaves its template and all other parameters unchanged.
///
/// # Errors
/// AWS refuses, or the stack went back to what it was.
pub async fn set_parameters(
    aws: &Aws,
    name: &str,
    changed: &BTreeMap<String, String>,
) -> Result<()> {
    let before = parameters(aws, name).await?;
    if changed
        .iter()
        .all(|(name, value)| before.get(name) == Some(value))
    {
        return Ok(());
    }
    let what = format!("The stack {name} cannot be changed");
    let mut update: Vec<String> = [
        "cloudformation",
        "update-stack",
        "--use-previous-template",
        "--stack-name",
        name,
        "--capabilities",
        "CAPABILITY_NAMED_IAM",
        "CAPABILITY_AUTO_EXPAND",
        "--parameters",
    ]
    .map(str::to_owned)
    .to_vec();
    update.extend(before.keys().map(|name| {
        let value = changed.get(name).map_or_else(
            || "UsePreviousValue=true".to_owned(),
            |value| format!("ParameterValue={value}"),
        );
        format!("ParameterKey={name},{value}")
    }));
    aws.call(&what, update).await?;
    let state = settled(aws, name).await?;
    if state != "UPDATE_COMPLETE" {
        return Err(explained(aws, name, &what)
            .await
            .unwrap_or_else(|| anyhow::anyhow!("{what}: it is {state}")));
    }
    Ok(())
}

async fn discard(aws: &Aws, what: &str, of_set: &[&str]) -> Result<()> {
    let discard = [&["cloudformation", "delete-change-set"][..], of_set].concat();
    aws.call(what, discard).await.map(drop)
}

/// The first queue that would be deleted with messages in it: offers that a provider has not read, or what failed.
async fn first_that_holds_messages(aws: &Aws, changes: &[Change]) -> Result<Option<String>> {
    for change in changes {
        if !change.deletes_queue() {
            continue;
        }
        let read = [
            "sqs",
            "get-queue-attributes",
            "--attribute-names",
            "All",
            "--queue-url",
            &change.physical,
        ];
        let attributes = match aws.call("A queue cannot be read", read).await {
            Ok(text) => serde_json::from_str(&text)?,
            Err(error) if error.to_string().contains("NonExistentQueue") => continue,
            Err(error) => return Err(error),
        };
        if holds_messages(&attributes) {
            return Ok(Some(change.id.clone()));
        }
    }
    Ok(None)
}

/// Whether a queue holds messages. One that does not say may hold some.
fn holds_messages(attributes: &Value) -> bool {
    let counts = [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
    ];
    counts
        .iter()
        .any(|name| attributes["Attributes"][name] != "0")
}

/// The arguments of the command line.
fn arguments(stack: &Stack<'_>, more: &[&str]) -> Result<Vec<OsString>> {
    let mut arguments: Vec<OsString> = [
        "cloudformation",
        "deploy",
        "--no-fail-on-empty-changeset",
        "--stack-name",
        stack.name,
    ]
    .iter()
    .chain(more)
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
    Ok(arguments)
}

/// What a change set would do to one resource.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    action: String,
    id: String,
    kind: String,
    /// The name that AWS gave it; empty for what does not exist yet.
    physical: String,
    replaces: bool,
}

impl Change {
    /// A deleted or replaced table, key or pool takes everything with it. A secret that is only changed gets another
    /// value.
    fn loses_data(&self) -> bool {
        let goes = self.action == "Remove" || self.replaces;
        match self.kind.as_str() {
            "AWS::DynamoDB::Table" | "AWS::KMS::Key" | "AWS::Cognito::UserPool" => goes,
            "AWS::SecretsManager::Secret" => goes || self.action == "Modify",
            _ => false,
        }
    }

    fn deletes_queue(&self) -> bool {
        self.kind == "AWS::SQS::Queue" && (self.action == "Remove" || self.replaces)
    }
}

/// The name of a change set, from what the command line says about it. It says nothing if nothing changes.
fn change_set(said: &str) -> Option<&str> {
    let (_, name) = said.rsplit_once("--change-set-name ")?;
    name.split_whitespace().next()
}

fn changes(set: &Value) -> Vec<Change> {
    let changes = set["Changes"].as_array().into_iter().flatten();
    changes
        .map(|change| {
            let change = &change["ResourceChange"];
            let text = |name: &str| change[name].as_str().unwrap_or_default().to_owned();
            Change {
                action: text("Action"),
                id: text("LogicalResourceId"),
                kind: text("ResourceType"),
                physical: text("PhysicalResourceId"),
                replaces: change["Replacement"] == "True",
            }
        })
        .collect()
}

/// Each change in a few words.
fn listed(changes: &[Change]) -> String {
    let words = changes
        .iter()
        .map(|change| format!("{} {}", change.action.to_lowercase(), change.id));
    words.collect::<Vec<_>>().join(", ")
}

/// How much is added, changed and removed, and what is replaced or removed by name.
fn summary(changes: &[Change]) -> String {
    let all = |action: &'static str| changes.iter().filter(move |change| change.action == action);
    let named = |what: &str, some: Vec<&str>| {
        if some.is_empty() {
            String::new()
        } else {
            format!("; {what} {}", some.join(", "))
        }
    };
    let replaced = changes.iter().filter(|change| change.replaces);
    format!(
        "{} added, {} changed, {} removed{}{}",
        all("Add").count(),
        all("Modify").count(),
        all("Remove").count(),
        named("replaces", replaced.map(|one| one.id.as_str()).collect()),
        named(
            "removes",
            all("Remove").map(|one| one.id.as_str()).collect()
        )
    )
}

/// Waits until a stack no longer changes, and returns its state.
async fn settled(aws: &Aws, name: &str) -> Result<String> {
    loop {
        let state = state(aws, name)
            .await?
            .with_context(|| format!("The stack {name} is gone"))?;
        if !state.ends_with("_IN_PROGRESS") {
            return Ok(state);
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Makes a stack hard to lose: it cannot be deleted, and with a policy an update cannot delete or replace what cannot be
/// made again.
///
/// # Errors
/// AWS refuses.
pub async fn protect(aws: &Aws, name: &str, policy: Option<&Path>) -> Result<()> {
    let what = format!("The stack {name} cannot be protected");
    let set = [
        "cloudformation",
        "update-termination-protection",
        "--enable-termination-protection",
        "--stack-name",
        name,
    ];
    aws.call(&what, set).await?;
    let Some(policy) = policy else {
        return Ok(());
    };
    let body = format!("file://{}", policy.display());
    let set = [
        "cloudformation",
        "set-stack-policy",
        "--stack-name",
        name,
        "--stack-policy-body",
        &body,
    ];
    aws.call(&what, set).await.map(drop)
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

/// The parameters of a stack; none if there is no such stack.
///
/// # Errors
/// AWS does not say.
pub async fn parameters(aws: &Aws, name: &str) -> Result<BTreeMap<String, String>> {
    let Some(stack) = find(aws, name).await? else {
        return Ok(BTreeMap::new());
    };
    let parameters = stack["Parameters"].as_array().into_iter().flatten();
    Ok(parameters
        .filter_map(|one| {
            let key = one["ParameterKey"].as_str()?.to_owned();
            Some((key, one["ParameterValue"].as_str()?.to_owned()))
        })
        .collect())
}

/// The state of a stack; none if there is no such stack.
///
/// # Errors
/// AWS does not say.
pub async fn state(aws: &Aws, name: &str) -> Result<Option<String>> {
    let stack = find(aws, name).await?;
    Ok(stack.map(|stack| stack["StackStatus"].as_str().unwrap_or_default().to_owned()))
}

/// A stack; none if there is none. A call that fails for another reason says nothing about that.
async fn find(aws: &Aws, name: &str) -> Result<Option<Value>> {
    match describe(aws, name).await {
        Ok(described) => Ok(Some(described["Stacks"][0].clone())),
        Err(error) if error.to_string().contains("does not exist") => Ok(None),
        Err(error) => Err(error),
    }
}

/// Deletes a stack whose creation failed or never began: it cannot be updated, and holds nothing yet.
///
/// # Errors
/// It cannot be removed, or AWS does not say whether there is one.
pub async fn remove_failed_creation(aws: &Aws, name: &str) -> Result<()> {
    let Some(before) = state(aws, name).await? else {
        return Ok(());
    };
    if !matches!(
        before.as_str(),
        "ROLLBACK_COMPLETE" | "CREATE_FAILED" | "ROLLBACK_FAILED" | "REVIEW_IN_PROGRESS"
    ) {
        return Ok(());
    }
    let what = format!("What is left of the stack {name} cannot be removed");
    aws.call(
        &what,
        ["cloudformation", "delete-stack", "--stack-name", name],
    )
    .await?;
    while let Some(now) = state(aws, name).await? {
        match now.as_str() {
            "DELETE_COMPLETE" => break,
            "DELETE_FAILED" => bail!("{what}: its events say why"),
            _ => tokio::time::sleep(BETWEEN_LOOKS).await,
        }
    }
    Ok(())
}

/// The first failure of a stack as an error.
async fn explained(aws: &Aws, name: &str, what: &str) -> Option<anyhow::Error> {
    let reason = first_failure(aws, name).await?;
    Some(anyhow::anyhow!("{what}: {reason}"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn change(action: &str, id: &str, kind: &str, replacement: &str) -> Value {
        json!({"ResourceChange": {"Action": action, "LogicalResourceId": id, "ResourceType": kind, "Replacement": replacement}})
    }

    #[test]
    fn what_cannot_be_made_again_is_neither_replaced_nor_removed() {
        let table = "AWS::DynamoDB::Table";
        for (action, kind, replacement, loses) in [
            ("Modify", table, "True", true),
            ("Remove", table, "", true),
            ("Modify", table, "False", false),
            ("Add", table, "", false),
            ("Remove", "AWS::KMS::Key", "", true),
            ("Modify", "AWS::Cognito::UserPool", "True", true),
            ("Modify", "AWS::SecretsManager::Secret", "False", true),
            ("Add", "AWS::SecretsManager::Secret", "", false),
            ("Modify", "AWS::Lambda::Function", "True", false),
        ] {
            let set = json!({"Changes": [change(action, "X", kind, replacement)]});
            let found = changes(&set);
            assert_eq!(
                found[0].loses_data(),
                loses,
                "{action} {kind} {replacement}"
            );
        }
    }

    #[test]
    fn a_queue_is_deleted_only_if_it_says_that_it_is_empty() {
        let queue = "AWS::SQS::Queue";
        let set = json!({"Changes": [change("Remove", "X", queue, ""), change("Modify", "Y", queue, "False")]});
        let found = changes(&set);
        assert!(found[0].deletes_queue() && !found[1].deletes_queue());
        let told = |waiting: &str| {
            json!({"Attributes": {
                "ApproximateNumberOfMessages": waiting, "ApproximateNumberOfMessagesNotVisible": "0",
                "ApproximateNumberOfMessagesDelayed": "0"
            }})
        };
        assert!(!holds_messages(&told("0")));
        assert!(holds_messages(&told("1")) && holds_messages(&json!({})));
    }

    #[test]
    fn the_operator_reads_what_will_change() {
        let set = json!({"Changes": [
            change("Add", "A", "AWS::SQS::Queue", ""),
            change("Modify", "B", "AWS::Lambda::Permission", "True"),
            change("Remove", "C", "AWS::SQS::Queue", ""),
        ]});
        assert_eq!(
            summary(&changes(&set)),
            "1 added, 1 changed, 1 removed; replaces B; removes C"
        );
    }

    #[test]
    fn an_operator_reads_what_a_release_would_do_to_the_data() {
        let set = json!({"Changes": [
            change("Modify", "Cases", "AWS::DynamoDB::Table", "False"),
            change("Add", "Diary", "AWS::DynamoDB::Table", ""),
        ]});
        assert_eq!(listed(&changes(&set)), "modify Cases, add Diary");
    }

    #[test]
    fn the_command_line_names_the_change_set() {
        let said = "Changeset created successfully. Run the following command to review changes:\naws cloudformation describe-change-set --change-set-name arn:aws:x/y\n";
        assert_eq!(change_set(said), Some("arn:aws:x/y"));
        assert_eq!(
            change_set("No changes to deploy. Stack hub-x is up to date\n"),
            None
        );
    }
}
