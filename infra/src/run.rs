//! Runs other programs quietly, and quotes them only if they fail.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Stdio;
use tokio::process::Command;

pub use launcher::children::last_lines;

/// Runs a command to its end and returns its standard output.
///
/// # Errors
/// It cannot be started, or it fails: the error is `what`, and the end of the command's output.
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

/// Runs a command to its end and shows its output.
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

/// Cargo with the environment in which it started this command.
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
