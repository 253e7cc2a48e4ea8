//! The files of the site: their names come from their content, and their sizes are those that a phone receives.

use crate::wasm::Modules;
use anyhow::{Context as _, Result};
use frontend::Assets;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A rendered page.
pub struct Rendered {
    /// Its file, as an address of the site.
    pub path: String,
    /// The document.
    pub html: String,
}

/// The folder that the site goes to, and what was written to it.
pub struct Output {
    root: PathBuf,
    weighs: bool,
    brotli: BTreeMap<String, usize>,
}

/// The size of a page: bytes as Brotli sends them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// The document.
    pub html: usize,
    /// The style sheet.
    pub css: usize,
    /// All JavaScript.
    pub js: usize,
    /// The WASM.
    pub wasm: usize,
}

impl Output {
    /// The folder `root`, made if it is not there. `weighs` says whether to measure each file, which takes longer than
    /// writing it.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new(root: &Path, weighs: bool) -> Result<Self> {
        fs::create_dir_all(root.join("assets"))
            .with_context(|| format!("{} cannot be made", root.display()))?;
        Ok(Self {
            root: root.to_owned(),
            weighs,
            brotli: BTreeMap::new(),
        })
    }

    /// Writes `bytes` to `path`, an address of the site such as `/index.html`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.root.join(path.trim_start_matches('/'));
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        fs::write(&file, bytes).with_context(|| format!("{} cannot be written", file.display()))?;
        let weight = if self.weighs { compressed(bytes)? } else { 0 };
        self.brotli.insert(path.to_owned(), weight);
        Ok(())
    }

    /// Writes `bytes` under a name that changes when they change, so that a browser may keep the file for ever.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_hashed(&mut self, stem: &str, ending: &str, bytes: &[u8]) -> Result<String> {
        let hash: String = Sha256::digest(bytes)
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let path = format!("/assets/{stem}.{hash}.{ending}");
        self.write(&path, bytes)?;
        Ok(path)
    }

    /// How many bytes of a file that was written go over the line.
    pub fn weight(&self, path: &str) -> usize {
        self.brotli.get(path).copied().unwrap_or_default()
    }

    /// Removes the assets of earlier builds, and the pages of touchpoints that the profile no longer has.
    ///
    /// # Errors
    /// A folder cannot be read, or something not be removed.
    pub fn remove_old(&self) -> Result<()> {
        let kept: BTreeSet<&str> = self
            .brotli
            .keys()
            .filter_map(|path| path.strip_prefix("/assets/"))
            .collect();
        for entry in fs::read_dir(self.root.join("assets"))? {
            let entry = entry?;
            if entry
                .file_name()
                .to_str()
                .is_none_or(|name| !kept.contains(name))
            {
                fs::remove_file(entry.path())?;
            }
        }
        let touchpoints = self.root.join("at");
        if !touchpoints.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(touchpoints)? {
            let entry = entry?;
            let home = entry
                .file_name()
                .into_string()
                .map(|code| format!("/at/{code}/index.html"));
            if home.is_ok_and(|home| !self.brotli.contains_key(&home)) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Writes `sizes.json`, and returns one line a page.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn report(&mut self, pages: &[Rendered], assets: &Assets) -> Result<Vec<String>> {
        let of = |path: &str| self.brotli.get(path).copied().unwrap_or_default();
        let mut weights = BTreeMap::new();
        for page in pages {
            // The size of a page includes the files that it names.
            let named = |path: &str| {
                if page.html.contains(path) {
                    of(path)
                } else {
                    0
                }
            };
            let js = [
                &assets.start,
                &assets.boot,
                &assets.wasm_js,
                &assets.staff_js,
            ]
            .map(|path| named(path))
            .iter()
            .sum();
            let wasm = named(&assets.wasm) + named(&assets.staff_wasm);
            weights.insert(
                page.path.as_str(),
                Weight {
                    html: of(&page.path),
                    css: of(&assets.css) + named(&assets.staff_css),
                    js,
                    wasm,
                },
            );
        }
        self.write("/sizes.json", &serde_json::to_vec_pretty(&weights)?)?;
        let line = |(path, w): (&&str, &Weight)| {
            let (first, all) = (w.html + w.css, w.html + w.css + w.js + w.wasm);
            format!(
                "{path}: first paint {first} B (html {}, css {}), all {all} B (js {}, wasm {})",
                w.html, w.css, w.js, w.wasm
            )
        };
        Ok(weights.iter().map(line).collect())
    }
}

/// Writes style, scripts and WASM, then `assets.json` with their names.
///
/// # Errors
/// A file cannot be read or written.
pub fn publish(
    output: &mut Output,
    frontend: &Path,
    css: &[u8],
    modules: &Modules,
) -> Result<Assets> {
    let source = |name: &str| {
        let path = frontend.join("assets").join(name);
        fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let assets = Assets {
        css: output.write_hashed("site", "css", css)?,
        staff_css: output.write_hashed(
            "staff",
            "css",
            &fs::read(frontend.join("style/staff.css"))?,
        )?,
        icon: output.write_hashed("icon", "svg", &source("icon.svg")?)?,
        start: output.write_hashed("start", "js", &without_comments(&source("start.js")?))?,
        boot: output.write_hashed("boot", "js", &without_comments(&source("boot.js")?))?,
        wasm_js: output.write_hashed("hub", "js", &without_comments(&modules.islands.js))?,
        wasm: output.write_hashed("hub", "wasm", &modules.islands.wasm)?,
        staff_js: output.write_hashed("staff", "js", &without_comments(&modules.staff.js))?,
        staff_wasm: output.write_hashed("staff", "wasm", &modules.staff.wasm)?,
    };
    output.write("/assets.json", &serde_json::to_vec_pretty(&assets)?)?;
    Ok(assets)
}

/// Removes lines of comments and the white space before a line: a phone does not need them.
pub fn without_comments(script: &[u8]) -> Vec<u8> {
    let Ok(text) = str::from_utf8(script) else {
        return script.to_vec();
    };
    let mut block = false;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_start) {
        if block || line.starts_with("/*") {
            block = !line.contains("*/");
        } else if !line.starts_with("//") && !line.is_empty() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.into_bytes()
}

/// The number of bytes after Brotli at its highest level.
fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_its_comments_and_nothing_else() {
        let script = "// one\n/**\n * two\n */\nconst a = \"// three\"; // four\n  go(a);\n";
        assert_eq!(
            without_comments(script.as_bytes()),
            b"const a = \"// three\"; // four\ngo(a);\n"
        );
    }
}
