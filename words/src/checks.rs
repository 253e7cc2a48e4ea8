//! What holds for all message files and for all code that shows texts.

mod articles;
mod prose;
mod reference;
mod style;
mod unused;

use std::path::{Path, PathBuf};

/// The root of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The files under `folder` with one of those endings, in order.
fn files_under(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" && name != "node_modules" {
                found.extend(files_under(&path, endings));
            }
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|one| ending == *one))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every message file in the language folders of `root` with its language's tag, its name and its text.
fn message_files_in(root: &Path) -> Vec<(String, String, String)> {
    let read = |path: PathBuf| {
        let tag = path.parent()?.file_name()?.to_str()?.to_owned();
        let name = path.file_stem()?.to_str()?.to_owned();
        let text = std::fs::read_to_string(&path).ok()?;
        Some((tag, name, text))
    };
    let folders = std::fs::read_dir(root).unwrap();
    let languages = folders
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.ends_with("build") && !path.ends_with("src"));
    let mut files: Vec<PathBuf> = languages
        .flat_map(|folder| files_under(&folder, &["ftl"]))
        .collect();
    files.sort();
    files.into_iter().filter_map(read).collect()
}

/// The message files that people read.
fn message_files() -> Vec<(String, String, String)> {
    message_files_in(Path::new(env!("CARGO_MANIFEST_DIR")))
}
