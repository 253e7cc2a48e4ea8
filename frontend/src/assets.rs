//! The names of the files that a page loads.

use serde::{Deserialize, Serialize};

/// The site's files by content-hashed path. The builder of the site writes it as `assets.json`. A function that renders
/// pages must have the same one; otherwise its pages name files that do not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// What only the pages of staff need besides it, so that the public pages stay light.
    pub staff_css: String,
    /// A plain icon, so that a tab gives nothing away.
    pub icon: String,
    /// The small script of the head: exit, one question at a time.
    pub start: String,
    /// The module that loads the WASM after the page.
    pub boot: String,
    /// The module that `wasm-bindgen` made.
    pub wasm_js: String,
    /// The WASM itself.
    pub wasm: String,
    /// The same for the page of a provider's staff.
    pub staff_js: String,
    /// Its WASM.
    pub staff_wasm: String,
}

impl Assets {
    /// Reads `assets.json`.
    ///
    /// # Errors
    /// The text is not what the builder writes.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Names without hashes, for tests of pages.
    pub fn unhashed() -> Self {
        let path = |name: &str| format!("/assets/{name}");
        Self {
            css: path("site.css"),
            staff_css: path("staff.css"),
            icon: path("icon.svg"),
            start: path("start.js"),
            boot: path("boot.js"),
            wasm_js: path("hub.js"),
            wasm: path("hub.wasm"),
            staff_js: path("staff.js"),
            staff_wasm: path("staff.wasm"),
        }
    }
}
