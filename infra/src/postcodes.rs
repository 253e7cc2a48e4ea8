//! The table of postcodes: made once a year from the published list, kept in the repository, built into the functions.

use crate::{paths, say};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Makes `infra/reference/postcodes.bin` from a list of `postcode,code` lines.
///
/// # Errors
/// The list cannot be read, or a line of it is not such a pair.
pub fn load(file: &Path) -> Result<()> {
    let list = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let table = domain::place::build_from_csv(&list).map_err(|bad| anyhow::anyhow!("{}: {bad}", file.display()))?;
    let path = path()?;
    std::fs::write(&path, &table).with_context(|| format!("{} cannot be written", path.display()))?;
    say::line(format!("The table of postcodes is made anew, {} bytes.", table.len()));
    say::note("`cargo hub up` builds it into the functions");
    Ok(())
}

/// The table, as it is kept.
///
/// # Errors
/// The file cannot be read.
pub fn bytes() -> Result<Vec<u8>> {
    let path = path()?;
    std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
}

fn path() -> Result<PathBuf> {
    Ok(paths::root()?.join("infra/reference/postcodes.bin"))
}
