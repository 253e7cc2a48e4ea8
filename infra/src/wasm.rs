//! Which cargo builds for WebAssembly: rustup's, or where its target cannot be had, one put together from Debian's.

use crate::say::{Step, note};
use crate::{paths, run, tools};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take to fetch the target.
const PATIENCE: Duration = Duration::from_secs(90);

/// Which way to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Choice {
    /// The first that works.
    Auto,
    /// Debian's, even where rustup has the target.
    Debian,
}

/// What builds for WebAssembly.
#[derive(Debug)]
pub struct WasmCargo {
    /// The cargo.
    pub path: PathBuf,
    /// Its own target folder, where it must not share cargo's.
    pub target: Option<PathBuf>,
}

/// The cargo that builds for WebAssembly; says which way was taken.
///
/// # Errors
/// Neither way works.
pub async fn cargo(choice: Choice) -> Result<WasmCargo> {
    let root = paths::root()?;
    if choice == Choice::Auto {
        let path = PathBuf::from(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let own = WasmCargo { path, target: None };
        if has_target(&root).await {
            note(format!("WebAssembly: the installed target {TARGET}"));
            return Ok(own);
        }
        if added_by_rustup(&root).await && has_target(&root).await {
            note(format!("WebAssembly: the target {TARGET}, added by rustup"));
            return Ok(own);
        }
    }
    let step = Step::begin("Preparing WebAssembly from Debian's Rust");
    let parts = [
        ("rustc-web", "/usr/share/doc/rustc-web"),
        ("cargo-web", "/usr/share/doc/cargo-web"),
    ]
    .into_iter()
    .chain([
        ("rust-web-src", "/usr/share/doc/rust-web-src"),
        ("lld-19", "/usr/bin/lld-19"),
    ]);
    let missing: Vec<&str> = parts
        .filter(|(_, sign)| !Path::new(sign).exists())
        .map(|(package, _)| package)
        .collect();
    tools::install(&missing).await?;
    let folder = paths::dot_hub()?.join("tools/wasm");
    let mut script = Command::new("bash");
    script
        .arg(root.join("frontend/wasm-sysroot.sh"))
        .arg(&folder);
    without_rustup(&mut script);
    run::output(
        &mut script,
        "Debian's Rust cannot be prepared for WebAssembly",
    )
    .await?;
    step.done();
    note("WebAssembly: Debian's rustc-web with a standard library of our own");
    // A standard library built anew makes everything built with the old one useless: its stamp names the folder.
    let stamp = std::fs::read_to_string(folder.join("stamp"))?;
    let target = paths::dot_hub()?.join("target-wasm").join(stamp.trim());
    Ok(WasmCargo {
        path: folder.join("bin/cargo"),
        target: Some(target),
    })
}

/// Debian's Rust must not meet what rustup or an outer cargo have put into the environment.
fn without_rustup(command: &mut Command) {
    for name in [
        "RUSTUP_TOOLCHAIN",
        "RUSTC",
        "RUSTDOC",
        "CARGO",
        "LD_LIBRARY_PATH",
    ] {
        command.env_remove(name);
    }
}

async fn has_target(root: &Path) -> bool {
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(root);
    let libraries = run::output(&mut rustc, "rustc").await.unwrap_or_default();
    std::fs::read_dir(libraries.trim()).is_ok_and(|mut files| {
        files.any(|file| {
            file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
        })
    })
}

async fn added_by_rustup(root: &Path) -> bool {
    if run::find("rustup").is_none() {
        return false;
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).current_dir(root);
    matches!(
        tokio::time::timeout(PATIENCE, run::output(&mut rustup, "rustup")).await,
        Ok(Ok(_))
    )
}
