//! Whether each alarm can be raised: by a metric that somebody emits under that name and with those dimensions.

use super::{ALL, TEMPLATE, of, resources};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The metrics that AWS emits, with their dimensions and the statistic that means something, as AWS's documentation lists
/// them: the page "CloudWatch metrics" of each service's guide.
const EMITTED: &[(&str, &str, &[&str], &str)] = &[
    ("AWS/Lambda", "Errors", &["FunctionName"], "Sum"),
    ("AWS/Lambda", "Throttles", &["FunctionName"], "Sum"),
    ("AWS/Lambda", "Invocations", &["FunctionName"], "Sum"),
    ("AWS/Lambda", "IteratorAge", &["FunctionName"], "Maximum"),
    (
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        &["QueueName"],
        "Maximum",
    ),
    (
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
        &["QueueName"],
        "Maximum",
    ),
    ("AWS/DynamoDB", "ReadThrottleEvents", &["TableName"], "Sum"),
    ("AWS/DynamoDB", "WriteThrottleEvents", &["TableName"], "Sum"),
    (
        "AWS/DynamoDB",
        "ReadThrottleEvents",
        &["GlobalSecondaryIndexName", "TableName"],
        "Sum",
    ),
    (
        "AWS/DynamoDB",
        "WriteThrottleEvents",
        &["GlobalSecondaryIndexName", "TableName"],
        "Sum",
    ),
    // An HTTP API has this name; the one of a REST API is `5XXError`.
    ("AWS/ApiGateway", "5xx", &["ApiId"], "Sum"),
    ("AWS/SES", "Reputation.BounceRate", &[], "Maximum"),
    ("AWS/SES", "Reputation.ComplaintRate", &[], "Maximum"),
    (
        "AWS/Backup",
        "NumberOfBackupJobsFailed",
        &["BackupVaultName"],
        "Sum",
    ),
    (
        "AWS/Backup",
        "NumberOfBackupJobsCompleted",
        &["BackupVaultName"],
        "Sum",
    ),
    // With a scope of CLOUDFRONT there is no dimension `Region`.
    ("AWS/WAFV2", "BlockedRequests", &["Rule", "WebACL"], "Sum"),
    (
        "AWS/CloudFront",
        "5xxErrorRate",
        &["DistributionId", "Region"],
        "Average",
    ),
];

/// The alarms that are raised by silence. For all others no data is no trouble.
const BY_SILENCE: &[&str] = &["ClockStoppedAlarm", "NoCopiesAlarm"];

/// All alarms, those of the edge too.
fn alarms() -> Vec<(&'static str, &'static Value)> {
    let edge = ALL["web-acl.yaml"]["Resources"]
        .as_object()
        .expect("resources")
        .iter();
    let edge = edge.filter(|(_, one)| one["Type"] == "AWS::CloudWatch::Alarm");
    let edge = edge.map(|(name, one)| (name.as_str(), &one["Properties"]));
    let own = of(&["AWS::CloudWatch::Alarm"]).into_iter();
    own.map(|(name, one)| (name, &one["Properties"]))
        .chain(edge)
        .collect()
}

/// What the filters of the log count, by name.
fn counted() -> BTreeMap<&'static str, &'static Value> {
    let filters = of(&["AWS::Logs::MetricFilter"]);
    let counted = filters.into_iter().map(|(id, filter)| {
        let settings = &filter["Properties"];
        assert_eq!(settings["LogGroupName"], json!({"Ref": "LogGroup"}), "{id}");
        let counts = settings["MetricTransformations"]
            .as_array()
            .expect("what it counts");
        assert_eq!(counts.len(), 1, "{id}");
        assert_eq!(counts[0]["MetricValue"], "1", "{id}");
        assert!(counts[0]["Dimensions"].is_null(), "{id}");
        (
            counts[0]["MetricName"].as_str().expect("a name"),
            &counts[0]["MetricNamespace"],
        )
    });
    counted.collect()
}

#[test]
fn each_alarm_watches_a_metric_that_is_emitted() {
    let counted = counted();
    for (id, alarm) in alarms() {
        let metric = alarm["MetricName"].as_str().expect("a metric");
        let dimensions = alarm["Dimensions"].as_array().cloned().unwrap_or_default();
        let names: BTreeSet<&str> = dimensions
            .iter()
            .filter_map(|one| one["Name"].as_str())
            .collect();
        match alarm["Namespace"].as_str() {
            Some(namespace) => {
                let known = EMITTED.iter().any(|(of, name, with, statistic)| {
                    (*of, *name) == (namespace, metric)
                        && with.iter().copied().collect::<BTreeSet<_>>() == names
                        && alarm["Statistic"] == *statistic
                });
                assert!(known, "{id}: {namespace} {metric} {names:?}");
            }
            None => {
                let namespace = counted.get(metric).copied();
                assert_eq!(Some(&alarm["Namespace"]), namespace, "{id}: {metric}");
                assert_eq!(
                    alarm["Namespace"],
                    json!({"Fn::Sub": "Hub/${Area}"}),
                    "{id}"
                );
                assert!(names.is_empty() && alarm["Statistic"] == "Sum", "{id}");
            }
        }
    }
}

