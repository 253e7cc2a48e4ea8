//! Restores stream mappings after a restart.
//!
//! The emulator saves a mapping with its state, but the mapping then reads nothing. This module replaces it with the
//! same mapping. AWS does not need this. Records from before the restart are lost, and the clock does what they would
//! have caused.

use crate::local_api::LocalApi;
use anyhow::{Context, Result};
use hyper::Method;
use serde_json::{Map, Value, json};

/// The settings of a mapping, without its state.
const SETTINGS: [&str; 11] = [
    "EventSourceArn",
    "FunctionArn",
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "ParallelizationFactor",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "DestinationConfig",
    "FilterCriteria",
    "FunctionResponseTypes",
];

/// Replaces the mappings of every stream.
///
/// # Errors
/// The local AWS refuses.
pub async fn renew(api: &LocalApi) -> Result<()> {
    let listed = api.event_sources(Method::GET, "", None).await?;
    let mappings = listed["EventSourceMappings"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    for mapping in mappings.iter().filter(|mapping| is_stream(mapping)) {
        let id = mapping["UUID"].as_str().context("A mapping has no id")?;
        api.event_sources(Method::DELETE, id, None).await?;
        api.event_sources(Method::POST, "", Some(alike(mapping)))
            .await?;
    }
    Ok(())
}

fn is_stream(mapping: &Value) -> bool {
    mapping["EventSourceArn"]
        .as_str()
        .is_some_and(|arn| arn.contains(":dynamodb:"))
}

/// The request for an identical mapping.
fn alike(mapping: &Value) -> Value {
    let mut request: Map<String, Value> = SETTINGS
        .iter()
        .filter(|name| !mapping[**name].is_null())
        .map(|name| ((*name).to_owned(), mapping[*name].clone()))
        .collect();
    if let Some(function) = request.remove("FunctionArn") {
        request.insert("FunctionName".to_owned(), function);
    }
    request.insert("StartingPosition".to_owned(), json!("TRIM_HORIZON"));
    Value::Object(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewed_mapping_is_like_the_old_one() {
        let old = json!({
            "UUID": "u", "EventSourceArn": "arn:aws:dynamodb:…:table/cases/stream/1", "FunctionArn": "arn:aws:lambda:…:react",
            "BatchSize": 10, "State": "Enabled", "FilterCriteria": {"Filters": [{"Pattern": "{}"}]}, "DestinationConfig": null
        });
        assert!(is_stream(&old));
        assert_eq!(
            alike(&old),
            json!({
                "EventSourceArn": "arn:aws:dynamodb:…:table/cases/stream/1", "FunctionName": "arn:aws:lambda:…:react",
                "BatchSize": 10, "FilterCriteria": {"Filters": [{"Pattern": "{}"}]}, "StartingPosition": "TRIM_HORIZON"
            })
        );
    }
}
