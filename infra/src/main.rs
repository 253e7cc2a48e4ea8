//! The hub command: what a developer, a tester and an operator do with the hub. The `launcher` compiles and starts it.
//!
//! - [`up`] and [`status`]: the local stack. [`tools`], [`wasm`], [`package`], [`site`]: what it is made of.
//!   [`emulator`], [`aws`], [`stack`], [`area_stack`], [`directory`], [`users`], [`proxy`]: how it comes to run.
//! - [`token`], [`refer`], [`case`], [`poll`], [`wind_down`], [`reassess`]: the hub used from a shell. [`coverage`]: what an area's
//!   profile lacks.
//! - [`mod@test`], [`measure`], [`deploy`], [`postcodes`]: keeping it right, and bringing it to AWS.

mod accounts;
mod area_stack;
mod aws;
mod case;
mod coverage;
mod credentials;
mod deploy;
mod directory;
mod emulator;
mod failure;
mod feed;
mod http;
mod local_api;
mod measure;
mod package;
mod paths;
mod poll;
mod postcodes;
mod process;
mod profile;
mod provision;
mod proxy;
mod reassess;
mod refer;
mod run;
mod signals;
mod site;
mod stack;
mod status;
mod streams;
mod test;
mod token;
mod tools;
mod up;
mod users;
mod wasm;
mod wind_down;

use clap::{Args, Parser, Subcommand};
use launcher::say;
use std::path::PathBuf;
use std::process::ExitCode;

/// The victims' hub: run it, try it, test it, deploy it.
#[derive(Debug, Parser)]
#[command(
    name = "cargo hub",
    bin_name = "cargo hub",
    disable_help_subcommand = true
)]
struct Cli {
    /// Which local stack: each has its own state and its own ports.
    #[arg(long, global = true, env = "HUB_INSTANCE", default_value = "local")]
    instance: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the whole hub on this machine: build it, start the local AWS, deploy to it, serve it. Ctrl-C stops it.
    Up(UpArgs),
    /// Stop what `up` started; what it knows is kept.
    Down,
    /// What runs, where, and with which demo users. Exit status 3 where nothing runs.
    Status {
        /// As JSON, with every address, user, partner and queue.
        #[arg(long)]
        json: bool,
    },
    /// Print a bearer token for a demo user or for a partner that may submit referrals.
    Token {
        /// `coordinator`, `duty-manager`, `police-coordinator`, `police`, `witness-care`, `touchpoint`, `oversight`,
        /// `provider-CODE`, `volunteer-CODE`, or `source:KIND`.
        role: String,
    },
    /// Send referrals, one JSON object a line, and print one line for each answer.
    Refer {
        /// Each line is a referral, or an object with a `referral` field and perhaps an `expect.status`.
        file: PathBuf,
    },
    /// Drop a file of rows, CSV or JSON lines, as the police would, wait until it is read, and print the report.
    Feed {
        /// The file; `events/feed/README.md` says how it is written.
        file: PathBuf,
        /// Whose file it is: a kind of sender that `status` lists.
        #[arg(long, default_value = "police")]
        sender: String,
        /// The report as it came, with a line for every row.
        #[arg(long)]
        json: bool,
    },
    /// Show a case as a coordinator sees it.
    Case {
        /// The case's reference.
        reference: String,
        /// The answer as it came.
        #[arg(long)]
        json: bool,
    },
    /// Wait for offers on a provider's own queue, with that provider's own credentials, and print each as a JSON line.
    Poll {
        /// The provider's code.
        #[arg(long)]
        provider: String,
        /// Accept each offer as the provider.
        #[arg(long)]
        accept: bool,
        /// Stop after the first answer of the queue, empty or not.
        #[arg(long)]
        once: bool,
    },
    /// Move everybody whom a service supports to others, because it comes to its end; nobody is left on the way.
    WindDown(wind_down::WindDownArgs),
    /// Check an area's profile, and say which needs have no service where but the universal one.
    Coverage(coverage::CoverageArgs),
    /// Show which cases other rules would assess otherwise, and why; nothing is changed.
    Reassess(reassess::ReassessArgs),
    /// Check everything, or only the suites named: the same command for a developer and for CI.
    Test {
        /// `checks`, `unit`, `simulation`, `api`, `infrastructure`, `browser`, `areas`; all of them if none is named.
        #[arg(value_enum)]
        suites: Vec<test::Suite>,
    },
    /// Measure what the hub costs and how fast it is, on this machine.
    Measure {
        /// `decisions`, `page`, `served`, `functions`; all where none is named.
        #[arg(value_enum)]
        parts: Vec<measure::Part>,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Write the decisions' instructions down as those to hold to.
        #[arg(long)]
        record: bool,
    },
    /// Bring the hub of one area to AWS, with the credentials of the environment.
    Deploy(deploy::DeployArgs),
    /// Make the table of which postcode lies in which council again, from a list of `postcode,code` lines or a published
    /// directory of postcodes (ONSPD, NSPL).
    LoadPostcodes {
        /// The list. `infra/reference/README.md` says where it comes from.
        file: PathBuf,
    },
}

