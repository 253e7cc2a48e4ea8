//! `up` and `down`: start the local stack, and stop it.

use crate::aws::{Aws, REGION};
use crate::emulator::{self, Emulator};
use crate::failure::NotRunning;
use crate::local_api::LocalApi;
use crate::package::{self, Packages};
use crate::paths::Instance;
use crate::process::Process;
use crate::profile::{self, Loaded};
use crate::proxy::{self, Door};
use crate::signals::{Hangup, Stop};
use crate::status::{self, Ready, Running, Status};
use crate::tools::{self, Python};
use crate::{UpArgs, provision, run, site, wasm};
use anyhow::{Context, Result, bail, ensure};
use launcher::say::{self, Step};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

/// How long a stack may take to stop. It saves its state first.
const PATIENCE: Duration = Duration::from_secs(90);

/// Runs the stack until it receives a signal.
///
/// # Errors
/// Something that it needs is missing or fails: the sentence says how to fix it.
pub async fn up(instance: &Instance, args: &UpArgs) -> Result<()> {
    let hangup = if args.detached {
        Hangup::Outlived
    } else {
        Hangup::Stops
    };
    let mut stop = Stop::listen(hangup)?;
    refuse_a_second(instance)?;
    let loaded = profile::load(&args.area)?;
    ensure!(
        args.port != args.endpoint_port,
        "The hub and the local AWS need two different ports."
    );
    end_what_was_left(instance).await;
    let door = Door::on(args.port).await?;
    drop(proxy::take(args.endpoint_port, "--endpoint-port").await?);

    let folder = instance.area(&args.area);
    if args.fresh && folder.exists() {
        std::fs::remove_dir_all(&folder).context("The old state cannot be removed")?;
    }
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut running = Running {
        instance: instance.name.clone(),
        hub: own_process()?,
        emulator: None,
        ready: None,
    };
    running.write(instance)?;

    let mut emulator = None;
    let result = tokio::select! {
        result = bring_up(instance, args, &loaded, door, &mut running, &mut emulator) => result,
        () = stop.wait() => Ok(()),
    };
    if let Some(emulator) = emulator {
        let step = Step::begin("Stopping and saving the state");
        emulator.stop().await;
        step.done();
    }
    let _ = std::fs::remove_file(instance.running_file());
    result
}

/// Builds, starts and deploys. Then serves while the emulator runs.
async fn bring_up(
    instance: &Instance,
    args: &UpArgs,
    loaded: &Loaded,
    door: Door,
    running: &mut Running,
    slot: &mut Option<Emulator>,
) -> Result<()> {
    let folder = instance.area(&args.area);
    let (packages, site) = make(args).await?;

    let step = Step::begin("Starting the local AWS");
    let emulator = slot.insert(Emulator::start(&folder, args.endpoint_port).await?);
    running.emulator = Some(emulator.process());
    running.write(instance)?;
    step.done();

    let endpoint = emulator::endpoint(args.endpoint_port);
    let address = format!("http://127.0.0.1:{}", args.port);
    let aws = Aws::local(&endpoint);
    let place = provision::Place {
        aws: &aws,
        api: &LocalApi::at(&endpoint),
        endpoint: &endpoint,
        address: &address,
        ports: (args.port, args.endpoint_port),
        folder: &folder,
    };
    let provisioned = provision::provision(&place, loaded, &packages, &site).await?;
    let ready = Ready {
        status: Status {
            area: args.area.clone(),
            site: format!("{address}/"),
            api: address.clone(),
            mailbox: format!("{endpoint}/_ministack/ses/messages"),
            endpoint,
            region: REGION.to_owned(),
            users: provisioned.users,
            partners: provisioned.partners,
            queues: provisioned.queues,
            feeds: provisioned.feeds,
        },
        staff_client: provisioned.staff_client,
        directory_table: provisioned.directory_table,
        staff: format!("{address}/{}", site::STAFF),
    };
    running.ready = Some(ready.clone());
    running.write(instance)?;
    status::addresses(&ready);
    if !args.detached {
        say::note("Ctrl-C stops it and keeps its state");
    }
    tokio::select! {
        served = door.serve(&provisioned.distribution, args.endpoint_port) => served,
        ended = emulator.ended() => Err(ended),
    }
}

