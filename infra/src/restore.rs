//! `restore`: brings the tables of a deployed hub back to one second, into new tables, and lets the hub use these. People
//! who were erased since are erased again before anything acts on a case. The former tables stay unchanged.

mod since;

use crate::aws::{Aws, default_region, is_this_machine};
use crate::erase_again;
use crate::stack;
use crate::tools::{self, Python};
use crate::{paths, status};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use jiff::Timestamp;
use launcher::say::{self, Step, note};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The tables that hold one second together: the parameter that names each, and the end of its name. The register of erased
/// cases, the list of who opened which case and the diaries are never brought back, because what was added to them would be
/// lost. A diary opens with the words of its time.
const TABLES: [(&str, &str); 6] = [
    ("CasesTable", "cases"),
    ("PeopleTable", "people"),
    ("NotesTable", "notes"),
    ("SubmissionsTable", "submissions"),
    ("FiguresTable", "figures"),
    ("FeedsTable", "feeds"),
];
/// Those of them that have a separate key. AWS refuses the key that it manages as the key of a copy.
const SEPARATE_KEY: [&str; 3] = ["CasesTable", "PeopleTable", "NotesTable"];
/// The parameter that names the register of erased cases.
const REGISTER: &str = "ErasuresTable";
/// The tag that says which table a copy was made from.
const RESTORED_FROM: &str = "hub-restored-from";
/// The parameter of the stream of the cases.
const STREAM: &str = "CasesStreamArn";
/// Between two looks at a table that is being made.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);
/// How often AWS is asked to keep the past of a new table: for ten minutes.
const TRIES: u32 = 300;
/// From the switch until the former tables are read. A referral that arrived just before it is written to the former
/// ones, and `refer` runs for at most 15 seconds.
const LAST_REFERRALS: Duration = Duration::from_secs(30);

/// Which hub, and which second.
#[derive(Clone, Debug, Args)]
pub struct RestoreArgs {
    /// The deployed hub of this area, with the environment's credentials.
    #[arg(long)]
    area: String,
    /// The AWS region of the deployed hub.
    #[arg(long, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
    /// The second, such as `2026-11-29T02:00:00Z`.
    #[arg(long, value_name = "TIME")]
    to: Timestamp,
    /// Say what would be done, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// One table and its copy.
struct Copied {
    parameter: &'static str,
    from: String,
    to: String,
    /// Whether the copy exists, from an earlier run that did not end.
    begun: bool,
}

/// Restores the tables, and lets the hub use them. A run that failed can be repeated with the same second.
///
/// # Errors
/// A table cannot be restored to that second, or AWS refuses something. Until the tables are complete the hub has its
/// former ones, and is paused.
pub async fn restore(args: &RestoreArgs) -> Result<()> {
    let aws = Aws::of_environment(&args.region);
    tools::python(Python::Aws).await?;
    let area = &args.area;
    let name = format!("hub-{area}");
    let before = stack::parameters(&aws, &name).await?;
    ensure!(!before.is_empty(), "There is no hub of {area} here.");
    let register = before
        .get(REGISTER)
        .context("The hub does not say which table is the register of erased cases")?;
    let tables = planned(&aws, args, &before).await?;
    let switched = tables
        .iter()
        .all(|table| before.get(table.parameter) == Some(&table.to));
    if switched && before.get("Paused").map(String::as_str) != Some("yes") {
        note("The hub already uses these tables.");
        return Ok(());
    }
    for table in &tables {
        note(format!("{} -> {}", table.from, table.to));
    }
    if args.dry_run {
        say::line(
            "Nothing was changed. What was written after that second would be lost, except new cases.",
        );
        return Ok(());
    }

    let step = Step::begin("Pausing the hub; it still accepts referrals");
    stack::set_parameters(&aws, &name, &paused("yes")).await?;
    step.done();
    let step = Step::begin("Restoring the tables; this can take hours");
    for table in tables.iter().filter(|table| !table.begun) {
        begin(&aws, table, args.to).await?;
    }
    for table in &tables {
        complete(&aws, table).await?;
    }
    step.done();
    let step = Step::begin("Letting the hub use them");
    let mut parameters = self::tables(&aws, area, &mark(args.to)).await?;
    parameters.extend(paused("yes"));
    stack::set_parameters(&aws, &name, &parameters).await?;
    let wait = last_referrals(std::env::vars());
    tokio::time::sleep(wait).await;
    step.done();
    let step = Step::begin("Keeping the cases that were opened since");
    let sdk = aws.sdk().await?;
    let since = since::carry_over(&sdk, &pairs(&tables), register).await?;
    // Before the hub acts again: a run that is repeated after that finds nothing to do.
    let file = list(area, &since)?;
    step.done();
    erase_again::erase_all(&aws, area).await?;
    let step = Step::begin("Letting the hub act again");
    stack::set_parameters(&aws, &name, &paused("no")).await?;
    step.done();
    report(&since, file.as_deref());
    Ok(())
}

/// How long the last referrals may be on their way to the former tables. An emulator on this machine is soon done.
fn last_referrals(environment: impl Iterator<Item = (String, String)>) -> Duration {
    let mut endpoints = environment.filter(|(name, _)| name.starts_with("AWS_ENDPOINT_URL"));
    if endpoints.any(|(_, address)| is_this_machine(&address)) {
        BETWEEN_LOOKS
    } else {
        LAST_REFERRALS
    }
}

fn paused(value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("Paused".to_owned(), value.to_owned())])
}

