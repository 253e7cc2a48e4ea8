//! The hub command: everything that a developer, a tester and an operator do with the hub. The `launcher` compiles and
//! starts it.
//!
//! - [`up`] and [`status`]: the local stack. [`tools`], [`wasm`], [`package`], [`site`]: its parts. [`emulator`],
//!   [`aws`], [`stack`], [`area_stack`], [`directory`], [`users`], [`proxy`]: how it runs.
//! - [`token`], [`refer`], [`case`], [`poll`], [`wind_down`], [`reassess`]: the hub from a shell. [`coverage`]: the
//!   gaps in an area's profile.
//! - [`simulate`], [`export`]: years of played people, and the facts as a table.
//! - [`mod@test`], [`measure`], [`deploy`], [`preflight`], [`binary`], [`user`], [`sbom`], [`sign`], [`renew`], [`restore`], [`erase_again`], [`dead_letters`], [`postcodes`]: test, measure, deploy
//!   and update it.

mod accounts;
mod area_stack;
mod aws;
mod binary;
mod case;
mod coverage;
mod credentials;
mod dead_letters;
mod deploy;
mod directory;
mod emulator;
mod erase_again;
mod export;
mod failure;
mod feed;
mod http;
mod invoke;
mod local_api;
mod measure;
mod package;
mod paths;
mod poll;
mod postcodes;
mod preflight;
mod process;
mod profile;
mod provision;
mod proxy;
mod reassess;
mod refer;
mod renew;
mod restore;
mod run;
mod sbom;
mod sign;
mod signals;
mod simulate;
mod site;
mod stack;
mod status;
mod streams;
mod test;
mod token;
mod tools;
mod up;
mod user;
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
    /// The name of the local stack. Each has separate state and ports.
    #[arg(long, global = true, env = "HUB_INSTANCE", default_value = "local")]
    instance: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the whole hub on this machine: build it, start the local AWS, deploy to it, serve it. Ctrl-C stops it.
    Up(UpArgs),
    /// Stop what `up` started. Its state is kept.
    Down,
    /// Show what is running, its addresses and its demo users. The exit status is 3 if nothing is running.
    Status {
        /// Print JSON with every address, user, partner and queue.
        #[arg(long)]
        json: bool,
    },
    /// Print a bearer token for a demo user or for a partner that may submit referrals.
    Token {
        /// `coordinator`, `duty-manager`, `police-coordinator`, `police`, `witness-care`, `touchpoint`, `oversight`,
        /// `provider-CODE`, `volunteer-CODE`, or `source:KIND`.
        role: String,
    },
    /// Send referrals, one JSON object per line, and print one line for each answer.
    Refer {
        /// Each line is a referral, or an object with a `referral` field and an optional `expect.status`.
        file: PathBuf,
    },
    /// Drop a file of rows (CSV or JSON lines) as the police would, wait until it has been read, and print the report.
    Feed {
        /// The file. `events/feed/README.md` describes its format.
        file: PathBuf,
        /// The sender: one of the kinds that `status` lists.
        #[arg(long, default_value = "police")]
        sender: String,
        /// Print the report unchanged, with a line for every row.
        #[arg(long)]
        json: bool,
    },
    /// Show a case as a coordinator sees it.
    Case {
        /// The reference of the case.
        reference: String,
        /// Print the answer unchanged.
        #[arg(long)]
        json: bool,
    },
    /// Wait for offers on a provider's queue, with that provider's credentials, and print each as a line of JSON.
    Poll {
        /// The code of the provider.
        #[arg(long)]
        provider: String,
        /// Accept each offer as the provider.
        #[arg(long)]
        accept: bool,
        /// Stop after the first answer of the queue, even if it is empty.
        #[arg(long)]
        once: bool,
    },
    /// Move everyone whom a service supports to other services, because it ends. Nobody is left without a service.
    WindDown(wind_down::WindDownArgs),
    /// Check an area's profile, and list the needs that only the universal service meets.
    Coverage(coverage::CoverageArgs),
    /// Show which cases other rules would assess differently, and why. Changes nothing.
    Reassess(reassess::ReassessArgs),
    /// Play a population over years through the hub's own code, as often as published figures say, for figures, exports
    /// and forecasts.
    Simulate(simulate::SimulateArgs),
    /// Write the anonymous facts of a hub as CSV and Parquet, for the office's analysts.
    Export(export::ExportArgs),
    /// Run every check, or only the suites named. CI runs the same command.
    Test {
        /// `checks`, `unit`, `simulation`, `api`, `infrastructure`, `browser`, `areas`. All of them if none is named.
        #[arg(value_enum)]
        suites: Vec<test::Suite>,
    },
    /// Measure the hub's size, speed and calls to AWS on this machine.
    Measure {
        /// `decisions`, `page`, `served`, `cost`, `functions`. All of them if none is named.
        #[arg(value_enum)]
        parts: Vec<measure::Part>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// Record the decisions' instruction counts as the new limits.
        #[arg(long)]
        record: bool,
    },
    /// Make, close and list the accounts of staff.
    User(user::UserArgs),
    /// Give a secret of the hub a new version. Words, passes and cookies of older versions still open.
    Renew(renew::RenewArgs),
    /// Bring the hub's tables back to one second, without the people who were erased since.
    Restore(restore::RestoreArgs),
    /// After a restore of tables, erase everybody again who was erased before. It can be repeated.
    EraseAgain(erase_again::EraseAgainArgs),
    /// List what the hub could not handle, with the case, the cause and the age. Send it again once the cause is fixed.
    DeadLetters(dead_letters::DeadLettersArgs),
    /// Deploy the hub of one area to AWS, with the environment's credentials.
    Deploy(Box<deploy::DeployArgs>),
    /// Rebuild the table that maps postcodes to councils, from a list of `postcode,code` lines or a published directory
    /// of postcodes (ONSPD, NSPL).
    LoadPostcodes {
        /// The list. `infra/reference/README.md` says where to get it.
        file: PathBuf,
        /// When it was published, such as 2026-02-01. Coordinators see it where a postcode is unknown.
        #[arg(long)]
        of: jiff::civil::Date,
    },
}

