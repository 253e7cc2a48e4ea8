//! `test`: every check, in the order that finds a fault most cheaply. CI runs the same command.

use crate::area_stack::{Access, render};
use crate::emulator::{self, Emulator};
use crate::paths::{self, Instance};
use crate::process::Process;
use crate::profile;
use crate::signals::{Hangup, Stop};
use crate::site::Modules;
use crate::status::{self, Status};
use crate::tools::{self, Python};
use crate::{run, up};
use anyhow::{Context, Result, anyhow};
use clap::ValueEnum;
use launcher::say::{self, Step};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// The instance for the suites.
const INSTANCE: &str = "test";
/// The area that most suites use.
const AREA: &str = "thames-valley";
/// The tests of the infrastructure: of a running hub, of the template, of a deployment, and of bad days.
const INFRASTRUCTURE: [&str; 4] = ["infrastructure", "template", "deployment", "rehearsals"];
/// The package that checks the repository itself.
const REPOSITORY: &str = "repository";

/// The suites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Suite {
    /// Format, the repository's documents and structure, lints, documentation, dependencies, templates.
    Checks,
    /// Unit and integration tests of every crate.
    Unit,
    /// The seeded simulation over the twins.
    Simulation,
    /// The HTTP API of a running hub.
    Api,
    /// What its parts may do, and what they do when something breaks.
    Infrastructure,
    /// Its pages, in a browser. After the suites that read queues: providers wait on the queues during this suite, and
    /// a wait that was abandoned still takes the next message.
    Browser,
    /// A separate hub for each other area, with the tests of its source document and its own referrals.
    Areas,
}

impl Suite {
    fn needs_a_hub(self) -> bool {
        matches!(
            self,
            Self::Api | Self::Browser | Self::Infrastructure | Self::Areas
        )
    }
}

/// Runs the suites named, or all of them. Stops at the first that fails.
///
/// # Errors
/// A step fails: the sentence names it.
pub async fn test(named: &[Suite]) -> Result<()> {
    let since = Instant::now();
    let mut suites = if named.is_empty() {
        Suite::value_variants().to_vec()
    } else {
        named.to_vec()
    };
    suites.sort();
    suites.dedup();
    let root = paths::root()?;
    for suite in suites.iter().copied().filter(|suite| !suite.needs_a_hub()) {
        match suite {
            Suite::Checks => checks(&root).await?,
            Suite::Unit => {
                let others = ["api", "simulation", REPOSITORY];
                let tests = Tests::new(&root, "The unit tests fail")
                    .args(["--workspace"])
                    .args(others.iter().flat_map(|package| ["--exclude", package]));
                step("unit", tests.run()).await?;
            }
            _ => {
                // The whole workspace, so that nothing is compiled again with other features.
                let chosen = ["--workspace", "--test", "whole_hub", "--test", "stories"];
                // The recount is SQL.
                tools::python(Python::DuckDb).await?;
                let duckdb = paths::dot_hub()?.join("tools/duckdb/bin/python");
                let tests = Tests::new(&root, "The simulation fails")
                    .args(chosen)
                    .args(["--test", "recount"])
                    .envs(vec![("HUB_DUCKDB", duckdb.into())]);
                // It prints its seeds.
                step("simulation", tests.with_output().run()).await?;
            }
        }
    }
    if suites.iter().any(|suite| suite.needs_a_hub()) {
        let mut stop = Stop::listen(Hangup::Stops)?;
        // The browser uses the deployed form of the modules. The other suites never run them.
        let modules = if suites.contains(&Suite::Browser) {
            Modules::Deployed
        } else {
            Modules::Laptop
        };
        let with_hub = async {
            if suites
                .iter()
                .any(|suite| suite.needs_a_hub() && *suite != Suite::Areas)
            {
                let others = async {
                    match suites.contains(&Suite::Api) {
                        true => other_aws(&root).await,
                        false => Ok(()),
                    }
                };
                let start = TestHub::start(INSTANCE, AREA, modules);
                let (hub, ()) = tokio::try_join!(start, others)?;
                with_hub(&root, &hub, &suites).await?;
            }
            if suites.contains(&Suite::Areas) {
                other_areas(&root, modules).await
            } else {
                Ok(())
            }
        };
        let result = tokio::select! {
            result = with_hub => result,
            () = stop.wait() => Err(anyhow!("The tests were stopped.")),
        };
        TestHub::end(INSTANCE).await?;
        result?;
    }
    say::line(format!(
        "\nAll is well ({:.0} s).",
        since.elapsed().as_secs_f64()
    ));
    Ok(())
}

