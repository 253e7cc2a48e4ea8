//! The pages that are the same for everyone, rendered once.

use crate::files::{Output, Rendered};
use crate::qr::Code;
use crate::wasm::Module;
use anyhow::{Result, bail};
use events::profile::Profile;
use frontend::{Assets, FormView, PosterView, Problem, ProblemView, Site};
use jiff::civil::Date;

/// Renders every public page of the area, as of `day`. `address` is the site's own, without a slash at its end.
///
/// # Errors
/// A touchpoint's address is too long for a code.
pub fn render(
    profile: &Profile,
    assets: &Assets,
    address: &str,
    day: Date,
) -> Result<Vec<Rendered>> {
    let site = Site { profile, assets };
    let not_found = ProblemView {
        problem: Problem::NotFound,
        wait: None,
    };
    let page = |path: &str, html| Rendered {
        path: path.to_owned(),
        html,
    };
    let mut pages = vec![
        page("/index.html", frontend::home(&site)),
        page(
            "/get-support/index.html",
            frontend::support_form(&site, &FormView::default()),
        ),
        page("/directory/index.html", frontend::directory(&site, day)),
        page("/progress/index.html", frontend::progress_form(&site, None)),
        page("/leaving/index.html", frontend::leaving(&site)),
        page("/staff/index.html", frontend::staff(&site)),
        page("/404.html", frontend::problem(&site, &not_found)),
    ];
    for touchpoint in &profile.touchpoints {
        let path = frontend::words::path_of(touchpoint);
        let address = format!("{address}{path}");
        let code = Code::of(&address)?;
        let poster = PosterView {
            touchpoint,
            address: &address,
            path: &code.path,
            side: code.side,
        };
        pages.push(page(
            &format!("{path}index.html"),
            frontend::touchpoint(&site, touchpoint),
        ));
        pages.push(page(
            &format!("{path}support/index.html"),
            frontend::touchpoint_form(&site, touchpoint),
        ));
        pages.push(page(
            &format!("{path}poster/index.html"),
            frontend::poster(&site, &poster),
        ));
    }
    Ok(pages)
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
                bail!(
                    "{} shows the island {name}, which the WASM does not export",
                    page.path
                );
            }
            found += 1;
        }
    }
    if found == 0 {
        bail!("no page shows an island")
    } else {
        Ok(())
    }
}

/// Writes the pages.
///
/// # Errors
/// A file cannot be written.
pub fn write(output: &mut Output, pages: &[Rendered]) -> Result<()> {
    pages
        .iter()
        .try_for_each(|page| output.write(&page.path, page.html.as_bytes()))
}
