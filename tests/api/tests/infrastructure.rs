//! What the parts may do, and what they do when something is broken.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{HUB, person, soon};
use serde_json::{Value, json};

#[test]
fn a_provider_reads_only_its_queue_with_the_aws_cli() {
    let referral = person(
        &json!({"incident": {"flags": ["sexual-offence"]}, "residence": {"local_authority": "E07000178"}}),
    );
    let reference = HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let offer = soon("an offer", || HUB.offers(&reference).pop());
    let provider = offer["data"]["provider"].as_str().expect("a provider");
    let own = &HUB.queues[provider];
    let receive = |url: &str| {
        let arguments = [
            "sqs",
            "receive-message",
            "--queue-url",
            url,
            "--max-number-of-messages",
            "10",
            "--visibility-timeout",
            "0",
        ];
        HUB.aws_as(&own.access_key_id, &own.secret_access_key, &arguments)
    };
    // A queue may return nothing while another reader holds its messages. The command line then prints nothing.
    let messages = soon("a message on the provider's queue", || {
        let output = receive(&own.url);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let answer: Value = serde_json::from_slice(&output.stdout).ok()?;
        answer["Messages"]
            .as_array()
            .filter(|messages| !messages.is_empty())
            .cloned()
    });
    assert!(
        messages[0]["Body"]
            .as_str()
            .expect("a body")
            .contains("hub.onward-referral.offered.v1")
    );

    let (_, other) = HUB
        .queues
        .iter()
        .find(|(code, _)| *code != provider)
        .expect("another provider");
    let refused = receive(&other.url);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("AccessDenied"));
}

