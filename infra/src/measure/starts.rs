//! Measures how long a function's release binary takes from its spawn until it asks for its first event.

use super::Figure;
use anyhow::{Context, Result, bail};
use launcher::say::Step;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

/// How often each binary is started. The median counts.
const ROUNDS: usize = 21;

/// The median for every binary.
///
/// # Errors
/// A binary does not ask for an event.
pub async fn measure(binaries: &BTreeMap<String, PathBuf>) -> Result<Vec<Figure>> {
    let step = Step::begin("Starting every function");
    let mut figures = Vec::new();
    for (name, binary) in binaries {
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            rounds.push(
                first_poll(binary)
                    .await
                    .with_context(|| format!("The function {name} does not start"))?,
            );
        }
        rounds.sort_unstable();
        let median = rounds[ROUNDS / 2].as_secs_f64() * 1_000.0;
        figures.push(Figure::new(
            format!("{name}: spawn to first poll, median"),
            median,
            "ms",
            20.0,
        ));
        let megabytes = std::fs::metadata(binary)?.len() as f64 / 1e6;
        figures.push(Figure {
            what: format!("{name}: binary"),
            value: megabytes,
            unit: "MB",
            at_most: None,
        });
    }
    step.done();
    Ok(figures)
}

/// The program as Lambda starts it, with that runtime API, without the settings of its tables and secrets.
///
/// # Errors
/// The folder for its files cannot be written.
pub(super) fn as_lambda(binary: &Path, runtime: &str) -> Result<Command> {
    let folder = std::env::temp_dir().join(format!("hub-measure-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let files = [
        "css",
        "staff_css",
        "icon",
        "start",
        "boot",
        "wasm_js",
        "wasm",
        "staff_js",
        "staff_wasm",
    ];
    let assets = files.map(|name| (name, "/assets/x"));
    std::fs::write(
        folder.join("assets.json"),
        serde_json::to_vec(&BTreeMap::from(assets))?,
    )?;
    let mut command = Command::new(binary);
    command
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", runtime)
        .env("AWS_LAMBDA_FUNCTION_NAME", "measured")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_REGION", crate::aws::REGION)
        .env("AWS_ACCESS_KEY_ID", "measured")
        .env("AWS_SECRET_ACCESS_KEY", "measured")
        .env("LAMBDA_TASK_ROOT", &folder)
        .env("STAGE", "aws")
        .env("HUB_URL", "https://hub.example.net")
        .env("EDGE_SECRETS", "not-a-secret".repeat(4))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Ok(command)
}

/// Starts the binary with a runtime API of ours, and stops it when it has asked for an event.
async fn first_poll(binary: &Path) -> Result<Duration> {
    let runtime = TcpListener::bind(("127.0.0.1", 0)).await?;
    let command = as_lambda(binary, &runtime.local_addr()?.to_string())?;
    let mut command = tokio::process::Command::from(command);
    command.kill_on_drop(true);
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let asked = async {
        let (mut stream, _) = runtime.accept().await?;
        let mut first = [0; 64];
        let count = stream.read(&mut first).await?;
        anyhow::Ok(first[..count].starts_with(b"GET /2018-06-01/runtime/invocation/next"))
    };
    let asked = tokio::time::timeout(Duration::from_secs(5), asked)
        .await
        .context("It asked for nothing")??;
    let taken = begun.elapsed();
    child.kill().await?;
    if !asked {
        bail!("It asked for something else");
    }
    Ok(taken)
}
