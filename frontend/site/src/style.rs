//! The style sheet, by the Sass of the npm folder.

use crate::args::Args;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::process::Command;

/// The compressed style sheet.
///
/// # Errors
/// The npm folder was not installed, or the style does not compile.
pub fn compile(args: &Args) -> Result<Vec<u8>> {
    if let Some(css) = &args.css {
        return fs::read(css)
            .with_context(|| format!("the style sheet {} cannot be read", css.display()));
    }
    let modules = args.frontend.join("node_modules");
    let sass = modules.join(".bin/sass");
    if !sass.exists() {
        bail!(
            "{} is not there: run `npm ci` in {}",
            sass.display(),
            args.frontend.display()
        );
    }
    let output = Command::new(&sass)
        .args(["--style=compressed", "--no-source-map", "--quiet-deps"])
        .arg(format!("--load-path={}", modules.display()))
        .arg(args.frontend.join("style/site.scss"))
        .output()
        .with_context(|| format!("{} does not start", sass.display()))?;
    if !output.status.success() {
        bail!(
            "the style does not compile:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(output.stdout)
}
