//! Sends referrals from a file, as their senders would.

use crate::http::{Answer, Http};
use crate::status::Ready;
use crate::token;
use anyhow::{Context, Result};
use launcher::say;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;

/// Sends each line of `file`, and prints one line for each answer.
///
/// # Errors
/// The file cannot be read, a line is not a referral, or the hub does not answer.
pub async fn refer(ready: &Ready, file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let http = Http::new();
    let url = format!("{}/referrals", ready.status.api);
    let mut tokens: HashMap<String, String> = HashMap::new();
    let mut unexpected = 0_u32;
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let line = Line::read(line)
            .with_context(|| format!("Line {} of {}", number + 1, file.display()))?;
        let token = match line.kind() {
            None | Some("self") => None,
            Some(kind) => {
                if !tokens.contains_key(kind) {
                    tokens.insert(
                        kind.to_owned(),
                        token::token(ready, &format!("source:{kind}")).await?,
                    );
                }
                tokens.get(kind).map(String::as_str)
            }
        };
        let answer = http
            .post(&url, token, "application/json", line.referral.to_string())
            .await?;
        say::line(line.describe(&answer));
        if !line.expects(&answer) {
            unexpected += 1;
        }
    }
    if unexpected > 0 {
        eprintln!("{unexpected} of the answers were not as expected.");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// A line of the file.
#[derive(Debug)]
struct Line {
    name: Option<String>,
    referral: Value,
    expected: Option<u64>,
}

impl Line {
    fn read(line: &str) -> Result<Self> {
        let mut value: Value = serde_json::from_str(line).context("is not JSON")?;
        anyhow::ensure!(value.is_object(), "is not a JSON object");
        let referral = if value["referral"].is_object() {
            value["referral"].take()
        } else {
            value.clone()
        };
        anyhow::ensure!(
            referral["source"].is_object(),
            "is not a referral (it has no `source`), and not an object with a `referral`"
        );
        Ok(Self {
            name: value["name"].as_str().map(str::to_owned),
            expected: value["expect"]["status"].as_u64(),
            referral,
        })
    }

    fn kind(&self) -> Option<&str> {
        self.referral["source"]["kind"].as_str()
    }

    /// Whether the answer is the expected one, or any success if none was named. A file can be sent twice: the second
    /// time the hub answers 200 instead of 201.
    fn expects(&self, answer: &Answer) -> bool {
        let status = u64::from(answer.status.as_u16());
        match self.expected {
            Some(201) => matches!(status, 200 | 201),
            Some(expected) => status == expected,
            None => answer.status.is_success(),
        }
    }

    /// Status, reference, and the line's name; for a refusal, the fields and their error codes. No personal data.
    fn describe(&self, answer: &Answer) -> String {
        let body = answer.json();
        let name = self
            .name
            .as_deref()
            .or(self.referral["id"].as_str())
            .unwrap_or("unnamed");
        let reference = body["reference"].as_str().unwrap_or("-");
        let errors: Vec<String> = body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| {
                format!(
                    "{} {}",
                    error["field"].as_str().unwrap_or_default(),
                    error["code"].as_str().unwrap_or_default()
                )
            })
            .collect();
        let mut text = format!("{} {reference} {name}", answer.status.as_u16());
        if !errors.is_empty() {
            text.push_str(&format!(": {}", errors.join(", ")));
        }
        if !self.expects(answer) {
            text.push_str(&self.expected.map_or_else(
                || " (unexpected)".to_owned(),
                |status| format!(" (expected {status})"),
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::StatusCode;
    use hyper::body::Bytes;

    fn answer(status: StatusCode, body: &'static str) -> Answer {
        Answer {
            status,
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    #[test]
    fn a_line_is_a_referral_or_holds_one() {
        let bare = Line::read(r#"{"id": "a", "source": {"kind": "self"}}"#).expect("a line");
        assert_eq!((bare.kind(), bare.expected), (Some("self"), None));
        let held = Line::read(
            r#"{"name": "n", "referral": {"source": {"kind": "police"}}, "expect": {"status": 201}}"#,
        );
        let held = held.expect("a line");
        assert_eq!((held.kind(), held.expected), (Some("police"), Some(201)));
        assert!(Line::read("[]").is_err() && Line::read("{}").is_err() && Line::read("x").is_err());
    }

    #[test]
    fn an_answer_is_one_plain_line() {
        let line = Line::read(
            r#"{"name": "n", "referral": {"source": {"kind": "self"}}, "expect": {"status": 201}}"#,
        );
        let line = line.expect("a line");
        let good = answer(StatusCode::CREATED, r#"{"reference": "ABCDEFGH"}"#);
        assert_eq!(line.describe(&good), "201 ABCDEFGH n");
        let bad = answer(
            StatusCode::UNPROCESSABLE_ENTITY,
            r#"{"errors": [{"field": "/consent", "code": "REQUIRED"}]}"#,
        );
        assert_eq!(
            line.describe(&bad),
            "422 - n: /consent REQUIRED (expected 201)"
        );
    }
}
