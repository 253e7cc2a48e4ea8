//! What of the API is the same for everyone and without parameters: files, so that reading them costs no function call.

use super::documents::ApiDetails;
use super::terms::{TAXONOMIES, every_term};
use super::view::Directory;
use serde::Serialize;

/// Where the API begins.
pub const BASE: &str = "/open-referral";

/// A file of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its address on the site: the API's address with `.json` after it, so that it is served as JSON.
    pub path: String,
    /// The document, as JSON.
    pub document: String,
}

impl Directory<'_> {
    /// Every document of this view that has an address of its own, and the API's own.
    ///
    /// A service's status is that of the day; whoever reads it later finds its contract's days in `alert`.
    ///
    /// # Errors
    /// A document cannot be written: none has what JSON does not.
    pub fn published(&self) -> Result<Vec<Published>, serde_json::Error> {
        let mut files = vec![file("index", &details())?];
        for service in self.services() {
            let document = self.document(service);
            files.push(file(
                &format!("services/{}", document.summary.id),
                &document,
            )?);
        }
        for (service, _) in self.placed() {
            let id = self.at_location_id(service);
            if let Some(document) = self.at_location(&id) {
                files.push(file(&format!("service_at_locations/{id}"), &document)?);
            }
        }
        for id in TAXONOMIES.map(|taxonomy| taxonomy.id()) {
            if let Some(document) = self.taxonomy(&id) {
                files.push(file(&format!("taxonomies/{id}"), &document)?);
            }
        }
        for term in every_term() {
            files.push(file(
                &format!("taxonomy_terms/{}", term.id()),
                &term.document(),
            )?);
        }
        Ok(files)
    }
}

/// `/`. Where the site is, the area does not say: the address is of the same host.
fn details() -> ApiDetails {
    ApiDetails {
        version: "HSDS-UK-3.0".to_owned(),
        profile: "https://docs.openreferraluk.org/".to_owned(),
        openapi_url: format!("{BASE}/openapi.json"),
    }
}

fn file(name: &str, document: &impl Serialize) -> Result<Published, serde_json::Error> {
    Ok(Published {
        path: format!("{BASE}/{name}.json"),
        document: serde_json::to_string(document)?,
    })
}
