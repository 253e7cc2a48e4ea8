//! Turns the message files into Rust: one function for each message.
//!
//! A key that is missing, a message with a fault, and a translation that does not match the English file stop the build.
#![expect(
    clippy::print_stdout,
    reason = "cargo reads what a build script prints"
)]

mod article;
mod model;
mod rust;

use model::{File, Language};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The language that has every message. A file that another language does not have is shown in this one.
const BASE: &str = "en-GB";

/// Files whose messages are kept in cases by key, so that they can be looked up by it.
const STORED: [&str; 3] = ["promises", "updates", "next"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    // A new language is a new folder.
    println!("cargo::rerun-if-changed=.");
    fs::write(out.join("messages.rs"), generate(&root, &STORED)?)?;
    fs::write(
        out.join("samples.rs"),
        generate(&root.join("build/samples"), &["sample"])?,
    )?;
    Ok(())
}

/// The Rust for the languages in `root`.
fn generate(root: &Path, stored: &[&str]) -> Result<String, Box<dyn Error>> {
    let base = read_language(root, BASE)?;
    let mut languages = vec![base];
    for folder in folders(root)? {
        if folder != BASE {
            let other = read_language(root, &folder)?;
            model::matches(&languages[0], &other)?;
            languages.push(other);
        }
    }
    let mut out = rust::write(&languages, stored);
    out.push_str(&articles(root, &languages)?);
    Ok(out)
}

/// The Rust for the guides and steps of the languages in `root`.
fn articles(root: &Path, languages: &[Language]) -> Result<String, Box<dyn Error>> {
    let mut kinds = Vec::new();
    for (folder, kind) in article::KINDS {
        let mut each = Vec::new();
        for language in languages {
            let shown = format!("words/{}/{folder}", language.tag);
            let read = article::read(&root.join(&language.tag).join(folder), &shown)?;
            each.push((rust::variant(&language.tag), read));
        }
        kinds.push((kind, each));
    }
    Ok(article::write(&kinds)?)
}

/// The folders that hold message files, by their language tags.
fn folders(root: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.is_dir() && !ftl_files(&path)?.is_empty() {
            found.extend(
                path.file_name()
                    .and_then(|name| Some(name.to_str()?.to_owned())),
            );
        }
    }
    found.sort();
    Ok(found)
}

fn ftl_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "ftl") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read_language(root: &Path, tag: &str) -> Result<Language, Box<dyn Error>> {
    let folder = root.join(tag);
    let terms_path = folder.join("terms.ftl");
    let terms = if terms_path.exists() {
        model::read_terms(&fs::read_to_string(&terms_path)?, "terms.ftl")?
    } else {
        Vec::new()
    };
    let mut files: Vec<File> = Vec::new();
    for path in ftl_files(&folder)? {
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a file has no name")?;
        if name != "terms" {
            let shown = format!("words/{tag}/{name}.ftl");
            files.push(model::read_file(
                name,
                &fs::read_to_string(&path)?,
                &terms,
                &shown,
            )?);
        }
    }
    Ok(Language {
        tag: tag.to_owned(),
        files,
    })
}
