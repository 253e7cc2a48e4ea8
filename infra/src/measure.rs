//! What the hub costs and how fast it is, on this machine.

use anyhow::{Result, bail};

/// Measures.
///
/// # Errors
/// Always, until there is something to measure.
pub fn measure(_json: bool) -> Result<()> {
    bail!("There is nothing to measure yet.")
}
