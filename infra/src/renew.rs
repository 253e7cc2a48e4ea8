//! `renew`: gives a secret of the hub a new version. What older versions made still opens.

use crate::aws::{Aws, default_region};
use crate::credentials::random_letters;
use crate::paths::Instance;
use crate::stack::{self, Stack};
use crate::{paths, status};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use launcher::say::{self, Step};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How long a key is.
const LENGTH: usize = 64;

/// Which secret, and on which hub.
#[derive(Clone, Debug, Args)]
pub struct RenewArgs {
    /// The secret.
    #[arg(value_enum)]
    secret: Which,
    /// The deployed hub of this area, with the environment's credentials. The local hub by default.
    #[arg(long)]
    area: Option<String>,
    /// The AWS region of the deployed hub.
    #[arg(long, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
}

/// A secret of the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    /// The memorable words. Words that people have keep opening.
    Words,
    /// The passes of the person's page.
    Passes,
    /// The cookie of the confirmation page.
    Seal,
    /// The hashes of persons and places.
    Memory,
    /// The ids of rows in daily files: a row that was read before the renewal counts as new after it.
    Rows,
    /// The names under which referrals and letters are counted. The counts begin again.
    Limits,
    /// The keys of diaries. Diaries that people have keep opening.
    Diary,
    /// What the edge sends, so that the functions answer it.
    Edge,
}

impl Which {
    /// The end of the secret's name.
    fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Passes => "passes",
            Self::Seal => "seal",
            Self::Memory => "memory",
            Self::Rows => "rows",
            Self::Limits => "limits",
            Self::Diary => "diary",
            Self::Edge => "edge",
        }
    }
}

/// Renews it.
///
/// # Errors
/// AWS refuses.
pub async fn renew(instance: &Instance, args: &RenewArgs) -> Result<()> {
    let (aws, area) = status::hub(instance, args.area.as_deref(), &args.region).await?;
    match args.secret {
        Which::Edge => renew_edge(&aws, &area).await?,
        which => {
            add_version(&aws, &format!("hub-{area}-{}", which.name())).await?;
            say::note("the functions use it in ten minutes, when all of them know it");
        }
    }
    Ok(())
}

/// Adds a version under the current second, and returns it.
async fn add_version(aws: &Aws, id: &str) -> Result<i64> {
    let what = "The secret cannot be read";
    let answer = aws
        .call(
            what,
            ["secretsmanager", "get-secret-value", "--secret-id", id],
        )
        .await?;
    let answer: Value = serde_json::from_str(&answer)?;
    let stored = answer["SecretString"]
        .as_str()
        .context("The secret is empty")?;
    let now = Timestamp::now().as_second();
    let versions = with_version(stored, now, random_letters(LENGTH))?;
    let count = versions.len();
    put(aws, id, &serde_json::to_string(&versions)?).await?;
    say::line(format!("{id} has {count} versions now."));
    Ok(now)
}

/// The versions with one more.
fn with_version(stored: &str, now: i64, key: String) -> Result<BTreeMap<i64, String>> {
    let mut versions: BTreeMap<i64, String> =
        serde_json::from_str(stored).context("The secret has no versions")?;
    versions.insert(now, key);
    Ok(versions)
}

/// Renews the secret that the edge does not send, lets the functions read it, and then lets the edge send it. The
/// functions accept both, so no request is refused.
async fn renew_edge(aws: &Aws, area: &str) -> Result<()> {
    let name = format!("hub-{area}");
    let sends = stack::parameter(aws, &name, "EdgeSends").await?;
    let next = if sends == "a" { "b" } else { "a" };
    let version = add_version(aws, &format!("hub-{area}-edge-{next}")).await?;
    let counts = format!("EdgeVersion{}", next.to_uppercase());
    for (step, parameter, value) in [
        ("The functions read it", counts, version.to_string()),
        ("The edge sends it", "EdgeSends".to_owned(), next.to_owned()),
    ] {
        let step = Step::begin(step);
        let parameters = BTreeMap::from([(parameter, value)]);
        let template = paths::root()?.join("infra/template.yaml");
        let bucket = stack::parameter(aws, &name, "CodeBucket").await?;
        let stack = Stack {
            name: &name,
            template: &template,
            parameters: &parameters,
            bucket: &bucket,
        };
        stack::deploy(aws, &stack).await?;
        step.done();
    }
    Ok(())
}

/// Stores a value. It goes through a file, because every user of this machine can see the arguments of a command.
async fn put(aws: &Aws, id: &str, value: &str) -> Result<()> {
    let file = paths::dot_hub()?.join(format!("request-{}.json", std::process::id()));
    let request = json!({"SecretId": id, "SecretString": value});
    status::write_private(&file, request.to_string().as_bytes())?;
    let input = format!("file://{}", file.display());
    let arguments = [
        "secretsmanager",
        "put-secret-value",
        "--cli-input-json",
        &input,
    ];
    let stored = aws.call("The secret cannot be stored", arguments).await;
    let _ = std::fs::remove_file(&file);
    stored.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_version_leaves_the_old_ones() {
        let versions = with_version(r#"{"0": "first"}"#, 5, "second".to_owned()).expect("versions");
        assert_eq!(
            versions,
            BTreeMap::from([(0, "first".to_owned()), (5, "second".to_owned())])
        );
        assert!(with_version("first", 5, "second".to_owned()).is_err());
    }
}
