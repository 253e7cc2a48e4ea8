//! What has to be there before anything can be built: Debian parts, Python environments, npm packages.

use crate::say::Step;
use crate::{paths, run};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::Path;
use tokio::process::Command;

/// A Python environment of the hub's own: its folder in `.hub/tools`, and its list in `infra/requirements`.
#[derive(Clone, Copy, Debug)]
pub enum Python {
    /// The local AWS.
    Emulator,
    /// The AWS command line.
    Aws,
    /// The template's linter.
    Lint,
    /// The judge of dependencies.
    Deny,
}

impl Python {
    fn name(self) -> &'static str {
        match self {
            Self::Emulator => "emulator",
            Self::Aws => "aws",
            Self::Lint => "lint",
            Self::Deny => "deny",
        }
    }
}

/// Makes sure that each of these programs is there, from the Debian package beside it.
///
/// # Errors
/// One is missing and cannot be installed: the sentence has the command.
pub async fn debian(programs: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<&str> = programs
        .iter()
        .filter(|(program, _)| run::find(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    install(&missing).await
}

/// Installs Debian packages.
///
/// # Errors
/// This is not root, or the installation fails.
pub async fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if run::find("apt-get").is_none() {
        bail!("These Debian packages are missing, and there is no apt-get here: install {list}");
    }
    if !rustix::process::geteuid().is_root() {
        bail!(
            "Some programs are missing: run `sudo apt-get install -y {list}` and then this command again."
        );
    }
    let step = Step::begin(format!("Installing {list}"));
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    let mut install = apt(&["install", "-y", "--no-install-recommends"]);
    install.args(packages);
    let what = format!("{list} cannot be installed");
    // A machine that has just been set up has no list of packages yet.
    if run::output(&mut install, &what).await.is_err() {
        run::output(
            &mut apt(&["update"]),
            "The list of Debian packages cannot be had",
        )
        .await?;
        run::output(&mut install, &what).await?;
    }
    step.done();
    Ok(())
}

/// Makes sure that a Python environment is there, with exactly what its list says.
///
/// # Errors
/// Python or its `venv` is missing, or the packages cannot be had.
pub async fn python(which: Python) -> Result<()> {
    let name = which.name();
    let list = paths::root()?.join(format!("infra/requirements/{name}.txt"));
    let tools = paths::dot_hub()?.join("tools");
    let folder = tools.join(name);
    let stamp = stamp_of(&list)?;
    if is_stamped(&folder, &stamp) {
        return Ok(());
    }
    let step = Step::begin(format!("Installing the Python packages for `{name}`"));
    let has_venv = Command::new("python3")
        .args(["-c", "import ensurepip, venv"])
        .output()
        .await;
    if !has_venv.is_ok_and(|output| output.status.success()) {
        install(&["python3", "python3-venv"]).await?;
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&tools)?;
    let what = format!("The Python environment `{name}` cannot be made");
    run::output(
        Command::new("python3").args(["-m", "venv"]).arg(&folder),
        &what,
    )
    .await?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--requirement",
    ])
    .arg(&list);
    run::output(
        &mut pip,
        &format!("The Python packages for `{name}` cannot be installed"),
    )
    .await?;
    std::fs::write(folder.join(".stamp"), stamp)?;
    step.done();
    Ok(())
}

/// Makes sure that the npm packages of a folder are there, where it has any.
///
/// # Errors
/// npm is missing, or the packages cannot be had.
pub async fn npm(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Ok(());
    }
    let modules = folder.join("node_modules");
    let stamp = stamp_of(&lock)?;
    if is_stamped(&modules, &stamp) {
        return Ok(());
    }
    debian(&[("node", "nodejs"), ("npm", "npm")]).await?;
    let step = Step::begin(format!("Installing the npm packages of {}", shown(folder)));
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder);
    run::output(
        &mut npm,
        &format!("The npm packages of {} cannot be installed", shown(folder)),
    )
    .await?;
    std::fs::create_dir_all(&modules)?;
    std::fs::write(modules.join(".stamp"), stamp)?;
    step.done();
    Ok(())
}

fn shown(folder: &Path) -> String {
    let root = paths::root().unwrap_or_default();
    folder
        .strip_prefix(root)
        .unwrap_or(folder)
        .display()
        .to_string()
}

fn stamp_of(list: &Path) -> Result<String> {
    let text = std::fs::read(list).with_context(|| format!("{} cannot be read", list.display()))?;
    Ok(Sha256::digest(&text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

fn is_stamped(folder: &Path, stamp: &str) -> bool {
    std::fs::read_to_string(folder.join(".stamp")).is_ok_and(|there| there == stamp)
}
