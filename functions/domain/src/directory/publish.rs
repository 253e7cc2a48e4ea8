//! The parts of the API that are the same for everyone and have no parameters. They are files, so
//! reading them calls no function.

use super::documents::ApiDetails;
use super::terms::{TAXONOMIES, every_term};
use super::view::Directory;
use serde::Serialize;

/// The path at which the API begins.
pub const BASE: &str = "/open-referral";

/// A file of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its path on the site: the API's path with `.json` appended, so that it is served as JSON.
    pub path: String,
    pub document: String,
}

impl Directory<'_> {
    /// Every document of this view with a path, and the API's own description.
    ///
    /// A service's status is that of the day. For later readers, its `alert` has the contract's
    /// dates.
    ///
    /// # Errors
    /// A document cannot be serialised, which cannot happen for valid JSON types.
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

/// `/`. The area does not know the site's host, so the URL is relative to it.
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
