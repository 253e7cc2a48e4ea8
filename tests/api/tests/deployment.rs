//! A deployment to AWS by the command itself, rehearsed on an empty emulator that `HUB_AWS` names. The emulator keeps
//! to AWS's rules on stacks, change sets, policies of deletion and protection. It does not refuse everything that AWS
//! refuses: `template.rs` checks the rest on the template.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

const AREA: &str = "kent";
const OTHER: &str = "devon-cornwall";
const ACCOUNT: &str = "000000000000";
/// The rules that hold now: with them no case changes.
const RULES: &str = "functions/domain/rules/2021-04.1.json";
const DOMAIN: &str = "www.example.net";

/// Exactly what each role may do. DynamoDB's name is left out before its actions. `notify` may also ask for the settings of
/// the mail account, which no ARN names.
const ALLOWED: &str = "
refer: PutItem submissions cases people; GetItem directory; UpdateItem attempts
refer: secretsmanager:GetSecretValue words seal limits
mine: Query PutItem UpdateItem ConditionCheckItem cases; GetItem UpdateItem DeleteItem diaries
mine: GetItem BatchGetItem PutItem people; GetItem directory
mine: BatchGetItem UpdateItem attempts; secretsmanager:GetSecretValue words passes diary
provide: PutItem UpdateItem looks; GetItem BatchGetItem PutItem UpdateItem cases; Query cases/by-provider
provide: GetItem people; PutItem Query notes; GetItem directory
coordinate: PutItem UpdateItem looks; Query GetItem BatchGetItem PutItem UpdateItem cases
coordinate: Query cases/by-desk cases/by-provider; GetItem BatchGetItem PutItem people; BatchGetItem figures
coordinate: GetItem directory; secretsmanager:GetSecretValue words
coordinate: cognito-idp:AdminGetUser cognito-idp:AdminListGroupsForUser cognito-idp:ListUsers pool
police: PutItem UpdateItem looks; GetItem PutItem cases; GetItem people
police: Query cases/by-police cases/by-witness-care
directory: GetItem directory
oversee: BatchGetItem figures; Query looks; GetItem directory
feed: PutItem submissions cases people; GetItem directory; GetItem PutItem feeds
feed: secretsmanager:GetSecretValue rows; s3:GetObject s3:DeleteObject in; s3:GetObject s3:PutObject parts
feed: s3:PutObject reports; s3:ListBucket bucket
feed: sqs:SendMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage queue-feeds
feed: sqs:SendMessage queue-slow-lane queue-dead-letters
react: GetItem BatchGetItem PutItem UpdateItem DeleteItem ConditionCheckItem Query cases
react: GetItem BatchGetItem UpdateItem DeleteItem people; UpdateItem DeleteItem Query notes diaries
react: UpdateItem submissions; PutItem Query erasures; GetItem directory; secretsmanager:GetSecretValue memory
react: sqs:SendMessage queue-provider queue-updates queue-dead-letters queue-missed-events
react: sqs:SendMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage queue-slow-lane
react: DescribeStream GetRecords GetShardIterator ListStreams stream
figures: Query cases; GetItem BatchGetItem PutItem UpdateItem figures; GetItem directory
figures: secretsmanager:GetSecretValue facts; sqs:SendMessage queue-dead-letters queue-missed-events
figures: DescribeStream GetRecords GetShardIterator ListStreams stream
notify: GetItem PutItem people; Query PutItem UpdateItem cases; GetItem directory; UpdateItem attempts
notify: secretsmanager:GetSecretValue limits; ses:SendEmail ses:SendRawEmail identity
notify: sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage queue-updates queue-returned-mail
notify: sqs:SendMessage queue-dead-letters
clock: GetItem BatchGetItem PutItem UpdateItem DeleteItem cases
clock: Query cases/by-due cases/by-keep cases/by-provider; GetItem directory
clock: sqs:SendMessage queue-provider queue-updates
";

/// Actions that no role may do on anything.
const FORBIDDEN: &str = "dynamodb:Scan dynamodb:DeleteTable dynamodb:PartiQLSelect dynamodb:BatchWriteItem sqs:PurgeQueue \
    s3:PutBucketPolicy s3:DeleteBucket secretsmanager:PutSecretValue secretsmanager:DeleteSecret \
    cognito-idp:AdminCreateUser cognito-idp:AdminSetUserPassword iam:PassRole kms:Decrypt lambda:InvokeFunction";

