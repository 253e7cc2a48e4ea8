//! The local AWS: one process, on the loopback only, with its state in separate folders.

use crate::aws::{LOCAL_KEY, REGION};
use crate::http::Http;
use crate::process::Process;
use crate::{paths, run};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// How long it may take to answer, and to save its state when it stops.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the emulator's own program without Nagle's algorithm. That would hold back the second packet of each small
/// answer until the first is acknowledged, which costs 40 ms for each invocation.
const START: &str = "import socketserver
socketserver.StreamRequestHandler.disable_nagle_algorithm = True
from ministack import app
app.main()";

/// The running emulator.
#[derive(Debug)]
pub struct Emulator {
    child: Child,
    process: Process,
    log: PathBuf,
}

impl Emulator {
    /// Starts it with the state in `folder`, and waits until it answers.
    ///
    /// # Errors
    /// It does not answer: its log says why.
    pub async fn start(folder: &Path, port: u16) -> Result<Self> {
        let [state, files, scratch] = ["emulator", "s3", "tmp"].map(|name| folder.join(name));
        if scratch.exists() {
            std::fs::remove_dir_all(&scratch)?;
        }
        for path in [&state, &files, &scratch] {
            std::fs::create_dir_all(path)?;
        }
        let log = folder.join("emulator.log");
        let out = File::create(&log)?;
        let endpoint = endpoint(port);
        let mut command = Command::new(paths::dot_hub()?.join("tools/emulator/bin/python"));
        command
            .args(["-c", START])
            // Functions inherit this environment, so it holds only what is set here.
            .env_clear()
            .envs(
                ["PATH", "HOME", "LANG"]
                    .iter()
                    .filter_map(|name| Some((name, std::env::var_os(name)?))),
            )
            .env("GATEWAY_PORT", port.to_string())
            .env("BIND_HOST", "127.0.0.1")
            .env("AWS_ENDPOINT_URL", &endpoint)
            .env("MINISTACK_REGION", REGION)
            .env("AWS_DEFAULT_REGION", REGION)
            .env("AWS_ACCESS_KEY_ID", LOCAL_KEY)
            .env("AWS_SECRET_ACCESS_KEY", LOCAL_KEY)
            // Check signatures and policies, as AWS does.
            .env("AUTH", "true")
            .env("PERSIST_STATE", "1")
            .env("STATE_DIR", &state)
            .env("S3_PERSIST", "1")
            .env("S3_DATA_DIR", &files)
            .env("TMPDIR", &scratch)
            .env("SFTP_ENABLED", "0")
            .env("IOT_MTLS_ENABLED", "0")
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            // Ctrl-C is for `hub up`, which then stops the emulator gently. Unsaved state would be lost.
            .process_group(0);
        let child = command.spawn().context("The local AWS cannot be started")?;
        let process = child
            .id()
            .and_then(Process::with_id)
            .context("The local AWS stopped immediately")?;
        let mut emulator = Self {
            child,
            process,
            log,
        };
        emulator.wait_until_it_answers(&endpoint).await?;
        Ok(emulator)
    }

    pub fn process(&self) -> Process {
        self.process
    }

    /// Waits until it stops by itself, which it should not do.
    pub async fn ended(&mut self) -> anyhow::Error {
        let _ = self.child.wait().await;
        anyhow::anyhow!(
            "The local AWS has stopped: read the end of {}",
            self.log.display()
        )
    }

    /// Stops it, and waits until it has saved its state.
    pub async fn stop(mut self) {
        let ended = tokio::time::timeout(PATIENCE, self.child.wait());
        tokio::join!(self.process.end(PATIENCE), async { drop(ended.await) });
    }

    async fn wait_until_it_answers(&mut self, endpoint: &str) -> Result<()> {
        let http = Http::new();
        let since = Instant::now();
        loop {
            if let Ok(answer) = http
                .get(&format!("{endpoint}/_ministack/health"), None)
                .await
                && answer.status.is_success()
            {
                return Ok(());
            }
            if self.child.try_wait()?.is_some() || since.elapsed() > PATIENCE {
                let said = std::fs::read_to_string(&self.log).unwrap_or_default();
                bail!(
                    "The local AWS does not start: {}",
                    run::last_lines(&said, 4)
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// The address of the emulator on that port.
pub fn endpoint(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
