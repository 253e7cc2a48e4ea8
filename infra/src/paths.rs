//! Paths: the repository, and what the command stores in its ignored folder `.hub`.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// The repository's root.
///
/// # Errors
/// The command was started outside the repository.
pub fn root() -> Result<PathBuf> {
    Ok(launcher::paths::root()?)
}

/// The folder of tools, packages and state.
///
/// # Errors
/// See [`root`].
pub fn dot_hub() -> Result<PathBuf> {
    Ok(launcher::paths::dot_hub()?)
}

/// The areas: folders of `infra/areas` that have a profile.
///
/// # Errors
/// The folder cannot be read.
pub fn areas() -> Result<Vec<String>> {
    let folder = root()?.join("infra/areas");
    let mut areas: Vec<String> = std::fs::read_dir(&folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?
        .flatten()
        .filter(|area| area.path().join("profile.json").is_file())
        .map(|area| area.file_name().to_string_lossy().into_owned())
        .collect();
    areas.sort();
    Ok(areas)
}

/// The path of an area's profile.
///
/// # Errors
/// There is no such area.
pub fn profile(area: &str) -> Result<PathBuf> {
    let areas = areas()?;
    ensure!(
        areas.iter().any(|known| known == area),
        "There is no area `{area}`: choose one of {}.",
        areas.join(", ")
    );
    Ok(root()?.join("infra/areas").join(area).join("profile.json"))
}

/// A local stack: its name, and the folder of its state.
#[derive(Clone, Debug)]
pub struct Instance {
    pub name: String,
    folder: PathBuf,
}

impl Instance {
    /// The instance of that name.
    ///
    /// # Errors
    /// The name is not made of lower-case letters, digits and hyphens.
    pub fn named(name: &str) -> Result<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure!(
            !name.is_empty() && name.chars().all(plain),
            "An instance's name is made of lower-case letters, digits and hyphens."
        );
        Ok(Self {
            name: name.to_owned(),
            folder: dot_hub()?.join("state").join(name),
        })
    }

    /// The folder of its state.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file that says what is running. `up` writes it, and removes it when it stops.
    pub fn running_file(&self) -> PathBuf {
        self.folder.join("running.json")
    }

    /// The log of a detached `up`.
    pub fn log(&self) -> PathBuf {
        self.folder.join("hub.log")
    }

    /// The folder of one area's state.
    pub fn area(&self, area: &str) -> PathBuf {
        self.folder.join(area)
    }
}
