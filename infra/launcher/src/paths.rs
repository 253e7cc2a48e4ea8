//! Paths: the repository, and its ignored folder `.hub`.

use crate::failure::{Context, Failure, Result};
use std::path::{Path, PathBuf};

/// The repository's root: the nearest folder above that has a `Cargo.toml` and `infra/requirements`.
///
/// # Errors
/// The command was started outside the repository.
pub fn root() -> Result<PathBuf> {
    let here = std::env::current_dir().context("The current folder cannot be read")?;
    here.ancestors()
        .find(|folder| {
            folder.join("Cargo.toml").is_file() && folder.join("infra/requirements").is_dir()
        })
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            Failure::new(
                "This is not the hub's repository: change to its folder and run the command again",
            )
        })
}

/// The folder of tools, packages and state.
///
/// # Errors
/// See [`root`].
pub fn dot_hub() -> Result<PathBuf> {
    Ok(root()?.join(".hub"))
}

/// The path of a program, as the shell would find it.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