/// Asks the emulator's evaluator of policies about every role, action and thing, and prints what is allowed.
const EVALUATE: &str = r#"
allowed = []
for role in asked["roles"]:
    name = f"hub-{asked['area']}-{role}"
    arn = client("lambda").get_function_configuration(FunctionName=name)["Role"]
    for name, thing in asked["things"].items():
        said = client("iam").simulate_principal_policy(PolicySourceArn=arn, ActionNames=asked["actions"], ResourceArns=[thing])
        allowed += [f"{role} {one['EvalActionName']} {name}" for one in said["EvaluationResults"] if one["EvalDecision"] == "allowed"]
json.dump(allowed, sys.stdout)
"#;

/// Prints the tables that refuse to be deleted.
const PROTECTED: &str = r#"
tables = [client("dynamodb").describe_table(TableName=name)["Table"] for name in asked["tables"]]
json.dump([one["TableName"] for one in tables if one["DeletionProtectionEnabled"]], sys.stdout)
"#;

/// What both begin with. One process asks many questions, because each call of the command line takes half a second.
const CLIENT: &str = r#"
import boto3, functools, json, sys
asked = json.load(sys.stdin)
@functools.cache
def client(service):
    return boto3.client(service, endpoint_url=asked["endpoint"], region_name="eu-west-2",
        aws_access_key_id="test", aws_secret_access_key="test")
"#;

/// Everything that was done, in order. It is done once.
static STORY: LazyLock<Story> = LazyLock::new(Story::play);

/// What was seen on the way.
struct Story {
    /// The first creation fails, because something else has a name that it needs.
    failed: Said,
    left_by_failure: Vec<String>,
    repeated: Said,
    stack: Value,
    policy: String,
    protected: Vec<String>,
    pool: Value,
    other: Said,
    schedules: Vec<String>,
    unchanged: Said,
    stack_then: Value,
    config: String,
    made_account: Said,
    groups: String,
    reassessed: Said,
    replacing: Said,
    rolled_back: String,
    allowed: BTreeSet<String>,
    deleting_protected: Said,
    kept: Vec<String>,
    over_leftovers: Said,
}

/// What a command said, and whether it went well.
struct Said {
    well: bool,
    text: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        Self {
            well: output.status.success(),
            text: format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            ),
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn endpoint() -> String {
    std::env::var("HUB_AWS")
        .expect("HUB_AWS names no empty emulator: use `cargo hub test infrastructure`")
}

/// The hub command without anything that names an AWS.
fn hub() -> Command {
    let mut command = Command::new(std::env::var_os("HUB_COMMAND").expect("the hub command"));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("AWS_")) {
            command.env_remove(name);
        }
    }
    command.current_dir(root());
    command
}

fn deploy(area: &str, more: &[&str]) -> Said {
    let output = hub()
        .args(["deploy", "--area", area, "--with-illustrative-providers"])
        .args(["--rehearse", &endpoint()])
        .args(more)
        .output();
    Said::of(&output.expect("the hub command"))
}

/// The hub command as an operator uses it whose credentials come from another program. It stands for IAM Identity
/// Center too: neither is known to the hub itself.
fn as_operator(arguments: &[&str]) -> Said {
    let settings = std::env::temp_dir().join(format!("hub-operator-{}", std::process::id()));
    let credentials = r#"{"Version":1,"AccessKeyId":"test","SecretAccessKey":"test"}"#;
    let text = format!(
        "[profile operator]\nregion = eu-west-2\ncredential_process = echo '{credentials}'\n"
    );
    std::fs::write(&settings, text).expect("the settings");
    let output = hub()
        .args(arguments)
        .env("AWS_CONFIG_FILE", &settings)
        .env("AWS_PROFILE", "operator")
        .env("AWS_ENDPOINT_URL", endpoint())
        .output();
    let _ = std::fs::remove_file(settings);
    Said::of(&output.expect("the hub command"))
}

fn aws(arguments: &[&str]) -> Output {
    Command::new(root().join(".hub/tools/aws/bin/aws"))
        .args(["--region", "eu-west-2", "--output", "json"])
        .args(arguments)
        .env("AWS_ENDPOINT_URL", endpoint())
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .output()
        .expect("the AWS command line")
}

