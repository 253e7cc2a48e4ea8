//! What the interfaces say about themselves, as files: reading one calls no function.

use crate::files::Output;
use anyhow::{Context as _, Result};
use domain::directory::{BASE, details, openapi};
use events::profile::Profile;
use openapi::Interface;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Writes where the description of the directory's API is, and the description. Files of an earlier build go.
///
/// # Errors
/// A file cannot be written, or an old one not be removed.
pub fn publish(output: &mut Output, root: &Path, profile: &Profile) -> Result<()> {
    let old = root.join(BASE.trim_start_matches('/'));
    match fs::remove_dir_all(&old) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} cannot be removed", old.display()));
        }
        _ => {}
    }
    let index = serde_json::to_vec(&details())?;
    output.write(&format!("{BASE}/index.json"), &index)?;
    let description = openapi(&profile.hub_name).to_json()?;
    output.write(&format!("{BASE}/openapi.json"), description.as_bytes())
}

/// Writes the description of each interface as `/api/NAME.json`.
///
/// # Errors
/// A file cannot be written.
pub fn publish_interfaces(output: &mut Output, profile: &Profile) -> Result<()> {
    for interface in Interface::ALL {
        let description = serde_json::to_vec(&interface.description(&profile.hub_name))?;
        output.write(&format!("/api/{}.json", interface.name()), &description)?;
    }
    Ok(())
}
