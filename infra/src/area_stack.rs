//! What belongs to one area: its providers' queues, who may read them, its partners' clients and its roles.
//!
//! Rendered from the profile as a CloudFormation template, so that a new area needs a folder and no code.

use crate::profile::groups;
use events::profile::{Partner, Profile, Provider};
use serde_json::{Map, Value, json};

/// The scope that lets a partner submit referrals.
pub const SCOPE: &str = "referrals/submit";
/// What a provider may do with its queue and with what it did not handle, and nothing else.
const QUEUE_ACTIONS: [&str; 5] = [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
];

/// How a provider gets access to its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A user whose key `up` makes: in the local stack only.
    User,
    /// A role that the provider assumes from its own account: on AWS.
    Role,
}

/// The name of a provider's queue, and of the user or role that may read it. The main template lets `react` send to
/// names of this form.
pub fn provider_name(area: &str, provider: &str) -> String {
    format!("hub-{area}-provider-{provider}")
}

/// The name of the queue of what a provider did not handle.
pub fn dead_letters_name(area: &str, provider: &str) -> String {
    format!("hub-{area}-dead-{provider}.fifo")
}

/// The logical name of a resource: a prefix, and a code in camel case.
pub fn logical(prefix: &str, code: &str) -> String {
    let camel = code.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    });
    format!("{prefix}{}", camel.collect::<String>())
}

/// The template. Its parameter `PoolId` is the main stack's user pool.
pub fn render(profile: &Profile, access: Access) -> Value {
    let mut resources = Map::new();
    let mut outputs = Map::new();
    let mut parameters = Map::new();
    parameters.insert(
        "PoolId".to_owned(),
        json!({"Type": "String", "Description": "The user pool of the hub"}),
    );
    for group in groups(profile) {
        resources.insert(
            logical("Group", &group),
            json!({
                "Type": "AWS::Cognito::UserPoolGroup",
                "Properties": {"GroupName": group, "UserPoolId": {"Ref": "PoolId"}}
            }),
        );
    }
    if access == Access::Role {
        parameters.insert(
            "OperatorsTopic".to_owned(),
            json!({"Type": "String", "Description": "The topic of who is woken"}),
        );
    }
    for provider in &profile.providers {
        queue(&profile.area, provider, &mut resources);
        if access == Access::Role {
            alarms(provider, &mut resources);
        }
        let who = match access {
            Access::User => user(
                &provider_name(&profile.area, &provider.code),
                own_queue(provider),
            ),
            Access::Role => {
                parameters.insert(logical("Account", &provider.code), json!({
                    "Type": "String", "Default": "",
                    "Description": format!("The AWS account of {}; or one role in it, as an ARN; while it is empty, nobody has this access", provider.name)
                }));
                let account = logical("Account", &provider.code);
                role(
                    &provider_name(&profile.area, &provider.code),
                    &account,
                    own_queue(provider),
                )
            }
        };
        resources.insert(logical("Reader", &provider.code), who);
        outputs.insert(
            logical("Queue", &provider.code),
            json!({"Value": {"Ref": logical("Queue", &provider.code)}}),
        );
    }
    for partner in senders(profile) {
        let (name, policies) = (
            sender_name(&profile.area, &partner.code),
            own_folder(&profile.area, partner),
        );
        let who = match access {
            Access::User => user(&name, policies),
            Access::Role => {
                let account = logical("SenderAccount", &partner.code);
                parameters.insert(account.clone(), json!({
                    "Type": "String", "Default": "",
                    "Description": format!("The AWS account of {}; or one role in it, as an ARN; while it is empty, nobody has this access", partner.name)
                }));
                role(&name, &account, policies)
            }
        };
        resources.insert(logical("Sender", &partner.code), who);
    }
    for partner in &profile.partners {
        resources.insert(
            logical("Client", &partner.code),
            json!({
                "Type": "AWS::Cognito::UserPoolClient",
                "Properties": {
                    "ClientName": format!("hub-{}-{}", profile.area, partner.code),
                    "UserPoolId": {"Ref": "PoolId"},
                    "GenerateSecret": true,
                    // Without it a client may also sign accounts in with a password.
                    "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
                    "AllowedOAuthFlowsUserPoolClient": true,
                    "AllowedOAuthFlows": ["client_credentials"],
                    "AllowedOAuthScopes": [SCOPE]
                }
            }),
        );
        outputs.insert(
            logical("Client", &partner.code),
            json!({"Value": {"Ref": logical("Client", &partner.code)}}),
        );
    }
    let mut template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": format!("The victims' hub of {}: its providers, partners and roles", profile.name),
        "Parameters": parameters,
        "Resources": resources,
        "Outputs": outputs
    });
    if access == Access::Role {
        template["Conditions"] = conditions(profile);
    }
    template
}

