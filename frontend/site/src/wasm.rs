//! The WASM: cargo builds it, `wasm-bindgen` makes it callable from a page.

use crate::args::{Args, Wasm};
use anyhow::{Context as _, Result, bail};
use launcher::Children;
use launcher::say::Step;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::ScopedJoinHandle;
use wasm_bindgen_cli_support::Bindgen;

/// What is quickest to compile and still quick in a browser.
const QUICK: [&str; 3] = [
    "profile.dev.opt-level=1",
    "profile.dev.debug=false",
    "profile.dev.incremental=false",
];

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
    /// The assessment alone, for the page where people try the rules.
    pub assess: Module,
}

/// Builds all. Without WASM the modules are empty and the pages' loader finds nothing to wake.
///
/// # Errors
/// Cargo fails, or the module asks for files that a page does not load.
pub fn build(args: &Args) -> Result<Modules> {
    let Wasm::Build {
        cargo,
        target_dir,
        quick,
    } = &args.wasm
    else {
        return Ok(Modules::default());
    };
    // Each alone: built together they would share their features, which do not fit together.
    let compile = |package| compile(cargo, target_dir.as_deref(), package, *quick);
    // While the compiler works on the next, the last is bound.
    std::thread::scope(|scope| {
        let islands = compile("frontend-wasm")?;
        let islands = scope.spawn(move || bind(&islands));
        let staff = compile("frontend-staff")?;
        let staff = scope.spawn(move || bind(&staff));
        let assess = bind(&compile("frontend-assess")?)?;
        let bound = |work: ScopedJoinHandle<'_, Result<Module>>| {
            work.join()
                .unwrap_or_else(|_| bail!("wasm-bindgen has panicked"))
        };
        Ok(Modules {
            islands: bound(islands)?,
            staff: bound(staff)?,
            assess,
        })
    })
}

fn compile(cargo: &Path, target_dir: Option<&Path>, package: &str, quick: bool) -> Result<PathBuf> {
    let mut command = Command::new(cargo);
    command
        .args(["build", "--target", "wasm32-unknown-unknown"])
        .args(["--package", package])
        .args(["--message-format", "json-render-diagnostics"])
        // A cargo may run this; its compiler is not the compiler of this cargo.
        .env_remove("RUSTC")
        .env_remove("RUSTDOC");
    for name in launcher::cargo::added_by_cargo() {
        command.env_remove(name);
    }
    if quick {
        // The profile of the host build, so that its procedural macros serve here too.
        for setting in QUICK {
            command.args(["--config", setting]);
        }
    } else {
        command.args(["--profile", "wasm"]);
    }
    if let Some(target_dir) = target_dir {
        command.arg("--target-dir").arg(target_dir);
    }
    let step = Step::quiet(format!("Compiling {package} for WebAssembly"));
    let failed = format!(
        "the WASM does not build; is {} one that has the target wasm32-unknown-unknown?",
        cargo.display()
    );
    let messages = launcher::cargo::run(&Children::default(), &mut command, &step, &failed)?;
    messages
        .lines()
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
        bail!("the module brings {inline} own scripts, which no page loads");
    }
    let js = output.js().as_bytes().to_vec();
    let wasm = output.wasm_mut().emit_wasm();
    Ok(Module { js, wasm })
}
