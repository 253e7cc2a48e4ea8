//! What runs: written by `up`, read by every other command.

use crate::failure::NotRunning;
use crate::http::Http;
use crate::paths::Instance;
use crate::process::Process;
use anyhow::{Context, Result};
use launcher::say;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The local stack as the contract tells it to partners, providers and checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Whose hub.
    pub area: String,
    /// The public site, as a browser opens it.
    pub site: String,
    /// What answers `/referrals`, `/hub/…` and the rest.
    pub api: String,
    /// A list of the mail that was sent.
    pub mailbox: String,
    /// The local AWS.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// Demo users by role.
    pub users: BTreeMap<String, User>,
    /// Partners by the kind of sender that their token stands for; a second one of the same kind by its code.
    pub partners: BTreeMap<String, PartnerClient>,
    /// Providers' queues by code, each with that provider's own credentials.
    pub queues: BTreeMap<String, Queue>,
    /// Where partners drop files, by the kind of sender, each with that partner's own credentials.
    pub feeds: BTreeMap<String, Feed>,
}

/// Where a partner drops files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// The bucket.
    pub bucket: String,
    /// What the key of a dropped file begins with.
    pub folder: String,
    /// What the key of its report begins with, before the file's name and `.jsonl`.
    pub reports: String,
    /// Opens these folders only.
    pub access_key_id: String,
    /// Opens these folders only.
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
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Where it gets a token.
    pub token_url: String,
    /// What it asks for.
    pub scope: String,
}

/// A provider's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Its address.
    pub url: String,
    /// Opens this queue only.
    pub access_key_id: String,
    /// Opens this queue only.
    pub secret_access_key: String,
}

/// What `up` writes down for the other commands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Running {
    /// The instance.
    pub instance: String,
    /// The process of `up`.
    pub hub: Process,
    /// The emulator's process, once it has started.
    pub emulator: Option<Process>,
    /// Everything else, once it is ready.
    pub ready: Option<Ready>,
}

/// A stack that is ready.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ready {
    /// What the contract promises.
    pub status: Status,
    /// The client that staff log in with.
    pub staff_client: String,
    /// The table of profile, clients and providers.
    pub directory_table: String,
    /// Where staff log in.
    pub staff: String,
}

impl Running {
    /// What the instance has written down, where its process still runs.
    pub fn read(instance: &Instance) -> Option<Self> {
        Self::left_behind(instance).filter(|running| running.hub.runs())
    }

    /// What the instance has written down, whether or not its process still runs.
    pub fn left_behind(instance: &Instance) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(instance.running_file()).ok()?).ok()
    }

    /// Writes it down, for this user only.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, instance: &Instance) -> Result<()> {
        write_private(&instance.running_file(), &serde_json::to_vec_pretty(self)?)
    }
}

/// Writes a file that only its owner may read, all at once.
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

/// The stack that runs.
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

/// Prints what runs.
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

/// Prints every address, and how to go on.
pub fn addresses(ready: &Ready) {
    let status = &ready.status;
    say::line(format!("The hub of {} runs:", status.area));
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
