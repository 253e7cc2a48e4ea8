//! The pages that are the same for everyone, rendered once.

use crate::files::Output;
use crate::wasm::Module;
use anyhow::{Result, bail};
use events::profile::Profile;
use frontend::{Assets, FormView, Problem, ProblemView, Site};

/// A rendered page.
pub struct Rendered {
    /// Its file, as an address of the site.
    pub path: &'static str,
    /// The document.
    pub html: String,
}

/// Renders every public page of the area.
pub fn render(profile: &Profile, assets: &Assets) -> Vec<Rendered> {
    let site = Site { profile, assets };
    let not_found = ProblemView { problem: Problem::NotFound, wait: None };
    let page = |path, html| Rendered { path, html };
    vec![
        page("/index.html", frontend::home(&site)),
        page("/get-support/index.html", frontend::support_form(&site, &FormView::default())),
        page("/directory/index.html", frontend::directory(&site)),
        page("/progress/index.html", frontend::progress_form(&site, None)),
        page("/leaving/index.html", frontend::leaving(&site)),
        page("/staff/index.html", frontend::staff(&site)),
        page("/404.html", frontend::problem(&site, &not_found)),
    ]
}

/// A linker drops islands without a word, and then a page never wakes: every island that a page shows must be exported.
///
/// # Errors
/// One is not.
pub fn check_islands(pages: &[Rendered], module: &Module) -> Result<()> {
    let js = String::from_utf8_lossy(&module.js);
    if js.is_empty() {
        return Ok(());
    }
    let mut found = 0;
    for page in pages {
        for rest in page.html.split("data-component=\"").skip(1) {
            let name = rest.split('"').next().unwrap_or_default();
            if !js.contains(&format!("export function {name}(")) {
                bail!("{} shows the island {name}, which the WASM does not export", page.path);
            }
            found += 1;
        }
    }
    if found == 0 { bail!("no page shows an island") } else { Ok(()) }
}

/// Writes the pages.
///
/// # Errors
/// A file cannot be written.
pub fn write(output: &mut Output, pages: &[Rendered]) -> Result<()> {
    pages.iter().try_for_each(|page| output.write(page.path, page.html.as_bytes()))
}
