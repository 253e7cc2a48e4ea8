//! The command line.

use anyhow::{Context as _, Result, bail};
use std::path::PathBuf;

/// The command line.
pub struct Args {
    /// The area's profile.
    pub profile: PathBuf,
    /// Where the site goes.
    pub out: PathBuf,
    /// The site's own address, which the posters' codes lead to. Where it is not given, the profile's neutral domain.
    pub site: Option<String>,
    /// The folder of assets, style and npm modules.
    pub frontend: PathBuf,
    /// A style sheet that is compiled already.
    pub css: Option<PathBuf>,
    /// What builds the WASM, if anything.
    pub wasm: Wasm,
    /// Whether to measure each file, which takes longer than writing it.
    pub weighs: bool,
}

/// How the WASM is built.
pub enum Wasm {
    /// With this cargo, into this target folder (cargo's default if none is given).
    Build {
        /// The cargo.
        cargo: PathBuf,
        /// The target folder.
        target_dir: Option<PathBuf>,
        /// Whether it is built quickly instead of small.
        quick: bool,
    },
    /// Not at all: the pages work without it, and so do most of their tests.
    Without,
}

impl Args {
    /// Reads the command line.
    ///
    /// # Errors
    /// Something is missing or unknown.
    pub fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        if words.next().as_deref() != Some("build") {
            bail!(
                "usage: site build --profile FILE --out DIR [--site URL] [--frontend DIR] [--css FILE] [--wasm-cargo PATH] [--wasm-target-dir DIR] [--without-wasm] [--quick-wasm] [--without-weights]"
            );
        }
        let (mut profile, mut out, mut site, mut css, mut target_dir) =
            (None, None, None, None, None);
        let mut frontend = PathBuf::from("frontend");
        let mut cargo = PathBuf::from("cargo");
        let (mut without, mut quick, mut weighs) = (false, false, true);
        while let Some(word) = words.next() {
            if word == "--site" {
                site = Some(address(words.next())?);
                continue;
            }
            let mut path = || {
                words
                    .next()
                    .map(PathBuf::from)
                    .with_context(|| format!("{word} needs a path"))
            };
            match word.as_str() {
                "--profile" => profile = Some(path()?),
                "--out" => out = Some(path()?),
                "--frontend" => frontend = path()?,
                "--css" => css = Some(path()?),
                "--wasm-cargo" => cargo = path()?,
                "--wasm-target-dir" => target_dir = Some(path()?),
                "--without-wasm" => without = true,
                "--quick-wasm" => quick = true,
                "--without-weights" => weighs = false,
                _ => bail!("{word} is unknown"),
            }
        }
        Ok(Self {
            profile: profile.context("--profile is missing")?,
            out: out.context("--out is missing")?,
            site,
            frontend,
            css,
            wasm: if without {
                Wasm::Without
            } else {
                Wasm::Build {
                    cargo,
                    target_dir,
                    quick,
                }
            },
            weighs,
        })
    }
}

/// A full address, without the slash at its end.
fn address(given: Option<String>) -> Result<String> {
    let given = given.context("--site needs an address")?;
    if !["https://", "http://"]
        .iter()
        .any(|scheme| given.starts_with(scheme))
    {
        bail!("--site needs a full address, such as https://www.example.net");
    }
    Ok(given.trim_end_matches('/').to_owned())
}
