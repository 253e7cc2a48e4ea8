//! Builds and packs the functions for Lambda: a stripped binary named `bootstrap` and its files.

use crate::{paths, run, tools};
use anyhow::{Context, Result, bail};
use launcher::say::Step;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use tokio::process::Command;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A function. Its package, its binary and its parameter in the template have the same name.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    pub name: &'static str,
    /// The files of the built site that it contains.
    pub extra: &'static [&'static str],
}

/// A function that renders pages has to know the names of the site's files.
const ASSETS: &[&str] = &["assets.json"];

/// Every function.
pub const FUNCTIONS: [Function; 12] = [
    Function {
        name: "refer",
        extra: ASSETS,
    },
    Function {
        name: "mine",
        extra: ASSETS,
    },
    Function {
        name: "provide",
        extra: &[],
    },
    Function {
        name: "coordinate",
        extra: &[],
    },
    Function {
        name: "police",
        extra: &[],
    },
    Function {
        name: "react",
        extra: &[],
    },
    Function {
        name: "notify",
        extra: &[],
    },
    Function {
        name: "clock",
        extra: &[],
    },
    Function {
        name: "figures",
        extra: &[],
    },
    Function {
        name: "oversee",
        extra: &[],
    },
    Function {
        name: "directory",
        extra: ASSETS,
    },
    Function {
        name: "feed",
        extra: &[],
    },
];

/// What to build for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; packed without compression.
    Dev,
    /// Small and quick to start; compressed.
    Release,
}

/// The packed functions.
#[derive(Debug)]
pub struct Packages {
    /// The folder that holds them, each named by its key.
    pub folder: PathBuf,
    /// The template's parameter and the key of each package.
    pub keys: BTreeMap<String, String>,
}

/// What a package was made from.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Recipe {
    binary: (u64, u128),
    extra: Vec<String>,
    key: String,
}

/// The program that builds the site.
const SITE: &str = "site";

/// Builds every function for a laptop, and the site's builder, in one call of cargo. Returns name and binary of the
/// functions, and the builder.
///
/// # Errors
/// The build fails: cargo has printed why.
pub async fn build_for_laptop() -> Result<(BTreeMap<String, PathBuf>, PathBuf)> {
    let mut command = workspace()?;
    for function in FUNCTIONS {
        command.args(["--bin", function.name]);
    }
    command.args(["--bin", SITE]);
    let mut built = cargo(command, "Building the functions").await?;
    let site = built
        .remove(SITE)
        .context("The builder of the site has no binary")?;
    Ok((functions(built)?, site))
}

/// Builds every function for AWS. Returns name and binary.
///
/// # Errors
/// The build fails: cargo has printed why.
pub async fn build_for_aws() -> Result<BTreeMap<String, PathBuf>> {
    functions(cargo(release()?, "Building the functions for AWS").await?)
}

/// Builds one function for AWS, with the features of a deployment.
///
/// # Errors
/// The build fails: cargo has printed why.
pub async fn build_one_for_aws(name: &str) -> Result<PathBuf> {
    let mut command = release()?;
    command.args(["--bin", name]);
    let mut built = cargo(command, "Building the function for AWS").await?;
    built
        .remove(name)
        .with_context(|| format!("The function `{name}` has no binary"))
}

fn release() -> Result<std::process::Command> {
    let mut command = launcher::cargo::command(&paths::root()?);
    // Only the deployed packages, so that no feature for a test or a tool is compiled into a function.
    command.args(["build", "--release"]);
    for function in FUNCTIONS {
        command.args(["--package", function.name]);
    }
    Ok(command)
}

/// Builds the site's builder.
///
/// # Errors
/// The build fails: cargo has printed why.
pub async fn build_site_builder() -> Result<PathBuf> {
    build_one(SITE, "Building the builder of the site").await
}

/// Builds one program of the workspace.
///
/// # Errors
/// The build fails: cargo has printed why.
pub async fn build_one(name: &str, what: &'static str) -> Result<PathBuf> {
    let mut command = workspace()?;
    command.args(["--bin", name]);
    let mut built = cargo(command, what).await?;
    built
        .remove(name)
        .with_context(|| format!("The program `{name}` was not built"))
}

fn workspace() -> Result<std::process::Command> {
    let mut command = launcher::cargo::command(&paths::root()?);
    command.args(launcher::cargo::WORKSPACE);
    Ok(command)
}

/// Runs a build and returns its binaries.
async fn cargo(
    mut command: std::process::Command,
    what: &'static str,
) -> Result<BTreeMap<String, PathBuf>> {
    command.args(["--message-format", "json-render-diagnostics"]);
    let messages = tools::blocking(move |children| {
        let step = Step::begin(what);
        let failed = format!("{what} has failed: read the messages above");
        let messages = launcher::cargo::run(children, &mut command, &step, &failed)?;
        step.done();
        Ok(messages)
    });
    let messages = messages.await?;
    let built = launcher::cargo::executables(&messages);
    Ok(built
        .map(|(name, path)| (name.to_owned(), path.into()))
        .collect())
}

fn functions(built: BTreeMap<String, PathBuf>) -> Result<BTreeMap<String, PathBuf>> {
    for function in FUNCTIONS {
        if !built.contains_key(function.name) {
            bail!(
                "The function `{}` has no binary: it needs a src/main.rs",
                function.name
            );
        }
    }
    Ok(built)
}

