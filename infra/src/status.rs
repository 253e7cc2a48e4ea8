//! What is running: written by `up`, read by every other command.

use crate::aws::Aws;
use crate::failure::NotRunning;
use crate::http::Http;
use crate::paths::Instance;
use crate::process::Process;
use crate::tools::{self, Python};
use anyhow::{Context, Result};
use launcher::say;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The local stack, in the form that the contract gives to partners, providers and checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The area.
    pub area: String,
    /// The public site, as a browser opens it.
    pub site: String,
    /// The base of `/referrals`, `/hub/…` and the rest.
    pub api: String,
    /// The list of sent mail.
    pub mailbox: String,
    /// The local AWS.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// Demo users by role.
    pub users: BTreeMap<String, User>,
    /// Partners by kind of sender. A second one of the same kind is listed by its code.
    pub partners: BTreeMap<String, PartnerClient>,
    /// Providers' queues by code, each with that provider's credentials.
    pub queues: BTreeMap<String, Queue>,
    /// Where partners drop files, by kind of sender, each with that partner's credentials.
    pub feeds: BTreeMap<String, Feed>,
}

/// Where a partner drops files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    pub bucket: String,
    /// The prefix of a dropped file's key.
    pub folder: String,
    /// The prefix of its report's key, before the file's name and `.jsonl`.
    pub reports: String,
    /// The key opens only these folders.
    pub access_key_id: String,
    /// The secret of that key.
    pub secret_access_key: String,
}

/// A demo user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// For the login page.
    pub username: String,
    /// For the login page.
    pub password: String,
}

/// A partner's client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerClient {
    pub client_id: String,
    pub client_secret: String,
    /// The address that issues its tokens.
    pub token_url: String,
    /// The scope that it asks for.
    pub scope: String,
}

/// A provider's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub url: String,
    /// The key opens only this queue.
    pub access_key_id: String,
    /// The secret of that key.
    pub secret_access_key: String,
}

/// What `up` writes for the other commands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Running {
    /// The name of the instance.
    pub instance: String,
    /// The process of `up`.
    pub hub: Process,
    /// The emulator's process, when it has started.
    pub emulator: Option<Process>,
    /// Everything else, when it is ready.
    pub ready: Option<Ready>,
}

/// A stack that is ready.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ready {
    /// What the contract promises.
    pub status: Status,
    /// The id of the client that staff log in with.
    pub staff_client: String,
    /// The table of profile, clients and providers.
    pub directory_table: String,
    /// The address where staff log in.
    pub staff: String,
}

impl Running {
    /// What the instance has written, if its process is still running.
    pub fn read(instance: &Instance) -> Option<Self> {
        Self::left_behind(instance).filter(|running| running.hub.runs())
    }

    /// What the instance has written, even if its process has ended.
    pub fn left_behind(instance: &Instance) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(instance.running_file()).ok()?).ok()
    }

    /// Writes the file. Only this user can read it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, instance: &Instance) -> Result<()> {
        write_private(&instance.running_file(), &serde_json::to_vec_pretty(self)?)
    }
}

/// Writes a file atomically. Only its owner can read it.
///
/// # Errors
/// The file cannot be written.
pub fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let draft = path.with_extension("draft");
    let failed = || format!("{} cannot be written", path.display());
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .with_context(failed)?;
    file.write_all(content).with_context(failed)?;
    std::fs::rename(&draft, path).with_context(failed)
}

/// The AWS and the area of a hub: the deployed one of `area`, or the local one. Installs what calls AWS.
///
/// # Errors
/// No local hub runs, or the AWS command cannot be installed.
pub async fn hub(instance: &Instance, area: Option<&str>, region: &str) -> Result<(Aws, String)> {
    let found = match area {
        Some(area) => (Aws::of_environment(region), area.to_owned()),
        None => {
            let ready = running(instance).await?;
            (Aws::local(&ready.status.endpoint), ready.status.area)
        }
    };
    tools::python(Python::Aws).await?;
    Ok(found)
}

/// The running stack.
///
/// # Errors
/// [`NotRunning`].
pub async fn running(instance: &Instance) -> Result<Ready> {
    let ready = Running::read(instance).and_then(|running| running.ready);
    let ready = ready.ok_or_else(|| NotRunning {
        instance: instance.name.clone(),
    })?;
    let health = Http::new()
        .get(
            &format!("{}/_ministack/health", ready.status.endpoint),
            None,
        )
        .await;
    health.map_err(|_| NotRunning {
        instance: instance.name.clone(),
    })?;
    Ok(ready)
}

/// Prints what is running.
///
/// # Errors
/// [`NotRunning`].
pub async fn print(instance: &Instance, json: bool) -> Result<()> {
    let ready = running(instance).await?;
    if json {
        say::line(serde_json::to_string_pretty(&ready.status)?);
    } else {
        addresses(&ready);
    }
    Ok(())
}

/// Prints every address, and what to do next.
pub fn addresses(ready: &Ready) {
    let status = &ready.status;
    say::line(format!("The hub of {} is running:", status.area));
    for (what, address) in [
        ("site", &status.site),
        ("staff", &ready.staff),
        ("API", &status.api),
        ("mailbox", &status.mailbox),
        ("local AWS", &status.endpoint),
    ] {
        say::note(format!("{what:<10} {address}"));
    }
    say::note(format!(
        "users      {}",
        status.users.keys().cloned().collect::<Vec<_>>().join(", ")
    ));
    say::note(format!(
        "partners   {}",
        status
            .partners
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    ));
    say::note(format!(
        "queues     {}",
        status.queues.keys().cloned().collect::<Vec<_>>().join(", ")
    ));
    say::note(format!(
        "files from {}",
        status.feeds.keys().cloned().collect::<Vec<_>>().join(", ")
    ));
    say::note(
        "passwords, secrets and keys: `cargo hub status --json`; a token: `cargo hub token coordinator`",
    );
}
