//! Installs what a build needs, without blocking: Debian packages, Python environments, npm packages.

use anyhow::{Context, Result};
use launcher::{Children, tools};
use std::path::Path;

pub use launcher::tools::Python;

/// Makes sure that each of these programs is installed, from the Debian package named with it.
///
/// # Errors
/// One is missing and cannot be installed: the sentence has the command to run.
pub async fn debian(programs: &[(&'static str, &'static str)]) -> Result<()> {
    let programs = programs.to_vec();
    blocking(move |children| tools::debian(children, &programs)).await
}

/// Makes sure that a Python environment exists and has exactly the packages in its list.
///
/// # Errors
/// Python or its `venv` is missing, or the packages cannot be fetched.
pub async fn python(which: Python) -> Result<()> {
    blocking(move |children| tools::python(children, which)).await
}

/// Makes sure that the npm packages of a folder are installed, if it has any.
///
/// # Errors
/// npm is missing, or the packages cannot be fetched.
pub async fn npm(folder: &Path) -> Result<()> {
    let folder = folder.to_owned();
    blocking(move |children| tools::npm(children, &folder)).await
}

/// Does blocking work in a thread. If the caller stops waiting, the programs that the thread started are stopped.
///
/// # Errors
/// The error of the work.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce(&Children) -> launcher::Result<T> + Send + 'static,
) -> Result<T> {
    struct EndWhenDropped(Children);
    impl Drop for EndWhenDropped {
        fn drop(&mut self) {
            self.0.end();
        }
    }
    let children = Children::default();
    let _guard = EndWhenDropped(children.clone());
    let done = tokio::task::spawn_blocking(move || work(&children)).await;
    Ok(done.context("A thread was lost")??)
}