#[test]
fn the_dimensions_of_an_alarm_name_what_is_there() {
    let kinds: BTreeMap<&str, &str> = resources()
        .filter_map(|(name, one)| Some((name.as_str(), one["Type"].as_str()?)))
        .collect();
    let edge = &ALL["web-acl.yaml"]["Resources"]["Acl"]["Properties"];
    let rule = &edge["Rules"][0]["VisibilityConfig"]["MetricName"];
    let (mut count, parameters) = (0, &TEMPLATE["Parameters"]);
    for (id, alarm) in alarms() {
        for dimension in alarm["Dimensions"].as_array().into_iter().flatten() {
            let (name, value) = (
                dimension["Name"].as_str().expect("a name"),
                &dimension["Value"],
            );
            let referred = value["Ref"].as_str().unwrap_or_default();
            let kind = kinds.get(referred).copied().unwrap_or_default();
            let right = match name {
                "FunctionName" => kind == "AWS::Lambda::Function",
                "ApiId" => kind == "AWS::ApiGatewayV2::Api",
                "QueueName" => {
                    let queue = value["Fn::GetAtt"][0].as_str().unwrap_or_default();
                    kinds.get(queue) == Some(&"AWS::SQS::Queue")
                        && value["Fn::GetAtt"][1] == "QueueName"
                }
                "TableName" => referred.ends_with("Table") && parameters[referred].is_object(),
                "GlobalSecondaryIndexName" => {
                    value.as_str().is_some_and(|name| name.starts_with("by-"))
                }
                "BackupVaultName" | "WebACL" => *value == json!({"Fn::Sub": "hub-${Area}"}),
                "Rule" => value == rule,
                "DistributionId" => referred == "DistributionId",
                "Region" => value == "Global",
                _ => false,
            };
            assert!(right, "{id}: {name} {value}");
            count += 1;
        }
    }
    assert!(count > 70, "{count}");
    assert_eq!(
        edge["VisibilityConfig"]["MetricName"],
        json!({"Fn::Sub": "hub-${Area}"})
    );
}

#[test]
fn cloudwatch_takes_each_alarm_and_silence_means_no_trouble() {
    for (id, alarm) in alarms() {
        let number = |name: &str| alarm[name].as_u64().unwrap_or_default();
        let (period, of) = (number("Period"), number("EvaluationPeriods"));
        assert!(period > 0 && period.is_multiple_of(60) && of > 0, "{id}");
        assert!(
            period * of <= 86_400,
            "{id}: CloudWatch looks back a day at most"
        );
        let points = alarm["DatapointsToAlarm"].as_u64().unwrap_or(of);
        assert!(points <= of, "{id}");
        assert!(alarm["Threshold"].is_number(), "{id}");
        let silence = BY_SILENCE.contains(&id);
        let (missing, comparison) = match silence {
            true => ("breaching", "LessThanThreshold"),
            false => ("notBreaching", "GreaterThanThreshold"),
        };
        assert_eq!(alarm["TreatMissingData"], missing, "{id}");
        assert_eq!(alarm["ComparisonOperator"], comparison, "{id}");
        for action in ["AlarmActions", "OKActions"] {
            assert_eq!(alarm[action], json!([{"Ref": "Operators"}]), "{id}");
        }
        assert!(
            alarm["ActionsEnabled"].is_null() && alarm["AlarmName"].is_null(),
            "{id}"
        );
    }
    // CloudWatch may write to the topics.
    for (file, topics) in [
        ("template.yaml", "Operators"),
        ("web-acl.yaml", "Operators"),
    ] {
        let policy = ALL[file]["Resources"][format!("{topics}Policy")]["Properties"].to_string();
        assert!(
            policy.contains("cloudwatch.amazonaws.com") && policy.contains("sns:Publish"),
            "{file}"
        );
    }
}

/// What goes wrong, the alarm that says so, and within how many minutes.
#[test]
fn what_breaks_raises_its_alarm_in_time() {
    let alarms: BTreeMap<_, _> = alarms().into_iter().collect();
    for (what, id, minutes) in [
        ("the clock has stopped", "ClockStoppedAlarm", 3),
        ("a table is throttled", "CasesWritesThrottledAlarm", 5),
        ("an index is throttled", "ByDueWritesThrottledAlarm", 5),
        ("a key or a secret is denied", "DeniedAlarm", 1),
        ("people cannot send referrals", "ReferAlarm", 1),
        ("the API answers errors", "ApiAlarm", 5),
        ("an event can never be processed", "DeadLetterAlarm", 1),
        ("a case was not routed in time", "RoutedLateAlarm", 5),
        ("the stream is late", "ReactLateAlarm", 3),
        ("letters are not taken", "LetterRefusedAlarm", 25),
        ("no copy is made at all", "NoCopiesAlarm", 24 * 60),
    ] {
        let alarm = alarms[id];
        let number = |name: &str| alarm[name].as_u64().expect(name);
        let within = number("Period") * number("EvaluationPeriods") / 60;
        assert_eq!(within, minutes, "{what}");
    }
}

/// A function says which code of AWS it was answered with: the alarm looks for those of a denial.
#[test]
fn a_denied_table_key_or_secret_is_counted_by_its_code() {
    let filters: BTreeMap<_, _> = of(&["AWS::Logs::MetricFilter"]).into_iter().collect();
    let pattern = filters["DeniedFilter"]["Properties"]["FilterPattern"].as_str();
    let any_of: Vec<&str> = pattern.expect("a pattern").split(" ?").collect();
    for code in [
        "AccessDenied",
        "AccessDeniedException",
        "KMSAccessDeniedException",
    ] {
        assert!(
            any_of.iter().any(|one| one.trim_start_matches('?') == code),
            "{code}"
        );
    }
}