fn asked(arguments: &[&str]) -> Value {
    let output = aws(arguments);
    let said = Said::of(&output);
    assert!(said.well, "{arguments:?}: {}", said.text);
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

fn tables(area: &str) -> Vec<String> {
    let listed = asked(&["dynamodb", "list-tables"]);
    let names = listed["TableNames"].as_array().expect("names").iter();
    names
        .filter_map(Value::as_str)
        .filter(|name| name.starts_with(&format!("hub-{area}-")))
        .map(str::to_owned)
        .collect()
}

fn stack(name: &str) -> Value {
    asked(&["cloudformation", "describe-stacks", "--stack-name", name])["Stacks"][0].clone()
}

fn value<'a>(stack: &'a Value, list: &str, key: &str, name: &str) -> &'a str {
    let found = stack[list]
        .as_array()
        .expect(list)
        .iter()
        .find(|one| one[format!("{key}Key")] == name)
        .expect(name);
    found[format!("{key}Value")].as_str().expect(name)
}

/// Waits until a stack has settled, and returns its state.
fn settled(name: &str) -> String {
    let since = std::time::Instant::now();
    loop {
        let output = aws(&["cloudformation", "describe-stacks", "--stack-name", name]);
        let described: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let state = described["Stacks"][0]["StackStatus"].as_str();
        let state = state.unwrap_or("GONE").to_owned();
        if !state.ends_with("_IN_PROGRESS") {
            return state;
        }
        assert!(since.elapsed().as_secs() < 120, "{name} is still {state}");
    }
}

/// Updates the stack of the area with its own template, changed like this.
fn update_by_hand(change: impl Fn(&str) -> String) -> String {
    let name = format!("hub-{AREA}");
    let template = std::fs::read_to_string(root().join("infra/template.yaml")).expect("a template");
    let changed = change(&template);
    assert_ne!(changed, template);
    let file = std::env::temp_dir().join(format!("hub-template-{}.yaml", std::process::id()));
    std::fs::write(&file, changed).expect("a template");
    let bucket = format!("hub-code-{ACCOUNT}-eu-west-2");
    aws(&[
        "cloudformation",
        "deploy",
        "--stack-name",
        &name,
        "--template-file",
        file.to_str().expect("a path"),
        "--s3-bucket",
        &bucket,
        "--capabilities",
        "CAPABILITY_NAMED_IAM",
        "CAPABILITY_AUTO_EXPAND",
    ]);
    let _ = std::fs::remove_file(file);
    settled(&name)
}

/// The table of roles as lines of role, action and thing.
fn expected() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for line in ALLOWED.lines().filter(|line| !line.is_empty()) {
        let (role, rest) = line.split_once(": ").expect("a role");
        for part in rest.split("; ") {
            let is_action = |word: &&str| {
                word.contains(':') || word.starts_with(|first: char| first.is_ascii_uppercase())
            };
            let (actions, things): (Vec<&str>, Vec<&str>) =
                part.split(' ').partition(|word| is_action(word));
            for action in actions {
                let service = if action.contains(':') {
                    ""
                } else {
                    "dynamodb:"
                };
                lines.extend(
                    things
                        .iter()
                        .map(|thing| format!("{role} {service}{action} {thing}")),
                );
            }
        }
    }
    lines
}