async fn checks(root: &Path) -> Result<()> {
    step(
        "format",
        run::shown(
            run::cargo(root).args(["fmt", "--all", "--check"]),
            "Some code is not formatted: run `cargo fmt --all`",
        ),
    )
    .await?;
    // It depends on nothing, so it compiles in seconds.
    let repository = Tests::new(root, "The repository has a fault").args(["--package", REPOSITORY]);
    step("repository", repository.run()).await?;
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    let mut command = launcher::cargo::command(root);
    command.args(clippy);
    step(
        "clippy",
        cargo(
            command,
            "Checking every crate",
            "Clippy has found something",
        ),
    )
    .await?;
    let mut rustdoc = launcher::cargo::command(root);
    rustdoc
        .args(["doc", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "-D warnings");
    let rustdoc = cargo(
        rustdoc,
        "Documenting every crate",
        "The documentation has a fault",
    );
    step("rustdoc", rustdoc).await?;
    step("deny", deny(root)).await?;
    step("cfn-lint", cfn_lint(root)).await?;
    step("openapi", openapi(root)).await
}

/// The descriptions of the interfaces, as their snapshots have them: a unit test holds the two together.
async fn openapi(root: &Path) -> Result<()> {
    tools::python(Python::OpenApi).await?;
    let folder = root.join("functions/openapi/snapshots");
    let files = std::fs::read_dir(&folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut documents: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    documents.sort();
    let mut validator =
        Command::new(paths::dot_hub()?.join("tools/openapi/bin/openapi-spec-validator"));
    validator.args(["--schema", "3.1"]).args(documents);
    run::shown(
        &mut validator,
        "The description of an interface has a fault",
    )
    .await
}

/// Always checks licences, sources and bans; checks advisories if their database can be reached.
async fn deny(root: &Path) -> Result<()> {
    tools::python(Python::Deny).await?;
    let command = |checks: &[&str]| -> Result<Command> {
        let mut command = Command::new(paths::dot_hub()?.join("tools/deny/bin/cargo-deny"));
        command
            .current_dir(root)
            .args(["--log-level", "error", "check", "--hide-inclusion-graph"])
            .args(checks);
        Ok(command)
    };
    run::shown(
        &mut command(&["bans", "licenses", "sources"])?,
        "A dependency is not allowed",
    )
    .await?;
    match run::output(
        &mut command(&["advisories"])?,
        "A dependency has a known vulnerability",
    )
    .await
    {
        Err(error)
            if error
                .to_string()
                .contains("failed to fetch advisory database") =>
        {
            say::line("  skipped the advisories: their database cannot be reached from here");
            Ok(())
        }
        other => other.map(drop),
    }
}

/// Checks the main template, and every area's rendered template for a laptop and for AWS.
async fn cfn_lint(root: &Path) -> Result<()> {
    tools::python(Python::Lint).await?;
    let folder = paths::dot_hub()?.join("lint");
    std::fs::create_dir_all(&folder)?;
    let mut templates = vec![
        root.join("infra/template.yaml"),
        root.join("infra/data.yaml"),
        root.join("infra/web-acl.yaml"),
    ];
    for area in paths::areas()? {
        let loaded = profile::load(&area)?;
        for (name, access) in [("local", Access::User), ("aws", Access::Role)] {
            let path = folder.join(format!("{area}-{name}.json"));
            std::fs::write(
                &path,
                serde_json::to_vec_pretty(&render(&loaded.profile, access))?,
            )?;
            templates.push(path);
        }
    }
    let mut linter = Command::new(paths::dot_hub()?.join("tools/lint/bin/cfn-lint"));
    linter
        .args([
            "--regions",
            crate::aws::REGION,
            crate::preflight::EDGE_REGION,
            "--",
        ])
        .args(templates);
    run::shown(&mut linter, "A template has a fault").await
}

async fn with_hub(root: &Path, hub: &TestHub, suites: &[Suite]) -> Result<()> {
    for suite in suites {
        match suite {
            Suite::Api => {
                let mut tests = Tests::new(root, "The tests of the HTTP surface fail")
                    .args(["--workspace"])
                    .envs(hub.environment()?);
                let here = |target: &&String| {
                    !INFRASTRUCTURE.contains(&target.as_str())
                        && (!target.starts_with("area_") || **target == area_target(AREA))
                };
                for target in api_targets(root)?.iter().filter(here) {
                    tests = tests.args(["--test", target]);
                }
                step("api", tests.run()).await?;
            }
            Suite::Browser => step("browser", browser(root, hub)).await?,
            Suite::Infrastructure => {
                let rehearsal = Rehearsal::start(hub).await?;
                let mut tests = Tests::new(root, "The tests of the infrastructure fail")
                    .args(["--workspace"])
                    .envs(hub.environment()?)
                    .envs(vec![("HUB_AWS", rehearsal.endpoint.clone().into())]);
                for target in INFRASTRUCTURE {
                    tests = tests.args(["--test", target]);
                }
                step("infrastructure", tests.run()).await?;
            }
            Suite::Checks | Suite::Unit | Suite::Simulation | Suite::Areas => {}
        }
    }
    Ok(())
}

/// Installs what the adapters are compared with: see `tests/api/tests/contract.rs`.
async fn other_aws(root: &Path) -> Result<()> {
    tools::python(Python::Moto).await?;
    tools::npm(&root.join("tests/api/aws")).await
}

/// Starts a hub of every other area in turn. Runs the test of its source document, and the tests that every area shares
/// (`shared_…`).
async fn other_areas(root: &Path, modules: Modules) -> Result<()> {
    for area in paths::areas()?.iter().filter(|area| *area != AREA) {
        let hub = TestHub::start(INSTANCE, area, modules).await?;
        let failed = format!("The tests of {area} fail");
        let mut tests = Tests::new(root, &failed)
            .args(["--workspace"])
            .envs(hub.environment()?);
        // A new area needs no code. If its source document has a test, that runs too.
        let here =
            |target: &&String| target.starts_with("shared_") || **target == area_target(area);
        for target in api_targets(root)?.iter().filter(here) {
            tests = tests.args(["--test", target]);
        }
        step(area, tests.run()).await?;
    }
    Ok(())
}

/// The file of `tests/api/tests` for an area's source document.
fn area_target(area: &str) -> String {
    format!("area_{}", area.replace('-', "_"))
}

/// The files of `tests/api/tests`. Each is a test target.
fn api_targets(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("tests/api/tests");
    let files = std::fs::read_dir(&folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut targets: Vec<String> = files
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    targets.sort();
    Ok(targets)
}

async fn browser(root: &Path, hub: &TestHub) -> Result<()> {
    tools::debian(&[
        ("chromium", "chromium"),
        ("firefox-esr", "firefox-esr"),
        ("node", "nodejs"),
        ("npm", "npm"),
    ])
    .await?;
    let folder = root.join("tests/browser");
    tools::npm(&folder).await?;
    let mut providers = hub.accepting_providers()?;
    let mut node = Command::new("node");
    // Without a terminal the default is TAP, in which a failure is hard to find.
    node.args(["--test", "--test-reporter=spec"])
        .current_dir(&folder)
        .envs(hub.environment()?);
    let result = run::shown(&mut node, "The tests in the browser fail").await;
    // Without its provider nobody accepts, and a test that waits for that fails for a reason that it cannot name.
    for (provider, process) in &mut providers {
        if let Some(status) = process.try_wait()? {
            say::line(format!("The provider `{provider}` ended early: {status}"));
        }
    }
    drop(providers);
    result
}

/// The provider whose offers nothing accepts by itself while the browser's tests run.
const BY_HAND: &str = "refuge";

/// A separate new hub on free ports, so that a running one is not disturbed.
pub struct TestHub {
    instance: Instance,
    file: PathBuf,
    status: Status,
}

impl TestHub {
    /// Starts a new hub of that area under that instance's name, with that kind of modules in its pages.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start(name: &str, area: &str, modules: Modules) -> Result<Self> {
        say::line("\n== hub");
        let instance = Instance::named(name)?;
        // Stop one that an interrupted run has left.
        Self::end(name).await?;
        let [port, endpoint_port] = free_ports()?;
        let mut hub = Command::new(std::env::current_exe()?);
        hub.args([
            "--instance",
            &instance.name,
            "up",
            "--detach",
            "--fresh",
            "--area",
            area,
        ]);
        hub.args([
            "--port",
            &port.to_string(),
            "--endpoint-port",
            &endpoint_port.to_string(),
        ]);
        if modules == Modules::Deployed {
            hub.arg("--deployed-modules");
        }
        run::shown(&mut hub, "The hub for the tests does not start").await?;
        let ready = status::running(&instance).await?;
        let file = status_file(&instance);
        status::write_private(&file, &serde_json::to_vec_pretty(&ready.status)?)?;
        Ok(Self {
            instance,
            file,
            status: ready.status,
        })
    }

    /// How the suites find the hub, and this command, so that no suite compiles it again.
    ///
    /// # Errors
    /// The path of this command is unknown.
    pub fn environment(&self) -> Result<Vec<(&'static str, OsString)>> {
        Ok(vec![
            ("HUB_STATUS", self.file.clone().into()),
            ("HUB_SITE", self.status.site.clone().into()),
            ("HUB_MAILBOX", self.status.mailbox.clone().into()),
            ("HUB_INSTANCE", self.instance.name.clone().into()),
            ("HUB_COMMAND", std::env::current_exe()?.into()),
        ])
    }

    /// Starts the providers for the browser's tests: each polls its queue and accepts what it is offered. The tests of a
    /// provider's day answer the offers of [`BY_HAND`] themselves.
    fn accepting_providers(&self) -> Result<Vec<(String, Child)>> {
        let poll = |provider: &String| -> Result<(String, Child)> {
            let mut hub = Command::new(std::env::current_exe()?);
            hub.args([
                "--instance",
                &self.instance.name,
                "poll",
                "--accept",
                "--provider",
                provider,
            ]);
            hub.stdin(Stdio::null())
                .stdout(Stdio::null())
                .kill_on_drop(true);
            let process = hub.spawn().context("A provider cannot be started")?;
            Ok((provider.clone(), process))
        };
        let queues = self.status.queues.keys();
        queues
            .filter(|provider| *provider != BY_HAND)
            .map(poll)
            .collect()
    }

    /// Everything that is known of the running stack.
    ///
    /// # Errors
    /// It no longer runs.
    pub async fn ready(&self) -> Result<status::Ready> {
        status::running(&self.instance).await
    }

    /// The running stack, as the contract describes it.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Stops it.
    ///
    /// # Errors
    /// It does not stop.
    pub async fn stop(self) -> Result<()> {
        Self::end(&self.instance.name).await
    }

    /// Stops the hub of that name, if one is running or starting.
    async fn end(name: &str) -> Result<()> {
        let instance = Instance::named(name)?;
        let _ = std::fs::remove_file(status_file(&instance));
        up::stop(&instance).await;
        Ok(())
    }
}

/// An empty emulator that stands for AWS, separate from the hub's own. It stops when this is dropped.
struct Rehearsal {
    process: Process,
    endpoint: String,
    _emulator: Emulator,
}

impl Rehearsal {
    async fn start(hub: &TestHub) -> Result<Self> {
        let [port, _] = free_ports()?;
        let folder = hub.instance.folder().join("rehearsal");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let emulator = Emulator::start(&folder, port).await?;
        Ok(Self {
            process: emulator.process(),
            endpoint: emulator::endpoint(port),
            _emulator: emulator,
        })
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        // It has its own process group, so nothing else stops it. Nobody needs its state.
        tokio::spawn(self.process.end(Duration::ZERO));
    }
}

fn status_file(instance: &Instance) -> PathBuf {
    instance.folder().join("status.json")
}

/// Two free ports. Both are held until both are found, so that they differ.
fn free_ports() -> Result<[u16; 2]> {
    let listeners = [(); 2].map(|()| std::net::TcpListener::bind(("127.0.0.1", 0)));
    let [first, second] = listeners;
    Ok([first?.local_addr()?.port(), second?.local_addr()?.port()])
}

/// A call of `cargo test`: compiles first, with cargo's progress shown, and then runs.
struct Tests {
    root: PathBuf,
    failed: String,
    arguments: Vec<String>,
    environment: Vec<(&'static str, OsString)>,
    shows_output: bool,
}

impl Tests {
    fn new(root: &Path, failed: &str) -> Self {
        Self {
            root: root.to_owned(),
            failed: failed.to_owned(),
            arguments: Vec::new(),
            environment: Vec::new(),
            shows_output: false,
        }
    }

    fn args<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.arguments
            .extend(arguments.into_iter().map(str::to_owned));
        self
    }

    fn envs(mut self, environment: Vec<(&'static str, OsString)>) -> Self {
        self.environment.extend(environment);
        self
    }

    /// Shows what the tests print.
    fn with_output(mut self) -> Self {
        self.shows_output = true;
        self
    }

    async fn run(self) -> Result<()> {
        let mut compile = launcher::cargo::command(&self.root);
        compile.args(["test", "--no-run"]).args(&self.arguments);
        cargo(compile, "Compiling the tests", "The tests do not compile").await?;
        let mut test = run::cargo(&self.root);
        test.args(["test", "--quiet"])
            .args(&self.arguments)
            .envs(self.environment);
        if self.shows_output {
            test.args(["--", "--nocapture"]);
        }
        run::shown(&mut test, &self.failed).await
    }
}

/// Runs cargo with its progress shown.
async fn cargo(
    mut command: std::process::Command,
    what: &'static str,
    failed: &'static str,
) -> Result<()> {
    let work = move |children: &launcher::Children| {
        let step = Step::quiet(what);
        launcher::cargo::run(children, &mut command, &step, failed).map(drop)
    };
    tools::blocking(work).await
}

async fn step(name: &str, work: impl Future<Output = Result<()>>) -> Result<()> {
    say::line(format!("\n== {name}"));
    let since = Instant::now();
    let running = Step::quiet(name);
    work.await
        .with_context(|| format!("The step `{name}` has failed"))?;
    drop(running);
    say::line(format!(
        "== {name}: well ({:.1} s)",
        since.elapsed().as_secs_f64()
    ));
    Ok(())
}
