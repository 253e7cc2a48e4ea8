//! What the API says about itself. It is the same for everyone, and a file of the site.

use super::documents::ApiDetails;

/// The path at which the API begins.
pub const BASE: &str = "/open-referral";

/// `/`. The area does not know the site's host, so the URL is relative to it.
pub fn details() -> ApiDetails {
    ApiDetails {
        version: "HSDS-UK-3.0".to_owned(),
        profile: "https://docs.openreferraluk.org/".to_owned(),
        openapi_url: format!("{BASE}/openapi.json"),
    }
}
