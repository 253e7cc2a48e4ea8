//! What a build needs before it can start: Debian packages, Python environments, npm packages.

use crate::children::Children;
use crate::failure::{Context, Failure, Result};
use crate::paths;
use crate::say::Step;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A Python environment for the hub alone: its folder in `.hub/tools`, and its list in `infra/requirements`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Python {
    /// The local AWS.
    Emulator,
    /// The AWS command line.
    Aws,
    /// The template's linter.
    Lint,
    /// The checker of dependencies and their licences.
    Deny,
    /// The validator of the interfaces' descriptions.
    OpenApi,
    /// The database that reads the exported facts.
    DuckDb,
    /// A second local AWS, which uses the packages of the first.
    Moto,
}

impl Python {
    fn name(self) -> &'static str {
        match self {
            Self::Emulator => "emulator",
            Self::Aws => "aws",
            Self::Lint => "lint",
            Self::Deny => "deny",
            Self::OpenApi => "openapi",
            Self::DuckDb => "duckdb",
            Self::Moto => "moto",
        }
    }
}

/// Only one apt-get can work at a time.
static APT: Mutex<()> = Mutex::new(());

/// Makes sure that each of these programs is installed, from the Debian package named with it.
///
/// # Errors
/// One is missing and cannot be installed: the sentence has the command to run.
pub fn debian(children: &Children, programs: &[(&str, &str)]) -> Result<()> {
    install_missing(children, programs, |program| paths::find(program).is_some())
}

/// Makes sure that each of these files exists, from the Debian package named with it.
///
/// # Errors
/// One is missing and cannot be installed: the sentence has the command to run.
pub fn debian_files(children: &Children, files: &[(&str, &str)]) -> Result<()> {
    install_missing(children, files, |file| Path::new(file).exists())
}

fn install_missing(
    children: &Children,
    signs: &[(&str, &str)],
    is_there: impl Fn(&str) -> bool,
) -> Result<()> {
    let missing = || -> Vec<&str> {
        let signs = signs.iter().filter(|(sign, _)| !is_there(sign));
        signs.map(|(_, package)| *package).collect()
    };
    if missing().is_empty() {
        return Ok(());
    }
    let _turn = APT.lock().unwrap_or_else(PoisonError::into_inner);
    // Another thread may have installed them while this one waited for the lock.
    install(children, &missing())
}

/// Installs Debian packages.
fn install(children: &Children, packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if paths::find("apt-get").is_none() {
        return Err(Failure::new(format!(
            "These Debian packages are missing, and there is no apt-get here: install {list}"
        )));
    }
    if !is_root() {
        return Err(Failure::new(format!(
            "Some programs are missing: run `sudo apt-get install -y {list}` and then this command again."
        )));
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
    if children.output(&mut install, &what).is_err() {
        children.output(
            &mut apt(&["update"]),
            "The list of Debian packages cannot be fetched",
        )?;
        children.output(&mut install, &what)?;
    }
    step.done();
    Ok(())
}

/// The owner of a process's folder in `/proc` is the user that it runs as.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Makes sure that a Python environment exists and has exactly the packages in its list.
///
/// # Errors
/// Python or its `venv` is missing, or the packages cannot be fetched.
pub fn python(children: &Children, which: Python) -> Result<()> {
    let name = which.name();
    let list = paths::root()?.join(format!("infra/requirements/{name}.txt"));
    let tools = paths::dot_hub()?.join("tools");
    let folder = tools.join(name);
    let stamp = read(&list)?;
    if is_stamped(&folder, &stamp) {
        return Ok(());
    }
    let step = Step::begin(format!("Installing the Python packages for `{name}`"));
    debian(children, &[("python3", "python3")])?;
    let mut venv = Command::new("python3");
    venv.args(["-c", "import ensurepip, venv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if !venv.status().is_ok_and(|status| status.success()) {
        let _turn = APT.lock().unwrap_or_else(PoisonError::into_inner);
        if !venv.status().is_ok_and(|status| status.success()) {
            install(children, &["python3", "python3-venv"])?;
        }
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .context(format!("{} cannot be removed", folder.display()))?;
    }
    std::fs::create_dir_all(&tools).context(format!("{} cannot be made", tools.display()))?;
    children.output(
        Command::new("python3").args(["-m", "venv"]).arg(&folder),
        &format!("The Python environment `{name}` cannot be made"),
    )?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        // A package that differs from the one in the list is not installed.
        "--require-hashes",
        "--requirement",
    ])
    .arg(&list);
    children.output(
        &mut pip,
        &format!("The Python packages for `{name}` cannot be installed"),
    )?;
    write_stamp(&folder, &stamp)?;
    step.done();
    Ok(())
}

/// Makes sure that the npm packages of a folder are installed, if it has any.
///
/// # Errors
/// npm is missing, or the packages cannot be fetched.
pub fn npm(children: &Children, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Ok(());
    }
    let modules = folder.join("node_modules");
    let stamp = read(&lock)?;
    if is_stamped(&modules, &stamp) {
        return Ok(());
    }
    debian(children, &[("node", "nodejs"), ("npm", "npm")])?;
    let name = shown(folder);
    let step = Step::begin(format!("Installing the npm packages of {name}"));
    let mut npm = Command::new("npm");
    // No package may run a script: the versions for this machine are packages too.
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ])
    .current_dir(folder);
    children.output(
        &mut npm,
        &format!("The npm packages of {name} cannot be installed"),
    )?;
    std::fs::create_dir_all(&modules).context(format!("{} cannot be made", modules.display()))?;
    write_stamp(&modules, &stamp)?;
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

fn read(list: &Path) -> Result<String> {
    std::fs::read_to_string(list).context(format!("{} cannot be read", list.display()))
}

/// The stamp is the list that the folder was made from.
fn is_stamped(folder: &Path, stamp: &str) -> bool {
    std::fs::read_to_string(folder.join(".stamp")).is_ok_and(|there| there == stamp)
}

fn write_stamp(folder: &Path, stamp: &str) -> Result<()> {
    std::fs::write(folder.join(".stamp"), stamp)
        .context(format!("{} cannot be written", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_not_installed() {
        debian(&Children::default(), &[("sh", "no-such-package")]).expect("nothing to do");
        debian_files(&Children::default(), &[("/", "no-such-package")]).expect("nothing to do");
    }

    #[test]
    fn a_folder_is_filled_again_when_its_list_changes() {
        let folder = std::env::temp_dir().join(format!("hub-stamp-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        assert!(!is_stamped(&folder, "a==1"));
        write_stamp(&folder, "a==1").expect("written");
        assert!(is_stamped(&folder, "a==1"));
        assert!(!is_stamped(&folder, "a==2"));
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
