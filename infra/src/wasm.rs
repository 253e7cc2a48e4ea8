//! Chooses the cargo that builds for WebAssembly.

use crate::tools;
use anyhow::Result;

pub use launcher::wasm::WasmCargo;

/// Which toolchain to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Choice {
    /// The first that works.
    Auto,
    /// Debian's, even if rustup has the target.
    Debian,
}

/// The cargo that builds for WebAssembly. Prints where it came from.
///
/// # Errors
/// No toolchain works.
pub async fn cargo(choice: Choice) -> Result<WasmCargo> {
    let choice = match choice {
        Choice::Auto => launcher::wasm::Choice::Auto,
        Choice::Debian => launcher::wasm::Choice::Debian,
    };
    let cargo = tools::blocking(move |children| launcher::wasm::cargo(children, choice)).await?;
    cargo.say();
    Ok(cargo)
}