/// How to run the local stack.
#[derive(Clone, Debug, Args)]
struct UpArgs {
    /// Whose hub: a folder of `infra/areas`.
    #[arg(long, default_value = "thames-valley")]
    area: String,
    /// Where the hub answers on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the local AWS answers on 127.0.0.1.
    #[arg(long, default_value_t = 4566)]
    endpoint_port: u16,
    /// Forget what the stack knew, and begin anew.
    #[arg(long)]
    fresh: bool,
    /// Return once it runs, and leave it running.
    #[arg(long)]
    detach: bool,
    /// Said by `--detach` to the process it leaves behind, which then outlives its terminal.
    #[arg(long, hide = true)]
    detached: bool,
    /// Build the browser's WebAssembly in its deployed form: small, but slow to build.
    #[arg(long, hide = true)]
    deployed_modules: bool,
    /// Which WebAssembly toolchain to use, for tests of the second way.
    #[arg(
        long,
        hide = true,
        env = "HUB_WASM",
        value_enum,
        default_value = "auto"
    )]
    wasm: wasm::Choice,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", failure::sentence(&error));
            ExitCode::from(failure::exit_status(&error))
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let instance = paths::Instance::named(&cli.instance)?;
    match cli.command {
        Command::Up(args) if args.detach => up::detach(&instance, &args).await?,
        Command::Up(args) => up::up(&instance, &args).await?,
        Command::Down => up::down(&instance).await?,
        Command::Status { json } => status::print(&instance, json).await?,
        Command::Token { role } => {
            say::line(token::token(&status::running(&instance).await?, &role).await?)
        }
        Command::Refer { file } => {
            return refer::refer(&status::running(&instance).await?, &file).await;
        }
        Command::Feed { file, sender, json } => {
            return feed::feed(&status::running(&instance).await?, &file, &sender, json).await;
        }
        Command::Case { reference, json } => {
            case::show(&status::running(&instance).await?, &reference, json).await?;
        }
        Command::Poll {
            provider,
            accept,
            once,
        } => {
            poll::poll(&status::running(&instance).await?, &provider, accept, once).await?;
        }
        Command::WindDown(args) => {
            wind_down::wind_down(&status::running(&instance).await?, &args).await?
        }
        Command::Coverage(args) => coverage::report(&args)?,
        Command::Reassess(args) => reassess::reassess(&instance, &args).await?,
        Command::Test { suites } => test::test(&suites).await?,
        Command::Measure {
            parts,
            json,
            record,
        } => measure::measure(&parts, json, record).await?,
        Command::Deploy(args) => deploy::deploy(&args).await?,
        Command::LoadPostcodes { file } => postcodes::load(&file)?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, ValueEnum};

    fn help(command: &str) -> String {
        let mut cli = Cli::command();
        let command = cli.find_subcommand_mut(command).expect("a command");
        command.render_long_help().to_string()
    }

    #[test]
    fn the_help_names_every_role() {
        let help = help("token");
        let profile = profile::load("kent").expect("a profile").profile;
        let roles = profile::roles(&profile);
        let fixed = roles
            .iter()
            .filter(|role| !role.starts_with("provider-") && !role.starts_with("volunteer-"));
        for role in fixed {
            assert!(help.contains(&format!("`{role}`")), "{role} is missing");
        }
    }

    #[test]
    fn the_help_names_every_suite() {
        let help = help("test");
        for suite in test::Suite::value_variants() {
            let name = suite.to_possible_value().expect("a name");
            let name = format!("`{}`", name.get_name());
            assert!(help.contains(&name), "{name} is missing");
        }
    }
}
