//! The template as AWS receives it: transformed, so that nothing is missed that the transform adds. It needs no AWS.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

#[path = "template/alarms.rs"]
mod alarms;
#[path = "template/security.rs"]
mod security;

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

/// Transforms the template with AWS's own library, and prints it.
const TRANSFORM: &str = r#"
import json, os, sys
os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-2")
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
class Managed(dict):
    def __missing__(self, name): return "arn:aws:iam::aws:policy/" + name
templates = {}
for path in sys.argv[1:]:
    with open(path) as file:
        template = yaml_parse(file.read())
    if "Transform" in template:
        template = Translator(Managed(), Parser()).translate(template, parameter_values={})
    templates[os.path.basename(path)] = template
json.dump(templates, sys.stdout)
"#;

/// What releases change.
static TEMPLATE: LazyLock<&'static Value> = LazyLock::new(|| &ALL["template.yaml"]);
/// What the hub keeps.
static DATA: LazyLock<&'static Value> = LazyLock::new(|| &ALL["data.yaml"]);

/// All templates, by the names of their files.
static ALL: LazyLock<Value> = LazyLock::new(|| {
    let output = Command::new(root().join(".hub/tools/emulator/bin/python"))
        .args(["-c", TRANSFORM])
        .args(
            ["template.yaml", "data.yaml", "web-acl.yaml"]
                .map(|name| root().join("infra").join(name)),
        )
        .output()
        .expect("the emulator's Python");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("JSON")
});

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// All resources of both templates, with their names.
fn resources() -> impl Iterator<Item = (&'static String, &'static Value)> {
    let own = |template: &'static Value| template["Resources"].as_object().expect("resources");
    own(&TEMPLATE).iter().chain(own(&DATA))
}

/// The resources of these types, with their names.
fn of(types: &[&str]) -> Vec<(&'static str, &'static Value)> {
    let found: Vec<_> = resources()
        .filter(|(_, one)| types.iter().any(|kind| one["Type"] == *kind))
        .map(|(name, one)| (name.as_str(), one))
        .collect();
    assert!(!found.is_empty(), "{types:?}");
    found
}