/// The templates of the deployed roles, and of what the hub keeps.
fn template() -> String {
    ["template.yaml", "data.yaml"]
        .map(|name| {
            let path = format!("{}/../../infra/{name}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).expect(name)
        })
        .concat()
        .lines()
        .map(|line| format!("{}\n", short(line)))
        .collect()
}

/// A line in which a table is named as if it were in the same stack: its address is long.
fn short(line: &str) -> String {
    let address = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${";
    let mut line = line.to_owned();
    while let Some((before, after)) = line.split_once(address) {
        let (table, rest) = after.split_once("Table}").expect("a parameter of a table");
        let rest = rest.to_owned();
        line = match (before.strip_suffix("!Sub '"), rest.strip_prefix('\'')) {
            (Some(before), Some(rest)) => format!("{before}!GetAtt {table}.Arn{rest}"),
            _ => format!("{before}${{{table}.Arn}}{rest}"),
        };
    }
    line
}

/// What the template says about one resource.
fn part(name: &str) -> String {
    let text = template();
    let (_, after) = text
        .split_once(&format!("\n  {name}:\n"))
        .expect("the part");
    after
        .lines()
        .take_while(|line| line.starts_with("    "))
        .collect::<Vec<_>>()
        .join("\n")
}

const ALL: [&str; 12] = [
    "Refer",
    "Mine",
    "Provide",
    "Coordinate",
    "Police",
    "React",
    "Figures",
    "Oversee",
    "Notify",
    "Clock",
    "Directory",
    "Feed",
];

/// The statements of one function's role.
fn statements(function: &str) -> Vec<String> {
    let text = template();
    let begin = text
        .find(&format!("  {function}FnRole:\n"))
        .expect("the function's role");
    let role = text[begin..]
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with("    ") || line.is_empty());
    role.map(str::trim)
        .filter(|line| line.starts_with("- {Effect:"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_function_refuses_packages_that_the_named_profile_did_not_sign() {
    for function in ALL {
        let signed = part(&format!("{function}Fn"))
            .contains("CodeSigningConfigArn: !If [SignsCode, !Ref CodeSigning,");
        assert!(signed, "{function}");
    }
    assert!(part("CodeSigning").contains("UntrustedArtifactOnDeployment: Enforce"));
}

#[test]
fn what_erases_lists_keys_and_no_content_of_a_case() {
    let lists: Vec<String> = statements("React")
        .into_iter()
        .filter(|statement| statement.contains("dynamodb:Query") && statement.contains("Cases.Arn"))
        .collect();
    assert_eq!(lists.len(), 1, "{lists:?}");
    assert!(
        lists[0].contains("'dynamodb:Attributes': [pk, sk]"),
        "{lists:?}"
    );
    for function in ALL {
        let registers = statements(function)
            .iter()
            .any(|statement| statement.contains("Erasures.Arn"));
        assert_eq!(registers, function == "React", "{function}");
    }
}

#[test]
fn what_takes_referrals_puts_no_other_kind_of_item() {
    for function in ["Refer", "Feed"] {
        for (table, key) in [
            ("Submissions", "SUBMISSION#*"),
            ("Cases", "CASE#*"),
            ("People", "PERSON#*"),
        ] {
            let limited = statements(function).into_iter().any(|statement| {
                statement.contains(&format!("!GetAtt {table}.Arn"))
                    && statement.contains(&format!("'dynamodb:LeadingKeys': ['{key}']"))
            });
            assert!(limited, "{function} {table}");
        }
    }
}

#[test]
fn intake_reads_no_table_that_holds_a_person() {
    for function in ["Refer", "Feed"] {
        let role = statements(function);
        assert!(role.len() >= 4, "{role:?}");
        for statement in &role {
            let reads = ["GetItem", "BatchGetItem", "Query", "Scan", "dynamodb:*"];
            let reads = reads.iter().any(|action| statement.contains(action));
            let harmless = ["!GetAtt Directory.Arn", "!GetAtt Feeds.Arn"];
            assert!(
                !reads || harmless.iter().any(|table| statement.contains(table)),
                "{statement}"
            );
        }
    }
}

#[test]
fn each_secret_is_read_only_by_the_functions_that_need_it() {
    for (secret, readers) in [
        // A coordinator says new words in a call.
        ("words", vec!["Refer", "Mine", "Coordinate"]),
        ("passes", vec!["Mine"]),
        ("seal", vec!["Refer"]),
        ("memory", vec!["React"]),
        ("rows", vec!["Feed"]),
        ("limits", vec!["Refer", "Notify"]),
        ("facts", vec!["Figures"]),
        ("diary", vec!["Mine"]),
    ] {
        let name = format!("secret:hub-${{Area}}-{secret}-*'}}");
        let may_read = |function: &&str| statements(function).iter().any(|s| s.contains(&name));
        let found: Vec<&str> = ALL.into_iter().filter(may_read).collect();
        assert_eq!(found, readers, "{secret}");
    }
    let of_secrets = |function| {
        let statements = statements(function);
        let of_secrets = statements.iter().filter(|s| s.contains("secretsmanager:"));
        of_secrets.count()
    };
    let all: usize = ALL.into_iter().map(of_secrets).sum();
    assert_eq!(all, 11, "a statement allows another secret");
}

#[test]
fn the_edge_marks_what_it_sends_and_every_function_checks_it() {
    let text = template();
    let behind: Vec<&str> = ALL
        .into_iter()
        .filter(|function| text.contains(&format!("IntegrationUri: !GetAtt {function}Fn.Arn")))
        .collect();
    assert_eq!(behind.len(), 7, "{behind:?}");
    for function in behind {
        let settings = part(&format!("{function}Fn"));
        for word in [
            "EDGE_SECRETS: !Sub",
            "${EdgeSecretA}:SecretString:${EdgeVersionA}",
            "${EdgeSecretB}:SecretString:${EdgeVersionB}",
        ] {
            assert!(settings.contains(word), "{function} {word}");
        }
    }
    assert!(part("Cdn").contains("HeaderName: x-hub-edge"));
}

#[test]
fn staff_need_a_second_factor_and_sessions_end() {
    let accounts = part("Pool");
    for word in [
        "MfaConfiguration: !If [IsLocal, 'OFF', 'ON']",
        "[SOFTWARE_TOKEN_MFA]",
        "UsernameConfiguration: {CaseSensitive: false}",
        "{Name: admin_only, Priority: 1}",
    ] {
        assert!(accounts.contains(word), "{word}");
    }
    let client = part("StaffClient");
    for word in [
        "LogoutURLs:",
        "AccessTokenValidity: 60",
        "RefreshTokenValidity: 8",
        "RefreshToken: hours",
        "EnableTokenRevocation: true",
    ] {
        assert!(client.contains(word), "{word}");
    }
    let text = template();
    let routes = text
        .lines()
        .filter(|line| line.contains("AuthorizationType: JWT"));
    for route in routes {
        assert!(
            route.contains("AuthorizationScopes: !If [IsLocal, "),
            "{route}"
        );
        assert!(route.contains(", [openid]]}"), "{route}");
    }
}

#[test]
fn each_key_is_for_the_roles_that_use_what_it_locks() {
    for (key, table) in [
        ("CasesTableKey", "!GetAtt Cases"),
        ("PeopleTableKey", "!GetAtt People.Arn"),
        ("NotesTableKey", "!GetAtt Notes.Arn"),
        ("DiariesTableKey", "!GetAtt Diaries.Arn"),
        ("FeedsKey", "feeds-${AWS::AccountId}"),
    ] {
        let policy = part(key);
        for function in ALL {
            let uses = part(&format!("{function}FnRole")).contains(table);
            let role = part(&format!("{function}FnRole"));
            let of_cases = ["${Cases.Arn}", "CasesStreamArn"].map(|word| role.contains(word));
            let reads_cases = key == "CasesTableKey" && of_cases.contains(&true);
            // The roles are in the stack `hub-AREA`, which gives their names this beginning.
            let named = policy.contains(&format!("role/hub-${{Area}}-{function}FnRole-*"));
            assert_eq!(named, uses || reads_cases, "{key} {function}");
        }
    }
    let everybody = template().matches("Principal: {AWS: '*'}").count();
    let limited = template().matches("'aws:PrincipalArn':").count();
    assert_eq!((everybody, limited), (5, 5));
}

#[test]
fn a_flood_takes_no_place_from_what_must_always_run() {
    for function in ["Clock", "React", "Notify", "Coordinate"] {
        let settings = part(&format!("{function}Fn"));
        assert!(
            settings.contains("ReservedConcurrentExecutions: !If [")
                && settings.contains("!If [ReservesConcurrency, "),
            "{function}"
        );
    }
    // The stream leaves places to the slow lane.
    assert!(part("ReactFn").contains("ParallelizationFactor: 5"));
    // Each route that needs no account has a separate limit.
    let (text, stage) = (template(), part("HttpStage"));
    let open = text
        .lines()
        .filter(|line| line.contains("AuthorizationType: NONE"));
    let keys = open.filter_map(|line| line.split_once("RouteKey: '")?.1.split_once('\''));
    for (key, _) in keys {
        assert!(
            stage.contains(&format!("        {key}: {{ThrottlingBurstLimit: ")),
            "{key}"
        );
    }
}

#[test]
fn who_shares_a_connection_with_a_flood_reads_whom_to_call() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).expect(path);
    let acl = read("infra/web-acl.yaml");
    assert!(acl.contains("ResponseCode: 429") && acl.contains("Retry-After"));
    assert!(
        !acl.contains("Block: {}"),
        "nobody is left with an empty page"
    );
    // The words of the site's own page for the same moment.
    let words = read("words/en-GB/problem.ftl");
    let (_, slow_down) = words.split_once("slow-down = ").expect("the words");
    let (title, rest) = slow_down.split_once('\n').expect("the title");
    let (_, detail) = rest.split_once("= ").expect("the detail");
    let detail = detail.lines().next().expect("the detail");
    for text in [title, detail, "tel:999", "/exit"] {
        assert!(acl.contains(text), "{text}");
    }
    // Lines that every area shows, day and night.
    for area in std::fs::read_dir(format!("{root}/infra/areas")).expect("the areas") {
        let path = area.expect("an area").path().join("profile.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        let profile: Value = serde_json::from_str(&text).expect("a profile");
        for (name, phone) in [
            ("Samaritans", "116 123"),
            ("Victim Support", "0808 168 9111"),
        ] {
            let mut lines = profile["helplines"].as_array().expect("lines").iter();
            let line = lines.find(|line| line["name"] == name).expect(name);
            assert_eq!(
                (&line["phone"], &line["always_open"]),
                (&json!(phone), &json!(true))
            );
            assert!(acl.contains(&format!("{name}: <a href=\"tel:")) && acl.contains(phone));
        }
    }
}

#[test]
fn exit_needs_nothing_behind_the_edge() {
    let text = template();
    let (_, exit) = text
        .split_once("- PathPattern: /exit\n")
        .expect("its behaviour");
    let exit = exit.split("- PathPattern:").next().expect("the behaviour");
    assert!(exit.contains("TargetOriginId: site") && exit.contains("!GetAtt Leave."));
    for name in ["PublicHeaders", "StaffHeaders"] {
        let headers = part(name);
        for header in ["Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"] {
            assert!(
                headers.contains(&format!("{{Header: {header}, Value: same-origin")),
                "{name}"
            );
        }
    }
}

#[test]
fn only_feed_reads_dropped_files_and_they_expire() {
    for function in ALL {
        let files = statements(function).iter().any(|s| s.contains("s3:"));
        assert_eq!(files, function == "Feed", "{function}");
    }
    let text = template();
    assert!(text.contains("{Id: dropped, Status: Enabled, Prefix: in/, ExpirationInDays: 7}"));
    let bucket = &text[text.find("\n  Feeds:\n").expect("the bucket")..];
    let bucket = &bucket[..bucket.find("\n  FeedsPolicy:\n").expect("its policy")];
    for word in [
        "RestrictPublicBuckets: true",
        "SSEAlgorithm: 'aws:kms'",
        "Prefix: parts/",
        "Prefix: reports/",
    ] {
        assert!(bucket.contains(word), "{word}");
    }
    assert!(
        !bucket.contains("Versioning"),
        "a version would outlive the deletion of its file"
    );
}

#[test]
fn only_functions_that_must_know_read_the_person() {
    for function in ALL {
        let reads = statements(function)
            .iter()
            .any(|s| s.contains("GetItem") && s.contains("!GetAtt People.Arn"));
        let known = ["Mine", "Provide", "Coordinate", "React", "Notify", "Police"];
        assert_eq!(reads, known.contains(&function), "{function}");
    }
    for function in ALL {
        let own = |s: &&String| s.contains("!GetAtt Notes.Arn");
        let notes: Vec<String> = statements(function)
            .into_iter()
            .filter(|s| own(&s))
            .collect();
        let of_diaries = |s: &&String| s.contains("!GetAtt Diaries.Arn");
        let diaries: Vec<String> = statements(function)
            .into_iter()
            .filter(|s| of_diaries(&s))
            .collect();
        // A function that forgets a person deletes the notes about them, and may read only their keys.
        let unread = |s: &String| {
            let keys = "{'dynamodb:Attributes': [pk, sk]}, StringEqualsIfExists: {'dynamodb:Select': SPECIFIC_ATTRIBUTES}";
            !(s.contains("GetItem") || s.contains("Query")) || s.contains(keys)
        };
        let allowed = match function {
            "Provide" => !notes.is_empty(),
            "React" => notes.iter().all(unread),
            _ => notes.is_empty(),
        };
        assert!(
            allowed,
            "{function}: support notes are their provider's alone"
        );
        let allowed = match function {
            "Mine" => !diaries.is_empty(),
            "React" => diaries.iter().all(unread),
            _ => diaries.is_empty(),
        };
        assert!(allowed, "{function}: a diary is the person's alone");
    }
    // It reads events, which say nothing about who somebody is.
    assert!(
        statements("Figures")
            .iter()
            .filter(|s| s.contains("GetItem") || s.contains("Query"))
            .all(|s| ["Cases", "Figures", "Directory"]
                .iter()
                .any(|table| s.contains(&format!("!GetAtt {table}.Arn"))))
    );
    let mail = |function: &str| {
        statements(function)
            .into_iter()
            .filter(|s| s.contains("ses:"))
            // What the account may send names nobody.
            .filter(|s| !s.contains("Action: ['ses:GetAccount'], Resource: '*'}"))
            .collect::<Vec<_>>()
    };
    for function in ALL {
        assert_eq!(
            mail(function).len(),
            usize::from(function == "Notify"),
            "{function}"
        );
    }
    // The hub writes the whole message, and the second action allows such a message.
    assert!(
        mail("Notify")[0].contains("Action: ['ses:SendEmail', 'ses:SendRawEmail'],"),
        "{:?}",
        mail("Notify")
    );
}

#[test]
fn the_police_reach_single_cases_and_their_lists_only() {
    let role = statements("Police");
    let cases = "- {Effect: Allow, Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: !GetAtt Cases.Arn}";
    let people = "- {Effect: Allow, Action: ['dynamodb:GetItem'], Resource: !GetAtt People.Arn}";
    let lists = "- {Effect: Allow, Action: ['dynamodb:Query'], Resource: [!Sub '${Cases.Arn}/index/by-police', \
                 !Sub '${Cases.Arn}/index/by-witness-care']}";
    let looks = "- {Effect: Allow, Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: !GetAtt Looks.Arn}";
    assert_eq!(role, [looks, cases, people, lists]);
    // The lists are made for the police and contain no support data.
    for index in ["by-police", "by-witness-care"] {
        let template = template();
        let (_, after) = template
            .split_once(&format!("- IndexName: {index}\n"))
            .expect("the index");
        assert!(
            after
                .lines()
                .nth(1)
                .expect("its projection")
                .contains("NonKeyAttributes: [justice]"),
            "{index}"
        );
    }
}

#[test]
fn the_directory_reads_the_directory_and_nothing_else() {
    let role = statements("Directory");
    assert_eq!(role.len(), 1, "{role:?}");
    assert!(
        role[0].contains("Action: ['dynamodb:GetItem'], Resource: !GetAtt Directory.Arn"),
        "{role:?}"
    );
}

#[test]
fn the_commissioners_function_reads_what_was_published_and_looks_only() {
    let figures = "- {Effect: Allow, Action: ['dynamodb:BatchGetItem'], Resource: !GetAtt Figures.Arn, \
                   Condition: {'ForAllValues:StringLike': {'dynamodb:LeadingKeys': ['RELEASE#*']}}}";
    let profile =
        "- {Effect: Allow, Action: ['dynamodb:GetItem'], Resource: !GetAtt Directory.Arn}";
    let looks = "- {Effect: Allow, Action: ['dynamodb:Query'], Resource: !GetAtt Looks.Arn}";
    assert_eq!(statements("Oversee"), [figures, looks, profile]);
}

#[test]
fn browsing_raises_an_alarm_and_stops() {
    let code = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../functions/application/src/looks.rs"
    ));
    let code = code.expect("the code");
    let filter = part("BrowsingFilter");
    let line = "an account opened unusually many cases";
    assert!(code.contains(line) && filter.contains(line));
    assert!(part("BrowsingAlarm").contains("MetricName: AccountsThatOpenManyCases"));
    let text = template();
    assert!(text.contains("LOOKS_MOST: !If [IsLocal, '5000', !Sub '${LooksPerHour}']"));
    assert!(text.contains("LooksPerHour: {Type: Number, Default: 300,"));
    for function in ALL {
        let roles = statements(function);
        let writes = roles.iter().any(|s| s.contains("!GetAtt Looks.Arn"));
        let known = ["Provide", "Coordinate", "Police", "Oversee"];
        assert_eq!(writes, known.contains(&function), "{function}");
    }
}

#[test]
fn an_alarm_wakes_an_operator_when_the_hub_is_late() {
    let metric = "PromisesBrokenByTheHub";
    let (filter, alarm) = (part("HubBrokenFilter"), part("HubBrokenAlarm"));
    assert!(
        filter.contains(&format!("MetricName: {metric},"))
            && filter.contains("LogGroupName: !Ref LogGroup")
    );
    for word in [
        &format!("MetricName: {metric}"),
        "Threshold: 0",
        "GreaterThanThreshold",
        "Namespace: !Sub 'Hub/${Area}'",
    ] {
        assert!(alarm.contains(word), "{word}");
    }
    let (_, words) = filter
        .split_once("FilterPattern: '\"")
        .expect("its pattern");
    let (words, _) = words.split_once("\"'").expect("its end");
    let clock = include_str!("../../../functions/clock/src/lib.rs");
    assert!(clock.contains(words), "the clock says otherwise");
    // The next minute retries what failed. Two ticks never run at the same time.
    let clock = part("ClockFn");
    assert!(
        clock.contains("Timeout: 50")
            && clock.contains("EventInvokeConfig: {MaximumRetryAttempts: 0, ")
    );
}

#[test]
fn no_role_may_scan_or_do_everything() {
    for word in [
        "dynamodb:Scan",
        "dynamodb:*",
        "sqs:*",
        "ses:*",
        "s3:*",
        "'*'}\n            - {Effect: Allow, Action: '*'",
    ] {
        assert!(!template().contains(word), "{word}");
    }
}

#[test]
fn a_record_that_cannot_succeed_is_a_dead_letter() {
    let broken = json!({
        "pk": {"S": "CASE#NOTACASE"}, "sk": {"S": format!("EVENT#{}", uuid::Uuid::new_v4())},
        "event": {"M": {"what": {"S": "nothing that a case is made of"}}},
    });
    let put = HUB.aws(&[
        "dynamodb",
        "put-item",
        "--table-name",
        &format!("hub-{}-cases", HUB.area),
        "--item",
        &broken.to_string(),
    ]);
    assert!(
        put.status.success(),
        "{}",
        String::from_utf8_lossy(&put.stderr)
    );
    let reference = HUB.post(&person(&json!({}))).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    soon("an offer behind a broken record", || {
        HUB.offers(&reference).pop()
    });
    let queue = format!(
        "{}/000000000000/hub-{}-dead-letters",
        HUB.endpoint, HUB.area
    );
    soon("a dead letter", || {
        let output = HUB.aws(&[
            "sqs",
            "get-queue-attributes",
            "--queue-url",
            &queue,
            "--attribute-names",
            "ApproximateNumberOfMessages",
        ]);
        let answer: Value = serde_json::from_slice(&output.stdout).ok()?;
        answer["Attributes"]["ApproximateNumberOfMessages"]
            .as_str()?
            .parse::<u32>()
            .ok()
            .filter(|count| *count > 0)
    });
}

#[test]
fn nothing_that_a_person_wrote_is_in_a_log() {
    let words = [
        "Zebedee Quillfeather",
        "zebedee@example.org",
        "07700 900777",
        "the green door",
        "RG1 1AF",
    ];
    let referral = |name: &str| {
        person(&json!({
            "person": {"role": "victim", "name": name},
            "contact": {"channels": [
                {"kind": "email", "safe": true, "address": words[1]},
                {"kind": "phone", "safe": true, "address": words[2]},
            ]},
            "residence": {"postcode": words[4]},
            "wishes": {"own_words": words[3]},
        }))
    };
    let reference = HUB.post(&referral(words[0])).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    assert_eq!(HUB.post(&referral(&words[0].repeat(10))).status, 422);
    soon("a mail", || {
        HUB.mails()
            .iter()
            .any(|mail| mail["To"][0] == words[1])
            .then_some(())
    });
    // The log of all suites is long, so it is searched for each word, as an operator would.
    soon("the case in the log", || {
        (!HUB.log_of(&reference).is_empty()).then_some(())
    });
    for word in words {
        assert!(
            HUB.log_of(word).is_empty(),
            "something personal is in the log"
        );
    }
}
