//! The files of this repository as text, for the checks in `tests/`.

pub mod markdown;
pub mod rust;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// The files that git tracks or would add, by their path from the root.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    files: BTreeSet<String>,
}

impl Repository {
    /// The repository that this crate is part of.
    ///
    /// # Errors
    /// Git is missing, or this is not a clone.
    pub fn open() -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .canonicalize()?;
        let list = Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(&root)
            .output()?;
        if !list.status.success() {
            return Err(io::Error::other(
                String::from_utf8_lossy(&list.stderr).into_owned(),
            ));
        }
        let files = String::from_utf8_lossy(&list.stdout)
            .split('\0')
            .filter(|path| !path.is_empty() && root.join(path).is_file())
            .map(str::to_owned)
            .collect();
        Ok(Self { root, files })
    }

    /// Every file with one of these extensions, and its text.
    ///
    /// # Errors
    /// A file is not text.
    pub fn texts(&self, extensions: &[&str]) -> io::Result<Vec<(&str, String)>> {
        self.files
            .iter()
            .filter(|path| {
                Path::new(path)
                    .extension()
                    .and_then(|extension| extension.to_str())
                    .is_some_and(|extension| extensions.contains(&extension))
            })
            .map(|path| Ok((path.as_str(), self.text(path)?)))
            .collect()
    }

    /// The text of one file.
    ///
    /// # Errors
    /// There is no such file, or it is not text.
    pub fn text(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.root.join(path))
            .map_err(|error| io::Error::new(error.kind(), format!("{path}: {error}")))
    }

    /// Whether there is a file of that path, in exactly that spelling.
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Whether there is a file below that folder. The root is a folder, too.
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        prefix == "/" || self.files.iter().any(|file| file.starts_with(&prefix))
    }
}

/// The path from the root that `target` means in the file `from`. Returns `None` if it leaves the repository.
///
/// ```
/// use repository::resolve;
/// assert_eq!(resolve("docs/api.md", "../README.md").as_deref(), Some("README.md"));
/// assert_eq!(resolve("README.md", "docs/./api.md").as_deref(), Some("docs/api.md"));
/// assert_eq!(resolve("README.md", "../elsewhere.md"), None);
/// ```
pub fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}
