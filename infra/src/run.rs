//! Other programs: run quietly, and quoted only where they fail.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Stdio;
use tokio::process::Command;

pub use launcher::children::last_lines;

/// Runs a command to its end and returns what it wrote.
///
/// # Errors
/// It cannot be started, or it fails: the error is `what`, and the end of what the command said.
pub async fn output(command: &mut Command, what: &str) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .with_context(|| format!("{what}: {} cannot be started", name(command)))?;
    if !output.status.success() {
        let said = format!(
            "{}\n{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        bail!("{what}: {}", last_lines(&said, 6));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command to its end, with what it says shown as it comes.
///
/// # Errors
/// It cannot be started, or it fails.
pub async fn shown(command: &mut Command, what: &str) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("{what}: {} cannot be started", name(command)))?;
    if !status.success() {
        bail!("{what}");
    }
    Ok(())
}

/// Cargo, as the command itself was started by it, without what that start added to the environment.
pub fn cargo(root: &Path) -> Command {
    launcher::cargo::command(root).into()
}

fn name(command: &Command) -> String {
    Path::new(command.as_std().get_program())
        .file_name()
        .map_or_else(
            || "the program".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
}