/// What each role may do, for every action of the table or forbidden, on every thing of this area and some of another.
fn evaluate(pool: &str) -> BTreeSet<String> {
    let here = |service: &str, rest: &str| format!("arn:aws:{service}:eu-west-2:{ACCOUNT}:{rest}");
    let mut things = BTreeMap::new();
    for table in tables(AREA) {
        let own = table.rsplit('-').next().expect("a name").to_owned();
        things.insert(own, here("dynamodb", &format!("table/{table}")));
    }
    for index in ["desk", "due", "provider", "keep", "police", "witness-care"] {
        let arn = format!("table/hub-{AREA}-cases/index/by-{index}");
        things.insert(format!("cases/by-{index}"), here("dynamodb", &arn));
    }
    let cases = asked(&[
        "dynamodb",
        "describe-table",
        "--table-name",
        &format!("hub-{AREA}-cases"),
    ]);
    let stream = cases["Table"]["LatestStreamArn"]
        .as_str()
        .expect("a stream");
    things.insert("stream".to_owned(), stream.to_owned());
    for queue in [
        "updates",
        "feeds",
        "returned-mail",
        "dead-letters",
        "missed-events",
        "slow-lane",
    ] {
        things.insert(
            format!("queue-{queue}"),
            here("sqs", &format!("hub-{AREA}-{queue}")),
        );
    }
    things.insert(
        "queue-provider".to_owned(),
        here("sqs", &format!("hub-{AREA}-provider-x.fifo")),
    );
    for secret in [
        "words", "passes", "seal", "memory", "rows", "limits", "facts", "diary", "edge-a", "edge-b",
    ] {
        let arn = format!("secret:hub-{AREA}-{secret}-AbCdEf");
        things.insert(secret.to_owned(), here("secretsmanager", &arn));
    }
    let bucket = format!("arn:aws:s3:::hub-{AREA}-feeds-{ACCOUNT}");
    for folder in ["in", "parts", "reports"] {
        things.insert(folder.to_owned(), format!("{bucket}/{folder}/x/y.csv"));
    }
    things.insert("bucket".to_owned(), bucket);
    things.insert(
        "pool".to_owned(),
        here("cognito-idp", &format!("userpool/{pool}")),
    );
    things.insert(
        "identity".to_owned(),
        here("ses", "identity/mail.example.net"),
    );
    // What belongs to another area.
    for (name, service, rest) in [
        (
            "other-cases",
            "dynamodb",
            format!("table/hub-{OTHER}-cases"),
        ),
        (
            "other-stream",
            "dynamodb",
            format!("table/hub-{OTHER}-cases/stream/x"),
        ),
        ("other-updates", "sqs", format!("hub-{OTHER}-updates")),
        (
            "other-provider",
            "sqs",
            format!("hub-{OTHER}-provider-x.fifo"),
        ),
        (
            "other-words",
            "secretsmanager",
            format!("secret:hub-{OTHER}-words-AbCdEf"),
        ),
    ] {
        things.insert(name.to_owned(), here(service, &rest));
    }
    let mut roles = BTreeSet::new();
    let mut actions: BTreeSet<String> = FORBIDDEN.split_whitespace().map(str::to_owned).collect();
    for line in expected() {
        let mut words = line.split(' ').map(str::to_owned);
        roles.extend(words.next());
        actions.extend(words.next());
    }
    let question = json!({"area": AREA, "roles": roles, "things": things, "actions": actions});
    many(EVALUATE, question).into_iter().collect()
}