/// Writes down which cases have lost changes. None have: no file.
fn list(area: &str, since: &since::Since) -> Result<Option<PathBuf>> {
    if since.changed.is_empty() {
        return Ok(None);
    }
    let file = paths::dot_hub()?.join(format!("{area}-changed-since.txt"));
    let list = since
        .changed
        .iter()
        .map(|reference| format!("{reference}\n"));
    status::write_private(&file, list.collect::<String>().as_bytes())?;
    Ok(Some(file))
}

/// Says what the restore could not keep.
fn report(since: &since::Since, file: Option<&Path>) {
    say::line(format!(
        "Restored. {} cases were opened since, and were kept.",
        since.opened.len()
    ));
    if let Some(file) = file {
        note(format!(
            "WARNING: {} cases had changed since, and those changes are gone: offers, answers, and also that somebody is no longer safe to contact. A coordinator has to look at each, and call: {}",
            since.changed.len(),
            file.display()
        ));
    }
}

/// The former and the new name of each table.
fn pairs(tables: &[Copied]) -> Vec<(String, String)> {
    tables
        .iter()
        .map(|table| (table.from.clone(), table.to.clone()))
        .collect()
}

/// The end of the names of the tables of that second.
fn mark(to: Timestamp) -> String {
    to.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn copy_name(area: &str, end: &str, mark: &str) -> String {
    format!("hub-{area}-{end}-at-{mark}")
}

/// The marks of earlier restores.
///
/// # Errors
/// The tables cannot be listed.
pub async fn marks(aws: &Aws, area: &str) -> Result<Vec<String>> {
    let listed = aws
        .call("The tables cannot be listed", ["dynamodb", "list-tables"])
        .await?;
    let listed: Value = serde_json::from_str(&listed)?;
    let names = listed["TableNames"].as_array().into_iter().flatten();
    let begin = copy_name(area, "cases", "");
    Ok(names
        .filter_map(|name| Some(name.as_str()?.strip_prefix(&begin)?.to_owned()))
        .collect())
}

/// The parameters that let a hub use the tables of that mark.
///
/// # Errors
/// There are none, or the cases have no stream.
pub async fn tables(aws: &Aws, area: &str, mark: &str) -> Result<BTreeMap<String, String>> {
    let mut parameters: BTreeMap<String, String> = TABLES
        .iter()
        .map(|(parameter, end)| ((*parameter).to_owned(), copy_name(area, end, mark)))
        .collect();
    let cases = described(aws, &copy_name(area, "cases", mark))
        .await?
        .with_context(|| format!("There are no tables of the mark {mark}"))?;
    let stream = cases["LatestStreamArn"].as_str();
    let stream = stream.context("The restored cases have no stream")?;
    parameters.insert(STREAM.to_owned(), stream.to_owned());
    Ok(parameters)
}

/// Which tables, and whether AWS can restore each of them to that second.
async fn planned(
    aws: &Aws,
    args: &RestoreArgs,
    before: &BTreeMap<String, String>,
) -> Result<Vec<Copied>> {
    let mark = mark(args.to);
    let mut tables = Vec::new();
    for (parameter, end) in TABLES {
        let used = before
            .get(parameter)
            .with_context(|| format!("The hub does not say which table is {parameter}"))?;
        let to = copy_name(&args.area, end, &mark);
        let copy = described(aws, &to).await?;
        let begun = copy.is_some();
        // A run that ended too early may have let the hub use the copies already.
        let from = match copy {
            Some(copy) if *used == to => source(aws, &copy).await?,
            _ => used.clone(),
        };
        tables.push(Copied {
            parameter,
            from,
            to,
            begun,
        });
    }
    // A run that is repeated has asked before.
    if !tables.iter().any(|table| table.begun) {
        for table in &tables {
            possible(aws, &table.from, args.to).await?;
        }
    }
    Ok(tables)
}

/// Refuses a second that AWS no longer has or does not have yet.
async fn possible(aws: &Aws, table: &str, to: Timestamp) -> Result<()> {
    let what = format!("It is unknown to when {table} can be restored");
    let describe = [
        "dynamodb",
        "describe-continuous-backups",
        "--table-name",
        table,
    ];
    let said: Value = serde_json::from_str(&aws.call(&what, describe).await?)?;
    let window = &said["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"];
    within(table, window, to)
}

fn within(table: &str, window: &Value, to: Timestamp) -> Result<()> {
    let at = |name: &str| {
        let text = window[name].as_str();
        text.and_then(|text| text.parse::<Timestamp>().ok())
    };
    let (Some(first), Some(last)) = (
        at("EarliestRestorableDateTime"),
        at("LatestRestorableDateTime"),
    ) else {
        bail!("The table {table} cannot be restored: it keeps no past.");
    };
    ensure!(
        first <= to && to <= last,
        "The table {table} can be restored to a second from {first} to {last}, not to {to}. Nothing was changed."
    );
    Ok(())
}

/// Begins to make the copy of a table, locked by the same key.
async fn begin(aws: &Aws, table: &Copied, to: Timestamp) -> Result<()> {
    let what = format!("The table {} cannot be restored", table.from);
    let source = described(aws, &table.from)
        .await?
        .with_context(|| format!("There is no table {}", table.from))?;
    let mut request = json!({
        "SourceTableName": table.from, "TargetTableName": table.to,
        "RestoreDateTime": to.as_second()
    });
    let key = source["SSEDescription"]["KMSMasterKeyArn"].as_str();
    if let Some(key) = key.filter(|_| SEPARATE_KEY.contains(&table.parameter)) {
        request["SSESpecificationOverride"] =
            json!({"Enabled": true, "SSEType": "KMS", "KMSMasterKeyId": key});
    }
    let request = request.to_string();
    let restore = [
        "dynamodb",
        "restore-table-to-point-in-time",
        "--cli-input-json",
        &request,
    ];
    aws.call(&what, restore).await.map(drop)
}

/// Waits until a copy is complete, and gives it what AWS does not copy: its past, its protection, when its items expire,
/// and for cases the stream.
async fn complete(aws: &Aws, table: &Copied) -> Result<()> {
    let name = table.to.as_str();
    let copy = loop {
        let copy = described(aws, name).await?;
        let copy = copy.with_context(|| format!("The table {name} is gone"))?;
        match copy["TableStatus"].as_str() {
            Some("ACTIVE") => break copy,
            Some("CREATING" | "UPDATING") => tokio::time::sleep(BETWEEN_LOOKS).await,
            state => bail!(
                "The table {name} is {}: it cannot be used.",
                state.unwrap_or("in no known state")
            ),
        }
    };
    let what = format!("The table {name} cannot be prepared");
    let tag = format!("Key={RESTORED_FROM},Value={}", table.from);
    let arn = copy["TableArn"].as_str().unwrap_or_default();
    let tagged = ["--resource-arn", arn, "--tags", &tag];
    aws.call(&what, [&["dynamodb", "tag-resource"][..], &tagged].concat())
        .await?;
    if copy["DeletionProtectionEnabled"] != true {
        let protect = ["--deletion-protection-enabled", "--table-name", name];
        aws.call(
            &what,
            [&["dynamodb", "update-table"][..], &protect].concat(),
        )
        .await?;
        active(aws, name).await?;
    }
    if table.parameter == "CasesTable" && copy["LatestStreamArn"].is_null() {
        let stream = [
            "--stream-specification",
            "StreamEnabled=true,StreamViewType=NEW_IMAGE",
            "--table-name",
            name,
        ];
        aws.call(&what, [&["dynamodb", "update-table"][..], &stream].concat())
            .await?;
        active(aws, name).await?;
    }
    keep_past(aws, &what, name).await?;
    let read = ["dynamodb", "describe-time-to-live", "--table-name", name];
    let expiry: Value = serde_json::from_str(&aws.call(&what, read).await?)?;
    let state = expiry["TimeToLiveDescription"]["TimeToLiveStatus"].as_str();
    // AWS refuses to turn on what is on.
    if !matches!(state, Some("ENABLED" | "ENABLING")) {
        let expire = [
            "dynamodb",
            "update-time-to-live",
            "--time-to-live-specification",
            "Enabled=true,AttributeName=ttl",
            "--table-name",
            name,
        ];
        aws.call(&what, expire).await?;
    }
    Ok(())
}

/// Lets AWS keep the past of a table. For some minutes after a table was made it cannot.
async fn keep_past(aws: &Aws, what: &str, name: &str) -> Result<()> {
    let past = [
        "dynamodb",
        "update-continuous-backups",
        "--point-in-time-recovery-specification",
        "PointInTimeRecoveryEnabled=true",
        "--table-name",
        name,
    ];
    for _ in 0..TRIES {
        match aws.call(what, past).await {
            Err(error) if error.to_string().contains("ContinuousBackupsUnavailable") => {
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
            done => return done.map(drop),
        }
    }
    aws.call(what, past).await.map(drop)
}

/// The table that a copy was made from, as the copy says.
async fn source(aws: &Aws, copy: &Value) -> Result<String> {
    let arn = copy["TableArn"].as_str().unwrap_or_default();
    let what = "It is unknown which table this is a copy of";
    let list = ["dynamodb", "list-tags-of-resource", "--resource-arn", arn];
    let said: Value = serde_json::from_str(&aws.call(what, list).await?)?;
    let mut tags = said["Tags"].as_array().into_iter().flatten();
    let tag = tags.find(|tag| tag["Key"] == RESTORED_FROM);
    let name = tag.and_then(|tag| tag["Value"].as_str());
    name.map(str::to_owned).context(what)
}

/// Waits until a change of a table is done.
async fn active(aws: &Aws, name: &str) -> Result<()> {
    loop {
        let table = described(aws, name).await?;
        if table.is_none_or(|table| table["TableStatus"] == "ACTIVE") {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// A table; none if there is none.
async fn described(aws: &Aws, name: &str) -> Result<Option<Value>> {
    let describe = ["dynamodb", "describe-table", "--table-name", name];
    match aws.call("A table cannot be described", describe).await {
        Ok(text) => {
            let mut said: Value = serde_json::from_str(&text)?;
            Ok(Some(said["Table"].take()))
        }
        Err(error) if error.to_string().contains("NotFound") => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_second_that_is_not_kept_is_refused() {
        let window = json!({
            "EarliestRestorableDateTime": "2026-11-01T00:00:00+00:00",
            "LatestRestorableDateTime": "2026-11-29T01:55:00.123000+00:00"
        });
        let fits = |to| within("hub-x-cases", &window, at(to));
        assert!(fits("2026-11-29T01:00:00Z").is_ok());
        for to in ["2026-10-31T23:59:59Z", "2026-11-29T02:00:00Z"] {
            assert!(fits(to).is_err_and(|said| said.to_string().contains("from")));
        }
        assert!(within("hub-x-cases", &json!({}), at("2026-11-29T01:00:00Z")).is_err());
    }

    #[test]
    fn all_tables_of_a_second_have_its_mark() {
        let mark = mark(at("2026-11-29T02:00:07.9Z"));
        assert_eq!(mark, "20261129T020007Z");
        for (parameter, end) in TABLES {
            let name = copy_name("thames-valley", end, &mark);
            assert_eq!(name, format!("hub-thames-valley-{end}-at-20261129T020007Z"));
            // The template knows the parameter, and the stack of what a hub keeps has the table.
            let template = include_str!("../template.yaml");
            assert!(template.contains(&format!("\n  {parameter}: {{Type: String")));
            let data = include_str!("../data.yaml");
            assert!(data.contains(&format!("TableName: !Sub 'hub-${{Area}}-{end}'")));
        }
    }

    #[test]
    fn a_copy_gets_the_separate_key_of_its_table() {
        let data = include_str!("../data.yaml");
        for (parameter, end) in TABLES {
            let own = data.contains(&format!("KMSMasterKeyId: !GetAtt {parameter}Key.Arn"));
            assert_eq!(own, SEPARATE_KEY.contains(&parameter), "{end}");
        }
    }

    #[test]
    fn the_last_referrals_to_the_former_tables_are_waited_for() {
        let of = |name: &str, value: &str| {
            last_referrals(std::iter::once((name.to_owned(), value.to_owned())))
        };
        assert_eq!(of("AWS_REGION", "eu-west-2"), LAST_REFERRALS);
        let elsewhere = "https://vpce-1.eu-west-2.vpce.amazonaws.com";
        assert_eq!(of("AWS_ENDPOINT_URL", elsewhere), LAST_REFERRALS);
        assert_eq!(of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), BETWEEN_LOOKS);
        // As long as `refer` may run, twice.
        let template = include_str!("../template.yaml");
        assert!(template.contains("\n    Timeout: 15\n"));
        assert_eq!(LAST_REFERRALS.as_secs(), 2 * 15);
    }

    #[test]
    fn what_was_erased_and_opened_is_never_forgotten_by_a_restore() {
        for never in ["ErasuresTable", "LooksTable", "AttemptsTable"] {
            assert!(!TABLES.iter().any(|(parameter, _)| *parameter == never));
        }
    }
}