fn queue(area: &str, provider: &Provider, resources: &mut Map<String, Value>) {
    let name = provider_name(area, &provider.code);
    let dead = logical("DeadLetters", &provider.code);
    let fourteen_days = 14 * 24 * 60 * 60;
    resources.insert(
        dead.clone(),
        json!({
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": dead_letters_name(area, &provider.code), "FifoQueue": true,
                "MessageRetentionPeriod": fourteen_days, "SqsManagedSseEnabled": true
            }
        }),
    );
    resources.insert(
        logical("Queue", &provider.code),
        json!({
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": format!("{name}.fifo"), "FifoQueue": true,
                "DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId",
                "VisibilityTimeout": 120, "ReceiveMessageWaitTimeSeconds": 20,
                "MessageRetentionPeriod": fourteen_days, "SqsManagedSseEnabled": true,
                "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": [dead, "Arn"]}, "maxReceiveCount": 10}
            }
        }),
    );
}

/// Wakes an operator if a provider fails on an offer again and again, or leaves offers in its queue for hours.
fn alarms(provider: &Provider, resources: &mut Map<String, Value>) {
    let four_hours = 4 * 60 * 60;
    for (prefix, queue, what, metric, threshold) in [
        (
            "FailedAlarm",
            "DeadLetters",
            "failed ten times on an offer",
            "ApproximateNumberOfMessagesVisible",
            0,
        ),
        (
            "WaitingAlarm",
            "Queue",
            "has left an offer in its queue for four hours",
            "ApproximateAgeOfOldestMessage",
            four_hours,
        ),
    ] {
        let queue = logical(queue, &provider.code);
        resources.insert(
            logical(prefix, &provider.code),
            json!({
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {
                    "AlarmDescription": format!("{} {what}. docs/runbook.md#a-provider-does-not-read-its-queue", provider.name),
                    "AlarmActions": [{"Ref": "OperatorsTopic"}], "OKActions": [{"Ref": "OperatorsTopic"}],
                    "Namespace": "AWS/SQS", "MetricName": metric,
                    "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}],
                    "Statistic": "Maximum", "Period": 300, "EvaluationPeriods": 1, "Threshold": threshold,
                    "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching"
                }
            }),
        );
    }
}

fn own_queue(provider: &Provider) -> Value {
    json!([{
        "PolicyName": "own-queue",
        "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow", "Action": QUEUE_ACTIONS,
                "Resource": [
                    {"Fn::GetAtt": [logical("Queue", &provider.code), "Arn"]},
                    {"Fn::GetAtt": [logical("DeadLetters", &provider.code), "Arn"]}
                ]
            }]
        }
    }])
}

/// The partners that may drop files.
pub fn senders(profile: &Profile) -> impl Iterator<Item = &Partner> {
    profile
        .partners
        .iter()
        .filter(|partner| partner.sends_files())
}

/// The name of the user or role that may drop a sender's files.
pub fn sender_name(area: &str, partner: &str) -> String {
    format!("hub-{area}-feed-{partner}")
}

/// A sender may put files into its folder and read their reports. It may not read or list the folder.
fn own_folder(area: &str, partner: &Partner) -> Value {
    let under = |folder: &str| {
        let bucket = format!("hub-{area}-feeds-${{AWS::AccountId}}");
        json!({"Fn::Sub": format!("arn:${{AWS::Partition}}:s3:::{bucket}/{folder}/{}/*", partner.code)})
    };
    json!([{
        "PolicyName": "own-folder",
        "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": under("in")},
                {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": under("reports")}
            ]
        }
    }])
}

fn user(name: &str, policies: Value) -> Value {
    json!({"Type": "AWS::IAM::User", "Properties": {"UserName": name, "Policies": policies}})
}

/// A role for the account, or the one role in it, that a parameter names. There is no role while it names none.
fn role(name: &str, account: &str, policies: Value) -> Value {
    json!({
        "Type": "AWS::IAM::Role",
        "Condition": logical("Has", account),
        "Properties": {
            "RoleName": name,
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{
                    "Effect": "Allow", "Action": "sts:AssumeRole",
                    "Principal": {"AWS": {"Ref": account}},
                    "Condition": {"StringEquals": {"sts:ExternalId": name}}
                }]
            },
            "Policies": policies
        }
    })
}

