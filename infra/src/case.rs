//! Shows a case to an operator as a coordinator sees it.

use crate::http::Http;
use crate::status::Ready;
use crate::token;
use anyhow::{Result, bail};
use hyper::StatusCode;
use launcher::say;
use serde_json::Value;

/// Prints a case.
///
/// # Errors
/// There is no such case, or the hub does not let a coordinator read it.
pub async fn show(ready: &Ready, reference: &str, json: bool) -> Result<()> {
    let token = token::token(ready, "coordinator").await?;
    let reference = reference.trim();
    let plain = !reference.is_empty()
        && reference
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !plain {
        bail!("`{reference}` is not a reference: it has letters and digits only.");
    }
    let answer = Http::new()
        .get(
            &format!("{}/hub/cases/{reference}", ready.status.api),
            Some(&token),
        )
        .await?;
    match answer.status {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => bail!("There is no case {reference}."),
        status => bail!(
            "The hub answers {} for the case {reference}.",
            status.as_u16()
        ),
    }
    let case = answer.json();
    if json {
        say::line(serde_json::to_string_pretty(&case)?);
    } else {
        summary(reference, &case);
    }
    Ok(())
}

fn summary(reference: &str, case: &Value) {
    let assessment = &case["assessment"];
    say::line(format!("Case {reference}"));
    for (what, value) in [
        ("council", &case["local_authority"]),
        ("tier", &assessment["tier"]),
        ("risk", &assessment["risk"]),
        ("complexity", &assessment["complexity"]),
        ("categories", &assessment["categories"]),
        ("flags", &assessment["flags"]),
        ("national", &assessment["national"]),
        ("funding", &assessment["funding"]),
        ("stages", &assessment["stages"]),
        ("rules", &assessment["rules"]),
        ("owner", &case["owner"]),
        ("onward", &case["onward"]),
    ] {
        if !value.is_null() {
            say::note(format!("{what:<11} {}", plain(value)));
        }
    }
    for reason in assessment["reasons"].as_array().into_iter().flatten() {
        let text = |name: &str| reason[name].as_str().unwrap_or_default();
        say::note(format!(
            "because     {} ({}, {})",
            text("because"),
            text("rule"),
            text("authority")
        ));
    }
}

/// A value without JSON's quotation marks.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name} {}", plain(value)))
            .collect::<Vec<_>>()
            .join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_without_the_marks_of_json() {
        let owner = serde_json::json!({"due": "2026-11-23", "kind": "coordinators", "flags": ["a", "b"], "none": []});
        assert_eq!(
            plain(&owner),
            "due 2026-11-23 flags a, b kind coordinators none none"
        );
    }
}
