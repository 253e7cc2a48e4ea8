//! `export`: the anonymous facts as a table for the office's analysts, with its dictionary.
//!
//! No function may read all facts, so an operator exports them, with credentials that open the table. Months that have
//! not been published for good are left out: two exports of a running month would differ by what happened to single
//! people in between.

use crate::aws::default_region;
use crate::paths::{self, Instance};
use crate::stack::{self, output};
use crate::tools::{self, Python};
use crate::{run, status};
use anyhow::{Context, Result, ensure};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use clap::Args;
use domain::calendar::london_today;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use launcher::say;
use measures::{Fact, export};
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::{KeptFacts, ReadDirectory};
use platform::{document, schema};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// The facts as CSV.
const TABLE: &str = "facts.csv";

/// Where the facts are, and where they go.
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// A new folder. Only its owner can read it.
    #[arg(long)]
    to: PathBuf,
    /// The deployed hub of this area, with the environment's credentials. The local hub by default.
    #[arg(long)]
    area: Option<String>,
    /// The AWS region of the deployed hub.
    #[arg(long, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
}

/// Writes `facts.csv`, `facts.parquet` and `dictionary.csv`.
///
/// # Errors
/// The folder exists, or the table cannot be read.
pub async fn export(instance: &Instance, args: &ExportArgs) -> Result<()> {
    ensure!(
        !args.to.exists(),
        "{} exists: name a new folder.",
        args.to.display()
    );
    let (aws, area) = status::hub(instance, args.area.as_deref(), &args.region).await?;
    let outputs = stack::outputs(&aws, &format!("hub-{area}")).await?;
    let sdk = aws.sdk().await?;
    let directory = Settings::from([("DIRECTORY_TABLE", output(&outputs, "DirectoryTable")?)]);
    let profile = Hub::new(directory, &sdk)
        .profile()
        .await
        .context("The hub's profile cannot be read")?;
    let facts = all_facts(&Client::new(&sdk), output(&outputs, "FiguresTable")?).await?;
    let through = last_closed_month(london_today(Timestamp::now()));
    let table = export::csv(facts.iter(), &through, &profile);
    let dictionary = export::dictionary(&profile);
    write(
        &args.to,
        &[(TABLE, &table), ("dictionary.csv", &dictionary)],
    )?;
    to_parquet(&args.to).await?;
    say::line(format!(
        "{} facts of the months up to {through} are in {}. They may describe somebody whom a reader knows: keep them \
         with the office's analysts, and publish none.",
        table.lines().count() - 1,
        args.to.display()
    ));
    Ok(())
}

/// Every fact of a hub, page by page.
async fn all_facts(client: &Client, table: &str) -> Result<Vec<Fact>> {
    let (mut facts, mut from) = (Vec::new(), None);
    loop {
        let page = client
            .scan()
            .table_name(table)
            .filter_expression("begins_with(pk, :facts)")
            .expression_attribute_values(":facts", AttributeValue::S(schema::facts_pk("")))
            .set_exclusive_start_key(from)
            .send()
            .await
            .map_err(aws_sdk_dynamodb::Error::from)
            .context("The facts cannot be read")?;
        for mut item in page.items.unwrap_or_default() {
            let kept = item
                .remove(schema::FACTS)
                .context("A case in the table has no facts")?;
            let kept: KeptFacts =
                document::read(kept).context("The facts of a case cannot be read")?;
            facts.extend(kept.facts);
        }
        from = page.last_evaluated_key;
        if from.is_none() {
            return Ok(facts);
        }
    }
}

/// The last month whose quarter is published for good: a quarter closes a month after it ends.
fn last_closed_month(today: Date) -> String {
    let closed = today.first_of_month().saturating_sub(Span::new().months(1));
    let into_quarter = (closed.month() - 1) % 3 + 1;
    closed
        .saturating_sub(Span::new().months(into_quarter))
        .strftime("%Y-%m")
        .to_string()
}

/// Writes files into a new folder. Only their owner can read them.
fn write(folder: &Path, files: &[(&str, &str)]) -> Result<()> {
    let cannot = || format!("{} cannot be written", folder.display());
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(cannot)?;
    for (name, text) in files {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(folder.join(name))
            .with_context(cannot)?;
        file.write_all(text.as_bytes()).with_context(cannot)?;
    }
    Ok(())
}

/// Writes the table of a folder as Parquet too. DuckDB does it, which the recount needs anyway: a writer in Rust
/// would be compiled with every hub.
///
/// # Errors
/// DuckDB cannot be installed, or cannot read the table.
pub async fn to_parquet(folder: &Path) -> Result<()> {
    const WRITE: &str = "import duckdb, os, sys
os.umask(0o077)
os.chdir(sys.argv[1])
duckdb.sql(\"COPY (SELECT * FROM read_csv('facts.csv', header=true, all_varchar=true)) TO 'facts.parquet' (FORMAT parquet)\")";
    tools::python(Python::DuckDb).await?;
    let mut python = Command::new(paths::dot_hub()?.join("tools/duckdb/bin/python"));
    python.args(["-c", WRITE]).arg(folder);
    run::output(&mut python, "The facts cannot be written as Parquet")
        .await
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quarters_that_are_published_for_good_are_exported() {
        let through = |day: &str| last_closed_month(day.parse().expect("a day"));
        // The third quarter closes when October is over.
        assert_eq!(through("2026-10-31"), "2026-06");
        assert_eq!(through("2026-11-01"), "2026-09");
        assert_eq!(through("2027-01-31"), "2026-09");
        assert_eq!(through("2027-02-01"), "2026-12");
    }

    #[test]
    fn only_the_owner_can_read_what_was_exported() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("hub-export-{}", std::process::id()));
        write(&folder, &[(TABLE, "measure\n")]).expect("written");
        let mode = |path: &Path| {
            let metadata = std::fs::metadata(path).expect("it is there");
            metadata.permissions().mode() & 0o777
        };
        let modes = (mode(&folder), mode(&folder.join(TABLE)));
        std::fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(modes, (0o700, 0o600));
    }
}
