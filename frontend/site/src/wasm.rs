//! The WASM: cargo builds it, `wasm-bindgen` makes it callable from a page.

use crate::args::{Args, Wasm};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// A module of JavaScript and the WASM it loads.
#[derive(Default)]
pub struct Module {
    /// The JavaScript.
    pub js: Vec<u8>,
    /// The WASM.
    pub wasm: Vec<u8>,
}

/// What runs in a browser.
#[derive(Default)]
pub struct Modules {
    /// The islands of the public pages.
    pub islands: Module,
    /// The worklist of a provider's staff.
    pub staff: Module,
    /// The assessment alone, for whoever tries the rules.
    pub assess: Module,
}

/// Builds all. Without WASM the modules are empty and the pages' loader finds nothing to wake.
///
/// # Errors
/// Cargo fails, or the module asks for files that a page does not load.
pub fn build(args: &Args) -> Result<Modules> {
    let Wasm::Build { cargo, target_dir } = &args.wasm else {
        return Ok(Modules::default());
    };
    // One after the other, each alone: built together they would share their features, which do not fit together.
    let module = |package| bind(&compile(cargo, target_dir.as_deref(), package)?);
    Ok(Modules {
        islands: module("frontend-wasm")?,
        staff: module("frontend-staff")?,
        assess: module("frontend-assess")?,
    })
}

fn compile(cargo: &Path, target_dir: Option<&Path>, package: &str) -> Result<PathBuf> {
    let mut command = Command::new(cargo);
    command
        .args([
            "build",
            "--profile",
            "wasm",
            "--target",
            "wasm32-unknown-unknown",
            "--package",
            package,
        ])
        .args(["--message-format", "json-render-diagnostics"])
        // Whoever runs this may be a cargo itself; its compiler is not this cargo's compiler.
        .env_remove("RUSTC")
        .env_remove("RUSTDOC")
        .stderr(Stdio::inherit());
    if let Some(target_dir) = target_dir {
        command.arg("--target-dir").arg(target_dir);
    }
    let output = command
        .output()
        .with_context(|| format!("{} does not start", cargo.display()))?;
    if !output.status.success() {
        bail!(
            "the WASM does not build; is {} one that has the target wasm32-unknown-unknown?",
            cargo.display()
        );
    }
    let text = String::from_utf8(output.stdout).context("cargo's messages are not UTF-8")?;
    text.lines()
        .rev()
        .find_map(artifact)
        .context("cargo names no .wasm file")
}

/// The `.wasm` file that one of cargo's messages names.
fn artifact(line: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    let files = message.get("filenames")?.as_array()?;
    files
        .iter()
        .filter_map(|file| file.as_str())
        .find(|file| file.ends_with(".wasm"))
        .map(PathBuf::from)
}

fn bind(file: &Path) -> Result<Module> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(file)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen
        .generate_output()
        .context("wasm-bindgen refuses the module")?;
    let inline = output.snippets().values().flatten().count();
    if inline > 0 || !output.local_modules().is_empty() {
        bail!("the module brings {inline} scripts of its own, which no page loads");
    }
    let js = output.js().as_bytes().to_vec();
    let wasm = output.wasm_mut().emit_wasm();
    Ok(Module { js, wasm })
}
