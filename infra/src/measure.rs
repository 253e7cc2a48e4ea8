//! `measure`: the hub's size, speed and calls to AWS on this machine. A benchmark, not a test.

mod calls;
mod cost;
mod decisions;
mod queue;
mod referral;
mod starts;

use crate::package;
use crate::site::Modules;
use crate::test::TestHub;
use crate::{paths, run, site, tools};
use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use launcher::say;
use serde::Serialize;
use serde_json::Value;
use std::io::Write;
use tokio::process::Command;

/// The area whose form is measured.
const AREA: &str = "thames-valley";

/// One figure and its limit.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    at_most: Option<f64>,
}

impl Figure {
    /// A row of the printed table.
    fn row(&self) -> String {
        let bound = self.at_most.map_or(String::new(), |most| {
            let verdict = if self.value <= most { "ok" } else { "OVER" };
            format!("≤ {most} {:<6} {verdict}", self.unit)
        });
        format!(
            "{:<62} {:>10.2} {:<6} {bound}",
            self.what, self.value, self.unit
        )
    }

    fn new(what: impl Into<String>, value: f64, unit: &'static str, at_most: f64) -> Self {
        Self {
            what: what.into(),
            value,
            unit,
            at_most: Some(at_most),
        }
    }
}

/// The parts that can be measured by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Part {
    /// Assessing, matching, finding a council: time, memory and instructions.
    Decisions,
    /// The size of the form.
    Page,
    /// The form in a browser, and the wait behind a daily file.
    Served,
    /// The AWS calls of one referral, and the monthly bill.
    Cost,
    /// The functions: the time and the bytes of a referral, and the time for a daily file.
    Functions,
    /// How soon each function starts, and the size of its program.
    Starts,
}

/// Measures the parts named, or all of them. Prints a table row by row, or JSON at the end. With `record`, stores the
/// instruction counts of the decisions as the new limits.
///
/// # Errors
/// Something cannot be built or started.
pub async fn measure(named: &[Part], json: bool, record: bool) -> Result<()> {
    let mut parts = if named.is_empty() {
        Part::value_variants().to_vec()
    } else {
        named.to_vec()
    };
    parts.sort();
    parts.dedup();
    ensure!(
        !record || parts.contains(&Part::Decisions),
        "Only the decisions are recorded: `cargo hub measure decisions --record`."
    );
    // Steps and other programs write to standard output. With JSON they go to standard error.
    let mut output = std::fs::File::from(rustix::io::dup(std::io::stdout())?);
    if json {
        rustix::stdio::dup2_stdout(std::io::stderr())?;
    }
    let mut figures = Vec::new();
    let mut keep = |some: Vec<Figure>| {
        for figure in some {
            say::line(figure.row());
            figures.push(figure);
        }
    };
    for part in parts {
        match part {
            Part::Decisions => keep(decisions::measure(record).await?),
            Part::Page => keep(page().await?),
            Part::Served => keep(served().await?),
            Part::Cost => keep(cost().await?),
            Part::Functions => {
                let refer = package::build_one_for_aws("refer").await?;
                keep(referral::measure(refer, AREA).await?);
                keep(vec![handler().await?]);
                keep(daily_file().await?);
            }
            Part::Starts => keep(starts::measure(&package::build_for_aws().await?).await?),
        }
    }
    if json {
        writeln!(output, "{}", serde_json::to_string_pretty(&figures)?)?;
    }
    Ok(())
}

/// The size of the form, compressed as the edge sends it. `tests/browser/weight.test.mjs` has the same limits.
async fn page() -> Result<Vec<Figure>> {
    let wanted = site::Wanted {
        area: AREA,
        address: None,
        modules: Modules::Deployed,
        weighs: true,
    };
    let folder = site::build_deployed(&wanted).await?;
    let sizes: Value = serde_json::from_slice(&std::fs::read(folder.join("sizes.json"))?)?;
    let form = &sizes["/get-support/index.html"];
    let kilobytes = |parts: &[&str]| {
        parts
            .iter()
            .filter_map(|part| form[*part].as_f64())
            .sum::<f64>()
            / 1_000.0
    };
    Ok(vec![
        Figure::new(
            "first render of the form (HTML, CSS; brotli)",
            kilobytes(&["html", "css"]),
            "kB",
            13.5,
        ),
        Figure::new(
            "interactive form, everything (brotli)",
            kilobytes(&["html", "css", "js", "wasm"]),
            "kB",
            78.0,
        ),
    ])
}

