//! Drops a daily file as its sender would, and prints the report about it.

use crate::aws::REGION;
use crate::status::{Feed, Ready};
use anyhow::{Context, Result, ensure};
use aws_config::{BehaviorVersion, Region};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Credentials;
use aws_sdk_s3::primitives::ByteStream;
use launcher::say;
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long to wait for the report: the largest file takes minutes on a laptop.
const PATIENCE: Duration = Duration::from_secs(45 * 60);

/// Drops `file` with its sender's own credentials, waits until it has been read, and prints the report.
///
/// # Errors
/// The file cannot be read or dropped, the sender is unknown, or no report comes.
pub async fn feed(ready: &Ready, file: &Path, sender: &str, json: bool) -> Result<ExitCode> {
    let feeds = &ready.status.feeds;
    let known = || {
        feeds
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let feed = feeds
        .get(sender)
        .with_context(|| format!("No files come from `{sender}`: choose one of {}.", known()))?;
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .context("The file has no name that can be written")?;
    // A unique name, so that the report is the one about this drop.
    let name = format!(
        "{}-{name}",
        jiff::Timestamp::now().strftime("%Y%m%dT%H%M%S%3f")
    );
    let client = client(&ready.status.endpoint, feed).await;
    let body = ByteStream::from_path(file)
        .await
        .with_context(|| format!("{} cannot be read", file.display()))?;
    put(&client, feed, &name, body).await?;
    let report = report(&client, feed, &format!("{}{name}.jsonl", feed.reports)).await?;
    if json {
        say::text(&report);
    } else {
        for line in report.lines() {
            let line: Value = serde_json::from_str(line).context("The report cannot be read")?;
            if let Some(told) = describe(&line) {
                say::line(told);
            }
        }
    }
    let whole: Value =
        serde_json::from_str(report.lines().next().unwrap_or_default()).unwrap_or_default();
    Ok(if whole["outcome"] == "read" && whole["bad"] == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Drops a text as a file of that name, and does not wait for its report.
///
/// # Errors
/// The file cannot be dropped.
pub async fn drop_text(endpoint: &str, feed: &Feed, name: &str, text: String) -> Result<()> {
    let client = client(endpoint, feed).await;
    put(&client, feed, name, text.into_bytes().into()).await
}

async fn put(client: &Client, feed: &Feed, name: &str, body: ByteStream) -> Result<()> {
    client
        .put_object()
        .bucket(&feed.bucket)
        .key(format!("{}{name}", feed.folder))
        .body(body)
        .send()
        .await
        .map_err(aws_sdk_s3::Error::from)
        .context("The file cannot be dropped")?;
    Ok(())
}

async fn client(endpoint: &str, feed: &Feed) -> Client {
    let own = Credentials::new(
        &feed.access_key_id,
        &feed.secret_access_key,
        None,
        None,
        "sender",
    );
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(endpoint)
        .credentials_provider(own)
        .load()
        .await;
    Client::new(&config)
}

/// Waits for the report under `key`.
async fn report(client: &Client, feed: &Feed, key: &str) -> Result<String> {
    let since = Instant::now();
    loop {
        match client
            .get_object()
            .bucket(&feed.bucket)
            .key(key)
            .send()
            .await
        {
            Ok(answer) => {
                let bytes = answer
                    .body
                    .collect()
                    .await
                    .context("The report is incomplete")?;
                return String::from_utf8(bytes.to_vec()).context("The report cannot be read");
            }
            // A sender may not list, so a report that does not exist yet is "forbidden".
            Err(error) => {
                let status = error.raw_response().map(|answer| answer.status().as_u16());
                ensure!(
                    matches!(status, Some(403 | 404)),
                    "The report cannot be read: {}",
                    aws_sdk_s3::Error::from(error)
                );
            }
        }
        ensure!(
            since.elapsed() < PATIENCE,
            "No report has come: read the log of the function `feed`."
        );
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// A line of the report in words. Returns `None` for a row that was accepted.
fn describe(line: &Value) -> Option<String> {
    let number = |name: &str| line[name].as_u64().unwrap_or_default();
    if line["rows"].is_u64() {
        return Some(format!(
            "{} rows: {} new, {} already known, {} refused",
            number("rows"),
            number("new"),
            number("known"),
            number("bad")
        ));
    }
    let code = line["code"].as_str();
    if let Some(code) = code {
        let place = |name: &str| {
            line[name]
                .as_u64()
                .map(|at| format!(", {name} {at}"))
                .unwrap_or_default()
        };
        return Some(format!(
            "refused whole: {code}{}{}",
            place("line"),
            place("column")
        ));
    }
    let errors = line["errors"].as_array()?.iter().map(|error| {
        let text = |name: &str| error[name].as_str().unwrap_or_default();
        format!("{} {}", text("field"), text("code"))
            .trim()
            .to_owned()
    });
    let mut told = format!(
        "line {}: {}",
        number("line"),
        errors.collect::<Vec<_>>().join(", ")
    );
    if number("more_errors") > 0 {
        told.push_str(&format!(", and {} more", number("more_errors")));
    }
    Some(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_report_is_told_in_plain_words() {
        let check = |line: Value, words: Option<&str>| {
            assert_eq!(describe(&line).as_deref(), words, "{line}")
        };
        check(
            json!({"outcome": "read", "rows": 12, "new": 9, "known": 1, "bad": 2}),
            Some("12 rows: 9 new, 1 already known, 2 refused"),
        );
        check(
            json!({"outcome": "refused", "code": "UNKNOWN_COLUMN", "line": 1, "column": 7}),
            Some("refused whole: UNKNOWN_COLUMN, line 1, column 7"),
        );
        check(
            json!({"line": 2, "outcome": "new", "reference": "32222223"}),
            None,
        );
        let errors = json!([{"field": "/residence/postcode", "code": "NOT_A_POSTCODE"}, {"field": "", "code": "NOT_I_JSON"}]);
        check(
            json!({"line": 3, "outcome": "refused", "errors": errors, "more_errors": 2}),
            Some("line 3: /residence/postcode NOT_A_POSTCODE, NOT_I_JSON, and 2 more"),
        );
    }
}
