//! The rules of checkov for what the templates have, held to the transformed templates for AWS.
//!
//! The rules are written here and checkov itself is not run: it needs a hundred packages and 290 MB, and with them half a
//! minute of a processor in each clean clone. It also takes an encrypted queue for an open one, and does not look into a
//! condition. The numbers are checkov's, so that anybody can compare. An exception has a reason, and one that is no
//! longer needed fails too.

use super::{ALL, resources};
use serde_json::Value;
use std::collections::BTreeSet;

/// A rule for all resources of a type.
struct Rule {
    number: &'static str,
    about: &'static str,
    holds: fn(&Value) -> bool,
    /// Resources that do not keep it, and why that is right. `*` stands for all.
    except: &'static [(&'static str, &'static str)],
}

const OWN_KEY: &str =
    "It holds no person and nobody's words: AWS's own key for the service is enough.";
const SHARED: &str = "It takes the places that the others leave. A limit would refuse people in a flood, or gain nothing.";

const RULES: &[Rule] = &[
    Rule {
        number: "CKV_AWS_27",
        about: "AWS::SQS::Queue",
        holds: |queue| queue["SqsManagedSseEnabled"] == true,
        except: &[],
    },
    Rule {
        number: "CKV_AWS_28",
        about: "AWS::DynamoDB::Table",
        holds: |table| {
            table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] == true
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_119",
        about: "AWS::DynamoDB::Table",
        holds: |table| {
            let locked = &table["SSESpecification"];
            locked["SSEEnabled"] == true && locked["KMSMasterKeyId"].is_object()
        },
        except: &[
            ("Attempts", OWN_KEY),
            ("Directory", OWN_KEY),
            ("Erasures", OWN_KEY),
            ("FeedProgress", OWN_KEY),
            ("Figures", OWN_KEY),
            ("Looks", OWN_KEY),
            (
                "Submissions",
                "It holds hashes, references and the answer to a form, and no person.",
            ),
        ],
    },
    Rule {
        number: "CKV_AWS_7",
        about: "AWS::KMS::Key",
        holds: |key| key["EnableKeyRotation"] == true,
        except: &[],
    },
    Rule {
        number: "CKV_AWS_33",
        about: "AWS::KMS::Key",
        // A principal `*` is limited to this account, one service and the roles that are listed.
        holds: |key| {
            let statements = key["KeyPolicy"]["Statement"]
                .as_array()
                .into_iter()
                .flatten();
            statements
                .filter(|one| one["Principal"]["AWS"] == "*")
                .all(|one| {
                    let limits = &one["Condition"];
                    limits["StringEquals"]["kms:CallerAccount"].is_object()
                        && limits["StringEquals"]["kms:ViaService"].is_object()
                        && limits["ArnLike"]["aws:PrincipalArn"]
                            .as_array()
                            .is_some_and(|all| !all.is_empty())
                })
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_53 to 57",
        about: "AWS::S3::Bucket",
        holds: |bucket| {
            let names = [
                "BlockPublicAcls",
                "BlockPublicPolicy",
                "IgnorePublicAcls",
                "RestrictPublicBuckets",
            ];
            let closed = &bucket["PublicAccessBlockConfiguration"];
            names.iter().all(|name| closed[name] == true) && bucket["AccessControl"].is_null()
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_19",
        about: "AWS::S3::Bucket",
        holds: |bucket| {
            let rules = &bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"];
            rules[0]["ServerSideEncryptionByDefault"]["SSEAlgorithm"].is_string()
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_21",
        about: "AWS::S3::Bucket",
        holds: |bucket| bucket["VersioningConfiguration"]["Status"] == "Enabled",
        except: &[(
            "Feeds",
            "A version would outlive the deletion of its file, which holds people.",
        )],
    },
    Rule {
        number: "CKV_AWS_18",
        about: "AWS::S3::Bucket",
        holds: |bucket| bucket["LoggingConfiguration"].is_object(),
        except: &[
            (
                "Site",
                "Only the edge reads it, and a log of who opened which page is what an abuser would look for.",
            ),
            (
                "Feeds",
                "Only the roles of partners and of one function reach it. A log would be one more list of files.",
            ),
        ],
    },
    Rule {
        number: "CKV_AWS_86",
        about: "AWS::CloudFront::Distribution",
        holds: |edge| edge["DistributionConfig"]["Logging"].is_object(),
        except: &[(
            "Cdn",
            "It would keep the addresses of people who looked for help.",
        )],
    },
    Rule {
        number: "CKV_AWS_34",
        about: "AWS::CloudFront::Distribution",
        holds: |edge| {
            let settings = &edge["DistributionConfig"];
            let others = settings["CacheBehaviors"].as_array().into_iter().flatten();
            let closed = ["redirect-to-https", "https-only"];
            others
                .chain([&settings["DefaultCacheBehavior"]])
                .all(|one| {
                    one["ViewerProtocolPolicy"]
                        .as_str()
                        .is_some_and(|policy| closed.contains(&policy))
                })
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_68",
        about: "AWS::CloudFront::Distribution",
        holds: |edge| edge["DistributionConfig"]["WebACLId"]["Ref"] == "WebAclArn",
        except: &[],
    },
    Rule {
        number: "CKV_AWS_174",
        about: "AWS::CloudFront::Distribution",
        holds: |edge| {
            let version =
                &edge["DistributionConfig"]["ViewerCertificate"]["MinimumProtocolVersion"];
            version
                .as_str()
                .is_some_and(|version| version.starts_with("TLSv1.2"))
        },
        except: &[],
    },
    Rule {
        number: "CKV2_AWS_72",
        about: "AWS::CloudFront::Distribution",
        holds: |edge| {
            let origins = edge["DistributionConfig"]["Origins"]
                .as_array()
                .into_iter()
                .flatten();
            let custom = origins.filter(|origin| origin["CustomOriginConfig"].is_object());
            { custom }
                .all(|origin| origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only")
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_95",
        about: "AWS::ApiGatewayV2::Stage",
        holds: |stage| stage["AccessLogSettings"]["DestinationArn"].is_object(),
        except: &[],
    },
    Rule {
        number: "CKV2_AWS_75",
        about: "AWS::ApiGatewayV2::Api",
        holds: |api| api["CorsConfiguration"].is_null(),
        except: &[],
    },
    Rule {
        number: "CKV_AWS_66",
        about: "AWS::Logs::LogGroup",
        holds: |log| log["RetentionInDays"].is_u64(),
        except: &[],
    },
    Rule {
        number: "CKV_AWS_158",
        about: "AWS::Logs::LogGroup",
        holds: |log| !log["KmsKeyId"].is_null(),
        except: &[(
            "Logs",
            "A log names nobody, and CloudWatch encrypts it with its own key.",
        )],
    },
    Rule {
        number: "CKV_AWS_115",
        about: "AWS::Lambda::Function",
        holds: |function| !function["ReservedConcurrentExecutions"].is_null(),
        except: &[
            ("ReferFn", SHARED),
            ("DirectoryFn", SHARED),
            ("FeedFn", SHARED),
            ("FiguresFn", SHARED),
            ("OverseeFn", SHARED),
        ],
    },
    Rule {
        number: "CKV_AWS_116",
        about: "AWS::Lambda::Function",
        holds: |function| function["DeadLetterConfig"].is_object(),
        except: &[(
            "*",
            "It is for what is invoked and not waited for. That is only the clock's ticks, and the next tick does the same. \
             A queue and the stream have dead letters of their own.",
        )],
    },
    Rule {
        number: "CKV_AWS_117",
        about: "AWS::Lambda::Function",
        holds: |function| function["VpcConfig"].is_object(),
        except: &[(
            "*",
            "A function reaches services of AWS by their public addresses and nothing in a network.",
        )],
    },
    Rule {
        number: "CKV_AWS_173",
        about: "AWS::Lambda::Function",
        holds: |function| function["KmsKeyArn"].is_object(),
        except: &[(
            "*",
            "The settings are names, and the values that the edge sends. Lambda encrypts them with AWS's own key, and \
             who may read a function's settings is the operator.",
        )],
    },
    Rule {
        number: "CKV_AWS_45",
        about: "AWS::Lambda::Function",
        holds: |function| {
            let settings = function["Environment"]["Variables"].as_object();
            settings.is_none_or(|settings| {
                settings.iter().all(|(name, value)| {
                    let plain = value.as_str().unwrap_or_default();
                    let long = plain.len() >= 32 && !plain.contains(['/', '.', ':']);
                    !long && !plain.starts_with("AKIA") && !name.to_lowercase().contains("password")
                })
            })
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_363",
        about: "AWS::Lambda::Function",
        holds: |function| function["Runtime"] == "provided.al2023",
        except: &[],
    },
    Rule {
        number: "CKV_AWS_364",
        about: "AWS::Lambda::Permission",
        holds: |right| !right["SourceArn"].is_null() || !right["SourceAccount"].is_null(),
        except: &[],
    },
    Rule {
        number: "CKV_AWS_60 and 61",
        about: "AWS::IAM::Role",
        holds: |role| {
            let statements = role["AssumeRolePolicyDocument"]["Statement"].as_array();
            let one_of = |value: &Value| value[0].as_str().or(value.as_str()).map(str::to_owned);
            statements.is_some_and(|all| {
                all.iter().all(|one| {
                    let who = one_of(&one["Principal"]["Service"]).unwrap_or_default();
                    let what = one_of(&one["Action"]).unwrap_or_default();
                    what == "sts:AssumeRole" && who.ends_with(".amazonaws.com")
                })
            })
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_107 to 111",
        about: "AWS::IAM::Role",
        holds: |role| {
            let text = role["Policies"].to_string();
            // Rights with which a role could give itself others, or leave with everything.
            let never = [
                "\"iam:",
                "sts:",
                "lambda:Update",
                "lambda:Add",
                "cloudformation:",
                "secretsmanager:Put",
                "dynamodb:Scan",
                "dynamodb:Export",
                "kms:Put",
                "s3:PutBucket",
            ];
            never.iter().all(|action| !text.contains(action))
        },
        except: &[],
    },
    Rule {
        number: "CKV_AWS_149",
        about: "AWS::SecretsManager::Secret",
        holds: |secret| !secret["KmsKeyId"].is_null(),
        except: &[(
            "*",
            "AWS's own key for secrets. Who may read one is said by the roles, each of which names its own secrets. A key \
             more could be lost with all of them.",
        )],
    },
    Rule {
        number: "CKV_AWS_166",
        about: "AWS::Backup::BackupVault",
        holds: |vault| !vault["EncryptionKeyArn"].is_null(),
        except: &[(
            "Copies",
            "AWS's own key for copies. A key of the account could be deleted with all of them.",
        )],
    },
    Rule {
        number: "CKV_AWS_26",
        about: "AWS::SNS::Topic",
        holds: |topic| !topic["KmsMasterKeyId"].is_null(),
        except: &[(
            "Operators",
            "An alarm names nobody, and CloudWatch cannot write to a topic with AWS's own key.",
        )],
    },
    Rule {
        number: "CKV_AWS_192",
        about: "AWS::WAFv2::WebACL",
        holds: |acl| acl["Rules"].to_string().contains("KnownBadInputs"),
        except: &[(
            "Acl",
            "It is against a fault of a library of Java. There is no Java behind this edge.",
        )],
    },
];

/// The value on AWS, with everything that can be chosen.
fn on_aws(value: &Value) -> Value {
    match value {
        Value::Object(members) => match members.get("Fn::If").and_then(Value::as_array) {
            Some(chosen) => on_aws(&chosen[if chosen[0] == "IsLocal" { 2 } else { 1 }]),
            None => members
                .iter()
                .map(|(name, one)| (name.clone(), on_aws(one)))
                .collect(),
        },
        Value::Array(values) => values.iter().map(on_aws).collect(),
        other => other.clone(),
    }
}

/// The resources of a type, in the three templates.
fn all_of(kind: &str) -> Vec<(String, Value)> {
    let edge = ALL["web-acl.yaml"]["Resources"]
        .as_object()
        .expect("resources")
        .iter();
    let edge = edge
        .filter(|(_, one)| one["Type"] == kind)
        .map(|(name, one)| (name.as_str(), one));
    let others = resources().filter(|(_, one)| one["Type"] == kind);
    let found: Vec<_> = others
        .map(|(name, one)| (name.as_str(), one))
        .chain(edge)
        .map(|(name, one)| (name.to_owned(), on_aws(&one["Properties"])))
        .collect();
    assert!(!found.is_empty(), "{kind}");
    found
}

#[test]
fn the_rules_of_checkov_hold_or_an_exception_says_why_not() {
    let mut faults = BTreeSet::new();
    for rule in RULES {
        let mut unused: BTreeSet<&str> = rule.except.iter().map(|(name, _)| *name).collect();
        for (name, resource) in all_of(rule.about) {
            if (rule.holds)(&resource) {
                continue;
            }
            let excepted = rule
                .except
                .iter()
                .find(|(one, _)| *one == name || *one == "*");
            match excepted {
                Some((one, why)) => {
                    assert!(why.ends_with('.') && why.len() > 20, "{name}: {why}");
                    unused.remove(one);
                }
                None => {
                    faults.insert(format!("{} {name}", rule.number));
                }
            }
        }
        faults.extend(
            unused
                .iter()
                .map(|name| format!("{} {name}: no exception is needed", rule.number)),
        );
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// A rule that nothing can break says nothing: each is broken by a resource without settings, or by one that is all wrong.
#[test]
fn every_rule_can_be_broken() {
    for rule in RULES {
        let wrong = serde_json::json!({
            "CorsConfiguration": {},
            "AssumeRolePolicyDocument": {"Statement": [{"Principal": {"AWS": "*"}}]},
            "KeyPolicy": {"Statement": [{"Principal": {"AWS": "*"}}]},
            "Policies": [{"Action": "iam:PassRole"}],
            "Environment": {"Variables": {"KEY": "0123456789abcdef0123456789abcdef"}},
            "DistributionConfig": {
                "DefaultCacheBehavior": {"ViewerProtocolPolicy": "allow-all"},
                "Origins": [{"CustomOriginConfig": {"OriginProtocolPolicy": "http-only"}}],
            },
        });
        assert!(!(rule.holds)(&wrong), "{}", rule.number);
    }
}