/// The AWS calls of one referral on a running hub, and what they cost.
async fn cost() -> Result<Vec<Figure>> {
    let hub = TestHub::start("measure", AREA, Modules::Laptop).await?;
    let result = calls::measure(&hub).await;
    hub.stop().await?;
    result
}

/// What needs a running hub: the form in a browser, and the wait behind a daily file.
async fn served() -> Result<Vec<Figure>> {
    let hub = TestHub::start("measure", AREA, Modules::Deployed).await?;
    let result = async {
        let mut figures = browser(&hub).await?;
        figures.extend(queue::measure(&hub).await?);
        anyhow::Ok(figures)
    }
    .await;
    hub.stop().await?;
    result
}

/// Layout shift, first paint and interactivity at 400 kbit/s, 400 ms, a quarter of the processor, 360×740.
async fn browser(hub: &TestHub) -> Result<Vec<Figure>> {
    tools::debian(&[("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm")]).await?;
    let folder = paths::root()?.join("tests/browser");
    tools::npm(&folder).await?;
    let mut node = Command::new("node");
    node.arg("measure.mjs")
        .current_dir(&folder)
        .envs(hub.environment()?);
    let said = run::output(&mut node, "The form cannot be measured in a browser").await?;
    let seen: Value =
        serde_json::from_str(said.trim()).context("The browser's figures cannot be read")?;
    let value = |name: &str| {
        seen[name]
            .as_f64()
            .with_context(|| format!("The browser has not measured {name}"))
    };
    Ok(vec![
        Figure::new("layout shift of the form", value("layout_shift")?, "", 0.1),
        Figure {
            what: "first paint, slow line and phone".into(),
            value: value("first_paint_ms")?,
            unit: "ms",
            at_most: None,
        },
        Figure {
            what: "interactive, slow line and phone".into(),
            value: value("interactive_ms")?,
            unit: "ms",
            at_most: None,
        },
    ])
}

/// The time of `refer` alone, with a stubbed store.
async fn handler() -> Result<Figure> {
    let step = say::Step::begin("Timing the handler of refer with a stubbed store");
    let seen = bench("simulation", "refer_handler").await?;
    step.done();
    let median = seen["median_us"]
        .as_f64()
        .context("The benchmark has no median")?;
    Ok(Figure::new(
        "handler of refer, store stubbed, median",
        median / 1_000.0,
        "ms",
        1.0,
    ))
}

/// The time and memory for the largest daily file, with a stubbed store.
async fn daily_file() -> Result<Vec<Figure>> {
    let step = say::Step::begin("Reading a daily file of 100,000 rows with a stubbed store");
    let seen = bench("feed", "whole_file").await?;
    step.done();
    let value = |name: &str| {
        seen[name]
            .as_f64()
            .with_context(|| format!("The benchmark has no {name}"))
    };
    Ok(vec![
        Figure::new(
            "daily file of 100,000 rows, store stubbed",
            value("seconds")?,
            "s",
            60.0,
        ),
        Figure::new(
            "peak memory while it is read, including its report",
            value("held_mb")?,
            "MB",
            64.0,
        ),
    ])
}

/// The JSON that a benchmark prints.
async fn bench(package: &str, name: &str) -> Result<Value> {
    let mut cargo = run::cargo(&paths::root()?);
    cargo.args(["bench", "--quiet", "--package", package, "--bench", name]);
    let said = run::output(&mut cargo, &format!("The benchmark {name} fails")).await?;
    let line = said
        .lines()
        .rfind(|line| line.starts_with('{'))
        .context("The benchmark printed nothing")?;
    Ok(serde_json::from_str(line)?)
}