/// Packs the functions that have changed since the last time.
///
/// # Errors
/// A file cannot be read or written, or a binary cannot be stripped.
pub async fn pack(
    profile: Profile,
    binaries: &BTreeMap<String, PathBuf>,
    site: &Path,
) -> Result<Packages> {
    let name = if profile == Profile::Release {
        "release"
    } else {
        "dev"
    };
    let folder = paths::dot_hub()?.join("packages").join(name);
    std::fs::create_dir_all(&folder)?;
    let recipes_file = folder.with_extension("json");
    let mut recipes: BTreeMap<String, Recipe> = std::fs::read(&recipes_file)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let step = Step::quiet("Packing the functions");
    for (at, function) in FUNCTIONS.into_iter().enumerate() {
        step.progress(format!("{} of {}", at + 1, FUNCTIONS.len()));
        let binary = binaries
            .get(function.name)
            .context("a function was not built")?;
        let extra = function
            .extra
            .iter()
            .map(|file| read(&site.join(file)))
            .collect::<Result<Vec<_>>>()?;
        let seen = std::fs::metadata(binary)?;
        let modified = seen
            .modified()?
            .duration_since(std::time::UNIX_EPOCH)?
            .as_nanos();
        let extra_hashes: Vec<String> = extra.iter().map(|content| hash(content)).collect();
        let known = recipes.get(function.name);
        let unchanged = known.is_some_and(|recipe| {
            recipe.binary == (seen.len(), modified)
                && recipe.extra == extra_hashes
                && folder.join(&recipe.key).is_file()
        });
        if unchanged {
            continue;
        }
        let files = function
            .extra
            .iter()
            .copied()
            .zip(extra.iter().map(Vec::as_slice));
        let key = pack_one(function.name, binary, files, &folder, profile).await?;
        if let Some(old) = known.filter(|recipe| recipe.key != key) {
            let _ = std::fs::remove_file(folder.join(&old.key));
        }
        recipes.insert(
            function.name.to_owned(),
            Recipe {
                binary: (seen.len(), modified),
                extra: extra_hashes,
                key,
            },
        );
    }
    std::fs::write(&recipes_file, serde_json::to_vec_pretty(&recipes)?)?;
    let keys = recipes
        .into_iter()
        .map(|(name, recipe)| (parameter(&name), recipe.key))
        .collect();
    Ok(Packages { folder, keys })
}

async fn pack_one<'a>(
    name: &str,
    binary: &Path,
    extra: impl Iterator<Item = (&'a str, &'a [u8])>,
    folder: &Path,
    profile: Profile,
) -> Result<String> {
    let stripped = folder.join(format!("{name}.stripped"));
    let what = format!("The function `{name}` cannot be stripped");
    run::output(
        Command::new("strip").arg("-o").arg(&stripped).arg(binary),
        &what,
    )
    .await?;
    let bootstrap = read(&stripped)?;
    std::fs::remove_file(&stripped)?;

    let method = match profile {
        Profile::Dev => CompressionMethod::Stored,
        Profile::Release => CompressionMethod::Deflated,
    };
    let mut digest = Sha256::new();
    let draft = folder.join(format!("{name}.draft"));
    let mut archive = zip::ZipWriter::new(File::create(&draft)?);
    let options = SimpleFileOptions::default().compression_method(method);
    for (file, content, mode) in std::iter::once(("bootstrap", bootstrap.as_slice(), 0o755))
        .chain(extra.map(|(file, content)| (file, content, 0o644)))
    {
        digest.update(file.as_bytes());
        digest.update(content);
        archive.start_file(file, options.unix_permissions(mode))?;
        archive.write_all(content)?;
    }
    archive.finish()?;
    let key = format!("{name}-{}.zip", &hex(&digest.finalize())[..16]);
    std::fs::rename(draft, folder.join(&key))?;
    Ok(key)
}

/// The template's parameter for a function's package: `ReferKey` for `refer`.
fn parameter(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    format!("{}{rest}Key", first.to_uppercase())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_functions_parameter_has_its_name() {
        assert_eq!(parameter("coordinate"), "CoordinateKey");
    }

    #[tokio::test]
    async fn a_packages_key_follows_from_its_content() {
        let folder = std::env::temp_dir().join(format!("hub-package-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let binary = std::env::current_exe().expect("a binary");
        let pack = async |content: &'static [u8]| {
            let extra = std::iter::once(("assets.json", content));
            pack_one("refer", &binary, extra, &folder, Profile::Dev)
                .await
                .expect("packed")
        };
        let (first, again, other) = (
            pack(b"{}").await,
            pack(b"{}").await,
            pack(b"{\"a\":1}").await,
        );
        assert_eq!(first, again);
        assert_ne!(first, other);
        let mut archive =
            zip::ZipArchive::new(File::open(folder.join(&first)).expect("a file")).expect("a zip");
        let mode = archive
            .by_name("bootstrap")
            .expect("the binary")
            .unix_mode();
        assert_eq!(mode.map(|mode| mode & 0o777), Some(0o755));
        assert!(archive.by_name("assets.json").is_ok());
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
