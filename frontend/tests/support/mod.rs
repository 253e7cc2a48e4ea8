//! The sample area, and helpers that read a page.
#![allow(dead_code, reason = "each test file uses its own part")]

use events::profile::Profile;
use frontend::{Assets, DirectoryQuery, Site};
use jiff::civil::DateTime;

/// A Monday morning, in London.
pub const NOW: DateTime = DateTime::constant(2026, 11, 23, 10, 0, 0, 0);

/// The sample area.
pub fn profile() -> Profile {
    serde_json::from_str(include_str!("../sample-profile.json")).expect("the sample is a profile")
}

/// Renders with the sample area.
pub fn with_site<T>(look: impl FnOnce(&Site) -> T) -> T {
    look(&Site {
        profile: &profile(),
        assets: &Assets::unhashed(),
    })
}

/// A search in the directory; the postcode table knows three postcodes.
pub fn asked(fields: &[(&str, &str)]) -> DirectoryQuery {
    let fields = fields
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    DirectoryQuery::read(fields, NOW, |postcode| {
        let council = match postcode.to_string().replace(' ', "").as_str() {
            "RG11AA" => "E06000038",
            "SL11AA" => "E06000039",
            "HP201AA" => "E06000060",
            _ => return None,
        };
        Some(council.to_owned())
    })
}

/// The values of an attribute, on any element.
pub fn values_of(html: &str, attribute: &str) -> Vec<String> {
    let mark = format!(" {attribute}=\"");
    html.split(&mark)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// The text of the main part, without its elements.
pub fn text_of(html: &str) -> String {
    let main = html
        .split("<main")
        .nth(1)
        .and_then(|rest| rest.split("</main>").next())
        .unwrap_or_default();
    let words = main
        .split('<')
        .filter_map(|piece| piece.split_once('>'))
        .map(|(_, text)| text.trim());
    words
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