/// Tools, functions and site.
async fn make(args: &UpArgs) -> Result<(Packages, PathBuf)> {
    let frontend = crate::paths::root()?.join("frontend");
    // Downloads run while cargo compiles.
    let (emulator, aws, npm, strip, wasm, built) = tokio::join!(
        tools::python(Python::Emulator),
        tools::python(Python::Aws),
        tools::npm(&frontend),
        tools::debian(&[("strip", "binutils")]),
        wasm::cargo(args.wasm),
        package::build_for_laptop(),
    );
    emulator.and(aws).and(npm).and(strip)?;
    let (wasm, (binaries, builder)) = (wasm?, built?);
    let address = format!("http://127.0.0.1:{}", args.port);
    let wanted = site::Wanted {
        area: &args.area,
        address: Some(&address),
        modules: if args.deployed_modules {
            site::Modules::Deployed
        } else {
            site::Modules::Laptop
        },
        weighs: false,
    };
    let site = site::build(&builder, &wasm, &wanted).await?;
    let packages = package::pack(package::Profile::Dev, &binaries, &site).await?;
    Ok((packages, site))
}

/// Starts the stack in the background and waits until it is ready.
///
/// # Errors
/// It does not start: the sentence is the last line that it printed.
pub async fn detach(instance: &Instance, args: &UpArgs) -> Result<()> {
    refuse_a_second(instance)?;
    std::fs::create_dir_all(instance.folder())?;
    let log = instance.log();
    let out = std::fs::File::create(&log)
        .with_context(|| format!("{} cannot be written", log.display()))?;
    let mut command = tokio::process::Command::new(std::env::current_exe()?);
    command.args([
        "--instance",
        &instance.name,
        "up",
        "--detached",
        "--area",
        &args.area,
    ]);
    command.args([
        "--port",
        &args.port.to_string(),
        "--endpoint-port",
        &args.endpoint_port.to_string(),
    ]);
    if args.fresh {
        command.arg("--fresh");
    }
    if args.wasm == wasm::Choice::Debian {
        command.args(["--wasm", "debian"]);
    }
    if args.deployed_modules {
        command.arg("--deployed-modules");
    }
    command
        .stdin(Stdio::null())
        .stdout(out.try_clone()?)
        .stderr(out)
        .process_group(0);
    let mut child = command
        .spawn()
        .context("The hub cannot be started in the background")?;
    let process = child.id().and_then(Process::with_id);
    let mut shown = 0;
    let mut stop = Stop::listen(Hangup::Stops)?;
    loop {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(100)) => {}
            () = stop.wait() => if let Some(process) = process {
                process.end(PATIENCE).await;
            },
        }
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        let ended = child.try_wait()?;
        if let Some(status) = ended {
            ensure!(
                status.success(),
                "{}",
                run::last_lines(said.get(shown..).unwrap_or_default(), 6)
            );
            bail!("The hub was stopped before it was ready.");
        }
        let running = Running::read(instance).filter(|running| Some(running.hub) == process);
        if running.is_some_and(|running| running.ready.is_some()) {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            say::text(said.get(shown..).unwrap_or_default());
            say::note("it runs in the background: `cargo hub down` stops it");
            return Ok(());
        }
        // Print complete lines only. The last lines of an error are left for the error itself.
        let whole = said.rfind('\n').map_or(0, |end| end + 1);
        say::text(said.get(shown..whole).unwrap_or_default());
        shown = shown.max(whole);
    }
}

/// Stops the stack and waits until its state is saved.
///
/// # Errors
/// [`NotRunning`].
pub async fn down(instance: &Instance) -> Result<()> {
    if stop(instance).await {
        Ok(())
    } else {
        Err(NotRunning {
            instance: instance.name.clone(),
        }
        .into())
    }
}

/// Stops what the instance has running. Returns whether anything was running.
pub async fn stop(instance: &Instance) -> bool {
    let left = Running::left_behind(instance);
    let running = left.filter(|left| left.hub.runs() || left.emulator.is_some_and(Process::runs));
    let Some(left) = running else { return false };
    let step = Step::begin("Stopping and saving the state");
    left.hub.end(PATIENCE).await;
    end_what_was_left(instance).await;
    step.done();
    true
}

/// Stops an emulator whose `up` was killed, gently, so that it saves its state.
async fn end_what_was_left(instance: &Instance) {
    if let Some(left) = Running::left_behind(instance) {
        if let Some(emulator) = left.emulator {
            emulator.end(PATIENCE).await;
        }
        let _ = std::fs::remove_file(instance.running_file());
    }
}

fn refuse_a_second(instance: &Instance) -> Result<()> {
    let Some(running) = Running::read(instance) else {
        return Ok(());
    };
    match running.ready {
        Some(ready) => bail!(
            "The hub of {} is already running at {}: stop it with `cargo hub down` first.",
            ready.status.area,
            ready.status.site
        ),
        None => {
            bail!("The hub is already starting: wait for it, or stop it with `cargo hub down`.")
        }
    }
}

fn own_process() -> Result<Process> {
    Process::own().context(
        "This system has no /proc, so processes cannot be told apart: run the hub on Linux",
    )
}