/// How to run the local stack.
#[derive(Clone, Debug, Args)]
struct UpArgs {
    /// The area: a folder of `infra/areas`.
    #[arg(long, default_value = "thames-valley")]
    area: String,
    /// The port of the hub on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port of the local AWS on 127.0.0.1.
    #[arg(long, default_value_t = 4566)]
    endpoint_port: u16,
    /// Delete the saved state and start again.
    #[arg(long)]
    fresh: bool,
    /// Return when it is running, and leave it running.
    #[arg(long)]
    detach: bool,
    /// Set by `--detach` for the background process, which must outlive its terminal.
    #[arg(long, hide = true)]
    detached: bool,
    /// Build the browser's WebAssembly as for a deployment: small, but slow to build.
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
        Command::Simulate(args) => simulate::simulate(&instance, &args).await?,
        Command::Export(args) => export::export(&instance, &args).await?,
        Command::Test { suites } => test::test(&suites).await?,
        Command::Measure {
            parts,
            json,
            record,
        } => measure::measure(&parts, json, record).await?,
        Command::User(args) => user::user(&instance, &args).await?,
        Command::Renew(args) => renew::renew(&instance, &args).await?,
        Command::Restore(args) => restore::restore(&args).await?,
        Command::EraseAgain(args) => erase_again::erase_again(&instance, &args).await?,
        Command::DeadLetters(args) => dead_letters::dead_letters(&instance, &args).await?,
        Command::Deploy(args) => deploy::deploy(&args).await?,
        Command::LoadPostcodes { file, of } => postcodes::load(&file, of)?,
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
