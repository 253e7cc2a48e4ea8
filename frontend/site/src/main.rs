//! Builds the site: style, WASM, pages, and a report of each page's size.
//!
//! ```text
//! site build --profile FILE --out DIR [--site URL] [--frontend DIR] [--css FILE]
//!            [--wasm-cargo PATH] [--wasm-target-dir DIR] [--without-wasm] [--quick-wasm]
//!            [--without-weights]
//! ```
//!
//! `--site` is the site's own address, for the codes on the posters (default: the profile's neutral domain).
//! `--frontend` is the folder with `assets/`, `style/` and `node_modules/` (default: `frontend`).
//! `--css` takes a compiled style sheet. `--wasm-cargo` is the cargo that can build for
//! `wasm32-unknown-unknown`: rustup's if its target is installed, otherwise that of `wasm-sysroot.sh`. `--quick-wasm`
//! builds the WASM quickly instead of small; `--without-weights` leaves the report out.

mod args;
mod directory;
mod files;
mod pages;
mod qr;
mod rules;
mod style;
mod wasm;

use crate::args::Args;
use crate::files::Output;
use anyhow::{Context as _, Result};
use domain::calendar::london_today;
use events::profile::Profile;
use jiff::Timestamp;
use std::fs;
use std::process::ExitCode;

fn main() -> ExitCode {
    match Args::read(std::env::args().skip(1)).and_then(|args| build(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("site: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn build(args: &Args) -> Result<()> {
    let text = fs::read_to_string(&args.profile)
        .with_context(|| format!("the profile {} cannot be read", args.profile.display()))?;
    let profile: Profile = serde_json::from_str(&text)
        .with_context(|| format!("the profile {} is not a profile", args.profile.display()))?;

    let mut output = Output::new(&args.out, args.weighs)?;
    say("style");
    let css = style::compile(args)?;
    say("wasm");
    let modules = wasm::build(args)?;
    say("pages");
    let assets = files::publish(&mut output, &args.frontend, &css, &modules)?;
    let site = args
        .site
        .clone()
        .unwrap_or_else(|| format!("https://{}", profile.neutral_domain));
    // The day of the build: whose contract has ended by then is not listed.
    let day = london_today(Timestamp::now());
    let rendered = pages::render(&profile, &assets, &site, day)?;
    pages::check_islands(&rendered, &modules.islands)?;
    pages::write(&mut output, &rendered)?;
    say("directory");
    directory::publish(&mut output, &args.out, &profile)?;
    directory::publish_interfaces(&mut output, &profile)?;
    let tried = rules::write(
        &mut output,
        &profile,
        &assets,
        &args.frontend,
        &modules.assess,
    )?;
    output.remove_old()?;
    if args.weighs {
        for line in output.report(&rendered, &assets)? {
            say(&line);
        }
        say(&tried);
    }
    Ok(())
}

/// Prints one line of progress.
fn say(line: &str) {
    eprintln!("site: {line}");
}
