//! Measures the decisions: assessing, matching, finding a council. Times them on this machine, and counts their
//! instructions under callgrind. The count does not depend on what else the machine does, so it shows when a decision
//! becomes slower.

use super::Figure;
use crate::{paths, run, tools};
use anyhow::{Context, Result};
use launcher::say::{self, Step};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use tokio::process::Command;

/// The recorded counts, from the repository's root.
const RECORD: &str = "functions/domain/benches/instructions.json";

/// Each decision: its name in the benchmark, a description, and its limit in microseconds.
const DECISIONS: [(&str, &str, f64); 4] = [
    ("assess", "assess a referral", 5.0),
    ("match", "match a person with 500 services", 50.0),
    (
        "match-most",
        "match a person whom most of 500 could take",
        50.0,
    ),
    ("postcode", "council of a postcode", 1.0),
];

/// How far a count may be from the recorded one, as a fraction of it.
const TOLERANCE: f64 = 0.02;

/// The instructions of each decision, and the compiler: another compiler gives other counts.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Recorded {
    /// `rustc --version`.
    compiler: String,
    /// Counts by the decision's name.
    instructions: BTreeMap<String, u64>,
}

/// Times every decision and counts its instructions. With `record`, stores the counts as the new limits.
///
/// # Errors
/// The benchmark cannot be built or run, or the record cannot be read or written.
pub async fn measure(record: bool) -> Result<Vec<Figure>> {
    tools::debian(&[("valgrind", "valgrind")]).await?;
    let step = Step::begin("Timing the decisions, and counting their instructions");
    let binary = benchmark().await?;
    let said = run::output(&mut Command::new(&binary), "The decisions cannot be timed").await?;
    let timed: Value =
        serde_json::from_str(said.trim()).context("The benchmark's figures cannot be read")?;
    let mut figures = Vec::new();
    for (name, what, at_most) in DECISIONS {
        let median = timed[name]["median_us"]
            .as_f64()
            .with_context(|| format!("{name} was not timed"))?;
        figures.push(Figure::new(
            format!("{what}, median"),
            median,
            "µs",
            at_most,
        ));
    }
    let table = timed["postcode_table_bytes"]
        .as_f64()
        .context("The table of postcodes was not weighed")?;
    figures.push(Figure::new(
        "table of postcodes in memory, all of the country",
        table / 1e6,
        "MB",
        8.0,
    ));

    let mut now = Recorded {
        compiler: compiler().await?,
        ..Recorded::default()
    };
    for (name, ..) in DECISIONS {
        let decisions = timed[name]["decisions"]
            .as_u64()
            .filter(|count| *count > 0)
            .with_context(|| format!("{name} was not timed"))?;
        // Both counts include what runs before the first decision, so the difference excludes it.
        let count = instructions(&binary, name, 3).await? - instructions(&binary, name, 1).await?;
        now.instructions
            .insert(name.to_owned(), count / 2 / decisions);
    }
    step.done();
    let path = paths::root()?.join(RECORD);
    if record {
        let text = serde_json::to_string_pretty(&now)? + "\n";
        std::fs::write(&path, text).with_context(|| format!("{RECORD} cannot be written"))?;
    }
    let text = std::fs::read(&path).with_context(|| format!("{RECORD} cannot be read"))?;
    let recorded: Recorded =
        serde_json::from_slice(&text).with_context(|| format!("{RECORD} is no record"))?;
    if recorded.compiler != now.compiler {
        say::note(format!(
            "the record was made with {}, and this is {}",
            recorded.compiler, now.compiler
        ));
    }
    figures.extend(compared(&now, &recorded));
    Ok(figures)
}

/// The counts, each with the recorded one as its limit.
fn compared(now: &Recorded, recorded: &Recorded) -> Vec<Figure> {
    let figure = |(name, what, _): &(&str, &str, f64)| {
        let value = *now.instructions.get(*name)? as f64;
        let before = recorded.instructions.get(*name).map(|count| *count as f64);
        let change = before.map_or_else(
            || "never recorded".to_owned(),
            |before| {
                format!(
                    "recorded {before}, {:+.1} %",
                    (value / before - 1.0) * 100.0
                )
            },
        );
        let what = format!("{what}: instructions ({change})");
        Some(Figure {
            what,
            value,
            unit: "",
            at_most: before.map(|before| (before * (1.0 + TOLERANCE)).round()),
        })
    };
    DECISIONS.iter().filter_map(figure).collect()
}

/// Builds the benchmark in the release profile, and returns its path.
async fn benchmark() -> Result<PathBuf> {
    let mut cargo = run::cargo(&paths::root()?);
    cargo.args([
        "bench",
        "--quiet",
        "--no-run",
        "--package",
        "domain",
        "--bench",
        "speed",
    ]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let said = run::output(&mut cargo, "The benchmark of the decisions cannot be built").await?;
    let program = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let ours = message["target"]["name"] == "speed";
        message["executable"]
            .as_str()
            .filter(|_| ours)
            .map(PathBuf::from)
    };
    said.lines()
        .rev()
        .find_map(program)
        .context("Cargo built no program for the benchmark")
}

/// The instructions for that many repetitions, including the start of the program.
async fn instructions(binary: &PathBuf, name: &str, times: usize) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--log-fd=1",
    ]);
    valgrind.arg(binary).args(["run", name, &times.to_string()]);
    let said = run::output(&mut valgrind, "The instructions cannot be counted").await?;
    collected(&said).context("callgrind has counted nothing")
}

/// The count in callgrind's output: `==1== Collected : 41440671`.
fn collected(said: &str) -> Option<u64> {
    said.lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

async fn compiler() -> Result<String> {
    let mut rustc = Command::new("rustc");
    rustc.arg("--version").current_dir(paths::root()?);
    Ok(
        run::output(&mut rustc, "The compiler does not print its version")
            .await?
            .trim()
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(assess: u64) -> Recorded {
        Recorded {
            compiler: "rustc".into(),
            instructions: BTreeMap::from([("assess".into(), assess)]),
        }
    }

    #[test]
    fn the_count_is_found_in_what_callgrind_says() {
        assert_eq!(
            collected("==7== Events    : Ir\n==7== Collected : 41440671\n==7==\n"),
            Some(41_440_671)
        );
        assert_eq!(collected("valgrind: no such file"), None);
    }

    #[test]
    fn a_decision_that_takes_more_instructions_than_recorded_is_over() {
        let row = |now, before| compared(&counted(now), &counted(before))[0].row();
        assert!(row(18_800, 18_760).ends_with("ok") && row(18_800, 18_760).contains("+0.2 %"));
        assert!(row(20_000, 18_760).ends_with("OVER"));
        assert!(row(9_000, 18_760).contains("-52.0 %"));
        let never = compared(&counted(1), &Recorded::default());
        assert!(never[0].at_most.is_none() && never[0].what.contains("never recorded"));
    }

    #[test]
    fn what_is_recorded_is_recorded_for_every_decision() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(RECORD);
        let recorded: Recorded =
            serde_json::from_slice(&std::fs::read(path).expect("a record")).expect("a record");
        assert!(recorded.compiler.starts_with("rustc "));
        let names: Vec<&str> = DECISIONS.iter().map(|(name, ..)| *name).collect();
        assert!(
            names
                .iter()
                .all(|name| recorded.instructions.contains_key(*name)),
            "{recorded:?}"
        );
        assert_eq!(recorded.instructions.len(), names.len());
    }
}
