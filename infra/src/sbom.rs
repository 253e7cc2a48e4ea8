//! The list of everything that a deployment is built from: a software bill of materials in CycloneDX, made by
//! `cargo-sbom` from `Cargo.lock`. Only `deploy` makes one, because installing the program takes minutes.

use crate::{paths, run};
use anyhow::{Context, Result, ensure};
use launcher::say::Step;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The version that is installed.
const VERSION: &str = "0.10.0";
/// How the list is written.
const FORMAT: &str = "cyclone_dx_json_1_6";
/// The file's name, next to the packages.
const NAME: &str = "sbom.cdx.json";

/// Writes the list into `folder`, and returns its path.
///
/// # Errors
/// The program cannot be installed, or the list is not complete.
pub async fn write(folder: &Path) -> Result<PathBuf> {
    let step = Step::begin("Listing what the hub is built from");
    let program = install().await?;
    let root = paths::root()?;
    let mut command = tokio::process::Command::new(program);
    command
        .current_dir(&root)
        .args(["sbom", "--output-format", FORMAT]);
    let text = run::output(&mut command, "The dependencies cannot be listed").await?;
    check(&text)?;
    let file = folder.join(NAME);
    std::fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    step.done();
    Ok(file)
}

/// Makes sure that the program is there, and returns its path.
async fn install() -> Result<PathBuf> {
    let folder = paths::dot_hub()?.join("tools/sbom");
    let stamp = folder.join(".stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == VERSION) {
        return Ok(folder.join("bin/cargo-sbom"));
    }
    let mut cargo = tokio::process::Command::from(launcher::cargo::command(&paths::root()?));
    cargo
        .args(["install", "--quiet", "--locked", "--force", "--root"])
        .arg(&folder)
        .arg(format!("cargo-sbom@{VERSION}"));
    run::output(&mut cargo, "cargo-sbom cannot be installed").await?;
    std::fs::write(stamp, VERSION)?;
    Ok(folder.join("bin/cargo-sbom"))
}

/// Refuses a list that is none, or that lacks what every function is built from.
fn check(text: &str) -> Result<()> {
    let list: Value = serde_json::from_str(text).context("The list of dependencies is no JSON")?;
    ensure!(
        list["bomFormat"] == "CycloneDX",
        "The list of dependencies is not in CycloneDX."
    );
    let parts = list["components"].as_array();
    for needed in ["lambda_runtime", "aws-sdk-dynamodb", "jiff"] {
        let has = parts.is_some_and(|parts| {
            parts.iter().any(|part| {
                part["name"] == needed && part["version"].is_string() && part["purl"].is_string()
            })
        });
        ensure!(has, "The list of dependencies lacks `{needed}`.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_that_lacks_a_dependency_is_refused() {
        let part = |name: &str| json!({"name": name, "version": "1.0.0", "purl": format!("pkg:cargo/{name}@1.0.0")});
        let list = |names: &[&str]| {
            let parts: Vec<_> = names.iter().map(|name| part(name)).collect();
            json!({"bomFormat": "CycloneDX", "components": parts}).to_string()
        };
        check(&list(&["jiff", "lambda_runtime", "aws-sdk-dynamodb"])).expect("complete");
        assert!(check(&list(&["jiff"])).is_err());
        assert!(check("{}").is_err() && check("").is_err());
    }
}