#[test]
fn every_name_that_an_account_has_once_carries_the_area() {
    let mut count = 0;
    for (kind, path) in [
        ("AWS::DynamoDB::Table", "/TableName"),
        ("AWS::SecretsManager::Secret", "/Name"),
        ("AWS::SQS::Queue", "/QueueName"),
        ("AWS::S3::Bucket", "/BucketName"),
        ("AWS::SES::ConfigurationSet", "/Name"),
        ("AWS::Events::Rule", "/Name"),
        ("AWS::Cognito::UserPool", "/UserPoolName"),
        ("AWS::Cognito::UserPoolDomain", "/Domain"),
        ("AWS::Lambda::Function", "/FunctionName"),
        ("AWS::Scheduler::Schedule", "/Name"),
        ("AWS::Logs::LogGroup", "/LogGroupName"),
        ("AWS::ApiGatewayV2::Api", "/Name"),
        ("AWS::IAM::Role", "/RoleName"),
        ("AWS::CloudFront::Function", "/Name"),
        (
            "AWS::CloudFront::OriginAccessControl",
            "/OriginAccessControlConfig/Name",
        ),
        ("AWS::CloudFront::CachePolicy", "/CachePolicyConfig/Name"),
        (
            "AWS::CloudFront::ResponseHeadersPolicy",
            "/ResponseHeadersPolicyConfig/Name",
        ),
    ] {
        for (id, resource) in of(&[kind]) {
            // Without a name AWS makes one from the stack's, which carries the area.
            let Some(name) = resource["Properties"].pointer(path) else {
                assert!(
                    ["AWS::IAM::Role", "AWS::S3::Bucket"].contains(&kind),
                    "{id} has the same name in each area"
                );
                continue;
            };
            assert!(name.to_string().contains("${Area}"), "{id}: {name}");
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn what_cannot_be_made_again_outlives_its_stack_but_no_failed_creation() {
    let kept = of(&[
        "AWS::DynamoDB::Table",
        "AWS::KMS::Key",
        "AWS::Cognito::UserPool",
        "AWS::SecretsManager::Secret",
        "AWS::Logs::LogGroup",
    ]);
    for (id, resource) in kept {
        // What the edge sends can be made again.
        if id.starts_with("EdgeSecret") {
            continue;
        }
        assert_eq!(resource["DeletionPolicy"], "RetainExceptOnCreate", "{id}");
        assert_eq!(resource["UpdateReplacePolicy"], "Retain", "{id}");
    }
    // `Retain` also keeps what a failed creation leaves, and the names would be taken for ever.
    for (id, resource) in resources() {
        assert_ne!(resource["DeletionPolicy"], "Retain", "{id}");
    }
}

#[test]
fn protection_from_deletion_is_turned_on_after_the_creation() {
    let parameter = &DATA["Parameters"]["Protected"];
    assert_eq!(parameter["Default"], "no");
    for (id, table) in of(&["AWS::DynamoDB::Table"]) {
        let protection = &table["Properties"]["DeletionProtectionEnabled"];
        assert_eq!(protection["Fn::If"][0], "IsProtected", "{id}");
    }
    for (_, pool) in of(&["AWS::Cognito::UserPool"]) {
        let protection = &pool["Properties"]["DeletionProtection"];
        assert_eq!(protection["Fn::If"][0], "IsProtected");
    }
}

#[test]
fn no_release_can_touch_what_the_hub_keeps() {
    let kept = [
        "AWS::DynamoDB::Table",
        "AWS::KMS::Key",
        "AWS::SecretsManager::Secret",
        "AWS::Cognito::UserPool",
        "AWS::Logs::LogGroup",
    ];
    for (id, resource) in TEMPLATE["Resources"].as_object().expect("resources") {
        let kind = resource["Type"].as_str().expect("a type");
        assert!(!kept.contains(&kind), "{id} would go with its release");
    }
    assert!(of(&kept).len() > 20);
    // What the release gets of it are names, and each has a source.
    let outputs = DATA["Outputs"].as_object().expect("outputs");
    let parameters = TEMPLATE["Parameters"].as_object().expect("parameters");
    for (name, _) in outputs {
        assert_eq!(parameters[name]["Type"], "String", "{name}");
        assert!(
            parameters[name]["Default"].is_null(),
            "{name} could be forgotten"
        );
    }
    let needed = parameters.iter().filter(|(name, one)| {
        let of_a_table = name.ends_with("Table") || name.starts_with("EdgeSecret");
        of_a_table && one["Default"].is_null()
    });
    for (name, _) in needed {
        assert!(outputs.contains_key(name), "{name} comes from nowhere");
    }
}

#[test]
fn copies_are_kept_as_long_as_asked_and_can_be_locked() {
    let part = |name: &str| &DATA["Resources"][name];
    for name in ["Copies", "CopiesRole", "DailyCopies", "CopiedTables"] {
        assert_eq!(part(name)["Condition"], "HasBackup", "{name}");
    }
    assert_eq!(DATA["Parameters"]["BackupDays"]["Default"], 0);
    // A copy holds people who were erased since. What AWS can restore to a second ends after as many days.
    assert_eq!(DATA["Parameters"]["BackupDays"]["MaxValue"], 35);
    let rule = &part("DailyCopies")["Properties"]["BackupPlan"]["BackupPlanRule"][0];
    assert_eq!(
        rule["Lifecycle"],
        json!({"DeleteAfterDays": {"Ref": "BackupDays"}})
    );
    let lock = &part("Copies")["Properties"]["LockConfiguration"]["Fn::If"];
    assert_eq!(lock[0], "LocksBackup");
    assert_eq!(lock[1]["MinRetentionDays"], json!({"Ref": "BackupDays"}));
    // AWS Backup itself uses the keys of the tables, not only through DynamoDB.
    let role = &part("CopiesRole")["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
    let uses_keys = |one: &Value| {
        one["Condition"].is_null() && one["Action"].to_string().contains("kms:GenerateDataKey")
    };
    assert!(role.as_array().is_some_and(|all| all.iter().any(uses_keys)));
    let failed = &TEMPLATE["Resources"]["CopiesAlarm"]["Properties"];
    assert_eq!(failed["MetricName"], "NumberOfBackupJobsFailed");
    assert_eq!(
        failed["Dimensions"][0]["Value"],
        part("Copies")["Properties"]["BackupVaultName"]
    );
    // One that nobody tried to make has not failed.
    assert_eq!(
        TEMPLATE["Resources"]["NoCopiesAlarm"]["Condition"],
        "WatchesCopies"
    );
    assert_eq!(
        DATA["Outputs"]["HasCopies"]["Value"]["Fn::If"],
        json!(["HasBackup", "yes", "no"])
    );
    let copied = part("CopiedTables")["Properties"]["BackupSelection"]["Resources"].to_string();
    for (id, table) in of(&["AWS::DynamoDB::Table"]) {
        let name = table["Properties"]["TableName"]["Fn::Sub"]
            .as_str()
            .expect("a name");
        // The directory is in the repository.
        assert!(
            copied.contains(&format!("table/{name}*")) || id == "Directory",
            "{id}"
        );
    }
}

/// The edge's alarms are in another region, with another topic.
#[test]
fn a_flood_and_errors_of_the_edge_wake_somebody() {
    let edge = &ALL["web-acl.yaml"];
    let sections = sections();
    for (name, metric) in [
        ("FloodAlarm", "BlockedRequests"),
        ("EdgeAlarm", "5xxErrorRate"),
    ] {
        let alarm = &edge["Resources"][name]["Properties"];
        assert_eq!(alarm["MetricName"], metric);
        assert_eq!(alarm["AlarmActions"], json!([{"Ref": "Operators"}]));
        let said = alarm["AlarmDescription"].as_str().expect("a description");
        let (_, section) = said.split_once(". docs/runbook.md#").expect(name);
        assert!(sections.contains_key(section), "{section}");
    }
    let edge_alarm = &edge["Resources"]["EdgeAlarm"];
    assert_eq!(edge_alarm["Condition"], "HasDistribution");
    let rule = &edge["Resources"]["Acl"]["Properties"]["Rules"][0]["VisibilityConfig"];
    let watched = &edge["Resources"]["FloodAlarm"]["Properties"]["Dimensions"][1]["Value"];
    assert_eq!(rule["MetricName"], *watched);
}

#[test]
fn while_a_restore_erases_people_nothing_acts_on_a_case() {
    let off = json!({"Fn::If": ["IsPaused", false, true]});
    for (id, mapping) in of(&["AWS::Lambda::EventSourceMapping"]) {
        assert_eq!(mapping["Properties"]["Enabled"], off, "{id}");
    }
    for (id, schedule) in of(&["AWS::Scheduler::Schedule"]) {
        let state = json!({"Fn::If": ["IsPaused", "DISABLED", "ENABLED"]});
        assert_eq!(schedule["Properties"]["State"], state, "{id}");
    }
    for function in ["Mine", "Provide", "Coordinate", "Police"] {
        let settings = &TEMPLATE["Resources"][format!("{function}Fn")]["Properties"];
        let places = &settings["ReservedConcurrentExecutions"]["Fn::If"];
        assert_eq!(
            (&places[0], &places[1]),
            (&json!("IsPaused"), &json!(0)),
            "{function}"
        );
    }
    // Referrals are accepted all the time.
    let refer = &TEMPLATE["Resources"]["ReferFn"]["Properties"];
    assert!(refer["ReservedConcurrentExecutions"].is_null());
}

#[test]
fn staff_can_sign_in_before_the_site_has_a_domain() {
    for (_, client) in of(&["AWS::Cognito::UserPoolClient"]) {
        for list in ["CallbackURLs", "LogoutURLs"] {
            let address = client["Properties"][list].to_string();
            assert!(address.contains("${Cdn.DomainName}/staff/"), "{address}");
        }
    }
}

#[test]
fn functions_run_on_the_processor_that_they_were_built_for() {
    for (id, function) in of(&["AWS::Lambda::Function"]) {
        let processors = function["Properties"]["Architectures"].to_string();
        assert_eq!(processors, r#"[{"Ref":"Architecture"}]"#, "{id}");
    }
}

/// The addresses of the runbook's sections, and the text of each.
fn sections() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join("docs/runbook.md")).expect("the runbook");
    let sections = text.split("\n## ").skip(1).map(|section| {
        let (title, rest) = section.split_once('\n').expect("a title");
        (title.to_lowercase().replace(' ', "-"), rest.to_owned())
    });
    sections.collect()
}

#[test]
fn every_alarm_wakes_somebody_and_leads_to_its_section() {
    let sections = sections();
    let mut led = BTreeSet::new();
    for (id, alarm) in of(&["AWS::CloudWatch::Alarm"]) {
        let settings = &alarm["Properties"];
        for action in ["AlarmActions", "OKActions"] {
            assert_eq!(
                settings[action].to_string(),
                r#"[{"Ref":"Operators"}]"#,
                "{id}"
            );
        }
        let said = settings["AlarmDescription"]
            .as_str()
            .expect("a description");
        let (what, section) = said.split_once(". docs/runbook.md#").expect(id);
        assert!(
            !what.is_empty() && sections.contains_key(section),
            "{id}: {section}"
        );
        led.insert(section.to_owned());
    }
    for (title, text) in &sections {
        assert!(text.contains("```sh"), "{title} has no command");
        let by_alarm = led.contains(title) || title == "a-provider-does-not-read-its-queue";
        let halves = text.split_once("\nFix:");
        let complete = halves.is_some_and(|(diagnose, fix)| {
            diagnose.contains("Diagnose:") && diagnose.contains("```sh") && fix.contains("```sh")
        });
        assert!(complete || !by_alarm, "{title}");
    }
    assert!(led.len() >= 15, "{led:?}");
}

/// Alarms on a metric of one thing.
fn alarms(namespace: &str, metric: &str, dimension: &str, of_what: &str) -> usize {
    let expected = format!(r#""Name":"{dimension}","Value":{of_what}"#);
    let fits = |alarm: &Value| {
        let settings = &alarm["Properties"];
        settings["Namespace"] == namespace
            && settings["MetricName"] == metric
            && settings["Dimensions"].to_string().contains(&expected)
    };
    let all = of(&["AWS::CloudWatch::Alarm"]);
    all.iter().filter(|(_, alarm)| fits(alarm)).count()
}

#[test]
fn every_function_and_every_queue_is_watched() {
    for (id, _) in of(&["AWS::Lambda::Function"]) {
        for metric in ["Errors", "Throttles"] {
            let of_what = format!(r#"{{"Ref":"{id}"}}"#);
            assert_eq!(
                alarms("AWS/Lambda", metric, "FunctionName", &of_what),
                1,
                "{id} {metric}"
            );
        }
    }
    for (id, mapping) in of(&["AWS::Lambda::EventSourceMapping"]) {
        let settings = &mapping["Properties"];
        if settings["StartingPosition"].is_null() {
            continue;
        }
        let of_what = settings["FunctionName"].to_string();
        assert_eq!(
            alarms("AWS/Lambda", "IteratorAge", "FunctionName", &of_what),
            1,
            "{id}"
        );
    }
    for (id, queue) in of(&["AWS::SQS::Queue"]) {
        let of_what = format!(r#"{{"Fn::GetAtt":["{id}","QueueName"]}}"#);
        // A queue whose messages go to dead letters is watched by age, and dead letters by number.
        let metric = if queue["Properties"]["RedrivePolicy"].is_null() {
            "ApproximateNumberOfMessagesVisible"
        } else {
            "ApproximateAgeOfOldestMessage"
        };
        assert_eq!(alarms("AWS/SQS", metric, "QueueName", &of_what), 1, "{id}");
    }
    for (parameter, _) in TEMPLATE["Parameters"].as_object().expect("parameters") {
        let Some(table) = parameter.strip_suffix("Table") else {
            continue;
        };
        for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] {
            let of_what = format!(r#"{{"Ref":"{table}Table"}}"#);
            assert_eq!(
                alarms("AWS/DynamoDB", metric, "TableName", &of_what),
                if table == "Cases" { 1 + 6 } else { 1 },
                "{table}"
            );
        }
    }
    let cases = &DATA["Resources"]["Cases"]["Properties"];
    for index in cases["GlobalSecondaryIndexes"].as_array().expect("indexes") {
        let name = index["IndexName"].to_string();
        for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] {
            let of_index = alarms("AWS/DynamoDB", metric, "GlobalSecondaryIndexName", &name);
            assert_eq!(of_index, 1, "{name} {metric}");
        }
    }
    let api = r#"{"Ref":"HttpApi"}"#;
    assert_eq!(alarms("AWS/ApiGateway", "5xx", "ApiId", api), 1);
}

/// The alarm on what a filter counts, by the text that it looks for.
fn alarm_on(text: &str) -> &'static Value {
    let filters = of(&["AWS::Logs::MetricFilter"]);
    let (_, filter) = filters
        .iter()
        .find(|(_, filter)| {
            let pattern = filter["Properties"]["FilterPattern"].as_str();
            pattern.is_some_and(|pattern| pattern.contains(&format!("\"{text}\"")))
        })
        .expect(text);
    let metric = &filter["Properties"]["MetricTransformations"][0]["MetricName"];
    let alarms = of(&["AWS::CloudWatch::Alarm"]);
    let found = alarms
        .iter()
        .find(|(_, alarm)| alarm["Properties"]["MetricName"] == *metric);
    &found.expect(text).1["Properties"]
}

/// In how many of how many periods an alarm has to see something.
fn periods(alarm: &Value) -> (u64, u64) {
    let of = alarm["EvaluationPeriods"].as_u64().expect("periods");
    (alarm["DatapointsToAlarm"].as_u64().unwrap_or(of), of)
}

/// The age of a queue leaves out what was received three times, so that a reader that keeps failing would raise no alarm.
#[test]
fn a_reader_that_keeps_failing_is_an_alarm() {
    for (text, expected) in [
        ("a message failed; it will be delivered again", (2, 5)),
        ("a record keeps failing; it goes to the slow lane", (2, 5)),
        ("the mail service refused an update", (2, 5)),
        ("the mail account is in the sandbox", (1, 1)),
        ("the mail service has paused the account", (1, 1)),
    ] {
        let alarm = alarm_on(text);
        assert_eq!(alarm["Statistic"], "Sum", "{text}");
        assert_eq!(
            (&alarm["Period"], &alarm["Threshold"]),
            (&json!(300), &json!(0))
        );
        assert_eq!(periods(alarm), expected, "{text}");
    }
}

#[test]
fn alarms_on_what_is_rare_need_no_two_minutes_in_a_row() {
    for (id, alarm) in of(&["AWS::CloudWatch::Alarm"]) {
        let settings = &alarm["Properties"];
        let counts = settings["Statistic"] == "Sum" && settings["Threshold"] == 0;
        if !counts || settings["Period"] != 60 {
            continue;
        }
        let expected = match id {
            "ReferAlarm" | "DeniedAlarm" => (1, 1),
            "ClockBehindAlarm" => (5, 5),
            _ => (2, 5),
        };
        assert_eq!(periods(settings), expected, "{id}");
    }
}

/// The code of all functions, without their tests.
fn code() -> String {
    let mut code = String::new();
    let mut folders = vec![root().join("functions")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                code += &std::fs::read_to_string(path).expect("code");
            }
        }
    }
    code
}

#[test]
fn what_the_runbook_looks_for_in_a_log_is_logged() {
    let (code, mut count) = (code(), 0);
    for (title, text) in sections() {
        for line in text
            .lines()
            .filter(|line| line.contains("--filter-pattern"))
        {
            let (_, pattern) = line.split_once("--filter-pattern '").expect("a pattern");
            let (pattern, _) = pattern.split_once('\'').expect("its end");
            if pattern.starts_with('{') {
                continue;
            }
            for text in pattern.split('"').skip(1).step_by(2) {
                // Lambda itself says that.
                let is_known = text == "Task timed out" || code.contains(text);
                assert!(is_known, "{title}: no function logs `{text}`");
                count += 1;
            }
        }
    }
    assert!(count >= 15, "{count}");
}

#[test]
fn commands_of_the_runbook_work_in_both_versions_of_the_command_line() {
    let text = std::fs::read_to_string(root().join("docs/runbook.md")).expect("the runbook");
    // Version 2 reads the text of a payload as base64, unless told by an option that version 1 does not know.
    assert!(text.contains("--payload fileb://") && !text.contains("--payload '"));
    for wrong in [
        // It needs a support plan.
        "aws health",
        // It prints the addresses of people.
        "get-rate-based-statement-managed-keys",
        // No later deployment undoes it.
        "put-function-concurrency",
    ] {
        assert!(!text.contains(wrong), "{wrong}");
    }
}

#[test]
fn silence_of_the_clock_is_an_alarm() {
    let clock = &TEMPLATE["Resources"]["ClockStoppedAlarm"]["Properties"];
    for (setting, value) in [
        ("MetricName", json!("Invocations")),
        ("Statistic", json!("Sum")),
        ("Period", json!(60)),
        ("EvaluationPeriods", json!(3)),
        ("Threshold", json!(1)),
        ("ComparisonOperator", json!("LessThanThreshold")),
        ("TreatMissingData", json!("breaching")),
    ] {
        assert_eq!(clock[setting], value, "{setting}");
    }
    assert_eq!(clock["Dimensions"][0]["Value"]["Ref"], "ClockFn");
}

#[test]
fn what_a_filter_counts_is_what_a_function_logs_and_an_alarm_watches() {
    let code = code();
    let watched: BTreeSet<String> = of(&["AWS::CloudWatch::Alarm"])
        .iter()
        .filter_map(|(_, alarm)| Some(alarm["Properties"]["MetricName"].as_str()?.to_owned()))
        .collect();
    for (id, filter) in of(&["AWS::Logs::MetricFilter"]) {
        let settings = &filter["Properties"];
        let metric = settings["MetricTransformations"][0]["MetricName"].as_str();
        let metric = metric.expect("a metric");
        // Promises that others broke are for the figures: the dashboard shows how many.
        assert!(
            watched.contains(metric) || metric == "PromisesBroken",
            "{id}: {metric}"
        );
        let pattern = settings["FilterPattern"].as_str().expect("a pattern");
        if pattern.starts_with('{') {
            continue;
        }
        for text in pattern.split('"').skip(1).step_by(2) {
            assert!(code.contains(text), "{id}: no function logs `{text}`");
        }
    }
}

#[test]
fn money_and_mail_are_watched_and_logs_end() {
    let budget = &TEMPLATE["Resources"]["Budget"]["Properties"];
    assert_eq!(budget["Budget"]["TimeUnit"], "DAILY");
    let subscriber = &budget["NotificationsWithSubscribers"][0]["Subscribers"][0];
    assert_eq!(subscriber["Address"]["Ref"], "Operators");
    for metric in ["Reputation.BounceRate", "Reputation.ComplaintRate"] {
        let all = of(&["AWS::CloudWatch::Alarm"]);
        let watched = all
            .iter()
            .any(|(_, alarm)| alarm["Properties"]["MetricName"] == metric);
        assert!(watched, "{metric}");
    }
    for (id, log) in of(&["AWS::Logs::LogGroup"]) {
        assert!(log["Properties"]["RetentionInDays"].is_u64(), "{id}");
    }
    let body = &TEMPLATE["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"];
    let dashboard: Value = serde_json::from_str(body.as_str().expect("a text")).expect("JSON");
    assert_eq!(dashboard["widgets"].as_array().map(Vec::len), Some(6));
    assert!(body.to_string().contains("CasesRoutedLate"));
}

#[test]
fn no_role_has_a_policy_for_everything() {
    for (id, role) in of(&["AWS::IAM::Role"]) {
        let settings = &role["Properties"];
        let managed = settings["ManagedPolicyArns"].to_string();
        assert!(
            ["null", r#"[{"Ref":"WriteLogs"}]"#].contains(&managed.as_str()),
            "{id}: {managed}"
        );
        for policy in settings["Policies"].as_array().expect("policies") {
            let statements = policy["PolicyDocument"]["Statement"].as_array();
            for statement in statements.expect("statements") {
                let resource = statement["Resource"].to_string();
                // The emulator denies mail by the name of an identity.
                let of_laptop = resource.contains(r#"["IsLocal","*","#);
                // The settings of the mail account have no name.
                let of_account = statement["Action"] == json!(["ses:GetAccount"]);
                assert!(
                    of_laptop || of_account || !resource.contains(r#""*""#),
                    "{id}: {statement}"
                );
                assert!(
                    !statement["Action"].to_string().contains('*'),
                    "{id}: {statement}"
                );
            }
        }
    }
    let (_, logs) = of(&["AWS::IAM::ManagedPolicy"])[0];
    let statements = logs["Properties"]["PolicyDocument"]["Statement"].as_array();
    let statements = statements.expect("statements");
    assert_eq!(statements.len(), 1);
    assert_eq!(
        statements[0]["Resource"],
        json!({"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${LogGroup}:*"})
    );
}

#[test]
fn a_function_takes_messages_from_its_own_sources_only() {
    let mut sources: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, mapping) in of(&["AWS::Lambda::EventSourceMapping"]) {
        let settings = &mapping["Properties"];
        let function = settings["FunctionName"]["Ref"]
            .as_str()
            .expect("a function");
        let source = settings["EventSourceArn"].to_string();
        sources
            .entry(function.to_owned())
            .or_default()
            .insert(source);
    }
    for (id, _) in of(&["AWS::Lambda::Function"]) {
        let role = &TEMPLATE["Resources"][format!("{id}Role")]["Properties"];
        let statements = role["Policies"][0]["PolicyDocument"]["Statement"].as_array();
        let takes = statements.expect("statements").iter().filter(|statement| {
            let actions = statement["Action"].to_string();
            actions.contains("ReceiveMessage") || actions.contains("GetRecords")
        });
        let taken: BTreeSet<String> = takes
            .flat_map(|statement| match &statement["Resource"] {
                Value::Array(several) => several.iter().map(Value::to_string).collect(),
                one => vec![one.to_string()],
            })
            .collect();
        assert_eq!(taken, sources.get(id).cloned().unwrap_or_default(), "{id}");
    }
}
