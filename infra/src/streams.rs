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

    /// What the template says about a resource.
    fn part(name: &str) -> String {
        let text = include_str!("../template.yaml");
        let (_, after) = text
            .split_once(&format!("\n  {name}:\n"))
            .expect("a resource");
        let part = after
            .lines()
            .take_while(|line| line.starts_with("    ") || line.is_empty());
        part.collect::<Vec<_>>().join("\n")
    }

    /// The events that start a function, by the type of their source.
    fn sources(function: &str, of: &str) -> Vec<String> {
        let part = part(function);
        let (_, events) = part.split_once("\n      Events:\n").expect("events");
        let mut all: Vec<String> = Vec::new();
        for line in events.lines() {
            if line.starts_with("        ") && !line.starts_with("         ") {
                all.push(String::new());
            }
            if let Some(last) = all.last_mut() {
                last.push_str(&format!("{line}\n"));
            }
        }
        all.retain(|source| source.contains(&format!("          Type: {of}\n")));
        all
    }

    fn number(part: &str, name: &str) -> u64 {
        let (_, rest) = part.split_once(&format!("{name}: ")).expect(name);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a number")
    }

    #[test]
    fn no_stream_drops_or_blocks_what_it_reads() {
        for function in ["ReactFn", "FiguresFn"] {
            let [stream] = &sources(function, "DynamoDB")[..] else {
                panic!("{function} reads one stream");
            };
            for word in [
                "BisectBatchOnFunctionError: true",
                "MaximumRetryAttempts: -1",
                "DestinationConfig: {OnFailure: {Destination: !GetAtt MissedEvents.Arn}}",
            ] {
                assert!(stream.contains(word), "{function}: {word}");
            }
            // The stream keeps a record for a day. What is given up can be read by its position for most of that.
            assert!(number(stream, "MaximumRecordAgeInSeconds") <= 6 * 3_600);
            // The emulator takes a partial failure for a success.
            assert!(!stream.contains("FunctionResponseTypes"), "{function}");
            let role = part(&format!("{function}Role"));
            assert!(
                role.contains("!GetAtt MissedEvents.Arn, ")
                    || role.contains(", !GetAtt MissedEvents.Arn]")
            );
        }
    }

    #[test]
    fn no_queue_gives_up_within_an_outage_of_half_a_day() {
        for queue in ["Updates", "SlowLane", "FeedQueue", "ReturnedMail"] {
            let part = part(queue);
            let seconds = number(&part, "VisibilityTimeout") * number(&part, "maxReceiveCount");
            assert!(seconds >= 12 * 3_600, "{queue}: {seconds} s");
            // The message is not deleted before that. All but a file, which the bucket deletes after a week, wait as long as
            // a queue may keep them.
            let kept = number(&part, "MessageRetentionPeriod");
            let least = if queue == "FeedQueue" {
                604_800
            } else {
                1_209_600
            };
            assert!(kept == least && kept > seconds, "{queue}");
        }
        for function in ["ReactFn", "NotifyFn", "FeedFn"] {
            for source in sources(function, "SQS") {
                assert!(
                    source.contains("FunctionResponseTypes: [ReportBatchItemFailures]"),
                    "{function}: {source}"
                );
            }
            let role = part(&format!("{function}Role"));
            assert!(role.contains("!GetAtt DeadLetters.Arn"), "{function}");
        }
    }

    #[test]
    fn no_message_is_delivered_again_while_its_reader_may_run() {
        for (function, queue, times) in [
            ("ReactFn", "SlowLane", 6),
            ("NotifyFn", "Updates", 6),
            ("NotifyFn", "ReturnedMail", 6),
            // A second reader of a file sees that it is one. Six times five minutes would be too long to wait for the next.
            ("FeedFn", "FeedQueue", 1),
        ] {
            let timeout = number(&part(function), " Timeout");
            let hidden = number(&part(queue), "VisibilityTimeout");
            assert!(hidden >= times * timeout, "{queue}: {hidden} s");
        }
        let lane = sources("ReactFn", "SQS").concat();
        assert_eq!(number(&lane, "BatchSize"), 5);
    }

    #[test]
    fn a_late_minute_is_given_up_and_a_late_day_is_not() {
        let clock = part("ClockFn");
        let all = sources("ClockFn", "ScheduleV2");
        let [minute, day] = &all[..] else {
            panic!("the clock has two schedules")
        };
        assert_eq!(number(minute, "MaximumEventAgeInSeconds"), 60);
        assert_eq!(number(day, "MaximumEventAgeInSeconds"), 3_600);
        // Both wait in the same queue for a place to run. The function leaves out a late minute itself.
        let (_, waits) = clock.split_once("EventInvokeConfig").expect("settings");
        assert_eq!(number(waits, "MaximumEventAgeInSeconds"), 3_600);
    }

    #[test]
    fn what_comes_in_bulk_has_few_workers() {
        for (function, queue) in [
            ("FeedFn", "FeedQueue"),
            ("ReactFn", "SlowLane"),
            ("NotifyFn", "Updates"),
            ("NotifyFn", "ReturnedMail"),
        ] {
            let own = format!("Queue: !GetAtt {queue}.Arn");
            let source = sources(function, "SQS")
                .into_iter()
                .find(|source| source.contains(&own));
            let source = source.expect("a reader of the queue");
            assert_eq!(number(&source, "MaximumConcurrency"), 2, "{queue}");
        }
        // As many processes share the rate of the mail account as there are workers.
        assert!(part("NotifyFn").contains("MAIL_READERS: '2'"));
    }
}