/// Conditions: whether each account that may assume a role is given.
fn conditions(profile: &Profile) -> Value {
    let providers = profile
        .providers
        .iter()
        .map(|provider| logical("Account", &provider.code));
    let accounts =
        providers.chain(senders(profile).map(|partner| logical("SenderAccount", &partner.code)));
    let known = |account: String| {
        (
            logical("Has", &account),
            json!({"Fn::Not": [{"Fn::Equals": [{"Ref": account}, ""]}]}),
        )
    };
    Value::Object(accounts.map(known).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::small;

    #[test]
    fn a_provider_may_use_its_own_queues_and_no_other() {
        for access in [Access::User, Access::Role] {
            let template = render(&small(), access);
            let policies = &template["Resources"]["ReaderOpenDoor"]["Properties"]["Policies"];
            let statements = &policies[0]["PolicyDocument"]["Statement"];
            assert_eq!(statements.as_array().map(Vec::len), Some(1));
            assert_eq!(
                statements[0]["Resource"],
                json!([
                    {"Fn::GetAtt": ["QueueOpenDoor", "Arn"]},
                    {"Fn::GetAtt": ["DeadLettersOpenDoor", "Arn"]}
                ])
            );
            assert_eq!(statements[0]["Action"], json!(QUEUE_ACTIONS));
        }
    }

    #[test]
    fn a_sender_only_writes_its_folder_and_reads_its_reports() {
        for access in [Access::User, Access::Role] {
            let template = render(&small(), access);
            let statements = &template["Resources"]["SenderSecondForce"]["Properties"]["Policies"]
                [0]["PolicyDocument"];
            let bucket = "arn:${AWS::Partition}:s3:::hub-small-feeds-${AWS::AccountId}";
            let may = |action: &str, folder: &str| json!({"Effect": "Allow", "Action": [action], "Resource": {"Fn::Sub": format!("{bucket}/{folder}/second-force/*")}});
            assert_eq!(
                statements["Statement"],
                json!([may("s3:PutObject", "in"), may("s3:GetObject", "reports")])
            );
        }
    }

    #[test]
    fn nobody_has_a_role_until_its_account_is_named() {
        let template = render(&small(), Access::Role);
        for (role, account) in [
            ("ReaderOpenDoor", "AccountOpenDoor"),
            ("SenderSecondForce", "SenderAccountSecondForce"),
        ] {
            let role = &template["Resources"][role];
            assert_eq!(role["Condition"], json!(format!("Has{account}")));
            let trust = &role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0];
            assert_eq!(trust["Principal"], json!({"AWS": {"Ref": account}}));
            assert!(trust["Condition"]["StringEquals"]["sts:ExternalId"].is_string());
        }
    }

    #[test]
    fn an_operator_is_woken_by_each_queue_of_a_provider() {
        let template = render(&small(), Access::Role);
        let resources = template["Resources"].as_object().expect("resources");
        let alarm_on = |id: &str| {
            let on_this = resources.values().find(|one| {
                let of = json!([{"Name": "QueueName", "Value": {"Fn::GetAtt": [id, "QueueName"]}}]);
                one["Type"] == "AWS::CloudWatch::Alarm" && one["Properties"]["Dimensions"] == of
            });
            &on_this.expect(id)["Properties"]
        };
        let queues = resources
            .iter()
            .filter(|(_, one)| one["Type"] == "AWS::SQS::Queue");
        let queues: Vec<_> = queues.collect();
        assert_eq!(queues.len(), 2 * small().providers.len());
        for (id, queue) in queues {
            let alarm = alarm_on(id);
            // A queue whose messages go to dead letters is watched by age, and dead letters by number.
            let (metric, threshold) = match queue["Properties"]["RedrivePolicy"].is_null() {
                true => ("ApproximateNumberOfMessagesVisible", 0),
                false => ("ApproximateAgeOfOldestMessage", 4 * 60 * 60),
            };
            for (setting, value) in [
                ("Namespace", json!("AWS/SQS")),
                ("MetricName", json!(metric)),
                ("Statistic", json!("Maximum")),
                ("Period", json!(300)),
                ("EvaluationPeriods", json!(1)),
                ("Threshold", json!(threshold)),
                ("ComparisonOperator", json!("GreaterThanThreshold")),
                ("TreatMissingData", json!("notBreaching")),
                ("AlarmActions", json!([{"Ref": "OperatorsTopic"}])),
                ("OKActions", json!([{"Ref": "OperatorsTopic"}])),
            ] {
                assert_eq!(alarm[setting], value, "{id}: {setting}");
            }
        }
        let runbook = include_str!("../../docs/runbook.md");
        assert!(runbook.contains("## A provider does not read its queue"));
    }

    #[test]
    fn aws_has_no_user_with_a_long_lived_key() {
        let template = render(&small(), Access::Role).to_string();
        assert!(!template.contains("AWS::IAM::User") && !template.contains("AWS::IAM::AccessKey"));
    }

    #[test]
    fn the_template_has_every_partner_and_role() {
        let template = render(&small(), Access::User);
        assert_eq!(
            template["Resources"]["ClientSecondForce"]["Properties"]["AllowedOAuthScopes"],
            json!([SCOPE])
        );
        assert_eq!(
            template["Resources"]["ClientSecondForce"]["Properties"]["ExplicitAuthFlows"],
            json!(["ALLOW_REFRESH_TOKEN_AUTH"])
        );
        assert_eq!(
            template["Resources"]["GroupWitnessCare"]["Properties"]["GroupName"],
            json!("witness-care")
        );
        assert_eq!(
            template["Outputs"]["QueueWise"]["Value"],
            json!({"Ref": "QueueWise"})
        );
    }
}
