//! `simulate`: plays a population over years. The program that plays is built here and not with the hub, because it holds
//! every function and all of the tests' world.

use crate::aws::{Aws, LOCAL_KEY, REGION};
use crate::paths::{self, Instance};
use crate::stack::{self, output};
use crate::tools::{self, Python};
use crate::{export, package, run, status};
use anyhow::{Context, Result, ensure};
use clap::Args;
use domain::calendar::london_today;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use std::path::PathBuf;
use tokio::process::Command;

/// What to play.
#[derive(Clone, Debug, Args)]
pub struct SimulateArgs {
    /// The area: a folder of `infra/areas`.
    #[arg(long, default_value = "thames-valley")]
    area: String,
    /// How many years, up to `--until`.
    #[arg(long, default_value_t = 2)]
    years: i16,
    /// How many people, as a share of the published number of referrals.
    #[arg(long, default_value_t = 0.1)]
    scale: f64,
    /// The same seed gives the same population.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The day after the last one. The first day of this month by default.
    #[arg(long)]
    until: Option<Date>,
    /// Write the facts and their dictionary into this folder, as `export` does.
    #[arg(long)]
    export: Option<PathBuf>,
    /// Put facts, counters and releases into the running local hub of the same area, for its pages of figures.
    #[arg(long)]
    into_hub: bool,
}

/// Plays, and prints the progress and what happened.
///
/// # Errors
/// The plan cannot be played, the program cannot be built, or no local hub of the area runs.
pub async fn simulate(instance: &Instance, args: &SimulateArgs) -> Result<()> {
    ensure!(
        args.scale > 0.0 && args.scale <= 2.0,
        "The scale is more than 0 and at most 2: 1 is the published number of referrals."
    );
    ensure!((1..=10).contains(&args.years), "It can be 1 to 10 years.");
    let areas = paths::areas()?;
    ensure!(
        areas.contains(&args.area),
        "There is no area `{}`: it is one of {}.",
        args.area,
        areas.join(", ")
    );
    let until = args
        .until
        .unwrap_or_else(|| london_today(Timestamp::now()).first_of_month());
    let from = until
        .checked_sub(jiff::Span::new().years(args.years))
        .context("The years are too many")?;
    let asked = json!({
        "area": args.area, "from": from, "until": until, "scale": args.scale, "seed": args.seed,
        "export": args.export, "into_hub": args.into_hub,
    });
    let program = package::build_one("simulate", "Building the simulation").await?;
    let mut play = Command::new(program);
    play.arg(asked.to_string());
    if args.into_hub {
        let ready = status::running(instance).await?;
        ensure!(
            ready.status.area == args.area,
            "The hub that runs is of {}, not of {}.",
            ready.status.area,
            args.area
        );
        tools::python(Python::Aws).await?;
        let aws = Aws::local(&ready.status.endpoint);
        let outputs = stack::outputs(&aws, &format!("hub-{}", args.area)).await?;
        play.env("FIGURES_TABLE", output(&outputs, "FiguresTable")?)
            .env("AWS_ENDPOINT_URL", &ready.status.endpoint)
            .env("AWS_REGION", REGION)
            .env("AWS_ACCESS_KEY_ID", LOCAL_KEY)
            .env("AWS_SECRET_ACCESS_KEY", LOCAL_KEY);
    }
    run::shown(&mut play, "The play has stopped").await?;
    match &args.export {
        Some(folder) => export::to_parquet(folder).await,
        None => Ok(()),
    }
}
