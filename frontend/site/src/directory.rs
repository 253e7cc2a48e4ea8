//! The directory's documents as files (Open Referral UK 3.0): reading one calls no function.

use crate::files::Output;
use anyhow::{Context as _, Result};
use domain::directory::{BASE, Directory, View, openapi};
use domain::place::PostcodeTable;
use events::profile::Profile;
use jiff::civil::Date;
use openapi::Interface;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Every postcode of the country and its council; the folder has a note on its source.
static POSTCODES: &[u8] = include_bytes!("../../../infra/reference/postcodes.bin");

/// Writes every public document of the directory for `day`, and the description of the API. Those of an earlier
/// build go: a service that is no longer public must not stay.
///
/// # Errors
/// A file cannot be written, or an old one not be removed.
pub fn publish(output: &mut Output, root: &Path, profile: &Profile, day: Date) -> Result<()> {
    let old = root.join(BASE.trim_start_matches('/'));
    match fs::remove_dir_all(&old) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} cannot be removed", old.display()));
        }
        _ => {}
    }
    let table = PostcodeTable::new(POSTCODES).context("the postcode table is damaged")?;
    let directory = Directory {
        profile,
        table: &table,
        view: View::Public,
        day,
    };
    for file in directory.published()? {
        output.write(&file.path, file.document.as_bytes())?;
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::Value;

    #[test]
    fn a_service_that_is_no_longer_public_leaves_the_site() {
        let root = std::env::temp_dir().join(format!("hub-directory-{}", std::process::id()));
        let text = include_str!("../../../infra/areas/thames-valley/profile.json");
        let mut profile: Profile = serde_json::from_str(text).expect("a profile");
        let published = |profile: &Profile| -> Vec<Value> {
            let mut output = Output::new(&root, true).expect("a folder");
            publish(&mut output, &root, profile, date(2026, 11, 23)).expect("published");
            let files = fs::read_dir(root.join("open-referral/services")).expect("the services");
            let read =
                |path| serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON");
            files
                .map(|entry| read(entry.expect("an entry").path()))
                .collect()
        };
        let before = published(&profile);
        let public = before.len();
        assert!(
            before
                .iter()
                .all(|service| service["id"].is_string() && service["status"] == "active")
        );
        let hidden = profile
            .services
            .iter_mut()
            .find(|service| service.public)
            .expect("a public service");
        hidden.public = false;
        let name = hidden.name.clone();
        let after = published(&profile);
        assert_eq!(after.len(), public - 1);
        assert!(after.iter().all(|service| service["name"] != name.as_str()));
        for file in ["index.json", "openapi.json"] {
            let text = fs::read_to_string(root.join("open-referral").join(file)).expect("a file");
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "{file}");
        }
        fs::remove_dir_all(root).expect("removed");
    }
}
