//! `erase-again`: after a restore, erases everybody again who was erased before, from the register of erased cases.

use crate::aws::{Aws, default_region};
use crate::invoke::invoke;
use crate::paths::Instance;
use crate::status;
use anyhow::{Result, bail};
use clap::Args;
use launcher::say;
use serde_json::{Value, json};

/// Which hub.
#[derive(Clone, Debug, Args)]
pub struct EraseAgainArgs {
    /// The deployed hub of this area, with the environment's credentials. The local hub by default.
    #[arg(long)]
    area: Option<String>,
    /// The AWS region of the deployed hub.
    #[arg(long, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
}

/// Goes through the register. A second run finds nothing to do.
///
/// # Errors
/// AWS refuses, or some cases failed: the text names them.
pub async fn erase_again(instance: &Instance, args: &EraseAgainArgs) -> Result<()> {
    let (aws, area) = status::hub(instance, args.area.as_deref(), &args.region).await?;
    erase_all(&aws, &area).await
}

/// Goes through the whole register of a hub.
///
/// # Errors
/// As for [`erase_again`].
pub async fn erase_all(aws: &Aws, area: &str) -> Result<()> {
    let (mut erased, mut checked, mut failed) = (0, 0, Vec::new());
    let mut after = Value::Null;
    loop {
        let page = page(aws, area, &after).await?;
        erased += page["erased"].as_u64().unwrap_or_default();
        checked += page["checked"].as_u64().unwrap_or_default();
        let left = page["failed"].as_array().into_iter().flatten();
        failed.extend(left.filter_map(|one| one.as_str().map(str::to_owned)));
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    say::line(format!("Erased again: {erased}"));
    say::note(format!(
        "{checked:>5} were still erased; what a restore brought back of them was deleted"
    ));
    if !failed.is_empty() {
        bail!(
            "{} cases could not be erased again: {}. Run the command again.",
            failed.len(),
            failed.join(", ")
        );
    }
    Ok(())
}

/// One page of the register.
async fn page(aws: &Aws, area: &str, after: &Value) -> Result<Value> {
    let request = json!({"erase_again": {"after": after}});
    let what = "The register of erased cases cannot be read";
    invoke(aws, area, "react", &request, what).await
}