/// Runs a script that asks the emulator many questions.
fn many(script: &str, mut question: Value) -> Vec<String> {
    question["endpoint"] = json!(endpoint());
    let mut python = Command::new(root().join(".hub/tools/emulator/bin/python"))
        .args(["-c", &format!("{CLIENT}{script}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the emulator's Python");
    let mut input = python.stdin.take().expect("its input");
    input
        .write_all(question.to_string().as_bytes())
        .expect("asked");
    drop(input);
    let output = python.wait_with_output().expect("an answer");
    serde_json::from_slice(&output.stdout).expect("a list")
}

impl Story {
    fn play() -> Self {
        let name = format!("hub-{AREA}");
        // Somebody else's sign-in page has the address that this hub needs.
        let pool = asked(&["cognito-idp", "create-user-pool", "--pool-name", "other"]);
        let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
        let domain = format!("hub-{AREA}-{ACCOUNT}");
        let of_pool = ["--user-pool-id", &pool, "--domain", &domain];
        asked(&[&["cognito-idp", "create-user-pool-domain"][..], &of_pool].concat());
        let certificate = Command::new(root().join(".hub/tools/aws/bin/aws"))
            .args(["--region", "us-east-1", "acm", "request-certificate"])
            .args(["--domain-name", DOMAIN, "--query", "CertificateArn"])
            .args(["--output", "text"])
            .env("AWS_ENDPOINT_URL", endpoint())
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .output()
            .expect("the AWS command line");
        let certificate = String::from_utf8_lossy(&certificate.stdout)
            .trim()
            .to_owned();
        let with_domain = ["--site-domain", DOMAIN, "--certificate-arn", &certificate];

        let failed = deploy(AREA, &with_domain);
        let left_by_failure = tables(AREA);
        asked(&[&["cognito-idp", "delete-user-pool-domain"][..], &of_pool].concat());
        let repeated = deploy(AREA, &with_domain);
        assert!(repeated.well, "{}\n---\n{}", failed.text, repeated.text);
        let created = stack(&name);
        let policy = asked(&["cloudformation", "get-stack-policy", "--stack-name", &name]);
        let protected = many(PROTECTED, json!({"tables": tables(AREA)}));
        let id = value(&created, "Outputs", "Output", "PoolId").to_owned();

        let other = deploy(OTHER, &[]);
        let schedules = asked(&["scheduler", "list-schedules"]);
        let allowed = evaluate(&id);
        let bucket = value(&created, "Outputs", "Output", "SiteBucket").to_owned();

        let add = ["user", "add", "ann.lee", "--group", "coordinator"];
        let hub = ["--group", "employer-hub", "--area", AREA];
        let made_account = as_operator(&[&add[..], &hub].concat());
        let of_account = ["--user-pool-id", &id, "--username", "ann.lee"];
        let groups = [
            &["cognito-idp", "admin-list-groups-for-user"][..],
            &of_account,
        ]
        .concat();

        let rolled_back = update_by_hand(|template| {
            // A second sign-in page for the same pool cannot be made.
            template.replacen(
                "  Referrals:\n",
                &format!("  Second:\n    Type: AWS::Cognito::UserPoolDomain\n    Properties: {{Domain: hub-{OTHER}-{ACCOUNT}, UserPoolId: !Ref Pool}}\n  Referrals:\n"),
                1,
            )
        });
        let unchanged = deploy(AREA, &[]);
        let stack_then = stack(&name);
        let config = aws(&["s3", "cp", &format!("s3://{bucket}/staff/config.json"), "-"]);
        // A release that would have to go back to the former table.
        update_by_hand(|template| template.replace("hub-${Area}-looks'", "hub-${Area}-looked'"));
        let replacing = deploy(AREA, &[]);

        let other_name = format!("hub-{OTHER}");
        let delete = ["cloudformation", "delete-stack", "--stack-name"];
        let deleting_protected = Said::of(&aws(&[&delete[..], &[&other_name]].concat()));
        let area_stack = format!("{other_name}-area");
        asked(&[&delete[..], &[&area_stack]].concat());
        settled(&area_stack);
        let unprotect = [
            "cloudformation",
            "update-termination-protection",
            "--no-enable-termination-protection",
            "--stack-name",
            &other_name,
        ];
        asked(&unprotect);
        asked(&[&delete[..], &[&other_name]].concat());
        settled(&other_name);

        Self {
            failed,
            left_by_failure,
            repeated,
            policy: policy["StackPolicyBody"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            protected,
            pool: asked(&["cognito-idp", "describe-user-pool", "--user-pool-id", &id]),
            stack: created,
            other,
            schedules: schedules["Schedules"]
                .as_array()
                .expect("schedules")
                .iter()
                .filter_map(|one| Some(one["Name"].as_str()?.to_owned()))
                .collect(),
            unchanged,
            stack_then,
            config: String::from_utf8_lossy(&config.stdout).into_owned(),
            made_account,
            groups: asked(&groups).to_string(),
            reassessed: as_operator(&["reassess", "--dry-run", "--rules", RULES, "--area", AREA]),
            replacing,
            rolled_back,
            allowed,
            deleting_protected,
            kept: tables(OTHER),
            over_leftovers: deploy(OTHER, &[]),
        }
    }
}

#[test]
fn a_creation_that_failed_can_be_repeated() {
    let story = &*STORY;
    assert!(!story.failed.well);
    assert!(
        story.failed.text.contains("PoolDomain"),
        "{}",
        story.failed.text
    );
    assert_eq!(
        story.left_by_failure, [""; 0],
        "an empty table is in the way"
    );
    assert!(story.repeated.well, "{}", story.repeated.text);
}

#[test]
fn a_deployed_hub_is_protected() {
    let story = &*STORY;
    assert_eq!(story.stack["EnableTerminationProtection"], true);
    for kind in [
        "AWS::DynamoDB::Table",
        "AWS::KMS::Key",
        "AWS::Cognito::UserPool",
        "AWS::SecretsManager::Secret",
    ] {
        assert!(story.policy.contains(kind), "{kind}");
    }
    assert_eq!(story.protected.len(), 10);
    assert_eq!(story.pool["UserPool"]["DeletionProtection"], "ACTIVE");
    assert!(!story.deleting_protected.well);
    assert!(
        story
            .deleting_protected
            .text
            .contains("TerminationProtection")
    );
}

#[test]
fn two_areas_live_in_one_account() {
    let story = &*STORY;
    assert!(story.other.well, "{}", story.other.text);
    for area in [AREA, OTHER] {
        for end in ["each-minute", "each-day", "figures-each-day"] {
            let name = format!("hub-{area}-{end}");
            assert!(
                story.schedules.contains(&name),
                "{name}: {:?}",
                story.schedules
            );
        }
    }
}

#[test]
fn a_deployment_without_flags_changes_nothing() {
    let story = &*STORY;
    assert!(story.unchanged.well, "{}", story.unchanged.text);
    for stack in [format!("hub-{AREA}"), format!("hub-{AREA}-area")] {
        let said = format!("{stack}: nothing changes");
        assert!(
            story.unchanged.text.contains(&said),
            "{}",
            story.unchanged.text
        );
    }
    for parameter in ["SiteDomain", "CertificateArn", "WebAclArn", "Protected"] {
        let before = value(&story.stack, "Parameters", "Parameter", parameter);
        let then = value(&story.stack_then, "Parameters", "Parameter", parameter);
        assert!(
            !before.is_empty() && before == then,
            "{parameter}: {before}, {then}"
        );
    }
    assert!(
        story.config.contains(&format!("https://{DOMAIN}/staff/")),
        "{}",
        story.config
    );
}

#[test]
fn the_operator_reads_which_records_the_domains_need() {
    let said = &STORY.repeated.text;
    let profile = std::fs::read_to_string(root().join(format!("infra/areas/{AREA}/profile.json")));
    let profile: Value = serde_json::from_str(&profile.expect("a profile")).expect("JSON");
    let mail = profile["neutral_domain"].as_str().expect("a domain");
    for record in [
        format!("post.{mail} MX 10 feedback-smtp.eu-west-2.amazonses.com"),
        format!("post.{mail} TXT \"v=spf1 include:amazonses.com ~all\""),
        format!("_dmarc.{mail} TXT \"v=DMARC1; p=reject; adkim=s; aspf=r\""),
        format!("{DOMAIN} CNAME "),
    ] {
        assert!(said.contains(&record), "{record}\n{said}");
    }
}

#[test]
fn credentials_of_another_program_work_everywhere() {
    let story = &*STORY;
    assert!(story.made_account.well, "{}", story.made_account.text);
    assert!(story.groups.contains("employer-hub") && story.groups.contains("coordinator"));
    // This one reads tables with the SDK, and the one above uses the command line.
    assert!(story.reassessed.well, "{}", story.reassessed.text);
}

#[test]
fn a_bad_release_is_taken_back() {
    let story = &*STORY;
    assert_eq!(story.rolled_back, "UPDATE_ROLLBACK_COMPLETE");
    // The next deployment finds everything unchanged.
    assert!(story.unchanged.well, "{}", story.unchanged.text);
}

#[test]
fn a_release_that_would_replace_a_table_is_refused() {
    let story = &*STORY;
    assert!(!story.replacing.well, "{}", story.replacing.text);
    let said = "it would delete, replace or rewrite Looks. Nothing was changed.";
    assert!(
        story.replacing.text.contains(said),
        "{}",
        story.replacing.text
    );
}

#[test]
fn what_must_be_kept_outlives_the_stack_and_is_not_built_over() {
    let story = &*STORY;
    assert_eq!(story.kept.len(), 10, "{:?}", story.kept);
    assert!(!story.over_leftovers.well);
    let said = format!("the table hub-{OTHER}-cases");
    assert!(
        story.over_leftovers.text.contains(&said),
        "{}",
        story.over_leftovers.text
    );
}

#[test]
fn each_role_may_do_exactly_what_its_function_does() {
    let (allowed, expected) = (&STORY.allowed, expected());
    let more: Vec<_> = allowed.difference(&expected).collect();
    let less: Vec<_> = expected.difference(allowed).collect();
    assert!(
        more.is_empty() && less.is_empty(),
        "more {more:#?}\nless {less:#?}"
    );
    assert!(expected.len() > 120);
}

#[test]
fn the_operator_hears_that_nobody_is_woken() {
    let story = &*STORY;
    assert!(
        story.repeated.text.contains("no alarm wakes anybody"),
        "{}",
        story.repeated.text
    );
}
