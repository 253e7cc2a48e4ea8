//! The static site: built by the `site` program, uploaded to its bucket.

use crate::aws::Aws;
use crate::package::{self, hash};
use crate::wasm::{self, WasmCargo};
use crate::{paths, run, tools};
use anyhow::{Context, Result, ensure};
use launcher::say::Step;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// The path of the staff pages.
pub const STAFF: &str = "staff/";

/// How the browser's WebAssembly is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modules {
    /// Quickly: its size does not matter on this machine.
    Laptop,
    /// Small, for a slow connection.
    Deployed,
}

/// Which site to build.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The area.
    pub area: &'a str,
    /// Its address, for the codes on its posters. If it is unknown, they lead to the profile's neutral domain.
    pub address: Option<&'a str>,
    /// How to build the WebAssembly.
    pub modules: Modules,
    /// Whether to write `sizes.json`, which takes a while.
    pub weighs: bool,
}

/// Builds the site of an area with its builder and returns its folder.
///
/// # Errors
/// The build fails: it has printed why.
pub async fn build(builder: &Path, wasm: &WasmCargo, wanted: &Wanted<'_>) -> Result<PathBuf> {
    let step = Step::begin("Building the site");
    let out = paths::dot_hub()?.join("site").join(wanted.area);
    let mut command = Command::new(builder);
    command
        .current_dir(paths::root()?)
        .args(["build", "--profile"])
        .arg(paths::profile(wanted.area)?);
    command
        .arg("--out")
        .arg(&out)
        .arg("--wasm-cargo")
        .arg(&wasm.path);
    if let Some(address) = wanted.address {
        command.arg("--site").arg(address);
    }
    if let Some(target) = &wasm.target {
        command.arg("--wasm-target-dir").arg(target);
    }
    if wanted.modules == Modules::Laptop {
        command.arg("--quick-wasm");
    }
    if !wanted.weighs {
        command.arg("--without-weights");
    }
    run::shown(&mut command, "The site cannot be built").await?;
    ensure!(
        out.join("assets.json").is_file(),
        "The site's build wrote no assets.json to {}",
        out.display()
    );
    step.done();
    Ok(out)
}

/// Builds the site of an area for deployment, after everything that the build needs.
///
/// # Errors
/// See [`build`].
pub async fn build_deployed(wanted: &Wanted<'_>) -> Result<PathBuf> {
    let frontend = paths::root()?.join("frontend");
    let (npm, wasm, builder) = tokio::join!(
        tools::npm(&frontend),
        wasm::cargo(wasm::Choice::Auto),
        package::build_site_builder(),
    );
    npm?;
    build(&builder?, &wasm?, wanted).await
}

/// How staff log in: the staff pages read this first.
#[derive(Debug)]
pub struct Login<'a> {
    /// The address of the pool's login pages, without a path.
    pub origin: &'a str,
    /// The id of the staff client.
    pub client_id: &'a str,
    /// The site's address.
    pub site: &'a str,
}

impl Login<'_> {
    /// The content of `staff/config.json`.
    fn config(&self) -> Value {
        json!({
            "authorize_url": format!("{}/oauth2/authorize", self.origin),
            "token_url": format!("{}/oauth2/token", self.origin),
            "revoke_url": format!("{}/oauth2/revoke", self.origin),
            "logout_url": format!("{}/logout", self.origin),
            "client_id": self.client_id,
            "redirect_uri": format!("{}{STAFF}", self.site),
            "scope": "openid"
        })
    }
}

/// Adds the configuration to the staff pages.
///
/// # Errors
/// The file cannot be written.
pub fn write_login(site: &Path, login: &Login<'_>) -> Result<()> {
    let folder = site.join(STAFF);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("config.json");
    std::fs::write(&path, serde_json::to_vec_pretty(&login.config())?)
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// Makes the address of the directory's description absolute, as Open Referral UK requires. The host is known only at
/// deployment. `address` is the site's, with the slash at its end.
///
/// # Errors
/// The built site has no such document, or it cannot be written.
pub fn write_openapi_url(site: &Path, address: &str) -> Result<()> {
    let path = site.join("open-referral/index.json");
    let text =
        std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut details: Value =
        serde_json::from_slice(&text).with_context(|| format!("{} is damaged", path.display()))?;
    details["openapi_url"] = json!(format!("{address}open-referral/openapi.json"));
    std::fs::write(&path, details.to_string())
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// Uploads the site. Uploads assets before the pages that load them, and keeps old assets for pages that are open.
///
/// # Errors
/// The bucket refuses it.
pub async fn upload(aws: &Aws, site: &Path, bucket: &str) -> Result<()> {
    let what = "The site cannot be uploaded";
    let target = format!("s3://{bucket}/");
    let assets = site.join("assets");
    let assets_target = format!("{target}assets/");
    if assets.is_dir() {
        let arguments = [
            "s3",
            "sync",
            "--only-show-errors",
            "--size-only",
            "--cache-control",
            "public, max-age=31536000, immutable",
        ];
        let places = [assets.as_os_str(), assets_target.as_ref()];
        aws.call(
            what,
            arguments.iter().map(|text| (*text).as_ref()).chain(places),
        )
        .await?;
    }
    let data: &[&str] = &[
        "--exclude",
        "assets/*",
        "--exclude",
        "assets.json",
        "--exclude",
        "sizes.json",
        "--exclude",
        "*.html",
    ];
    // A browser that stores a page also stores what was typed on it, and shows it again on Back.
    let pages: &[&str] = &["--exclude", "*", "--include", "*.html"];
    for (cache, which) in [("no-cache", data), ("no-store", pages)] {
        let arguments = [
            "s3",
            "sync",
            "--only-show-errors",
            "--delete",
            "--cache-control",
            cache,
        ];
        let places = [site.as_os_str(), target.as_ref()];
        let all = arguments.iter().chain(which);
        aws.call(what, all.map(|text| (*text).as_ref()).chain(places))
            .await?;
    }
    Ok(())
}

/// A hash of every file of the site, so that an unchanged site is not uploaded again.
///
/// # Errors
/// A file cannot be read.
pub fn fingerprint(site: &Path) -> Result<String> {
    let mut files = BTreeSet::new();
    collect(site, &mut files)?;
    let mut all = Vec::new();
    for file in files {
        all.extend_from_slice(file.to_string_lossy().as_bytes());
        all.extend_from_slice(hash(&std::fs::read(&file)?).as_bytes());
    }
    Ok(hash(&all))
}

fn collect(folder: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}
