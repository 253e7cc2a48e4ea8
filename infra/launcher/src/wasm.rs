//! Chooses the cargo that builds for WebAssembly: rustup's, or, if its target cannot be fetched, one made from Debian's
//! packages.

use crate::children::Children;
use crate::failure::{Context, Result};
use crate::say::{Step, note};
use crate::{paths, tools};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take to fetch the target.
const PATIENCE: Duration = Duration::from_secs(90);

/// Which toolchain to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The first that works.
    Auto,
    /// Debian's, even if rustup has the target.
    Debian,
}

/// The toolchain that builds for WebAssembly.
#[derive(Clone, Debug)]
pub struct WasmCargo {
    pub path: PathBuf,
    /// A separate target folder, if it must not share cargo's.
    pub target: Option<PathBuf>,
    /// Where it came from, to print.
    pub way: String,
}

/// The cargo that builds for WebAssembly.
///
/// # Errors
/// Neither way works.
pub fn cargo(children: &Children, choice: Choice) -> Result<WasmCargo> {
    let root = paths::root()?;
    if choice == Choice::Auto {
        let path = PathBuf::from(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let found = |way: String| WasmCargo {
            path: path.clone(),
            target: None,
            way,
        };
        if has_target(children, &root) {
            return Ok(found(format!("the installed target {TARGET}")));
        }
        if add_by_rustup(children, &root) && has_target(children, &root) {
            return Ok(found(format!("the target {TARGET}, added by rustup")));
        }
    }
    let step = Step::begin("Preparing WebAssembly from Debian's Rust");
    tools::debian_files(
        children,
        &[
            ("/usr/share/doc/rustc-web", "rustc-web"),
            ("/usr/share/doc/cargo-web", "cargo-web"),
            ("/usr/share/doc/rust-web-src", "rust-web-src"),
            ("/usr/bin/lld-19", "lld-19"),
        ],
    )?;
    let folder = paths::dot_hub()?.join("tools/wasm");
    let mut script = Command::new("bash");
    script
        .arg(root.join("frontend/wasm-sysroot.sh"))
        .arg(&folder);
    without_rustup(&mut script);
    let failed = "Debian's Rust cannot be prepared for WebAssembly";
    children.output(&mut script, failed)?;
    step.done();
    // A rebuilt standard library invalidates everything built with the old one, so its stamp is part of the folder's
    // name.
    let stamp = std::fs::read_to_string(folder.join("stamp")).context(failed)?;
    let target = paths::dot_hub()?.join("target-wasm").join(stamp.trim());
    Ok(WasmCargo {
        path: folder.join("bin/cargo"),
        target: Some(target),
        way: "Debian's rustc-web with a standard library built here".to_owned(),
    })
}

impl WasmCargo {
    /// Prints where it came from.
    pub fn say(&self) {
        note(format!("WebAssembly: {}", self.way));
    }
}

/// Debian's Rust must not see what rustup or an outer cargo has set in the environment.
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

fn has_target(children: &Children, root: &Path) -> bool {
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(root);
    let libraries = children.output(&mut rustc, "rustc").unwrap_or_default();
    std::fs::read_dir(libraries.trim()).is_ok_and(|mut files| {
        files.any(|file| {
            file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
        })
    })
}

fn add_by_rustup(children: &Children, root: &Path) -> bool {
    if paths::find("rustup").is_none() {
        return false;
    }
    let step = Step::begin(format!("Fetching the target {TARGET} with rustup"));
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).current_dir(root);
    // Separate children, so that only this program is stopped if it takes too long.
    let (alone, since) = (Children::default(), Instant::now());
    let added = std::thread::scope(|scope| {
        let work = scope.spawn(|| alone.output(&mut rustup, "rustup"));
        while !work.is_finished() {
            if since.elapsed() > PATIENCE || children.are_ended() {
                alone.end();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        work.join().is_ok_and(|result| result.is_ok())
    });
    if added {
        step.done();
    } else {
        drop(step);
        note("rustup cannot fetch it");
    }
    added
}
