//! Whether a binary runs on Lambda: its processor and its C library. Otherwise it would fail only there.

use crate::run;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// The version of the C library that the functions' operating system has.
const GLIBC: (u32, u32) = (2, 34);

/// Checks the C library of every function.
///
/// # Errors
/// One needs a newer C library than Lambda has.
pub async fn check_libraries(binaries: &BTreeMap<String, PathBuf>) -> Result<()> {
    for (name, path) in binaries {
        check_library(name, path).await?;
    }
    Ok(())
}

/// The processor that all functions are for, as the template names it.
///
/// # Errors
/// Lambda has no such processor, or the functions are for different ones.
pub fn processor(binaries: &BTreeMap<String, PathBuf>) -> Result<&'static str> {
    let mut common = None;
    for (name, path) in binaries {
        let file =
            std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let own = processor_of(&file).with_context(|| {
            format!("The function `{name}` is for a processor that Lambda does not have")
        })?;
        if *common.get_or_insert(own) != own {
            bail!("The functions are for different processors: build them again.");
        }
    }
    common.context("There are no functions")
}

/// The processor that an ELF file is for.
fn processor_of(file: &[u8]) -> Option<&'static str> {
    let machine = file.get(18..20)?;
    match (file.get(..4)?, machine) {
        (b"\x7fELF", [62, 0]) => Some("x86_64"),
        (b"\x7fELF", [183, 0]) => Some("arm64"),
        _ => None,
    }
}

async fn check_library(name: &str, binary: &Path) -> Result<()> {
    let what = format!("The function `{name}` cannot be inspected");
    let symbols = run::output(Command::new("objdump").arg("-T").arg(binary), &what).await?;
    match newest_glibc(&symbols) {
        Some(needed) if needed > GLIBC => bail!(
            "The function `{name}` needs GLIBC {}.{}, and Lambda has {}.{}: build it on an older system, such as Debian 12.",
            needed.0,
            needed.1,
            GLIBC.0,
            GLIBC.1
        ),
        _ => Ok(()),
    }
}

fn newest_glibc(symbols: &str) -> Option<(u32, u32)> {
    let versions = symbols.split("GLIBC_").skip(1).filter_map(|rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let mut parts = rest[..end].split('.').map(str::parse);
        Some((parts.next()?.ok()?, parts.next()?.ok()?))
    });
    versions.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_library_version_is_found() {
        let symbols = "0 DF *UND* 0 (GLIBC_2.2.5) memcpy\n0 DF *UND* 0 (GLIBC_2.34) pthread_create\n0 (GLIBC_2.9) x";
        assert_eq!(newest_glibc(symbols), Some((2, 34)));
        assert_eq!(newest_glibc("nothing"), None);
    }

    #[test]
    fn a_binary_says_for_which_processor_it_is() {
        let file = |machine: u8| {
            let mut file = b"\x7fELF".to_vec();
            file.resize(18, 0);
            file.extend([machine, 0]);
            file
        };
        assert_eq!(processor_of(&file(62)), Some("x86_64"));
        assert_eq!(processor_of(&file(183)), Some("arm64"));
        assert_eq!(processor_of(&file(40)), None);
        assert_eq!(processor_of(b"#!/bin/sh, and more than that"), None);
    }
}
